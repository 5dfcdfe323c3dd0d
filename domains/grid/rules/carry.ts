/**
 * Where a building goes when grids are redrawn: by where it stands, and where its point lies in none of the new grids (it was set a
 * little outside its own), with the larger part of its grid. Nothing is lost on the way.
 */
import type { Shape } from '../schema.ts'
import { area } from './geometry.ts'
import { GridIndex } from './locate.ts'

/** Something that keeps a grid on its record. */
export interface Placed {
  readonly id: string
  readonly areaId: string
  /** Degrees, CGCS2000. */
  readonly lon: number
  readonly lat: number
}
/** A building as the registry tells it, with what is in it. */
export interface Registered extends Placed {
  readonly homes: number
  /** Who lives there. */
  readonly people: number
}
export interface Tally {
  readonly buildings: number
  readonly homes: number
  readonly people: number
}
export interface Destination {
  readonly id: string
  readonly shape: Shape
  /** Grids whose ground it takes over, itself when it was there before. */
  readonly from: readonly string[]
}

/** @returns the grid by thing; null: its grid ends and goes on in none */
export function destinations(
  things: readonly Placed[],
  after: readonly Destination[],
): ReadonlyMap<string, string | null> {
  const index = new GridIndex(after)
  const largest = after.toSorted((a, b) => area(b.shape) - area(a.shape))
  return new Map(
    things.map((b) => [
      b.id,
      index.locate(b.lon, b.lat) ?? largest.find((g) => g.from.includes(b.areaId))?.id ?? null,
    ]),
  )
}

export const NOTHING: Tally = { buildings: 0, homes: 0, people: 0 }

/** What stands in each grid. @param gridOf grid of a building; null: in none of them */
export function tallied(
  buildings: readonly Registered[],
  gridOf: (b: Registered) => string | null,
): ReadonlyMap<string, Tally> {
  const tally = new Map<string, Tally>()
  for (const b of buildings) {
    const grid = gridOf(b)
    if (grid === null) continue
    const { buildings: n, homes, people } = tally.get(grid) ?? NOTHING
    tally.set(grid, { buildings: n + 1, homes: homes + b.homes, people: people + b.people })
  }
  return tally
}
