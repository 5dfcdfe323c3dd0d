/** From degrees to the units of a drawing and back, true to scale at the latitude of the drawing. */
import { boxOf, metresPerDegree } from '@lifang/domains/grid/rules/geometry.ts'
import type { Position, Shape } from '@lifang/domains/grid/schema.ts'

export interface Projection {
  readonly width: number
  readonly height: number
  /** Metres a unit. */
  readonly scale: number
  readonly to: (place: readonly [number, number]) => readonly [number, number]
  readonly back: (x: number, y: number) => Position
  readonly holds: (place: readonly [number, number]) => boolean
}

/** @param width of the drawing, in its own units @param margin around the shape, in the same */
export function projectionOf(shape: Shape, width: number, margin: number): Projection {
  const box = boxOf(shape)
  const per = metresPerDegree((box.south + box.north) / 2)
  const wide = Math.max(1, (box.east - box.west) * per.lon)
  const high = Math.max(1, (box.north - box.south) * per.lat)
  // A long thin grid lies in a drawing no taller than wide.
  const scale = Math.max(wide, high) / (width - 2 * margin)
  const height = Math.max(width * 0.5, high / scale + 2 * margin)
  const left = (width - wide / scale) / 2
  const top = (height - high / scale) / 2
  const to: Projection['to'] = ([lon, lat]) => [
    left + ((lon - box.west) * per.lon) / scale,
    top + ((box.north - lat) * per.lat) / scale,
  ]
  return {
    width,
    height,
    scale,
    to,
    back: (x, y) => [
      round(box.west + ((x - left) * scale) / per.lon),
      round(box.north - ((y - top) * scale) / per.lat),
    ],
    holds: (place) => {
      const [x, y] = to(place)
      return x >= 0 && y >= 0 && x <= width && y <= height
    },
  }
}
/** A tenth of a metre is more than a finger knows. */
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6

export const pathOf = (line: readonly (readonly [number, number])[], p: Projection): string =>
  line
    .map((place, i) => {
      const [x, y] = p.to(place)
      return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
    })
    .join('')
