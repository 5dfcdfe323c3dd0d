import { toStored } from '@lifang/domains/grid/rules/coordinates.ts'
import type { Position, Shape } from '@lifang/domains/grid/schema.ts'
import { newId } from '@lifang/platform/id.ts'
import { t } from '../../kit/words.ts'

/** A point of the ring under way: pressed on the map, or typed. */
export interface RingPoint {
  readonly key: string
  /** As it stands in the list. */
  readonly lon: string
  readonly lat: string
  /** Where it was pressed: to the last digit, so that a ring that follows a border lies on it. Null: as typed. */
  readonly at: Position | null
}

/** Six digits are a decimetre: what a person can read and type. */
export const pressed = (at: Position): RingPoint => ({
  key: newId(),
  lon: at[0].toFixed(6),
  lat: at[1].toFixed(6),
  at,
})
export const blank = (): RingPoint => ({ key: newId(), lon: '', lat: '', at: null })

const numberOf = (text: string): number => (/^\d{1,3}(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN)

/** What is wrong with a point, in a sentence for beside it; null while nothing is typed yet, or when nothing is. */
export function pointFault(point: RingPoint): string | null {
  if (point.at !== null || (point.lon.trim() === '' && point.lat.trim() === '')) return null
  const read = toStored({ lon: numberOf(point.lon), lat: numberOf(point.lat), crs: 'CGCS2000' })
  return read.ok ? null : t(read.problem.code, read.problem.details)
}

/** Where the points lie that can be read. */
export const positionsOf = (points: readonly RingPoint[]): readonly Position[] =>
  points.flatMap((p): Position[] => {
    if (p.at !== null) return [p.at]
    const read = toStored({ lon: numberOf(p.lon), lat: numberOf(p.lat), crs: 'CGCS2000' })
    return read.ok ? [[read.value.lon, read.value.lat]] : []
  })

/** The ring closed, as a border; null while it has fewer than three points. */
export const ringOf = (points: readonly RingPoint[]): Shape | null => {
  const line = positionsOf(points)
  const [first] = line
  return first === undefined || line.length < 3 ? null : { type: 'Polygon', coordinates: [[...line, first]] }
}
