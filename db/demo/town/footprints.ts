import type { Dice } from '../random.ts'
import type { Point } from './mesh.ts'
import type { LandUse } from './plan.ts'
import { boundingRectangle, contains, rectangleAlong } from './plane.ts'
import type { Warp } from './warp.ts'
import { steps } from './warp.ts'

/** A building as drawn: corners in metres from the origin, its middle, its height. */
export interface Footprint {
  corners: Point[]
  middle: Point
  floors: number
}

type Range = readonly [from: number, to: number]

/** How a use of land is built over. Lengths in metres; `skip` is the share of places left empty. */
interface Pattern {
  length: Range
  depth: Range
  gap: Range
  rowGap: Range
  floors: Range
  skip: number
  /** Share of buildings with a wing (L) or a court (U). */
  wings: number
  /** Distance from the kerb. */
  setback: number
}

const PATTERNS: Partial<Record<LandUse, Pattern>> = {
  estate: {
    length: [42, 62],
    depth: [12, 14],
    gap: [9, 13],
    rowGap: [19, 24],
    floors: [5, 7],
    skip: 0.05,
    wings: 0,
    setback: 5,
  },
  towers: {
    length: [26, 34],
    depth: [20, 24],
    gap: [20, 28],
    rowGap: [26, 32],
    floors: [18, 33],
    skip: 0.12,
    wings: 0.2,
    setback: 7,
  },
  'old-town': {
    length: [14, 26],
    depth: [11, 15],
    gap: [3, 6],
    rowGap: [6, 10],
    floors: [2, 4],
    skip: 0.1,
    wings: 0,
    setback: 2,
  },
  commercial: {
    length: [44, 66],
    depth: [32, 42],
    gap: [10, 15],
    rowGap: [15, 20],
    floors: [3, 6],
    skip: 0.1,
    wings: 0.3,
    setback: 4,
  },
  market: {
    length: [60, 84],
    depth: [26, 34],
    gap: [9, 13],
    rowGap: [12, 16],
    floors: [1, 3],
    skip: 0.08,
    wings: 0,
    setback: 5,
  },
  office: {
    length: [40, 56],
    depth: [16, 20],
    gap: [20, 28],
    rowGap: [28, 34],
    floors: [4, 9],
    skip: 0.25,
    wings: 0.55,
    setback: 7,
  },
  school: {
    length: [48, 62],
    depth: [14, 17],
    gap: [24, 30],
    rowGap: [30, 36],
    floors: [3, 5],
    skip: 0.3,
    wings: 0.5,
    setback: 7,
  },
  campus: {
    length: [52, 74],
    depth: [16, 20],
    gap: [20, 28],
    rowGap: [26, 34],
    floors: [4, 7],
    skip: 0.2,
    wings: 0.5,
    setback: 8,
  },
  hospital: {
    length: [50, 70],
    depth: [18, 24],
    gap: [24, 30],
    rowGap: [30, 36],
    floors: [5, 14],
    skip: 0.2,
    wings: 0.6,
    setback: 8,
  },
  industry: {
    length: [66, 92],
    depth: [30, 40],
    gap: [20, 28],
    rowGap: [22, 28],
    floors: [1, 2],
    skip: 0.1,
    wings: 0,
    setback: 7,
  },
  village: {
    length: [11, 15],
    depth: [9, 12],
    gap: [9, 18],
    rowGap: [13, 20],
    floors: [2, 3],
    skip: 0.36,
    wings: 0.1,
    setback: 5,
  },
}

/** Ground of a block as a ring in metres, bent like everything else. */
export function bendGround(ground: readonly Point[], shape: Warp): Point[] {
  return ground.flatMap((a, i) =>
    steps(a, ground[(i + 1) % ground.length] ?? a).map((point) => shape.bend(point)),
  )
}

/**
 * Fills a block with rows of buildings that face south as far as its streets let them.
 * @param keepOut rings (metres) that stay free: a pitch, a pond
 */
