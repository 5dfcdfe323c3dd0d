/**
 * Who is the head of a household after the head has left or died, and which relations still hold. No standard says it: an office
 * asks the family. So the answer is a proposal that keeps the household whole until somebody has asked, and it warns.
 */
import { ageAt } from './household.ts'
import { SPOUSES } from './kinship.ts'

export interface Remaining {
  readonly personId: string
  /** To the head that left; null: not known. */
  readonly kinship: string | null
  /** YYYY-MM-DD; null: not known. */
  readonly born: string | null
}
export interface Succession {
  readonly head: string
  /** Whose relation does not follow and must be asked. */
  readonly ask: readonly string[]
}

const isChild = (kinship: string | null): boolean => kinship !== null && /^[23][0-6]$/.test(kinship)

/**
 * The spouse before anybody, else the eldest; an adult before a child. What the children were to the head they are to the spouse;
 * nothing else follows. Null: nobody is left.
 * @param today YYYY-MM-DD
 */
export function succeed(left: readonly Remaining[], today: string): Succession | null {
  const adult = (r: Remaining): boolean => r.born !== null && ageAt(r.born, today) >= 18
  const spouse = left.find(
    (r) => r.kinship !== null && SPOUSES.includes(r.kinship) && (adult(r) || r.born === null),
  )
  const eldest = left.toSorted(
    (a, b) =>
      Number(adult(b)) - Number(adult(a)) ||
      (a.born ?? '9999').localeCompare(b.born ?? '9999') ||
      (a.personId < b.personId ? -1 : 1),
  )[0]
  const next = spouse ?? eldest
  if (next === undefined) return null
  const others = left.filter((r) => r.personId !== next.personId)
  return {
    head: next.personId,
    ask: others.filter((r) => spouse === undefined || !isChild(r.kinship)).map((r) => r.personId),
  }
}
