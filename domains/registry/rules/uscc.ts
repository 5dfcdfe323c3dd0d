/**
 * Unified social credit codes, GB 32100: 1 registering department, 1 kind of body, 6 area, 9 organisation, 1 check. Source:
 * domain.md 2.9 (the standard itself was not read). A check character that does not fit warns with a reason and is kept: at
 * least one code reported as real breaks it. Only what cannot be a code at all is refused.
 */
import { finding, plainCode } from './finding.ts'
import type { Finding } from './finding.ts'

/** No I, O, Z, S, V. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const
/** What people write for a letter that codes do not use. */
const LOOKS_LIKE: Readonly<Record<string, string>> = { I: '1', O: '0', Z: '2', S: '5', V: 'U' }

export const USCC_FAULTS = ['length', 'characters', 'characters-meant', 'masked'] as const
export const USCC_WARNINGS = ['checksum', 'area'] as const

export interface UsccRead {
  readonly ok: true
  /** 18 characters, upper case. */
  readonly value: string
  /** Registering department: 1 staffing office, 5 civil affairs, 9 market supervision, others. */
  readonly department: string
  /** Kind of body within the department. */
  readonly body: string
  /** Six digits of the registering office's division. */
  readonly area: string
  /** Organisation code of nine characters (GB 11714). */
  readonly organisation: string
  readonly warnings: readonly Finding[]
}
export interface UsccRefused {
  readonly ok: false
  readonly fault: Finding
}

/** Check character over the first 17; null when one of them is not of the alphabet. */
export function usccCheck(code: string): string | null {
  let sum = 0
  for (const [i, weight] of WEIGHTS.entries()) {
    const value = ALPHABET.indexOf(code[i] ?? ' ')
    if (value < 0) return null
    sum += weight * value
  }
  // The outer remainder is for a sum that is a multiple of 31: 31 is no character, 0 is.
  return ALPHABET[(31 - (sum % 31)) % 31] ?? null
}

export function readUscc(text: string): UsccRead | UsccRefused {
  const plain = plainCode(text)
  if (/[*•]/.test(plain)) return refuse('masked')
  if (plain.length !== 18) return refuse('length', { length: plain.length })
  const wrong = [...plain].find((letter) => !ALPHABET.includes(letter))
  if (wrong !== undefined) {
    const meant = [...plain].map((letter) => LOOKS_LIKE[letter] ?? letter).join('')
    const fits = usccCheck(meant) === meant[17]
    return fits
      ? refuse('characters-meant', { letter: wrong, meant })
      : refuse('characters', { letter: wrong })
  }
  const warnings: Finding[] = []
  const expected = usccCheck(plain) ?? ''
  if (expected !== plain[17])
    warnings.push(finding('registry-rules.uscc-checksum', { expected, found: plain[17] ?? '' }))
  const area = plain.slice(2, 8)
  if (!/^\d{6}$/.test(area)) warnings.push(finding('registry-rules.uscc-area', { area }))
  return {
    ok: true,
    value: plain,
    department: plain.slice(0, 1),
    body: plain.slice(1, 2),
    area,
    organisation: plain.slice(8, 17),
    warnings,
  }
}

const refuse = (fault: (typeof USCC_FAULTS)[number], details: Finding['details'] = {}): UsccRefused => ({
  ok: false,
  fault: finding(`registry-rules.uscc-${fault}`, details),
})
