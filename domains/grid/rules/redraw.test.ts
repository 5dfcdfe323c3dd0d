import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Position, Ring, Shape } from '../schema.ts'
import { area, metresPerDegree, parts, shapeOf } from './geometry.ts'
import { merge, planRedraw, split } from './redraw.ts'
import { checkTopology } from './topology.ts'

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
const line = (...points: [number, number][]): Position[] => points.map(([x, y]) => at(x, y))
const grid = box(0, 0, 400, 300)

function halves(shape: Shape, cut: Position[]): [Shape, Shape] {
  const result = split(shape, cut)
  if (!result.ok) throw result.problem
  return result.value
}
const refusal = (shape: Shape, cut: Position[]) => {
  const result = split(shape, cut)
  return result.ok ? 'accepted' : result.problem.code
}
const tiles = (parent: Shape, shapes: Shape[]) =>
  checkTopology(
    parent,
    shapes.map((shape, i) => ({ id: String(i), shape, kind: 'general', type: 'rural', households: null })),
    {
      toleranceSquareMetres: 0.01,
      norms: {
        general: { scattered: null, estate: null, institutional: null, rural: null },
        micro: { min: 0, max: 1 },
      },
    },
  )

describe('split', () => {
  it('cuts along a bent line into two halves that tile the old grid, larger first', () => {
    const [large, small] = halves(grid, line([100, -20], [140, 120], [90, 180], [120, 330]))
    expect(tiles(grid, [large, small])).toEqual([])
    expect(area(large)).toBeGreaterThan(area(small))
    expect(area(large) + area(small)).toBeCloseTo(area(grid), 2)
  })

  it('moves ends that stop a few metres short onto the border', () => {
    const [large, small] = halves(grid, line([100, 3], [100, 297]))
    expect(area(small)).toBeCloseTo(30_000, -1)
    expect(tiles(grid, [large, small])).toEqual([])
  })

  it('cuts from corner to corner', () => {
    const [one, two] = halves(grid, line([0, 0], [400, 300]))
    expect(area(one)).toBeCloseTo(60_000, -1)
    expect(tiles(grid, [one, two])).toEqual([])
  })

  it('cuts a concave grid and keeps a hole on its side', () => {
    const concave = shapeOf([
      [
        ring([0, 0], [400, 0], [400, 300], [200, 100], [0, 300]),
        ring([300, 20], [300, 40], [320, 40], [320, 20]),
      ],
    ])
    const [one, two] = halves(concave, line([200, -50], [200, 150]))
    expect(tiles(concave, [one, two])).toEqual([])
    expect(area(one) - area(two)).toBeCloseTo(400, -1)
    expect([one, two].map((s) => s.coordinates.length).toSorted((a, b) => a - b)).toEqual([1, 2])
  })

  it.each<[string, Position[]]>([
    ['grid.split-line-too-short', line([100, 0])],
    ['grid.split-line-misses', line([500, 0], [500, 300])],
    ['grid.split-line-misses', line([100, -20], [100, 200])],
    ['grid.split-line-crosses-again', line([100, -20], [100, 320], [200, 320], [200, -20])],
  ])('refuses with %s', (code, cut) => expect(refusal(grid, cut)).toBe(code))

  it('refuses what is not one sound polygon', () => {
    const bow = shapeOf([[ring([0, 0], [10, 10], [10, 0], [0, 10])]])
    expect(refusal(bow, line([5, -5], [5, 15]))).toBe('grid.border-invalid')
    const two = shapeOf([grid, box(500, 0, 10, 10)].flatMap(parts))
    expect(refusal(two, line([100, -20], [100, 320]))).toBe('grid.split-several-parts')
  })

  it('tiles for any straight cut', () => {
    const inside = fc.integer({ min: 1, max: 399 })
    fc.assert(
      fc.property(inside, inside, (bottom, top) => {
        const [one, two] = halves(grid, line([bottom, -10], [top, 310]))
        expect(Math.abs(area(one) + area(two) - area(grid))).toBeLessThan(0.01)
        expect(tiles(grid, [one, two])).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

describe('merge', () => {
  it('undoes a split', () => {
    const result = merge(halves(grid, line([100, -20], [140, 120], [90, 180], [120, 330])))
    if (!result.ok) throw result.problem
    expect(result.value.type).toBe('Polygon')
    expect(area(result.value)).toBeCloseTo(area(grid), 2)
    expect(tiles(grid, [result.value])).toEqual([])
  })

  it('joins several', () => {
    const result = merge([box(0, 0, 100, 100), box(100, 0, 100, 100), box(0, 100, 200, 50)])
    expect(result.ok && area(result.value)).toBeCloseTo(30_000, -1)
  })

  it('refuses grids apart, or touching in a point only, or one alone', () => {
    const code = (grids: Shape[]) => {
      const result = merge(grids)
      return result.ok ? 'accepted' : result.problem.code
    }
    expect(code([box(0, 0, 100, 100), box(150, 0, 100, 100)])).toBe('grid.merge-apart')
    expect(code([box(0, 0, 100, 100), box(100, 100, 100, 100)])).toBe('grid.merge-apart')
    expect(code([grid])).toBe('grid.merge-too-few')
  })
})

describe('planRedraw', () => {
  const things = Array.from({ length: 40 }, (_, i) => {
    const [lon, lat] = at(5 + i * 10, 20 + (i % 7) * 30)
    return { id: `t${i}`, kind: i % 4 === 0 ? 'incident' : 'household', lon, lat }
  })
  const [large, small] = halves(grid, line([100, -20], [100, 320]))
  const before = [{ id: 'g04', shape: grid }]
  const after = [
    { id: 'g04', shape: large },
    { id: 'g10', shape: small },
  ]

  it('counts what moves, and the sums before and after agree', () => {
    const plan = planRedraw(before, after, things)
    if (!plan.ok) throw plan.problem
    expect(plan.value.lineage).toEqual({ from: ['g04'], to: ['g04', 'g10'] })
    expect(plan.value.before).toEqual({ g04: { household: 30, incident: 10 } })
    expect(plan.value.after).toEqual({
      g04: { household: 23, incident: 7 },
      g10: { household: 7, incident: 3 },
    })
    expect(plan.value.moves).toHaveLength(10)
    expect(plan.value.moves[0]).toEqual({ id: 't0', kind: 'incident', from: 'g04', to: 'g10' })
  })

  it('leaves alone what was never in the grids', () => {
    const [lon, lat] = at(900, 900)
    const plan = planRedraw(before, after, [{ id: 'far', kind: 'household', lon, lat }])
    expect(plan.ok && plan.value.before).toEqual({})
  })

  it('refuses to lose anything', () => {
    const plan = planRedraw(before, [{ id: 'g04', shape: large }], things)
    expect(plan.ok ? null : [plan.problem.code, plan.problem.details['count']]).toEqual([
      'grid.redraw-loses-points',
      10,
    ])
  })
})
