import { describe, expect, it } from 'vitest'
import { say } from '@lifang/platform/lang.ts'
import zh from '../../../lang/zh-CN/calendar.json' with { type: 'json' }
import type { ClockEvent, ClockView, Lamp, Limit } from '../schema.ts'
import { aCalendar, aClock, aLimit, office } from '../examples.ts'
import { checkClockEvent, clock } from './clock.ts'
import { formatInstant, HOUR, MINUTE } from './instants.ts'
import { humanLamp, worstLamp, yellowThreshold } from './lamps.ts'

const calendar = aCalendar()
const read = (events: ClockEvent[], limit: string | null, now: string): ClockView =>
  clock(events, limit === null ? null : aLimit(limit), calendar, office(now))
const shown = (at: number | null) => (at === null ? null : formatInstant(at).slice(0, 16).replace('T', ' '))
const words = (view: ClockView) => {
  const { key, params } = humanLamp(view)
  return say(zh, key, params)
}
const pause = (at: string, reason = '等待材料'): ClockEvent => ({ kind: 'pause', at: office(at), reason })
const resume = (at: string): ClockEvent => ({ kind: 'resume', at: office(at) })
const extend = (at: string, amount: number): ClockEvent => ({ kind: 'extend', at: office(at), amount })
const stop = (at: string): ClockEvent => ({ kind: 'stop', at: office(at) })

describe('a running clock', () => {
  it.each<[string, string, string, Lamp, string]>([
    // 4 working hours from Monday 09:00: due 15:00; yellow from one working hour before.
    ['2026-11-23 09:00', '4工作时', '2026-11-23 11:59', 'green', '绿 · 正常'],
    ['2026-11-23 09:00', '4工作时', '2026-11-23 14:00', 'yellow', '黄 · 剩余 1 工作时'],
    ['2026-11-23 09:00', '4工作时', '2026-11-23 13:00', 'yellow', '黄 · 剩余 1 工作时'],
    ['2026-11-23 09:00', '4工作时', '2026-11-23 14:31', 'yellow', '黄 · 剩余 29 分钟'],
    ['2026-11-23 09:00', '4工作时', '2026-11-23 15:00', 'yellow', '黄 · 即将到期'],
    ['2026-11-23 09:00', '4工作时', '2026-11-23 15:30', 'red', '红 · 超期 30 分钟'],
    ['2026-11-23 09:00', '4工作时', '2026-11-24 09:00', 'red', '红 · 超期 3 工作时'],
    // One hour: half the limit caps the threshold, so it is not yellow from the start.
    ['2026-11-23 09:00', '1工作时', '2026-11-23 09:29', 'green', '绿 · 正常'],
    ['2026-11-23 09:00', '1工作时', '2026-11-23 09:30', 'yellow', '黄 · 剩余 30 分钟'],
    // Urgent: 30 minutes; a quarter when that is more.
    ['2026-11-22 22:00', '1紧急工作时', '2026-11-22 22:29', 'green', '绿 · 正常'],
    ['2026-11-22 22:00', '1紧急工作时', '2026-11-22 22:30', 'yellow', '黄 · 剩余 30 分钟'],
    ['2026-11-22 22:00', '8紧急工作时', '2026-11-23 04:00', 'yellow', '黄 · 剩余 2 小时'],
    ['2026-11-22 22:00', '8紧急工作时', '2026-11-23 08:00', 'red', '红 · 超期 2 小时'],
    // One working day: yellow for its second half. Five: yellow on the last 8.75 hours.
    ['2026-11-23 10:00', '1工作日', '2026-11-23 17:00', 'green', '绿 · 正常'],
    ['2026-11-23 10:00', '1工作日', '2026-11-24 12:00', 'yellow', '黄 · 剩余 3.5 工作时'],
    ['2026-11-23 10:00', '5工作日', '2026-11-27 15:44', 'green', '绿 · 正常'],
    ['2026-11-23 10:00', '5工作日', '2026-11-27 15:45', 'yellow', '黄 · 剩余 8.7 工作时'],
    ['2026-11-23 10:00', '20自然日', '2026-12-09 00:00', 'yellow', '黄 · 剩余 5 天'],
    ['2026-11-23 10:00', '3自然日', '2026-11-27 00:01', 'red', '红 · 超期 1 分钟'],
  ])('from %s, %s, at %s: %s %s', (start, limit, now, lamp, sentence) => {
    const view = read(aClock(start), limit, now)
    expect([view.state, view.lamp, words(view)]).toEqual(['running', lamp, sentence])
  })

  it('is late on the weekend after a Friday deadline, with no working time overdue', () => {
    const view = read(aClock('2026-11-20 15:30'), '2工作时', '2026-11-21 10:00')
    expect(view).toMatchObject({ lamp: 'red', overdueMs: 0, remainingMs: 0, usedMs: 2 * HOUR })
    expect(words(view)).toBe('红 · 已超期')
  })

  it('leaves the day of start out of the measure of day units', () => {
    expect(read(aClock('2026-11-23 10:00'), '5工作日', '2026-11-23 17:00')).toMatchObject({
      limitMs: 35 * HOUR,
      usedMs: 0,
    })
    expect(read(aClock('2026-11-23 10:00'), '5工作日', '2026-11-24 10:00').usedMs).toBe(1.5 * HOUR)
    expect(read(aClock('2026-11-23 10:00'), '5自然日', '2026-11-24 10:00')).toMatchObject({
      limitMs: 120 * HOUR,
      usedMs: 10 * HOUR,
    })
  })

  it('names its calendar and rule, and says when it is provisional', () => {
    const view = read(aClock('2026-12-31 10:00'), '2工作日', '2026-12-31 10:00')
    expect(view).toMatchObject({ calendar: 'example-2024-2026', rule: 'clock-1', provisional: true })
  })

  it('is grey before the start and without a limit', () => {
    expect(words(read([], '2工作时', '2026-11-23 09:00'))).toBe('灰 · 未开始')
    const untimed = read(aClock('2026-11-23 09:00'), null, '2026-11-24 09:00')
    expect(untimed).toMatchObject({ state: 'running', lamp: 'grey', due: null, limitMs: null, onTime: null })
    expect(words(untimed)).toBe('灰 · 不计时')
  })
})

