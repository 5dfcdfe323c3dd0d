import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agreementByGrid, compareField, compareRecord, plainDate } from './comparison.ts'
import type { ComparedKind, Verdict } from './comparison.ts'
import { buildingOrder, coverageOf, gapOf, walkingList } from './coverage.ts'
import type { HomeOnRound, RoundCycle } from './coverage.ts'
import { cycleOf, FRESHNESS, freshnessOf, worstOf } from './freshness.ts'
import type { FreshnessKind, FreshnessState } from './freshness.ts'

const TODAY = '2026-11-22'

describe('freshness', () => {
  it.each<[string | null, FreshnessKind[], FreshnessState]>([
    [null, ['care'], 'unknown'],
    ['2026-11-22', ['care'], 'fresh'],
    ['2026-11-30', ['care'], 'fresh'],
    ['2026-10-31', ['care'], 'fresh'],
    ['2026-10-30', ['care'], 'fresh'],
    ['2026-10-29', ['care'], 'due'],
    ['2026-10-23', ['care'], 'due'],
    ['2026-10-22', ['care'], 'stale'],
    ['2026-10-22', ['rental'], 'fresh'],
    ['2026-08-24', ['rental'], 'due'],
    ['2026-08-23', ['rental'], 'stale'],
    ['2026-08-23', ['other'], 'fresh'],
    ['2026-08-23', [], 'fresh'],
    ['2025-11-22', [], 'due'],
    ['2025-11-21', [], 'stale'],
    ['2026-10-22', ['other', 'rental', 'care'], 'stale'],
  ])('verified %s, kinds %j: %s', (verified, kinds, state) =>
    expect(freshnessOf(verified, TODAY, cycleOf(kinds))).toBe(state),
  )
  it('follows the configuration', () => {
    const policy = { ...FRESHNESS, care: { days: 7, dueDays: 2 } }
    expect(freshnessOf('2026-11-14', TODAY, cycleOf(['care'], policy))).toBe('stale')
  })
  it('is as fresh as the worst', () => {
    expect(worstOf(['fresh', 'due', 'stale'])).toBe('stale')
    expect(worstOf(['fresh', 'unknown'])).toBe('unknown')
    expect(worstOf([])).toBe('unknown')
  })
})

const home = (id: string, some: Partial<HomeOnRound> = {}): HomeOnRound => ({
  id,
  building: 0,
  unit: null,
  floor: null,
  room: null,
  known: true,
  reachedOn: '2026-11-10',
  verifiedOn: '2026-11-10',
  cycle: FRESHNESS.other,
  ...some,
})
const round = (...homes: string[]): RoundCycle => ({
  from: '2026-11-01',
  to: '2026-11-30',
  homes: new Set(homes),
})

describe('coverage', () => {
  it.each([
    [{}, null],
    [{ known: false }, 'unknown'],
    [{ known: false, reachedOn: null }, 'unknown'],
    [{ reachedOn: null }, 'unvisited'],
    [{ reachedOn: '2026-10-31' }, 'unvisited'],
    [{ reachedOn: '2026-12-01' }, 'unvisited'],
    [{ verifiedOn: '2025-11-01' }, 'stale'],
    [{ verifiedOn: null }, 'stale'],
    [{ verifiedOn: '2026-11-01', cycle: FRESHNESS.care }, null],
  ])('%j: %s', (some, gap) => expect(gapOf(home('a', some), round('a'), TODAY)).toBe(gap))

  it('keeps the denominator of the first day', () => {
    const cycle = round('a', 'b', 'c', 'gone')
    const homes = [home('a'), home('b', { reachedOn: null }), home('c', { known: false }), home('new')]
    expect(coverageOf(homes, cycle, TODAY)).toEqual({
      homes: 4,
      reached: 2,
      rate: 0.5,
      gone: 1,
      added: 1,
      gaps: { unknown: 1, unvisited: 1, stale: 0 },
    })
    expect(coverageOf([], round(), TODAY).rate).toBeNull()
  })

  it('walks building, unit, floor, room', () => {
    const homes = [
      home('f', { building: 2 }),
      home('e', { building: 1, unit: '10', floor: 1, room: '101' }),
      home('d', { building: 1, unit: '2', floor: 10, room: '1001' }),
      home('c', { building: 1, unit: '2', floor: 2, room: '201' }),
      home('b', { building: 1, unit: '1', floor: 1, room: '102' }),
      home('a', { building: 1, unit: '1', floor: 1, room: '101' }),
      home('seen', { building: 0 }),
    ].map((one) => (one.id === 'seen' ? one : { ...one, reachedOn: null }))
    const list = walkingList(homes, round('a', 'b', 'c', 'd', 'e'), TODAY)
    expect(list.map((line) => line.id).join('')).toBe('abcdef')
    expect(list.at(-1)).toEqual({ id: 'f', gap: 'unvisited', added: true })
  })

  it('equals a recount one by one, for any homes', () => {
    const days = fc.constantFrom(null, '2025-11-01', '2026-10-31', '2026-11-05', '2026-11-20')
    const some = fc.array(
      fc.record({ known: fc.boolean(), reachedOn: days, verifiedOn: days, counted: fc.boolean() }),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(some, fc.nat(5), (rows, gone) => {
        const homes = rows.map((row, i) => home(`h${i}`, row))
        const ids = rows.flatMap((row, i) => (row.counted ? [`h${i}`] : []))
        const cycle = round(...ids, ...Array.from({ length: gone }, (_, i) => `g${i}`))
        const list = walkingList(homes, cycle, TODAY)
        const sum = coverageOf(homes, cycle, TODAY)
        expect(sum.gaps.unknown + sum.gaps.unvisited + sum.gaps.stale).toBe(list.length)
        expect(sum.homes).toBe(ids.length + gone)
        expect(sum.reached).toBe(
          rows.filter((row) => row.counted && row.reachedOn !== null && row.reachedOn >= '2026-11-01').length,
        )
        expect(new Set(list.map((line) => line.id)).size).toBe(list.length)
      }),
    )
  })

  it('orders buildings by code, else in strips walked to and fro', () => {
    const b = (id: string, code: string | null, lon: number, lat: number) => ({
      id,
      code,
      at: [lon, lat] as const,
    })
    const coded = buildingOrder([b('x', '00010', 0, 0), b('y', '00002', 0, 0), b('z', null, 0, 0)])
    expect([...coded.keys()]).toEqual(['y', 'x', 'z'])
    const strips = buildingOrder([
      b('north-east', null, 113.002, 29.001),
      b('north-west', null, 113, 29.001),
      b('south-west', null, 113, 29),
      b('south-east', null, 113.002, 29),
    ])
    expect([...strips.keys()]).toEqual(['north-west', 'north-east', 'south-east', 'south-west'])
  })
})

