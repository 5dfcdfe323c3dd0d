import type { Actor } from '@lifang/platform/access.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { incidentProblem } from '../schema/problems.ts'
import type { IncidentDeps } from './deps.ts'

/**
 * Decides whether cases are shown to everybody, and of which domains of the list in force.
 * @throws incidents.unknown-domain
 */
export async function publishCases(
  deps: Pick<IncidentDeps, 'db' | 'clock' | 'county' | 'list'>,
  actor: Actor,
  given: { readonly shown: boolean; readonly domains: readonly string[] },
): Promise<void> {
  const known = new Set(deps.list.entries().map((e) => e.domain))
  const unknown = given.domains.find((d) => !known.has(d))
  if (unknown !== undefined) throw incidentProblem('incidents.unknown-domain', { field: unknown })
  await deps.db.transaction(async (tx) => {
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
