/** The wall's statements: one a question, over the views incidents own, all under the reader's scope. */
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import { OFFICE_OFFSET, DAY } from '@lifang/domains/calendar/rules/instants.ts'
import { lampCondition, OPEN, outlineScope } from '@lifang/domains/incidents/public.ts'
import type { Source, Stage, Status, StepAct } from '@lifang/domains/incidents/schema/words.ts'
import type { z } from 'zod'
import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'

/** The lamp as the lists filter by it. */
const lampColumn = (now: Date): Sql =>
  sql`case when ${lampCondition('red', now)} then 'red' when ${lampCondition('yellow', now)} then 'yellow'
        when ${lampCondition('green', now)} then 'green' else 'grey' end`

const dayOf = (column: Sql): Sql =>
  sql`floor((extract(epoch from ${column}) * 1000 + ${OFFICE_OFFSET}::bigint) / ${DAY}::bigint)::integer`

export interface OpenCell {
  readonly area_path: string
  readonly lead_unit_id: string | null
  readonly stage: Stage | null
  readonly on_hold: boolean
  readonly lamp: Lamp
  readonly n: number
  /** The earliest deadline missed; null where none is. */
  readonly overdue_since: Date | null
}

/** Open cases by place, unit, stage and lamp. From rows and not from the counters, because a lamp changes without anybody acting. */
export const openCells = (db: Tx, actor: Actor, at: number): Promise<OpenCell[]> => {
  const now = new Date(at)
  return db.rows<OpenCell>(
    sql`select i.area_path, i.lead_unit_id, i.stage, i.on_hold, ${lampColumn(now)} as lamp, count(*)::integer as n,
          min(least(case when i.stage_due_at < ${now} then i.stage_due_at end, case when i.total_due_at < ${now} then i.total_due_at end)) as overdue_since
        from incident_outline i where ${outlineScope(actor)} and ${OPEN} group by 1, 2, 3, 4, 5`,
  )
}

/** What was reported since an instant, by source and state, and how many of it were filed. */
export const flowCells = (
  db: Tx,
  actor: Actor,
  since: Date,
): Promise<{ source: Source; status: Status; n: number; filed: number }[]> =>
  db.rows(
    sql`select i.source, i.status, count(*)::integer as n, count(i.filed_at)::integer as filed
        from incident_outline i where ${outlineScope(actor)} and i.reported_at >= ${since} group by 1, 2 order by 1, 2`,
  )

export interface TrendCell {
  /** Office day since 1970-01-01. */
  readonly day: number
  readonly reported: number
  readonly closed: number
  /** Of the closed: with a total clock, and of those after its deadline. */
  readonly timed: number
  readonly late: number
}

/** Reported and closed by office day since an instant. */
export const trendCells = (db: Tx, actor: Actor, since: Date): Promise<TrendCell[]> =>
  db.rows<TrendCell>(
    sql`select day, sum(reported)::integer as reported, sum(closed)::integer as closed, sum(timed)::integer as timed, sum(late)::integer as late from (
          select ${dayOf(sql`i.reported_at`)} as day, count(*) as reported, 0 as closed, 0 as timed, 0 as late
            from incident_outline i where ${outlineScope(actor)} and i.reported_at >= ${since} group by 1
          union all
          select ${dayOf(sql`i.closed_at`)}, 0, count(*), count(i.on_time), count(*) filter (where i.on_time = false)
            from incident_outline i where ${outlineScope(actor)} and i.closed_at >= ${since} group by 1) d
        group by day order by day`,
  )

/** Acts that are told on the wall: what moves a case or warns of it. Words between colleagues are left out. */
const TOLD = [
  'report',
  'self-close',
  'verify',
  'accept',
  'decline',
  'file',
  'dispatch',
  'take',
  'decide-return',
  'decide-extension',
  'decide-hold',
  'release-hold',
  'feedback',
  'check',
  'rework',
  'close',
  'close-on-papers',
  'decide-force-close',
  'reopen',
  'supervise',
  'mark-urgent',
  'hand-up',
] as const satisfies readonly z.infer<typeof StepAct>[]

/** How many lines the feed has. */
const LINES = 12

/** The last acts since an instant, newest first, without who did them. */
export const lastActs = (db: Tx, actor: Actor, since: Date, at: number) =>
  db.rows<{
    id: string
    at: Date
    act: z.infer<typeof StepAct>
    to_status: Status
    number: string
    area_id: string
    class_name: string | null
    lamp: Lamp
  }>(
    sql`select s.id, s.at, s.act, s.to_status, i.number, i.area_id, i.class_name, ${lampColumn(new Date(at))} as lamp
        from incident_act_outline s join incident_outline i on i.county = s.county and i.id = s.incident_id
        where s.at >= ${since} and s.act = any(${[...TOLD]}::text[]) and ${outlineScope(actor)}
        order by s.at desc, s.id desc limit ${LINES}`,
  )
