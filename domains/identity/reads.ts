import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { AdminKind } from './schema.ts'

/** Those of the accounts that exist, as other domains may know them. */
export const accountsById = (
  tx: Tx,
  ids: readonly string[],
): Promise<
  { id: string; username: string; name: string; county: number; admin: AdminKind | null; disabled: boolean }[]
> =>
  tx.rows(
    sql`select id, username, name, county, admin, disabled_at is not null as disabled from account where id = any(${ids}::uuid[])`,
  )

/** Administrators of a kind who can act: for telling them of something that waits for them. */
export const administrators = async (tx: Tx, county: number, kind: AdminKind): Promise<string[]> =>
  (
    await tx.rows<{ id: string }>(
      sql`select id from account where county = ${county} and admin = ${kind} and disabled_at is null order by id`,
    )
  ).map((a) => a.id)
