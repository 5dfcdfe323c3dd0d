import { describe, expect, it } from 'vitest'
import { must, type Decided } from '@lifang/platform/problem.ts'
import { LARGEST_AMOUNT } from './schema/lists.ts'
import type { OfficeSeason } from './schema.ts'
import { aCalendar, aLimit, office } from './examples.ts'
import { addWorking, dueAt, dueCommand, workingMs } from './rules.ts'
import { checkCalendar, withOffice } from './rules/compose.ts'
import { formatInstant, HOUR, parseOfficeInstant } from './rules/instants.ts'
import { formatLimit, parseLimit } from './rules/limits.ts'

const calendar = aCalendar()
const due = (start: string, limit: string, own = calendar) =>
  formatInstant(dueAt(office(start), aLimit(limit), own).due)
    .slice(0, 16)
    .replace('T', ' ')
const codeOf = (decided: Decided<unknown>) => (decided.ok ? 'ok' : decided.problem.code)

describe('office instants', () => {
  it('reads and writes office time with its offset', () => {
    expect(must(parseOfficeInstant('2026-02-13T16:30+08:00'))).toBe(Date.UTC(2026, 1, 13, 8, 30))
    expect(must(parseOfficeInstant('2026-02-13T08:30Z'))).toBe(Date.UTC(2026, 1, 13, 8, 30))
    expect(must(parseOfficeInstant('2026-02-13 16:30'))).toBe(Date.UTC(2026, 1, 13, 8, 30))
    expect(must(parseOfficeInstant('2026-02-12T23:30:00.5-09:00'))).toBe(Date.UTC(2026, 1, 13, 8, 30, 0, 500))
    expect(formatInstant(Date.UTC(2026, 1, 14, 1, 30))).toBe('2026-02-14T09:30:00+08:00')
    expect(formatInstant(Date.UTC(2026, 1, 13, 16, 0, 0, 7))).toBe('2026-02-14T00:00:00.007+08:00')
  })
  it.each([
    '',
    'now',
    '2026-02-31T10:00+08:00',
    '2026-13-01T10:00',
    '2026-02-13T24:00',
    '2026-02-13T10:60',
    '2026-02-13',
    '1969-12-31T10:00',
    '2200-01-01T00:00',
    '2026-02-13T10:00+15:00',
    '２026-02-13T10:00',
  ])('refuses %j', (text) => {
    expect(codeOf(parseOfficeInstant(text))).toBe('calendar.instant-malformed')
  })
})

describe('written limits', () => {
  it.each([
    ['2工作时', 2, 'working-hour'],
    ['1.5工作时', 1.5, 'working-hour'],
    ['3紧急工作时', 3, 'urgent-hour'],
    ['5工作日', 5, 'working-day'],
    ['15自然日', 15, 'calendar-day'],
    [' 5 个工作日 ', 5, 'working-day'],
    ['２４工作小时', 24, 'working-hour'],
  ] as const)('%s is %d %s', (text, amount, unit) => {
    expect(must(parseLimit(text))).toEqual({ amount, unit })
  })
  it('writes what it reads', () => {
    for (const text of ['2工作时', '1.5紧急工作时', '5工作日', '15自然日']) {
      expect(formatLimit(aLimit(text))).toBe(text)
    }
  })
  it.each([
    ['2紧急工作日', 'calendar.limit-urgent-day'],
    ['2小时', 'calendar.limit-unit-unknown'],
    ['3天', 'calendar.limit-unit-unknown'],
    ['1.5工作日', 'calendar.limit-fraction'],
    ['0.5自然日', 'calendar.limit-fraction'],
    ['0工作时', 'calendar.limit-out-of-range'],
    [`${LARGEST_AMOUNT + 1}工作日`, 'calendar.limit-out-of-range'],
    ['-2工作时', 'calendar.limit-malformed'],
    ['工作时', 'calendar.limit-malformed'],
    ['', 'calendar.limit-malformed'],
    ['2工作时内', 'calendar.limit-unit-unknown'],
    ['1e3工作时', 'calendar.limit-malformed'],
  ])('%j is refused as %s', (text, code) => {
    expect(codeOf(parseLimit(text))).toBe(code)
  })
})

