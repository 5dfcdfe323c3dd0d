import type { Calendars } from '@lifang/domains/calendar/public.ts'
import { NIL_ACCOUNT } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { sql, Sql } from '@lifang/platform/sql.ts'
import { msOrNull } from '@lifang/platform/instant.ts'
import type { Incident } from '../rules/model.ts'
import {
  ACT_COLUMNS,
  type ActRow,
  type EvidenceRow,
  type IncidentRow,
  type RequestRow,
  type StepRow,
  type TaskRow,
} from '../tables.ts'
import { latestOf, viewOf, type Loaded } from './clocks.ts'

/** An incident with everything the rules read, as found under one statement. */
export interface Whole<R extends ActRow = IncidentRow> {
  readonly row: R
  readonly tasks: readonly TaskRow[]
  readonly requests: readonly RequestRow[]
  readonly clocks: readonly Loaded[]
  readonly evidence: readonly EvidenceRow[]
  readonly lastStep: Pick<StepRow, 'act' | 'actor_name'> | null
  readonly earlier: Earlier | null
  readonly incident: Incident
}

/** The history row this command wrote before, when it was here before. */
export interface Earlier extends Pick<StepRow, 'incident_id' | 'act' | 'to_status' | 'seq'> {
  readonly at: string
  /** Hex. */
  readonly body_hash: string
}

export type Found<R extends ActRow = IncidentRow> = R & {
  readonly tasks: TaskRow[] | null
  readonly requests: RequestRow[] | null
  readonly evidence: EvidenceRow[] | null
  readonly last_step: Pick<StepRow, 'act' | 'actor_name'> | null
  readonly earlier: Earlier | null
}

/** jsonb gives instants as text; the row types promise Date. */
const DATE_KEYS = /_at$|_since$/
function revive<T>(rows: T[] | null): T[] {
  if (rows === null) return []
  return rows.map((row) => {
    const out: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(row as Record<string, unknown>)) {
      out[key] = typeof value === 'string' && (DATE_KEYS.test(key) || key === 'at') ? new Date(value) : value
    }
    return out as T
  })
}

/** What of an incident an act reads beside its row and tasks; an index scan not made is the cheapest one. */
export interface Parts {
  /** Requests and evidence. */
  readonly papers: boolean
  /** The last history row, and the one this command wrote if it was here before. */
  readonly history: boolean
}
export const EVERYTHING: Parts = { papers: true, history: true }

const papers = sql`
    (select jsonb_agg(to_jsonb(r) order by r.asked_at) from incident_request r where r.county = i.county and r.incident_id = i.id) as requests,
    (select jsonb_agg(to_jsonb(v) order by v.added_at) from incident_evidence v where v.county = i.county and v.incident_id = i.id) as evidence,`
const noPapers = sql`null::jsonb as requests, null::jsonb as evidence,`
const history = (command: string): Sql => sql`
    (select jsonb_build_object('act', s.act, 'actor_name', s.actor_name) from incident_step s
      where s.county = i.county and s.incident_id = i.id and s.seq = i.version) as last_step,
    (select jsonb_build_object('incident_id', s.incident_id, 'act', s.act, 'to_status', s.to_status, 'seq', s.seq, 'at', s.at,
        'body_hash', encode(s.body_hash, 'hex')) from incident_step s where s.county = i.county and s.id = ${command}) as earlier`
const noHistory = sql`null::jsonb as last_step, null::jsonb as earlier`

const whole = (columns: Sql, where: Sql, command: string, parts: Parts): Sql => sql`
  select ${columns},
    (select jsonb_agg(to_jsonb(t) order by t.opened_at, t.id) from incident_task t where t.county = i.county and t.incident_id = i.id) as tasks,
    ${parts.papers ? papers : noPapers}
    ${parts.history ? history(command) : noHistory}
  from incident i where ${where}`

const ALL = sql`i.*`
/** Names of ours, never from a request. */
const FOR_ACT = new Sql([ACT_COLUMNS.map((c) => `i.${c}`).join(', ')], [])

/** Incidents as an act reads them at first, without history; those that are not there are left out. */
export const readForAct = (
  tx: Tx,
  county: number,
  numbers: readonly string[],
  papers: boolean,
): Promise<Found<ActRow>[]> =>
  tx.rows<Found<ActRow>>(
    whole(FOR_ACT, sql`i.county = ${county} and i.number = any(${numbers}::text[])`, NIL_ACCOUNT, {
      papers,
      history: false,
    }),
  )

