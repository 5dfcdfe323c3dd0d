import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import type { Cell } from '../../rules/transfer/cells.ts'
import { transferProblem } from '../../schema/transfer-problems.ts'

const SAMPLE = 64 * 1024

/** UTF-8 with or without its mark, UTF-16 as Excel writes "Unicode text", else GB 18030, which every old Chinese sheet is. */
function encodingOf(sample: Buffer): 'utf-8' | 'utf-16le' | 'gb18030' {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le'
  // A character cut at the end of the sample is no error.
  for (let cut = 0; cut < 4; cut++)
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(sample.subarray(0, sample.length - cut))
      return 'utf-8'
    } catch {
      // One byte less.
    }
  return 'gb18030'
}

/** The separator that the first line has most of. */
function delimiterOf(text: string): string {
  const line = text.slice(0, /\r?\n/.exec(text)?.index ?? text.length)
  const counts = [',', '\t', ';', '，'].map((d) => [d, line.split(d).length] as const)
  return counts.toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? ','
}

/**
 * Records of a text file of separated values, read as it comes. @throws transfer.not-a-sheet, encoding, broken {line}
 */
export async function readCsv(
  bytes: AsyncIterable<Buffer>,
  onRecord: (cells: readonly Cell[]) => Promise<void>,
): Promise<void> {
  const source = bytes[Symbol.asyncIterator]()
  const first: Buffer[] = []
  let size = 0
  while (size < SAMPLE) {
    const next = await source.next()
    if (next.done === true) break
    first.push(next.value)
    size += next.value.length
  }
  const sample = Buffer.concat(first)
  const encoding = encodingOf(sample)
  if (encoding !== 'utf-16le' && sample.includes(0))
    throw transferProblem('transfer.not-a-sheet', { field: 'file' })
  const decoder = new TextDecoder(encoding, { fatal: true })
  let records = 0
  const decoded = (chunk?: Buffer): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
      throw transferProblem('transfer.encoding', { field: 'file', line: records + 1 })
    }
  }
  const head = decoded(sample)
  async function* texts(): AsyncGenerator<string, void> {
    yield head
    for (let next = await source.next(); next.done !== true; next = await source.next())
      yield decoded(next.value)
    yield decoded()
  }
  const parser = parse({
    delimiter: delimiterOf(head),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: 200_000,
  })
  try {
    await pipeline(Readable.from(texts()), parser, async (rows: AsyncIterable<string[]>) => {
      for await (const row of rows) {
        records++
        await onRecord(row)
      }
    })
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))
      throw transferProblem('transfer.broken', { field: 'file', line: records + 1 })
    throw error
  }
}
