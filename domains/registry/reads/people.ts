import type { Actor } from '@lifang/platform/access.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import type { RouteInput } from '@lifang/platform/route.ts'
import { auditInsert } from '@lifang/domains/audit/public.ts'
import { keepsPerson, revealsPerson, seesPerson, seesPlace } from '../access.ts'
import { ageAt } from '../rules/household.ts'
import { maskAddress, maskIdNumber, maskName, maskPhone } from '../rules/mask.ts'
import { changePlace } from '../repo/changes.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { whereabouts } from '../repo/people.ts'
import type { registryRoutes } from '../schema.ts'
import type { Change, Looked, PersonItem, PersonView } from '../schema/views.ts'
import type { PersonState } from '../schema/lists.ts'
import type { ChangeRow, PersonRow, ResidenceRow, RevealRow } from '../tables.ts'
import { ending, FOREIGN, foreignItem, foreignView, type ForeignListed } from './foreign.ts'
import { householdsOf } from './households.ts'
import { gridName, groundOf, noSuch, personIn, readCursor, today, uuidOf, writeCursor } from './scope.ts'

/** A person as lists need one: what is sealed is not even read. */
export type ListedRow = Pick<
  PersonRow,
  'id' | 'name' | 'sex' | 'birth_date' | 'id_masked' | 'phone_masked' | 'care' | 'died_on' | ForeignListed
> & {
  /** Rows merged away are in no list. */
  readonly status: PersonState
  readonly address: string | null
  readonly path: string | null
  readonly split: boolean
}

const COLUMNS = sql`p.county, p.id, p.name, p.sex, p.birth_date, p.id_masked, p.phone_masked, p.status, p.care, p.died_on,
  p.nationality, p.id_kind, p.foreign_surname, p.foreign_given, p.id_until, p.leaves_on`

/** The statement behind every list of people: the page is cut first, then each one's home is looked up. */
export const listedPeople = (where: Sql, order: Sql, limit: number): Sql =>
  sql`with f as (select ${COLUMNS} from person p where ${where} and p.merged_into is null ${order} limit ${limit})
    select p.*, w.address, w.path, coalesce(w.split, false) as split
    from f p left join lateral (
      select coalesce(res.address, reg.address) as address, coalesce(res.area_path, reg.area_path) as path,
        res.id is distinct from reg.id and (reg.id is not null or not ${FOREIGN}) as split
      from (select h.id, b.address, h.area_path from residence r join home h on h.county = r.county and h.id = r.home_id
          join building b on b.county = h.county and b.id = h.building_id
          where r.county = p.county and r.person_id = p.id and r.kind = 'residing' and r.to_on is null) res
        full join (select h.id, b.address, h.area_path from residence r join home h on h.county = r.county and h.id = r.home_id
          join building b on b.county = h.county and b.id = h.building_id
          where r.county = p.county and r.person_id = p.id and r.kind = 'registered' and r.to_on is null) reg on true
    ) w on true ${order}`

export const toPerson = (deps: RegistryDeps, row: ListedRow, day: string): PersonItem => ({
  id: row.id,
  name: maskName(row.name),
  sex: row.sex,
  age: row.birth_date === null ? null : ageAt(row.birth_date, row.died_on ?? day),
  idNumber: row.id_masked,
  phone: row.phone_masked,
  status: row.status,
  care: row.care,
  address: row.address,
  grid: row.path === null ? null : gridName(deps, row.path),
  split: row.split,
  foreign: foreignItem(deps, row, day),
})

type ListQuery = RouteInput<typeof registryRoutes.people>['query']

/** 人户分离: where they live is not where their 户籍 is, or one of the two is not here. Who is from elsewhere has no 户籍 to be apart from. */
const SPLIT = sql`(not ${FOREIGN} or exists (select from residence r where r.county = p.county and r.person_id = p.id and r.kind = 'registered' and r.to_on is null))
  and (select r.home_id from residence r where r.county = p.county and r.person_id = p.id and r.kind = 'residing' and r.to_on is null)
  is distinct from (select r.home_id from residence r where r.county = p.county and r.person_id = p.id and r.kind = 'registered' and r.to_on is null)`

