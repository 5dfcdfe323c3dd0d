import '../labels/labels.css'
import './privacy.css'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { RequestView } from '@lifang/domains/registry/schema/privacy.ts'
import { LampShape } from '../../kit/lamp.tsx'
import { dayOfInstant } from '../../kit/time.ts'
import { part } from '../../kit/part.tsx'
import { t } from '../../kit/words.ts'

const DecideRequest = part(async () => (await import('./acts.tsx')).DecideRequest)

/** Requests with what is asked, until when, and what stands against erasing. */
export function RequestLines({
  items,
  people,
}: {
  readonly items: readonly RequestView[]
  /** Whether a line says whose request it is. */
  readonly people: boolean
}) {
  const [doing, setDoing] = useState<{ readonly of: RequestView; readonly grant: boolean } | null>(null)
  return (
    <>
      <ul className="label-lines">
        {items.map((r) => (
          <li key={r.id} data-request={r.id}>
            <p className="line wrap">
              <b>{t(`privacy.kind.${r.kind}`)}</b>
              {r.wrongly && <span className="tag o">{t('privacy.wrongly')}</span>}
              <RequestLamp of={r} />
              {people &&
                (r.person === null ? (
                  <span className="mu">{t('privacy.erased')}</span>
                ) : (
                  <Link
                    to="/people/$id"
                    params={{ id: r.person.id }}
                    search={{ tab: 'rights' }}
                    className="link"
                  >
                    {r.person.name}
                  </Link>
                ))}
              <span className="mu">{t('privacy.number', { number: r.number })}</span>
              <span className="sp" />
              {r.may.decide && (
                <>
                  <Button
                    size="small"
                    type="primary"
                    danger={r.kind === 'erasure'}
                    disabled={r.against !== null}
                    onClick={() => setDoing({ of: r, grant: true })}
                  >
                    {t(`privacy.grant.${r.kind}`)}
                  </Button>
                  <Button size="small" onClick={() => setDoing({ of: r, grant: false })}>
                    {t('privacy.refuse')}
                  </Button>
                </>
              )}
              {r.state !== 'open' && (
                <Link to="/requests/$id" params={{ id: r.id }} className="link">
                  {t('privacy.letter')}
                </Link>
              )}
            </p>
            <p className="sm privacy-what">{r.what ?? t('privacy.gone')}</p>
            {r.against !== null && (
              <p className="sm">{t('privacy.against', { why: t(r.against, { until: r.until ?? '' }) })}</p>
            )}
            <p className="sm mu">
              {[
                t('privacy.taken', {
                  asker: t(`privacy.asker.${r.asker}`),
                  by: r.takenBy,
                  at: dayOfInstant(r.takenAt),
                }),
                ...(r.checked === null ? [] : [r.checked]),
                ...(r.decidedBy === null
                  ? []
                  : [
                      t('privacy.decided', {
                        by: r.decidedBy,
                        at: r.decidedAt === null ? '' : dayOfInstant(r.decidedAt),
                      }),
                    ]),
                ...(r.why === null ? [] : [r.why]),
              ].join(' · ')}
            </p>
          </li>
        ))}
      </ul>
      {doing !== null && <DecideRequest {...doing} onClose={() => setDoing(null)} />}
    </>
  )
}

export const RequestLamp = ({ of }: { readonly of: RequestView }) => (
  <span className={`lamp ${of.lamp}`}>
    <LampShape lamp={of.lamp} />
    {of.state === 'open'
      ? t(of.lamp === 'red' ? 'privacy.late' : 'privacy.due', { day: of.dueOn })
      : t(`privacy.state.${of.state}`)}
  </span>
)
