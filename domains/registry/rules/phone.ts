/**
 * Telephone numbers of the mainland as sheets and people write them, to one spelling: mobile `13812341234`, landline
 * `0730-8612345` with an extension after `-`. Source: the numbering plan as commonly published (own knowledge, unverified), so a
 * number that fits no pattern of it is refused, but which exchanges exist is not checked.
 */
import { finding, plainCode } from './finding.ts'
import type { Finding } from './finding.ts'

export const PHONE_FAULTS = ['length', 'characters', 'masked'] as const
export const PHONE_WARNINGS = ['no-area-code', 'foreign'] as const

export interface PhoneRead {
  readonly ok: true
  readonly kind: 'mobile' | 'landline' | 'service' | 'foreign'
  readonly value: string
  /** The last four digits of the number itself, without the extension: what people search by. */
  readonly tail: string
  readonly extension: string | null
  readonly warnings: readonly Finding[]
}
export interface PhoneRefused {
  readonly ok: false
  readonly fault: Finding
}

const refuse = (fault: (typeof PHONE_FAULTS)[number], details: Finding['details'] = {}): PhoneRefused => ({
  ok: false,
  fault: finding(`registry-rules.phone-${fault}`, details),
})

export function readPhone(text: string): PhoneRead | PhoneRefused {
  const plain = text
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cf}.()（）]/gu, '')
    .replaceAll(/[－–—―_/]/g, '-')
  if (/[*•]/.test(plain)) return refuse('masked')
  const [main, extension] = splitExtension(plain)
  if (!/^\+?[\d-]+$/.test(main)) return refuse('characters')
  const abroad = /^(?:\+|00)(?!86)(\d[\d-]{6,17})$/.exec(main)
  // 0000 is no country: the area code of demonstrations.
  if (abroad?.[1] !== undefined && !main.startsWith('0000')) {
    const digits = abroad[1].replaceAll('-', '')
    return read('foreign', `+${digits}`, digits, extension, [finding('registry-rules.phone-foreign')])
  }
  const digits = main.replace(/^(?:\+|00)86-?(?=1|0|[2-9])/, '').replaceAll('-', '')
  if (/^0?1[3-9]\d{9}$/.test(digits)) return read('mobile', digits.slice(-11), digits, extension)
  if (/^[48]00\d{7}$/.test(digits)) return read('service', digits, digits, extension)
  const landline = readLandline(main, digits)
  if (landline !== null) return read('landline', landline, digits, extension)
  if (/^[2-9]\d{6,7}$/.test(digits))
    return read('landline', digits, digits, extension, [finding('registry-rules.phone-no-area-code')])
  return refuse('length', { length: digits.length })
}

function read(
  kind: PhoneRead['kind'],
  number: string,
  digits: string,
  extension: string | null,
  warnings: readonly Finding[] = [],
): PhoneRead {
  const value = extension === null ? number : `${number}-${extension}`
  return { ok: true, kind, value, tail: digits.slice(-4), extension, warnings }
}

/** The number somebody typed whole into a search, in one spelling; null: something else, or only a piece of one. */
export function wholePhone(typed: string): string | null {
  if (!/^[+\d-]{7,20}$/.test(plainCode(typed))) return null
  const read = readPhone(typed)
  return read.ok ? read.value : null
}

/** The forms one number is asked for by: as it is, and a landline without its extension and without its area code. */
export function phoneForms(value: string): readonly string[] {
  const main = value.replace(/^(0\d{2,3}-\d{7,8}|[2-9]\d{6,7}|\d{10,11})-\d{1,6}$/, '$1')
  const local = /^0\d{2,3}-(\d{7,8})$/.exec(main)?.[1]
  return [...new Set([value, main, ...(local === undefined ? [] : [local])])]
}

/** 8612345转801, 0730-8612345-801. */
function splitExtension(plain: string): [string, string | null] {
  const said = /^(.+?)(?:转|分机|EXT|ext|#)(\d{1,6})$/.exec(plain)
  if (said?.[1] && said[2]) return [said[1], said[2]]
  const third = /^(0\d{2,3}-\d{7,8})-(\d{1,6})$/.exec(plain)
  return third?.[1] && third[2] ? [third[1], third[2]] : [plain, null]
}

/** Area codes: 010 and 02x have three digits, the others four. Where a hyphen says where it ends, the hyphen is believed. */
function readLandline(main: string, digits: string): string | null {
  const said = /^(?:(?:\+|00)86-?)?(0?\d{2,3})-(\d{7,8})$/.exec(main)
  if (said?.[1] && said[2]) return `${said[1].startsWith('0') ? said[1] : `0${said[1]}`}-${said[2]}`
  const glued = /^(010|02\d|0[03-9]\d{2})(\d{7,8})$/.exec(digits)
  if (glued?.[1] && glued[2]) return `${glued[1]}-${glued[2]}`
  // +86 730 8612345: the zero is dropped after the country code.
  const without = main === digits ? null : /^(10|2\d|[3-9]\d{2})(\d{7,8})$/.exec(digits)
  return without?.[1] && without[2] ? `0${without[1]}-${without[2]}` : null
}
