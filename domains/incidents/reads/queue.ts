import type { Actor } from '@lifang/platform/access.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { DESK_POSTS, type Queue, type QueueQuery, type QueueTab } from '../schema/dispatch.ts'
import type { RequestKind } from '../schema/words.ts'
import type { IncidentRow } from '../tables.ts'
import { lampCondition } from './lamps.ts'
import { COLUMNS, toItem } from './list.ts'
import { insidePath, OPEN } from './scope.ts'
import { tabCounts } from './tabs.ts'

/** A pending request of a kind on `incident i`: one set, read once; asked of each case by itself it took a count most of its time. */
const pending = (kind: RequestKind): Sql =>
  sql`(i.county, i.id) in (select r.county, r.incident_id from incident_request r where r.kind = ${kind} and r.status = 'pending')`

const WAITS = {
  dispatch: sql`i.status = 'filed'`,
  return: sql`i.status in ('dispatched', 'handling') and ${pending('return')}`,
  check: sql`i.status = 'feedback'`,
  extension: sql`i.status = 'handling' and ${pending('extension')}`,
} as const satisfies Record<QueueTab, Sql>
const ASKED = {
  dispatch: null,
  return: 'return',
  check: null,
  extension: 'extension',
} as const satisfies Record<QueueTab, RequestKind | null>

/** The places where this person has a desk: those of the desk's posts, not of any other the person holds. */
export function deskPlaces(actor: Actor, posts: readonly string[]): Sql {
  const paths = actor.holdings
    .filter((h) => posts.includes(h.post) && h.areaPath !== '')
    .map((h) => h.areaPath)
  if (paths.length === 0) return sql`false`
  return sql`(${join([...new Set(paths)].map(insidePath), ' or ')})`
}

type QueueRow = IncidentRow & {
  readonly asked_by: string | null
  readonly asked_at: Date | null
}

/** One tab of the dispatcher's desk with the counts of all: two statements whatever is asked. */
export async function dispatchQueue(deps: IncidentDeps, actor: Actor, query: QueueQuery): Promise<Queue> {
  const now = deps.clock.now()
  const at = new Date(now)
  const { tab, limit } = query
  const mine = sql`i.county = ${deps.county} and ${deskPlaces(actor, DESK_POSTS)}`
  const kind = ASKED[tab]
  const lamp = query.lamp === undefined ? sql`true` : lampCondition(query.lamp, at)
  const waiting = sql`${mine} and ${OPEN} and i.status in ('filed', 'dispatched', 'handling', 'feedback')`
  const [counted, rows] = await Promise.all([
    tabCounts(deps.db, waiting, WAITS, tab, at),
    limit === 0
      ? []
      : deps.db.rows<QueueRow>(
          sql`select ${COLUMNS}, i.lon, i.lat, i.return_count, r.asked_by_name as asked_by, r.asked_at from incident i
              left join incident_request r on r.county = i.county and r.incident_id = i.id and r.status = 'pending' and r.kind = ${kind}
              where ${mine} and ${WAITS[tab]} and ${lamp}
              order by coalesce(i.stage_due_at, i.total_due_at) nulls last, i.reported_at, i.id limit ${limit + 1}`,
        ),
  ])
  return {
    tab,
    ...counted,
    items: rows.slice(0, limit).map((row) => ({
      ...toItem(deps, row, now),
      returns: row.return_count,
      place: [row.lon, row.lat],
      asked:
        kind === null || row.asked_at === null
          ? null
          : { kind, by: row.asked_by ?? '', at: row.asked_at.toISOString() },
    })),
    more: rows.length > limit && limit > 0,
  }
}
