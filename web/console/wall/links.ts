/** Which list stands behind which number: the address of the desk that counts the same. */
import { DAY } from '@lifang/domains/calendar/rules/instants.ts'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import type { Wall } from '@lifang/domains/analysis/schema.ts'
import type { DeskSearch } from '../app/tabs.ts'

export const openList = (over: DeskSearch = {}): DeskSearch => ({ tab: 'open', ...over })
export const lampList = (lamp: Lamp, over: DeskSearch = {}): DeskSearch => openList({ lamp, ...over })
export const reportedList = (since: string, over: DeskSearch = {}): DeskSearch => ({
  tab: 'all',
  since,
  ...over,
})
export const closedList = (closedSince: string, over: DeskSearch = {}): DeskSearch => ({
  tab: 'all',
  closedSince,
  ...over,
})

/** One office day of the trend. */
export function dayList(date: string, what: 'reported' | 'closed' | 'late'): DeskSearch {
  const start = Date.parse(`${date}T00:00:00+08:00`)
  const [from, to] = [new Date(start).toISOString(), new Date(start + DAY).toISOString()]
  switch (what) {
    case 'reported':
      return reportedList(from, { until: to })
    case 'closed':
      return closedList(from, { closedUntil: to })
    case 'late':
      return closedList(from, { closedUntil: to, lamp: 'red' })
  }
}

/** A node of today's flow: its sources or its states. */
export const flowList = (since: string, node: Wall['flow']['nodes'][number]): DeskSearch =>
  reportedList(
    since,
    node.sources.length > 0 ? { source: node.sources.join(',') } : { status: node.statuses.join(',') },
  )
