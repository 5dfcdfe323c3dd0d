import { describe, expect, it } from 'vitest'
import { GridIndex } from '@lifang/domains/grid/rules/locate.ts'
import type { Position, Shape } from '../schema.ts'
import { centreOf } from './centre.ts'

const square = (x: number, y: number, side: number): Position[] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
]
const inside = (shape: Shape): boolean => {
  const centre = centreOf(shape)
  return centre !== null && new GridIndex([{ id: 'a', shape }]).locate(...centre) === 'a'
}

describe('a point inside a border', () => {
  it('is the middle of a square', () => {
    expect(centreOf({ type: 'Polygon', coordinates: [square(113, 29, 2)] })).toEqual([114, 30])
  })
  it('stays inside a grid bent like a horseshoe, whose own middle is outside', () => {
    const ring: Position[] = [
      [0, 0],
      [9, 0],
      [9, 9],
      [7, 9],
      [7, 1],
      [3, 1],
      [3, 9],
      [0, 9],
      [0, 0],
    ]
    expect(inside({ type: 'Polygon', coordinates: [ring] })).toBe(true)
    expect(centreOf({ type: 'Polygon', coordinates: [ring] })).toEqual([1.5, 4.5])
  })
  it('keeps out of a hole', () => {
    expect(inside({ type: 'Polygon', coordinates: [square(0, 0, 10), square(3, 3, 4)] })).toBe(true)
  })
  it('lies in a part of a grid of several parts, never between them', () => {
    expect(inside({ type: 'MultiPolygon', coordinates: [[square(0, 0, 2)], [square(8, 0, 3)]] })).toBe(true)
  })
  it('is refused for a border without area', () => {
    expect(
      centreOf({
        type: 'Polygon',
        coordinates: [
          [
            [1, 1],
            [2, 1],
            [1, 1],
          ],
        ],
      }),
    ).toBeNull()
  })
})
