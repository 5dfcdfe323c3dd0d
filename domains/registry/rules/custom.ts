/**
 * What an own definition may say, and what a value must be to fit its field. The same on the server and in the form, so that the
 * form says a fault before anything is sent.
 */
import { readPhone } from './phone.ts'
import { maskPhone } from './mask.ts'
import { CUSTOM_BASES, type Attachment, type FieldType, type ReferenceKind } from '../schema/custom-lists.ts'
import type { CustomCode } from '../schema/custom-problems.ts'

export interface CustomField {
  /** Stays the same from version to version; two fields never share one. */
  readonly key: string
  readonly label: string
  readonly type: FieldType
  readonly required: boolean
  /** Sealed, masked, shown whole for a reason. */
  readonly sensitive: boolean
  readonly help: string
  /** Of a number. */
  readonly min: number | null
  readonly max: number | null
  readonly unit: string
  /** Of a choice. */
  readonly options: readonly string[]
  /** Of a reference. */
  readonly to: ReferenceKind | null
  /** Refused: a pattern is code, and nobody in an office can read it. */
  readonly pattern?: string | undefined
}
export interface CustomContent {
  /** Of an own kind; empty for further fields of something known. */
  readonly name: string
  /** Key of the field that names a record. */
  readonly title: string
  readonly attach: Attachment | null
  /** In the order of the form. */
  readonly fields: readonly CustomField[]
}
export type CustomValue = string | number | boolean | readonly string[]
/** A value with the number of the version it was written under. */
export interface Written {
  readonly v: CustomValue
  readonly n: number
}
export interface CustomFault {
  readonly code: CustomCode
  /** Dotted path: fields.2.options. */
  readonly field: string
}

const KEY = /^[a-z][a-z0-9_]{0,30}$/
/** Control and direction marks and the beginning of a page do not belong into a line. */
const LINE = /^[^\p{Cc}\p{Cf}<>]*$/u
const NOTE = /^(?:[^\p{Cc}\p{Cf}<>]|\n)*$/u

export const isOwnKind = (kind: string): boolean =>
  /^[a-z][a-z0-9]{1,30}$/.test(kind) && !CUSTOM_BASES.some((b) => b === kind)
const isBase = (kind: string): boolean => CUSTOM_BASES.some((b) => b === kind)

/** Everything wrong with a definition, in the order of the form. */
export function checkDefinition(kind: string, of: CustomContent): CustomFault[] {
  const faults: CustomFault[] = []
  const say = (code: CustomCode, field: string): void => void faults.push({ code, field })
  const own = !isBase(kind)
  if (own && !isOwnKind(kind)) say('custom.kind-malformed', 'kind')
  if (own && of.name === '') say('custom.name-needed', 'name')
  if (!LINE.test(of.name)) say('custom.bad-text', 'name')
  if (own && of.attach === null) say('custom.attach-needed', 'attach')
  if (!own && of.attach !== null) say('custom.attach-not-here', 'attach')
  if (of.fields.length === 0) say('custom.no-fields', 'fields')
  const keys = new Set<string>()
  const labels = new Set<string>()
  for (const [i, f] of of.fields.entries()) {
    for (const fault of checkField(f)) say(fault.code, `fields.${String(i)}.${fault.field}`)
    if (keys.has(f.key)) say('custom.key-twice', `fields.${String(i)}.key`)
    if (f.label !== '' && labels.has(f.label)) say('custom.label-twice', `fields.${String(i)}.label`)
    keys.add(f.key)
    labels.add(f.label)
  }
  if (own && of.fields.length > 0) {
    const title = of.fields.find((f) => f.key === of.title)
    if (title === undefined) say('custom.title-needed', 'title')
    else if (title.sensitive || !title.required || (title.type !== 'text' && title.type !== 'choice'))
      say('custom.title-open', 'title')
  }
  return faults
}

function checkField(f: CustomField): CustomFault[] {
  const faults: CustomFault[] = []
  const say = (code: CustomCode, field: string): void => void faults.push({ code, field })
  if (!KEY.test(f.key)) say('custom.key-malformed', 'key')
  if (f.label === '') say('custom.label-needed', 'label')
  if (!LINE.test(f.label)) say('custom.bad-text', 'label')
  if (!LINE.test(f.help)) say('custom.bad-text', 'help')
  if (!LINE.test(f.unit)) say('custom.bad-text', 'unit')
  if (f.pattern !== undefined) say('custom.pattern', 'pattern')
  if (f.type === 'choice' || f.type === 'choices') {
    const options = f.options.filter((o) => o !== '')
    if (options.length === 0) say('custom.options-needed', 'options')
    if (new Set(options).size < f.options.length) say('custom.option-twice', 'options')
    if (!f.options.every((o) => LINE.test(o))) say('custom.bad-text', 'options')
  }
  if (f.type === 'number' && f.min !== null && f.max !== null && f.min > f.max) say('custom.range', 'min')
  if (f.type === 'reference' && f.to === null) say('custom.to-needed', 'to')
  return faults
}