/** People of a ground by what a list or an export may choose. */
export const chosen = (
  deps: RegistryDeps,
  paths: readonly string[],
  by: Pick<ListQuery, 'status' | 'care' | 'split' | 'foreign'>,
): Sql[] => [
  sql`p.county = ${deps.county}`,
  personIn(paths),
  by.status === undefined ? sql`p.status = 'here'` : sql`p.status = ${by.status}`,
  ...(by.care === undefined ? [] : [sql`p.care`]),
  ...(by.split === undefined ? [] : [SPLIT]),
  ...(by.foreign === undefined ? [] : [FOREIGN]),
  ...(by.foreign === 'ending' || by.foreign === 'over' ? [ending(deps, today(deps), by.foreign)] : []),
]

export async function listPeople(
  deps: RegistryDeps,
  actor: Actor,
  query: ListQuery,
): Promise<{ items: PersonItem[]; nextCursor: string | null }> {
  const where = chosen(deps, groundOf(deps, actor, query.area), query)
  if (query.cursor !== undefined) where.push(sql`p.id > ${uuidOf(readCursor(query.cursor, 1)[0])}`)
  const rows = await deps.db.rows<ListedRow>(
    listedPeople(join(where, ' and '), sql`order by p.id`, query.limit + 1),
  )
  const page = rows.slice(0, query.limit)
  const day = today(deps)
  const last = page.at(-1)
  return {
    items: page.map((r) => toPerson(deps, r, day)),
    nextCursor: rows.length > query.limit && last !== undefined ? writeCursor(last.id) : null,
  }
}

type Standing = PersonRow & { readonly status: PersonState }
const stands = (row: PersonRow): row is Standing => row.status !== 'merged' && row.status !== 'erased'

/**
 * The row, or the one that stands for it since a merge.
 * @throws registry.not-found, also for a person of other people's ground
 */
async function visible(deps: RegistryDeps, actor: Actor, id: string): Promise<Standing> {
  const row = await deps.db.maybe<PersonRow>(
    sql`with recursive f as (select * from person where county = ${deps.county} and id = ${id}
        union all select p.* from f join person p on p.county = f.county and p.id = f.merged_into)
      select * from f where merged_into is null`,
  )
  if (row === undefined || !stands(row) || !seesPerson(actor, whereabouts(row))) throw noSuch()
  return row
}

type StayRow = ResidenceRow & { readonly address: string; readonly area_path: string }

