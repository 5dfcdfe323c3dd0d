import type { FieldPlace } from '@lifang/platform/crypto.ts'
import { registryProblem } from '../schema/problems.ts'
import { readIdNumber } from '../rules/id-number.ts'
import { maskIdNumber, maskPhone } from '../rules/mask.ts'
import { initialsOfName } from '../rules/names.ts'
import { readPhone } from '../rules/phone.ts'
import { plainCode } from '../rules/finding.ts'
import { SEALED_FIELDS, type IdKind, type SealedField } from '../schema/lists.ts'
import { isNationality } from '../schema/nationality-lists.ts'
import type { PersonChanges } from '../schema/bodies.ts'
import type { PersonRow } from '../tables.ts'
import type { FieldChange } from './changes.ts'
import { checkDay, type Doing } from './command.ts'
import type { RegistryDeps } from './deps.ts'
import { gramsOf, NO_FOREIGN, readNames, settleForeign, type ForeignColumns } from './foreign.ts'

/** Columns of a person that facts fill; metadata, places and state are kept by others. */
export type PersonColumns = Pick<
  PersonRow,
  | 'name'
  | 'bigrams'
  | 'initials'
  | 'sex'
  | 'birth_date'
  | 'nationality'
  | 'id_kind'
  | 'id_number'
  | 'id_index'
  | 'id_masked'
  | 'phone'
  | 'phone_index'
  | 'phone_tail'
  | 'phone_masked'
  | 'sealed'
  | 'sealed_fields'
  | 'care'
  | keyof ForeignColumns
>

export const NOBODY: PersonColumns = {
  name: '',
  bigrams: [],
  initials: [],
  sex: 'unknown',
  birth_date: null,
  nationality: '',
  id_kind: 'none',
  id_number: null,
  id_index: null,
  id_masked: null,
  phone: null,
  phone_index: null,
  phone_tail: null,
  phone_masked: null,
  sealed: null,
  sealed_fields: [],
  care: false,
  ...NO_FOREIGN,
}

/** Number and kind together: a passport and an ID number may share their characters. */
export const idKindOf = (kind: IdKind): string => `registry-${kind}`
export const PHONE_KIND = 'registry-phone'

/** Where a sealed field of a person stands. */
export const personPlace = (column: 'id_number' | 'phone' | 'sealed', id: string): FieldPlace => ({
  table: 'person',
  column,
  row: id,
})