describe('pause and resume', () => {
  it('keeps the working time left', () => {
    const events = aClock('2026-11-23 09:00', pause('2026-11-23 11:00'))
    const standing = read(events, '4工作时', '2026-11-25 09:00')
    expect(standing).toMatchObject({
      state: 'paused',
      lamp: 'grey',
      due: null,
      remainingMs: 2 * HOUR,
      pauseReason: '等待材料',
      pausedSince: office('2026-11-23 11:00'),
    })
    expect(words(standing)).toBe('灰 · 暂停')
    const again = read([...events, resume('2026-11-27 16:30')], '4工作时', '2026-11-27 16:30')
    expect(shown(again.due)).toBe('2026-11-30 09:30')
  })
  it.each([
    ['3紧急工作时', '2026-11-23 09:00', '2026-11-23 10:00', '2026-11-24 20:00', '2026-11-24 22:00'],
    // Day units keep what is left of their days: two of three office days, from Friday noon.
    ['3工作日', '2026-11-16 10:00', '2026-11-17 17:30', '2026-11-20 12:00', '2026-11-24 12:00'],
    ['2自然日', '2026-11-16 10:00', '2026-11-17 12:00', '2026-11-20 06:00', '2026-11-21 18:00'],
    // On the day of start nothing is counted yet, so a pause within it costs nothing.
    ['1工作日', '2026-11-16 10:00', '2026-11-16 11:00', '2026-11-16 16:00', '2026-11-17 17:30'],
    ['2自然日', '2026-11-16 10:00', '2026-11-16 11:00', '2026-11-16 23:00', '2026-11-19 00:00'],
    // A pause over a night and a weekend moves no working deadline.
    ['4工作时', '2026-11-20 15:30', '2026-11-20 18:00', '2026-11-23 08:00', '2026-11-23 10:30'],
  ])('%s from %s, paused %s to %s: %s', (limit, start, from, to, expected) => {
    expect(shown(read(aClock(start, pause(from), resume(to)), limit, to).due)).toBe(expected)
  })
  it('does not cure lateness', () => {
    const events = aClock('2026-11-23 09:00', pause('2026-11-23 11:00'))
    const standing = read(events, '1工作时', '2026-11-23 16:00')
    expect(standing).toMatchObject({ lamp: 'grey', due: office('2026-11-23 10:00'), overdueMs: HOUR })
    expect(words(standing)).toBe('灰 · 暂停，此前超期 1 工作时')
    const again = read([...events, resume('2026-11-24 09:00')], '1工作时', '2026-11-24 10:00')
    expect(again).toMatchObject({ lamp: 'red', due: office('2026-11-23 10:00'), overdueMs: 2 * HOUR })
  })
})