export type ValueRead =
  | { readonly ok: true; readonly value: CustomValue | null }
  | { readonly ok: false; readonly code: CustomCode }
const fine = (value: CustomValue | null): ValueRead => ({ ok: true, value })
const bad = (code: CustomCode): ValueRead => ({ ok: false, code })

export const MOST_TEXT = 200
export const MOST_LONG_TEXT = 2000
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A value as it is kept, or why it does not fit. Nothing (empty text, no choice) is null, whatever the field. */
export function readValue(f: CustomField, given: CustomValue | null): ValueRead {
  const raw = typeof given === 'string' ? given.trim() : given
  if (raw === null || raw === '' || (Array.isArray(raw) && raw.length === 0)) return fine(null)
  switch (f.type) {
    case 'text':
    case 'long-text': {
      if (typeof raw !== 'string') return bad('custom.bad-text')
      if (raw.length > (f.type === 'text' ? MOST_TEXT : MOST_LONG_TEXT)) return bad('custom.too-long')
      return (f.type === 'text' ? LINE : NOTE).test(raw) ? fine(raw) : bad('custom.bad-text')
    }
    case 'number': {
      if (typeof raw !== 'number' || !Number.isFinite(raw)) return bad('custom.not-a-number')
      if (f.min !== null && raw < f.min) return bad('custom.too-small')
      if (f.max !== null && raw > f.max) return bad('custom.too-big')
      return fine(raw)
    }
    case 'yes-no':
      return typeof raw === 'boolean' ? fine(raw) : bad('custom.not-yes-no')
    case 'date':
      return typeof raw === 'string' && isDay(raw) ? fine(raw) : bad('custom.not-a-day')
    case 'choice':
      return typeof raw === 'string' && f.options.includes(raw) ? fine(raw) : bad('custom.not-an-option')
    case 'choices': {
      if (!isList(raw) || !raw.every((o) => f.options.includes(o))) return bad('custom.not-an-option')
      return fine(f.options.filter((o) => raw.includes(o)))
    }
    case 'phone': {
      const phone = typeof raw === 'string' ? readPhone(raw) : null
      return phone?.ok === true ? fine(phone.value) : bad('custom.not-a-phone')
    }
    case 'reference':
      return typeof raw === 'string' && UUID.test(raw) ? fine(raw) : bad('custom.not-found-there')
  }
}

const isList = (raw: CustomValue): raw is readonly string[] => Array.isArray(raw)

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const real = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(text)
}

/** The title of a record from its values. */
export const titleOf = (of: CustomContent, plain: Readonly<Record<string, Written>>): string => {
  const value = plain[of.title]?.v
  return typeof value === 'string' ? value : ''
}

/**
 * A value as text, for history and for what is shown. References are named by whoever may see them; of a yes and a no stands 'true' and
 * 'false', which the reader's page says in its language.
 */
export function valueText(v: CustomValue, unit = ''): string {
  if (typeof v === 'boolean') return String(v)
  if (typeof v === 'number') return `${String(v)}${unit}`
  return typeof v === 'string' ? v : v.join('、')
}

/** What of a sensitive value may be shown. */
export const maskValue = (type: FieldType, text: string): string =>
  type === 'phone' ? maskPhone(text) : '****'

/** Whether what was written fits the field of today. */
export const fits = (f: CustomField | undefined, v: CustomValue): boolean =>
  f !== undefined && readValue(f, v).ok

/** The field and the number it was defined under, of the newest version; null where nothing is published. */
export interface Published {
  readonly number: number
  readonly content: CustomContent
}

/** Fields by key as each version defined them; the newest that has a key names it. */
export function fieldAt(
  versions: readonly Published[],
  key: string,
  number: number,
): CustomField | undefined {
  const at = versions.find((p) => p.number === number)?.content.fields.find((f) => f.key === key)
  return at ?? versions.flatMap((p) => p.content.fields).find((f) => f.key === key)
}

/** Choices of several fields at once as an address holds them, by key of the field; null where it is no such text. */
export function readChosen(text: string): Readonly<Record<string, string>> | null {
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return null
    const entries = Object.entries(read)
    const sound =
      entries.length <= 20 && entries.every((e): e is [string, string] => isShort(e[0]) && isShort(e[1]))
    return sound ? Object.fromEntries(entries) : null
  } catch {
    return null
  }
}
const isShort = (part: unknown): boolean =>
  typeof part === 'string' &&
  part.length > 0 &&
  part.length <= 60 &&
  part.isWellFormed() &&
  !part.includes('\u0000')
