import { metresPerDegree } from '@lifang/domains/grid/rules/geometry.ts'
import type { Position } from '@lifang/domains/grid/schema.ts'
import type { Mesh, Point } from './mesh.ts'

/**
 * The plan is drawn with a ruler; this bends it. Straight lines become roads and a river that curve, and because every
 * corner is bent by the same function nothing comes apart.
 */
export interface Warp {
  /** Plan metres → metres east and north of the origin. */
  bend(point: Point): Point
  /** Metres east and north of the origin → degrees, rounded to six places (0.1 m). */
  place(metres: Point): Position
}

const round6 = (degrees: number): number => Math.round(degrees * 1e6) / 1e6

/** @param centre of the plan, which falls on the origin · @param phase shifts the curves, radians */
export function warp(origin: Position, centre: Point, phase: number): Warp {
  const scale = metresPerDegree(origin[1])
  return {
    bend([u, v]) {
      const [x, y] = [u - centre[0], v - centre[1]]
      return [
        x + 105 * Math.sin(y / 520 + phase) + 38 * Math.sin((x + y) / 310 + 2 * phase),
        y + 150 * Math.sin(x / 560 + 3 * phase) + 34 * Math.sin((0.7 * x - y) / 290 + phase),
      ]
    },
    place: ([x, y]) => [round6(origin[0] + x / scale.lon), round6(origin[1] + y / scale.lat)],
  }
}

/** Longest straight piece of a drawn line, metres: short enough for the curves to look like curves. */
const STEP = 60

/** Points of the straight plan line a → b without its end, in pieces of at most STEP. */
export function steps(a: Point, b: Point): Point[] {
  const pieces = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / STEP))
  return Array.from({ length: pieces }, (_, i): Point => {
    const t = i / pieces
    return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
  })
}

/** A ring of mesh corners as a closed GeoJSON ring. Each edge is always divided from its lower corner: both sides agree. */
export function drawRing(mesh: Mesh, ring: readonly number[], shape: Warp): Position[] {
  const drawn = ring.flatMap((a, i) => {
    const b = ring[(i + 1) % ring.length] ?? a
    if (a < b) return steps(mesh.at(a), mesh.at(b))
    // From b to a without b, turned round, then a first: the same points that the neighbour draws.
    return [mesh.at(a), ...steps(mesh.at(b), mesh.at(a)).slice(1).toReversed()]
  })
  const positions = drawn.map((point) => shape.place(shape.bend(point)))
  const first = positions[0]
  return first ? [...positions, first] : []
}
