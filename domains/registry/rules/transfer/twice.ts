/** A number that stands in one file twice: somebody with two homes, or a line too many. */
import { RESIDENCE_KINDS, type ResidenceKind } from '../../schema/lists.ts'

/** What earlier lines of the file said under a number. */
export interface Before {
  /** The first of them. */
  readonly line: number
  /** Kinds of residence, as `kindBits` writes them. */
  readonly kinds: number
  readonly sameName: boolean
}

/** One bit a kind of residence. */
export const kindBits = (kinds: readonly ResidenceKind[]): number =>
  RESIDENCE_KINDS.reduce((bits, kind, i) => (kinds.includes(kind) ? bits | (1 << i) : bits), 0)

/** 31 bits of a name, to hold one line against another without keeping a million names. */
export function nameBits(name: string): number {
  let hash = 0x811c9dc5
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 1
}

/**
 * 户籍 on one line and 居住 on another are one person with two residences. The same kind twice, or two names, is a mistake of the
 * file. @returns null: a second residence of the same person
 */
export const faultOfTwice = (
  before: Before,
  kinds: readonly ResidenceKind[],
): 'transfer.why.twice' | 'transfer.why.twice-name' | null =>
  (before.kinds & kindBits(kinds)) !== 0
    ? 'transfer.why.twice'
    : before.sameName
      ? null
      : 'transfer.why.twice-name'