describe('comparison', () => {
  it.each<[ComparedKind, string | null, string | null, Verdict | null]>([
    ['name', '张伟', ' 张 伟', 'same'],
    ['name', '张伟', '张玮', 'to-check'],
    ['name', '张伟', '李娜', 'differs'],
    ['name', '张伟', null, 'ours-only'],
    ['name', '', '张伟', 'theirs-only'],
    ['name', null, ' ', null],
    ['name', '张伟', '张*', 'to-check'],
    ['id-number', '11010519491231002x', '１１０１０５１９４９１２３１００２Ｘ', 'same'],
    ['id-number', '11010519491231002X', '440524188001010014', 'differs'],
    ['id-number', '11010519491231002X', '1101', 'to-check'],
    ['id-number', '1101', '1101', 'same'],
    ['date', '1990-01-30', '19900130', 'same'],
    ['date', '1990年1月30日', '1990/1/30', 'same'],
    ['date', '1990-01-30', '1990-01-31', 'differs'],
    ['date', '1990-01-30', '不详', 'to-check'],
    ['sex', '男', '1', 'same'],
    ['sex', 'female', '2', 'same'],
    ['sex', '男', '女', 'differs'],
    ['sex', '男', '9', 'to-check'],
    ['phone', '138 1234 1234', '+8613812341234', 'same'],
    ['phone', '13812341234', '13812341235', 'differs'],
    ['phone', '13812341234', '138****1234', 'to-check'],
    ['address', '望湖花园6栋2单元301', '学府路74号望湖花园6-2-301', 'same'],
    ['address', '望湖花园6栋2单元301', '望湖花园6栋', 'to-check'],
    ['address', '望湖花园6栋2单元301', '望湖花园6栋2单元302', 'differs'],
    ['text', ' 汉 ', '汉', 'same'],
    ['text', '汉', '土家', 'differs'],
  ])('%s: %s and %s: %s', (kind, ours, theirs, verdict) =>
    expect(compareField(kind, ours, theirs, TODAY)).toBe(verdict),
  )

  const both = { ours: true, theirs: 'present' } as const
  const field = (ours: string | null, theirs: string | null) =>
    ({ field: 'name', kind: 'name', ours, theirs }) as const
  it.each([
    [[field('张伟', '张伟')], both, 'same', 0],
    [[field('张伟', '李娜'), field('张伟', '张玮')], both, 'differs', 2],
    [[field('张伟', '张玮')], both, 'to-check', 1],
    [[field('张伟', '张伟'), field('张伟', null)], both, 'same', 1],
    [[field('张伟', null)], { ours: true, theirs: 'absent' }, 'ours-only', 0],
    [[field(null, '张伟')], { ours: false, theirs: 'present' }, 'theirs-only', 0],
    [[field('张伟', '李娜')], { ours: true, theirs: 'deceased' }, 'to-check', 1],
    [[field('张伟', '张伟')], { ours: true, theirs: 'cancelled' }, 'to-check', 0],
  ] as const)('record %#', (fields, sides, verdict, open) => {
    const read = compareRecord(fields, sides, TODAY)
    expect([read.verdict, read.open.length]).toEqual([verdict, open])
  })
  it('reports agreement by grid', () => {
    const records = [
      { grid: 'b', verdict: 'same' },
      { grid: 'a', verdict: 'same' },
      { grid: 'a', verdict: 'differs' },
    ] as const
    expect(agreementByGrid(records).map(({ grid, records: n, rate }) => [grid, n, rate])).toEqual([
      ['a', 2, 0.5],
      ['b', 1, 1],
    ])
  })
  it('reads only days that exist', () => {
    expect(plainDate('20010229')).toBeNull()
    expect(plainDate('2001-13-01')).toBeNull()
  })
})
