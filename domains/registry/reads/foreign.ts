import { sql, type Sql } from '@lifang/platform/sql.ts'
import { foreignFacts } from '../repo/foreign.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import {
  endLamps,
  FOREIGN_DUE_DAYS,
  foreignName,
  isForeign,
  nextEnd,
  type EndLamp,
} from '../rules/foreign.ts'
import { maskForeignName } from '../rules/mask.ts'
import type { ForeignFilter } from '../schema/lists.ts'
import type { PersonItem, PersonView } from '../schema/views.ts'
import type { PersonRow } from '../tables.ts'

/** What a list needs of a person to say whether they are from elsewhere. */
export type ForeignListed =
  'nationality' | 'id_kind' | 'foreign_surname' | 'foreign_given' | 'id_until' | 'leaves_on'

/** The rule of `isForeign` on `person p`, word for word as the index has it. A test holds the two together. */
export const FOREIGN: Sql = sql`(p.nationality <> 'CHN' or p.id_kind in ('foreign-permanent', 'hk-macao-taiwan', 'passport'))`

const dueDays = (deps: Pick<RegistryDeps, 'foreignDueDays'>): number =>
  deps.foreignDueDays ?? FOREIGN_DUE_DAYS

/** A paper or stay in its last days, or over: what ends first decides, as the lamp of a list does. */
export const ending = (
  deps: Pick<RegistryDeps, 'foreignDueDays'>,
  day: string,
  which: Exclude<ForeignFilter, 'yes'>,
): Sql =>
  which === 'over'
    ? sql`least(p.id_until, p.leaves_on) < ${day}::date`
    : sql`least(p.id_until, p.leaves_on) between ${day}::date and ${day}::date + ${dueDays(deps)}::integer`

type Listed = Pick<PersonRow, ForeignListed | 'name' | 'status'>
/** The lamps of paper and stay, of somebody who is here. */
export const lampsOf = (
  deps: Pick<RegistryDeps, 'foreignDueDays'>,
  row: Pick<PersonRow, 'id_until' | 'leaves_on' | 'status'>,
  day: string,
): readonly EndLamp[] =>
  // Who left or died runs out of nothing.
  row.status === 'here'
    ? endLamps({ idUntil: row.id_until, leavesOn: row.leaves_on }, day, dueDays(deps))
    : []

const foreign = (row: Pick<PersonRow, 'id_kind' | 'nationality'>): boolean =>
  isForeign({ idKind: row.id_kind, nationality: row.nationality })

export function foreignItem(
  deps: Pick<RegistryDeps, 'foreignDueDays'>,
  row: Listed,
  day: string,
): PersonItem['foreign'] {
  if (!foreign(row)) return null
  const latin = foreignName(row.foreign_surname, row.foreign_given)
  return {
    name: latin === row.name ? null : maskForeignName(row.foreign_surname, row.foreign_given),
    nationality: row.nationality,
    end: nextEnd(lampsOf(deps, row, day)),
  }
}

export function foreignView(
  deps: Pick<RegistryDeps, 'foreignDueDays'>,
  row: PersonRow,
  day: string,
): PersonView['foreign'] {
  if (!foreign(row)) return null
  const { foreignSurname: surname, foreignGiven: given, stayPurpose: purpose, ...days } = foreignFacts(row)
  return { surname, given, purpose, ...days, ends: [...lampsOf(deps, row, day)] }
}
