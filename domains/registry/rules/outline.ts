/** The outline of a market, a school, a site: one polygon, drawn on the map or pasted as GeoJSON (RFC 7946), degrees CGCS2000. */
import { toStored } from '@lifang/domains/grid/rules/coordinates.ts'
import { distanceToBorder, signedArea } from '@lifang/domains/grid/rules/geometry.ts'
import { checkShape } from '@lifang/domains/grid/rules/topology.ts'
import type { Position } from '@lifang/domains/grid/schema.ts'
import { finding, type Finding } from './finding.ts'
import type { Outline } from './outline-size.ts'

export const OUTLINE_FAULTS = [
  'not-json',
  'not-polygon',
  'holes',
  'open',
  'short',
  'flat',
  'crossing',
  'many',
  'outside-china',
  'far',
] as const
export type OutlineFault = (typeof OUTLINE_FAULTS)[number]
/** More corners than a person draws; a survey's are thinned out before. */
export const MOST_OUTLINE_CORNERS = 300
/** The point of a place may stand at its gate, a little outside. */
export const OUTLINE_NEAR_METRES = 200

type Read = { readonly ok: true; readonly value: Outline } | { readonly ok: false; readonly fault: Finding }

const refuse = (fault: OutlineFault, details: Finding['details'] = {}): Read => ({
  ok: false,
  fault: finding(`registry-rules.outline-${fault}`, details),
})
/** Six digits are a decimetre. */
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6

/** A polygon that can stand on the map. @param at where the place stands: its outline lies there */
export function readOutline(
  given: { readonly coordinates: readonly (readonly Position[])[] },
  at: { readonly lon: number; readonly lat: number } | null,
): Read {
  const [ring, ...holes] = given.coordinates
  if (ring === undefined) return refuse('not-polygon')
  if (holes.length > 0) return refuse('holes')
  if (ring.length > MOST_OUTLINE_CORNERS + 1)
    return refuse('many', { n: ring.length - 1, most: MOST_OUTLINE_CORNERS })
  const placed: Position[] = []
  for (const [lon, lat] of ring) {
    const stored = toStored({ lon, lat, crs: 'CGCS2000' })
    if (!stored.ok) return refuse('outside-china', { lon, lat })
    placed.push([round(stored.value.lon), round(stored.value.lat)])
  }
  // Two points within a decimetre are one.
  const corners = placed.filter(
    (p, i) => i === 0 || p[0] !== placed[i - 1]?.[0] || p[1] !== placed[i - 1]?.[1],
  )
  if (corners.length < 4) return refuse('short')
  const outline: Outline = { type: 'Polygon', coordinates: [corners] }
  const checks = checkShape('outline', outline).map((found) => found.check)
  if (checks.includes('ring-open')) return refuse('open')
  if (checks.includes('self-intersection')) return refuse('crossing')
  if (checks.length > 0) return refuse('flat')
  if (at !== null && !holds(corners, at.lon, at.lat)) {
    const metres = Math.round(distanceToBorder([at.lon, at.lat], outline))
    if (metres > OUTLINE_NEAR_METRES) return refuse('far', { metres, most: OUTLINE_NEAR_METRES })
  }
  // RFC 7946: the outer ring runs counter-clockwise.
  return {
    ok: true,
    value: signedArea(corners) < 0 ? { type: 'Polygon', coordinates: [corners.toReversed()] } : outline,
  }
}

function holds(ring: readonly Position[], lon: number, lat: number): boolean {
  let inside = false
  ring.forEach(([x, y], i) => {
    const [px, py] = ring[(i + ring.length - 1) % ring.length] ?? [x, y]
    if (y > lat !== py > lat && lon < ((px - x) * (lat - y)) / (py - y) + x) inside = !inside
  })
  return inside
}

const record = (v: unknown): Readonly<Record<string, unknown>> =>
  typeof v === 'object' && v !== null ? Object.fromEntries(Object.entries(v)) : {}
const isPosition = (v: unknown): v is Position =>
  Array.isArray(v) && v.length >= 2 && typeof v[0] === 'number' && typeof v[1] === 'number'

/** What somebody pasted: a polygon, a feature, or a collection of one. */
export function pastedOutline(
  typed: string,
  at: { readonly lon: number; readonly lat: number } | null,
): Read {
  let given: unknown
  try {
    given = JSON.parse(typed)
  } catch {
    return refuse('not-json')
  }
  const features = record(given)['features']
  const feature = Array.isArray(features) && features.length === 1 ? record(features[0]) : record(given)
  const geometry = feature['geometry'] === undefined ? feature : record(feature['geometry'])
  const rings = geometry['coordinates']
  if (geometry['type'] !== 'Polygon' || !Array.isArray(rings)) return refuse('not-polygon')
  if (!rings.every((ring) => Array.isArray(ring) && ring.every(isPosition))) return refuse('not-polygon')
  const flat = rings.map((ring: Position[]) => ring.map(([lon, lat]): Position => [lon, lat]))
  return readOutline({ coordinates: flat }, at)
}
