/** Values of own fields: where they stand, how they are opened, settled and told. */
import {
  seesPerson,
  seesPlace,
  seesThing,
  keepsPerson,
  keepsPlace,
  revealsContact,
  revealsPerson,
} from '../access.ts'
import type { Actor } from '@lifang/platform/access.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'
import type { FieldPlace } from '@lifang/platform/crypto.ts'
import { sql } from '@lifang/platform/sql.ts'
import {
  maskValue,
  readValue,
  valueText,
  fieldAt,
  fits,
  type CustomField,
  type CustomValue,
  type Published,
  type Written,
} from '../rules/custom.ts'
import { checkDay } from './command.ts'
import { standsFor } from './people.ts'
import type { FieldChange } from './changes.ts'
import type { RegistryDeps } from './deps.ts'
import type { LinkedKind } from '../schema/linked.ts'
import { customProblem } from '../schema/custom-problems.ts'
import type { CustomBase, SubjectAttachment } from '../schema/custom-lists.ts'
import type { FormView, ValueView, Values } from '../schema/custom.ts'
import type { CustomDefinitionRow } from '../tables/custom.ts'
import type { FactsColumn } from '../tables.ts'

export type Kept = Readonly<Record<string, Written>>
type Table = 'custom_value' | 'custom_record'
export const sealedPlace = (table: Table, row: string): FieldPlace => ({ table, column: 'sealed', row })

export const openSealed = (
  deps: Pick<RegistryDeps, 'fields'>,
  table: Table,
  row: { readonly id: string; readonly sealed: Buffer | null },
): Kept =>
  row.sealed === null ? {} : (JSON.parse(deps.fields.open(row.sealed, sealedPlace(table, row.id))) as Kept)
export const sealKept = (deps: RegistryDeps, table: Table, id: string, kept: Kept): Buffer | null =>
  Object.keys(kept).length === 0 ? null : deps.fields.seal(JSON.stringify(kept), sealedPlace(table, id))

/** Every version of a kind that was ever published, the newest first. */
export async function versionsOf(
  deps: RegistryDeps,
  on: Pick<Db | Tx, 'rows'>,
  kind: string,
): Promise<readonly CustomDefinitionRow[]> {
  return on.rows<CustomDefinitionRow>(
    sql`select * from custom_definition where county = ${deps.county} and kind = ${kind} and published_at is not null order by number desc`,
  )
}
export const inUse = (versions: readonly CustomDefinitionRow[]): CustomDefinitionRow | undefined =>
  versions.find((v) => v.state === 'published')
export const formOf = ({ kind, own, number, content }: CustomDefinitionRow): FormView => ({
  kind,
  own,
  number,
  content: {
    name: content.name,
    title: content.title,
    attach: content.attach,
    fields: content.fields.map(({ pattern: _never, ...f }) => ({ ...f, options: [...f.options] })),
  },
})

/** Where a record is, for who may see and keep it. */
export interface Standing {
  readonly area_path: string
  readonly registered_path: string | null
}
const TABLE = {
  person: sql`select area_path, registered_path from person`,
  home: sql`select area_path, null as registered_path from home`,
  building: sql`select area_path, null as registered_path from building`,
  enterprise: sql`select area_path, null as registered_path from enterprise`,
  facility: sql`select area_path, null as registered_path from facility`,
  place: sql`select area_path, null as registered_path from place`,
} as const satisfies Record<CustomBase, unknown>

export const standingOf = (
  deps: RegistryDeps,
  on: Pick<Db | Tx, 'maybe'>,
  base: CustomBase,
  id: string,
  lock = false,
): Promise<Standing | undefined> =>
  on.maybe<Standing>(
    sql`${TABLE[base]} where county = ${deps.county} and id = ${base === 'person' ? standsFor(deps.county, id) : id} ${lock ? sql`for update` : sql``}`,
  )

export function mayOf(
  actor: Actor,
  base: CustomBase | 'record',
  at: Standing,
): { readonly see: boolean; readonly edit: boolean; readonly reveal: boolean } {
  const person = { areaPath: at.area_path, registeredPath: at.registered_path }
  switch (base) {
    case 'person':
      return {
        see: seesPerson(actor, person),
        edit: keepsPerson(actor, person),
        reveal: revealsPerson(actor, person),
      }
    case 'home':
    case 'building':
    case 'record':
      return {
        see: seesPlace(actor, at.area_path),
        edit: keepsPlace(actor, at.area_path),
        reveal: revealsContact(actor, at.area_path),
      }
    case 'enterprise':
    case 'facility':
    case 'place':
      return {
        see: seesThing(actor, at.area_path),
        edit: keepsPlace(actor, at.area_path),
        reveal: revealsContact(actor, at.area_path),
      }
  }
}
export const recordBase = (kind: SubjectAttachment | null): CustomBase | 'record' => kind ?? 'record'

/** Names of what references point to, as the reader may see them. */
export interface SubjectRef {
  readonly kind: LinkedKind
  readonly id: string
}
export type NamesOf = (refs: readonly SubjectRef[]) => Promise<ReadonlyMap<string, string>>

export interface Settled {
  readonly plain: Kept
  readonly sealed: Kept
  readonly said: readonly FieldChange[]
  readonly changes: readonly FieldChange[]
}

