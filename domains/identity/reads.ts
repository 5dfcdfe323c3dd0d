import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { AdminKind } from './schema.ts'

/** Those of the accounts that exist, as other domains may know them. */
export const accountsById = (
  tx: Tx,
  ids: readonly string[],
): Promise<{ id: string; name: string; county: number; admin: AdminKind | null; disabled: boolean }[]> =>
  tx.rows(
    sql`select id, name, county, admin, disabled_at is not null as disabled from account where id = any(${ids}::uuid[])`,
  )
