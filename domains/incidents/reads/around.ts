import type { Actor } from '@lifang/platform/access.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { distance } from '@lifang/domains/grid/rules/geometry.ts'
import { toStored } from '@lifang/domains/grid/rules/coordinates.ts'
import { incidentScope } from '../access.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { classKeyOf } from '../repo/load.ts'
import { NEAR_METRES } from '../schema/dispatch.ts'
import type { Around, AroundQuery } from '../schema/intake.ts'
import type { IncidentRow } from '../tables.ts'
import { lampsOf } from './lamps.ts'
import { FIRST_PHOTO, photoUrl } from './list.ts'
import { insidePath, OPEN, scopeCondition } from './scope.ts'

const MOST = 60
/** The part of a path down to the street: a neighbour may lie across the border of a community, hardly of a street. */
const streetOf = (path: string): string => `${path.split('/').slice(0, 2).join('/')}/`

/** Open cases in the square of 300 m around a point of a grid, on `incident i`; the circle is cut out of it by `distance`. */
export function openAround(lon: number, lat: number, areaPath: string): Sql {
  const dLat = NEAR_METRES / 111_000
  const dLon = dLat / Math.cos((lat * Math.PI) / 180)
  return sql`(${insidePath(streetOf(areaPath))}
    and ${OPEN}
    and i.lon between ${lon - dLon} and ${lon + dLon} and i.lat between ${lat - dLat} and ${lat + dLat})`
}

/** Open cases around a place of those the reader may see; none outside every grid. @throws grid.coordinate-… */
export async function casesAround(deps: IncidentDeps, actor: Actor, query: AroundQuery): Promise<Around[]> {
  const { lon, lat } = must(toStored(query))
  const here = deps.directory.locate(lon, lat)
  if (here === null) return []
  const now = deps.clock.now()
  const rows = await deps.db.rows<IncidentRow & { readonly photo: string | null }>(
    sql`select i.*, ${FIRST_PHOTO} as photo
        from incident i where ${openAround(lon, lat, here.grid.path)} and ${scopeCondition(incidentScope(actor))}
        order by i.reported_at desc limit 500`,
  )
  return rows
    .map((o): Around => ({
      number: o.number,
      source: o.source,
      status: o.status,
      lamp: lampsOf(o, now).lamp,
      category: classKeyOf(o),
      categoryName: o.class_name,
      address: o.address,
      description: o.description,
      grid: deps.directory.area(o.area_id)?.name ?? '',
      place: [o.lon, o.lat],
      metres: Math.round(distance([lon, lat], [o.lon, o.lat])),
      reportedAt: o.reported_at.toISOString(),
      photo: photoUrl(o.photo),
    }))
    .filter((o) => o.metres <= NEAR_METRES)
    .toSorted((a, b) => a.metres - b.metres)
    .slice(0, MOST)
}
