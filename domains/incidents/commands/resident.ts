import { Problem } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { factsNow, proveResident, resident } from '../reads/promise.ts'
import { toldToResident } from '../rules/promise.ts'
import type { ActCommand } from '../schema/bodies.ts'
import { RESIDENT_ACTS } from '../schema/promise.ts'
import { incidentProblem } from '../schema/problems.ts'
import type { IncidentRow } from '../tables.ts'
import { act, plainNumber } from './act.ts'
import type { IncidentDeps } from './deps.ts'

/** One act of a resident who proved that the report is theirs. @throws what `residentRefusal` names, in a resident's words */
export async function actAsResident(
  deps: IncidentDeps,
  row: IncidentRow,
  command: ActCommand,
): Promise<void> {
  try {
    await act(deps, resident(deps.county), row.number, command)
  } catch (error) {
    const mine = RESIDENT_ACTS.find((one) => one === command.act)
    if (!(error instanceof Problem) || mine === undefined) throw error
    // Read anew: somebody may have moved the case since the resident proved it.
    const now = await deps.db.one<IncidentRow>(
      sql`select * from incident where county = ${deps.county} and id = ${row.id}`,
    )
    throw toldToResident(error, mine, await factsNow(deps, now), now.status)
  }
}

/**
 * 删除我的联系方式: name, phone and the proof by tail are gone at once and for ever; the case stays. The same command again is
 * answered again, though nobody can prove anything any more: its id was known to the resident alone. The tail is not kept,
 * so it cannot be compared on a repetition.
 * @throws incidents.lookup-failed; platform.command-reused when the id was used for another case
 */
export async function forgetReporter(
  deps: IncidentDeps,
  body: { readonly id: string; readonly number: string; readonly tail: string },
): Promise<{ readonly number: string; readonly forgottenAt: string }> {
  const plain = plainNumber(body.number)
  const before = await forgottenBy(deps, body.id, plain)
  if (before !== null) return before
  const row = await proveResident(deps, body.number, body.tail)
  const at = new Date(deps.clock.now())
  const done = await deps.db.transaction(async (tx) => {
    const changed =
      await tx.run(sql`update incident_reporter set name = null, phone = null, name_masked = null,
        phone_masked = null, tail_index = null, forgotten_at = ${at}, forgotten_by = ${body.id}
      where county = ${deps.county} and incident_id = ${row.id} and forgotten_at is null`)
    if (changed === 1) {
      await audit(tx, {
        county: deps.county,
        actor: null,
        act: 'incidents.forget-reporter',
        subjectKind: 'incident',
        subjectId: row.id,
        ground: 'resident',
        details: { number: row.number },
      })
    }
    return changed
  })
  if (done === 1) return { number: row.number, forgottenAt: at.toISOString() }
  // Two presses at once: this one came second and finds what the first one did.
  const first = await forgottenBy(deps, body.id, plain)
  if (first === null) throw incidentProblem('incidents.lookup-failed')
  return first
}

async function forgottenBy(deps: IncidentDeps, id: string, number: string) {
  const row = await deps.db.maybe<{ number: string; forgotten_at: Date }>(
    sql`select i.number, r.forgotten_at from incident_reporter r join incident i on i.county = r.county and i.id = r.incident_id
        where r.county = ${deps.county} and r.forgotten_by = ${id}`,
  )
  if (row === undefined) return null
  if (row.number !== number) throw platformProblem('platform.command-reused', { field: 'id' })
  return { number: row.number, forgottenAt: row.forgotten_at.toISOString() }
}
