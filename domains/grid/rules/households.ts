import { intersection } from 'polyclip-ts'
import type { Position, Shape } from '../schema.ts'
import { area, boxOf, parts, shapeOf } from './geometry.ts'
import { GridIndex } from './locate.ts'

/** A dwelling as the base map knows it: a point inside and its ground plan, square metres. */
export interface Dwelling {
  readonly at: Position
  readonly squareMetres: number
}
export interface Counted {
  readonly id: string
  readonly shape: Shape
  /** Null: not counted yet. */
  readonly households: number | null
}
export interface Shared {
  /** Households that go from an old grid to a grid after; a grid that keeps its id has what stays too. */
  readonly flows: readonly {
    readonly from: string
    readonly to: string
    readonly households: number | null
  }[]
  /** By id of the grid after; null where a part came from a grid that was not counted. */
  readonly after: ReadonlyMap<string, number | null>
  readonly method: 'buildings' | 'ground'
}

/**
 * Shares the households of the old grids among the new ones, because homes are not placed before the registry places them: by
 * the ground plan of the dwellings that stand in each part, and where a grid has none on the map by the ground itself. Whole
 * households, and none is made or lost.
 */
export function shareHouseholds(
  before: readonly Counted[],
  after: readonly { readonly id: string; readonly shape: Shape }[],
  dwellings: readonly Dwelling[],
): Shared {
  const built = builtShares(before, after, dwellings)
  let byGround = false
  const flows = before.flatMap(({ id: from, shape, households }): Shared['flows'] => {
    const standing = built.get(from)
    if (standing === undefined) byGround = true
    const weights = standing ?? groundShares(shape, after)
    if (households === null) return [...weights.keys()].map((to) => ({ from, to, households: null }))
    return [...whole(households, weights)].map(([to, n]) => ({ from, to, households: n }))
  })
  return {
    flows,
    after: new Map(
      after.map(({ id }) => {
        const mine = flows.filter((f) => f.to === id)
        return [
          id,
          mine.reduce<number | null>(
            (sum, f) => (sum === null || f.households === null ? null : sum + f.households),
            0,
          ),
        ]
      }),
    ),
    method: byGround ? 'ground' : 'buildings',
  }
}

function builtShares(
  before: readonly Counted[],
  after: readonly { readonly id: string; readonly shape: Shape }[],
  dwellings: readonly Dwelling[],
): Map<string, Map<string, number>> {
  const [old, next] = [new GridIndex(before), new GridIndex(after)]
  const shares = new Map<string, Map<string, number>>()
  for (const { at, squareMetres } of dwellings) {
    const from = old.locate(...at)
    const to = from === null ? null : next.locate(...at)
    if (from === null || to === null) continue
    const row = shares.get(from) ?? new Map<string, number>()
    shares.set(from, row.set(to, (row.get(to) ?? 0) + squareMetres))
  }
  return shares
}

function groundShares(
  shape: Shape,
  after: readonly { readonly id: string; readonly shape: Shape }[],
): Map<string, number> {
  const box = boxOf(shape)
  const shares = new Map<string, number>()
  for (const one of after) {
    const other = boxOf(one.shape)
    if (other.west > box.east || other.east < box.west || other.south > box.north || other.north < box.south)
      continue
    const m2 = area(shapeOf(intersection(parts(shape), parts(one.shape))))
    // What touches along a line shares only what arithmetic makes of it.
    if (m2 > 1) shares.set(one.id, m2)
  }
  return shares
}

/** Whole numbers in proportion that add up exactly: the largest remainders are rounded up. */
function whole(total: number, weights: ReadonlyMap<string, number>): Map<string, number> {
  const sum = [...weights.values()].reduce((a, b) => a + b, 0)
  const exact = [...weights].map(([to, w]) => ({ to, n: sum === 0 ? 0 : (total * w) / sum }))
  const given = new Map(exact.map(({ to, n }) => [to, Math.floor(n)]))
  let left = total - [...given.values()].reduce((a, b) => a + b, 0)
  for (const { to } of exact.toSorted((a, b) => (b.n % 1) - (a.n % 1) || (a.to < b.to ? -1 : 1))) {
    if (left <= 0) break
    given.set(to, (given.get(to) ?? 0) + 1)
    left--
  }
  return given
}