describe('deadlines', () => {
  it.each([
    // Working hours: over a make-up Saturday, holidays, a plain weekend, a make-up Sunday.
    ['2026-02-13 16:30', '2工作时', '2026-02-14 09:30'],
    ['2026-02-14 16:30', '4工作时', '2026-02-24 11:30'],
    ['2026-09-30 17:00', '1工作时', '2026-10-08 09:00'],
    ['2026-11-20 17:00', '4工作时', '2026-11-23 12:00'],
    ['2026-01-04 09:00', '4工作时', '2026-01-04 15:00'],
    ['2026-05-08 15:00', '7工作时', '2026-05-09 15:00'],
    ['2026-11-22 10:00', '2工作时', '2026-11-23 10:30'],
    // Working days: the day of start is not counted, due at close of business.
    ['2026-02-13 10:00', '1工作日', '2026-02-14 17:30'],
    ['2026-02-13 10:00', '2工作日', '2026-02-24 17:30'],
    ['2026-02-12 10:00', '5工作日', '2026-02-26 17:30'],
    ['2026-09-30 10:00', '5工作日', '2026-10-13 17:30'],
    ['2026-09-24 10:00', '3工作日', '2026-09-30 17:30'],
    // Landing on the end of a span stays there.
    ['2026-11-23 08:30', '3.5工作时', '2026-11-23 12:00'],
    ['2026-11-23 09:30', '6工作时', '2026-11-23 17:30'],
    ['2026-11-23 12:00', '1工作时', '2026-11-23 15:00'],
    ['2026-11-23 17:30', '1工作时', '2026-11-24 09:30'],
    ['2026-11-23 03:00', '1工作时', '2026-11-23 09:30'],
    ['2026-11-23 08:30', '1.5工作时', '2026-11-23 10:00'],
    // A start on a rest day, late at night, or on New Year's Eve still leaves the day of start out.
    ['2026-11-21 10:00', '1工作日', '2026-11-23 17:30'],
    ['2026-11-19 23:59', '1工作日', '2026-11-20 17:30'],
    // Urgent hours: nights and holidays count.
    ['2026-02-16 23:00', '3紧急工作时', '2026-02-17 02:00'],
    ['2026-02-16 23:00', '1.5紧急工作时', '2026-02-17 00:30'],
    // Calendar days: 24:00 of the n-th day, which is 00:00 of the next.
    ['2026-02-13 10:00', '1自然日', '2026-02-15 00:00'],
    ['2026-02-13 00:00', '15自然日', '2026-03-01 00:00'],
    ['2024-02-27 10:00', '2自然日', '2024-03-01 00:00'],
    // 2024 and 2025: 调休 both ways.
    ['2024-02-09 16:30', '2工作时', '2024-02-18 09:30'],
    ['2024-05-10 17:00', '1工作时', '2024-05-11 09:00'],
    ['2025-09-30 10:00', '2工作日', '2025-10-10 17:30'],
    ['2025-01-27 10:00', '3工作日', '2025-02-07 17:30'],
    ['2025-01-27 10:00', '4工作日', '2025-02-08 17:30'],
  ])('from %s, %s: %s', (start, limit, expected) => {
    expect(due(start, limit)).toBe(expected)
  })

  it('has 248 working days in 2026', () => {
    const day = 7 * HOUR
    expect(workingMs(office('2026-01-01 00:00'), office('2027-01-01 00:00'), calendar) / day).toBe(248)
  })

  it('answers far away, before and after the published years', () => {
    expect(due('2015-01-05 10:00', '1工作日')).toBe('2015-01-06 17:30')
    expect(due('2199-12-31 23:00', `${LARGEST_AMOUNT}工作日`) > '2237').toBe(true)
    expect(workingMs(office('1975-01-01 00:00'), office('2190-01-01 00:00'), aCalendar())).toBeGreaterThan(0)
    expect(addWorking(office('2026-11-21 10:00'), 0, calendar)).toBe(office('2026-11-21 10:00'))
  })
})

describe('years without a notice', () => {
  const at = (start: string, limit: string, own = calendar) => dueAt(office(start), aLimit(limit), own)
  it('flags a deadline that rests on them, and only that', () => {
    expect(at('2026-12-31 16:30', '1工作时')).toEqual({ due: office('2026-12-31 17:30'), provisional: false })
    expect(at('2026-12-31 16:30', '2工作时')).toEqual({ due: office('2027-01-01 09:30'), provisional: true })
    expect(at('2026-12-30 10:00', '5工作日').provisional).toBe(true)
    expect(at('2023-12-29 10:00', '1工作日').provisional).toBe(true)
    expect(at('2024-01-02 10:00', '1工作日').provisional).toBe(false)
  })
  it('does not flag units that no notice can move', () => {
    expect(at('2026-12-31 23:00', '3紧急工作时').provisional).toBe(false)
    expect(at('2026-12-31 10:00', '5自然日').provisional).toBe(false)
    const watch = aCalendar({ roundTheClock: true })
    expect(at('2026-12-31 10:00', '5工作日', watch).provisional).toBe(false)
  })
})

