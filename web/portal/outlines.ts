/** Borders drawn without a map's library: a telephone gets the shapes and nothing else. */
import type { Shape } from '@lifang/domains/grid/schema.ts'

/** Width of a drawing, in its own units. */
export const SIDE = 358

const ringsOf = (shape: Shape) => (shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat())

/** Degrees to the drawing: a degree of longitude is narrower away from the equator. */
export function frameOf(shapes: readonly Shape[]) {
  const all = shapes.flatMap((s) => ringsOf(s).flat())
  const [lons, lats] = [all.map((p) => p[0]), all.map((p) => p[1])]
  const bounds = (list: readonly number[]) =>
    list.reduce<[number, number]>(([a, b], x) => [Math.min(a, x), Math.max(b, x)], [Infinity, -Infinity])
  const [west, east] = bounds(lons)
  const [south, north] = bounds(lats)
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const scale = (SIDE - 4) / Math.max((east - west) * narrow, 1e-9)
  return {
    toX: (lon: number): number => 2 + (lon - west) * narrow * scale,
    toY: (lat: number): number => 2 + (north - lat) * scale,
    /** Back from the drawing to degrees. */
    toLon: (x: number): number => west + (x - 2) / (narrow * scale),
    toLat: (y: number): number => north - (y - 2) / scale,
    height: Math.round((north - south) * scale + 4),
  }
}

export const pathOf = (shape: Shape, toX: (lon: number) => number, toY: (lat: number) => number): string =>
  ringsOf(shape)
    .map((ring) => `M${ring.map(([lon, lat]) => `${toX(lon).toFixed(1)} ${toY(lat).toFixed(1)}`).join('L')}Z`)
    .join('')
