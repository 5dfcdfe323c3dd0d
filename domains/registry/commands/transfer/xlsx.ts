import { readXlsx, streamXlsxRows } from 'hucre/xlsx'
import type { Cell } from '../../rules/transfer/cells.ts'
import { guessColumns } from '../../rules/transfer/heads.ts'
import { transferProblem } from '../../schema/transfer-problems.ts'

/** What a workbook may become when it is unpacked: 660,000 people are about 400 MB of XML. */
const UNPACKED = 900_000_000
/** Texts that every cell refers to are kept while the sheet is read. */
const SHARED = 120_000_000

/**
 * What an archive says it holds, before anything is unpacked. @throws transfer.bomb for more than a sheet of people has,
 * transfer.not-a-sheet where the directory of the archive is not there
 */
function refuseBomb(bytes: Buffer): void {
  const wrong = () => transferProblem('transfer.not-a-sheet', { field: 'file' })
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || end + 22 > bytes.length) throw wrong()
  let at = bytes.readUInt32LE(end + 16)
  let unpacked = 0
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw wrong()
    const size = bytes.readUInt32LE(at + 24)
    const length = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, at + 46 + length)
    unpacked += size
    if (unpacked > UNPACKED || (name.endsWith('sharedStrings.xml') && size > SHARED))
      throw transferProblem('transfer.bomb', { field: 'file' })
    at += 46 + length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
}

const cellOf = (value: unknown): Cell => {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString().slice(0, 10)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return null
}
/** How many of the first rows are looked at for the heads of a sheet. */
const LOOKED = 10

/** The sheet that has people in it: the first that shows and whose heads we know, else the first that shows. */
async function sheetOf(bytes: Buffer): Promise<number> {
  const shown: number[] = []
  await readXlsx(bytes, {
    sheets: (info, index) => {
      if (info.hidden !== true && info.veryHidden !== true) shown.push(index)
      return false
    },
    maxRows: 1,
  })
  for (const sheet of shown)
    for await (const row of streamXlsxRows(bytes, { sheet, maxRows: LOOKED }))
      if (Object.keys(guessColumns(row.values.map((v) => String(cellOf(v) ?? '')))).length >= 2) return sheet
  const [first] = shown
  if (first === undefined) throw transferProblem('transfer.empty', { field: 'file' })
  return first
}

/**
 * Rows of the sheet of people, blank ones between them too. The archive is in memory, packed; its rows are not.
 * @throws transfer.bomb, not-a-sheet, empty
 */
export async function readWorkbook(
  bytes: Buffer,
  onRecord: (cells: readonly Cell[]) => Promise<void>,
): Promise<void> {
  refuseBomb(bytes)
  // A workbook we cannot read is no workbook; a refusal of ours goes through.
  const sheet = await sheetOf(bytes).catch((error: unknown) => {
    throw error instanceof Error && error.name === 'Problem'
      ? error
      : transferProblem('transfer.not-a-sheet', { field: 'file' })
  })
  let next = 0
  const rows = streamXlsxRows(bytes, { sheet })
  for (;;) {
    const row = await rows.next().catch(() => {
      throw transferProblem('transfer.broken', { field: 'file', line: next + 1 })
    })
    if (row.done === true) return
    for (; next < row.value.index; next++) await onRecord([])
    await onRecord(row.value.values.map(cellOf))
    next++
  }
}
