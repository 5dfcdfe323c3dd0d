import { join } from 'node:path'
import type { Phrases } from '@lifang/platform/lang.ts'
import { KINSHIP, kinshipWord } from '../../rules/kinship.ts'
import type { RegistryDeps } from '../../repo/deps.ts'
import type { ImportRow } from '../../tables/transfer.ts'

export interface TransferDeps extends RegistryDeps {
  /** Where uploaded lines lie, sealed. */
  readonly folder: string
  /** Sentences of reasons and words of relations, in the office's language. */
  readonly phrases: Phrases
  /** Days after which a file and what was wrong with its lines are removed. */
  readonly keepDays: number
  /** Told of what went wrong while nobody was asking. */
  readonly log: (error: unknown) => void
  /** The process is about to end: what runs stops with its chunk and goes on after the next start. */
  readonly closing: () => boolean
}

/** What the lines of an import are sealed under, wherever the file lies. */
export const sealedName = (id: string): string => `people-import/${id}`
export const linesPath = ({ folder }: TransferDeps, id: string): string => join(folder, `${id}.lines`)
export const incomingPath = ({ folder }: TransferDeps, id: string, other: string): string =>
  join(folder, `${id}.${other}.incoming`)

/** Words of relations to the head → their code. */
export function relationWords(phrases: Phrases): ReadonlyMap<string, string> {
  const words = new Map<string, string>()
  for (const code of KINSHIP.codes.keys()) {
    words.set(code, code)
    const word = phrases[kinshipWord(code)]
    if (word !== undefined) words.set(word, code)
  }
  return words
}

/** Line of the file, as Excel counts, of a place in a chunk. */
export const lineOf = (row: Pick<ImportRow, 'head_line'>, index: number): number => row.head_line + 1 + index
