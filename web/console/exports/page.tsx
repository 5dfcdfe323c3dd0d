import '../registry/registry.css'
import '../labels/labels.css'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { REVEAL_POSTS } from '@lifang/domains/registry/schema/lists.ts'
import type { ExportView } from '@lifang/domains/registry/schema/exports.ts'
import type { ExportState } from '@lifang/domains/registry/schema/lists.ts'
import { Icon } from '../../kit/icons.tsx'
import { LampShape } from '../../kit/lamp.tsx'
import { part } from '../../kit/part.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { useMe } from '../app/session.tsx'
import { holdsOneOf } from '../app/rooms.ts'
import { exportsChanged, exportsQuery } from './queries.ts'

const Ask = part(async () => (await import('./acts.tsx')).Ask)
const Decide = part(async () => (await import('./acts.tsx')).Decide)

const LAMPS = {
  waiting: 'yellow',
  ready: 'green',
  refused: 'grey',
  expired: 'grey',
} as const satisfies Record<ExportState, string>
const at = (iso: string): string => exact(Date.parse(iso)).slice(0, 16)

/** 导出: what I asked for, and what waits for me. */
export function ExportsPage() {
  const me = useMe()
  const { data, error, refetch } = useQuery(exportsQuery)
  const [asking, setAsking] = useState(false)
  const [deciding, setDeciding] = useState<{ readonly of: ExportView; readonly approve: boolean } | null>(
    null,
  )
  return (
    <div className="page reg-page">
      <div className="line wrap">
        <h1>{t('exports.title')}</h1>
        <span className="mu md">{t('exports.hint')}</span>
        <span className="sp" />
        {holdsOneOf(me, REVEAL_POSTS) && (
          <Button type="primary" icon={<Icon name="add" />} onClick={() => setAsking(true)}>
            {t('exports.ask')}
          </Button>
        )}
      </div>
      <section className="card">
        {data === undefined ? (
          error === null ? (
            <Loading lines={6} />
          ) : (
            <Failed error={error} retry={() => void refetch()} />
          )
        ) : data.items.length === 0 ? (
          <Empty title={t('exports.none')} hint={t('exports.none-hint')} />
        ) : (
          <ul className="label-lines">
            {data.items.map((e) => (
              <li key={e.id} data-export={e.id}>
                <p className="line wrap">
                  <b>{e.area.name}</b>
                  <span className="tag">{t(`exports.depth-short.${e.depth}`)}</span>
                  <span>{t('exports.people', { n: e.people })}</span>
                  <span className={`lamp ${LAMPS[e.state]}`}>
                    <LampShape lamp={LAMPS[e.state]} />
                    {t(`exports.state.${e.state}`)}
                  </span>
                  <span className="mu">{t('exports.number', { number: e.number })}</span>
                  <span className="sp" />
                  {e.may.decide && (
                    <>
                      <Button
                        size="small"
                        type="primary"
                        onClick={() => setDeciding({ of: e, approve: true })}
                      >
                        {t('exports.approve')}
                      </Button>
                      <Button size="small" onClick={() => setDeciding({ of: e, approve: false })}>
                        {t('exports.refuse')}
                      </Button>
                    </>
                  )}
                  {e.may.take && (
                    <Button
                      size="small"
                      type="primary"
                      href={`/api/registry/exports/${e.id}/file`}
                      // The list says it was taken once the browser has begun to.
                      onClick={() => setTimeout(() => void exportsChanged(), 1_500)}
                    >
                      {t('exports.take')}
                    </Button>
                  )}
                </p>
                <p className="sm">{e.reason}</p>
                <p className="sm mu">{lines(e).join(' · ')}</p>
              </li>
            ))}
          </ul>
        )}
      </section>
      {asking && <Ask onClose={() => setAsking(false)} />}
      {deciding !== null && <Decide {...deciding} onClose={() => setDeciding(null)} />}
    </div>
  )
}

function lines(e: ExportView): readonly string[] {
  const last = e.taken[0]
  return [
    t('exports.asked-by', { by: e.requestedBy, at: at(e.requestedAt) }),
    ...(e.filters.care === undefined ? [] : [t('exports.care')]),
    ...(e.filters.split === undefined ? [] : [t('exports.split')]),
    ...(e.filters.foreign === undefined ? [] : [t(`exports.foreign.${e.filters.foreign}`)]),
    ...(e.decidedBy === null
      ? []
      : [
          e.state === 'refused'
            ? t('exports.refused-by', { by: e.decidedBy, why: e.why ?? '' })
            : t('exports.approved-by', { by: e.decidedBy }),
        ]),
    ...(e.state === 'ready' && e.validUntil !== null ? [t('exports.until', { at: at(e.validUntil) })] : []),
    ...(last === undefined
      ? []
      : [
          t('exports.taken', { n: e.taken.length }),
          t('exports.taken-last', { by: last.by, at: at(last.at) }),
        ]),
  ]
}
