/** Rules of the responsibility list: what is wrong with an entry, what differs between two lists. Pure. */
import { formatLimit } from '@lifang/domains/calendar/rules/limits.ts'
import { isDayUnit } from '@lifang/domains/calendar/schema/lists.ts'
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import {
  listProblem,
  type EntryBody,
  type EntryChange,
  type EntryCondition,
  type FieldChange,
  type ListEntry,
  type ListField,
  type ListFlag,
} from '../schema/responsibility.ts'
import type { ClassKey } from '../schema/words.ts'

export type ListMap = ReadonlyMap<string, ListEntry>

/**
 * A version is taken back at the latest so long before it comes into force: it comes into force by itself in every process, and
 * each has heard of the withdrawal by then.
 */
export const WITHDRAW_MARGIN_MS = 60_000

export const classText = (k: ClassKey): string => `${k.standard}|${k.kind}|${k.code}`

/** What an office should see at once: nobody answers for it, nothing can be filed under it, no limit can be extended. */
export function flagsOf(entry: Pick<ListEntry, 'departmentId' | 'conditions'>): ListFlag[] {
  return [
    ...(entry.departmentId === null ? (['no-unit'] as const) : []),
    ...(entry.conditions.length === 0 ? (['no-condition'] as const) : []),
    ...(entry.conditions.length > 0 && entry.conditions.every((c) => c.extension === null)
      ? (['no-extension'] as const)
      : []),
  ]
}

/**
 * Whether an entry may stand in a draft. Entries without a unit may: they are flagged, since a list is often agreed before
 * the unit is. @param unitExists whether a unit is in force
 * Problems: `list.no-condition`, `list.seq-twice` {seq}, `list.extension-fraction` {seq}, `list.unknown-unit`.
 */
export function checkEntry(entry: EntryBody, unitExists: (id: string) => boolean): Decided<EntryBody> {
  if (entry.conditions.length === 0) return no(listProblem('list.no-condition', { field: 'conditions' }))
  const seen = new Set<number>()
  for (const c of entry.conditions) {
    if (seen.has(c.seq)) return no(listProblem('list.seq-twice', { field: 'conditions', seq: c.seq }))
    seen.add(c.seq)
    if (c.extension !== null && isDayUnit(c.limit.unit) && !Number.isInteger(c.extension.maxAmount))
      return no(listProblem('list.extension-fraction', { field: 'conditions', seq: c.seq }))
  }
  if (entry.departmentId !== null && !unitExists(entry.departmentId))
    return no(listProblem('list.unknown-unit', { field: 'departmentId' }))
  return yes({ ...entry, conditions: entry.conditions.toSorted((a, b) => a.seq - b.seq) })
}

const flag = (value: boolean): string => (value ? 'yes' : 'no')
const extensionText = (c: EntryCondition): string | null =>
  c.extension === null
    ? null
    : `${c.extension.times}×${formatLimit({ amount: c.extension.maxAmount, unit: c.limit.unit })}`
const codes = (list: readonly string[]): string | null => (list.length === 0 ? null : list.join(','))

type Fields = readonly (readonly [ListField, string | null])[]
const entryFields = (e: ListEntry, unitName: (id: string) => string): Fields => [
  ['name', e.name],
  ['domain', e.domain],
  ['unit', e.departmentId === null ? null : unitName(e.departmentId)],
  ['legalBasis', e.legalBasis],
  ['grade', e.grade],
  ['selfHandling', flag(e.selfHandling)],
  ['confidential', flag(e.confidential)],
  ['requiredEvidence', codes(e.requiredEvidence)],
  ['sources', e.sources === null ? null : codes(e.sources)],
]
const conditionFields = (c: EntryCondition): Fields => [
  ['text', c.text],
  ['limit', formatLimit(c.limit)],
  ['closing', c.closing],
  ['closingEvidence', codes(c.closingEvidence)],
  ['extension', extensionText(c)],
]

function differing(before: Fields, after: Fields, seq: number | null): FieldChange[] {
  return before.flatMap(([field, from], i) => {
    const to = after[i]?.[1] ?? null
    return from === to ? [] : [{ field, seq, from, to }]
  })
}

const whole = (c: EntryCondition): string => `${c.text} ${formatLimit(c.limit)}`

/** Fields in which two states of one class differ, the entry's own first, then condition by condition. */
export function fieldChanges(
  before: ListEntry,
  after: ListEntry,
  unitName: (id: string) => string,
): FieldChange[] {
  const own = differing(entryFields(before, unitName), entryFields(after, unitName), null)
  const seqs = [...new Set([...before.conditions, ...after.conditions].map((c) => c.seq))].toSorted(
    (a, b) => a - b,
  )
  const conditions = seqs.flatMap((seq): FieldChange[] => {
    const was = before.conditions.find((c) => c.seq === seq)
    const is = after.conditions.find((c) => c.seq === seq)
    if (was === undefined)
      return is === undefined ? [] : [{ field: 'condition', seq, from: null, to: whole(is) }]
    if (is === undefined) return [{ field: 'condition', seq, from: whole(was), to: null }]
    return differing(conditionFields(was), conditionFields(is), seq)
  })
  return [...own, ...conditions]
}

/** Two lists side by side, by class key. Classes that are the same in both are left out. */
export function compareLists(
  before: ListMap,
  after: ListMap,
  unitName: (id: string) => string,
): EntryChange[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].toSorted()
  return keys.flatMap((key): EntryChange[] => {
    const was = before.get(key)
    const is = after.get(key)
    if (was === undefined)
      return is === undefined ? [] : [{ key: is.key, name: is.name, change: 'added', fields: [], by: null }]
    if (is === undefined) return [{ key: was.key, name: was.name, change: 'removed', fields: [], by: null }]
    const fields = was === is ? [] : fieldChanges(was, is, unitName)
    return fields.length === 0 ? [] : [{ key: is.key, name: is.name, change: 'changed', fields, by: null }]
  })
}

/** Whether an entry is found by a text: code from its beginning, or name, conditions or legal basis anywhere. */
export const matches = (e: ListEntry, q: string): boolean =>
  q === '' ||
  e.key.code.toLowerCase().startsWith(q.toLowerCase()) ||
  e.name.includes(q) ||
  e.legalBasis?.includes(q) === true ||
  e.conditions.some((c) => c.text.includes(q) || c.closing.includes(q))
