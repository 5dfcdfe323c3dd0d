import { useState } from 'react'
import type { RouteBody } from '@lifang/platform/route.ts'
import type { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import { Empty } from '../../kit/states.tsx'
import { WhyDue } from '../../kit/strip/why.tsx'
import { dueDay, dueTime, limitWords, when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'

export type Clocks = RouteBody<(typeof incidentRoutes)['clock']>['clocks']
type Clock = Clocks[number]

const keyOf = (c: Clock): string => `${c.stage}/${String(c.run)}`

/** The clock to explain first: the one that runs, otherwise the total, otherwise the last. */
export const mainClock = (clocks: Clocks): Clock | undefined =>
  clocks.findLast(
    (c) =>
      c.stage !== 'total' && c.stage !== 'take' && (c.view.state === 'running' || c.view.state === 'paused'),
  ) ??
  clocks.findLast((c) => c.stage === 'total') ??
  clocks.at(-1)

export function WhyCard({ clocks, now }: { clocks: Clocks; now: number }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const shown = clocks.find((c) => keyOf(c) === chosen) ?? mainClock(clocks)
  if (shown === undefined)
    return (
      <section className="card">
        <header>
          <h2>{t('console.why.title')}</h2>
        </header>
        <Empty title={t('console.why.none')} />
      </section>
    )
  const { view, limit } = shown
  return (
    <section className="card">
      <header>
        <h2>{titleOf(shown)}</h2>
        <span className="sp" />
        <span className="sm mu el">
          {view.startedAt === null
            ? limitWords(limit)
            : t('console.why.from', { limit: limitWords(limit), at: when(view.startedAt, now) })}
        </span>
        <select
          className="pick"
          aria-label={t('console.why.stage')}
          value={keyOf(shown)}
          onChange={(e) => setChosen(e.target.value)}
        >
          {clocks.map((c) => (
            <option key={keyOf(c)} value={keyOf(c)}>
              {word('incidents.stage', c.stage)}
              {c.run > 1 ? t('console.why.run', { n: c.run }) : ''}
            </option>
          ))}
        </select>
      </header>
      <WhyDue view={view} spans={shown.spans} days={shown.days} now={now} />
    </section>
  )
}

function titleOf({ view, stage }: Clock): string {
  const name = word('incidents.stage', stage)
  if (view.due === null) return t('console.why.standing', { stage: name })
  return t(view.stoppedAt === null ? 'console.why.at' : 'console.why.was', {
    stage: name,
    at: `${dueDay(view.due)} ${dueTime(view.due)}`,
  })
}
