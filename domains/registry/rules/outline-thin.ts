/** Outlines as a map of many buildings draws them: no finer than is seen, so that five hundred of them stay a small answer. */
import { parts, shapeOf, signedArea } from '@lifang/domains/grid/rules/geometry.ts'
import type { Position, Ring, Shape } from '@lifang/domains/grid/schema.ts'

/** Corners of one building on a map of many, over all its parts. */
const MOST_CORNERS = 30
const MOST_PARTS = 5

/** Six digits are a decimetre. */
const round = ([lon, lat]: Position): Position => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]

/** @param tolerance degrees that nobody sees: a fraction of what the map shows */
export function thinned(shape: Shape, tolerance: number): Shape {
  const all = parts(shape)
  const corners = all.flat().reduce((n, ring) => n + ring.length, 0)
  if (corners <= MOST_CORNERS) return shapeOf(all.map((rings) => rings.map((ring) => ring.map(round))))
  const outer = all
    .flatMap(([ring]) => (ring === undefined ? [] : [ring]))
    .toSorted((a, b) => Math.abs(signedArea(b)) - Math.abs(signedArea(a)))
    .slice(0, MOST_PARTS)
  const most = Math.floor(MOST_CORNERS / outer.length)
  return shapeOf(outer.map((ring) => [thinRing(ring, tolerance, most)]))
}

function thinRing(ring: Ring, tolerance: number, most: number): Ring {
  // From the first corner to the one farthest from it and back: a closed line has no other ends.
  const [first] = ring
  if (first === undefined || ring.length <= 5) return ring.map(round)
  const far = ring.reduce((best, p, i) => (away(p, first) > away(ring[best] ?? first, first) ? i : best), 0)
  let kept = ring
  // A centimetre at the least: nothing doubled stays nothing.
  for (let t = Math.max(tolerance, 1e-7); kept === ring || kept.length > most; t *= 2) {
    const there = thinLine(ring.slice(0, far + 1), t)
    const back = thinLine(ring.slice(far), t)
    kept = [...there, ...back.slice(1)]
    // Two lines without a corner between them enclose nothing: the two ends stay, with one corner more.
    if (kept.length < 4) {
      const middle = ring[Math.floor(far / 2)] ?? first
      return [first, middle, ring[far] ?? first, first].map(round)
    }
  }
  return kept.map(round)
}

const away = ([a, b]: Position, [c, d]: Position): number => Math.hypot(a - c, b - d)

/** Douglas and Peucker: corners farther than the tolerance from the line between their neighbours stay. */
function thinLine(line: readonly Position[], tolerance: number): Position[] {
  const [from, to] = [line[0], line.at(-1)]
  if (from === undefined || to === undefined || line.length < 3) return [...line]
  const length = away(from, to)
  let [worst, at] = [0, 0]
  for (let i = 1; i < line.length - 1; i++) {
    const [x, y] = line[i] ?? from
    const off =
      length === 0
        ? away([x, y], from)
        : Math.abs((to[0] - from[0]) * (from[1] - y) - (from[0] - x) * (to[1] - from[1])) / length
    if (off > worst) [worst, at] = [off, i]
  }
  if (worst <= tolerance) return [from, to]
  return [...thinLine(line.slice(0, at + 1), tolerance), ...thinLine(line.slice(at), tolerance).slice(1)]
}
