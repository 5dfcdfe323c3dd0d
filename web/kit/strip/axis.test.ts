import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explain } from '@lifang/domains/calendar/rules/explain.ts'
import { parseOfficeInstant } from '@lifang/domains/calendar/rules/instants.ts'
import type { CalendarData, ClockEvent, Limit } from '@lifang/domains/calendar/schema.ts'
import { must } from '@lifang/platform/problem.ts'
import { layoutAxis, textWidth, type Axis, type AxisLabel } from './axis.ts'

/** October 2026 with the Saturday worked for National Day (国办发明电〔2025〕7号). */
const calendar: CalendarData = {
  version: 'test',
  days: [
    { date: '2026-10-07', kind: 'off', name: '国庆节', source: '国办发明电〔2025〕7号' },
    { date: '2026-10-10', kind: 'work', name: '国庆节', source: '国办发明电〔2025〕7号' },
  ],
  publishedYears: [2026],
  hours: [],
  roundTheClock: false,
}
const at = (text: string): number => must(parseOfficeInstant(text))

function axisAt(now: string, limit: Limit, more: readonly ClockEvent[] = [], width = 862): Axis {
  const events: ClockEvent[] = [{ kind: 'start', at: at('2026-10-09T16:00') }, ...more]
  const { view, spans } = explain(events, limit, calendar, at(now))
  return layoutAxis({ spans, due: view.due, now: at(now), remainingMs: view.remainingMs ?? 0, width })
}
const tenHours: Limit = { amount: 10, unit: 'working-hour' }

test('the drawn case of the design: ten working hours from Friday 16:00 are due on Monday at 10:00', () => {
  const axis = axisAt('2026-10-10T16:40', tenHours)
  // Friday, night, Saturday morning, lunch, Saturday until now, and until closing, Sunday, Monday.
  expect(axis.pieces.map((p) => p.kind)).toEqual([
    'used',
    'off',
    'used',
    'off',
    'used',
    'ahead',
    'off',
    'ahead',
  ])
  expect(axis.pieces.find((p) => p.label !== null)?.label).toBe('周日休息')
  expect(axis.days.map((d) => d.text)).toEqual(['10-09 周五', '10-10 周六 · 调休上班', '10-12 周一'])
  expect(axis.times.map((d) => d.text)).toEqual([
    '16:00',
    '17:30',
    '08:30',
    '12:00',
    '14:00',
    '17:30',
    '08:30',
  ])
  // The fifth hour ends at noon, where the bar has an edge of its own.
  expect(axis.ticks).toHaveLength(8)
  expect(axis.dueX).toBeCloseTo(862, 6)
  const used = axis.pieces.filter((p) => p.kind === 'used').reduce((sum, p) => sum + p.width, 0)
  const ahead = axis.pieces.filter((p) => p.kind === 'ahead').reduce((sum, p) => sum + p.width, 0)
  // 7 h 40 min used of 10 h.
  expect(used / (used + ahead)).toBeCloseTo(7.667 / 10, 3)
})

test('overdue, what lies behind the due line is red and its length is the lateness', () => {
  const axis = axisAt('2026-10-12T15:00', tenHours)
  const due = axis.dueX ?? 0
  const late = axis.pieces.filter((p) => p.kind === 'overdue')
  expect(late.length).toBeGreaterThan(0)
  for (const piece of late) expect(piece.x).toBeGreaterThanOrEqual(due - 1e-6)
  expect(axis.nowX).toBeCloseTo(862, 6)
})

test('on hold there is no due line, and the rest of the limit is still drawn', () => {
  const axis = axisAt('2026-10-12T09:00', tenHours, [{ kind: 'pause', at: at('2026-10-10T09:30') }])
  expect(axis.dueX).toBeNull()
  expect(axis.pieces.at(-1)?.kind).toBe('ahead')
  expect(axis.pieces.some((p) => p.label === '挂账暂停')).toBe(true)
})

function placeOf({ x, text, anchor }: AxisLabel): [from: number, to: number] {
  const size = textWidth(text)
  const from = anchor === 'start' ? x : x - size
  return [Math.max(0, from), from + size]
}

test('property: pieces fill the width without gap or overlap, and labels do not touch', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 40 * 24 * 60 }),
      fc.constantFrom<Limit>(
        tenHours,
        { amount: 0.5, unit: 'working-hour' },
        { amount: 7, unit: 'working-day' },
        { amount: 3, unit: 'calendar-day' },
        { amount: 2, unit: 'urgent-hour' },
      ),
      fc.integer({ min: 180, max: 1300 }),
      (minutes, limit, width) => {
        const now = at('2026-10-09T16:00') + minutes * 60_000
        const { view, spans } = explain([{ kind: 'start', at: at('2026-10-09T16:00') }], limit, calendar, now)
        const axis = layoutAxis({ spans, due: view.due, now, remainingMs: view.remainingMs ?? 0, width })
        let x = 0
        for (const p of axis.pieces) {
          expect(p.x).toBeCloseTo(x, 3)
          expect(p.width).toBeGreaterThanOrEqual(0)
          x += p.width
        }
        expect(x).toBeCloseTo(width, 3)
        for (const list of [axis.days, axis.times]) {
          const places = list.map(placeOf).toSorted(([a], [b]) => a - b)
          places.forEach(([from], i) =>
            expect(from).toBeGreaterThanOrEqual((places[i - 1] ?? [0, 0])[1] - 1e-6),
          )
        }
        expect(axis.nowX ?? 0).toBeGreaterThanOrEqual(0)
        expect(axis.nowX ?? 0).toBeLessThanOrEqual(width + 1e-6)
      },
    ),
    { numRuns: 300 },
  )
})
