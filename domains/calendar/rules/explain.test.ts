import { expect, it } from 'vitest'
import { aCalendar, aClock, aLimit, office } from '../examples.ts'
import type { ClockEvent } from '../schema.ts'
import { explain } from './explain.ts'
import { formatInstant, HOUR } from './instants.ts'

const calendar = aCalendar()
const hour = (at: number) => formatInstant(at).slice(5, 16).replace('T', ' ')
const rows = (events: ClockEvent[], limit: string, now: string) =>
  explain(events, aLimit(limit), calendar, office(now)).spans.map(
    (span) =>
      `${hour(span.from)} ${hour(span.to)} ${span.kind} ${span.countedMs / HOUR} ${span.cumulativeMs / HOUR}`,
  )

it('counts a working-hour limit over the Spring Festival, naming the notice', () => {
  const { view, spans, days } = explain(
    aClock('2026-02-14 16:30'),
    aLimit('4工作时'),
    calendar,
    office('2026-02-14 16:30'),
  )
  expect(view.due).toBe(office('2026-02-24 11:30'))
  expect(spans[0]).toMatchObject({
    kind: 'make-up-day',
    label: '春节',
    source: '国办发明电〔2025〕7号',
    countedMs: HOUR,
    phase: 'ahead',
  })
  expect(spans.filter((span) => span.kind === 'holiday')).toHaveLength(9)
  expect(days.map((day) => [day.day, day.kind, day.countedMs / HOUR, day.cumulativeMs / HOUR])).toEqual([
    ['2026-02-14', 'make-up-day', 1, 1],
    ...Array.from({ length: 9 }, (_, index) => [`2026-02-${15 + index}`, 'holiday', 0, 1]),
    ['2026-02-24', 'working', 3, 4],
  ])
})

it('shows nights, lunch, the present and the overrun', () => {
  expect(rows(aClock('2026-11-20 16:30'), '2工作时', '2026-11-23 10:00')).toEqual([
    '11-20 16:30 11-20 17:30 working 1 1',
    '11-20 17:30 11-21 00:00 night 0 1',
    '11-21 00:00 11-22 00:00 rest-day 0 1',
    '11-22 00:00 11-23 00:00 rest-day 0 1',
    '11-23 00:00 11-23 08:30 night 0 1',
    '11-23 08:30 11-23 09:30 working 1 2',
    '11-23 09:30 11-23 10:00 working 0.5 2.5',
  ])
})

it('shows the day of start of day units as not counted', () => {
  expect(rows(aClock('2026-11-23 10:00'), '1工作日', '2026-11-24 09:00')).toEqual([
    '11-23 10:00 11-24 00:00 day-of-start 0 0',
    '11-24 00:00 11-24 08:30 night 0 0',
    '11-24 08:30 11-24 09:00 working 0.5 0.5',
    '11-24 09:00 11-24 12:00 working 3 3.5',
    '11-24 12:00 11-24 14:00 lunch 0 3.5',
    '11-24 14:00 11-24 17:30 working 3.5 7',
  ])
  expect(rows(aClock('2026-11-23 10:00'), '1自然日', '2026-11-23 10:00')).toEqual([
    '11-23 10:00 11-24 00:00 day-of-start 0 0',
    '11-24 00:00 11-25 00:00 wall 24 24',
  ])
})

it('shows pauses with their reason', () => {
  const events = aClock(
    '2026-11-23 09:00',
    { kind: 'pause', at: office('2026-11-23 10:00'), reason: '等待供水公司' },
    { kind: 'resume', at: office('2026-11-23 15:00') },
  )
  expect(rows(events, '2工作时', '2026-11-23 09:00')).toEqual([
    '11-23 09:00 11-23 10:00 working 1 1',
    '11-23 10:00 11-23 15:00 paused 0 1',
    '11-23 15:00 11-23 16:00 working 1 2',
  ])
  const { spans } = explain(events, aLimit('2工作时'), calendar, office('2026-11-23 15:00'))
  expect(spans[1]).toMatchObject({ label: '等待供水公司', counted: false, phase: 'used' })
  expect(spans[2]?.phase).toBe('ahead')
})

it('explains a stopped clock up to its deadline, and a clock not started not at all', () => {
  const stopped = aClock('2026-11-23 09:00', { kind: 'stop', at: office('2026-11-23 09:30') })
  const { spans } = explain(stopped, aLimit('2工作时'), calendar, office('2026-12-01 09:00'))
  expect(spans.map((span) => [span.phase, span.countedMs / HOUR])).toEqual([
    ['used', 0.5],
    ['ahead', 1.5],
  ])
  expect(explain([], aLimit('2工作时'), calendar, office('2026-11-23 09:00')).spans).toEqual([])
})
