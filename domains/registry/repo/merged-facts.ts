import type { Kept, MergeField } from '../schema/duplicate-lists.ts'
import { MERGE_FIELDS } from '../schema/duplicate-lists.ts'
import { FOREIGN_FIELDS, SEALED_FIELDS, type SealedField } from '../schema/lists.ts'
import { foreignName, isForeign, type ForeignFacts } from '../rules/foreign.ts'
import { liken, preferred, type Side } from '../rules/merge.ts'
import type { FactsColumn, PersonRow } from '../tables.ts'
import type { FieldChange } from './changes.ts'
import type { RegistryDeps } from './deps.ts'
import { foreignChanges, foreignColumns, foreignFacts, gramsOf, NO_FOREIGN } from './foreign.ts'
import { personPlace, readSealed, type PersonColumns } from './person.ts'

/** A person's row with what is sealed in it opened. Stays inside the transaction; nothing of it is answered. */
export interface Opened {
  readonly row: PersonRow
  readonly values: Readonly<Record<MergeField, string | null>>
}

export function openPerson(deps: Pick<RegistryDeps, 'fields'>, row: PersonRow): Opened {
  const sealed = readSealed(deps, row.id, row.sealed)
  const open = (column: 'id_number' | 'phone', bytes: Buffer | null): string | null =>
    bytes === null ? null : deps.fields.open(bytes, personPlace(column, row.id))
  const rest = (field: SealedField): string | null => sealed[field] ?? null
  return {
    row,
    values: {
      name: row.name,
      sex: row.sex === 'unknown' ? null : row.sex,
      birthDate: row.birth_date,
      nationality: row.nationality,
      foreignName: foreignName(row.foreign_surname, row.foreign_given) || null,
      idNumber: open('id_number', row.id_number),
      phone: open('phone', row.phone),
      workplace: rest('workplace'),
      occupation: rest('occupation'),
      emergencyContact: rest('emergencyContact'),
      remark: rest('remark'),
      stay:
        [row.stay_purpose, row.arrived_on, row.leaves_on]
          .map((v) => v ?? '')
          .join('|')
          .replace(/^\|+$/, '') || null,
      care: row.care ? 'true' : null,
      diedOn: row.died_on,
    },
  }
}

const sideOf = (p: Opened, field: MergeField): Side => ({
  has: p.values[field] !== null,
  fact:
    factsOf(field)
      .map((name) => p.row.facts[name])
      .find((fact) => fact !== undefined) ?? null,
})

/** How the two stand to each other in every field, and whose value is proposed. */
export const comparedFields = (mine: Opened, other: Opened) =>
  MERGE_FIELDS.map((field) => {
    const [a, b] = [sideOf(mine, field), sideOf(other, field)]
    const equal =
      mine.values[field] === other.values[field] &&
      (field !== 'idNumber' || mine.row.id_kind === other.row.id_kind)
    return { field, likened: liken(a.has, b.has, equal), proposed: preferred(a, b) }
  })

const SENSITIVE: ReadonlySet<MergeField> = new Set<MergeField>(['idNumber', 'phone', ...SEALED_FIELDS])

/** What goes together, under the names of `facts`. */
const TOGETHER: Readonly<Partial<Record<MergeField, readonly string[]>>> = {
  idNumber: ['idNumber', 'idKind', 'idUntil'],
  foreignName: ['foreignSurname', 'foreignGiven'],
  stay: ['stayPurpose', 'arrivedOn', 'leavesOn'],
}
/** Names under which a field's source stands in `facts`. */
const factsOf = (field: MergeField): readonly string[] => TOGETHER[field] ?? [field]

export interface Merged {
  readonly columns: PersonColumns
  readonly diedOn: string | null
  readonly facts: FactsColumn
  readonly changes: readonly FieldChange[]
}

