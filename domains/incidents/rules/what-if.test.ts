import { describe, expect, it } from 'vitest'
import { aCalendar, office } from '@lifang/domains/calendar/examples.ts'
import type { ClockEvent, Limit } from '@lifang/domains/calendar/schema.ts'
import type { ListEntry } from '../schema/responsibility.ts'
import { classText } from './listing.ts'
import { changedLimits, createWhatIf, periodOf, type PastCase } from './what-if.ts'

const key = { standard: 'LOCAL', kind: 'matter', code: '06010' } as const
const entry = (limit: Limit, seq = 1): ListEntry => ({
  key,
  name: '暴露垃圾',
  domain: 'urban-management',
  departmentId: null,
  legalBasis: null,
  grade: null,
  selfHandling: true,
  confidential: false,
  requiredEvidence: [],
  sources: null,
  evidence: 'local',
  conditions: [{ seq, text: '少量', limit, closing: '净', closingEvidence: [], extension: null }],
})
const listOf = (e: ListEntry) => new Map([[classText(e.key), e]])
const hours = (amount: number): Limit => ({ amount, unit: 'working-hour' })
const calendar = aCalendar()

/** A case handled from 09:00 of a working Monday to `stop`. */
const past = (stop: string, over: readonly ClockEvent[] = [], unitId: string | null = 'a'): PastCase => ({
  key,
  seq: 1,
  unitId,
  run: {
    calendar,
    events: [{ kind: 'start', at: office('2026-11-16 09:00') }, ...over, { kind: 'stop', at: office(stop) }],
  },
})
const weigh = (cases: readonly PastCase[], now: Limit, next: Limit) => {
  const sum = createWhatIf(listOf(entry(now)), listOf(entry(next)))
  for (const one of cases) sum.add(one)
  return sum.result()
}

describe('cases under a shorter limit', () => {
  it.each<[string, PastCase, { worse: number; better: number; late: number; now: number; next: number }]>([
    ['in time under both', past('2026-11-16 10:00'), { worse: 0, better: 0, late: 0, now: 1, next: 1 }],
    // 3 working hours were used: 09:00–12:00.
    ['would turn late', past('2026-11-16 12:00'), { worse: 1, better: 0, late: 0, now: 1, next: 0 }],
    ['was late anyway', past('2026-11-17 17:00'), { worse: 0, better: 0, late: 1, now: 0, next: 0 }],
    [
      'a pause does not count',
      past('2026-11-16 17:00', [
        { kind: 'pause', at: office('2026-11-16 10:00'), reason: 'funding' },
        { kind: 'resume', at: office('2026-11-16 16:30') },
      ]),
      { worse: 0, better: 0, late: 0, now: 1, next: 1 },
    ],
    [
      'an extension does not help',
      past('2026-11-17 11:00', [{ kind: 'extend', at: office('2026-11-16 10:00'), amount: 20 }]),
      { worse: 0, better: 0, late: 1, now: 0, next: 0 },
    ],
  ])('%s', (_name, one, told) => {
    const { worse, better, late, tally } = weigh([one], hours(4), hours(2))
    expect({ worse, better, late, now: tally.now, next: tally.next }).toEqual(told)
  })

  it('and under a longer one: the same case turns in time', () => {
    expect(weigh([past('2026-11-16 12:00')], hours(2), hours(4))).toMatchObject({ better: 1, worse: 0 })
  })

  it('is counted with its denominator: what cannot be compared is left out and said', () => {
    const result = weigh(
      [
        past('2026-11-16 10:00'),
        { ...past('2026-11-16 10:00'), seq: 9 },
        { ...past('2026-11-16 10:00'), run: null },
      ],
      hours(4),
      hours(2),
    )
    expect(result.tally.n).toBe(1)
    expect(result.excluded).toEqual({ unhandled: 1, unmatched: 1 })
  })

  it('compares units of at least five cases only', () => {
    const many = [
      ...Array.from({ length: 5 }, () => past('2026-11-16 12:00', [], 'a')),
      ...Array.from({ length: 4 }, () => past('2026-11-16 10:00', [], 'b')),
    ]
    expect(weigh(many, hours(4), hours(2)).units).toEqual([{ id: 'a', n: 5, now: 5, next: 0 }])
  })

  it('shows real use beside both limits, every case in one bar', () => {
    const result = weigh(
      [past('2026-11-16 10:00'), past('2026-11-16 12:00'), past('2026-11-20 17:00')],
      hours(4),
      hours(2),
    )
    const { histogram } = result
    expect(histogram).toMatchObject({ unit: 'working-hour', now: 4, next: 2 })
    const sum = (k: 'both' | 'one' | 'none') => histogram?.bars.reduce((n, b) => n + b[k], 0)
    expect([sum('both'), sum('one'), sum('none')]).toEqual([1, 1, 1])
    // What is beyond the axis stands in the last bar.
    expect(histogram?.bars.at(-1)?.none).toBe(1)
    // Three hours lie in the bar that ends at or above three.
    expect(histogram?.bars.find((b) => b.one === 1)?.upTo).toBeGreaterThanOrEqual(3)
  })

  it('draws no line of now where the units differ', () => {
    const { histogram } = weigh([past('2026-11-16 10:00')], hours(4), { amount: 1, unit: 'working-day' })
    expect(histogram).toMatchObject({ unit: 'working-day', now: null, next: 1 })
  })
})

it('only conditions whose limit differs are changed', () => {
  const before = listOf(entry(hours(4)))
  expect(changedLimits(before, before).size).toBe(0)
  expect([...changedLimits(before, listOf(entry(hours(2))))]).toEqual(['LOCAL|matter|06010|1'])
  expect(changedLimits(before, listOf(entry(hours(2), 2))).size).toBe(0)
})

it.each([
  ['2026-11-20 10:00', '2026-07-01 00:00', '2026-10-01 00:00'],
  ['2026-10-01 00:00', '2026-07-01 00:00', '2026-10-01 00:00'],
  ['2026-09-30 23:59', '2026-04-01 00:00', '2026-07-01 00:00'],
  ['2026-02-10 10:00', '2025-10-01 00:00', '2026-01-01 00:00'],
])('the quarter before %s', (now, from, to) => {
  expect(periodOf('quarter', office(now))).toEqual({ from: office(from), to: office(to) })
})
