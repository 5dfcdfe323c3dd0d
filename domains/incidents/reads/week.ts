/** What the weekly pack of a community is counted from: one row a case, without a reporter, a text, an address or a position. */
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { RequestKind, Source, Stage, Status } from '../schema/words.ts'
import type { ClockRun } from '../tables.ts'
import { insideOwn, WENT_UP, type OwnCommunity } from './community.ts'
import { lampsOf } from './lamps.ts'
import { OPEN } from './scope.ts'

/** A step of the ladder or of a case's end. */
interface WeekStep {
  readonly act: 'hand-up' | 'hand-down' | 'decline' | 'reopen'
  /** Epoch ms. */
  readonly at: number
}

export interface WeekCase {
  readonly number: string
  readonly status: Status
  readonly source: Source
  readonly areaId: string
  readonly areaPath: string
  readonly deskPath: string | null
  /** Null for confidential matters and before there is one. */
  readonly className: string | null
  readonly confidential: boolean
  readonly unitId: string | null
  readonly wentUp: boolean
  readonly onHold: boolean
  /** Epoch ms, as are all instants here. */
  readonly reviewAt: number | null
  readonly returns: number
  readonly reworks: number
  readonly reopens: number
  readonly reportedAt: number
  readonly closedAt: number | null
  readonly closedBy: 'check' | 'papers' | 'force' | 'self' | null
  readonly onTime: boolean | null
  readonly stage: Stage | null
  readonly stageDue: number | null
  readonly totalDue: number | null
  readonly lamp: Lamp
  readonly stars: number | null
  readonly solved: boolean | null
  readonly ratedAt: number | null
  /** Why the running stage's clock stands still; null: it runs. */
  readonly pausedFor: string | null
  readonly asked: readonly RequestKind[]
  readonly steps: readonly WeekStep[]
}

interface Row {
  readonly number: string
  readonly status: Exclude<Status, 'draft'>
  readonly source: Source
  readonly area_id: string
  readonly area_path: string
  readonly desk_path: string | null
  readonly class_name: string | null
  readonly confidential: boolean
  readonly lead_unit_id: string | null
  readonly went_up: boolean
  readonly on_hold: boolean
  readonly review_at: Date | null
  readonly return_count: number
  readonly rework_count: number
  readonly reopen_count: number
  readonly reported_at: Date
  readonly closed_at: Date | null
  readonly closed_by: WeekCase['closedBy']
  readonly on_time: boolean | null
  readonly stage: Stage | null
  readonly stage_due_at: Date | null
  readonly stage_yellow_at: Date | null
  readonly total_due_at: Date | null
  readonly total_yellow_at: Date | null
  readonly stars: number | null
  readonly solved: boolean | null
  readonly rated_at: Date | null
  readonly clocks: readonly ClockRun[]
  readonly asked: RequestKind[] | null
  readonly steps: { readonly act: WeekStep['act']; readonly at: string }[] | null
}

/** Every case of a community that is open, or to which something happened between two instants. One statement; no limit, for a cut would falsify the numbers. */
export async function weekCases(
  db: Tx,
  actor: Actor,
  own: Pick<OwnCommunity, 'paths'>,
  since: Date,
  until: Date,
  now: number,
): Promise<WeekCase[]> {
  const rows = await db.rows<Row>(
    sql`select i.number, i.status, i.source, i.area_id, i.area_path, i.desk_path,
          case when i.confidential then null else i.class_name end as class_name, i.confidential, i.lead_unit_id,
          ${WENT_UP} as went_up, i.on_hold, i.review_at, i.return_count, i.rework_count, i.reopen_count,
          i.reported_at, i.closed_at, i.closed_by, i.on_time, i.stage, i.stage_due_at, i.stage_yellow_at,
          i.total_due_at, i.total_yellow_at, i.stars, i.solved, i.rated_at, i.clocks,
          (select jsonb_agg(r.kind order by r.asked_at) from incident_request r
            where r.county = i.county and r.incident_id = i.id and r.status = 'pending') as asked,
          (select jsonb_agg(jsonb_build_object('act', s.act, 'at', s.at) order by s.seq) from incident_step s
            where s.county = i.county and s.incident_id = i.id and s.act in ('hand-up', 'hand-down', 'decline', 'reopen')) as steps
        from incident i where ${insideOwn(actor, own)} and (${OPEN}
          or (i.reported_at >= ${since} and i.reported_at < ${until})
          or (i.closed_at >= ${since} and i.closed_at < ${until})
          or (i.rated_at >= ${since} and i.rated_at < ${until})
          or i.id in (select s.incident_id from incident_step s where s.county = ${actor.county}
            and s.at >= ${since} and s.at < ${until} and s.act in ('hand-up', 'decline', 'reopen')))
        order by i.reported_at, i.id`,
  )
  return rows.map((row): WeekCase => ({
    number: row.number,
    status: row.status,
    source: row.source,
    areaId: row.area_id,
    areaPath: row.area_path,
    deskPath: row.desk_path,
    className: row.class_name,
    confidential: row.confidential,
    unitId: row.lead_unit_id,
    wentUp: row.went_up,
    onHold: row.on_hold,
    reviewAt: row.review_at?.getTime() ?? null,
    returns: row.return_count,
    reworks: row.rework_count,
    reopens: row.reopen_count,
    reportedAt: row.reported_at.getTime(),
    closedAt: row.closed_at?.getTime() ?? null,
    closedBy: row.closed_by,
    onTime: row.on_time,
    stage: row.stage,
    stageDue: row.stage_due_at?.getTime() ?? null,
    totalDue: row.total_due_at?.getTime() ?? null,
    lamp: lampsOf(row, now).lamp,
    stars: row.stars,
    solved: row.solved,
    ratedAt: row.rated_at?.getTime() ?? null,
    pausedFor: pauseOf(row.clocks),
    asked: row.asked ?? [],
    steps: (row.steps ?? []).map((s) => ({ ...s, at: Date.parse(s.at) })),
  }))
}

/** The reason of the latest pause of a clock that stands still. */
function pauseOf(clocks: readonly ClockRun[]): string | null {
  const paused = clocks.findLast((c) => c.paused !== undefined && c.stop === undefined)
  return paused?.events?.findLast((e) => e.kind === 'pause')?.note?.reason ?? null
}
