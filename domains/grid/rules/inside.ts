import type { Position, Shape } from '../schema.ts'
import { area, parts, shapeOf } from './geometry.ts'

/**
 * A position that is surely inside a shape, for people who name a grid instead of a point: the middle of the widest stretch
 * on a line across the largest part, holes left out. The mean of the corners may lie outside.
 */
export function pointInside(shape: Shape): Position | null {
  const largest = parts(shape)
    .filter((rings) => (rings[0]?.length ?? 0) >= 4)
    .toSorted((a, b) => area(shapeOf([b])) - area(shapeOf([a])))[0]
  if (largest === undefined) return null
  const lats = (largest[0] ?? []).map(([, lat]) => lat)
  const [low, high] = [Math.min(...lats), Math.max(...lats)]
  let best: { readonly point: Position; readonly width: number } | null = null
  // Several lines: the one through the middle may run along an edge or through a narrow neck.
  for (const share of [0.5, 0.37, 0.63, 0.21, 0.79]) {
    const lat = low + (high - low) * share
    const crossings = largest.flatMap((ring) =>
      ring.flatMap((from, i): number[] => {
        const to = ring[(i + 1) % ring.length] ?? from
        if (from[1] > lat === to[1] > lat) return []
        return [from[0] + ((lat - from[1]) / (to[1] - from[1])) * (to[0] - from[0])]
      }),
    )
    const sorted = crossings.toSorted((a, b) => a - b)
    for (let i = 0; i + 1 < sorted.length; i += 2) {
      const [from = 0, to = 0] = [sorted[i], sorted[i + 1]]
      if (best === null || to - from > best.width) best = { point: [(from + to) / 2, lat], width: to - from }
    }
  }
  return best?.point ?? null
}