describe('office hours', () => {
  const summer: OfficeSeason = {
    from: '06-01',
    to: '09-30',
    spans: [
      ['08:00', '12:00'],
      ['15:00', '18:00'],
    ],
  }
  const seasonal = aCalendar({ hours: [summer] })
  it('changes with the season, including inside one limit', () => {
    expect(due('2026-05-29 17:00', '1工作时', seasonal)).toBe('2026-06-01 08:30')
    expect(due('2026-06-01 10:00', '1工作日', seasonal)).toBe('2026-06-02 18:00')
    expect(due('2026-09-30 17:30', '1工作时', seasonal)).toBe('2026-10-08 09:00')
    expect(due('2026-07-01 11:00', '2工作时', seasonal)).toBe('2026-07-01 16:00')
  })
  it('lets a season run over the new year', () => {
    const winter: OfficeSeason = { from: '10-01', to: '04-30', spans: [['09:00', '17:00']] }
    const own = aCalendar({ hours: [winter, { ...summer, from: '05-01' }] })
    expect(must(checkCalendar(own))).toBe(own)
    expect(due('2026-01-05 08:00', '8工作时', own)).toBe('2026-01-05 17:00')
    expect(due('2026-12-07 08:00', '8工作时', own)).toBe('2026-12-07 17:00')
    expect(due('2026-05-06 07:00', '8工作时', own)).toBe('2026-05-07 09:00')
  })
  it('lets a department keep its own hours over the same days', () => {
    const market = withOffice(calendar, 'market-1', {
      hours: [{ from: '01-01', to: '12-31', spans: [['06:00', '22:00']] }],
    })
    expect(due('2026-02-13 21:00', '2工作时', market)).toBe('2026-02-14 07:00')
    expect(due('2026-02-13 10:00', '2工作日', market)).toBe('2026-02-24 22:00')
    expect(due('2026-02-13 16:30', '2工作时')).toBe('2026-02-14 09:30')
  })
  it('counts all time and all days for a round-the-clock unit', () => {
    const watch = withOffice(calendar, '12345', { roundTheClock: true })
    expect(due('2026-02-14 23:00', '2工作时', watch)).toBe('2026-02-15 01:00')
    expect(due('2026-02-14 23:00', '2工作日', watch)).toBe('2026-02-17 00:00')
  })
  it('refuses a calendar that contradicts itself', () => {
    const day = { date: '2026-01-01', kind: 'off', name: '元旦', source: '国办发明电〔2025〕7号' } as const
    const base = { version: 'x', days: [day], publishedYears: [2026], hours: [summer], roundTheClock: false }
    expect(codeOf(checkCalendar(base))).toBe('ok')
    expect(codeOf(checkCalendar({ ...base, days: [day, day] }))).toBe('calendar.day-twice')
    expect(codeOf(checkCalendar({ ...base, publishedYears: [2025] }))).toBe('calendar.day-outside-years')
    expect(
      codeOf(checkCalendar({ ...base, hours: [summer, { ...summer, from: '09-30', to: '10-31' }] })),
    ).toBe('calendar.seasons-overlap')
    const badSpans: OfficeSeason['spans'][] = [
      [['12:00', '08:00']],
      [
        ['08:00', '12:00'],
        ['11:00', '17:00'],
      ],
      [
        ['08:00', '12:00'],
        ['12:00', '17:00'],
      ],
    ]
    for (const spans of badSpans) {
      expect(codeOf(checkCalendar({ ...base, hours: [{ ...summer, spans }] }))).toBe(
        'calendar.hours-malformed',
      )
    }
  })
})

describe('the command', () => {
  it('answers with an instant and its offset', () => {
    expect(must(dueCommand({ from: '2026-02-13T16:30+08:00', limit: '2工作时' }, calendar))).toEqual({
      due: '2026-02-14T09:30:00+08:00',
      provisional: false,
    })
    expect(must(dueCommand({ from: '2026-12-31T17:00+08:00', limit: '1工作日' }, calendar))).toEqual({
      due: '2027-01-01T17:30:00+08:00',
      provisional: true,
    })
  })
  it('hands problems through', () => {
    expect(codeOf(dueCommand({ from: 'soon', limit: '2工作时' }, calendar))).toBe(
      'calendar.instant-malformed',
    )
    expect(codeOf(dueCommand({ from: '2026-02-13T16:30', limit: '2紧急工作日' }, calendar))).toBe(
      'calendar.limit-urgent-day',
    )
  })
})
