/**
 * Identity numbers: GB 11643 (check digit ISO 7064 MOD 11-2), the 15-digit numbers before it, residence permits of Hong Kong,
 * Macao and Taiwan, and the permanent residence card of foreigners. Source: domain.md 2.9 (the standard itself was not read;
 * what is marked there as unverified warns and never blocks).
 *
 * What blocks is what no office can have issued: a wrong length, other characters, a masked number, a month 13, a birth in the
 * future. What real cards are known to carry warns with a reason and is kept: a check digit that does not fit, an area code
 * nobody knows, a 30 February (birth days of the lunar calendar were registered as they were said).
 */
import { isDay } from '@lifang/domains/calendar/rules/instants.ts'
import { finding, plainCode } from './finding.ts'
import type { Finding } from './finding.ts'

export type IdNumberKind = 'resident' | 'hmt-residence' | 'foreign-permanent' | 'old-15'
export type Sex = 'male' | 'female'

export interface IdNumberRead {
  readonly ok: true
  /** 18 characters, upper-case X; null for a 15-digit number whose century is not sure. */
  readonly value: string | null
  readonly kind: IdNumberKind
  /** YYYY-MM-DD; null when the number names a day no calendar has. */
  readonly born: string | null
  readonly sex: Sex
  readonly warnings: readonly Finding[]
}
export interface IdNumberRefused {
  readonly ok: false
  readonly fault: Finding
}

/** Why `readIdNumber` refuses, and what it only warns of. */
export const ID_NUMBER_FAULTS = ['length', 'characters', 'masked', 'date-impossible', 'future'] as const
export const ID_NUMBER_WARNINGS = [
  'checksum',
  'area-unknown',
  'date-not-in-calendar',
  'very-old',
  'old-number',
  'century-unsure',
] as const
type Fault = (typeof ID_NUMBER_FAULTS)[number]
type Warning = (typeof ID_NUMBER_WARNINGS)[number]

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
/** Provinces of GB/T 2260 by their first two digits; Taiwan, Hong Kong and Macao have cards of their own kind. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71'.split(
    ' ',
  ),
)
/** 香港 810000, 澳门 820000, 台湾 830000 (domain.md 2.9; 830000 from memory, unverified). */
const HMT = new Set(['810000', '820000', '830000'])
/** No division begins with 99: kept for demonstrations, so that a made-up number cannot be anybody's. */
const FICTIONAL = '99'
const OLDEST_YEARS = 125

/** Check character over the first 17 digits. @param digits at least 17 ASCII digits */
export function idCheckDigit(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0)
  return '10X98765432'[sum % 11] ?? ''
}

const refuse = (fault: Fault, details: Finding['details'] = {}): IdNumberRefused => ({
  ok: false,
  fault: finding(`registry-rules.id-number-${fault}`, details),
})
const warn = (warning: Warning, details: Finding['details'] = {}): Finding =>
  finding(`registry-rules.id-number-${warning}`, details)

/**
 * Reads a number as typed: full-width digits, blanks, lower-case x and the Roman ten are what keyboards and sheets give.
 * @param today YYYY-MM-DD, office time
 */
export function readIdNumber(text: string, today: string): IdNumberRead | IdNumberRefused {
  const plain = plainCode(text).replace(/[×Х]$/, 'X')
  if (/[*＊•]/.test(plain)) return refuse('masked')
  if (plain.length === 15 && /^\d{15}$/.test(plain)) return readOld(plain, today)
  if (plain.length !== 18) return refuse('length', { length: plain.length })
  if (!/^\d{17}[\dX]$/.test(plain)) return refuse('characters')
  const warnings: Finding[] = []
  const check = idCheckDigit(plain)
  const fits = check === plain[17]
  if (!fits) warnings.push(warn('checksum', { expected: check, found: plain[17] ?? '' }))
  const kind = kindOf(plain)
  if (kind === null) warnings.push(warn('area-unknown', { area: plain.slice(0, 6) }))
  const birth = readBirth(plain.slice(6, 14), today)
  if (birth.fault) return refuse(birth.fault, { date: plain.slice(6, 14) })
  if (birth.born === null) {
    // Two oddities in one number are a slip of the pen, not a lunar birth day.
    if (!fits) return refuse('date-impossible', { date: plain.slice(6, 14) })
    warnings.push(warn('date-not-in-calendar', { date: plain.slice(6, 14) }))
  }
  if (birth.veryOld) warnings.push(warn('very-old', { year: plain.slice(6, 10) }))
  return {
    ok: true,
    value: plain,
    kind: kind ?? 'resident',
    born: birth.born,
    sex: sexOf(plain[16]),
    warnings,
  }
}

/** Null: an area no division table ever had. Abolished codes inside a province are accepted: the table changes every year. */
function kindOf(number: string): IdNumberKind | null {
  if (HMT.has(number.slice(0, 6))) return 'hmt-residence'
  if (number.startsWith(FICTIONAL)) return 'resident'
  if (number.startsWith('9')) return 'foreign-permanent'
  return PROVINCES.has(number.slice(0, 2)) ? 'resident' : null
}

const sexOf = (digit: string | undefined): Sex => (Number(digit) % 2 === 1 ? 'male' : 'female')

interface Birth {
  readonly fault: 'date-impossible' | 'future' | null
  readonly born: string | null
  readonly veryOld: boolean
}
const unreal: Birth = { fault: 'date-impossible', born: null, veryOld: false }

function readBirth(digits: string, today: string): Birth {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)]
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return unreal
  if (Number(year) < 1800) return unreal
  const written = `${year}-${month}-${day}`
  if (written > today) return { fault: 'future', born: null, veryOld: false }
  const veryOld = Number(today.slice(0, 4)) - Number(year) > OLDEST_YEARS
  return { fault: null, born: isDate(written) ? written : null, veryOld }
}

const isDate = (text: string): boolean => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  return isDay(year, month, day)
}

/**
 * Numbers of before 1999: two digits of the year and no check digit. They are lifted to 18 with the century 1900, which the
 * warning says; sequence numbers 996 to 999 were kept for people born before 1900, so there the century stays open.
 */
function readOld(plain: string, today: string): IdNumberRead | IdNumberRefused {
  const birth = readBirth(`19${plain.slice(6, 12)}`, today)
  if (birth.fault || birth.born === null) return refuse('date-impossible', { date: plain.slice(6, 12) })
  const warnings = [warn('old-number')]
  if (!PROVINCES.has(plain.slice(0, 2)) && !plain.startsWith(FICTIONAL))
    warnings.push(warn('area-unknown', { area: plain.slice(0, 6) }))
  const sex = sexOf(plain[14])
  if (Number(plain.slice(12)) >= 996) {
    warnings.push(warn('century-unsure'))
    return { ok: true, value: null, kind: 'old-15', born: null, sex, warnings }
  }
  const lifted = `${plain.slice(0, 6)}19${plain.slice(6)}`
  return { ok: true, value: lifted + idCheckDigit(lifted), kind: 'old-15', born: birth.born, sex, warnings }
}
