import { join } from 'node:path'
import { readBlocks } from '@lifang/platform/blocks.ts'
import type { FieldPlace } from '@lifang/platform/crypto.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { TheirValues } from '../../rules/comparison-line.ts'
import type { Cell } from '../../rules/transfer/cells.ts'
import { comparisonProblem } from '../../schema/comparison-problems.ts'
import type { ComparisonBatchRow, ComparisonRow } from '../../tables/comparison.ts'
import { sealedName, type TransferDeps } from '../transfer/deps.ts'

/** The folder is the comparisons' own; `keepDays` are the days after which what the other side says is removed. */
export interface ComparisonDeps extends TransferDeps {
  /** Days that whoever settles a task has. */
  readonly dueDays: number
}

type Of = Pick<ComparisonRow, 'id' | 'hash'>
/** Where the sealed lines of a list lie: another list is another file. */
export const listPath = ({ folder }: ComparisonDeps, { id, hash }: Of): string =>
  join(folder, `${id}.${hash?.subarray(0, 8).toString('hex') ?? 'none'}.lines`)
export const batchPlace = (comparison: string, n: number): FieldPlace => ({
  table: 'comparison_batch',
  column: 'sealed',
  row: `${comparison}/${String(n)}`,
})
export const theirsPlace = (record: string): FieldPlace => ({
  table: 'comparison_record',
  column: 'theirs',
  row: record,
})
export const openTheirs = (
  { fields }: Pick<ComparisonDeps, 'fields'>,
  row: { readonly id: string; readonly theirs: Buffer | null },
): TheirValues =>
  row.theirs === null ? {} : (JSON.parse(fields.open(row.theirs, theirsPlace(row.id))) as TheirValues)

/** The lines from a chunk on, wherever they came from. */
export async function* chunksFrom(
  deps: ComparisonDeps,
  row: ComparisonRow,
  from: number,
): AsyncGenerator<readonly (readonly Cell[])[], void> {
  if (row.via === 'file') {
    for await (const block of readBlocks(deps.fields, sealedName(row.id), listPath(deps, row), from))
      yield JSON.parse(block.toString('utf8')) as (readonly Cell[])[]
    return
  }
  for (let n = from; ; n++) {
    const batch = await deps.db.maybe<ComparisonBatchRow>(
      sql`select * from comparison_batch where county = ${row.county} and comparison_id = ${row.id} and n = ${n}`,
    )
    if (batch === undefined) return
    const plain = deps.fields.openBytes(batch.sealed, batchPlace(row.id, n)).toString('utf8')
    yield JSON.parse(plain) as (readonly Cell[])[]
  }
}

export const lockComparison = async (tx: Tx, county: number, id: string): Promise<ComparisonRow> => {
  const row = await tx.maybe<ComparisonRow>(
    sql`select * from comparison where county = ${county} and id = ${id} for update`,
  )
  if (row === undefined) throw comparisonProblem('comparison.not-found', { field: 'id' })
  return row
}
