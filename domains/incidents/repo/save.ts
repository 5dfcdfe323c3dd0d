import { accountOrNull, type Actor } from '@lifang/platform/access.ts'
import { announceInsert } from '@lifang/platform/outbox.ts'
import { newId } from '@lifang/platform/id.ts'
import { dateOrNull } from '@lifang/platform/instant.ts'
import { join, none, sql, Sql } from '@lifang/platform/sql.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { auditInsert } from '@lifang/domains/audit/public.ts'
import type { Changes, Decision, RequestOrder, TaskOrder, Unit } from '../rules/model.ts'
import type { Act } from '../schema/words.ts'
import type { ActRow } from '../tables.ts'
import { summary, type ClockWrites } from './clocks.ts'
import { majorOf } from './load.ts'

export interface Saving {
  readonly row: ActRow
  readonly act: Act
  readonly commandId: string
  readonly bodyHash: Buffer
  readonly actor: Actor
  readonly post: string
  readonly departmentId: string | null
  readonly opinion: string | null
  readonly now: Date
  readonly decision: Decision
  readonly clocks: ClockWrites
  readonly units: ReadonlyMap<string, Unit>
}

/**
 * Saves a decision in one statement: the incident with its clocks, its history row, tasks, requests, counters, audit line and
 * announcement. One round trip, all or nothing.
 */
export async function save(tx: Tx, s: Saving): Promise<void> {
  const { row, decision, now, actor } = s
  const { county, id } = row
  const pieces: Sql[] = [
    sql`u as (update incident set ${join(columns(s), ', ')} where county = ${county} and id = ${id} and version = ${row.version} returning 1)`,
    sql`s as (insert into incident_step (county, id, incident_id, seq, act, from_status, to_status, actor_id, actor_name, post,
        department_id, opinion, at, body_hash, details)
      values (${county}, ${s.commandId}, ${id}, ${row.version + 1}, ${s.act}, ${row.status}, ${decision.to}, ${accountOrNull(actor)},
        ${actor.name}, ${s.post}, ${s.departmentId}, ${s.opinion}, ${now}, ${s.bodyHash}, ${JSON.stringify(decision.details)}))`,
    sql`a as (${auditInsert({
      county,
      actor: accountOrNull(actor) === null ? null : actor,
      act: `incidents.${s.act}`,
      subjectKind: 'incident',
      subjectId: id,
      ground: s.post,
      details: { number: row.number, from: row.status, to: decision.to, step: s.commandId },
    })})`,
    sql`o as (${announceInsert({
      county,
      topic: `incidents.${s.act}`,
      subjectId: id,
      payload: { number: row.number, to: decision.to, step: s.commandId },
    })})`,
    ...decision.tasks.map((t, i) => named(`t${i}`, taskWrite(s, t))),
    ...decision.requests.map((r, i) => named(`r${i}`, requestWrite(s, r))),
    ...deltas(s),
  ]
  const { n } = await tx.one<{ n: number }>(
    sql`with ${join(pieces, ', ')} select count(*)::integer as n from u`,
  )
  // A version that moved has taken this history number already, so the statement has failed before this line.
  if (n !== 1) throw new Error(`incident ${id} was not there to save`)
}

/** `name` is one of ours, never from a request. */
const named = (name: string, query: Sql): Sql => new Sql([`${name} as (`, ')'], [query])

function columns(s: Saving): Sql[] {
  const { decision, clocks, row, now } = s
  const set: Changes = decision.set
  const sum = summary(decision.to, clocks.after)
  const out: Sql[] = [
    sql`status = ${decision.to}`,
    sql`version = ${row.version + 1}`,
    sql`stage = ${sum.stage}`,
    sql`stage_due_at = ${sum.stage_due_at}`,
    sql`stage_yellow_at = ${sum.stage_yellow_at}`,
    sql`total_due_at = ${sum.total_due_at}`,
    sql`total_yellow_at = ${sum.total_yellow_at}`,
    sql`provisional = ${sum.provisional}`,
    sql`on_time = ${sum.on_time}`,
  ]
  if (clocks.runs !== null) out.push(sql`clocks = ${JSON.stringify(clocks.runs)}`)
  if (set.classKey !== undefined) {
    const { standard, kind, code } = set.classKey
    out.push(sql`class_standard = ${standard}`, sql`class_kind = ${kind}`, sql`class_code = ${code}`)
    out.push(sql`class_version = ${set.classVersion ?? null}`, sql`class_name = ${set.className ?? null}`)
  }
  if (set.conditionSeq !== undefined) out.push(sql`condition_seq = ${set.conditionSeq}`)
  if (set.limit !== undefined)
    out.push(sql`limit_amount = ${set.limit.amount}`, sql`limit_unit = ${set.limit.unit}`)
  if (set.leadUnitId !== undefined) out.push(sql`lead_unit_id = ${set.leadUnitId}`)
  if (set.confidential !== undefined) out.push(sql`confidential = ${set.confidential}`)
  if (set.urgent !== undefined) out.push(sql`urgent = ${set.urgent}`)
  if (set.onHold !== undefined) out.push(sql`on_hold = ${set.onHold}`)
  if (set.reviewAt !== undefined) out.push(sql`review_at = ${dateOrNull(set.reviewAt)}`)
  if (set.supervision !== undefined) out.push(sql`supervision = ${set.supervision}`)
  if (set.returnCount !== undefined) out.push(sql`return_count = ${set.returnCount}`)
  if (set.redispatchCount !== undefined) out.push(sql`redispatch_count = ${set.redispatchCount}`)
  if (set.reworkCount !== undefined) out.push(sql`rework_count = ${set.reworkCount}`)
  if (set.extensionCount !== undefined) out.push(sql`extension_count = ${set.extensionCount}`)
  if (set.reopenCount !== undefined) out.push(sql`reopen_count = ${set.reopenCount}`)
  if (set.newRound === true) out.push(sql`round = ${row.round + 1}`)
  if (set.verifyResult !== undefined) out.push(sql`verify_result = ${set.verifyResult}`)
  if (set.checkResult !== undefined) out.push(sql`check_result = ${set.checkResult}`)
  if (set.filedAt !== undefined) out.push(sql`filed_at = ${new Date(set.filedAt)}`)
  if (set.dispatchedAt !== undefined) out.push(sql`dispatched_at = ${dateOrNull(set.dispatchedAt)}`)
  if (set.closedAt !== undefined) out.push(sql`closed_at = ${dateOrNull(set.closedAt)}`)
  if (set.closedBy !== undefined) out.push(sql`closed_by = ${set.closedBy}`)
  if (set.urgedAt !== undefined) out.push(sql`urged_at = ${new Date(set.urgedAt)}`)
  if (set.deskPath !== undefined) out.push(sql`desk_path = ${set.deskPath}`)
  if (set.place !== undefined)
    out.push(
      sql`area_id = ${set.place.id}`,
      sql`area_path = ${set.place.path}`,
      sql`border_id = ${set.place.borderId}`,
    )
  if (set.mergedInto !== undefined) out.push(sql`merged_into = ${set.mergedInto}`)
  if (set.rating === 'cleared') {
    out.push(sql`rated_at = null`, sql`stars = null`, sql`solved = null`, sql`rating_comment = null`)
  } else if (set.rating !== undefined) {
    out.push(sql`rated_at = ${now}`)
    if (set.rating !== 'none') {
      const { stars, solved, comment } = set.rating
      out.push(sql`stars = ${stars}`, sql`solved = ${solved}`, sql`rating_comment = ${comment}`)
    }
  }
  return out
}

