import { difference, union } from 'polyclip-ts'
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import type { GridKind, GridType, Position, Ring, Shape } from '../schema.ts'
import { problem } from '../schema.ts'
import type { DrawPartBody, RedrawPartBody } from '../schema/bodies.ts'
import { drawFromScratch } from './draw.ts'
import { area, boxOf, distance, nearestOnSegment, parts as polygonsOf, shapeOf } from './geometry.ts'
import { merge, split } from './redraw.ts'
import { checkShape } from './topology.ts'

/**
 * Drawing the grids of one community: pure steps from one drawing to the next, so that each can be undone. Corners that lie on one
 * another move together, and a neighbour whose border passes through a moved corner gets that corner first: no gap opens by itself.
 */

/** A grid on the drawing board. */
export interface DrawnPart {
  readonly key: string
  /** Code of the grid it is; null: a new one. */
  readonly code: string | null
  readonly name: string
  /** Codes of the grids a new one comes from; none of one drawn from scratch. */
  readonly from: readonly string[]
  readonly kind: GridKind
  readonly type: GridType
  /** Of a new one not known before it is tried. */
  readonly households: number | null
  readonly shape: Shape
}
export type Drawing = readonly DrawnPart[]

/** A hundredth of a millimetre: the same corner, written twice. */
const SAME_DEGREES = 1e-10
/** A corner this near to a side lies on it. */
const ON_SIDE_METRES = 0.02

const same = (a: Position, b: Position): boolean =>
  Math.abs(a[0] - b[0]) < SAME_DEGREES && Math.abs(a[1] - b[1]) < SAME_DEGREES

/** Every ring without its last corner, changed, and closed again; the same shape when nothing changed. */
function mapRings(shape: Shape, change: (corners: readonly Position[]) => readonly Position[]): Shape {
  let touched = false
  const polygons = polygonsOf(shape).map((rings) =>
    rings.map((ring): Ring => {
      const open = ring.slice(0, -1)
      const next = change(open)
      if (next === open) return ring
      touched = true
      const [first] = next
      return first === undefined ? [] : [...next, first]
    }),
  )
  return touched ? shapeOf(polygons) : shape
}

const reshape = (
  part: DrawnPart,
  change: (corners: readonly Position[]) => readonly Position[],
): DrawnPart => {
  const shape = mapRings(part.shape, change)
  return shape === part.shape ? part : { ...part, shape }
}

/** The corners with `at` among them, where it lies on one of their sides. */
function withCorner(corners: readonly Position[], at: Position): readonly Position[] {
  if (corners.some((c) => same(c, at))) return corners
  const side = corners.findIndex((c, i) => {
    const next = corners[(i + 1) % corners.length]
    return next !== undefined && nearestOnSegment(at, c, next).metres < ON_SIDE_METRES
  })
  return side === -1 ? corners : corners.toSpliced(side + 1, 0, at)
}

/** Moves a corner of every grid that has it. @param only key of the one grid that alone is to move */
export const moveCorner = (drawing: Drawing, at: Position, to: Position, only?: string): Drawing =>
  drawing.map((part) =>
    only !== undefined && part.key !== only
      ? part
      : reshape(part, (given) => {
          const corners = withCorner(given, at)
          return corners.some((c) => same(c, at)) ? corners.map((c) => (same(c, at) ? to : c)) : given
        }),
  )

/** Adds a corner on a side of every grid that has this side. */
export const addCorner = (drawing: Drawing, at: Position): Drawing =>
  drawing.map((part) => reshape(part, (corners) => withCorner(corners, at)))

/** Takes a corner away from every grid that has it; a ring keeps three. */
export const dropCorner = (drawing: Drawing, at: Position): Drawing =>
  drawing.map((part) =>
    reshape(part, (corners) =>
      corners.length > 3 && corners.some((c) => same(c, at)) ? corners.filter((c) => !same(c, at)) : corners,
    ),
  )

const origins = (part: DrawnPart): readonly string[] => (part.code === null ? part.from : [part.code])

/** Cuts one grid in two new ones. @param keys of the two, larger first @returns the problems of `split` */
export function splitPart(
  drawing: Drawing,
  key: string,
  line: readonly Position[],
  keys: readonly [string, string],
): Decided<Drawing> {
  const part = drawing.find((p) => p.key === key)
  if (part === undefined) return no(problem('grid.not-found', { field: 'grid' }))
  const halves = split(part.shape, line)
  if (!halves.ok) return halves
  const made = halves.value.map((shape, i): DrawnPart => ({
    ...part,
    key: keys[i] ?? key,
    code: null,
    from: origins(part),
    name: `${part.name} ${i === 0 ? '甲' : '乙'}`,
    households: null,
    shape,
  }))
  return yes(drawing.flatMap((p) => (p.key === key ? made : [p])))
}

/** Joins grids into a new one that takes the name of the largest. @returns the problems of `merge` */
export function mergeParts(drawing: Drawing, keys: readonly string[], newKey: string): Decided<Drawing> {
  const chosen = drawing.filter((p) => keys.includes(p.key)).toSorted((a, b) => area(b.shape) - area(a.shape))
  const [largest] = chosen
  if (largest === undefined) return no(problem('grid.merge-too-few', { grids: 0 }))
  const joined = merge(chosen.map((p) => p.shape))
  if (!joined.ok) return joined
  const made: DrawnPart = {
    ...largest,
    key: newKey,
    code: null,
    from: [...new Set(chosen.flatMap(origins))],
    households: null,
    shape: joined.value,
  }
  return yes([...drawing.filter((p) => !keys.includes(p.key)), made])
}

