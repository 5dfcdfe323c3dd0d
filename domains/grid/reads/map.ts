import type { Tx } from '@lifang/platform/db.ts'
import { keepJson, type Kept } from '@lifang/platform/http/kept.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { GridDeps } from '../commands/deps.ts'
import { toBaseMap } from '../rules/base-map.ts'
import { centreOf } from '../rules/centre.ts'
import type { MapArea } from '../schema/map.ts'
import { problem, type Shape } from '../schema.ts'
import type { AreaRow, BaseFeatureRow } from '../tables.ts'

/** The base map, made once a load and kept: it changes a few times a year and every desk asks for it. */
export function createBaseMap({ db, county }: Pick<GridDeps, 'db' | 'county'>): () => Promise<Kept> {
  let kept: { readonly mark: string; readonly bytes: Kept } | null = null
  return async () => {
    const { at } = await db.one<{ at: Date | null }>(
      sql`select max(loaded_at) as at from base_feature where county = ${county}`,
    )
    const mark = at?.toISOString() ?? ''
    if (kept?.mark === mark) return kept.bytes
    const rows = await db.rows<BaseFeatureRow>(
      sql`select kind, class, name, geometry from base_feature where county = ${county} order by kind, class, name, id`,
    )
    const bytes = keepJson(toBaseMap(rows))
    kept = { mark, bytes }
    return bytes
  }
}

type Drawn = Pick<AreaRow, 'code' | 'name' | 'level_key' | 'households'> & {
  readonly parent: string | null
  readonly polygon: Shape
}

/**
 * Borders in force now, from the street down; `under` keeps one branch. Grids and their borders are published by rule
 * (服务公示, 网格图), so a stranger may read them; nothing of a person is in them.
 * @throws grid.not-found for a code that is no area
 */
export async function mapAreas(
  { db, clock, county, directory }: GridDeps,
  under: string | undefined,
): Promise<{ items: MapArea[] }> {
  const now = new Date(clock.now())
  const top = under === undefined ? undefined : directory.areaByCode(under)
  if (under !== undefined && top === undefined) throw problem('grid.not-found', { field: 'under' })
  const branch = top === undefined ? sql`true` : sql`starts_with(a.path, ${top.path})`
  const rows = await db.rows<Drawn>(
    sql`select a.code, a.name, a.level_key, a.households, p.code as parent, b.polygon from area a
        join area_border b on b.area_id = a.id and b.valid_from <= ${now} and (b.valid_to is null or b.valid_to > ${now})
        left join area p on p.id = a.parent_id
        where a.county = ${county} and a.level_key in ('street', 'community', 'grid') and ${branch}
          and a.valid_from <= ${now} and (a.valid_to is null or a.valid_to > ${now}) order by a.level, a.code`,
  )
  return {
    items: rows.flatMap((row): MapArea[] => {
      const centre = centreOf(row.polygon)
      const { code, name, parent, households, polygon } = row
      return centre === null
        ? []
        : [
            {
              code,
              name,
              parent,
              level: row.level_key as MapArea['level'],
              households,
              centre: [Math.round(centre[0] * 1e6) / 1e6, Math.round(centre[1] * 1e6) / 1e6],
              border: polygon,
            },
          ]
    }),
  }
}

/** A border as it was drawn, whether in force or not: the grid of a case's day. Undefined for an id that is none. */
export const borderShape = async (tx: Tx, borderId: string): Promise<Shape | undefined> =>
  (await tx.maybe<{ polygon: Shape }>(sql`select polygon from area_border where id = ${borderId}`))?.polygon
