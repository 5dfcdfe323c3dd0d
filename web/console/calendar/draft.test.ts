import { describe, expect, test } from 'vitest'
import { checkCalendar } from '@lifang/domains/calendar/rules/compose.ts'
import type { CalendarData } from '@lifang/domains/calendar/schema.ts'
import { calendarOf, isChanged, monthsOf, newYears, tally, UNCHANGED, withDay } from './draft.ts'

const base: CalendarData = {
  version: 'cn-1',
  days: [
    { date: '2026-10-01', kind: 'off', name: '国庆节', source: '旧通知' },
    { date: '2026-10-10', kind: 'work', name: '国庆节', source: '旧通知' },
  ],
  publishedYears: [2026],
  hours: [],
  roundTheClock: false,
}

describe('a draft', () => {
  test('holds only what differs, and a day set back is no change', () => {
    const off = withDay(UNCHANGED, base, '2026-12-11', { kind: 'off', name: '停电' })
    expect(off.days).toEqual({ '2026-12-11': { kind: 'off', name: '停电' } })
    expect(isChanged(withDay(off, base, '2026-12-11', { kind: 'plain', name: '' }))).toBe(false)
    expect(isChanged(withDay(UNCHANGED, base, '2026-10-01', { kind: 'off', name: '国庆节' }))).toBe(false)
  })

  test('makes a calendar that may be published: changed days with their notice, others with theirs', () => {
    const draft = [
      ['2026-12-11', { kind: 'off', name: ' 停电 ' }],
      ['2026-10-10', { kind: 'plain', name: '' }],
      ['2027-01-01', { kind: 'off', name: '元旦' }],
    ].reduce(
      (d, [date, to]) => withDay(d, base, date as string, to as { kind: 'off' | 'plain'; name: string }),
      UNCHANGED,
    )
    const made = calendarOf(draft, base, 'v2', '新通知')
    expect(made.days).toEqual([
      { date: '2026-10-01', kind: 'off', name: '国庆节', source: '旧通知' },
      { date: '2026-12-11', kind: 'off', name: '停电', source: '新通知' },
      { date: '2027-01-01', kind: 'off', name: '元旦', source: '新通知' },
    ])
    expect(newYears(draft, base)).toEqual([2027])
    expect(made.publishedYears).toEqual([2026, 2027])
    expect(checkCalendar(made).ok).toBe(true)
  })
})

test('a year has twelve months of whole weeks, and its days are counted', () => {
  const months = monthsOf(2026, base, UNCHANGED)
  expect(months.map((m) => m.cells.length)).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
  // 2026 began on a Thursday.
  expect(months[0]?.blanks).toBe(3)
  // 261 weekdays of the plain week, one holiday less, one Saturday more.
  expect(tally(months)).toEqual({ work: 261, off: 1, makeUp: 1 })
})
