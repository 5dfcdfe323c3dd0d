import { describe, expect, it } from 'vitest'
import { town } from '../../../db/demo/town.ts'
import type { Position, Shape } from '../schema.ts'
import { pointInside } from './inside.ts'
import { GridIndex } from './locate.ts'

const ring = (...points: Position[]): Position[] => [...points, points[0] ?? [0, 0]]
const holds = (shape: Shape, point: Position | null): boolean =>
  point !== null && new GridIndex([{ id: 'it', shape }]).locate(...point) === 'it'

describe('a point inside', () => {
  const cases: readonly (readonly [string, Shape])[] = [
    ['a square', { type: 'Polygon', coordinates: [ring([0, 0], [1, 0], [1, 1], [0, 1])] }],
    [
      'a horseshoe whose middle is outside',
      {
        type: 'Polygon',
        coordinates: [ring([0, 0], [3, 0], [3, 3], [2, 3], [2, 1], [1, 1], [1, 3], [0, 3])],
      },
    ],
    [
      'a square with a hole in the middle',
      {
        type: 'Polygon',
        coordinates: [
          ring([0, 0], [3, 0], [3, 3], [0, 3]),
          ring([0.2, 0.2], [0.2, 2.8], [2.5, 2.8], [2.5, 0.2]),
        ],
      },
    ],
    [
      'two parts, the larger one',
      {
        type: 'MultiPolygon',
        coordinates: [[ring([0, 0], [0.1, 0], [0.1, 0.1], [0, 0.1])], [ring([5, 5], [7, 5], [7, 7], [5, 7])]],
      },
    ],
  ]
  it.each(cases)('of %s', (_, shape) => {
    expect(holds(shape, pointInside(shape))).toBe(true)
  })
  it('of every grid of the demo', () => {
    const grids = town().areas.filter((a) => a.level === 'grid')
    expect(grids.length).toBeGreaterThan(30)
    expect(grids.filter((g) => !holds(g.shape, pointInside(g.shape))).map((g) => g.code)).toEqual([])
  })
  it('of nothing is none', () => {
    expect(pointInside({ type: 'MultiPolygon', coordinates: [] })).toBeNull()
  })
})
