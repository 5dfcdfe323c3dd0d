import { sql } from '@lifang/platform/sql.ts'
import type { TestServer } from '../server/testing.ts'

export interface APlace {
  readonly lon: number
  readonly lat: number
}

/** A point that lies in a grid of the demo street. */
export async function aPlace(server: TestServer): Promise<APlace> {
  const [first] = await places(server)
  if (first === undefined) throw new Error('no grid holds its own middle')
  return first
}

/** The middle of every grid whose middle is inside it, by the grids' codes. */
export async function places(server: TestServer): Promise<APlace[]> {
  const rows = await server.admin.rows<{ polygon: { coordinates: [number, number][][] } }>(
    sql`select b.polygon from area_border b join area a on a.id = b.area_id where a.grid_kind is not null order by a.code`,
  )
  return rows.flatMap(({ polygon }) => {
    const ring = polygon.coordinates[0] ?? []
    const sum = ring.reduce((s, [x, y]) => ({ lon: s.lon + x / ring.length, lat: s.lat + y / ring.length }), {
      lon: 0,
      lat: 0,
    })
    const place = { lon: round(sum.lon), lat: round(sum.lat) }
    return server.deps.directory.locate(place.lon, place.lat) === null ? [] : [place]
  })
}

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6
