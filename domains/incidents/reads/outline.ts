/** What analysis is given beside the views `incident_outline` and `incident_act_outline` (migration 0012). */
import type { Calendars } from '@lifang/domains/calendar/public.ts'
import type { Limit } from '@lifang/domains/calendar/schema.ts'
import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { incidentScope } from '../access.ts'
import { limitOf, viewOf } from '../repo/clocks.ts'
import type { Stage } from '../schema/words.ts'
import type { ClockRun } from '../tables.ts'
import { insidePath, pathEnd } from './scope.ts'

/**
 * The scope of `access.ts` as a condition on `incident_outline i`: the same set as `scopeCondition`, without needing who
 * reported a case in the view. A test holds the two together.
 */
export function outlineScope(actor: Actor): Sql {
  const scope = incidentScope(actor)
  const clauses = scope.any.map((clause): Sql => {
    switch (clause.kind) {
      case 'area':
        return insidePath(clause.path)
      case 'department':
        return sql`i.id in (select t.incident_id from incident_task t where t.county = ${scope.county} and t.status <> 'returned'
          and t.department_path >= ${clause.path} and t.department_path < ${pathEnd(clause.path)})`
      case 'account':
        return sql`(i.id in (select r.id from incident r where r.county = ${scope.county} and r.reported_by = ${clause.accountId})
          or i.id in (select t.incident_id from incident_task t where t.county = ${scope.county} and t.assignee_id = ${clause.accountId}))`
    }
  })
  if (clauses.length === 0) return sql`(i.county = ${scope.county} and false)`
  return sql`(i.county = ${scope.county} and (${join(clauses, ' or ')}))`
}

/** One run of a stage that has ended. `usedMs` and `limitMs` are in the clock's own measure (see ClockView). */
export interface StageUse {
  readonly stage: Stage
  readonly usedMs: number
  readonly limitMs: number | null
  readonly unit: Limit['unit']
}

/** More closings than this are not counted one by one: the latest stand for the period. */
export const MOST_USES = 5000

/** What the stages of the cases closed since an instant took, counted by each clock's own calendar. Supervision clocks are left out. */
export async function stageUses(
  { db, calendars }: { readonly db: Tx; readonly calendars: Calendars },
  actor: Actor,
  since: Date,
  now: number,
): Promise<{ readonly cases: number; readonly uses: readonly StageUse[] }> {
  const rows = await db.rows<{ clocks: readonly ClockRun[] }>(
    sql`select i.clocks from incident i where ${outlineScope(actor)} and i.closed_at >= ${since}
        order by i.closed_at desc limit ${MOST_USES}`,
  )
  const uses = rows.flatMap(({ clocks }) =>
    clocks
      .filter((run) => run.stop !== undefined && run.stage !== 'reply')
      .map((run): StageUse => {
        const view = viewOf(run, calendars, now)
        return { stage: run.stage, usedMs: view.usedMs, limitMs: view.limitMs, unit: limitOf(run).unit }
      }),
  )
  return { cases: rows.length, uses }
}