/** What the row that stays becomes: values that come from the other bring their source along and are sealed for their new place. */
export function mergedFacts(
  deps: Pick<RegistryDeps, 'fields'>,
  mine: Opened,
  other: Opened,
  keep: Readonly<Partial<Record<MergeField, Kept>>>,
  note: string,
): Merged {
  let columns: PersonColumns = mine.row
  let diedOn = mine.row.died_on
  const facts: Record<string, FactsColumn[string]> = { ...mine.row.facts }
  const changes: FieldChange[] = []
  const sealed: Partial<Record<SealedField, string>> = { ...readSealed(deps, mine.row.id, mine.row.sealed) }
  let resealed = false
  let foreign: ForeignFacts = foreignFacts(mine.row)
  const { id } = mine.row
  for (const { field, likened, proposed } of comparedFields(mine, other)) {
    if ((keep[field] ?? proposed) !== 'other' || likened === 'equal' || likened === 'none') {
      // Equal values: the better known one says how it is known.
      if (likened === 'equal' && (keep[field] ?? proposed) === 'other') takeFacts(field)
      if (likened === 'equal' && field === 'idNumber' && foreign.idUntil === null) takeUntil()
      continue
    }
    const value = other.values[field]
    const from = other.row
    takeFacts(field)
    switch (field) {
      case 'name':
        columns = { ...columns, name: from.name, bigrams: from.bigrams, initials: from.initials }
        break
      case 'sex':
        columns = { ...columns, sex: from.sex }
        break
      case 'birthDate':
        columns = { ...columns, birth_date: from.birth_date }
        break
      case 'nationality':
        columns = { ...columns, nationality: from.nationality }
        break
      case 'care':
        columns = { ...columns, care: from.care }
        break
      case 'diedOn':
        diedOn = from.died_on
        break
      case 'idNumber':
        columns = {
          ...columns,
          id_kind: from.id_kind,
          id_number: value === null ? null : deps.fields.seal(value, personPlace('id_number', id)),
          id_index: from.id_index,
          id_masked: from.id_masked,
        }
        foreign = { ...foreign, idUntil: from.id_until }
        break
      case 'foreignName':
        foreign = { ...foreign, foreignSurname: from.foreign_surname, foreignGiven: from.foreign_given }
        continue
      case 'stay':
        foreign = {
          ...foreign,
          stayPurpose: from.stay_purpose,
          arrivedOn: from.arrived_on,
          leavesOn: from.leaves_on,
        }
        continue
      case 'phone':
        columns = {
          ...columns,
          phone: value === null ? null : deps.fields.seal(value, personPlace('phone', id)),
          phone_index: from.phone_index,
          phone_tail: from.phone_tail,
          phone_masked: from.phone_masked,
        }
        break
      case 'workplace':
      case 'occupation':
      case 'emergencyContact':
      case 'remark':
        if (value === null) delete sealed[field]
        else sealed[field] = value
        resealed = true
        break
    }
    const known = from.facts[field]
    changes.push({
      field,
      old: mine.values[field],
      new: value,
      sensitive: SENSITIVE.has(field),
      ...(known === undefined ? {} : { confidence: known.confidence }),
      note,
    })
  }
  if (resealed) {
    const names = SEALED_FIELDS.filter((f) => sealed[f] !== undefined)
    columns = {
      ...columns,
      sealed: names.length === 0 ? null : deps.fields.seal(JSON.stringify(sealed), personPlace('sealed', id)),
      sealed_fields: names,
    }
  }
  if (!isForeign({ idKind: columns.id_kind, nationality: columns.nationality })) {
    foreign = foreignFacts(NO_FOREIGN)
    for (const field of FOREIGN_FIELDS) delete facts[field]
  }
  changes.push(...foreignChanges(foreignFacts(mine.row), foreign).map((c) => ({ ...c, note })))
  columns = { ...columns, ...foreignColumns(foreign) }
  columns = { ...columns, bigrams: gramsOf(columns) }
  return { columns, diedOn, facts, changes }

  /** The same paper, and only the other row knows until when it holds. */
  function takeUntil(): void {
    const known = other.row.facts['idUntil']
    foreign = { ...foreign, idUntil: other.row.id_until }
    if (known !== undefined) facts['idUntil'] = known
  }
  function takeFacts(field: MergeField): void {
    for (const name of factsOf(field)) {
      const known = other.row.facts[name]
      if (known === undefined) delete facts[name]
      else facts[name] = known
    }
  }
}
