import { accountOrNull, type Actor } from '@lifang/platform/access.ts'
import { sha256 } from '@lifang/platform/crypto.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { must, Problem } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { incidentScope, mayAct, sees } from '../access.ts'
import type { IncidentDeps } from './deps.ts'
import { carryOut } from '../repo/clocks.ts'
import { lockById, lockByNumber, toWhole, type Whole } from '../repo/load.ts'
import { save } from '../repo/save.ts'
import { decide } from '../rules.ts'
import type { ActDone } from '../schema/views.ts'
import type { ActCommand } from '../schema/bodies.ts'
import { incidentProblem } from '../schema/problems.ts'
import type { StepRow } from '../tables.ts'
import { addEvidence } from './evidence.ts'
import { gather, photosOf } from './facts.ts'

/** The number as typed or printed: with or without hyphens. */
export const plainNumber = (text: string): string => text.replaceAll(/[\s-]/g, '')

/**
 * Does one act on one incident: lock, access, decide, save, history, audit, announce; one transaction. The command's id is
 * the id of its history row, so the same command again finds its own row and gets the same answer.
 * @throws incidents.not-found (also when it is not the actor's to see), the problems of `access.ts` and `rules.ts`,
 *   platform.command-reused when the id was used with other content
 */
export async function act(
  deps: IncidentDeps,
  actor: Actor,
  number: string,
  command: ActCommand,
): Promise<ActDone> {
  return deps.db.transaction((tx) => actIn(deps, tx, actor, { number: plainNumber(number) }, command))
}

/** The same inside a caller's transaction, for timers and reactions. */
export async function actIn(
  deps: IncidentDeps,
  tx: Tx,
  actor: Actor,
  which: { readonly number: string } | { readonly id: string },
  command: ActCommand,
): Promise<ActDone> {
  const found =
    'number' in which
      ? await lockByNumber(tx, deps.county, which.number)
      : await lockById(tx, deps.county, which.id)
  if (found === undefined) throw incidentProblem('incidents.not-found', { field: 'number' })
  const now = deps.clock.now()
  const whole = toWhole(found, deps.calendars, now)
  const { incident } = whole
  if (actor.kind === 'person' || actor.kind === 'machine') {
    if (!sees(incidentScope(actor), incident))
      throw incidentProblem('incidents.not-found', { field: 'number' })
  }
  const bodyHash = sha256(JSON.stringify([command.act, command.body, actor.accountId]))
  const before = await earlier(tx, deps.county, command.body.id)
  if (before !== undefined) return replay(before, whole, bodyHash)

  const facts = await gather(deps, tx, whole, command, actor, now)
  // The state is asked first: whoever comes second learns what happened, not that it is no longer theirs.
  const decided = decide(incident, command, facts)
  if (!decided.ok && decided.problem.code === 'incidents.wrong-status')
    throw explained(decided.problem, whole)
  const post = must(mayAct(actor, incident, command.act))
  const decision = must(decided)
  const photos = photosOf(command)
  await addEvidence(deps, tx, {
    incidentId: incident.id,
    stepId: command.body.id,
    round: whole.row.round,
    photos,
    uploadedBy: accountOrNull(actor),
    now: new Date(now),
  })
  const clocks = carryOut(
    decision.clocks,
    whole.clocks,
    { county: deps.county, incidentId: incident.id, stepId: command.body.id, now },
    deps.calendars,
  )
  const opinion = 'opinion' in command.body ? (command.body.opinion ?? null) : null
  await save(tx, {
    row: whole.row,
    act: command.act,
    commandId: command.body.id,
    bodyHash,
    actor,
    post,
    departmentId: actor.holdings.find((h) => h.post === post)?.departmentId ?? null,
    opinion,
    now: new Date(now),
    decision,
    clocks,
    units: facts.units,
  })
  return {
    id: command.body.id,
    number: incident.number,
    act: command.act,
    status: decision.to,
    version: whole.row.version + 1,
    at: new Date(now).toISOString(),
  }
}

const earlier = (tx: Tx, county: number, id: string): Promise<StepRow | undefined> =>
  tx.maybe<StepRow>(sql`select * from incident_step where county = ${county} and id = ${id}`)

function replay(step: StepRow, whole: Whole, bodyHash: Buffer): ActDone {
  if (step.incident_id !== whole.row.id || !step.body_hash.equals(bodyHash)) {
    throw platformProblem('platform.command-reused', { field: 'id' })
  }
  return {
    id: step.id,
    number: whole.row.number,
    act: step.act as ActDone['act'],
    status: step.to_status,
    version: step.seq,
    at: step.at.toISOString(),
  }
}

/** Tells the loser of a race what happened: who did what before them. */
const explained = (problem: Problem, whole: Whole): Problem =>
  new Problem(problem.code, problem.status, {
    ...problem.details,
    lastAct: whole.lastStep?.act ?? 'report',
    lastBy: whole.lastStep?.actor_name ?? '',
    version: whole.row.version,
  })
