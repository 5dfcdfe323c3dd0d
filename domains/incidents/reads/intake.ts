import type { Actor } from '@lifang/platform/access.ts'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { INTAKE_POSTS, type Intake, type IntakeQuery, type IntakeTab } from '../schema/intake.ts'
import type { IncidentRow } from '../tables.ts'
import { lampCondition } from './lamps.ts'
import { COLUMNS, toItem } from './list.ts'
import { deskPlaces } from './queue.ts'

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
  const counted = (condition: Sql): Sql => sql`(count(*) filter (where ${condition}))::integer`
  const inTab = (lamp: Lamp): Sql => counted(sql`(${WAITS[tab]}) and ${lampCondition(lamp, at)}`)
  const lamp = query.lamp === undefined ? sql`true` : lampCondition(query.lamp, at)
  const [counts, rows] = await Promise.all([
    deps.db.one<Record<`n_${IntakeTab}` | Lamp, number>>(
      sql`select ${counted(WAITS.accept)} as n_accept, ${counted(WAITS.verifying)} as n_verifying, ${counted(WAITS.file)} as n_file,
            ${counted(WAITS.close)} as n_close, ${inTab('red')} as red, ${inTab('yellow')} as yellow,
            ${inTab('green')} as green, ${inTab('grey')} as grey
          from incident i where ${mine} and i.status in ('reported', 'verifying', 'accepted', 'checking')`,
    ),
    limit === 0
      ? []
      : deps.db.rows<IncidentRow>(
          sql`select ${COLUMNS}, i.verify_result from incident i where ${mine} and ${WAITS[tab]} and ${lamp}
              order by coalesce(i.stage_due_at, i.total_due_at) nulls last, i.reported_at, i.id limit ${limit + 1}`,
        ),
  ])
  return {
    tab,
    counts: {
      accept: counts.n_accept,
      verifying: counts.n_verifying,
      file: counts.n_file,
      close: counts.n_close,
    },
    lamps: { red: counts.red, yellow: counts.yellow, green: counts.green, grey: counts.grey },
    items: rows.slice(0, limit).map((row) => ({
      ...toItem(deps, row, now),
      unable: row.status === 'reported' && row.verify_result === 'unable',
    })),
    more: rows.length > limit && limit > 0,
  }
}
