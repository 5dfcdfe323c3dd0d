/** Which open cases may be the same thing told twice: by class, words and distance. A suggestion to a person, never a decision. */
import type { ClassKey } from '../schema/words.ts'

export const sameClass = (a: ClassKey | null, b: ClassKey | null): boolean =>
  a !== null && b !== null && a.standard === b.standard && a.kind === b.kind && a.code === b.code

/** Two known classes that differ: such cases are not merged; an unknown one does not stand in the way (transition 24). */
export const classesDiffer = (a: ClassKey | null, b: ClassKey | null): boolean =>
  a !== null && b !== null && !sameClass(a, b)

const pairsOf = (text: string): Set<string> => {
  const letters = [...text.normalize('NFKC').toLowerCase()].filter((c) => /[\p{L}\p{N}]/u.test(c))
  return new Set(letters.slice(0, -1).map((c, i) => c + (letters[i + 1] ?? '')))
}

/** The share of the shorter text's pairs of characters that the other has too, 0 to 1; 0 when either says nothing. */
export function sharedWords(a: string, b: string): number {
  const [x, y] = [pairsOf(a), pairsOf(b)]
  const least = Math.min(x.size, y.size)
  if (least === 0) return 0
  let both = 0
  for (const pair of x) if (y.has(pair)) both++
  return both / least
}

export interface Told {
  /** What the caller says and where, in words; may be empty. */
  readonly words: string
  readonly category: ClassKey | null
}
export interface Open {
  readonly category: ClassKey | null
  readonly categoryName: string | null
  readonly description: string
  readonly address: string | null
  readonly metres: number
}
export interface Alike<T extends Open> {
  readonly of: T
  /** Near, and of one class or in like words: most likely the same. */
  readonly likely: boolean
  readonly apart: 'class-differs' | null
}

/** Metres within which two reports of the same kind are most likely one. */
export const LIKELY_METRES = 60
/** Shared pairs above which two texts speak of the same: "路灯不亮" in "小区门口路灯不亮两天了" is 1. */
const LIKE_WORDS = 0.4

/** The likeliest first; what cannot be merged because its class differs stands last. Equal ones keep the order given. */
export function rankAlike<T extends Open>(told: Told, open: readonly T[], reach: number): Alike<T>[] {
  return open
    .map((of) => {
      const shared = sharedWords(told.words, [of.categoryName, of.description, of.address].join(' '))
      const same = sameClass(told.category, of.category)
      const differ = classesDiffer(told.category, of.category)
      const score = (differ ? -4 : same ? 2 : 0) + shared * 2 + (1 - of.metres / reach)
      const likely = !differ && of.metres <= LIKELY_METRES && (same || shared >= LIKE_WORDS)
      return { of, likely, apart: differ ? ('class-differs' as const) : null, score }
    })
    .toSorted((a, b) => b.score - a.score)
    .map(({ of, likely, apart }) => ({ of, likely, apart }))
}
