import { difference, intersection } from 'polyclip-ts'
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import type { Ring, Shape } from '../schema.ts'
import { problem } from '../schema.ts'
import { area, boxOf, parts, shapeOf } from './geometry.ts'
import { checkShape, DEFAULT_TOPOLOGY } from './topology.ts'

/** A grid in force, or as it would be by the rest of the drawing. */
export interface Beside {
  readonly key: string
  readonly name: string
  readonly shape: Shape
}
/** What a drawn grid takes from one that was there, which keeps the rest. */
export interface Taken {
  readonly key: string
  readonly left: Shape
  readonly squareMetres: number
}
export interface DrawnFromScratch {
  readonly shape: Shape
  /** The grid that gives most first. */
  readonly taken: readonly Taken[]
  /** Square metres where no grid was. */
  readonly gap: number
}

/** Pieces smaller than this are what arithmetic leaves along a common border. */
const NOISE = DEFAULT_TOPOLOGY.toleranceSquareMetres
const metres = (polygons: Ring[][]): number => (polygons.length === 0 ? 0 : area(shapeOf(polygons)))
const apart = (a: Shape, b: Shape): boolean => {
  const [x, y] = [boxOf(a), boxOf(b)]
  return x.west > y.east || y.west > x.east || x.south > y.north || y.south > x.north
}

/** Square metres of a shape that lie in the community and in none of the grids. */
export function gapUnder(shape: Shape, parent: Shape, grids: readonly Shape[]): number {
  const near = grids.filter((g) => !apart(shape, g)).map(parts)
  const inside = intersection(parts(shape), parts(parent))
  return metres(inside.length === 0 || near.length === 0 ? inside : difference(inside, ...near))
}

/** Of the grids the one with most of the ground of a shape; undefined: none has any. */
export function mostUnder<G extends { readonly shape: Shape }>(
  shape: Shape,
  grids: readonly G[],
): G | undefined {
  return grids
    .map((grid) => ({
      grid,
      m2: apart(shape, grid.shape) ? 0 : metres(intersection(parts(shape), parts(grid.shape))),
    }))
    .filter(({ m2 }) => m2 > NOISE)
    .toSorted((a, b) => b.m2 - a.m2)[0]?.grid
}

/**
 * Draws a grid from scratch. Where grids are it takes the ground from them, so that the community stays covered and nothing overlaps;
 * where none is it fills the gap. What lies outside the community stays in the drawing and is a finding of the checks.
 * @param parent border of the community
 * @param field what the drawing is called where it was sent
 * @returns grid.border-invalid {check}, grid.draw-outside, grid.draw-swallows {name} (a neighbour would be left without ground) or
 *   grid.draw-cuts-apart {name} (it would fall into pieces), each with `field`
 */
export function drawFromScratch(
  shape: Shape,
  parent: Shape,
  grids: readonly Beside[],
  field = 'polygon',
): Decided<DrawnFromScratch> {
  const [broken] = checkShape('', shape)
  if (broken !== undefined) return no(problem('grid.border-invalid', { field, check: broken.check }))
  if (apart(shape, parent) || metres(intersection(parts(shape), parts(parent))) <= NOISE)
    return no(problem('grid.draw-outside', { field }))
  const taken: Taken[] = []
  for (const grid of grids) {
    if (apart(shape, grid.shape)) continue
    const squareMetres = metres(intersection(parts(shape), parts(grid.shape)))
    if (squareMetres <= NOISE) continue
    const left = difference(parts(grid.shape), parts(shape)).filter((piece) => metres([piece]) > NOISE)
    if (left.length === 0) return no(problem('grid.draw-swallows', { field, name: grid.name }))
    if (left.length > parts(grid.shape).length)
      return no(problem('grid.draw-cuts-apart', { field, name: grid.name, parts: left.length }))
    taken.push({ key: grid.key, left: shapeOf(left), squareMetres })
  }
  return yes({
    shape,
    taken: taken.toSorted((a, b) => b.squareMetres - a.squareMetres),
    gap: gapUnder(
      shape,
      parent,
      grids.map((g) => g.shape),
    ),
  })
}
