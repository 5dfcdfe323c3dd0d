import type { Tx } from '@lifang/platform/db.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import type { Carrying, Placed, Registered } from '@lifang/domains/grid/public.ts'
import type { SubjectKind } from '../schema/lists.ts'
import { PLACES_NOW } from '../repo/people.ts'
import { carryThings } from './carry-things.ts'

/** Buildings that stand in these grids, with their homes and who lives there. */
export const registered =
  (county: number) =>
  (tx: Tx, areaIds: readonly string[]): Promise<Registered[]> =>
    tx.rows<Registered>(
      sql`select b.id, b.area_id as "areaId", b.lon, b.lat, coalesce(n.homes, 0)::integer as homes, coalesce(n.people, 0)::integer as people
        from building b left join lateral (
          select count(*) as homes, sum((select count(*) from residence r where r.county = h.county and r.home_id = h.id and r.to_on is null
            and r.kind = 'residing')) as people
          from home h where h.county = b.county and h.building_id = b.id) n on true
        where b.county = ${county} and b.area_id = any(${[...areaIds]}::uuid[])`,
    )

/**
 * Buildings, homes and people go with the ground when grids are redrawn, in the transaction of the redraw. Who lives there no more
 * goes with the home they lived in last. Each keeps a line of history with the codes of both grids; whose grid stays only takes the
 * new border.
 */
export const carry =
  (county: number) =>
  async (tx: Tx, carrying: Carrying): Promise<void> => {
    const { from, to } = carrying
    const ids = from.map((a) => a.id)
    const standing = await tx.rows<Placed>(
      sql`select id, area_id as "areaId", lon, lat from building where county = ${county} and area_id = any(${ids}::uuid[])
        order by id for update`,
    )
    const goes = carrying.gridsOf(standing)
    const moves = standing.flatMap((b) => {
      const grid = goes.get(b.id)
      return grid == null ? [] : [{ id: b.id, area: grid }]
    })
    const areas = to.map((a) => ({ id: a.id, path: a.path, border: a.borderId }))
    const history = historyOf(county, carrying)
    await tx.run(sql`with n as (select b.id, b.area_path as old_path, a.path as new_path, a.id as area, a.border
        from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m(id uuid, area uuid)
          join jsonb_to_recordset(${JSON.stringify(areas)}::jsonb) as a(id uuid, path text, border uuid) on a.id = m.area
          join building b on b.county = ${county} and b.id = m.id),
      moved as (update building b set area_id = n.area, area_path = n.new_path, border_id = n.border,
          version = b.version + (case when n.old_path = n.new_path then 0 else 1 end), updated_at = ${carrying.at}
        from n where b.county = ${county} and b.id = n.id)
      ${history('building')}`)
    await tx.run(sql`with n as (select h.id, h.area_path as old_path, b.area_path as new_path, b.area_id as area
        from home h join building b on b.county = h.county and b.id = h.building_id
        where b.county = ${county} and b.id = any(${moves.map((m) => m.id)}::uuid[]) and h.area_path <> b.area_path),
      moved as (update home h set area_id = n.area, area_path = n.new_path, version = h.version + 1, updated_at = ${carrying.at}
        from n where h.county = ${county} and h.id = n.id)
      ${history('home')}`)
    await carryPeople(county, tx, carrying, history)
    await carryComparisons(county, tx, carrying)
    await carryThings(county, tx, carrying, history)
  }

/** A line for each row of `n` whose path changed: grids by code, as they are never given twice. */
const historyOf =
  (county: number, { from, to, at, by, redrawId }: Carrying) =>
  (kind: SubjectKind, field: 'grid' | 'registered-grid' = 'grid'): Sql => {
    const [old, now] =
      field === 'grid' ? [sql`n.old_path`, sql`n.new_path`] : [sql`n.old_registered`, sql`n.new_registered`]
    const codes = JSON.stringify([...from, ...to].map(({ path, code }) => ({ path, code })))
    const day = dateOf(officeDay(at.getTime()))
    return sql`insert into registry_change (county, subject_kind, subject_id, field, old_value, new_value, source, verified_on, confidence,
        by_id, by_name, command_id, at)
      select distinct on (n.id) ${county}::integer, ${kind}, n.id, ${field}, o.code, w.code, 'redraw', ${day}::date, 'certain',
        ${by.accountId}::uuid, ${by.name}, ${redrawId}::uuid, ${at}::timestamptz
      from n left join jsonb_to_recordset(${codes}::jsonb) as o(path text, code text) on o.path = ${old}
        left join jsonb_to_recordset(${codes}::jsonb) as w(path text, code text) on w.path = ${now}
      where ${old} <> ${now}`
  }

/** Where people stand follows the home they live in, or lived in last; where their 户籍 is, its home. */
const carryPeople = (
  county: number,
  tx: Tx,
  { from, at }: Carrying,
  history: ReturnType<typeof historyOf>,
): Promise<number> => {
  const paths = from.map((a) => a.path)
  return tx.run(sql`with n as (${PLACES_NOW}
      where q.county = ${county} and (q.area_path = any(${paths}::text[]) or q.registered_path = any(${paths}::text[]))),
    moved as (update person p set area_path = n.new_path, registered_path = n.new_registered, version = p.version + 1, updated_at = ${at}
      from n where p.county = ${county} and p.id = n.id
        and (n.old_path, n.old_registered) is distinct from (n.new_path, n.new_registered)),
    kept as (${history('person')} returning 1)
    ${history('person', 'registered-grid')}`)
}

/** Tasks of a comparison go with the person; what only the other side has goes to the community, whose grids are others now. */
async function carryComparisons(county: number, tx: Tx, { from, to }: Carrying): Promise<void> {
  const kept = new Set(to.map((a) => a.path))
  const ended = from.flatMap((a) => (kept.has(a.path) ? [] : [a.path]))
  const paths = from.map((a) => a.path)
  await tx.run(sql`update comparison_record r set area_path = p.area_path from person p
    where r.county = ${county} and p.county = r.county and p.id = r.person_id and r.area_path = any(${paths}::text[])
      and p.area_path <> r.area_path and p.area_path <> ''`)
  await tx.run(sql`update comparison_record set area_path = regexp_replace(area_path, '[^/]+/$', '')
    where county = ${county} and area_path = any(${ended}::text[])`)
  await tx.run(sql`update comparison_task t set area_path = r.area_path from comparison_record r
    where t.county = ${county} and r.county = t.county and r.id = t.record_id and t.area_path = any(${paths}::text[])
      and t.area_path <> r.area_path`)
}