describe('extension', () => {
  it('adds to the limit and keeps the original deadline', () => {
    const view = read(
      aClock('2026-11-23 09:00', extend('2026-11-23 10:00', 2)),
      '4工作时',
      '2026-11-23 15:00',
    )
    expect(view).toMatchObject({ limitMs: 6 * HOUR, extendedBy: 2, lamp: 'green' })
    expect([shown(view.originalDue), shown(view.due)]).toEqual(['2026-11-23 15:00', '2026-11-23 17:00'])
  })
  it('adds whole working days, also over holidays and to a clock that stands', () => {
    const events = aClock('2026-02-12 10:00', extend('2026-02-13 10:00', 2))
    expect(shown(read(events, '2工作日', '2026-02-13 10:00').due)).toBe('2026-02-25 17:30')
    const standing = aClock('2026-11-16 10:00', pause('2026-11-17 17:30'), extend('2026-11-18 09:00', 1))
    const view = read([...standing, resume('2026-11-20 08:30')], '2工作日', '2026-11-20 09:00')
    expect([shown(view.originalDue), shown(view.due)]).toEqual(['2026-11-20 17:30', '2026-11-23 17:30'])
  })
  it('adds working days at the length they have, across a change of season', () => {
    const own = aCalendar({ hours: [{ from: '10-01', to: '12-31', spans: [['09:00', '17:00']] }] })
    const view = clock(
      aClock('2026-09-28 10:00', extend('2026-09-29 10:00', 1)),
      aLimit('2工作日'),
      own,
      office('2026-09-29 10:00'),
    )
    expect([shown(view.due), view.limitMs]).toEqual(['2026-10-08 17:00', 22 * HOUR])
  })
  it('adds wall time to wall units', () => {
    expect(
      shown(
        read(aClock('2026-11-23 09:00', extend('2026-11-23 10:00', 1)), '3紧急工作时', '2026-11-23 10:00')
          .due,
      ),
    ).toBe('2026-11-23 13:00')
    expect(
      shown(
        read(aClock('2026-11-23 09:00', extend('2026-11-23 10:00', 5)), '3自然日', '2026-11-23 10:00').due,
      ),
    ).toBe('2026-12-02 00:00')
  })
})

describe('a stopped clock', () => {
  it('freezes green or red, whatever comes later', () => {
    const onTime = aClock('2026-11-23 09:00', stop('2026-11-23 15:00'))
    expect(read(onTime, '4工作时', '2027-01-01 00:00')).toMatchObject({
      state: 'stopped',
      lamp: 'green',
      onTime: true,
      frozen: true,
      due: office('2026-11-23 15:00'),
      usedMs: 4 * HOUR,
    })
    const late = aClock('2026-11-23 09:00', stop('2026-11-23 17:00'), extend('2026-11-23 17:10', 8))
    const view = read(late, '4工作时', '2026-11-23 18:00')
    expect(view).toMatchObject({ lamp: 'red', onTime: false, extendedBy: 0, overdueMs: 2 * HOUR })
    expect(words(view)).toBe('红 · 超期 2 工作时办结')
  })
  it('is late when a Friday deadline is met on Saturday', () => {
    const view = read(aClock('2026-11-20 15:30', stop('2026-11-21 09:00')), '2工作时', '2026-11-22 00:00')
    expect([view.onTime, words(view)]).toEqual([false, '红 · 超期办结'])
  })
  it('tells an extended success from a plain one', () => {
    const view = read(
      aClock('2026-11-23 09:00', extend('2026-11-23 10:00', 2), stop('2026-11-23 16:00')),
      '4工作时',
      '2026-11-24 00:00',
    )
    expect(view).toMatchObject({ lamp: 'green', onTime: true, originalOnTime: false })
    expect(words(view)).toBe('绿 · 原时限超期，延期后按期')
  })
  it('can stop while it stands', () => {
    const view = read(
      aClock('2026-11-23 09:00', pause('2026-11-23 10:00'), stop('2026-11-30 10:00')),
      '4工作时',
      '2026-12-01 00:00',
    )
    expect(view).toMatchObject({ state: 'stopped', lamp: 'green', onTime: true, due: null, usedMs: HOUR })
  })
})

