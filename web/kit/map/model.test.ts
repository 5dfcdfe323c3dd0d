import { expect, it, test } from 'vitest'
import { boxOfAreas, circle, shortName } from './model.ts'

test.each([
  ['桂园 04', '桂04'],
  ['北门专属 01', '北专01'],
  ['望湖 12', '望12'],
  ['云溪街道', '云溪街道'],
  ['', ''],
])('%s is written %s on a map', (name, expected) => {
  expect(shortName(name)).toBe(expected)
})

it('the box holds every part of every border', () => {
  const area = { code: '1', name: '', parent: null, level: 'grid', households: null, centre: [0, 0] } as const
  const square = (x: number): [number, number][] => [
    [x, 0],
    [x + 1, 0],
    [x + 1, 2],
    [x, 0],
  ]
  expect(boxOfAreas([])).toBeNull()
  expect(
    boxOfAreas([
      { ...area, centre: [0, 0], border: { type: 'Polygon', coordinates: [square(3)] } },
      { ...area, centre: [0, 0], border: { type: 'MultiPolygon', coordinates: [[square(-2)], [square(5)]] } },
    ]),
  ).toEqual([-2, 0, 6, 2])
})

it('a circle is closed and as wide as it is high on the ground', () => {
  const ring = circle(113, 29, 50)
  const [first, last] = [ring[0], ring.at(-1)]
  expect(first?.[0]).toBeCloseTo(last?.[0] ?? 0, 9)
  const wide = ((ring[0]?.[0] ?? 0) - 113) * 111_320 * Math.cos((29 * Math.PI) / 180)
  const high = ((ring[16]?.[1] ?? 0) - 29) * 111_320
  expect(wide).toBeCloseTo(50, 6)
  expect(high).toBeCloseTo(50, 6)
})
