import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countShared, ENOUGH, shownCount, tellable, type Countable } from './publication.ts'

const one = (className: string, grid: string, over: Partial<Countable> = {}): Countable => ({
  className,
  domain: 'urban-management',
  grid,
  community: grid.slice(0, 1),
  street: 's',
  ...over,
})

describe('what is told of a case', () => {
  it('is the grid where enough cases share it, else the community, the street, the domain, nothing', () => {
    const groups = [
      { ...one('垃圾', 'a1'), n: 5 },
      { ...one('垃圾', 'a2'), n: 4 },
      { ...one('路灯', 'a1'), n: 2 },
      { ...one('路灯', 'b1'), n: 3 },
      { ...one('井盖', 'b1'), n: 1 },
      { ...one('纠纷', 'b1', { domain: 'dispute' }), n: 1 },
    ]
    const counts = countShared(groups)
    expect(tellable(one('垃圾', 'a1'), counts)).toMatchObject({
      className: '垃圾',
      level: 'grid',
      place: 'a1',
    })
    expect(tellable(one('垃圾', 'a2'), counts)).toMatchObject({ level: 'community', place: 'a' })
    expect(tellable(one('路灯', 'b1'), counts)).toMatchObject({
      className: '路灯',
      level: 'street',
      place: 's',
    })
    expect(tellable(one('井盖', 'b1'), counts)).toMatchObject({ className: null, level: 'street' })
    expect(tellable(one('纠纷', 'b1', { domain: 'dispute' }), counts)).toBeNull()
  })

  it('is always shared by enough cases', () => {
    const cell = fc.record({
      className: fc.constantFrom('a', 'b', 'c'),
      domain: fc.constantFrom('x', 'y'),
      grid: fc.constantFrom('a1', 'a2', 'b1', 'b2'),
      n: fc.integer({ min: 1, max: 9 }),
    })
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 20 }), (cells) => {
        const groups = cells.map(({ className, domain, grid, n }) => ({
          ...one(className, grid, { domain }),
          n,
        }))
        const counts = countShared(groups)
        for (const g of groups) {
          const told = tellable(g, counts)
          if (told === null) continue
          const sharing = groups.filter(
            (o) =>
              [o.grid, o.community, o.street].includes(told.place) &&
              (told.className === null ? o.domain === told.domain : o.className === told.className),
          )
          expect(sharing.reduce((sum, o) => sum + o.n, 0)).toBeGreaterThanOrEqual(ENOUGH)
        }
      }),
      { seed: 3, numRuns: 300 },
    )
  })

  it('counts are exact from enough on, and none is none', () => {
    expect([0, 1, 4, 5, 60].map((n) => shownCount(n))).toEqual([0, null, null, 5, 60])
  })
})
