import type { Position, Ring, Shape } from '../schema.ts'

/** Plane geometry over degrees, for shapes of a few kilometres. Metres come from the WGS-84 ellipsoid at the shape's latitude. */

/** Metres per degree of longitude and latitude at a latitude (degrees); good to a centimetre per kilometre. */
export function metresPerDegree(lat: number): { lon: number; lat: number } {
  const φ = (lat * Math.PI) / 180
  return {
    lon: 111_412.84 * Math.cos(φ) - 93.5 * Math.cos(3 * φ) + 0.118 * Math.cos(5 * φ),
    lat: 111_132.92 - 559.82 * Math.cos(2 * φ) + 1.175 * Math.cos(4 * φ),
  }
}

/** Metres between two positions. */
export function distance(a: Position, b: Position): number {
  const scale = metresPerDegree((a[1] + b[1]) / 2)
  return Math.hypot((a[0] - b[0]) * scale.lon, (a[1] - b[1]) * scale.lat)
}

/** The polygons of a shape, one or several; each is an outer ring and its holes. */
export function parts(shape: Shape): Ring[][] {
  return shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
}

/** A shape from polygons, the plain kind when there is one. */
export function shapeOf(polygons: Ring[][]): Shape {
  const [only, ...others] = polygons
  if (only && others.length === 0) return { type: 'Polygon', coordinates: only }
  return { type: 'MultiPolygon', coordinates: polygons }
}

/** Square metres per square degree at a latitude. */
function density(lat: number): number {
  const scale = metresPerDegree(lat)
  return scale.lon * scale.lat
}

/**
 * Square metres of a ring, positive when it runs anticlockwise. Integrated along the border (Green), so that the parts of a
 * divided shape add up to the whole to a millionth, wherever they lie; a single scale per ring would miss by a square metre.
 */
export function signedArea(ring: Ring): number {
  const first = ring[0]
  if (!first) return 0
  const [, base] = first
  // Square metres per degree of longitude between the first corner's latitude and `lat` (Simpson).
  const below = (lat: number): number =>
    ((lat - base) * (density(base) + 4 * density((base + lat) / 2) + density(lat))) / 6
  let sum = 0
  let before = ring.at(-1) ?? first
  for (const point of ring) {
    const mean = (below(before[1]) + 4 * below((before[1] + point[1]) / 2) + below(point[1])) / 6
    sum -= (point[0] - before[0]) * mean
    before = point
  }
  return sum
}

/** Square metres of a shape, holes taken off. */
export function area(shape: Shape): number {
  let sum = 0
  for (const [outer, ...holes] of parts(shape)) {
    if (outer) sum += Math.abs(signedArea(outer))
    for (const hole of holes) sum -= Math.abs(signedArea(hole))
  }
  return sum
}

export interface Box {
  west: number
  south: number
  east: number
  north: number
}

/** The box around a shape, degrees. */
export function boxOf(shape: Shape): Box {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (const [outer] of parts(shape)) {
    for (const [lon, lat] of outer ?? []) {
      if (lon < box.west) box.west = lon
      if (lon > box.east) box.east = lon
      if (lat < box.south) box.south = lat
      if (lat > box.north) box.north = lat
    }
  }
  return box
}

/** Nearest point to `point` on the segment `a`–`b`, and how far it is in metres. */
export function nearestOnSegment(
  point: Position,
  a: Position,
  b: Position,
): { at: Position; metres: number } {
  const scale = metresPerDegree(point[1])
  const dx = (b[0] - a[0]) * scale.lon
  const dy = (b[1] - a[1]) * scale.lat
  const px = (point[0] - a[0]) * scale.lon
  const py = (point[1] - a[1]) * scale.lat
  const length2 = dx * dx + dy * dy
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length2))
  return {
    at: [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])],
    metres: Math.hypot(px - t * dx, py - t * dy),
  }
}

/** Metres from a point to the nearest border of a shape. */
export function distanceToBorder(point: Position, shape: Shape): number {
  let best = Infinity
  for (const polygon of parts(shape)) {
    for (const ring of polygon) {
      let before = ring.at(-1)
      for (const corner of ring) {
        if (before) best = Math.min(best, nearestOnSegment(point, before, corner).metres)
        before = corner
      }
    }
  }
  return best
}

/**
 * Where two segments cross: the place on both, as fractions along each. Null when parallel or apart. Touching at an end counts.
 */
export function crossing(
  a: Position,
  b: Position,
  c: Position,
  d: Position,
): { at: Position; along: number; across: number } | null {
  const rx = b[0] - a[0]
  const ry = b[1] - a[1]
  const sx = d[0] - c[0]
  const sy = d[1] - c[1]
  const cross = rx * sy - ry * sx
  if (cross === 0) return null
  const along = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross
  const across = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross
  if (along < 0 || along > 1 || across < 0 || across > 1) return null
  return { at: [a[0] + along * rx, a[1] + along * ry], along, across }
}
