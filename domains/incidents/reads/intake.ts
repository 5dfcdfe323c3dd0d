import type { Actor } from '@lifang/platform/access.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { INTAKE_POSTS, type Intake, type IntakeQuery, type IntakeTab } from '../schema/intake.ts'
import type { IncidentRow } from '../tables.ts'
import { lampCondition } from './lamps.ts'
import { COLUMNS, toItem } from './list.ts'
import { deskPlaces } from './queue.ts'
import { tabCounts } from './tabs.ts'

const WAITS = {
  accept: sql`i.status = 'reported'`,
  verifying: sql`i.status = 'verifying'`,
  file: sql`i.status = 'accepted'`,
  close: sql`i.status = 'checking' and i.check_result = 'pass'`,
} as const satisfies Record<IntakeTab, Sql>

/** One tab of the intake desk with the counts of all: two statements whatever is asked. */
export async function intakeDesk(deps: IncidentDeps, actor: Actor, query: IntakeQuery): Promise<Intake> {
  const now = deps.clock.now()
  const at = new Date(now)
  const { tab, limit } = query
  const mine = sql`i.county = ${deps.county} and ${deskPlaces(actor, INTAKE_POSTS)}`
  const lamp = query.lamp === undefined ? sql`true` : lampCondition(query.lamp, at)
  const waiting = sql`${mine} and i.status in ('reported', 'verifying', 'accepted', 'checking')`
  const [counted, rows] = await Promise.all([
    tabCounts(deps.db, waiting, WAITS, tab, at),
    limit === 0
      ? []
      : deps.db.rows<IncidentRow>(
          sql`select ${COLUMNS}, i.verify_result from incident i where ${mine} and ${WAITS[tab]} and ${lamp}
              order by coalesce(i.stage_due_at, i.total_due_at) nulls last, i.reported_at, i.id limit ${limit + 1}`,
        ),
  ])
  return {
    tab,
    ...counted,
    items: rows.slice(0, limit).map((row) => ({
      ...toItem(deps, row, now),
      unable: row.status === 'reported' && row.verify_result === 'unable',
    })),
    more: rows.length > limit && limit > 0,
  }
}
