import { describe, expect, it } from 'vitest'
import type { GridKind, Position, Ring, Shape } from '../schema.ts'
import { area, distance, metresPerDegree, shapeOf } from './geometry.ts'
import type { DrawnGrid } from './topology.ts'
import { checkShape, checkTopology } from './topology.ts'

/** Shapes are drawn in metres around a point; a hundred metres is a city block. */
const origin: Position = [113.13, 29.37]
const scale = metresPerDegree(origin[1])
const at = (x: number, y: number): Position => [origin[0] + x / scale.lon, origin[1] + y / scale.lat]
const ring = (...corners: [number, number][]): Ring => {
  const positions = corners.map(([x, y]) => at(x, y))
  const first = positions[0]
  return first ? [...positions, first] : []
}
const box = (x: number, y: number, width: number, height: number): Shape =>
  shapeOf([[ring([x, y], [x + width, y], [x + width, y + height], [x, y + height])]])
const grid = (
  id: string,
  shape: Shape,
  households: number | null = 400,
  kind: GridKind = 'general',
): DrawnGrid => ({
  id,
  shape,
  kind,
  type: 'estate',
  households,
})
const parent = box(0, 0, 400, 200)
const found = (grids: DrawnGrid[], within: Shape | null = parent) =>
  checkTopology(within, grids).map((f) => [f.check, f.grids, f.squareMetres ?? f.households])

describe('area and distance', () => {
  it('measure in metres at the latitude of the place', () => {
    expect(area(box(0, 0, 300, 200))).toBeCloseTo(60_000, -1)
    expect(distance(at(0, 0), at(300, 400))).toBeCloseTo(500, 1)
    // A degree of latitude at 45° on the WGS-84 ellipsoid is 111.132 km, of longitude 78.847 km.
    expect(metresPerDegree(45).lat).toBeCloseTo(111_131.7, 0)
    expect(metresPerDegree(45).lon).toBeCloseTo(78_846.8, 0)
  })

  it('takes holes off', () => {
    const hole = ring([100, 50], [100, 60], [110, 60], [110, 50])
    expect(area(shapeOf([[ring([0, 0], [200, 0], [200, 100], [0, 100]), hole]]))).toBeCloseTo(19_900, -1)
  })
})

describe('checkShape', () => {
  it('passes a plain ring, an enclave and two parts', () => {
    expect(checkShape('a', box(0, 0, 10, 10))).toEqual([])
    expect(
      checkShape('a', shapeOf([[ring([0, 0], [9, 0], [9, 9])], [ring([20, 0], [29, 0], [29, 9])]])),
    ).toEqual([])
  })

  it.each<[string, Ring]>([
    ['ring-too-short', []],
    ['ring-too-short', ring([0, 0], [10, 0])],
    ['ring-open', ring([0, 0], [10, 0], [10, 10], [0, 10]).slice(0, -1)],
    ['self-intersection', ring([0, 0], [10, 10], [10, 0], [0, 10])],
    ['self-intersection', ring([0, 0], [10, 0], [10, 10], [20, 10], [10, 10], [0, 10])],
    ['self-intersection', ring([0, 0], [10, 0], [10, 0], [0, 10])],
    ['ring-flat', ring([0, 0], [10, 0], [10, 0.01])],
  ])('finds %s', (check, outer) => {
    expect(checkShape('a', shapeOf([[outer]])).map((f) => f.check)).toEqual([check])
  })
})

describe('checkTopology', () => {
  it('finds nothing where grids tile their parent', () => {
    expect(found([grid('a', box(0, 0, 200, 200)), grid('b', box(200, 0, 200, 200))])).toEqual([])
  })

  it('finds nothing where one border has corners the other lacks', () => {
    const b = shapeOf([[ring([200, 0], [400, 0], [400, 200], [200, 200], [200, 77], [200, 31])]])
    expect(found([grid('a', box(0, 0, 200, 200)), grid('b', b)])).toEqual([])
  })

  it('measures a gap, an overlap and what lies outside', () => {
    expect(found([grid('a', box(0, 0, 200, 200)), grid('b', box(203, 0, 197, 200))])).toEqual([
      ['gap', [], 600],
    ])
    expect(found([grid('a', box(0, 0, 205, 200)), grid('b', box(200, 0, 200, 200))])).toEqual([
      ['overlap', ['a', 'b'], 1000],
    ])
    expect(found([grid('a', box(-2, 0, 202, 200)), grid('b', box(200, 0, 200, 200))])).toEqual([
      ['outside-parent', ['a'], 400],
    ])
  })

  it('keeps quiet about a sliver under the tolerance', () => {
    expect(found([grid('a', box(0, 0, 200.004, 200)), grid('b', box(200, 0, 200, 200))])).toEqual([])
  })

  it('does not compare broken shapes and does not call their area a gap', () => {
    const bow = shapeOf([[ring([200, 0], [400, 200], [400, 0], [200, 200])]])
    expect(found([grid('a', box(0, 0, 200, 200)), grid('b', bow)]).map(([check]) => check)).toEqual([
      'self-intersection',
    ])
  })

  it('lets micro grids lie inside general ones but not over each other', () => {
    const grids = [
      grid('a', parent),
      grid('a1', box(0, 0, 200, 200), 60, 'micro'),
      grid('a2', box(190, 0, 210, 200), 60, 'micro'),
    ]
    expect(found(grids)).toEqual([['overlap', ['a1', 'a2'], 2000]])
  })

  it('warns about households outside the norm, by kind and type, and does not block', () => {
    const count = (households: number | null, kind: GridKind = 'general') =>
      found([grid('a', parent, households, kind)]).filter(([check]) => String(check).includes('households'))
    expect(count(300)).toEqual([])
    expect(count(500)).toEqual([])
    expect(count(299)).toEqual([['too-few-households', ['a'], 299]])
    expect(count(501)).toEqual([['too-many-households', ['a'], 501]])
    expect(count(81, 'micro')).toEqual([['too-many-households', ['a'], 81]])
    expect(count(3, 'dedicated')).toEqual([])
    expect(count(null)).toEqual([])
    expect(checkTopology(null, [grid('a', parent, 900)]).every((f) => !f.blocks)).toBe(true)
    const rural = { ...grid('a', parent, 900), type: 'rural' as const }
    expect(checkTopology(null, [rural])).toEqual([])
  })
})
