import type { Actor } from '@lifang/platform/access.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { CARD_FIELDS, DEFAULT_CARD, type CardField } from '../rules/card.ts'
import { problem } from '../schema.ts'
import type { CardSetting } from '../schema/publication.ts'
import type { GridPublicationRow } from '../tables.ts'
import type { GridDeps } from './deps.ts'

/** What is decided now; the default before anybody decided. */
export async function readCard(deps: Pick<GridDeps, 'county'>, tx: Tx): Promise<CardSetting> {
  const row = await tx.maybe<GridPublicationRow>(
    sql`select * from grid_publication where county = ${deps.county}`,
  )
  return {
    fields: [...(row?.card_fields ?? DEFAULT_CARD)],
    duties: row?.duties == null ? null : [...row.duties],
    decidedAt: row?.decided_at.toISOString() ?? null,
  }
}

/**
 * Decides what of a grid worker's public card is shown. @param duties null: the platform's own wording
 * @param given.seen instant of the decision that was looked at; left out: whatever stands is decided anew
 * @throws grid.card-field-unknown, grid.publication-moved
 */
export async function publishCard(
  deps: Pick<GridDeps, 'db' | 'clock' | 'county'>,
  actor: Actor,
  given: {
    readonly fields: readonly string[]
    readonly duties: readonly string[] | null
    readonly seen?: string | null
  },
): Promise<readonly CardField[]> {
  const fields = given.fields.map((one) => {
    const known = CARD_FIELDS.find((f) => f === one)
    if (known === undefined) throw problem('grid.card-field-unknown', { field: one, known: CARD_FIELDS })
    return known
  })
  await deps.db.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtext('grid.publication'), ${deps.county}::integer)`)
    const was = await readCard(deps, tx)
    const same =
      was.decidedAt !== null &&
      JSON.stringify([was.fields, was.duties]) === JSON.stringify([fields, given.duties])
    if (given.seen !== undefined && same) return
    if (given.seen !== undefined && given.seen !== was.decidedAt)
      throw problem('grid.publication-moved', { field: 'seen' })
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
