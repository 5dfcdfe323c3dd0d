import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { writeBlocks } from '@lifang/platform/blocks.ts'
import { newId } from '@lifang/platform/id.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import type { Cell } from '../../rules/transfer/cells.ts'
import { guessColumns, plainHead } from '../../rules/transfer/heads.ts'
import { isBlank } from '../../rules/transfer/line.ts'
import { CHUNK, CSV_BYTES, MOST_LINES, XLSX_BYTES } from '../../schema/transfer-lists.ts'
import { transferProblem } from '../../schema/transfer-problems.ts'
import { readCsv } from './csv.ts'
import { incomingPath, sealedName, type TransferDeps } from './deps.ts'
import { readWorkbook } from './xlsx.ts'

export interface Taken {
  /** Where the sealed lines lie until the import stands. */
  readonly path: string
  readonly format: 'csv' | 'xlsx'
  readonly bytes: number
  readonly sha256: string
  readonly heads: readonly string[]
  readonly headLine: number
  readonly lines: number
}

const MOST_COLUMNS = 100
/** A title of a few lines may stand above the heads. */
const ABOVE = 10

const textOf = (cell: Cell | undefined): string =>
  cell === null || cell === undefined ? '' : String(cell).trim()

/** The last cells of a line that hold nothing say nothing. */
function trimmed(cells: readonly Cell[]): readonly Cell[] {
  let length = cells.length
  while (length > 0 && (cells[length - 1] === null || cells[length - 1] === '')) length--
  return length === cells.length ? cells : cells.slice(0, length)
}

/** Gathers lines into sealed blocks, once the heads are found. */
class Lines {
  heads: readonly string[] | null = null
  headLine = 0
  lines = 0
  #above: (readonly Cell[])[] = []
  #waiting: (readonly Cell[])[] = []
  /** Blank lines at the end are no lines. */
  #blank = 0
  readonly #write: (block: Buffer) => Promise<void>
  constructor(write: (block: Buffer) => Promise<void>) {
    this.#write = write
  }

  async add(given: readonly Cell[]): Promise<void> {
    const cells = trimmed(given)
    if (this.heads === null) {
      this.#above.push(cells)
      const known = Object.keys(guessColumns(cells.map(textOf))).length
      if (known >= 2) await this.#begin(this.#above.length - 1)
      else if (this.#above.length >= ABOVE) await this.#beginAnywhere()
      return
    }
    if (isBlank(cells)) {
      this.#blank++
      return
    }
    for (; this.#blank > 0; this.#blank--) await this.#put([])
    await this.#put(cells)
  }

  /** No head that we know: the first line that holds anything. */
  async #beginAnywhere(): Promise<void> {
    const at = this.#above.findIndex((cells) => !isBlank(cells))
    if (at < 0) throw transferProblem('transfer.no-heads', { field: 'file' })
    await this.#begin(at)
  }

  async #begin(at: number): Promise<void> {
    const heads = (this.#above[at] ?? []).map((cell) => textOf(cell).replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ''))
    if (heads.length > MOST_COLUMNS)
      throw transferProblem('transfer.too-wide', { field: 'file', most: MOST_COLUMNS })
    const plain = heads.map((h) => h.slice(0, 60))
    const twice = plain.find(
      (h, i) => h !== '' && plain.findIndex((o) => plainHead(o) === plainHead(h)) !== i,
    )
    if (twice !== undefined && plainHead(twice) !== '')
      throw transferProblem('transfer.head-twice', { field: 'file', head: twice })
    this.heads = plain
    this.headLine = at + 1
    const rest = this.#above.slice(at + 1)
    this.#above = []
    for (const cells of rest) await this.add(cells)
  }

  async #put(cells: readonly Cell[]): Promise<void> {
    this.lines++
    if (this.lines > MOST_LINES)
      throw transferProblem('transfer.too-many-lines', { field: 'file', most: MOST_LINES })
    this.#waiting.push(cells.length > MOST_COLUMNS ? cells.slice(0, MOST_COLUMNS) : cells)
    if (this.#waiting.length >= CHUNK) await this.#flush()
  }
  async #flush(): Promise<void> {
    await this.#write(Buffer.from(JSON.stringify(this.#waiting)))
    this.#waiting = []
  }
  async end(): Promise<readonly string[]> {
    if (this.heads === null && this.#above.length > 0) await this.#beginAnywhere()
    if (this.heads === null || this.lines === 0) throw transferProblem('transfer.empty', { field: 'file' })
    if (this.#waiting.length > 0) await this.#flush()
    return this.heads
  }
}

/**
 * Takes a file in as it comes: read once, its lines kept sealed; of a text nothing more than a chunk is in memory.
 * @throws transfer.* for what is no sheet of people, and nothing is left of it
 */
export async function takeFile(
  deps: TransferDeps,
  id: string,
  source: AsyncIterable<Buffer>,
): Promise<Taken> {
  const path = incomingPath(deps, id, newId())
  const hash = createHash('sha256')
  let bytes = 0
  const from = source[Symbol.asyncIterator]()
  const first = await from.next()
  const head: Buffer = first.done === true ? Buffer.alloc(0) : first.value
  if (head.length === 0) throw transferProblem('transfer.empty', { field: 'file' })
  // Old binary files of Excel, and new ones under a password.
  if (head.length >= 4 && head.readUInt32BE(0) === 0xd0cf11e0)
    throw transferProblem('transfer.old-excel', { field: 'file' })
  const format = head.length >= 4 && head.readUInt32BE(0) === 0x504b0304 ? 'xlsx' : 'csv'
  const most = format === 'csv' ? CSV_BYTES : XLSX_BYTES
  async function* counted(): AsyncGenerator<Buffer, void> {
    for (
      let next: IteratorResult<Buffer> = { done: false, value: head };
      next.done !== true;
      next = await from.next()
    ) {
      bytes += next.value.length
      if (bytes > most)
        throw transferProblem('transfer.too-large', { field: 'file', megabytes: most / 1_000_000 })
      hash.update(next.value)
      yield next.value
    }
  }
  const writer = await writeBlocks(deps.fields, sealedName(id), path).catch((error: unknown) => {
    throw unavailable(error)
  })
  let closed = false
  try {
    const lines = new Lines((block) => writer.add(block))
    if (format === 'csv') await readCsv(counted(), (cells) => lines.add(cells))
    else {
      const parts: Buffer[] = []
      for await (const part of counted()) parts.push(part)
      await readWorkbook(Buffer.concat(parts), (cells) => lines.add(cells))
    }
    const heads = await lines.end()
    closed = true
    await writer.close()
    return {
      path,
      format,
      bytes,
      sha256: hash.digest('hex'),
      heads,
      headLine: lines.headLine,
      lines: lines.lines,
    }
  } catch (error) {
    if (!closed) await writer.close().catch(() => 0)
    await rm(path, { force: true })
    throw unavailable(error)
  }
}

/** What the disk refuses is nobody's fault at the counter: nothing was kept, trying again is safe. */
function unavailable(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^E[A-Z]+$/.test(code) && !(error instanceof Error && error.name === 'Problem')
    ? platformProblem('platform.unavailable', { reason: code })
    : error
}
