/**
 * Whether two records are one person: ID number, then name (pinyin with homophones, near shapes), birth date, phone, home.
 * A score from 0 to 100 with its reasons; a person decides. Weights are configuration.
 */
import { sameName, soundKeys } from './names.ts'
import type { Likeness } from './names.ts'
import type { DuplicateReason, DuplicateVerdict } from '../schema/duplicate-lists.ts'

export interface PersonRecord {
  readonly name: string
  /** 18 characters, or any key that is equal when the numbers are (a blind index). */
  readonly idNumber: string | null
  /** YYYY-MM-DD */
  readonly born: string | null
  readonly sex: 'male' | 'female' | null
  /** In the spelling of `readPhone`, or blind indexes. */
  readonly phones: readonly string[]
  /** Homes the person is registered or lives in. */
  readonly homes: readonly string[]
}

export interface DuplicateScore {
  /** 0 to 100 */
  readonly score: number
  /** Null: not worth a person's time. */
  readonly verdict: DuplicateVerdict | null
  readonly reasons: readonly DuplicateReason[]
}

/** Points by reason and the bounds of the verdicts. A common name alone (35) is nothing; with the birth date it is possible. */
export interface DuplicateWeights {
  readonly points: Readonly<Record<DuplicateReason, number>>
  readonly likely: number
  readonly possible: number
}
export const DUPLICATE_WEIGHTS: DuplicateWeights = {
  points: {
    'same-id-number': 100,
    'id-number-slip': 35,
    'other-id-number': -60,
    'name-equal': 35,
    'name-variant': 32,
    'name-homophone': 25,
    'name-near-shape': 25,
    'other-name': -40,
    'same-birth-date': 30,
    'birth-date-slip': 15,
    'other-birth-date': -30,
    'same-phone': 25,
    'same-home': 20,
    'other-sex': -30,
  },
  likely: 75,
  possible: 50,
}

const NAME_REASON: Readonly<Record<Likeness, DuplicateReason>> = {
  equal: 'name-equal',
  variant: 'name-variant',
  homophone: 'name-homophone',
  'near-shape': 'name-near-shape',
}

/** An equal ID number is certain whatever else differs: then one of the two has another fault, which the reasons show. */
export function duplicateScore(
  a: PersonRecord,
  b: PersonRecord,
  weights: DuplicateWeights = DUPLICATE_WEIGHTS,
): DuplicateScore {
  const reasons: DuplicateReason[] = []
  const byNumber = compareNumbers(a.idNumber, b.idNumber)
  if (byNumber !== null) reasons.push(byNumber)
  const likeness = sameName(a.name, b.name)
  reasons.push(likeness === null ? 'other-name' : NAME_REASON[likeness])
  if (a.born !== null && b.born !== null) reasons.push(compareBirths(a.born, b.born))
  if (meet(a.phones, b.phones)) reasons.push('same-phone')
  if (meet(a.homes, b.homes)) reasons.push('same-home')
  if (a.sex !== null && b.sex !== null && a.sex !== b.sex) reasons.push('other-sex')
  if (byNumber === 'same-id-number') return { score: 100, verdict: 'certain', reasons }
  const sum = reasons.reduce((total, reason) => total + weights.points[reason], 0)
  // Without the number nothing is certain: twins share birth date, home, phone and often the sound of their names.
  const score = Math.max(0, Math.min(99, sum))
  return {
    score,
    verdict: score >= weights.likely ? 'likely' : score >= weights.possible ? 'possible' : null,
    reasons,
  }
}

const meet = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.includes(one))

function compareNumbers(a: string | null, b: string | null): DuplicateReason | null {
  if (a === null || b === null || a === '' || b === '') return null
  if (a === b) return 'same-id-number'
  return isSlip(a, b) ? 'id-number-slip' : 'other-id-number'
}

const compareBirths = (a: string, b: string): DuplicateReason =>
  a === b
    ? 'same-birth-date'
    : isSlip(a, b) || monthAndDaySwapped(a, b)
      ? 'birth-date-slip'
      : 'other-birth-date'

/** One digit other, or two neighbours swapped, in numbers of one length (not in keys of a blind index, which have letters). */
function isSlip(a: string, b: string): boolean {
  if (a.length !== b.length || !/^[\d-]+[\dX]$/.test(a) || !/^[\d-]+[\dX]$/.test(b)) return false
  const at = [...a].flatMap((digit, i) => (digit === b[i] ? [] : [i]))
  const [first = 0, second = -1] = at
  if (at.length === 1) return true
  return at.length === 2 && second === first + 1 && a[first] === b[second] && a[second] === b[first]
}

const monthAndDaySwapped = (a: string, b: string): boolean =>
  a.slice(0, 4) === b.slice(0, 4) && a.slice(5, 7) === b.slice(8, 10) && a.slice(8, 10) === b.slice(5, 7)

/**
 * Keys for finding candidates without comparing everybody with everybody: two records worth a score share at least one. Each
 * begins with its kind.
 */
export function candidateKeys(person: PersonRecord): readonly string[] {
  const sounds = soundKeys(person.name)
  const keys = [
    ...(person.idNumber === null || person.idNumber === '' ? [] : [`id:${person.idNumber}`]),
    ...person.phones.map((phone) => `phone:${phone}`),
    ...sounds.flatMap((sound) => person.homes.map((home) => `home:${home}:${sound}`)),
    ...(person.born === null ? [] : sounds.map((sound) => `born:${person.born}:${sound}`)),
    // A look-alike character has another sound: surname, birth date and sex find it.
    ...(person.born === null
      ? []
      : [`shape:${person.born}:${person.sex ?? ''}:${[...person.name][0] ?? ''}`]),
  ]
  return [...new Set(keys)]
}
