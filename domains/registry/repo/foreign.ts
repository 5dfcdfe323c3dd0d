import { bigramsOf } from '../rules/names.ts'
import {
  checkStay,
  foreignName,
  isForeign,
  latinKey,
  readForeignName,
  type ForeignFacts,
} from '../rules/foreign.ts'
import type { PersonChanges } from '../schema/bodies.ts'
import { FOREIGN_FIELDS, type ForeignField } from '../schema/lists.ts'
import { registryProblem } from '../schema/problems.ts'
import type { PersonRow } from '../tables.ts'
import type { FieldChange } from './changes.ts'
import { checkRealDay } from './command.ts'

export type ForeignColumns = Pick<
  PersonRow,
  'foreign_surname' | 'foreign_given' | 'latin' | 'id_until' | 'stay_purpose' | 'arrived_on' | 'leaves_on'
>
export const NO_FOREIGN: ForeignColumns = {
  foreign_surname: null,
  foreign_given: null,
  latin: null,
  id_until: null,
  stay_purpose: null,
  arrived_on: null,
  leaves_on: null,
}

export const foreignFacts = (row: Omit<ForeignColumns, 'latin'>): ForeignFacts => ({
  foreignSurname: row.foreign_surname,
  foreignGiven: row.foreign_given,
  idUntil: row.id_until,
  stayPurpose: row.stay_purpose,
  arrivedOn: row.arrived_on,
  leavesOn: row.leaves_on,
})
export const foreignColumns = (f: ForeignFacts): ForeignColumns => {
  const whole = latinKey(foreignName(f.foreignSurname, f.foreignGiven))
  return {
    foreign_surname: f.foreignSurname,
    foreign_given: f.foreignGiven,
    latin: whole === '' ? null : whole,
    id_until: f.idUntil,
    stay_purpose: f.stayPurpose,
    arrived_on: f.arrivedOn,
    leaves_on: f.leavesOn,
  }
}

/** Pairs of the name and of every part of the name in Latin letters: one index finds both. */
export const gramsOf = (row: Pick<PersonRow, 'name' | 'latin'>): string[] => [
  ...new Set([...bigramsOf(row.name), ...(row.latin ?? '').split(' ').flatMap((part) => bigramsOf(part))]),
]

type Named = Pick<PersonRow, 'name' | 'foreign_surname' | 'foreign_given'>

/**
 * Names in Latin letters as they are kept, and the name of somebody who has none in Chinese: it follows them.
 * @throws registry.foreign-name-malformed
 */
export function readNames(
  before: Named,
  given: PersonChanges,
): {
  readonly given: Pick<PersonChanges, 'foreignSurname' | 'foreignGiven'>
  /** Undefined: what was said, or what stands there. */
  readonly name: string | undefined
} {
  const read = (field: 'foreignSurname' | 'foreignGiven'): string | null | undefined => {
    const text = given[field]
    if (text === undefined || text === null) return text
    if (text === '') return null
    const name = readForeignName(text)
    if (name === null) throw registryProblem('registry.foreign-name-malformed', { field })
    return name
  }
  const [surname, first] = [read('foreignSurname'), read('foreignGiven')]
  const kept = foreignName(before.foreign_surname, before.foreign_given)
  const now = foreignName(
    surname === undefined ? before.foreign_surname : surname,
    first === undefined ? before.foreign_given : first,
  )
  const followed = kept !== '' && before.name === kept
  const follows = given.name === undefined ? followed : given.name === ''
  return {
    given: {
      ...(surname === undefined ? {} : { foreignSurname: surname }),
      ...(first === undefined ? {} : { foreignGiven: first }),
    },
    name: follows && now !== '' ? now : undefined,
  }
}

type Settled = ForeignColumns & Pick<PersonRow, 'id_kind' | 'id_number' | 'nationality' | 'birth_date'>

/**
 * What is kept of a foreign resident. Somebody who is none any more keeps nothing of it: there is no purpose left to keep it for.
 * @throws registry.not-foreign, day-…, id-until-…, leaves-before-arrival, each with its field
 */
export function settleForeign(
  now: Settled,
  given: PersonChanges,
  today: string,
): {
  readonly columns: ForeignColumns
  readonly changes: readonly FieldChange[]
  readonly warnings: readonly string[]
} {
  const old = foreignFacts(now)
  const foreign = isForeign({ idKind: now.id_kind, nationality: now.nationality })
  if (!foreign) {
    const said = FOREIGN_FIELDS.find((field) => given[field] !== undefined && given[field] !== null)
    if (said !== undefined) throw registryProblem('registry.not-foreign', { field: said })
    return { columns: NO_FOREIGN, changes: foreignChanges(old, foreignFacts(NO_FOREIGN)), warnings: [] }
  }
  const next: ForeignFacts = {
    foreignSurname: given.foreignSurname === undefined ? old.foreignSurname : given.foreignSurname,
    foreignGiven: given.foreignGiven === undefined ? old.foreignGiven : given.foreignGiven,
    idUntil: given.idUntil === undefined ? old.idUntil : given.idUntil,
    stayPurpose: given.stayPurpose === undefined ? old.stayPurpose : given.stayPurpose,
    arrivedOn: given.arrivedOn === undefined ? old.arrivedOn : given.arrivedOn,
    leavesOn: given.leavesOn === undefined ? old.leavesOn : given.leavesOn,
  }
  for (const field of ['idUntil', 'arrivedOn', 'leavesOn'] as const) {
    const day = next[field]
    if (day !== null && day !== old[field]) checkRealDay(day, field)
  }
  const { fault, warnings } = checkStay(
    next,
    { birthDate: now.birth_date, hasPaper: now.id_number !== null },
    today,
  )
  if (fault !== null) throw registryProblem(fault.code, { field: fault.field })
  const changes = foreignChanges(old, next)
  // Only of what was said now: a paper that ran out since is told by its lamp.
  return {
    columns: foreignColumns(next),
    changes,
    warnings: [
      ...(changes.length === 0 ? [] : warnings),
      ...(now.id_kind === 'foreign-permanent' && now.nationality === 'CHN' && given.idKind !== undefined
        ? ['registry.warning.card-of-chinese']
        : []),
    ],
  }
}

export const foreignChanges = (old: ForeignFacts, next: ForeignFacts): FieldChange[] =>
  FOREIGN_FIELDS.filter((field: ForeignField) => old[field] !== next[field]).map((field) => ({
    field,
    old: old[field],
    new: next[field],
    sensitive: false,
  }))
