import { union } from 'polyclip-ts'
import type { Decided } from '@lifang/platform/problem.ts'
import { no, yes } from '@lifang/platform/problem.ts'
import { problem } from '../schema.ts'
import type { Position, Ring, Shape } from '../schema.ts'
import { area, crossing, nearestOnSegment, parts, shapeOf, signedArea } from './geometry.ts'
import { GridIndex } from './locate.ts'
import { checkShape } from './topology.ts'

/** Redrawing grids: pure proposals. Nothing changes before a draft made of them is approved and its day comes. */

/** Ends of a cut this near to the border are moved onto it: people stop drawing when it looks right. */
const SNAP_METRES = 5

/**
 * Cuts one grid along a line drawn across it, both ends on or beyond its border.
 * @param line at least two positions
 * @returns the two halves, larger first; they share the cut corner for corner, so no gap or overlap can appear
 */
export function split(grid: Shape, line: readonly Position[]): Decided<[Shape, Shape]> {
  const [polygon, ...more] = parts(grid)
  const [outer, ...holes] = polygon ?? []
  if (!outer || checkShape('', grid).length > 0) return no(problem('grid.border-invalid', { field: 'shape' }))
  if (more.length > 0) return no(problem('grid.split-several-parts', { parts: more.length + 1 }))
  if (line.length < 2) return no(problem('grid.split-line-too-short', { field: 'line' }))

  const corners = outer.slice(0, -1)
  const path = snapEnds(line, corners)
  const hits = hitsOf(path, corners)
  const [start, end, third] = hits
  if (!start || !end) return no(problem('grid.split-line-misses', { field: 'line', crossings: hits.length }))
  if (third) return no(problem('grid.split-line-crosses-again', { field: 'line', crossings: hits.length }))
  const inner = path.slice(Math.floor(start.position) + 1, Math.ceil(end.position))
  const cut = [start.at, ...inner, end.at]

  const one = ringOf([...walk(corners, end, start), ...cut.slice(1, -1)])
  const two = ringOf([...walk(corners, start, end), ...cut.slice(1, -1).toReversed()])
  const halves: Ring[][] = [[one], [two]]
  for (const hole of holes) {
    if (hitsOf(path, hole.slice(0, -1)).length > 0) {
      return no(problem('grid.split-line-crosses-again', { field: 'line', crossings: hits.length }))
    }
    const home = hole[0] && new GridIndex([{ id: 'one', shape: shapeOf([[one]]) }]).locate(...hole[0]) ? 0 : 1
    halves[home]?.push(hole)
  }
  const shapes = halves.map((rings) => shapeOf([rings])).toSorted((a, b) => area(b) - area(a))
  const [large, small] = shapes
  if (!large || !small || shapes.some((shape) => checkShape('', shape).length > 0)) {
    return no(problem('grid.split-line-misses', { field: 'line', crossings: hits.length }))
  }
  return yes([large, small])
}

/** A crossing of the path with the ring. `position` counts along the path, `side` along the ring (corner + fraction). */
interface Hit {
  at: Position
  position: number
  side: number
}

function hitsOf(path: readonly Position[], corners: readonly Position[]): Hit[] {
  const hits: Hit[] = []
  path.slice(1).forEach((b, i) => {
    const a = path[i]
    corners.forEach((c, j) => {
      const d = corners[(j + 1) % corners.length]
      const hit = a && d ? crossing(a, b, c, d) : null
      if (hit) hits.push({ at: hit.at, position: i + hit.along, side: j + hit.across })
    })
  })
  const sorted = hits.toSorted((a, b) => a.position - b.position)
  // A cut through a corner meets two sides at the same place: that is one crossing.
  return sorted.filter((hit, i) => {
    const before = sorted[i - 1]
    return !before || Math.hypot(hit.at[0] - before.at[0], hit.at[1] - before.at[1]) > 1e-9
  })
}

function snapEnds(line: readonly Position[], corners: readonly Position[]): Position[] {
  const path = [...line]
  for (const [end, inwards] of [
    [0, 1],
    [path.length - 1, path.length - 2],
  ] as const) {
    const point = path[end]
    const next = path[inwards]
    if (!point || !next) continue
    const snap = nearestOnRing(point, corners)
    if (!snap || snap.metres > SNAP_METRES) continue
    // Past the border by a hair, or the arithmetic may leave the snapped end a hair short of it.
    const reach = 1e-9 / Math.max(1e-9, Math.hypot(snap.at[0] - next[0], snap.at[1] - next[1]))
    path[end] = [snap.at[0] + (snap.at[0] - next[0]) * reach, snap.at[1] + (snap.at[1] - next[1]) * reach]
  }
  return path
}

