import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useMemo, useRef } from 'react'
import type { ClockSpan } from '@lifang/domains/calendar/schema.ts'
import { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import { useLive } from '../../kit/live.ts'
import { part } from '../../kit/part.tsx'
import { Failed, Loading } from '../../kit/states.tsx'
import { Timeline } from '../../kit/timeline.tsx'
import { t } from '../../kit/words.ts'
import { useNow } from '../../kit/now.ts'
import { inWords } from '../app/phrases.ts'
import { clockQuery, incidentChanged, incidentQuery } from '../app/queries.ts'
import { ActPanel } from './acts/panel.tsx'
import { Matter, Tasks } from './aside.tsx'
import { Evidence } from './evidence.tsx'
import { IncidentHeader, titleOf } from './header.tsx'
import { PlaceCard } from './place-card.tsx'
import { Printed } from './printed.tsx'
import { Readers } from './readers.tsx'
import { RelatedCases } from './related-cases.tsx'
import { entryOf } from '../../kit/step-words.ts'
import { mainClock, WhyCard } from './why-card.tsx'

/** With its own words, after the case stands. */
const Subjects = part(async () => (await inWords(['units'], import('../subjects/card.tsx'))).SubjectsCard)

export function IncidentPage() {
  const { number } = useParams({ from: '/staff/incidents/$number' })
  const shown = useQuery(incidentQuery(number))
  const clocks = useQuery(clockQuery(number))
  const now = useNow()
  useIncidentLive(number)
  const incident = shown.data
  useEffect(() => {
    if (incident === undefined) return
    const before = document.title
    document.title = `${titleOf(incident)} · ${t('console.product')}`
    return () => {
      document.title = before
    }
  }, [incident])
  const entries = useMemo(() => (incident?.timeline ?? []).map(entryOf).toReversed(), [incident])

  if (incident === undefined)
    return shown.isError ? (
      <Failed error={shown.error} retry={() => void shown.refetch()} />
    ) : (
      <Loading lines={8} />
    )
  const list = clocks.data?.clocks ?? []
  const main = mainClock(list)
  const clockNow = main === undefined ? now : presentOf(main.spans, main.view.stoppedAt === null ? now : null)
  return (
    <article className="case">
      <IncidentHeader incident={incident} spans={main?.spans ?? []} clockNow={clockNow} now={now} />
      <div className="case-body">
        <div className="column">
          <section className="card">
            <header>
              <h2>{t('console.timeline.title')}</h2>
              <span className="sp" />
              <span className="sm mu">{t('console.timeline.count', { n: entries.length })}</span>
            </header>
            <Timeline entries={entries} now={now} />
          </section>
          <PlaceCard incident={incident} />
        </div>
        <div className="column">
          {clocks.isError && clocks.data === undefined ? (
            <Failed error={clocks.error} retry={() => void clocks.refetch()} />
          ) : clocks.data === undefined ? (
            <section className="card">
              <Loading />
            </section>
          ) : (
            <WhyCard clocks={list} now={clockNow} />
          )}
          <Evidence incident={incident} now={now} />
          <Matter incident={incident} now={now} />
        </div>
        <div className="column acting">
          <ActPanel key={number} incident={incident} />
          <Tasks incident={incident} now={now} />
          <Subjects number={number} now={now} />
          <RelatedCases number={number} now={now} />
          <Readers number={number} now={now} />
        </div>
      </div>
      <Printed now={now} />
    </article>
  )
}

/** The server's present is where the used spans end: its clock decides, not this machine's. */
function presentOf(spans: readonly ClockSpan[], fallback: number | null): number {
  const lived = spans.filter((s) => s.phase !== 'ahead').at(-1)?.to
  return lived ?? fallback ?? Date.now()
}

const TOGETHER_MS = 300

function useIncidentLive(number: string): void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const reload = (): void => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void incidentChanged(number), TOGETHER_MS)
  }
  useLive(
    incidentRoutes.live.path,
    (change) => {
      if (change.number === number) reload()
    },
    reload,
  )
}