/** A person; asked for by a row that was merged away, the one it became. */
export async function showPerson(deps: RegistryDeps, actor: Actor, asked: string): Promise<PersonView> {
  const { county, db } = deps
  const row = await visible(deps, actor, asked)
  const { id } = row
  // Who looked is part of what is owed to the person concerned.
  const [stays] = await Promise.all([
    db.rows<StayRow>(sql`select r.*, h.address, h.area_path from residence r join home h on h.county = r.county and h.id = r.home_id
      where r.county = ${county} and r.person_id = ${id} order by r.to_on desc nulls first, r.from_on desc, r.kind`),
    db.run(
      auditInsert({
        county,
        actor,
        act: 'registry.view',
        subjectKind: 'person',
        subjectId: id,
        ground: actor.holdings[0]?.post ?? null,
      }),
    ),
  ])
  const day = today(deps)
  const seen = (s: StayRow): boolean => seesPlace(actor, s.area_path)
  // A home on other people's ground is told to the building, and who else lives there is not.
  const line = (s: StayRow): string => (seen(s) ? s.address : maskAddress(s.address))
  const open = stays.filter((s) => s.to_on === null)
  const households = await householdsOf(
    deps,
    open.filter(seen).map((s) => s.household_id),
    day,
  )
  return {
    id,
    version: row.version,
    name: row.name,
    sex: row.sex,
    birthDate: row.birth_date,
    age: row.birth_date === null ? null : ageAt(row.birth_date, row.died_on ?? day),
    nationality: row.nationality,
    idKind: row.id_kind,
    idNumber: row.id_masked,
    phone: row.phone_masked,
    sealed: row.sealed_fields,
    foreign: foreignView(deps, row, day),
    care: row.care,
    status: row.status,
    diedOn: row.died_on,
    facts: row.facts,
    stays: stays.map((s) => ({
      id: s.id,
      kind: s.kind,
      household: s.household_id,
      relation: s.relation,
      from: s.from_on,
      to: s.to_on,
      endedBy: s.ended_by,
      home: { id: s.home_id, address: line(s), grid: gridName(deps, s.area_path) },
    })),
    households: households.map((h) => ({
      ...h,
      home: h.homeId,
      address: open.find((s) => s.household_id === h.id)?.address ?? '',
    })),
    mergedFrom: id === asked ? null : asked,
    may: {
      edit: keepsPerson(actor, whereabouts(row)),
      reveal: revealsPerson(actor, whereabouts(row)),
    },
  }
}

/** One change as a page may show it: a sealed value stays masked. */
export function toChange(deps: RegistryDeps, row: ChangeRow): Change {
  const value = (
    column: 'old_sealed' | 'new_sealed',
    plain: string | null,
    sealed: Buffer | null,
  ): string | null =>
    sealed === null ? plain : maskedField(row.field, deps.fields.open(sealed, changePlace(column, row)))
  // Grids are kept by code, which outlives their names.
  const said = (text: string | null): string | null =>
    (row.field === 'grid' || row.field === 'registered-grid') && text !== null
      ? (deps.directory.areaByCode(text)?.name ?? text)
      : text
  return {
    at: row.at.toISOString(),
    field: row.field,
    from: said(value('old_sealed', row.old_value, row.old_sealed)),
    to: said(value('new_sealed', row.new_value, row.new_sealed)),
    source: row.source,
    verifiedOn: row.verified_on,
    confidence: row.confidence,
    note: row.note,
    by: row.by_name,
  }
}
const maskedField = (field: string, value: string): string =>
  field === 'idNumber' ? maskIdNumber(value) : field === 'phone' ? maskPhone(value) : '****'

/** The row itself and every row that was merged into it, and into those. */
export const mergedInto = async (
  { county, db }: Pick<RegistryDeps, 'county' | 'db'>,
  id: string,
): Promise<string[]> =>
  (
    await db.rows<{ id: string }>(sql`with recursive f as (select ${id}::uuid as id
        union all select p.id from f join person p on p.county = ${county} and p.merged_into = f.id)
      select id from f`)
  ).map((r) => r.id)

export async function historyOf(
  deps: RegistryDeps,
  actor: Actor,
  id: string,
): Promise<{ changes: Change[]; looked: Looked[] }> {
  const row = await visible(deps, actor, id)
  const { county, db } = deps
  // What is only appended stays with the row it was written for and is read along with the person it became.
  const all = await mergedInto(deps, row.id)
  const [changes, looked] = await Promise.all([
    db.rows<ChangeRow>(
      sql`select * from registry_change where county = ${county} and subject_id = any(${all}::uuid[]) order by id desc limit 500`,
    ),
    db.rows<RevealRow>(
      sql`select * from registry_reveal where county = ${county} and person_id = any(${all}::uuid[]) order by at desc limit 500`,
    ),
  ])
  return {
    changes: changes.map((c) => toChange(deps, c)),
    looked: looked.map((l) => ({
      at: l.at.toISOString(),
      field: l.field,
      reason: l.reason,
      by: l.by_name,
      post: l.post,
    })),
  }
}
