import { accountOrNull, type Actor } from '@lifang/platform/access.ts'
import { sha256 } from '@lifang/platform/crypto.ts'
import { constraintOf, sqlState, type Tx } from '@lifang/platform/db.ts'
import { must, Problem } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { incidentScope, mayAct, sees, seesReporter } from '../access.ts'
import type { IncidentDeps } from './deps.ts'
import { carryOut } from '../repo/clocks.ts'
import { lock, read, toWhole, type Earlier, type Found, type Which, type Whole } from '../repo/load.ts'
import { save } from '../repo/save.ts'
import { decide } from '../rules.ts'
import type { ActDone } from '../schema/views.ts'
import type { ActCommand } from '../schema/bodies.ts'
import { incidentProblem } from '../schema/problems.ts'
import type { ActRow } from '../tables.ts'
import type { Act } from '../schema/words.ts'
import { addEvidence } from './evidence.ts'
import { gather, photosOf } from './facts.ts'

/** The number as typed or printed: with or without hyphens. */
export const plainNumber = (text: string): string => text.replaceAll(/[\s-]/g, '')

/**
 * Does one act on one incident: read, access, decide, save, history, audit, announce. The command's id is the id of its
 * history row, so the same command again finds its own row and gets the same answer.
 *
 * Most acts take two round trips: the incident is read as one snapshot, together with those of other acts that arrive at
 * the same moment, and saved by one statement that holds only if its
 * version still stands; if somebody was quicker the statement undoes itself and the act is decided anew on what is there
 * now (docs/decisions/0009). Acts that bring photos or name a second incident lock the row first.
 * @throws incidents.not-found (also when it is not the actor's to see), the problems of `access.ts` and `rules.ts`,
 *   platform.command-reused when the id was used with other content
 */
export async function act(
  deps: IncidentDeps,
  actor: Actor,
  number: string,
  command: ActCommand,
): Promise<ActDone> {
  const which = { number: plainNumber(number) }
  if (photosOf(command).length > 0 || command.act === 'merge') {
    return deps.db.transaction((tx) => actIn(deps, tx, actor, which, command))
  }
  // First without history: only a refusal or a lost race asks whether this command was here before, and who was quicker.
  for (let attempt = 1; ; attempt++) {
    const looked = attempt > 1
    try {
      return await decideAndSave(
        deps,
        deps.db,
        actor,
        command,
        looked
          ? await read(deps.db, deps.county, which, command.body.id)
          : await deps.actReader.read(which.number, !PAPERLESS.includes(command.act)),
      )
    } catch (error) {
      if (!looked && error instanceof Problem) continue
      if (attempt >= ATTEMPTS || !movedOn(error)) throw error
    }
  }
}

const ATTEMPTS = 25

/** Acts whose rules read neither requests nor evidence. */
const PAPERLESS: readonly Act[] = [
  'accept',
  'file',
  'dispatch',
  'take',
  'send-verify',
  'verify',
  'delegate',
  'check',
  'close',
  'rate',
]

/**
 * What somebody else's act, or this very command carried out beside us, has taken by the time we save: the next history row,
 * the one lead, the one pending request. PostgreSQL names whichever it meets first.
 */
const TAKEN: readonly (string | undefined)[] = [
  'incident_step_county_incident_id_seq_key',
  'incident_step_pkey',
  'incident_task_one_lead',
  'incident_request_one_pending',
  'incident_request_pkey',
]
const movedOn = (error: unknown): boolean =>
  (sqlState(error) === '23505' && TAKEN.includes(constraintOf(error))) ||
  // A single statement met one that locked first in the other order; PostgreSQL undid ours.
  sqlState(error) === '40P01'

/** The same inside a caller's transaction, on the locked row. */
export async function actIn(
  deps: IncidentDeps,
  tx: Tx,
  actor: Actor,
  which: Which,
  command: ActCommand,
): Promise<ActDone> {
  return decideAndSave(deps, tx, actor, command, await lock(tx, deps.county, which, command.body.id))
}

/** Refusals that mean somebody was quicker. */
const TOO_LATE: readonly string[] = ['incidents.wrong-status', 'incidents.request-decided']

async function decideAndSave(
  deps: IncidentDeps,
  tx: Tx,
  actor: Actor,
  command: ActCommand,
  found: Found<ActRow> | undefined,
): Promise<ActDone> {
  if (found === undefined) throw incidentProblem('incidents.not-found', { field: 'number' })
  const now = deps.clock.now()
  const whole = toWhole(found, deps.calendars, now)
  const { incident } = whole
  if (actor.kind === 'person' || actor.kind === 'machine') {
    if (!sees(incidentScope(actor), incident))
      throw incidentProblem('incidents.not-found', { field: 'number' })
  }
  const bodyHash = sha256(JSON.stringify([command.act, command.body, actor.accountId]))
  if (whole.earlier !== null) return replay(command.body.id, whole.earlier, whole, bodyHash)

  const facts = await gather(deps, tx, whole, command, actor, now)
  // The state is asked first: whoever comes second learns what happened, not that it is no longer theirs.
  const decided = decide(incident, command, facts)
  if (!decided.ok && TOO_LATE.includes(decided.problem.code)) throw explained(decided.problem, whole, actor)
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
  const clocks = carryOut(decision.clocks, whole.clocks, { stepId: command.body.id, now }, deps.calendars)
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
    decision:
      'grant' in command.body
        ? { ...decision, details: { ...decision.details, granted: command.body.grant } }
        : decision,
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

function replay(id: string, step: Earlier, whole: Whole<ActRow>, bodyHash: Buffer): ActDone {
  if (step.incident_id !== whole.row.id || step.body_hash !== bodyHash.toString('hex')) {
    throw platformProblem('platform.command-reused', { field: 'id' })
  }
  return {
    id,
    number: whole.row.number,
    act: step.act as ActDone['act'],
    status: step.to_status,
    version: step.seq,
    at: new Date(step.at).toISOString(),
  }
}

/**
 * Tells the loser of a race what happened: who did what before them. A resident is told no name of the office, and nobody
 * that of a reporter who is to be kept secret.
 */
const explained = (problem: Problem, whole: Whole<ActRow>, actor: Actor): Problem =>
  new Problem(problem.code, problem.status, {
    ...problem.details,
    lastAct: whole.lastStep?.act ?? 'report',
    lastBy:
      actor.kind === 'resident' || (whole.row.confidential && !seesReporter(actor, whole.incident))
        ? ''
        : (whole.lastStep?.actor_name ?? ''),
    version: whole.row.version,
  })
