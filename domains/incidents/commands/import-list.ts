import { readXlsx } from 'hucre/xlsx'
import type { Actor } from '@lifang/platform/access.ts'
import { sha256 } from '@lifang/platform/crypto.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { mayKeepList } from '../access.ts'
import { openDraft } from '../reads/drafts.ts'
import { classText, fieldChanges, type ListMap } from '../rules/listing.ts'
import { readSheet, type SheetFacts, type SheetRead } from '../rules/sheet.ts'
import { LIST_EDITORS, listProblem, type ImportView, type ListEntry } from '../schema/responsibility.ts'
import { draftUnmoved, listCommand, saveChanges } from './draft.ts'
import type { IncidentDeps } from './deps.ts'

/** A sheet of a list is small; what is larger is another document. */
const SHEET_BYTES = 3_000_000
const ERRORS_SHOWN = 200

/** The cells of the first sheet. @throws list.not-a-sheet, list.sheet-empty */
async function cellsOf(bytes: Buffer): Promise<readonly (readonly unknown[])[]> {
  // Every workbook is a ZIP; a text, a picture or an old binary file ends here and not in the parser.
  if (bytes.length < 4 || bytes.length > SHEET_BYTES || bytes.readUInt32BE(0) !== 0x504b0304)
    throw listProblem('list.not-a-sheet', { field: 'file' })
  const book = await readXlsx(bytes).catch(() => null)
  const rows = book?.sheets[0]?.rows
  if (rows === undefined) throw listProblem('list.not-a-sheet', { field: 'file' })
  if (rows.length < 2) throw listProblem('list.sheet-empty', { field: 'file' })
  return rows
}

async function factsFor(deps: IncidentDeps, tx: Tx, present: ListMap): Promise<SheetFacts> {
  const units = new Map<string, string[]>()
  for (const d of deps.directory.departments()) units.set(d.name, [...(units.get(d.name) ?? []), d.id])
  const rows = await tx.rows<{ standard: string; kind: 'component' | 'matter'; code: string; name: string }>(
    sql`select standard, kind, code, name from catalogue_class`,
  )
  return { present, units, classes: new Map(rows.map((r) => [classText(r), r.name])) }
}

/** What of the sheet differs from the draft. Classes the sheet does not name stay as they are. */
function differing(read: SheetRead, list: ListMap) {
  const added: ListEntry[] = []
  const changed: ListEntry[] = []
  for (const entry of read.entries) {
    const was = list.get(classText(entry.key))
    if (was === undefined) added.push(entry)
    else if (fieldChanges(was, entry, (unit) => unit).length > 0) changed.push(entry)
  }
  return { added, changed }
}

/**
 * Reads a sheet into the draft. Without `apply` it only says what would happen and every error by row and column; with it, all of
 * it or nothing: a sheet with one wrong cell changes nothing.
 * @throws list.not-a-sheet, list.sheet-empty, list.no-draft, list.draft-moved, list.sheet-wrong
 */
export async function importSheet(
  deps: IncidentDeps,
  actor: Actor,
  given: { readonly id: string; readonly revision: number; readonly apply: boolean; readonly bytes: Buffer },
): Promise<ImportView> {
  const cells = await cellsOf(given.bytes)
  const readInto = async (tx: Tx) => {
    const draft = await openDraft(deps, tx)
    const read = readSheet(cells, await factsFor(deps, tx, draft.list))
    const found = differing(read, draft.list)
    const view: ImportView = {
      rows: read.rows,
      classes: read.entries.length,
      added: found.added.length,
      changed: found.changed.length,
      same: read.entries.length - found.added.length - found.changed.length,
      errors: read.errors.slice(0, ERRORS_SHOWN),
      revision: null,
    }
    return { draft, found, view, errors: read.errors.length }
  }
  must(mayKeepList(actor, LIST_EDITORS))
  if (!given.apply) return (await readInto(deps.db)).view
  const content = { revision: given.revision, file: sha256(given.bytes).toString('hex') }
  return listCommand(deps, actor, { id: given.id, act: 'import', content }, async (tx) => {
    const row = await draftUnmoved(deps, tx, given.revision)
    const { draft, found, view, errors } = await readInto(tx)
    const [first] = view.errors
    if (first !== undefined)
      throw listProblem('list.sheet-wrong', { count: errors, row: first.row, column: first.column })
    const changes = [...found.added, ...found.changed]
    const revision = changes.length === 0 ? row.revision : row.revision + 1
    if (changes.length > 0)
      await saveChanges(
        tx,
        actor,
        { row, revision, at: new Date(deps.clock.now()) },
        changes.map((entry) => {
          const base = draft.base.get(classText(entry.key))
          return base !== undefined && fieldChanges(base, entry, (unit) => unit).length === 0
            ? { key: entry.key, state: 'same' as const, entry: null }
            : { key: entry.key, state: 'changed' as const, entry }
        }),
      )
    return {
      draft: row.id,
      answer: { ...view, revision },
      details: { added: view.added, changed: view.changed },
    }
  })
}
