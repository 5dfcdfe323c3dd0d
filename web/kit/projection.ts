/** Borders drawn without a map's library: from degrees to the units of a drawing and back, true to scale at its latitude. */
import { boxOf, metresPerDegree, parts, shapeOf } from '@lifang/domains/grid/rules/geometry.ts'
import type { Position, Shape } from '@lifang/domains/grid/schema.ts'

export interface Projection {
  readonly width: number
  readonly height: number
  readonly to: (place: readonly [number, number]) => readonly [number, number]
  readonly back: (x: number, y: number) => Position
  readonly holds: (place: readonly [number, number]) => boolean
}

interface Sheet {
  /** Of the drawing, in its own units. */
  readonly width: number
  /** Kept free around the shapes, in the same. */
  readonly margin: number
  /** Shapes that are taller than wide are made smaller until they are not; without it they fill the width. */
  readonly square?: boolean
}

export function projectionOf(shapes: readonly Shape[], { width, margin, square = false }: Sheet): Projection {
  const box = boxOf(shapeOf(shapes.flatMap(parts)))
  const per = metresPerDegree((box.south + box.north) / 2)
  const wide = Math.max(1, (box.east - box.west) * per.lon)
  const high = Math.max(1, (box.north - box.south) * per.lat)
  // Metres a unit.
  const scale = (square ? Math.max(wide, high) : wide) / (width - 2 * margin)
  const height = Math.max(square ? width * 0.5 : 0, high / scale + 2 * margin)
  const left = (width - wide / scale) / 2
  const top = (height - high / scale) / 2
  const to: Projection['to'] = ([lon, lat]) => [
    left + ((lon - box.west) * per.lon) / scale,
    top + ((box.north - lat) * per.lat) / scale,
  ]
  return {
    width,
    height,
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

/** A shape with its holes. */
export const outlineOf = (shape: Shape, p: Projection): string =>
  parts(shape)
    .flat()
    .map((ring) => `${pathOf(ring, p)}Z`)
    .join('')

/** Middle of a shape's box, in the units of the drawing. */
export function middleOf(shape: Shape, p: Projection): readonly [number, number] {
  const { west, south, east, north } = boxOf(shape)
  return p.to([(west + east) / 2, (south + north) / 2])
}

interface Touch {
  readonly currentTarget: {
    readonly getBoundingClientRect: () => Pick<DOMRect, 'left' | 'top' | 'width'>
  }
  readonly clientX: number
  readonly clientY: number
}
/** Where a drawing as wide as its element was touched, degrees. */
export function touchedAt({ currentTarget, clientX, clientY }: Touch, p: Projection): Position {
  const box = currentTarget.getBoundingClientRect()
  const unit = p.width / box.width
  return p.back((clientX - box.left) * unit, (clientY - box.top) * unit)
}
