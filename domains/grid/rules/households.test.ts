import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Shape } from '../schema.ts'
import { shareHouseholds } from './households.ts'

const box = (x: number, w: number): Shape => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, 29.3],
      [x + w, 29.3],
      [x + w, 29.304],
      [x, 29.304],
      [x, 29.3],
    ],
  ],
})
const [X, W] = [113.1, 0.004]

it('no household is made or lost, wherever the border goes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 0, max: 3000 }),
      fc.double({ min: 0.05, max: 1.95, noNaN: true }),
      (a, b, cut) => {
        const shared = shareHouseholds(
          [
            { id: 'a', shape: box(X, W), households: a },
            { id: 'b', shape: box(X + W, W), households: b },
          ],
          [
            { id: 'a', shape: box(X, cut * W) },
            { id: 'b', shape: box(X + cut * W, (2 - cut) * W) },
          ],
          [],
        )
        expect((shared.after.get('a') ?? 0) + (shared.after.get('b') ?? 0)).toBe(a + b)
        expect(shared.method).toBe('ground')
      },
    ),
  )
})

it('households go where the dwellings stand, not with the ground', () => {
  const shared = shareHouseholds(
    [{ id: 'a', shape: box(X, W), households: 100 }],
    [
      { id: 'x', shape: box(X, W / 4) },
      { id: 'y', shape: box(X + W / 4, (3 * W) / 4) },
    ],
    [
      { at: [X + W / 8, 29.302], squareMetres: 300 },
      { at: [X + W / 2, 29.302], squareMetres: 100 },
    ],
  )
  expect([shared.after.get('x'), shared.after.get('y'), shared.method]).toEqual([75, 25, 'buildings'])
})

it('a grid that was not counted leaves its parts uncounted', () => {
  const shared = shareHouseholds(
    [{ id: 'a', shape: box(X, W), households: null }],
    [{ id: 'x', shape: box(X, W) }],
    [],
  )
  expect(shared.after.get('x')).toBeNull()
})
