import type { Actor } from '@lifang/platform/access.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { registryProblem } from '../schema/problems.ts'
import type { PersonChanges, PersonGiven } from '../schema/bodies.ts'
import { seesPerson } from '../access.ts'
import type { HomeRow, PersonRow } from '../tables.ts'
import { duplicateProblem } from '../schema/duplicates.ts'
import { factsAfter, keepChanges } from './changes.ts'
import type { Doing } from './command.ts'
import { NOBODY, settlePerson, type PersonColumns } from './person.ts'

/** Person as the access file meets one. */
export const whereabouts = (p: Pick<PersonRow, 'area_path' | 'registered_path'>) => ({
  areaPath: p.area_path,
  registeredPath: p.registered_path,
})

/** The row, locked until the command ends. @throws registry.not-found, also for one on other people's ground */
export async function lockPerson(doing: Doing, id: string, mayBeElsewhere = false): Promise<PersonRow> {
  const { deps, tx, actor } = doing
  const row = await tx.maybe<PersonRow>(
    sql`select * from person where county = ${deps.county} and id = ${id} for update`,
  )
  if (row === undefined || (!mayBeElsewhere && !seesPerson(actor, whereabouts(row))))
    throw registryProblem('registry.not-found', { field: 'id' })
  if (row.merged_into !== null)
    throw duplicateProblem('duplicates.person-merged', { field: 'id', into: row.merged_into })
  return row
}

export const setColumns = (c: PersonColumns): Sql =>
  sql`name = ${c.name}, bigrams = ${c.bigrams}::text[], initials = ${c.initials}::text[], sex = ${c.sex}, birth_date = ${c.birth_date}::date,
    nationality = ${c.nationality}, id_kind = ${c.id_kind}, id_number = ${c.id_number}, id_index = ${c.id_index}, id_masked = ${c.id_masked},
    phone = ${c.phone}, phone_index = ${c.phone_index}, phone_tail = ${c.phone_tail}, phone_masked = ${c.phone_masked},
    sealed = ${c.sealed}, sealed_fields = ${c.sealed_fields}::text[], care = ${c.care}, foreign_surname = ${c.foreign_surname},
    foreign_given = ${c.foreign_given}, latin = ${c.latin}, id_until = ${c.id_until}::date, stay_purpose = ${c.stay_purpose},
    arrived_on = ${c.arrived_on}::date, leaves_on = ${c.leaves_on}::date`

/** A new person, placed at a home but without a residence yet. @returns warnings @throws registry.id-number-taken … */
export async function addPerson(
  doing: Doing,
  id: string,
  given: PersonGiven,
  home: HomeRow,
): Promise<readonly string[]> {
  const { deps, tx, at } = doing
  const { columns: c, changes, warnings } = settlePerson(doing, id, NOBODY, given)
  if (c.id_index !== null) await refuseTaken(doing, c.id_index, id)
  await tx.run(sql`insert into person (county, id, name, bigrams, initials, sex, birth_date, nationality, id_kind, id_number, id_index,
      id_masked, phone, phone_index, phone_tail, phone_masked, sealed, sealed_fields, care, foreign_surname, foreign_given, latin,
      id_until, stay_purpose, arrived_on, leaves_on, status, area_path, facts, updated_at)
    values (${deps.county}, ${id}, ${c.name}, ${c.bigrams}::text[], ${c.initials}::text[], ${c.sex}, ${c.birth_date}::date, ${c.nationality},
      ${c.id_kind}, ${c.id_number}, ${c.id_index}, ${c.id_masked}, ${c.phone}, ${c.phone_index}, ${c.phone_tail}, ${c.phone_masked},
      ${c.sealed}, ${c.sealed_fields}::text[], ${c.care}, ${c.foreign_surname}, ${c.foreign_given}, ${c.latin}, ${c.id_until}::date,
      ${c.stay_purpose}, ${c.arrived_on}::date, ${c.leaves_on}::date, 'here', ${home.area_path}, ${JSON.stringify(factsAfter({}, doing, changes))}::jsonb, ${at})`)
  await keepChanges(doing, 'person', id, changes)
  return warnings
}

/** Changes facts of a locked person. @returns warnings and whether anything changed */
export async function changePerson(
  doing: Doing,
  row: PersonRow,
  given: PersonChanges,
): Promise<{ readonly warnings: readonly string[]; readonly changed: boolean }> {
  const { deps, tx, at } = doing
  const { columns, changes, warnings } = settlePerson(doing, row.id, row, given)
  if (changes.length === 0) return { warnings, changed: false }
  if (columns.id_index !== null && columns.id_index !== row.id_index)
    await refuseTaken(doing, columns.id_index, row.id)
  await tx.run(sql`update person set ${setColumns(columns)}, facts = ${JSON.stringify(factsAfter(row.facts, doing, changes))}::jsonb,
      version = version + 1, updated_at = ${at}
    where county = ${deps.county} and id = ${row.id}`)
  await keepChanges(doing, 'person', row.id, changes)
  return { warnings, changed: true }
}

