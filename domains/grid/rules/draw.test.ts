import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Position, Shape } from '../schema.ts'
import { drawFromScratch, type Beside } from './draw.ts'
import { area, boxOf } from './geometry.ts'
import { checkTopology } from './topology.ts'

const [X, Y, W] = [113.1, 29.3, 0.004]
const ring = (...corners: Position[]): Shape => ({
  type: 'Polygon',
  coordinates: [[...corners, ...corners.slice(0, 1)]],
})
/** A box in quarters of a grid, from the south-west corner of the community. */
const box = (x: number, y: number, w: number, h: number): Shape => {
  const at = (i: number, j: number): Position => [X + (i * W) / 4, Y + (j * W) / 4]
  return ring(at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h))
}
const grid = (key: string, shape: Shape): Beside => ({ key, name: `${key}格`, shape })
/** Three quarters of a square community are grids; the north-east one is a gap. */
const PARENT = box(0, 0, 8, 8)
const GRIDS = [grid('sw', box(0, 0, 4, 4)), grid('se', box(4, 0, 4, 4)), grid('nw', box(0, 4, 4, 4))]
const GAP = box(4, 4, 4, 4)

describe('a grid drawn from scratch', () => {
  it.each([
    ['the gap itself', GAP, [], true],
    ['part of the gap', box(5, 5, 2, 2), [], true],
    ['half gap, half a neighbour', box(4, 2, 4, 4), ['se'], true],
    ['a strip of one neighbour', box(0, 0, 1, 4), ['sw'], false],
    ['strips of two neighbours', box(2, 0, 4, 1), ['sw', 'se'], false],
    ['the middle of four', box(3, 3, 2, 2), ['sw', 'se', 'nw'], true],
    ['more than the community', box(6, 6, 4, 4), [], true],
  ] as const)('%s', (_, shape, takenFrom, gap) => {
    const drawn = drawFromScratch(shape, PARENT, GRIDS)
    if (!drawn.ok) throw drawn.problem
    expect(drawn.value.taken.map((t) => t.key).toSorted()).toEqual([...takenFrom].toSorted())
    expect(drawn.value.gap > 1).toBe(gap)
    const taken = drawn.value.taken.reduce((m2, t) => m2 + t.squareMetres, 0)
    const outside = area(shape) - taken - drawn.value.gap
    expect(Math.abs(outside) > 1).toBe(boxOf(shape).north > boxOf(PARENT).north + 1e-9)
    for (const { key, left, squareMetres } of drawn.value.taken) {
      const was = GRIDS.find((g) => g.key === key)?.shape ?? GAP
      expect(Math.abs(area(left) + squareMetres - area(was))).toBeLessThan(0.01)
    }
  })

  it.each([
    [
      'crosses itself',
      ring([X, Y], [X + W, Y + W], [X + W, Y], [X, Y + W]),
      'grid.border-invalid',
      { check: 'self-intersection' },
    ],
    ['has two corners', ring([X, Y], [X + W, Y]), 'grid.border-invalid', { check: 'ring-too-short' }],
    [
      'has no corner',
      { type: 'Polygon', coordinates: [[]] },
      'grid.border-invalid',
      { check: 'ring-too-short' },
    ],
    ['is a line', ring([X, Y], [X + W, Y], [X + 2 * W, Y]), 'grid.border-invalid', {}],
    [
      'is open',
      {
        type: 'Polygon',
        coordinates: [
          [
            [X, Y],
            [X + W, Y],
            [X + W, Y + W],
            [X, Y + W],
          ],
        ],
      },
      'grid.border-invalid',
      { check: 'ring-open' },
    ],
    ['lies elsewhere', box(20, 20, 2, 2), 'grid.draw-outside', {}],
    ['only touches the community', box(8, 0, 4, 4), 'grid.draw-outside', {}],
    ['is a whole neighbour', box(0, 0, 4, 4), 'grid.draw-swallows', { name: 'sw格' }],
    ['is the whole community', PARENT, 'grid.draw-swallows', { name: 'sw格' }],
    ['leaves less than a square metre', box(0, 0, 4, 3.999999), 'grid.draw-swallows', { name: 'sw格' }],
    ['cuts a neighbour in two', box(1, 0, 1, 4), 'grid.draw-cuts-apart', { name: 'sw格', parts: 2 }],
    ['crosses a neighbour', box(0, 1, 4, 1), 'grid.draw-cuts-apart', { name: 'sw格', parts: 2 }],
  ] as const)('is refused at its field when it %s', (_, shape, code, details) => {
    const drawn = drawFromScratch(shape as Shape, PARENT, GRIDS, 'parts.0.polygon')
    expect(drawn.ok ? null : [drawn.problem.code, drawn.problem.details]).toEqual([
      code,
      expect.objectContaining({ field: 'parts.0.polygon', ...details }),
    ])
  })

  it('leaves the community as covered as it was, without overlap', () => {
    const side = fc.integer({ min: 0, max: 7 })
    fc.assert(
      fc.property(side, side, side, side, (x, y, w, h) => {
        const drawn = drawFromScratch(
          box(x, y, Math.min(w + 1, 8 - x), Math.min(h + 1, 8 - y)),
          PARENT,
          GRIDS,
        )
        if (!drawn.ok) return
        const after = [
          ...GRIDS.map((g) => ({
            key: g.key,
            shape: drawn.value.taken.find((t) => t.key === g.key)?.left ?? g.shape,
          })),
          { key: 'new', shape: drawn.value.shape },
        ]
        const found = checkTopology(
          PARENT,
          after.map((g) => ({ id: g.key, shape: g.shape, kind: 'general', type: 'rural', households: null })),
        )
        expect(found.filter((f) => f.check !== 'gap')).toEqual([])
        const gap = found.reduce((m2, f) => m2 + (f.squareMetres ?? 0), 0)
        expect(Math.abs(gap + drawn.value.gap - area(GAP))).toBeLessThan(3)
      }),
    )
  })
})
