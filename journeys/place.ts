import { sql } from '@lifang/platform/sql.ts'
import type { TestServer } from '../server/testing.ts'

/** A point that lies in a grid of the demo street: the middle of the first grid whose middle is inside it. */
export async function aPlace(server: TestServer): Promise<{ lon: number; lat: number }> {
  const rows = await server.admin.rows<{ polygon: { coordinates: [number, number][][] } }>(
    sql`select b.polygon from area_border b join area a on a.id = b.area_id where a.grid_kind is not null order by a.code`,
  )
  for (const { polygon } of rows) {
    const ring = polygon.coordinates[0] ?? []
    const sum = ring.reduce((s, [x, y]) => ({ lon: s.lon + x / ring.length, lat: s.lat + y / ring.length }), {
      lon: 0,
      lat: 0,
    })
    const place = { lon: round(sum.lon), lat: round(sum.lat) }
    if (server.deps.directory.locate(place.lon, place.lat) !== null) return place
  }
  throw new Error('no grid holds its own middle')
}

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6
