import { describe, expect, it } from 'vitest'
import { DISABLE_AFTER_MS, isGivenUp, outcome } from './rules.ts'
import { covers, Topic, TOPICS } from './schema/topics.ts'

describe('what an answer means', () => {
  it.each([
    [200, 1, 'delivered'],
    [204, 7, 'delivered'],
    [302, 1, 'retry'],
    [400, 1, 'retry'],
    [500, 6, 'retry'],
    [500, 7, 'parked'],
    [null, 1, 'retry'],
    [null, 7, 'parked'],
  ] as const)('%s at try %i: %s', (code, failures, what) => {
    expect(outcome(code, failures)).toBe(what)
  })
  it('an endpoint is given up after a day of failures, not before', () => {
    expect(isGivenUp(null, 1e13)).toBe(false)
    expect(isGivenUp(0, DISABLE_AFTER_MS - 1)).toBe(false)
    expect(isGivenUp(0, DISABLE_AFTER_MS)).toBe(true)
  })
})

describe('topics', () => {
  it('all of incidents covers every act and no notice', () => {
    const all = TOPICS.filter((t) => covers(['incidents.*'], t))
    expect(TOPICS.filter((t) => !all.includes(t))).toEqual(['notices.told'])
  })
  it('one covers itself only, and what is none is refused', () => {
    expect(TOPICS.filter((t) => covers(['incidents.close'], t))).toEqual(['incidents.close'])
    expect(Topic.safeParse('incidents.explode').success).toBe(false)
    expect(Topic.safeParse('*').success).toBe(false)
  })
})
