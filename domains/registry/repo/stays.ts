import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { registryProblem } from '../schema/problems.ts'
import type { Stay } from '../schema/bodies.ts'
import type { ResidenceKind } from '../schema/lists.ts'
import type { HomeRow, HouseholdRow, PersonRow, ResidenceRow } from '../tables.ts'
import { keepChanges } from './changes.ts'
import { checkDay, type Doing } from './command.ts'

/** 本人 and 户主 of GB/T 4761: both say "the head". */
export const isHead = (relation: string | null): boolean => relation === '01' || relation === '02'
export const HEAD = '02'

type Ended = NonNullable<ResidenceRow['ended_by']>

/**
 * Gives a person a place in a household of a home. What they had of that kind elsewhere ends the same day; a household that does
 * not stand yet is founded with this person.
 * @returns homes and households that somebody left, for the cascade
 * @throws registry.unknown-household, lives-there-already, day-before-birth
 */
export async function settleIn(
  doing: Doing,
  person: Pick<PersonRow, 'id' | 'birth_date'>,
  home: HomeRow,
  stays: readonly Stay[],
  from: string,
): Promise<Left> {
  const { deps, tx, source, today } = doing
  checkDay(from, today, 'from')
  if (person.birth_date !== null && from < person.birth_date)
    throw registryProblem('registry.day-before-birth', { field: 'from' })
  if (new Set(stays.map((s) => s.kind)).size !== stays.length)
    throw registryProblem('registry.person-twice', { field: 'stays' })
  const left = new Left()
  for (const stay of stays) {
    const now = await tx.maybe<ResidenceRow>(
      sql`select * from residence where county = ${deps.county} and person_id = ${person.id} and kind = ${stay.kind} and to_on is null for update`,
    )
    if (now?.household_id === stay.household)
      throw registryProblem('registry.lives-there-already', { field: 'stays' })
    if (now !== undefined) {
      // Within one home somebody changes household: 分户, 并户. Both are dated facts of the same day.
      const on = from < now.from_on ? now.from_on : from
      await end(doing, now, on, 'moved-in-elsewhere')
      left.note(now)
    }
    const relation = await join(doing, person.id, home, stay, from)
    await tx.run(sql`insert into residence (county, id, person_id, home_id, household_id, kind, relation, from_on, source)
      values (${deps.county}, ${newId()}, ${person.id}, ${home.id}, ${stay.household}, ${stay.kind}, ${relation}, ${from}::date, ${source})`)
    const before = now === undefined ? null : await addressOf(doing, now.home_id)
    await keepChanges(doing, 'person', person.id, [
      { field: stay.kind, old: before, new: home.address, sensitive: false },
    ])
    await keepChanges(doing, 'home', home.id, [
      { field: `${stay.kind}-in`, old: null, new: person.id, sensitive: false },
    ])
  }
  return left
}

/** Homes and households that somebody left. */
export class Left {
  readonly homes = new Set<string>()
  readonly households = new Set<string>()
  note(r: Pick<ResidenceRow, 'home_id' | 'household_id'>): void {
    this.homes.add(r.home_id)
    this.households.add(r.household_id)
  }
  add(other: Left): void {
    for (const h of other.homes) this.homes.add(h)
    for (const h of other.households) this.households.add(h)
  }
}

export const addressOf = async ({ deps, tx }: Doing, home: string): Promise<string> =>
  (
    await tx.one<{ address: string }>(
      sql`select address from home where county = ${deps.county} and id = ${home}`,
    )
  ).address

/** Joins the household, or founds it. @returns the relation that holds in it */
async function join(
  doing: Doing,
  person: string,
  home: HomeRow,
  stay: Stay,
  from: string,
): Promise<string | null> {
  const { deps, tx } = doing
  const { county } = deps
  const found = await tx.maybe<HouseholdRow>(
    sql`select * from household where county = ${county} and id = ${stay.household} for update`,
  )
  if (found === undefined) {
    const head = stay.relation === null || isHead(stay.relation)
    await tx.run(sql`insert into household (county, id, home_id, kind, head_id, founded_on)
      values (${county}, ${stay.household}, ${home.id}, ${stay.kind}, ${head ? person : null}, ${from}::date)`)
    await keepChanges(doing, 'household', stay.household, [
      { field: 'founded', old: null, new: home.address, sensitive: false },
    ])
    return head ? HEAD : stay.relation
  }
  if (found.home_id !== home.id || found.kind !== stay.kind || found.ended_on !== null)
    throw registryProblem('registry.unknown-household', { field: 'household' })
  if (isHead(stay.relation)) {
    await crown(doing, found, person)
    return HEAD
  }
  await tx.run(sql`update household set version = version + 1 where county = ${county} and id = ${found.id}`)
  return stay.relation
}

