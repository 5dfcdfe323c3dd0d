import type { Point } from './mesh.ts'

/** Plane geometry of convex polygons in metres, anticlockwise. */

export function areaOf(points: readonly Point[]): number {
  let sum = 0
  let before = points.at(-1)
  for (const point of points) {
    if (before) sum += before[0] * point[1] - point[0] * before[1]
    before = point
  }
  return sum / 2
}

export function centreOf(points: readonly Point[]): Point {
  let [x, y, sum] = [0, 0, 0]
  let before = points.at(-1)
  for (const point of points) {
    if (before) {
      const cross = before[0] * point[1] - point[0] * before[1]
      x += (before[0] + point[0]) * cross
      y += (before[1] + point[1]) * cross
      sum += cross
    }
    before = point
  }
  return sum === 0 ? (points[0] ?? [0, 0]) : [x / (3 * sum), y / (3 * sum)]
}

/** The part of a convex polygon on the left of p → q. */
export function leftOf(points: readonly Point[], p: Point, q: Point): Point[] {
  const kept: Point[] = []
  const side = (point: Point): number => (q[0] - p[0]) * (point[1] - p[1]) - (q[1] - p[1]) * (point[0] - p[0])
  points.forEach((b, i) => {
    const a = points[(i + points.length - 1) % points.length] ?? b
    const [da, db] = [side(a), side(b)]
    if (da < 0 !== db < 0) {
      const t = da / (da - db)
      kept.push([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])])
    }
    if (db >= 0) kept.push(b)
  })
  return kept
}

/** A convex polygon drawn in by a distance of its own on every side; empty when nothing is left. */
export function inset(points: readonly Point[], by: readonly number[]): Point[] {
  let left: Point[] = [...points]
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length] ?? a
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    if (length === 0) return
    const [nx, ny] = [-(b[1] - a[1]) / length, (b[0] - a[0]) / length]
    const d = by[i] ?? 0
    left = leftOf(left, [a[0] + nx * d, a[1] + ny * d], [b[0] + nx * d, b[1] + ny * d])
  })
  return left.length < 3 ? [] : left
}

export interface Rectangle {
  /** Direction of the long side, unit length. */
  axis: Point
  /** Metres along and across the axis. */
  length: number
  width: number
  centre: Point
}

/** Smallest rectangle around a polygon. */
export function boundingRectangle(points: readonly Point[]): Rectangle {
  let best: Rectangle | null = null
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length] ?? a
    const side = Math.hypot(b[0] - a[0], b[1] - a[1])
    if (side < 1) return
    const found = rectangleAlong(points, [(b[0] - a[0]) / side, (b[1] - a[1]) / side])
    if (!best || found.length * found.width < best.length * best.width) best = found
  })
  return best ?? rectangleAlong(points, [1, 0])
}

/** Rectangle around a polygon with sides along and across a direction; its axis is turned to the longer side. */
export function rectangleAlong(points: readonly Point[], direction: Point): Rectangle {
  const [ux, uy] = direction
  const along = points.map(([x, y]) => x * ux + y * uy)
  const across = points.map(([x, y]) => y * ux - x * uy)
  const [a0, a1] = [Math.min(...along), Math.max(...along)]
  const [c0, c1] = [Math.min(...across), Math.max(...across)]
  const [a, c] = [(a0 + a1) / 2, (c0 + c1) / 2]
  const centre: Point = [a * ux - c * uy, a * uy + c * ux]
  return a1 - a0 >= c1 - c0
    ? { axis: [ux, uy], length: a1 - a0, width: c1 - c0, centre }
    : { axis: [-uy, ux], length: c1 - c0, width: a1 - a0, centre }
}

/** Is a point inside a ring (not closed, any shape)? */
export function contains(ring: readonly Point[], [x, y]: Point): boolean {
  let inside = false
  let before = ring.at(-1)
  for (const point of ring) {
    if (before && point[1] > y !== before[1] > y) {
      const t = (y - point[1]) / (before[1] - point[1])
      if (x < point[0] + t * (before[0] - point[0])) inside = !inside
    }
    before = point
  }
  return inside
}

/** Metres from a point to the segment a–b. */
export function distanceToSegment([x, y]: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const length2 = dx * dx + dy * dy
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / length2))
  return Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy)
}
