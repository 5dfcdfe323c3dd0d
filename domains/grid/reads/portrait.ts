import type { Tx } from '@lifang/platform/db.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { GridDeps } from '../commands/deps.ts'
import { readCard } from '../commands/publication.ts'
import { portraitShown, portraitState } from '../rules/portrait.ts'
import { problem } from '../schema.ts'
import type { PortraitView } from '../schema/portrait.ts'
import type { WorkerPortraitRow } from '../tables.ts'

type Deps = Pick<GridDeps, 'db' | 'clock' | 'county' | 'accounts'>

/** The portrait that counts now. */
export const portraitOf = (
  deps: Pick<GridDeps, 'county'>,
  tx: Tx,
  account: string,
): Promise<WorkerPortraitRow | undefined> =>
  tx.maybe<WorkerPortraitRow>(
    sql`select * from worker_portrait where county = ${deps.county} and account_id = ${account} and ended_at is null`,
  )

/** True of who has the post of a grid worker, now or later, as a stand-in too. */
export const isWorker = async (deps: Pick<GridDeps, 'clock'>, tx: Tx, account: string): Promise<boolean> =>
  (await tx.maybe(
    sql`select 1 from holding where account_id = ${account} and post = 'grid-worker'
        and (valid_to is null or valid_to > ${new Date(deps.clock.now())}) limit 1`,
  )) !== undefined

/** @throws grid.not-found for an account that is not of this deployment */
export async function portraitView(deps: Deps, tx: Tx, account: string): Promise<PortraitView> {
  const row = await portraitOf(deps, tx, account)
  const found = await deps.accounts(tx, [account, ...(row?.approved_by == null ? [] : [row.approved_by])])
  if (!found.some((a) => a.id === account && a.county === deps.county))
    throw problem('grid.not-found', { field: 'id' })
  const { fields } = await readCard(deps, tx)
  return {
    state: portraitState(row),
    worker: await isWorker(deps, tx, account),
    portrait: row?.id ?? null,
    givenAt: isoOrNull(row?.given_at ?? null),
    own: row !== undefined && row.given_by === account,
    approvedAt: isoOrNull(row?.approved_at ?? null),
    approvedBy: found.find((a) => a.id === row?.approved_by)?.name ?? null,
    published: fields.includes('photo'),
  }
}

/** The portrait that residents are shown of who holds a grid; null: none is published. */
export async function publishedPortrait(
  deps: Pick<GridDeps, 'county'>,
  tx: Tx,
  account: string,
  fields: readonly string[],
): Promise<WorkerPortraitRow | null> {
  if (!fields.includes('photo')) return null
  const row = await portraitOf(deps, tx, account)
  return row !== undefined && portraitShown(row, fields) ? row : null
}