/**
 * Makes somebody the head. What the others are to the old head says nothing of the new one, so their relations are asked again.
 */
async function crown(doing: Doing, household: HouseholdRow, person: string): Promise<void> {
  const { deps, tx } = doing
  if (household.head_id === person) return
  await tx.run(
    sql`update household set head_id = ${person}, version = version + 1 where county = ${deps.county} and id = ${household.id}`,
  )
  await tx.run(sql`update residence set relation = null where county = ${deps.county} and household_id = ${household.id}
    and to_on is null and person_id <> ${person}`)
  await keepChanges(doing, 'household', household.id, [
    { field: 'head', old: household.head_id, new: person, sensitive: false },
  ])
}

/** States again what a person is to the head of a household they stand in. @throws registry.unknown-household */
export async function relate(doing: Doing, person: string, home: string, stay: Stay): Promise<boolean> {
  const { deps, tx } = doing
  const { county } = deps
  const household = await tx.maybe<HouseholdRow>(
    sql`select * from household where county = ${county} and id = ${stay.household} and home_id = ${home} for update`,
  )
  const now = await tx.maybe<ResidenceRow>(
    sql`select * from residence where county = ${county} and household_id = ${stay.household} and person_id = ${person} and to_on is null`,
  )
  if (household === undefined || now === undefined)
    throw registryProblem('registry.unknown-household', { field: 'household' })
  const head = isHead(stay.relation)
  if (now.relation === stay.relation || (head && household.head_id === person)) return false
  if (head) await crown(doing, household, person)
  // A head who is somebody's son from now on leaves the household without one until it is said.
  else if (household.head_id === person)
    await tx.run(
      sql`update household set head_id = null, version = version + 1 where county = ${county} and id = ${household.id}`,
    )
  const relation = head ? HEAD : stay.relation
  await tx.run(sql`update residence set relation = ${relation} where county = ${county} and id = ${now.id}`)
  await keepChanges(doing, 'person', person, [
    { field: 'relation', old: now.relation, new: relation, sensitive: false },
  ])
  return true
}

/** Ends one residence; the home's history has who went. */
export async function end(doing: Doing, row: ResidenceRow, on: string, by: Ended): Promise<void> {
  const { deps, tx } = doing
  await tx.run(
    sql`update residence set to_on = ${on}::date, ended_by = ${by} where county = ${deps.county} and id = ${row.id}`,
  )
  await keepChanges(doing, 'home', row.home_id, [
    { field: `${row.kind}-out`, old: row.person_id, new: null, sensitive: false },
  ])
}

/**
 * Ends a person's residences of these kinds on a day.
 * @throws registry.not-living-here when there is none, registry.day-before-birth for a day before they came
 */
export async function settleOut(
  doing: Doing,
  person: Pick<PersonRow, 'id'>,
  kinds: readonly ResidenceKind[],
  on: string,
  by: Ended,
): Promise<Left> {
  const { deps, tx, today } = doing
  checkDay(on, today, 'on')
  const rows = await tx.rows<ResidenceRow>(
    sql`select * from residence where county = ${deps.county} and person_id = ${person.id} and kind = any(${kinds}::text[]) and to_on is null
        for update`,
  )
  if (rows.length === 0 && by !== 'died')
    throw registryProblem('registry.not-living-here', { field: 'kinds' })
  const left = new Left()
  for (const row of rows) {
    if (on < row.from_on) throw registryProblem('registry.day-before-birth', { field: 'on' })
    await end(doing, row, on, by)
    await keepChanges(doing, 'person', person.id, [
      { field: row.kind, old: await addressOf(doing, row.home_id), new: null, sensitive: false },
    ])
    left.note(row)
  }
  return left
}