function taskWrite(s: Saving, t: TaskOrder): Sql {
  const { county, id } = s.row
  const me = accountOrNull(s.actor)
  if (t.do === 'open') {
    const unit = t.unitId === null ? undefined : s.units.get(t.unitId)
    // A unit sent back to the same case (rework, reopen) is taken from its former task.
    const fromBefore = t.unitId !== null && unit === undefined
    return fromBefore
      ? sql`insert into incident_task (county, id, incident_id, kind, status, department_id, department_path, department_name,
              assignee_id, done_by, opened_at, taken_at)
            select county, ${newId()}, incident_id, kind, 'taken', department_id, department_path, department_name, assignee_id,
              done_by, ${s.now}, ${s.now}
            from incident_task where county = ${county} and incident_id = ${id} and kind = 'lead' order by opened_at desc, id desc limit 1`
      : sql`insert into incident_task (county, id, incident_id, kind, status, department_id, department_path, department_name,
              assignee_id, opened_at)
            values (${county}, ${newId()}, ${id}, ${t.kind}, 'waiting', ${unit?.id ?? null}, ${unit?.path ?? null}, ${unit?.name ?? null},
              ${t.assigneeId}, ${s.now})`
  }
  const unit = t.unitId === undefined ? undefined : s.units.get(t.unitId)
  const moved =
    unit === undefined
      ? none
      : sql`, department_id = ${unit.id}, department_path = ${unit.path}, department_name = ${unit.name}`
  const finished = t.status === 'taken' || t.status === 'waiting' ? none : sql`, finished_at = ${s.now}`
  const taken = t.status === 'taken' ? sql`, taken_at = coalesce(taken_at, ${s.now})` : none
  // Whoever took or finished it has handled it; a task excused or returned was not done by the one who ended it.
  const doer = t.status === 'taken' || t.status === 'done' ? sql`, done_by = ${me}` : none
  return sql`update incident_task set status = ${t.status}${moved}${finished}${taken}${doer}
    where county = ${county} and incident_id = ${id} and id = ${t.task}`
}

function requestWrite(s: Saving, r: RequestOrder): Sql {
  const { county, id } = s.row
  const me = accountOrNull(s.actor)
  switch (r.do) {
    case 'ask':
      return sql`insert into incident_request (county, id, incident_id, kind, status, asked_by, asked_by_name, department_id, details, asked_at)
        values (${county}, ${s.commandId}, ${id}, ${r.kind}, 'pending', ${me}, ${s.actor.name}, ${r.unitId}, ${JSON.stringify(r.details)}, ${s.now})`
    case 'approve-first':
      return sql`update incident_request set first_approver = ${me} where county = ${county} and id = ${r.request}`
    case 'decide':
      return sql`update incident_request set status = ${r.granted ? 'granted' : 'refused'}, decided_by = ${me}, decided_at = ${s.now}
        where county = ${county} and id = ${r.request}`
  }
}

/** Counter rows for a change of cell (place × class × status): minus the old, plus the new. */
function deltas(s: Saving): Sql[] {
  const { row, decision } = s
  const oldMajor = majorOf(row.class_code)
  const newMajor = decision.set.classKey === undefined ? oldMajor : majorOf(decision.set.classKey.code)
  const newPath = decision.set.place?.path ?? row.area_path
  if (row.status === decision.to && oldMajor === newMajor && newPath === row.area_path) return []
  return [
    sql`d as (insert into incident_delta (county, area_path, class_major, status, n)
      values (${row.county}, ${row.area_path}, ${oldMajor}, ${row.status}, -1), (${row.county}, ${newPath}, ${newMajor}, ${decision.to}, 1))`,
  ]
}
