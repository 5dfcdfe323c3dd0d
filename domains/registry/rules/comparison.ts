/**
 * Comparison with another register (公安, 学籍, 民政): one field, one record, a whole grid. Verdicts 一致 不一致 仅我方 仅对方 待核
 * (domain.md 3.8, seed 000-33). Nothing is written over: everything but 一致 is a task for a person.
 */
import { isDay } from '@lifang/domains/calendar/rules/instants.ts'
import { readAddress, sameAddress } from './address.ts'
import { readIdNumber } from './id-number.ts'
import { plainText, sameName } from './names.ts'
import { readPhone } from './phone.ts'
import type { TheirState } from '../schema/comparison-lists.ts'

export const VERDICTS = ['same', 'differs', 'ours-only', 'theirs-only', 'to-check'] as const
export type Verdict = (typeof VERDICTS)[number]
export const COMPARED_KINDS = ['name', 'id-number', 'date', 'sex', 'phone', 'address', 'text'] as const
export type ComparedKind = (typeof COMPARED_KINDS)[number]

/** A value of either register as it came; null or blank: the register has none. */
export type Given = string | null

/**
 * Verdict of one field. Null: neither side has a value, so there is nothing to compare. `to-check` where a machine cannot tell:
 * a masked or unreadable value, names alike by sound or shape, an address that lacks a part of the other.
 * @param today YYYY-MM-DD
 */
export function compareField(kind: ComparedKind, ours: Given, theirs: Given, today: string): Verdict | null {
  const [left, right] = [(ours ?? '').trim(), (theirs ?? '').trim()]
  if (left === '' && right === '') return null
  if (right === '') return 'ours-only'
  if (left === '') return 'theirs-only'
  if (/[*＊]/.test(left + right)) return left === right ? 'same' : 'to-check'
  switch (kind) {
    case 'name':
      return compareNames(left, right)
    case 'id-number':
      return byValue(left, right, (text) => {
        const read = readIdNumber(text, today)
        return read.ok ? read.value : null
      })
    case 'date':
      return byValue(left, right, plainDate)
    case 'sex':
      return byValue(left, right, plainSex)
    case 'phone':
      return byValue(left, right, (text) => {
        const read = readPhone(text)
        return read.ok ? read.value : null
      })
    case 'address':
      return compareAddresses(left, right)
    case 'text':
      return plainText(left) === plainText(right) ? 'same' : 'differs'
  }
}

/** What cannot be read on one side is for a person, unless both wrote the very same. */
function byValue(left: string, right: string, read: (text: string) => string | null): Verdict {
  const [a, b] = [read(left), read(right)]
  if (a === null || b === null) return left === right ? 'same' : 'to-check'
  return a === b ? 'same' : 'differs'
}

function compareNames(left: string, right: string): Verdict {
  const likeness = sameName(left, right)
  return likeness === 'equal' ? 'same' : likeness === null ? 'differs' : 'to-check'
}

function compareAddresses(left: string, right: string): Verdict {
  const [a, b] = [readAddress(left), readAddress(right)]
  if (sameAddress(a, b) || plainText(left) === plainText(right)) return 'same'
  const parts = ['road', 'door', 'estate', 'hamlet', 'building', 'unit', 'room'] as const
  const clash = parts.some((part) => a[part] !== null && b[part] !== null && a[part] !== b[part])
  return clash ? 'differs' : 'to-check'
}

/** 19900130, 1990-1-30, 1990/01/30, 1990年1月30日 → 1990-01-30 */
export function plainDate(text: string): string | null {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '')
  const match =
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ??
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:T?00:00(?::00)?)?$/.exec(plain)
  if (!match) return null
  const [, year = '', month = '', day = ''] = match
  if (!isDay(Number(year), Number(month), Number(day))) return null
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

const SEXES: Readonly<Record<string, string>> = {
  男: 'male',
  '1': 'male',
  male: 'male',
  m: 'male',
  男性: 'male',
  女: 'female',
  '2': 'female',
  female: 'female',
  f: 'female',
  女性: 'female',
}
/** Words and codes of GB/T 2261.1; 0 and 9 say that it is not known. */
const plainSex = (text: string): string | null => SEXES[text.normalize('NFKC').toLowerCase()] ?? null

export interface ComparedField {
  readonly field: string
  readonly kind: ComparedKind
  readonly ours: Given
  readonly theirs: Given
}
export interface RecordVerdict {
  readonly verdict: Verdict
  readonly fields: readonly { readonly field: string; readonly verdict: Verdict }[]
  /** Fields that are a task for a person. */
  readonly open: readonly string[]
}
/**
 * Verdict of one record. A record the other side has struck off or knows as deceased is `to-check` whatever its fields say:
 * somebody goes and asks. A field that one side lacks does not make the record differ; it is a task all the same.
 */
export function compareRecord(
  fields: readonly ComparedField[],
  sides: { readonly ours: boolean; readonly theirs: TheirState },
  today: string,
): RecordVerdict {
  if (!sides.ours) return { verdict: 'theirs-only', fields: [], open: [] }
  if (sides.theirs === 'absent') return { verdict: 'ours-only', fields: [], open: [] }
  const read = fields.flatMap(({ field, kind, ours, theirs }) => {
    const verdict = compareField(kind, ours, theirs, today)
    return verdict === null ? [] : [{ field, verdict }]
  })
  const has = (verdict: Verdict): boolean => read.some((one) => one.verdict === verdict)
  const struck = sides.theirs !== 'present'
  const verdict = has('differs') && !struck ? 'differs' : struck || has('to-check') ? 'to-check' : 'same'
  return { verdict, fields: read, open: read.filter((one) => one.verdict !== 'same').map((one) => one.field) }
}

export interface Agreement {
  readonly grid: string
  readonly records: number
  readonly verdicts: Readonly<Record<Verdict, number>>
  /** same / records; null for a grid without records. */
  readonly rate: number | null
}
/**
 * Report of agreement by grid, in the order of codes.
 * @param records one record, or as many alike as `n` says
 */
export function agreementByGrid(
  records: readonly { readonly grid: string; readonly verdict: Verdict; readonly n?: number }[],
): readonly Agreement[] {
  const by = new Map<string, Record<Verdict, number>>()
  for (const { grid, verdict, n = 1 } of records) {
    const sum = by.get(grid) ?? { same: 0, differs: 0, 'ours-only': 0, 'theirs-only': 0, 'to-check': 0 }
    sum[verdict] += n
    by.set(grid, sum)
  }
  return [...by]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([grid, verdicts]) => {
      const total = VERDICTS.reduce((sum, verdict) => sum + verdicts[verdict], 0)
      return { grid, records: total, verdicts, rate: total === 0 ? null : verdicts.same / total }
    })
}