/** Which incident: by the number told to people, or by its id. */
export type Which = { readonly number: string } | { readonly id: string }
const at = (county: number, which: Which): Sql =>
  'number' in which
    ? sql`i.county = ${county} and i.number = ${which.number}`
    : sql`i.county = ${county} and i.id = ${which.id}`

/**
 * Reads an incident whole and locks its row until the transaction ends. Two statements: one that waits for the lock would
 * see the new row beside the tasks, clocks and history of the snapshot it began with.
 */
export async function lock(
  tx: Tx,
  county: number,
  which: Which,
  command: string,
): Promise<Found | undefined> {
  await tx.run(sql`select 1 from incident i where ${at(county, which)} for update of i`)
  return read(tx, county, which, command)
}
/** Reads an incident whole, as one snapshot; saving it asks that its version still stands. */
export const read = (
  tx: Tx,
  county: number,
  which: Which,
  command: string = NIL_ACCOUNT,
): Promise<Found | undefined> => tx.maybe<Found>(whole(ALL, at(county, which), command, EVERYTHING))

export function toWhole<R extends ActRow>(row: Found<R>, calendars: Calendars, now: number): Whole<R> {
  const { tasks, requests, evidence, last_step, earlier } = row
  const taskRows = revive(tasks)
  const requestRows = revive(requests)
  const evidenceRows = revive(evidence)
  const clocks = row.clocks.map((c): Loaded => ({ row: c, view: viewOf(c, calendars, now) }))
  const incident: Incident = {
    id: row.id,
    number: row.number,
    county: row.county,
    status: row.status,
    source: row.source,
    areaPath: row.area_path,
    deskPath: row.desk_path,
    reportedBy: row.reported_by,
    classKey: classKeyOf(row),
    conditionSeq: row.condition_seq,
    limit:
      row.limit_amount === null || row.limit_unit === null
        ? null
        : { amount: row.limit_amount, unit: row.limit_unit },
    confidential: row.confidential,
    urgent: row.urgent,
    onHold: row.on_hold,
    supervision: row.supervision,
    returnCount: row.return_count,
    redispatchCount: row.redispatch_count,
    reworkCount: row.rework_count,
    extensionCount: row.extension_count,
    reopenCount: row.reopen_count,
    verifyResult: row.verify_result,
    checkResult: row.check_result,
    dispatchedAt: msOrNull(row.dispatched_at),
    closedAt: msOrNull(row.closed_at),
    urgedAt: msOrNull(row.urged_at),
    rated: row.rated_at !== null,
    tasks: taskRows.map((t) => ({
      id: t.id,
      kind: t.kind,
      status: t.status,
      departmentId: t.department_id,
      departmentPath: t.department_path,
      departmentName: t.department_name,
      assigneeId: t.assignee_id,
      doneBy: t.done_by,
      openedAt: t.opened_at.getTime(),
    })),
    requests: requestRows.map((r) => ({
      id: r.id,
      kind: r.kind,
      status: r.status,
      askedBy: r.asked_by,
      departmentId: r.department_id,
      firstApprover: r.first_approver,
      details: r.details,
    })),
    evidence: evidenceRows.map((e) => ({ kind: e.kind, thisRound: e.round === row.round })),
    clocks: Object.fromEntries([...latestOf(clocks)].map(([s, l]) => [s, l.view])),
  }
  return {
    row,
    tasks: taskRows,
    requests: requestRows,
    clocks,
    evidence: evidenceRows,
    lastStep: last_step,
    earlier,
    incident,
  }
}

export const classKeyOf = (row: Pick<IncidentRow, 'class_standard' | 'class_kind' | 'class_code'>) =>
  row.class_standard === null || row.class_kind === null || row.class_code === null
    ? null
    : { standard: row.class_standard, kind: row.class_kind, code: row.class_code }

/** Major of a class, the unit of boards: first two digits of a national code, letter and two digits of a local one. */
export const majorOf = (code: string | null): string =>
  code === null ? '' : code.startsWith('L') ? code.slice(0, 3) : code.slice(0, 2)
