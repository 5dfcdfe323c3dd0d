import { describe, expect, it } from 'vitest'
import { daysMistyped, liken, preferred, preferredStay, survivorOf, type Side } from './merge.ts'

const fact = (some: Partial<NonNullable<Side['fact']>> = {}): Side => ({
  has: true,
  fact: { source: 'visit', on: '2026-05-01', confidence: 'probable', ...some },
})
const nothing: Side = { has: false, fact: null }

describe('whose value stays', () => {
  it.each<[string, Side, Side, 'mine' | 'other']>([
    ['the only one', nothing, fact({ confidence: 'doubtful' }), 'other'],
    ['mine where neither has any', nothing, nothing, 'mine'],
    ['the more trusted, though older', fact({ confidence: 'certain', on: '2020-01-01' }), fact(), 'mine'],
    ['the doubtful one never', fact({ confidence: 'doubtful', on: '2026-11-01' }), fact(), 'other'],
    ['the fresher of equal trust', fact(), fact({ on: '2026-06-01' }), 'other'],
    ['the better source of one day', fact({ source: 'self' }), fact({ source: 'certificate' }), 'other'],
    ['mine where all is equal', fact(), fact(), 'mine'],
    [
      'the one that is known by something',
      { has: true, fact: null },
      fact({ confidence: 'doubtful' }),
      'other',
    ],
    ['mine where nothing is known of either', { has: true, fact: null }, { has: true, fact: null }, 'mine'],
  ])('%s', (_, mine, other, expected) => expect(preferred(mine, other)).toBe(expected))

  it.each<[string, string, 'mine' | 'other']>([
    ['2020-01-01', '2024-01-01', 'other'],
    ['2024-01-01', '2020-01-01', 'mine'],
    ['2020-01-01', '2020-01-01', 'mine'],
  ])('of homes since %s and %s: %s', (a, b, expected) =>
    expect(preferredStay({ from: a }, { from: b })).toBe(expected),
  )

  it.each([
    [true, true, true, 'equal'],
    [true, true, false, 'differ'],
    [true, false, false, 'one'],
    [false, true, false, 'one'],
    [false, false, true, 'none'],
  ] as const)('%s %s %s: %s', (a, b, equal, expected) => expect(liken(a, b, equal)).toBe(expected))
})

describe('which row stays', () => {
  const row = (id: string, over: object = {}) => ({
    id,
    status: 'here' as const,
    hasNumber: false,
    facts: 3,
    ...over,
  })
  it.each([
    ['who is here', row('a', { status: 'moved-out', hasNumber: true }), row('b'), 'b'],
    ['who has a number', row('a', { facts: 9 }), row('b', { hasNumber: true }), 'b'],
    ['who has more facts', row('a'), row('b', { facts: 4 }), 'b'],
    ['who was first', row('b'), row('a'), 'a'],
  ] as const)('%s', (_, a, b, expected) => {
    expect(survivorOf(a, b)).toBe(expected)
    expect(survivorOf(b, a)).toBe(expected)
  })
})

describe('days that are mistyped for another', () => {
  it.each([
    ['1990-03-11', '1990-11-03', true],
    ['1990-03-11', '1990-03-12', true],
    ['1990-03-11', '1909-03-11', true],
    ['1990-03-11', '1990-03-11', false],
    ['1990-02-28', '1990-02-38', false],
    ['1990-03-11', '1991-04-11', false],
  ])('%s and %s: %s', (day, other, expected) => expect(daysMistyped(day).includes(other)).toBe(expected))
})
