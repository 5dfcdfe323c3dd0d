import { readBlocks } from '@lifang/platform/blocks.ts'
import type { Actor } from '@lifang/platform/access.ts'
import type { FieldProvider } from '@lifang/platform/crypto.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { Cell } from '../rules/transfer/cells.ts'
import { columnsByHeads, guessColumns } from '../rules/transfer/heads.ts'
import type { ImportItem, ImportView, SaidLine } from '../schema/transfer.ts'
import { CHUNK, LINES_SHOWN, type ImportPass, type LineVerdict } from '../schema/transfer-lists.ts'
import { transferProblem } from '../schema/transfer-problems.ts'
import type { ImportLineRow, ImportMappingRow, ImportRow } from '../tables/transfer.ts'

/** An import is its uploader's alone: nobody else sees what they sent. @throws transfer.not-found */
export async function myImport(tx: Tx, county: number, actor: Actor, id: string): Promise<ImportRow> {
  const row = await tx.maybe<ImportRow>(
    sql`select * from people_import where county = ${county} and id = ${id} and by_id = ${actor.accountId}`,
  )
  if (row === undefined) throw transferProblem('transfer.not-found', { field: 'id' })
  return row
}

const MOST_LISTED = 100
export const listImports = async (
  tx: Tx,
  county: number,
  actor: Actor,
  now: number,
): Promise<{ items: ImportItem[] }> => {
  const rows = await tx.rows<ImportRow>(
    sql`select * from people_import where county = ${county} and by_id = ${actor.accountId} order by created_at desc, id desc limit ${MOST_LISTED}`,
  )
  return { items: rows.map((row) => itemOf(row, now)) }
}

export function itemOf(row: ImportRow, now: number): ImportItem {
  return {
    id: row.id,
    fileName: row.file_name,
    format: row.format,
    bytes: row.bytes,
    lines: row.lines,
    state: row.state,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    checked: row.checked,
    counts: row.counts,
    undone: row.undone,
    problem: row.problem,
    progress: progressOf(row, now),
    purged: row.purged_at !== null,
  }
}

/** How far, how fast, how long still; an undo goes over the lines twice. */
export function progressOf(row: ImportRow, now: number): ImportItem['progress'] {
  const chunks = Math.ceil(row.lines / CHUNK)
  const of = row.state === 'undoing' || row.state === 'undone' ? 2 * row.lines : row.lines
  const through = (chunk: number): number =>
    chunk >= chunks ? row.lines + Math.min(row.lines, (chunk - chunks) * CHUNK) : chunk * CHUNK
  const done = Math.min(of, through(row.cursor))
  const end =
    row.ended_at !== null && row.began_at !== null && row.ended_at > row.began_at
      ? row.ended_at.getTime()
      : now
  const seconds = row.began_at === null ? 0 : (end - row.began_at.getTime()) / 1000
  const rate = seconds > 0 && done > row.began_line ? (done - row.began_line) / seconds : null
  return {
    done,
    of,
    rate: rate === null ? null : Math.round(rate),
    secondsLeft: rate === null ? null : Math.ceil((of - done) / rate),
    stopping: row.stop,
  }
}

const SAMPLED = 5
export async function showImport(
  deps: {
    readonly db: Tx
    readonly county: number
    readonly fields: FieldProvider
    readonly keepDays: number
  },
  row: ImportRow,
  now: number,
  file: { readonly name: string; readonly path: string },
): Promise<ImportView> {
  const mappings = await deps.db.rows<ImportMappingRow>(
    sql`select * from people_import_mapping where county = ${deps.county} and by_id = ${row.by_id} order by name`,
  )
  return {
    ...itemOf(row, now),
    heads: row.heads,
    headLine: row.head_line,
    plan: row.plan,
    guess: guessColumns(row.heads),
    mappings: mappings.map((m) => ({ id: m.id, name: m.name, columns: columnsByHeads(m.heads, row.heads) })),
    sample: row.purged_at === null ? await sampleOf(deps.fields, file) : [],
    undoReason: row.undo_reason,
    keepDays: deps.keepDays,
  }
}

async function sampleOf(
  fields: FieldProvider,
  { name, path }: { readonly name: string; readonly path: string },
): Promise<Cell[][]> {
  for await (const block of readBlocks(fields, name, path))
    return (JSON.parse(block.toString('utf8')) as Cell[][])
      .slice(0, SAMPLED)
      .map((cells) => cells.map((c) => (typeof c === 'string' ? c.slice(0, 60) : c)))
  return []
}

export async function listLines(
  tx: Tx,
  row: ImportRow,
  { pass, verdict, after }: { pass: ImportPass; verdict?: LineVerdict | undefined; after: number },
): Promise<{ items: SaidLine[]; total: number }> {
  const of = sql`county = ${row.county} and import_id = ${row.id} and pass = ${pass} and (${verdict ?? null}::text is null or verdict = ${verdict ?? null})`
  const [items, { n }] = await Promise.all([
    tx.rows<ImportLineRow>(
      sql`select * from people_import_line where ${of} and line > ${after} order by line limit ${LINES_SHOWN}`,
    ),
    tx.one<{ n: number }>(sql`select count(*)::integer as n from people_import_line where ${of}`),
  ])
  return {
    items: items.map(({ line, verdict: v, reasons }) => ({
      line,
      verdict: v,
      reasons: reasons.map((r) => ({
        ...r,
        details: r.details === undefined ? undefined : { ...r.details },
      })),
    })),
    total: n,
  }
}
