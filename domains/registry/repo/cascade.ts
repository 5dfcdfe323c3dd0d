import { sql } from '@lifang/platform/sql.ts'
import { checkHousehold, type Member } from '../rules/household.ts'
import { succeed } from '../rules/succession.ts'
import type { HouseholdRow, PersonRow, ResidenceRow } from '../tables.ts'
import { keepChanges } from './changes.ts'
import type { Doing } from './command.ts'
import { HEAD, type Left } from './stays.ts'

type MemberRow = Pick<ResidenceRow, 'person_id' | 'relation' | 'household_id'> &
  Pick<PersonRow, 'birth_date' | 'sex'>

const membersOf = ({ deps, tx }: Doing, households: readonly string[]): Promise<MemberRow[]> =>
  tx.rows<MemberRow>(sql`select r.person_id, r.relation, r.household_id, p.birth_date, p.sex
    from residence r join person p on p.county = r.county and p.id = r.person_id
    where r.county = ${deps.county} and r.household_id = any(${households}::uuid[]) and r.to_on is null`)

/**
 * After people left: a household without anybody ends that day; one without its head gets the next, and the relations that no
 * longer follow are asked again.
 * @returns warnings, phrase keys
 */
export async function settleHouseholds(doing: Doing, left: Left, on: string): Promise<readonly string[]> {
  const { deps, tx, today } = doing
  const { county } = deps
  const ids = [...left.households].toSorted()
  if (ids.length === 0) return []
  const households = await tx.rows<HouseholdRow>(
    sql`select * from household where county = ${county} and id = any(${ids}::uuid[]) order by id for update`,
  )
  const members = await membersOf(doing, ids)
  const warnings: string[] = []
  for (const household of households) {
    const here = members.filter((m) => m.household_id === household.id)
    if (here.length === 0) {
      const ended = on < household.founded_on ? household.founded_on : on
      await tx.run(sql`update household set head_id = null, ended_on = ${ended}::date, version = version + 1
        where county = ${county} and id = ${household.id}`)
      await keepChanges(doing, 'household', household.id, [
        { field: 'ended', old: null, new: ended, sensitive: false },
      ])
      continue
    }
    if (here.some((m) => m.person_id === household.head_id)) continue
    const next = succeed(
      here.map((m) => ({ personId: m.person_id, kinship: m.relation, born: m.birth_date })),
      today,
    )
    if (next === null) continue
    await tx.run(
      sql`update household set head_id = ${next.head}, version = version + 1 where county = ${county} and id = ${household.id}`,
    )
    await tx.run(sql`update residence set relation = case when person_id = ${next.head} then ${HEAD} end
      where county = ${county} and household_id = ${household.id} and to_on is null and person_id = any(${[next.head, ...next.ask]}::uuid[])`)
    await keepChanges(doing, 'household', household.id, [
      {
        field: 'head',
        old: household.head_id,
        new: next.head,
        sensitive: false,
        // Proposed by a rule: nobody has asked the family yet.
        confidence: 'doubtful',
      },
    ])
    warnings.push('registry.warning.head-follows')
  }
  return warnings
}

/** What looks odd in households as they stand now: phrase keys of `registry-rules`, each once. */
export async function oddities(doing: Doing, households: readonly string[]): Promise<readonly string[]> {
  const members = await membersOf(doing, households)
  const found = households.flatMap((id) =>
    checkHousehold(
      members
        .filter((m) => m.household_id === id)
        .map((m): Member => ({
          personId: m.person_id,
          kinship: m.relation,
          sex: m.sex === 'unknown' ? null : m.sex,
          born: m.birth_date,
        })),
      doing.today,
    ),
  )
  return [...new Set(found.map((f) => f.code))]
}
