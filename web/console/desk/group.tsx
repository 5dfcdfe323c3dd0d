import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useMemo } from 'react'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import type { IncidentItem } from '@lifang/domains/incidents/schema/views.ts'
import { LampShape, lampWord } from '../../kit/lamp.tsx'
import { Loading, ProblemAlert } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { listQuery, type ListFilter } from '../app/queries.ts'
import { IncidentRow } from './row.tsx'
import type { KnownCalendar } from '../../kit/row-clock.ts'

/** What is due first comes first; without a deadline the newest. */
const byDue = (a: IncidentItem, b: IncidentItem): number => {
  const due = (i: IncidentItem): number =>
    Date.parse(i.dueAt ?? i.totalDueAt ?? '') || Number.MAX_SAFE_INTEGER
  return due(a) - due(b) || Date.parse(b.reportedAt) - Date.parse(a.reportedAt)
}

/** One lamp's incidents: pages as the server gives them, each group with its own way to more. */
export function useGroup(filter: ListFilter, lamp: Lamp, enabled: boolean) {
  const query = useInfiniteQuery(listQuery({ ...filter, lamp }, enabled))
  const items = useMemo(() => {
    const byId = new Map<string, IncidentItem>()
    // A live change may move a row from one page to the next between two answers.
    for (const page of query.data?.pages ?? []) for (const item of page.items) byId.set(item.id, item)
    return [...byId.values()].toSorted(byDue)
  }, [query.data])
  return { ...query, lamp, items }
}
export type Group = ReturnType<typeof useGroup>

/** 12, or 50+ while the server has more. */
export const countOf = (g: Group): string =>
  g.data === undefined ? '…' : `${String(g.items.length)}${g.hasNextPage ? '+' : ''}`

interface GroupProps {
  readonly group: Group
  /** How many of its rows are drawn. */
  readonly most: number
  /** True where everything listed has ended: then the lamps tell how. */
  readonly finished: boolean
  readonly now: number
  readonly calendar: KnownCalendar | undefined
}

export function LampGroup({ group, most, finished, now, calendar }: GroupProps) {
  const { lamp, items, data, error, isError, hasNextPage, isFetchingNextPage } = group
  if (isError && data === undefined)
    return (
      <div className="group-problem">
        <ProblemAlert error={error} retry={() => void group.refetch()} />
      </div>
    )
  if (data === undefined) return <Loading lines={3} />
  if (items.length === 0 || most <= 0) return null
  return (
    <section aria-label={t('console.desk.group', { lamp: lampWord(lamp), count: countOf(group) })}>
      <h2 className="group">
        <LampShape lamp={lamp} />
        {t(`console.desk.${finished ? 'ended-group' : 'lamp-group'}.${lamp}`)}
        <span>{t('console.desk.count', { n: countOf(group) })}</span>
      </h2>
      <ul>
        {items.slice(0, most).map((item) => (
          <IncidentRow key={item.id} item={item} now={now} calendar={calendar} />
        ))}
      </ul>
      {hasNextPage && most >= items.length && (
        <div className="more">
          <Button size="small" loading={isFetchingNextPage} onClick={() => void group.fetchNextPage()}>
            {t('console.desk.more', { lamp: lampWord(lamp) })}
          </Button>
        </div>
      )}
    </section>
  )
}
