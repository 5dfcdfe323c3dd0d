import Flatbush from 'flatbush'
import pointInPolygon from 'point-in-polygon-hao'
import type { Position, Ring, Shape } from '../schema.ts'
import { boxOf, distanceToBorder, metresPerDegree, parts } from './geometry.ts'

export interface Located {
  /** Key answered: a grid's id or code. Border points go to the smallest key, so keep it stable. */
  id: string
  shape: Shape
}

/** Points this far outside every grid still belong to the nearest one: it bridges slivers left by drawn borders. */
const SNAP_METRES = 0.5

/** Which grid holds a point: an index over borders, built once per version of the grid layer and asked in process. */
export class GridIndex {
  readonly #ids: string[] = []
  readonly #polygons: Ring[][] = []
  readonly #shapes: Shape[] = []
  readonly #boxes: Flatbush | null

  /** @param grids borders that do not overlap; equal keys are allowed (an exclave may be given apart) */
  constructor(grids: readonly Located[]) {
    const sorted = grids.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    for (const { id, shape } of sorted) {
      for (const polygon of parts(shape)) {
        this.#ids.push(id)
        this.#polygons.push(polygon)
        this.#shapes.push({ type: 'Polygon', coordinates: polygon })
      }
    }
    // An index of nothing is refused by the library.
    this.#boxes = this.#ids.length === 0 ? null : new Flatbush(this.#ids.length)
    for (const shape of this.#shapes) {
      const { west, south, east, north } = boxOf(shape)
      this.#boxes?.add(west, south, east, north)
    }
    this.#boxes?.finish()
  }

  /** Number of polygons indexed. */
  get size(): number {
    return this.#ids.length
  }

  /**
   * The grid at a point (degrees, CGCS2000), or null outside all of them. A point on a shared border belongs to the
   * grid with the smallest key: always the same one, and only one.
   */
  locate(lon: number, lat: number): string | null {
    if (!this.#boxes || !Number.isFinite(lon) || !Number.isFinite(lat)) return null
    const point: Position = [lon, lat]
    let found = Infinity
    for (const candidate of this.#boxes.search(lon, lat, lon, lat)) {
      if (candidate >= found) continue
      const polygon = this.#polygons[candidate]
      // `0` is "on the border", which counts as inside.
      if (polygon && pointInPolygon(point, polygon) !== false) found = candidate
    }
    return this.#ids[found] ?? this.#nearest(point)
  }

  #nearest(point: Position): string | null {
    const scale = metresPerDegree(point[1])
    const dx = SNAP_METRES / scale.lon
    const dy = SNAP_METRES / scale.lat
    let best = SNAP_METRES
    let found: string | null = null
    const near = this.#boxes?.search(point[0] - dx, point[1] - dy, point[0] + dx, point[1] + dy) ?? []
    for (const candidate of near.toSorted((a, b) => a - b)) {
      const shape = this.#shapes[candidate]
      const metres = shape ? distanceToBorder(point, shape) : Infinity
      if (metres < best) {
        best = metres
        found = this.#ids[candidate] ?? null
      }
    }
    return found
  }
}