/**
 * What was said, held against the version in use. Fields that were not said stay as they were written.
 * @throws custom.unknown-field, custom.required, what a value lacks; each at `values.<key>`
 */
export async function settleValues(
  form: Pick<CustomDefinitionRow, 'number' | 'content'>,
  before: { readonly plain: Kept; readonly sealed: Kept },
  given: Values,
  namesOf: NamesOf,
): Promise<Settled> {
  const fields = new Map(form.content.fields.map((f) => [f.key, f]))
  for (const key of Object.keys(given))
    if (!fields.has(key)) throw customProblem('custom.unknown-field', { field: `values.${key}` })
  const plain = new Map(Object.entries(before.plain))
  const sealed = new Map(Object.entries(before.sealed))
  const told: {
    readonly field: CustomField
    readonly old: Written | undefined
    readonly now: Written | undefined
  }[] = []
  for (const f of form.content.fields) {
    const at = `values.${f.key}`
    const old = sealed.get(f.key) ?? plain.get(f.key)
    const raw = given[f.key]
    if (raw !== undefined) {
      const read = readValue(f, raw)
      if (!read.ok) throw customProblem(read.code, { field: at, min: f.min, max: f.max })
      if (f.type === 'date' && typeof read.value === 'string') checkDay(read.value, '9999-12-31', at)
      const now = read.value === null ? undefined : { v: read.value, n: form.number }
      sealed.delete(f.key)
      plain.delete(f.key)
      if (now !== undefined) (f.sensitive ? sealed : plain).set(f.key, now)
      told.push({ field: f, old, now })
    }
    if (f.required && !sealed.has(f.key) && !plain.has(f.key))
      throw customProblem('custom.required', { field: at, label: f.label })
  }
  const names = await namesOf(
    told.flatMap(({ field, old, now }) => [...refOf(field, old?.v), ...refOf(field, now?.v)]),
  )
  for (const { field, now } of told)
    if (now !== undefined && field.type === 'reference' && !names.has(String(now.v)))
      throw customProblem('custom.not-found-there', { field: `values.${field.key}` })
  const text = (f: CustomField, w: Written | undefined): string | null =>
    w === undefined ? null : f.type === 'reference' ? (names.get(String(w.v)) ?? '…') : valueText(w.v, f.unit)
  const said = told.map(({ field, old, now }) => ({
    field: field.label,
    old: text(field, old),
    new: text(field, now),
    sensitive: field.sensitive,
    key: field.key,
    same: JSON.stringify(old?.v ?? null) === JSON.stringify(now?.v ?? null),
  }))
  return {
    plain: Object.fromEntries(plain),
    sealed: Object.fromEntries(sealed),
    said: said.map(({ key, sensitive }) => ({ field: key, old: null, new: null, sensitive })),
    changes: said
      .filter((s) => !s.same)
      .map(({ field, old, new: now, sensitive }) => ({ field, old, new: now, sensitive })),
  }
}

const refOf = (f: CustomField, v: CustomValue | undefined): SubjectRef[] =>
  f.type === 'reference' && f.to !== null && typeof v === 'string' ? [{ kind: f.to, id: v }] : []

/** Values as a page may show them: in the order of today's form, then what only older versions asked. */
export async function showValues(
  versions: readonly CustomDefinitionRow[],
  namesOf: NamesOf,
  kept: { readonly plain: Kept; readonly sealed: Kept; readonly facts: FactsColumn },
  /** Nothing masked: for the copy of the person it is about. */
  whole = false,
): Promise<ValueView[]> {
  const form = inUse(versions)
  const all: readonly Published[] = versions
  const order = form?.content.fields.map((f) => f.key) ?? []
  const keys = [...new Set([...order, ...Object.keys(kept.plain), ...Object.keys(kept.sealed)])]
  const lines = keys.flatMap((key) => {
    const written = kept.sealed[key] ?? kept.plain[key]
    const was = written === undefined ? undefined : fieldAt(all, key, written.n)
    if (written === undefined || was === undefined) return []
    const today = form?.content.fields.find((f) => f.key === key)
    return [
      { key, written, was, today, sensitive: (today?.sensitive ?? was.sensitive) || key in kept.sealed },
    ]
  })
  const names = await namesOf(lines.flatMap((l) => refOf(l.was, l.written.v)))
  return lines.map(({ key, written, was, today, sensitive }): ValueView => {
    const [ref] = refOf(was, written.v)
    const text = ref === undefined ? valueText(written.v, was.unit) : (names.get(ref.id) ?? '')
    const open = typeof written.v === 'object' ? [...written.v] : written.v
    return {
      key,
      label: today?.label ?? was.label,
      type: was.type,
      sensitive,
      text: sensitive && !whole ? maskValue(was.type, text) : text,
      value: sensitive ? null : open,
      to:
        sensitive || ref === undefined || !names.has(ref.id) || was.to === null
          ? null
          : { kind: was.to, id: ref.id },
      unseen: ref !== undefined && !names.has(ref.id),
      fits: form === undefined || (today?.type === was.type && fits(today, written.v)),
      under: written.n,
      fact: kept.facts[key] ?? null,
    }
  })
}
