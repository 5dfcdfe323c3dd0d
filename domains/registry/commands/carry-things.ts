import type { Tx } from '@lifang/platform/db.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import type { Carrying, Placed } from '@lifang/domains/grid/public.ts'
import { THING_KINDS } from '../schema/unit-lists.ts'

/** What stands at a point of its own; a record of an own kind that belongs to something goes with that. */
const CARRIED = [...THING_KINDS, 'record'] as const
type Carried = (typeof CARRIED)[number]

/**
 * Enterprises, facilities, places and records of own kinds go with the ground when grids are redrawn, each by the point it stands at; an enterprise of a
 * building has the building's.
 */
export async function carryThings(
  county: number,
  tx: Tx,
  carrying: Carrying,
  history: (kind: Carried) => Sql,
): Promise<void> {
  const ids = carrying.from.map((a) => a.id)
  const areas = JSON.stringify(carrying.to.map((a) => ({ id: a.id, path: a.path, border: a.borderId })))
  for (const kind of CARRIED) {
    const standing = await tx.rows<Placed>(
      sql`select id, area_id as "areaId", lon, lat from ${TABLE[kind]} where county = ${county} and area_id = any(${ids}::uuid[])
        order by id for update`,
    )
    const goes = carrying.gridsOf(standing)
    const moves = standing.flatMap((t) => {
      const grid = goes.get(t.id)
      return grid == null ? [] : [{ id: t.id, area: grid }]
    })
    if (moves.length === 0) continue
    await tx.run(sql`with n as (select t.id, t.area_path as old_path, a.path as new_path, a.id as area, a.border
        from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m(id uuid, area uuid)
          join jsonb_to_recordset(${areas}::jsonb) as a(id uuid, path text, border uuid) on a.id = m.area
          join ${TABLE[kind]} t on t.county = ${county} and t.id = m.id),
      moved as (${moved(kind, county, carrying.at)})
      ${history(kind)}`)
  }
}

const TABLE = {
  enterprise: sql`enterprise`,
  facility: sql`facility`,
  place: sql`place`,
  record: sql`custom_record`,
} as const satisfies Record<Carried, Sql>

function moved(kind: Carried, county: number, at: Date): Sql {
  const rest = sql`set area_id = n.area, area_path = n.new_path, border_id = n.border,
    version = t.version + (case when n.old_path = n.new_path then 0 else 1 end), updated_at = ${at}
    from n where t.county = ${county} and t.id = n.id`
  switch (kind) {
    case 'enterprise':
      return sql`update enterprise t ${rest}`
    case 'facility':
      return sql`update facility t ${rest}`
    case 'place':
      return sql`update place t ${rest}`
    case 'record':
      return sql`update custom_record t ${rest}`
  }
}
