import type { Tx } from '@lifang/platform/db.ts'
import { Sql } from '@lifang/platform/sql.ts'

/** Rows sent in one statement: enough to make round trips cheap, few enough that a statement stays below some megabytes. */
const BATCH = 2000

/**
 * Inserts many rows with one statement a batch. Columns that the rows do not name get their defaults. Values travel as JSON, so
 * instants are `Date`, JSON columns are plain objects and bytea is hex text (`\x…`).
 * @param table one of our own names, never from a request
 */
export async function insertRows(
  tx: Tx,
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
  onConflict: '' | 'on conflict do nothing' = '',
): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first).join(', ')
  for (let i = 0; i < rows.length; i += BATCH) {
    const json = JSON.stringify(rows.slice(i, i + BATCH))
    const head = `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, `
    await tx.run(new Sql([head, `::jsonb) ${onConflict}`], [json]))
  }
}