/** Letters of any script, blanks, the dots of long names: no brackets of pasted pages, no pictures, no marks that turn the line round. */
const NAME = /^[\p{L}\p{M}][\p{L}\p{M}\p{Nd}·•.'’() （）-]*$/u
/** Text that can stand in a line of a form: control and direction marks are left by pasting, and `<` begins a page. */
const LINE = /^[^\p{Cc}\p{Cf}<>]*$/u
const NOTE = /^(?:[^\p{Cc}\p{Cf}<>]|\n)*$/u

export function checkText(text: string, field: string, form: RegExp = LINE): string {
  if (!form.test(text)) throw registryProblem('registry.bad-text', { field })
  return text
}

/** Beginnings of the initials from two letters on, so that zw finds 张伟 and 张卫国 alike. */
export function initialKeys(name: string): string[] {
  const keys = new Set<string>()
  for (const all of initialsOfName(name)) {
    if (all.length === 1) keys.add(all)
    for (let n = 2; n <= all.length && n <= 6; n++) keys.add(all.slice(0, n))
  }
  return [...keys]
}

/** Columns that hold their fact as it is. */
type Plain = 'name' | 'sex' | 'birth_date' | 'nationality' | 'care'

export interface Settled {
  readonly columns: PersonColumns
  readonly changes: readonly FieldChange[]
  /** Phrase keys. */
  readonly warnings: readonly string[]
}

/**
 * What a person's row becomes when some facts change. Sex and birth date follow from a resident's number where nobody said them.
 * @throws registry.name-empty, bad-text, id-number-malformed, id-number-needed, id-reason-needed, phone-malformed, day-…, and what
 * `settleForeign` refuses
 */
export function settlePerson(
  doing: Doing,
  personId: string,
  before: PersonColumns,
  given: PersonChanges,
): Settled {
  const { deps, today } = doing
  const changes: FieldChange[] = []
  const warnings: string[] = []
  let now: PersonColumns = before
  const plain = <K extends Plain>(field: string, column: K, value: PersonColumns[K]): void => {
    if (before[column] === value) return
    now = { ...now, [column]: value }
    const told = (v: string | boolean | null): string | null => (v === null || v === '' ? null : String(v))
    changes.push({ field, old: told(before[column]), new: told(value), sensitive: false })
  }
  const names = readNames(before, given)
  const called = names.name ?? given.name
  if (called !== undefined) {
    const name = called.replaceAll(/\s+/g, ' ')
    if (name === '') throw registryProblem('registry.name-empty', { field: 'name' })
    checkText(name, 'name', NAME)
    plain('name', 'name', name)
    now = { ...now, initials: initialKeys(name) }
  }
  if (given.nationality !== undefined) {
    if (!isNationality(given.nationality))
      throw registryProblem('registry.unknown-nationality', { field: 'nationality' })
    plain('nationality', 'nationality', given.nationality)
  }
  if (given.care !== undefined) plain('care', 'care', given.care)
  const id = settleId(doing, personId, now, given)
  if (id !== null) {
    now = { ...now, ...id.columns }
    changes.push(...id.changes)
    warnings.push(...id.warnings)
  }
  const birth = given.birthDate ?? (before.birth_date === null ? id?.born : undefined) ?? given.birthDate
  if (birth !== undefined && birth !== null) checkDay(birth, today, 'birthDate')
  if (birth !== undefined) plain('birthDate', 'birth_date', birth)
  const said = given.sex === 'unknown' ? undefined : given.sex
  const sex = said ?? (before.sex === 'unknown' ? id?.sex : undefined) ?? given.sex
  if (sex !== undefined) plain('sex', 'sex', sex)
  if (id !== null && id.born !== null && now.birth_date !== null && id.born !== now.birth_date)
    warnings.push('registry.warning.birth-differs')
  if (id !== null && id.sex !== undefined && now.sex !== 'unknown' && id.sex !== now.sex)
    warnings.push('registry.warning.sex-differs')
  if (given.phone !== undefined) {
    const phone = settlePhone(deps, personId, now, given.phone)
    if (phone !== null) {
      now = { ...now, ...phone.columns }
      changes.push(phone.change)
    }
  }
  const sealed = settleSealed(deps, personId, now, given)
  if (sealed !== null) {
    now = { ...now, ...sealed.columns }
    changes.push(...sealed.changes)
  }
  // A new paper has a last day of its own.
  const renewed = id?.changes.some((c) => c.field === 'idNumber') === true && given.idUntil === undefined
  const foreign = settleForeign(
    now,
    { ...given, ...names.given, ...(renewed ? { idUntil: null } : {}) },
    today,
  )
  now = { ...now, ...foreign.columns }
  now = { ...now, bigrams: gramsOf(now) }
  changes.push(...foreign.changes)
  warnings.push(...foreign.warnings)
  return { columns: now, changes, warnings }
}

interface IdSettled {
  readonly columns: Partial<PersonColumns>
  readonly changes: readonly FieldChange[]
  readonly warnings: readonly string[]
  readonly born: string | null
  readonly sex: 'male' | 'female' | undefined
}

function settleId(doing: Doing, id: string, before: PersonColumns, given: PersonChanges): IdSettled | null {
  const { deps, today } = doing
  if (given.idKind === undefined && given.idNumber === undefined) return null
  const old =
    before.id_number === null ? null : deps.fields.open(before.id_number, personPlace('id_number', id))
  const kind = given.idKind ?? before.id_kind
  const raw = given.idNumber === undefined ? old : given.idNumber
  const kindChange: FieldChange[] =
    kind === before.id_kind ? [] : [{ field: 'idKind', old: before.id_kind, new: kind, sensitive: false }]
  if (kind === 'none' || raw === null || raw === '') {
    if (kind !== 'none' && given.idNumber !== null && given.idNumber !== '')
      throw registryProblem('registry.id-number-needed', { field: 'idNumber' })
    if (old === null && kindChange.length === 0) return null
    return {
      columns: { id_kind: kind, id_number: null, id_index: null, id_masked: null },
      changes: [
        ...kindChange,
        ...(old === null ? [] : [{ field: 'idNumber', old, new: null, sensitive: true }]),
      ],
      warnings: [],
      born: null,
      sex: undefined,
    }
  }
  const read = readNumber(kind, raw, today)
  const changed = read.value !== old || kind !== before.id_kind
  if (!changed) return null
  if (read.warnings.length > 0 && given.idReason === undefined)
    throw registryProblem('registry.id-reason-needed', { field: 'idReason', why: read.warnings })
  if (given.idReason !== undefined) checkText(given.idReason, 'idReason')
  return {
    columns: {
      id_kind: kind,
      id_number: deps.fields.seal(read.value, personPlace('id_number', id)),
      id_index: deps.fields.blind(idKindOf(kind), read.value),
      id_masked: maskIdNumber(read.value),
    },
    changes: [
      ...kindChange,
      {
        field: 'idNumber',
        old,
        new: read.value,
        sensitive: true,
        ...(read.warnings.length > 0
          ? { confidence: 'doubtful' as const, note: given.idReason ?? null }
          : {}),
      },
    ],
    warnings: read.warnings,
    born: read.born,
    sex: read.sex,
  }
}

interface NumberRead {
  readonly value: string
  readonly born: string | null
  readonly sex: 'male' | 'female' | undefined
  readonly warnings: readonly string[]
}

/** Numbers of residents and of the foreigners' card follow GB 11643; other papers are kept as they are printed. */
function readNumber(kind: IdKind, raw: string, today: string): NumberRead {
  const plain = plainCode(raw)
  if (
    kind === 'resident-id' ||
    kind === 'foreign-permanent' ||
    (kind === 'hk-macao-taiwan' && plain.length === 18)
  ) {
    const read = readIdNumber(raw, today)
    if (!read.ok)
      throw registryProblem('registry.id-number-malformed', {
        field: 'idNumber',
        why: read.fault.code,
        ...read.fault.details,
      })
    const { born, sex, warnings } = read
    return { value: read.value ?? plain, born, sex, warnings: warnings.map((w) => w.code) }
  }
  if (!/^[A-Z0-9()]{4,30}$/.test(plain))
    throw registryProblem('registry.id-number-malformed', {
      field: 'idNumber',
      why: 'registry.why.other-number',
    })
  return { value: plain, born: null, sex: undefined, warnings: [] }
}

function settlePhone(
  deps: RegistryDeps,
  id: string,
  before: PersonColumns,
  given: string | null,
): { readonly columns: Partial<PersonColumns>; readonly change: FieldChange } | null {
  const old = before.phone === null ? null : deps.fields.open(before.phone, personPlace('phone', id))
  if (given === null || given === '') {
    if (old === null) return null
    return {
      columns: { phone: null, phone_index: null, phone_tail: null, phone_masked: null },
      change: { field: 'phone', old, new: null, sensitive: true },
    }
  }
  const read = readPhone(given)
  if (!read.ok)
    throw registryProblem('registry.phone-malformed', {
      field: 'phone',
      why: read.fault.code,
      ...read.fault.details,
    })
  if (read.value === old) return null
  return {
    columns: {
      phone: deps.fields.seal(read.value, personPlace('phone', id)),
      phone_index: deps.fields.blind(PHONE_KIND, read.value),
      phone_tail: /^\d{4}$/.test(read.tail) ? read.tail : null,
      phone_masked: maskPhone(read.value),
    },
    change: { field: 'phone', old, new: read.value, sensitive: true },
  }
}

export function readSealed(
  deps: Pick<RegistryDeps, 'fields'>,
  id: string,
  sealed: Buffer | null,
): Readonly<Partial<Record<SealedField, string>>> {
  if (sealed === null) return {}
  return JSON.parse(deps.fields.open(sealed, personPlace('sealed', id))) as Partial<
    Record<SealedField, string>
  >
}

function settleSealed(
  deps: RegistryDeps,
  id: string,
  before: PersonColumns,
  given: PersonChanges,
): { readonly columns: Partial<PersonColumns>; readonly changes: readonly FieldChange[] } | null {
  if (SEALED_FIELDS.every((f) => given[f] === undefined)) return null
  const kept: Partial<Record<SealedField, string>> = { ...readSealed(deps, id, before.sealed) }
  const changes: FieldChange[] = []
  for (const field of SEALED_FIELDS) {
    const value = given[field]
    if (value === undefined) continue
    const old = kept[field] ?? null
    const next =
      value === null || value === '' ? null : checkText(value, field, field === 'remark' ? NOTE : LINE)
    if (old === next) continue
    if (next === null) delete kept[field]
    else kept[field] = next
    changes.push({ field, old, new: next, sensitive: true })
  }
  if (changes.length === 0) return null
  const fields = SEALED_FIELDS.filter((f) => kept[f] !== undefined)
  return {
    columns: {
      sealed: fields.length === 0 ? null : deps.fields.seal(JSON.stringify(kept), personPlace('sealed', id)),
      sealed_fields: fields,
    },
    changes,
  }
}