export function build(
  use: LandUse,
  ground: readonly Point[],
  shape: Warp,
  keepOut: readonly Point[][],
  chance: Dice,
): Footprint[] {
  const pattern = PATTERNS[use]
  if (!pattern || ground.length === 0) return []
  const ring = bendGround(ground, shape)
  const { axis: long } = boundingRectangle(ring)
  const axis: Point = Math.abs(long[0]) >= Math.abs(long[1]) ? long : [-long[1], long[0]]
  const frame = frameOf(ring, axis)
  const found: Footprint[] = []
  let y = frame.low + pattern.setback
  while (y < frame.high) {
    const depth = chance.between(...pattern.depth)
    const before = found.length
    let x = frame.left + pattern.setback + chance.between(0, pattern.gap[0])
    while (x < frame.right) {
      const length = chance.between(...pattern.length)
      const outline = outlineOf(length, depth, chance.chance(pattern.wings), chance)
      const place = ([a, b]: Point): Point => frame.point(x + a, y + b)
      const probe = outlineOf(length, depth, false, chance, pattern.setback).map(place)
      const middle = place([length / 2, depth / 2])
      const skipped = chance.chance(pattern.skip)
      const drawn = outline.map(place)
      const fits = [...probe, ...drawn].every((point) => contains(ring, point))
      const free = !keepOut.some(
        (hole) => contains(hole, middle) || probe.some((point) => contains(hole, point)),
      )
      if (fits && free && !skipped) {
        found.push({ corners: drawn, middle, floors: chance.int(...pattern.floors) })
      }
      // A building that does not fit is tried again a little further on, so that rows follow slanting kerbs.
      x += fits ? length + chance.between(...pattern.gap) : 4
    }
    // Where not one building fitted, the kerb slants: the next row begins a little further in, not a whole row further.
    y += found.length > before ? depth + chance.between(...pattern.rowGap) : 5
  }
  return found
}

function frameOf(ring: readonly Point[], [ux, uy]: Point) {
  const along = ring.map(([x, y]) => x * ux + y * uy)
  const across = ring.map(([x, y]) => y * ux - x * uy)
  return {
    left: Math.min(...along),
    right: Math.max(...along),
    low: Math.min(...across),
    high: Math.max(...across),
    point: (a: number, c: number): Point => [a * ux - c * uy, a * uy + c * ux],
  }
}

/** Corners of a building in its own frame: a box, or with a wing or a court behind. `margin` widens the box. */
function outlineOf(length: number, depth: number, winged: boolean, chance: Dice, margin = 0): Point[] {
  if (!winged) {
    return [
      [-margin, -margin],
      [length + margin, -margin],
      [length + margin, depth + margin],
      [-margin, depth + margin],
    ]
  }
  const wall = Math.min(depth, length / 3)
  const back = -Math.min(depth * 0.9, 15)
  if (chance.chance(0.5)) {
    return [
      [0, back],
      [wall, back],
      [wall, 0],
      [length, 0],
      [length, depth],
      [0, depth],
    ]
  }
  return [
    [0, back],
    [wall, back],
    [wall, 0],
    [length - wall, 0],
    [length - wall, back],
    [length, back],
    [length, depth],
    [0, depth],
  ]
}

/** A running track for a school that has room: straight sides and round ends, or nothing. */
export function pitch(ground: readonly Point[], shape: Warp): Point[] {
  const ring = bendGround(ground, shape)
  const box = boundingRectangle(ring)
  const [length, width] = [88, 46]
  if (box.length < length + 30 || box.width < width + 24) return []
  const [ux, uy] = box.axis
  const shift = box.length / 2 - length / 2 - 22
  const centre: Point = [box.centre[0] + ux * shift, box.centre[1] + uy * shift]
  const straight = (length - width) / 2
  const track = Array.from({ length: 24 }, (_, i): Point => {
    const angle = (i / 24) * 2 * Math.PI
    const a = Math.cos(angle) * (width / 2) + Math.sign(Math.cos(angle)) * straight
    const c = Math.sin(angle) * (width / 2)
    return [centre[0] + a * ux - c * uy, centre[1] + a * uy + c * ux]
  })
  return track.every((point) => contains(ring, point)) ? track : []
}

/** Water in a park: a soft outline inside the ground. `share` of the park's shorter side. */
export function pond(ground: readonly Point[], shape: Warp, share: number, chance: Dice): Point[] {
  const ring = bendGround(ground, shape)
  const box = rectangleAlong(ring, boundingRectangle(ring).axis)
  const [ux, uy] = box.axis
  const [wobble, turn] = [chance.between(0.08, 0.16), chance.between(0, 6)]
  const outline = Array.from({ length: 36 }, (_, i): Point => {
    const angle = (i / 36) * 2 * Math.PI
    const radius = 1 + wobble * Math.sin(3 * angle + turn) + wobble * 0.7 * Math.sin(2 * angle - turn)
    const a = Math.cos(angle) * radius * box.length * share * 0.5
    const c = Math.sin(angle) * radius * box.width * share * 0.5
    return [box.centre[0] + a * ux - c * uy, box.centre[1] + a * uy + c * ux]
  })
  return outline.every((point) => contains(ring, point)) ? outline : []
}
