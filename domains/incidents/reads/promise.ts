import { NIL_ACCOUNT, type Actor } from '@lifang/platform/access.ts'
import { sameBytes } from '@lifang/platform/crypto.ts'
import { isoOrNull, msOrNull } from '@lifang/platform/instant.ts'
import { sql } from '@lifang/platform/sql.ts'
import { dayStart, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { hoursOn } from '@lifang/domains/calendar/rules/table.ts'
import { plainNumber } from '../commands/act.ts'
import { tailIndex } from '../commands/report.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { limitOf, runOf } from '../repo/clocks.ts'
import { read, toWhole, type Whole } from '../repo/load.ts'
import { promiseOf, type PromiseFacts } from '../rules/promise.ts'
import type { PromiseCard } from '../schema/views.ts'
import { incidentProblem } from '../schema/problems.ts'
import { HOLD_REASONS } from '../schema/lists.ts'
import type { IncidentRow, StepRow } from '../tables.ts'
import { lampsOf } from './lamps.ts'

export const resident = (county: number): Actor => ({
  accountId: NIL_ACCOUNT,
  name: '',
  kind: 'resident',
  county,
  holdings: [],
})

/**
 * Proves that somebody knows both the number and the last four digits of the phone given. A wrong number and wrong digits
 * get the same answer in the same way, so a number alone reveals nothing.
 * @throws incidents.lookup-failed
 */
export async function proveResident(deps: IncidentDeps, number: string, tail: string): Promise<IncidentRow> {
  const plain = plainNumber(number)
  const row = await deps.db.maybe<IncidentRow & { tail_index: Buffer | null }>(
    sql`select i.*, r.tail_index from incident i left join incident_reporter r on r.county = i.county and r.incident_id = i.id
        where i.county = ${deps.county} and i.number = ${plain}`,
  )
  const expected = tailIndex(deps.indexKey, plain, tail)
  if (row === undefined || row.tail_index === null || !sameBytes(row.tail_index, expected)) {
    throw incidentProblem('incidents.lookup-failed')
  }
  return row
}

/** Steps a resident is told of: what was decided about their matter, not how the office works inside. */
const TOLD = [
  'report',
  'accept',
  'decline',
  'file',
  'dispatch',
  'take',
  'feedback',
  'close',
  'close-on-papers',
  'decide-hold',
  'release-hold',
  'reopen',
  'rate',
  'withdraw',
  'merge',
  'void',
  'self-close',
  'urge',
  'ask-reopen',
]

/** Steps told only when they moved the case: a refusal inside the office is nobody's news. */
const TOLD_WHEN_IT_ENDS = ['verify', 'decide-void', 'decide-force-close']

/** A merged report follows its master, and the master of that one: all reporters are kept informed. */
async function followedFrom(deps: IncidentDeps, row: IncidentRow): Promise<Whole> {
  let id = row.id
  for (;;) {
    const found = await read(deps.db, deps.county, { id })
    if (found === undefined) throw incidentProblem('incidents.lookup-failed')
    if (found.merged_into === null) return toWhole(found, deps.calendars, deps.clock.now())
    id = found.merged_into
  }
}

/** Days without office hours after today and up to the deadline's day: they do not count in working time. */
function restDaysUntil(deps: IncidentDeps, { row, incident }: Whole, now: number): number[] {
  const due = row.total_due_at ?? row.stage_due_at
  const unit = incident.limit?.unit ?? 'working-hour'
  if (due === null || (unit !== 'working-hour' && unit !== 'working-day')) return []
  const calendar = deps.calendars.forDepartment(row.lead_unit_id, now)
  // A limit of a year and more is told without counting its Sundays.
  const last = Math.min(officeDay(due.getTime()), officeDay(now) + 366)
  const days: number[] = []
  for (let day = officeDay(now) + 1; day <= last; day++)
    if (hoursOn(calendar, day).total === 0) days.push(day)
  return days
}

/** Days in a row as one stretch. */
function stretches(days: readonly number[]): PromiseCard['rests'] {
  const found: { from: number; to: number }[] = []
  for (const day of days) {
    const last = found.at(-1)
    if (last?.to === day) last.to = day + 1
    else found.push({ from: day, to: day + 1 })
  }
  return found.map(({ from, to }) => ({
    from: new Date(dayStart(from)).toISOString(),
    to: new Date(dayStart(to)).toISOString(),
  }))
}

/** The office that decides: the area it was handed to, else the nearest centre over its place. */
function deskOf({ directory }: IncidentDeps, { areaPath, deskPath }: Whole['incident']): string | null {
  if (deskPath !== null) return directory.areaByPath(deskPath)?.name ?? null
  const over = (d: { readonly areaId: string }): string => directory.area(d.areaId)?.path ?? ''
  return (
    directory
      .departments()
      .filter(
        (d) =>
          (d.kind === 'command-centre' || d.kind === 'sub-centre') &&
          over(d) !== '' &&
          areaPath.startsWith(over(d)),
      )
      .toSorted((a, b) => over(b).length - over(a).length)[0]?.name ?? null
  )
}

/** What the rules of the promise read. @param row the resident's own report @param followed the case it stands for */
export function promiseFacts(deps: IncidentDeps, row: IncidentRow, followed: Whole): PromiseFacts {
  const now = deps.clock.now()
  const { incident } = followed
  const pendingOf = (kind: string) =>
    incident.requests.findLast((r) => r.kind === kind && r.status === 'pending')
  const hold = incident.requests.findLast((r) => r.kind === 'hold' && r.status === 'granted')
  const reason = HOLD_REASONS.find((one) => one === hold?.details['reason'])
  return {
    status: incident.status,
    merged: row.merged_into !== null,
    stage: followed.row.stage,
    checkResult: incident.checkResult,
    onHold: incident.onHold,
    hold:
      incident.onHold && reason !== undefined ? { reason, reviewAt: msOrNull(followed.row.review_at) } : null,
    asked: (['extension', 'return', 'hold'] as const).find((kind) => pendingOf(kind) !== undefined) ?? null,
    reopenAsked: pendingOf('reopen') !== undefined,
    urgedAt: incident.urgedAt,
    closedAt: incident.closedAt,
    due: msOrNull(followed.row.total_due_at ?? followed.row.stage_due_at),
    restDays: restDaysUntil(deps, followed, now).length,
    unit:
      followed.row.lead_unit_id === null
        ? null
        : (deps.directory.department(followed.row.lead_unit_id)?.name ?? null),
    centre: deskOf(deps, incident),
    now,
    reopenDays: deps.policy.reopenDays,
    urgeIntervalMs: deps.policy.urgeIntervalMs,
  }
}

/** The facts of a report read anew: what a refusal is explained by. */
export const factsNow = async (deps: IncidentDeps, row: IncidentRow): Promise<PromiseFacts> =>
  promiseFacts(deps, row, await followedFrom(deps, row))

export async function promiseCard(deps: IncidentDeps, row: IncidentRow): Promise<PromiseCard> {
  const now = deps.clock.now()
  const whole = await followedFrom(deps, row)
  const followed = whole.row
  const steps = await deps.db.rows<Pick<StepRow, 'act' | 'to_status' | 'at' | 'details'>>(
    sql`select act, to_status, at, details from incident_step where county = ${deps.county} and incident_id = ${followed.id}
        and (act = any(${TOLD}::text[]) or (act = any(${TOLD_WHEN_IT_ENDS}::text[]) and from_status <> to_status)) order by seq`,
  )
  const advice = steps.find((s) => s.act === 'decline')?.details['advice']
  const facts = promiseFacts(deps, row, whole)
  const more = promiseOf(facts, row.status)
  const grid = deps.directory.area(row.area_id)
  const community = grid?.parentId == null ? undefined : deps.directory.area(grid.parentId)
  return {
    number: row.number,
    status: followed.status,
    reportedAt: row.reported_at.toISOString(),
    category: followed.class_name,
    department: facts.unit,
    stage: followed.stage,
    dueAt: isoOrNull(followed.total_due_at ?? followed.stage_due_at),
    provisional: followed.provisional,
    lamp: lampsOf(followed, now).lamp,
    onHold: followed.on_hold,
    timeline: steps.map((s) => ({
      act: s.act as PromiseCard['timeline'][number]['act'],
      to: s.to_status,
      at: s.at.toISOString(),
    })),
    advice: typeof advice === 'string' ? advice : null,
    mayRate: more.acts.rate.may,
    mayReopen: more.acts['ask-reopen'].may,
    grid: { name: grid?.name ?? '', community: community?.name ?? null },
    // A supervision order's own clock is the office's business.
    stages: whole.clocks
      .filter(({ row: run }) => run.stage !== 'reply')
      .map(({ row: run, view }) => ({
        stage: run.stage,
        run: runOf(run),
        limit: limitOf(run),
        clock: view,
      })),
    rests: stretches(restDaysUntil(deps, whole, now)),
    ...more,
  }
}