describe('events', () => {
  it('do not depend on the order they arrive in, nor on a hand-over', () => {
    const events = aClock('2026-11-23 09:00', pause('2026-11-23 10:00'), resume('2026-11-24 10:00'))
    const plain = read(events, '4工作时', '2026-11-24 11:00')
    expect(read(events.toReversed(), '4工作时', '2026-11-24 11:00')).toEqual(plain)
    const handed: ClockEvent = { kind: 'hand-over', at: office('2026-11-24 10:30'), from: '城管', to: '住建' }
    expect(read([...events, handed], '4工作时', '2026-11-24 11:00')).toEqual(plain)
  })
  it('are not undone by a machine whose clock is behind', () => {
    expect(read(aClock('2026-11-23 09:00'), '4工作时', '2026-11-23 08:59')).toMatchObject({
      state: 'running',
      usedMs: 0,
    })
  })
  it.each<[string, ClockEvent[], ClockEvent, string]>([
    ['pause before start', [], pause('2026-11-23 10:00'), 'calendar.clock-not-started'],
    [
      'second start',
      aClock('2026-11-23 09:00'),
      { kind: 'start', at: office('2026-11-23 10:00') },
      'calendar.clock-already-started',
    ],
    [
      'resume while running',
      aClock('2026-11-23 09:00'),
      resume('2026-11-23 10:00'),
      'calendar.clock-not-paused',
    ],
    [
      'second pause',
      aClock('2026-11-23 09:00', pause('2026-11-23 09:30')),
      pause('2026-11-23 10:00'),
      'calendar.clock-not-running',
    ],
    [
      'anything after the stop',
      aClock('2026-11-23 09:00', stop('2026-11-23 09:30')),
      pause('2026-11-23 10:00'),
      'calendar.clock-stopped',
    ],
    ['the past', aClock('2026-11-23 09:00'), stop('2026-11-23 08:00'), 'calendar.clock-backwards'],
    ['a sound pause', aClock('2026-11-23 09:00'), pause('2026-11-23 10:00'), 'ok'],
    [
      'a sound resume',
      aClock('2026-11-23 09:00', pause('2026-11-23 09:30')),
      resume('2026-11-23 10:00'),
      'ok',
    ],
    ['a sound stop', aClock('2026-11-23 09:00', pause('2026-11-23 09:30')), stop('2026-11-23 10:00'), 'ok'],
  ])('%s', (_name, events, next, expected) => {
    const decided = checkClockEvent(events, next, aLimit('4工作时'), calendar)
    expect(decided.ok ? 'ok' : decided.problem.code).toBe(expected)
  })
  it.each([
    ['4工作日', 1.5, 'calendar.limit-fraction'],
    ['4工作时', 1.5, 'ok'],
    ['9000工作日', 2000, 'calendar.limit-out-of-range'],
  ])('extending %s by %d: %s', (limit, amount, expected) => {
    const next = extend('2026-11-23 10:00', amount)
    const decided = checkClockEvent(aClock('2026-11-23 09:00'), next, aLimit(limit), calendar)
    expect(decided.ok ? 'ok' : decided.problem.code).toBe(expected)
  })
  it('cannot extend what has no limit', () => {
    const decided = checkClockEvent(aClock('2026-11-23 09:00'), extend('2026-11-23 10:00', 1), null, calendar)
    expect(decided.ok ? 'ok' : decided.problem.code).toBe('calendar.clock-untimed')
  })
})

describe('lamps', () => {
  it('takes the graver of two', () => {
    expect(worstLamp('green', 'yellow')).toBe('yellow')
    expect(worstLamp('red', 'grey')).toBe('red')
    expect(worstLamp('grey', 'green')).toBe('green')
    expect(worstLamp('grey', 'grey')).toBe('grey')
  })
  it.each<[Limit['unit'], number, number, number]>([
    ['urgent-hour', 3 * HOUR, 7 * HOUR, 45 * MINUTE],
    ['urgent-hour', 1.5 * HOUR, 7 * HOUR, 30 * MINUTE],
    ['urgent-hour', 0.5 * HOUR, 7 * HOUR, 15 * MINUTE],
    ['working-hour', 8 * HOUR, 7 * HOUR, 2 * HOUR],
    ['working-hour', 2 * HOUR, 7 * HOUR, HOUR],
    ['working-day', 14 * HOUR, 7 * HOUR, 7 * HOUR],
    ['working-day', 140 * HOUR, 7 * HOUR, 35 * HOUR],
    ['calendar-day', 96 * HOUR, 7 * HOUR, 24 * HOUR],
  ])('threshold of %s %d', (unit, limitMs, officeDay, expected) => {
    expect(yellowThreshold(unit, limitMs, officeDay)).toBe(expected)
  })
})
