import { readBlocks } from '@lifang/platform/blocks.ts'
import type { Actor } from '@lifang/platform/access.ts'
import type { FieldProvider } from '@lifang/platform/crypto.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { auditInsert } from '@lifang/domains/audit/public.ts'
import type { Cell } from '../rules/transfer/cells.ts'
import { keptPaths, watchesImport } from '../access.ts'
import type { TransferDeps } from '../commands/transfer/deps.ts'
import { maskAddress, maskIdNumber, maskName, maskPhone } from '../rules/mask.ts'
import { columnsByHeads, guessColumns, type Columns } from '../rules/transfer/heads.ts'
import { KEEPER_POSTS } from '../schema/lists.ts'
import type { ImportItem, ImportView, SaidLine } from '../schema/transfer.ts'
import {
  CHUNK,
  IMPORT_FIELDS,
  LINES_SHOWN,
  type ImportPass,
  type LineVerdict,
} from '../schema/transfer-lists.ts'
import { transferProblem } from '../schema/transfer-problems.ts'
import type { ImportLineRow, ImportMappingRow, ImportRow } from '../tables/transfer.ts'

/** An import is its uploader's: nobody else sees its lines whole, or acts on it. @throws transfer.not-found */
export async function myImport(tx: Tx, county: number, actor: Actor, id: string): Promise<ImportRow> {
  const row = await tx.maybe<ImportRow>(
    sql`select * from people_import where county = ${county} and id = ${id} and by_id = ${actor.accountId}`,
  )
  if (row === undefined) throw transferProblem('transfer.not-found', { field: 'id' })
  return row
}

type Seeing = Pick<TransferDeps, 'db' | 'county' | 'directory' | 'clock'>

/** One's own, or one to look at. @throws transfer.not-found */
export async function seenImport(deps: Seeing, actor: Actor, id: string): Promise<ImportRow> {
  const row = await deps.db.maybe<ImportRow>(
    sql`select * from people_import where county = ${deps.county} and id = ${id}`,
  )
  if (row === undefined) throw transferProblem('transfer.not-found', { field: 'id' })
  if (row.by_id === actor.accountId) return row
  const holdings = await deps.directory.holdingsOf(row.by_id, deps.clock.now())
  if (!watchesImport(actor, keptPaths({ holdings })))
    throw transferProblem('transfer.not-found', { field: 'id' })
  return row
}

/** Accounts whose imports somebody may look at, their own among them. */
function watched({ directory, clock }: Seeing, actor: Actor): readonly string[] {
  const ground = new Map<string, string[]>()
  for (const { accountId, areaPath } of directory.holders(KEEPER_POSTS, clock.now()))
    ground.set(accountId, [...(ground.get(accountId) ?? []), areaPath])
  const others = [...ground].flatMap(([account, paths]) => (watchesImport(actor, paths) ? [account] : []))
  return [...new Set([actor.accountId, ...others])]
}

const MOST_LISTED = 100
export const listImports = async (deps: Seeing, actor: Actor): Promise<{ items: ImportItem[] }> => {
  const { db, county, clock } = deps
  const rows = await db.rows<ImportRow>(
    sql`select * from people_import where county = ${county} and by_id = any(${[...watched(deps, actor)]}::uuid[])
        order by created_at desc, id desc limit ${MOST_LISTED}`,
  )
  return { items: rows.map((row) => itemOf(row, clock.now(), actor)) }
}

export function itemOf(row: ImportRow, now: number, actor: Actor): ImportItem {
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
    by: row.by_name,
    mine: row.by_id === actor.accountId,
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

/** Looking at what somebody else sent leaves a line. */
export const tellWatched = (deps: TransferDeps, actor: Actor, row: ImportRow): Promise<number> =>
  deps.db.run(
    auditInsert({
      county: deps.county,
      actor,
      act: 'registry.import-view',
      subjectKind: 'people-import',
      subjectId: row.id,
      ground: actor.holdings[0]?.post ?? null,
      details: { by: row.by_name },
    }),
  )

const SAMPLED = 5
export async function showImport(
  deps: TransferDeps,
  actor: Actor,
  row: ImportRow,
  file: { readonly name: string; readonly path: string },
): Promise<ImportView> {
  const mine = row.by_id === actor.accountId
  const guess = guessColumns(row.heads)
  const sample = row.purged_at === null ? await sampleOf(deps.fields, file) : []
  const mappings = !mine
    ? []
    : await deps.db.rows<ImportMappingRow>(
        sql`select * from people_import_mapping where county = ${deps.county} and by_id = ${row.by_id} order by name`,
      )
  return {
    ...itemOf(row, deps.clock.now(), actor),
    heads: row.heads,
    headLine: row.head_line,
    plan: row.plan,
    guess,
    mappings: mappings.map((m) => ({ id: m.id, name: m.name, columns: columnsByHeads(m.heads, row.heads) })),
    sample: mine ? sample : sample.map((cells) => maskedCells(cells, row.plan?.columns ?? guess)),
    undoReason: row.undo_reason,
    keepDays: deps.keepDays,
  }
}

/** A line for somebody who did not send it: a column that nobody has named is hidden whole. */
function maskedCells(cells: readonly Cell[], columns: Columns): Cell[] {
  const fieldAt = new Map(
    IMPORT_FIELDS.flatMap((f) => (columns[f] === undefined ? [] : [[columns[f], f] as const])),
  )
  return cells.map((cell, i) => {
    const text = cell === null ? '' : String(cell).trim()
    if (text === '') return cell === null ? null : ''
    switch (fieldAt.get(i)) {
      case 'name':
        return maskName(text)
      case 'idNumber':
        return maskIdNumber(text)
      case 'phone':
        return maskPhone(text)
      case 'address':
        return maskAddress(text)
      case 'sex':
      case 'idKind':
      case 'community':
      case 'stay':
      case 'relation':
        return text
      default:
        return '****'
    }
  })
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
