import type { Tx } from '@lifang/platform/db.ts'
import { copyRow } from '@lifang/platform/copy.ts'
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

/** Rows of one piece of COPY: some megabytes of text. */
const PIECE = 5000

/**
 * Writes many rows by COPY, a piece at a time, so that a register of a whole district never stands in memory. Every row names the
 * same columns; bytea is bytes, JSON columns are plain objects. Returns how many there were.
 * @param table one of our own names, never from a request
 */
export async function copyRows(
  tx: Tx,
  table: string,
  rows: Iterable<Readonly<Record<string, unknown>>>,
): Promise<number> {
  let columns: readonly string[] = []
  let waiting: string[] = []
  let count = 0
  const write = async (): Promise<void> => {
    if (waiting.length > 0) await tx.copy({ table, columns }, waiting.join(''))
    waiting = []
  }
  for (const row of rows) {
    if (count === 0) columns = Object.keys(row)
    waiting.push(copyRow(columns.map((column) => row[column])))
    count++
    if (waiting.length >= PIECE) await write()
  }
  await write()
  return count
}
