import { describe, expect, it } from 'vitest'
import { area, parts } from '@lifang/domains/grid/rules/geometry.ts'
import { checkShape } from '@lifang/domains/grid/rules/topology.ts'
import type { Position, Ring, Shape } from '@lifang/domains/grid/schema.ts'
import { thinned } from './outline-thin.ts'

const circle = (corners: number, east = 0, radius = 0.0005): Ring =>
  Array.from({ length: corners + 1 }, (_, i): Position => {
    const turn = ((i % corners) / corners) * 2 * Math.PI
    return [113.1 + east + radius * Math.cos(turn), 29.4 + radius * Math.sin(turn)]
  })
const cornersOf = (shape: Shape): number => parts(shape).flat(2).length

describe('an outline on a map of many', () => {
  it.each<[string, Shape]>([
    ['round', { type: 'Polygon', coordinates: [circle(200)] }],
    ['very round', { type: 'Polygon', coordinates: [circle(2_000)] }],
    ['with a hole', { type: 'Polygon', coordinates: [circle(200), circle(100, 0, 0.0001)] }],
    ['of two parts', { type: 'MultiPolygon', coordinates: [[circle(100)], [circle(100, 0.002)]] }],
  ])('that is %s has few corners, and most of its ground', (_name, shape) => {
    const thin = thinned(shape, 1e-6)
    expect(cornersOf(thin)).toBeLessThanOrEqual(31)
    expect(checkShape('thin', thin)).toEqual([])
    const ground = parts(shape).reduce(
      (sum, [ring = []]) => sum + area({ type: 'Polygon', coordinates: [ring] }),
      0,
    )
    expect(area(thin) / ground).toBeGreaterThan(0.88)
    expect(area(thin) / ground).toBeLessThan(1.01)
  })
  it('of many parts keeps the largest', () => {
    const many = Array.from({ length: 40 }, (_, i) => [circle(20, i * 0.002, 0.0001 + i * 1e-6)])
    const thin = thinned({ type: 'MultiPolygon', coordinates: many }, 1e-6)
    expect(parts(thin)).toHaveLength(5)
    expect(cornersOf(thin)).toBeLessThanOrEqual(31)
  })
  it('with few corners keeps them all, in digits of a decimetre', () => {
    const ring: Ring = [
      [113.1, 29.4],
      [113.10012345678, 29.4],
      [113.10012345678, 29.40009876543],
      [113.1, 29.4],
    ]
    expect(thinned({ type: 'Polygon', coordinates: [ring] }, 0.01)).toEqual({
      type: 'Polygon',
      coordinates: [
        [
          [113.1, 29.4],
          [113.100123, 29.4],
          [113.100123, 29.400099],
          [113.1, 29.4],
        ],
      ],
    })
  })
  it.each([0, 1e-7, 1])('is never without ground, at a tolerance of %d', (tolerance) => {
    const thin = thinned({ type: 'Polygon', coordinates: [circle(64)] }, tolerance)
    expect(checkShape('thin', thin).map((f) => f.check)).toEqual([])
  })
})