function nearestOnRing(
  point: Position,
  corners: readonly Position[],
): { at: Position; metres: number } | null {
  const found = corners.flatMap((corner, i) => {
    const after = corners[(i + 1) % corners.length]
    return after ? [nearestOnSegment(point, corner, after)] : []
  })
  return found.toSorted((a, b) => a.metres - b.metres)[0] ?? null
}

/** Corners of the ring from one crossing to the other, forwards, with the crossings at both ends. */
function walk(corners: readonly Position[], from: Hit, to: Hit): Position[] {
  const count = corners.length
  const steps: Position[] = [from.at]
  let side = Math.floor(from.side) + 1
  const last = to.side < from.side ? to.side + count : to.side
  for (; side <= last; side++) {
    const corner = corners[side % count]
    if (corner) steps.push(corner)
  }
  steps.push(to.at)
  return steps
}

/** Closes a ring, drops corners that stand on top of each other, turns it anticlockwise (RFC 7946). */
function ringOf(positions: readonly Position[]): Ring {
  const ring = positions.filter((p, i) => {
    const before = positions[i === 0 ? positions.length - 1 : i - 1]
    return !before || Math.hypot(p[0] - before[0], p[1] - before[1]) > 1e-10
  })
  if (signedArea(ring) < 0) ring.reverse()
  const first = ring[0]
  return first ? [...ring, first] : []
}

/** Joins grids that touch along a line into one. Grids that meet in a point or not at all are refused. */
export function merge(grids: readonly Shape[]): Decided<Shape> {
  const [first, ...others] = grids.map(parts)
  if (!first || others.length === 0) return no(problem('grid.merge-too-few', { grids: grids.length }))
  if (grids.some((grid) => checkShape('', grid).length > 0))
    return no(problem('grid.border-invalid', { field: 'shape' }))
  const joined = union(first, ...others)
  if (joined.length > Math.max(...grids.map((grid) => parts(grid).length))) {
    return no(problem('grid.merge-apart', { parts: joined.length }))
  }
  const rings = joined.map((polygon) =>
    polygon.map((ring, i) => (i === 0 ? ringOf(ring.slice(0, -1)) : ring)),
  )
  return yes(shapeOf(rings))
}

/** Which grids came from which: written once when a draft takes effect, with its day and document. */
export interface Lineage {
  from: string[]
  to: string[]
}

/** Anything with a place that a grid holds: a household, an open incident, a facility. */
export interface PlacedThing {
  id: string
  kind: string
  lon: number
  lat: number
}
export interface Move {
  id: string
  kind: string
  from: string
  to: string
}
/** Things per grid and kind: `{ '990602001001001': { household: 412, incident: 5 } }`. */
export type Tally = Record<string, Record<string, number>>
export interface RedrawPlan {
  lineage: Lineage
  /** Things whose grid changes, by id. */
  moves: Move[]
  before: Tally
  after: Tally
}

/**
 * What a redraw would move. `before` and `after` are the grids it touches, in their old and new borders; a grid that keeps its id
 * keeps what stays inside it.
 * @returns the plan, or grid.redraw-loses-points when something inside the old grids would be in none of the new ones
 */
export function planRedraw(
  before: readonly { id: string; shape: Shape }[],
  after: readonly { id: string; shape: Shape }[],
  things: readonly PlacedThing[],
): Decided<RedrawPlan> {
  const old = new GridIndex(before)
  const next = new GridIndex(after)
  const plan: RedrawPlan = {
    lineage: { from: before.map((grid) => grid.id), to: after.map((grid) => grid.id) },
    moves: [],
    before: {},
    after: {},
  }
  const lost: string[] = []
  for (const { id, kind, lon, lat } of things) {
    const from = old.locate(lon, lat)
    if (from === null) continue
    const to = next.locate(lon, lat)
    if (to === null) {
      lost.push(id)
      continue
    }
    count(plan.before, from, kind)
    count(plan.after, to, kind)
    if (from !== to) plan.moves.push({ id, kind, from, to })
  }
  if (lost.length > 0)
    return no(problem('grid.redraw-loses-points', { count: lost.length, ids: lost.slice(0, 20) }))
  return yes(plan)
}

function count(tally: Tally, grid: string, kind: string): void {
  const row = (tally[grid] ??= {})
  row[kind] = (row[kind] ?? 0) + 1
}
