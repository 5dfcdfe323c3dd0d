import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NumberTable, Rooms } from './seen.ts'

test('a table of numbers remembers what a map does, through every growth', () => {
  const key = fc.oneof(
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 0, max: 2 ** 31 }),
    fc.maxSafeNat().map((n) => Math.min(n, Number.MAX_SAFE_INTEGER - 1)),
    // The same low half: what a poor mixing would put into one place.
    fc.integer({ min: 0, max: 2 ** 20 }).map((n) => n * 2 ** 32 + 7),
  )
  const value = fc.integer({ min: -2, max: 2 ** 27 })
  fc.assert(
    fc.property(fc.array(fc.tuple(key, value), { maxLength: 6_000, size: 'max' }), (pairs) => {
      const [table, map] = [new NumberTable(), new Map<number, number>()]
      for (const [k, v] of pairs) {
        expect(table.get(k)).toBe(map.get(k))
        table.set(k, v)
        map.set(k, v)
      }
      for (const [k, v] of map) expect(table.get(k)).toBe(v)
      expect(table.get(Number.MAX_SAFE_INTEGER - 1)).toBe(map.get(Number.MAX_SAFE_INTEGER - 1))
    }),
    { numRuns: 30 },
  )
})

test('a home is one number: the same for the same writing, another for another building, entrance or room', () => {
  const rooms = new Rooms()
  const homes: readonly (readonly [building: number, entrance: string, room: string])[] = [
    [0, '', '101'],
    [0, '1', '101'],
    [0, '11', '01'],
    [1, '', '101'],
    [1_048_575, '', '101'],
  ]
  const keys = homes.map((home) => rooms.key(...home))
  expect(new Set(keys).size).toBe(homes.length)
  expect(homes.map((home) => rooms.key(...home))).toEqual(keys)
})
