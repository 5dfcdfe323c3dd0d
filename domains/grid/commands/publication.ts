import type { Actor } from '@lifang/platform/access.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { sql } from '@lifang/platform/sql.ts'
import { CARD_FIELDS, type CardField } from '../rules/card.ts'
import { problem } from '../schema.ts'
import type { GridDeps } from './deps.ts'

/**
 * Decides what of a grid worker's public card is shown. @param duties null: the platform's own wording
 * @throws grid.card-field-unknown
 */
export async function publishCard(
  deps: Pick<GridDeps, 'db' | 'clock' | 'county'>,
  actor: Actor,
  given: { readonly fields: readonly string[]; readonly duties: readonly string[] | null },
): Promise<readonly CardField[]> {
  const fields = given.fields.map((one) => {
    const known = CARD_FIELDS.find((f) => f === one)
    if (known === undefined) throw problem('grid.card-field-unknown', { field: one, known: CARD_FIELDS })
    return known
  })
  await deps.db.transaction(async (tx) => {
    await tx.run(sql`insert into grid_publication (county, card_fields, duties, decided_at)
      values (${deps.county}, ${fields}::text[], ${given.duties}::text[], ${new Date(deps.clock.now())})
      on conflict (county) do update set card_fields = excluded.card_fields, duties = excluded.duties, decided_at = excluded.decided_at`)
    await audit(tx, {
      county: deps.county,
      actor,
      act: 'grid.publish-card',
      subjectKind: 'county',
      subjectId: String(deps.county),
      details: { fields, duties: given.duties === null ? 'default' : given.duties.length },
    })
  })
  return fields
}