/**
 * Draws a grid from scratch: it takes the ground it covers from the grids that have it. @param parent border of the community
 * @returns the problems of `drawFromScratch`
 */
export function drawPart(
  drawing: Drawing,
  shape: Shape,
  parent: Shape,
  made: { readonly key: string; readonly name: string },
): Decided<Drawing> {
  const drawn = drawFromScratch(shape, parent, drawing)
  if (!drawn.ok) return drawn
  const left = new Map(drawn.value.taken.map((one) => [one.key, one.left]))
  const giver = drawing.find((p) => p.key === drawn.value.taken[0]?.key) ?? drawing[0]
  return yes([
    ...drawing.map((p) => ({ ...p, shape: left.get(p.key) ?? p.shape })),
    {
      ...made,
      code: null,
      from: [],
      kind: 'general',
      type: giver?.type ?? 'scattered',
      households: null,
      shape: drawn.value.shape,
    },
  ])
}

/** Gives a gap to a grid. */
export const fillGap = (drawing: Drawing, key: string, gap: Shape): Drawing =>
  drawing.map((p) =>
    p.key === key ? { ...p, shape: shapeOf(union(polygonsOf(p.shape), polygonsOf(gap))) } : p,
  )

/** Takes a piece away from a grid: an overlap, or what lies outside the community. */
export const cutAway = (drawing: Drawing, key: string, piece: Shape): Drawing =>
  drawing.map((p) => {
    if (p.key !== key) return p
    const left = difference(polygonsOf(p.shape), polygonsOf(piece))
    return left.length === 0 ? p : { ...p, shape: shapeOf(left) }
  })

const around = (shape: Shape): number =>
  polygonsOf(shape)
    .flat()
    .reduce((sum, ring) => sum + ring.slice(1).reduce((s, c, i) => s + distance(ring[i] ?? c, c), 0), 0)

/** The grid that has the longest border with a gap; null when none touches it. */
export function neighbourOf(drawing: Drawing, gap: Shape): DrawnPart | null {
  const shared = (p: DrawnPart): number => {
    const joined = union(polygonsOf(p.shape), polygonsOf(gap))
    return (around(p.shape) + around(gap) - around(shapeOf(joined))) / 2
  }
  const near = drawing.map((p) => ({ p, metres: shared(p) })).toSorted((a, b) => b.metres - a.metres)[0]
  return near === undefined || near.metres < 0.1 ? null : near.p
}

/** A line that halves a grid by area, north–south or east–west: cutting without drawing, for who works by keyboard. */
export function halvingLine(shape: Shape, across: 'north-south' | 'east-west'): Position[] {
  const { west, south, east, north } = boxOf(shape)
  const [margin, whole] = [0.001, area(shape)]
  const lineAt = (at: number): Position[] =>
    across === 'north-south'
      ? [
          [at, south - margin],
          [at, north + margin],
        ]
      : [
          [west - margin, at],
          [east + margin, at],
        ]
  const before = (at: number): Shape => ({
    type: 'Polygon',
    coordinates: [
      across === 'north-south'
        ? [
            [west - margin, south - margin],
            [at, south - margin],
            [at, north + margin],
            [west - margin, north + margin],
            [west - margin, south - margin],
          ]
        : [
            [west - margin, south - margin],
            [east + margin, south - margin],
            [east + margin, at],
            [west - margin, at],
            [west - margin, south - margin],
          ],
    ],
  })
  let [low, high] = across === 'north-south' ? [west, east] : [south, north]
  for (let i = 0; i < 24; i++) {
    const middle = (low + high) / 2
    const rest = difference(polygonsOf(shape), polygonsOf(before(middle)))
    if (area(shapeOf(rest)) > whole / 2) low = middle
    else high = middle
  }
  return lineAt((low + high) / 2)
}

/** What is other than it was, as the server is asked for it. Grids that only gained a corner on a side are the same. */
export function changesOf(start: Drawing, now: Drawing): DrawPartBody[] {
  const was = new Map(start.map((p) => [p.key, p]))
  return now.flatMap((p): DrawPartBody[] => {
    if (p.code === null && p.from.length === 0)
      return [{ is: 'drawn', name: p.name, polygon: p.shape, type: p.type }]
    if (p.code === null) return [{ is: 'new', name: p.name, from: [...p.from], polygon: p.shape }]
    const before = was.get(p.key)
    return before === undefined || before.shape === p.shape
      ? []
      : [{ is: 'kept', code: p.code, polygon: p.shape }]
  })
}

/** The drawing as a request: with grids drawn from scratch it is another kind than one that only moves borders. */
export function requestFor(
  start: Drawing,
  now: Drawing,
  community: string,
):
  | { readonly kind: 'reshape'; readonly parts: RedrawPartBody[] }
  | { readonly kind: 'draw'; readonly community: string; readonly parts: DrawPartBody[] } {
  const parts = changesOf(start, now)
  const others = parts.filter((p) => p.is !== 'drawn')
  return others.length === parts.length
    ? { kind: 'reshape', parts: others }
    : { kind: 'draw', community, parts }
}

/** Is every border of the drawing sound in itself? */
export const isSound = (drawing: Drawing): boolean =>
  drawing.every((p) => checkShape(p.key, p.shape).length === 0)
