import { boxOf, parts } from './geometry.ts'
import type { Position, Shape } from '../schema.ts'

/**
 * A point well inside a border, `[lon, lat]` in degrees: the middle of the widest stretch at half height. The centre of gravity
 * will not do, since that of a bent grid lies in its neighbour. Null for a border without area.
 */
export function centreOf(shape: Shape): Position | null {
  const { south, north } = boxOf(shape)
  const lat = (south + north) / 2
  let best: { readonly lon: number; readonly width: number } | null = null
  for (const polygon of parts(shape)) {
    const cuts = polygon.flatMap((ring) => cutsAt(ring, lat)).toSorted((a, b) => a - b)
    // Holes are cut by the same line, so that inside lies between an odd cut and the next.
    for (let i = 0; i + 1 < cuts.length; i += 2) {
      const [from = 0, to = 0] = cuts.slice(i, i + 2)
      if (to - from > (best?.width ?? 0)) best = { lon: (from + to) / 2, width: to - from }
    }
  }
  return best === null ? null : [best.lon, lat]
}

/** Longitudes at which a ring crosses a latitude. */
function cutsAt(ring: readonly Position[], lat: number): number[] {
  const cuts: number[] = []
  for (let i = 0; i + 1 < ring.length; i++) {
    const [a, b] = [ring[i], ring[i + 1]]
    if (a === undefined || b === undefined || a[1] > lat === b[1] > lat) continue
    cuts.push(a[0] + ((lat - a[1]) / (b[1] - a[1])) * (b[0] - a[0]))
  }
  return cuts
}
