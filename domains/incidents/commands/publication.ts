import type { Actor } from '@lifang/platform/access.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { incidentProblem } from '../schema/problems.ts'
import type { CasesSetting } from '../schema/publication.ts'
import type { IncidentPublicationRow } from '../tables.ts'
import type { IncidentDeps } from './deps.ts'

/** What is decided now; nothing is shown before anybody decided. */
export async function readCases(deps: Pick<IncidentDeps, 'county' | 'list'>, tx: Tx): Promise<CasesSetting> {
  const row = await tx.maybe<IncidentPublicationRow>(
    sql`select * from incident_publication where county = ${deps.county}`,
  )
  return {
    shown: row?.shown ?? false,
    domains: [...(row?.domains ?? [])],
    known: [...new Set(deps.list.entries().map((e) => e.domain))].toSorted(),
    decidedAt: row?.decided_at.toISOString() ?? null,
  }
}

/**
 * Decides whether cases are shown to everybody, and of which domains of the list in force.
 * @param given.seen instant of the decision that was looked at; left out: whatever stands is decided anew
 * @throws incidents.unknown-domain, incidents.publication-moved
 */
export async function publishCases(
  deps: Pick<IncidentDeps, 'db' | 'clock' | 'county' | 'list'>,
  actor: Actor,
  given: { readonly shown: boolean; readonly domains: readonly string[]; readonly seen?: string | null },
): Promise<void> {
  const known = new Set(deps.list.entries().map((e) => e.domain))
  const unknown = given.domains.find((d) => !known.has(d))
  if (unknown !== undefined) throw incidentProblem('incidents.unknown-domain', { field: unknown })
  await deps.db.transaction(async (tx) => {
    await tx.run(
      sql`select pg_advisory_xact_lock(hashtext('incidents.publication'), ${deps.county}::integer)`,
    )
    const was = await readCases(deps, tx)
    const same =
      was.decidedAt !== null &&
      JSON.stringify([was.shown, was.domains]) === JSON.stringify([given.shown, given.domains])
    if (given.seen !== undefined && same) return
    if (given.seen !== undefined && given.seen !== was.decidedAt)
      throw incidentProblem('incidents.publication-moved', { field: 'seen' })
    await tx.run(sql`insert into incident_publication (county, shown, domains, decided_at)
      values (${deps.county}, ${given.shown}, ${[...given.domains]}::text[], ${new Date(deps.clock.now())})
      on conflict (county) do update set shown = excluded.shown, domains = excluded.domains, decided_at = excluded.decided_at`)
    await audit(tx, {
      county: deps.county,
      actor,
      act: 'incidents.publish-cases',
      subjectKind: 'county',
      subjectId: String(deps.county),
      details: { shown: given.shown, domains: given.domains },
    })
  })
}
