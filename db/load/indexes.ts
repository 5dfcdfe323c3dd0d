import type { Tx } from '@lifang/platform/db.ts'
import { Sql, sql } from '@lifang/platform/sql.ts'

/** Tables that many rows go into at once, in the order of their foreign keys. */
export const BULK_TABLES = [
  'building',
  'home',
  'person',
  'household',
  'residence',
  'registry_change',
] as const

/** Indexes that no constraint stands on, with the words that make them. */
export const secondaryIndexes = (
  db: Tx,
  tables: readonly string[],
): Promise<{ readonly name: string; readonly definition: string }[]> =>
  db.rows(sql`select i.relname as name, pg_get_indexdef(x.indexrelid) as definition from pg_index x
      join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    where t.relname = any(${tables}::text[]) and t.relnamespace = 'public'::regnamespace
      and not exists (select from pg_constraint c where c.conindid = x.indexrelid) order by 1`)

/**
 * Does the work with the secondary indexes of the tables away, and builds them again at the end: for the first load of an empty
 * register, where to build an index once costs less than to keep it. Within a transaction nobody ever sees the tables without.
 * @param owner acts as the owner of the tables
 */
export async function withoutIndexes<T>(
  owner: Tx,
  tables: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const indexes = await secondaryIndexes(owner, tables)
  for (const { name } of indexes) await owner.run(plain(`drop index ${name}`))
  const done = await work()
  for (const { definition } of indexes) await owner.run(plain(definition))
  return done
}

/** Words of the catalogue, never of a request. */
const plain = (text: string): Sql => new Sql([text], [])
