/**
 * Two rows of one person becoming one: which value stays where nobody says otherwise, and which of two homes. Everything here is
 * only a first proposal on the page of the review; a person decides.
 */
import type { Kept, Likened } from '../schema/duplicate-lists.ts'
import type { Confidence, Source } from '../schema/lists.ts'

/** A value of one of the two rows, as far as it matters here. */
export interface Side {
  readonly has: boolean
  /** Null: nobody knows how it was learnt. */
  readonly fact: {
    readonly source: Source
    /** YYYY-MM-DD */
    readonly on: string
    readonly confidence: Confidence
  } | null
}

const TRUST = { certain: 2, probable: 1, doubtful: 0 } as const satisfies Record<Confidence, number>
const WORTH = { certificate: 3, comparison: 2, visit: 1, self: 0 } as const satisfies Record<Source, number>

export const liken = (mine: boolean, other: boolean, equal: boolean): Likened =>
  mine && other ? (equal ? 'equal' : 'differ') : mine || other ? 'one' : 'none'

/**
 * Whose value stays: the only one there is, then the more trusted, then the fresher, then the better source; between equals that
 * of the row that stays.
 */
export function preferred(mine: Side, other: Side): Kept {
  if (mine.has !== other.has) return mine.has ? 'mine' : 'other'
  if (!mine.has) return 'mine'
  if (mine.fact === null || other.fact === null)
    return mine.fact === null && other.fact !== null ? 'other' : 'mine'
  const trust = TRUST[mine.fact.confidence] - TRUST[other.fact.confidence]
  if (trust !== 0) return trust > 0 ? 'mine' : 'other'
  if (mine.fact.on !== other.fact.on) return mine.fact.on > other.fact.on ? 'mine' : 'other'
  return WORTH[mine.fact.source] >= WORTH[other.fact.source] ? 'mine' : 'other'
}

/** Of two homes of one kind the one they came to later. */
export const preferredStay = (mine: { readonly from: string }, other: { readonly from: string }): Kept =>
  other.from > mine.from ? 'other' : 'mine'

export interface Standing {
  readonly id: string
  readonly status: 'here' | 'moved-out' | 'dead'
  readonly hasNumber: boolean
  readonly facts: number
}

/** Which row stays: who is here, who has a number, who has more facts, who was written down first (ids grow with time). */
export function survivorOf(a: Standing, b: Standing): string {
  if ((a.status === 'here') !== (b.status === 'here')) return a.status === 'here' ? a.id : b.id
  if (a.hasNumber !== b.hasNumber) return a.hasNumber ? a.id : b.id
  if (a.facts !== b.facts) return a.facts > b.facts ? a.id : b.id
  return a.id < b.id ? a.id : b.id
}

/** Days somebody may have meant who typed this one: a digit other, two neighbours swapped, month and day swapped. Real days only. */
export function daysMistyped(day: string): readonly string[] {
  const found = new Set<string>()
  const digits = [...day.replaceAll('-', '')]
  const add = (all: readonly string[]): void => {
    const text = `${all.slice(0, 4).join('')}-${all.slice(4, 6).join('')}-${all.slice(6).join('')}`
    const at = new Date(`${text}T00:00:00Z`)
    if (text >= '1850-01-01' && !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text)
      found.add(text)
  }
  for (const [i, digit] of digits.entries()) {
    for (let other = 0; other <= 9; other++) add(digits.with(i, String(other)))
    const next = digits[i + 1]
    if (next !== undefined) add(digits.with(i, next).with(i + 1, digit))
  }
  add([...digits.slice(0, 4), ...digits.slice(6), ...digits.slice(4, 6)])
  found.delete(day)
  return [...found].toSorted()
}
