import gcoord from 'gcoord'
import type { Decided } from '@lifang/platform/problem.ts'
import { no, yes } from '@lifang/platform/problem.ts'
import type { Crs, GivenPlace } from '../schema.ts'
import { problem } from '../schema.ts'

/** Coordinates as stored: degrees, CGCS2000. It differs from WGS-84 by centimetres, so the two are one to us. */
export interface StoredPlace {
  lon: number
  lat: number
}

/** Box around China with its southern islands; degrees. */
const CHINA = { west: 73, east: 136, south: 3, north: 54 }

/** Centres that maps show before anyone has pointed anywhere, in the form they are sent. */
const MAP_DEFAULTS: readonly (readonly [number, number])[] = [
  [116.397428, 39.90923], // AMap
  [116.404, 39.915], // Baidu
  [116.39747, 39.908823], // Tencent
]

const SOURCE = {
  CGCS2000: gcoord.WGS84,
  WGS84: gcoord.WGS84,
  GCJ02: gcoord.GCJ02,
  BD09: gcoord.BD09,
} as const satisfies Record<Crs, unknown>

/** 1e-7 degree is about a centimetre; more digits pretend. */
const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7

/**
 * What devices and old exports write when they know no place: (0,0), whole degrees (39,-77), the same number twice, the default
 * centre of a web map. A true position has whole degrees in both numbers about once in 10^12 reports.
 */
export function isPlaceholder(lon: number, lat: number): boolean {
  if (Number.isInteger(lon) && Number.isInteger(lat)) return true
  if (lon === lat) return true
  return MAP_DEFAULTS.some(([x, y]) => x === lon && y === lat)
}

/**
 * Checks a point and turns it into what we store. Everything inside the house is CGCS2000; the shifted systems of public web
 * maps are undone here and nowhere else. `within: 'world'` is for foreign case histories.
 * @returns the stored point, or grid.coordinate-not-a-number · -placeholder · -swapped · -out-of-range
 */
export function toStored(given: GivenPlace, within: 'china' | 'world' = 'china'): Decided<StoredPlace> {
  const { lon, lat, crs } = given
  if (!Number.isFinite(lon) || !Number.isFinite(lat))
    return no(problem('grid.coordinate-not-a-number', { field: 'place' }))
  if (isPlaceholder(lon, lat)) return no(problem('grid.coordinate-placeholder', { field: 'place', lon, lat }))
  if (within === 'china' && !inChina(lon, lat)) {
    return no(
      problem(inChina(lat, lon) ? 'grid.coordinate-swapped' : 'grid.coordinate-out-of-range', {
        field: 'place',
        lon,
        lat,
      }),
    )
  }
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90) {
    return no(problem('grid.coordinate-out-of-range', { field: 'place', lon, lat }))
  }
  const [x, y] = gcoord.transform([lon, lat], SOURCE[crs], gcoord.WGS84)
  return yes({ lon: round(x), lat: round(y) })
}

/** The other way, for drawing over a public web map. The result is for the screen, never stored. */
export function fromStored(place: StoredPlace, crs: Crs): StoredPlace {
  const [lon, lat] = gcoord.transform([place.lon, place.lat], gcoord.WGS84, SOURCE[crs])
  return { lon: round(lon), lat: round(lat) }
}

function inChina(lon: number, lat: number): boolean {
  return lon >= CHINA.west && lon <= CHINA.east && lat >= CHINA.south && lat <= CHINA.north
}