/**
 * Who has this number already, told so far as the asker may know it: the community always, the person's id so that somebody who
 * holds the paper in hand can move them in.
 */
async function refuseTaken(doing: Doing, index: Buffer, except: string): Promise<void> {
  const { deps, tx, actor } = doing
  const taken = await tx.maybe<PersonRow>(
    sql`select * from person where county = ${deps.county} and id_index = ${index} and merged_into is null and id <> ${except}`,
  )
  if (taken === undefined) return
  throw registryProblem('registry.id-number-taken', { field: 'idNumber', ...takenBy(doing, actor, taken) })
}

/** Of somebody who has a number: the community always, and the row for moving them with the paper in hand. */
export function takenBy(
  { deps }: Pick<Doing, 'deps'>,
  actor: Actor,
  taken: Pick<PersonRow, 'id' | 'version' | 'area_path' | 'registered_path'>,
) {
  const grid = deps.directory.areaByPath(taken.area_path)
  const community = grid?.parentId == null ? undefined : deps.directory.area(grid.parentId)
  return {
    person: taken.id,
    version: taken.version,
    place: community?.name ?? grid?.name ?? '',
    mine: seesPerson(actor, whereabouts(taken)),
  }
}

/**
 * Brings a person's places and state in line with where they live now. Who left keeps the ground they lived on last, so that
 * those who knew them still find them.
 */
export async function settlePlaces(doing: Doing, ids: readonly string[], bump = true): Promise<void> {
  const { deps, tx, at } = doing
  await tx.run(sql`update person p set
      area_path = coalesce(n.residing, p.area_path), registered_path = n.registered,
      status = case when p.died_on is not null then 'dead' when n.residing is null and n.registered is null then 'moved-out' else 'here' end,
      version = p.version + ${bump ? 1 : 0}, updated_at = ${at}
    from (select q.id,
        max(h.area_path) filter (where r.kind = 'residing') as residing,
        max(h.area_path) filter (where r.kind = 'registered') as registered
      from person q left join residence r on r.county = q.county and r.person_id = q.id and r.to_on is null
        left join home h on h.county = r.county and h.id = r.home_id
      where q.county = ${deps.county} and q.id = any(${ids}::uuid[]) group by q.id) n
    where p.county = ${deps.county} and p.id = n.id`)
}

/** Whether somebody in a care group lives there decides how often the home is due. */
export async function settleCare(doing: Doing, homes: readonly string[]): Promise<void> {
  const { deps, tx } = doing
  await tx.run(sql`update home h set care = n.care
    from (select g.id, coalesce(bool_or(p.care), false) as care from home g
        left join residence r on r.county = g.county and r.home_id = g.id and r.to_on is null and r.kind = 'residing'
        left join person p on p.county = r.county and p.id = r.person_id
      where g.county = ${deps.county} and g.id = any(${homes}::uuid[]) group by g.id) n
    where h.county = ${deps.county} and h.id = n.id and h.care <> n.care`)
}

/** Who stands for a person since merges: an id, as an expression. */
export const standsFor = (county: number, id: string | Sql): Sql => sql`(with recursive stands as (
    select id, merged_into from person where county = ${county} and id = ${id}
    union all select p.id, p.merged_into from stands join person p on p.county = ${county} and p.id = stands.merged_into)
  select id from stands where merged_into is null)`

/**
 * On `person q`: where the home lies that they live in, or lived in last, and that of their 户籍 (`new_path`, `new_registered`), beside
 * where they stand (`old_path`, `old_registered`).
 */
export const PLACES_NOW = sql`select q.id, q.area_path as old_path, coalesce(last.area_path, q.area_path) as new_path,
        q.registered_path as old_registered,
        case when q.registered_path is null then null else coalesce(reg.area_path, q.registered_path) end as new_registered
      from person q
        left join lateral (select h.area_path from residence r join home h on h.county = r.county and h.id = r.home_id
          where r.county = q.county and r.person_id = q.id
          order by (r.to_on is null and r.kind = 'residing') desc, (r.kind = 'residing') desc, r.to_on desc nulls first, r.from_on desc, r.id
          limit 1) last on true
        left join lateral (select h.area_path from residence r join home h on h.county = r.county and h.id = r.home_id
          where r.county = q.county and r.person_id = q.id and r.kind = 'registered' and r.to_on is null limit 1) reg on true`
