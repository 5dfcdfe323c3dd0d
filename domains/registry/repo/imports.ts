import { copyRow } from '@lifang/platform/copy.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { Reason } from '../rules/transfer/cells.ts'
import type { ImportPass, LineVerdict } from '../schema/transfer-lists.ts'
import type { ImportRow } from '../tables/transfer.ts'

export const importRow = (tx: Tx, county: number, id: string): Promise<ImportRow | undefined> =>
  tx.maybe<ImportRow>(sql`select * from people_import where county = ${county} and id = ${id}`)
export const lockImport = (tx: Tx, county: number, id: string): Promise<ImportRow | undefined> =>
  tx.maybe<ImportRow>(sql`select * from people_import where county = ${county} and id = ${id} for update`)

/** What is to be said of lines, in the transaction that says what became of them. */
export const sayLines = (
  tx: Tx,
  { county, id }: Pick<ImportRow, 'county' | 'id'>,
  pass: ImportPass,
  lines: readonly {
    readonly line: number
    readonly verdict: LineVerdict
    readonly reasons: readonly Reason[]
  }[],
): Promise<void> =>
  tx.copy(
    { table: 'people_import_line', columns: ['county', 'import_id', 'pass', 'line', 'verdict', 'reasons'] },
    lines.map((l) => copyRow([county, id, pass, l.line, l.verdict, JSON.stringify(l.reasons)])).join(''),
  )
export const forgetLines = (
  tx: Tx,
  { county, id }: Pick<ImportRow, 'county' | 'id'>,
  pass: ImportPass,
): Promise<number> =>
  tx.run(
    sql`delete from people_import_line where county = ${county} and import_id = ${id} and pass = ${pass}`,
  )
