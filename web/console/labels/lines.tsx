import './labels.css'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { LabelView } from '@lifang/domains/registry/schema/labels.ts'
import type { LabelState } from '@lifang/domains/registry/schema/lists.ts'
import { Icon } from '../../kit/icons.tsx'
import { LampShape } from '../../kit/lamp.tsx'
import { part } from '../../kit/part.tsx'
import { dayOfInstant } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import type { LabelDoing } from './acts.tsx'

const LabelAct = part(async () => (await import('./acts.tsx')).LabelAct)

/** A label holds like a permit does: in force, not yet, or over. */
const LAMPS = {
  proposed: 'yellow',
  approved: 'yellow',
  'in-force': 'green',
  refused: 'grey',
  ended: 'grey',
  lapsed: 'grey',
} as const satisfies Record<LabelState, string>

/** Labels with their ground, who approved them, and until when. */
export function LabelLines({
  items,
  people,
}: {
  readonly items: readonly LabelView[]
  /** Whether a line says whose label it is. */
  readonly people: boolean
}) {
  const [doing, setDoing] = useState<{ readonly act: LabelDoing; readonly of: LabelView } | null>(null)
  return (
    <>
      <ul className="label-lines">
        {items.map((l) => (
          <li key={l.id}>
            <p className="line wrap">
              <b>{t(`labels.kind.${l.kind}`)}</b>
              {l.special && (
                <span className="tag">
                  <Icon name="key" />
                  {t('labels.special')}
                </span>
              )}
              <span className={`lamp ${LAMPS[l.state]}`}>
                <LampShape lamp={LAMPS[l.state]} />
                {t(`labels.state.${l.state}`)}
              </span>
              {people && (
                <Link to="/people/$id" params={{ id: l.person }} search={{ tab: 'labels' }} className="link">
                  {l.name}
                </Link>
              )}
              <span className="mu">{t('labels.days', { from: l.from, until: l.until })}</span>
              <span className="sp" />
              {l.may.decide && (
                <>
                  <Button size="small" type="primary" onClick={() => setDoing({ act: 'approve', of: l })}>
                    {t('labels.approve')}
                  </Button>
                  <Button size="small" onClick={() => setDoing({ act: 'refuse', of: l })}>
                    {t('labels.refuse')}
                  </Button>
                </>
              )}
              {l.may.end && (
                <Button size="small" onClick={() => setDoing({ act: 'end', of: l })}>
                  {t(l.state === 'proposed' ? 'labels.take-back' : 'labels.end')}
                </Button>
              )}
            </p>
            <p className="sm">{t('labels.basis-is', { basis: l.basis })}</p>
            {l.note !== null && <p className="sm mu">{l.note}</p>}
            <p className="sm mu">
              {t('labels.proposed-by', { by: l.proposedBy, at: dayOfInstant(l.proposedAt) })}
              {l.decidedBy !== null &&
                ` · ${t(l.state === 'refused' ? 'labels.refused-by' : 'labels.approved-by', { by: l.decidedBy, at: dayOfInstant(l.decidedAt) })}`}
              {l.endedBy !== null && ` · ${t('labels.ended-by', { by: l.endedBy })}`}
              {l.why !== null && l.why !== '' && ` · ${l.why}`}
            </p>
          </li>
        ))}
      </ul>
      {doing !== null && <LabelAct {...doing} onClose={() => setDoing(null)} />}
    </>
  )
}
