import { sql, type Sql } from '@lifang/platform/sql.ts'
import { ageAt } from '../rules/household.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import type { HouseholdView } from '../schema/views.ts'
import { FOREIGN, foreignItem, type ForeignListed } from './foreign.ts'
import type { HouseholdRow, PersonRow, ResidenceRow } from '../tables.ts'

type MemberRow = Pick<HouseholdRow, 'home_id' | 'head_id' | 'founded_on' | 'kind'> &
  Pick<ResidenceRow, 'household_id' | 'relation' | 'from_on'> &
  Pick<
    PersonRow,
    | 'id'
    | 'name'
    | 'sex'
    | 'birth_date'
    | 'version'
    | 'care'
    | 'id_masked'
    | 'phone_masked'
    | 'status'
    | ForeignListed
  > & {
    readonly split: boolean
  }
export type HouseholdAt = HouseholdView & { readonly homeId: string }

/** Standing households with their members, the head first. */
export const householdsOf = (
  deps: RegistryDeps,
  ids: readonly string[],
  day: string,
): Promise<HouseholdAt[]> => gather(deps, sql`g.id = any(${[...ids]}::uuid[])`, day)
export const householdsAt = (deps: RegistryDeps, home: string, day: string): Promise<HouseholdAt[]> =>
  gather(deps, sql`g.home_id = ${home}`, day)

async function gather(deps: RegistryDeps, which: Sql, day: string): Promise<HouseholdAt[]> {
  const rows = await deps.db.rows<MemberRow>(
    sql`select g.home_id, g.head_id, g.founded_on, g.kind, r.household_id, r.relation, r.from_on,
        p.id, p.name, p.sex, p.birth_date, p.version, p.care, p.id_masked, p.phone_masked, p.status,
        p.nationality, p.id_kind, p.foreign_surname, p.foreign_given, p.id_until, p.leaves_on,
        not exists (select from residence o where o.county = r.county and o.person_id = r.person_id and o.kind <> r.kind
          and o.to_on is null and o.home_id = r.home_id)
        and (not ${FOREIGN} or exists (select from residence o where o.county = r.county and o.person_id = r.person_id and o.kind = 'registered'
          and o.to_on is null)) as split
      from household g join residence r on r.county = g.county and r.household_id = g.id and r.to_on is null
        join person p on p.county = r.county and p.id = r.person_id
      where g.county = ${deps.county} and g.ended_on is null and ${which}
      order by g.kind desc, g.founded_on, g.id, (p.id = g.head_id) desc nulls last, r.relation nulls last, p.birth_date nulls last, p.id`,
  )
  const byId = new Map<string, HouseholdAt>()
  for (const r of rows) {
    const household = byId.get(r.household_id) ?? {
      id: r.household_id,
      homeId: r.home_id,
      kind: r.kind,
      foundedOn: r.founded_on,
      members: [],
    }
    byId.set(r.household_id, household)
    household.members.push({
      id: r.id,
      name: r.name,
      sex: r.sex,
      age: r.birth_date === null ? null : ageAt(r.birth_date, day),
      relation: r.relation,
      head: r.id === r.head_id,
      since: r.from_on,
      version: r.version,
      care: r.care,
      idNumber: r.id_masked,
      phone: r.phone_masked,
      split: r.split,
      foreign: foreignItem(deps, r, day),
    })
  }
  return [...byId.values()]
}
