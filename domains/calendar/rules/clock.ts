/** The provable clock: what a stage's clock says, recomputed from its events every time it is asked. */
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import { CURRENT_RULE, isDayUnit, LARGEST_AMOUNT } from '../schema/lists.ts'
import { problem } from '../schema/problems.ts'
import type { CalendarData, ClockEvent, ClockRule, ClockView, Limit } from '../schema.ts'
import { followsCalendar } from '../rules.ts'
import { formatInstant } from './instants.ts'
import { lampOf, yellowThreshold } from './lamps.ts'
import { countedUntil, reach, replay, type Run } from './run.ts'
import { allPublished } from './table.ts'

/**
 * Reads a clock at `now` (epoch ms). `limit` null is an untimed stage. A `now` before the last event is taken as that
 * event's instant: clocks of two machines differ by moments, and a clock never runs backwards.
 */
export function clock(
  events: readonly ClockEvent[],
  limit: Limit | null,
  calendar: CalendarData,
  now: number,
  rule: ClockRule = CURRENT_RULE,
): ClockView {
  switch (rule) {
    case 'clock-1':
      return viewOf(replay(events, limit, calendar), limit, calendar, now, rule)
  }
}

/** The view of a replayed clock; `clock` for everyone else. */
export function viewOf(
  run: Run | null,
  limit: Limit | null,
  calendar: CalendarData,
  now: number,
  rule: ClockRule,
): ClockView {
  const blank = blankView(limit, calendar, rule)
  if (run === null) return blank
  const asOf = run.stoppedAt ?? Math.max(now, run.lastAt)
  const pause = run.pauses.at(-1)
  const standing = run.stoppedAt === null && pause?.to === null ? pause : null
  const state = run.stoppedAt !== null ? 'stopped' : standing ? 'paused' : 'running'
  const lived: ClockView = {
    ...blank,
    state,
    startedAt: run.startedAt,
    stoppedAt: run.stoppedAt,
    pausedSince: standing?.from ?? null,
    pauseReason: standing?.reason ?? null,
    frozen: state === 'stopped',
  }
  if (limit === null || run.limitMs === null || run.originalMs === null)
    return { ...lived, reason: 'untimed' }

  const { unit } = limit
  const due = reach(run, run.limitMs, unit, calendar)
  const originalDue = run.limitMs === run.originalMs ? due : reach(run, run.originalMs, unit, calendar)
  const threshold = yellowThreshold(unit, run.limitMs, run.limitMs / (limit.amount + run.extendedBy))
  const yellowFrom = reach(run, run.limitMs - threshold, unit, calendar)
  const usedMs = countedUntil(run, asOf, unit, calendar)
  // By the calendar on the wall, not by the measure: a case due Friday 17:30 is late on Saturday, with 0 hours overdue.
  const late = due !== null && asOf > due
  const lateOriginally = originalDue !== null && asOf > originalDue
  const near = yellowFrom !== null && asOf >= yellowFrom
  return {
    ...lived,
    limitMs: run.limitMs,
    usedMs,
    remainingMs: run.limitMs - usedMs,
    overdueMs: Math.max(0, usedMs - run.limitMs),
    due,
    originalDue,
    yellowFrom,
    extendedBy: run.extendedBy,
    provisional:
      due !== null && followsCalendar(unit, calendar) && !allPublished(calendar, run.startedAt, due),
    onTime: state === 'stopped' ? !late : null,
    originalOnTime: state === 'stopped' ? !lateOriginally : null,
    ...lampOf({ state, timed: true, late, lateOriginally, near }),
  }
}

function blankView(limit: Limit | null, calendar: CalendarData, rule: ClockRule): ClockView {
  return {
    state: 'not-started',
    rule,
    calendar: calendar.version,
    unit: limit?.unit ?? null,
    limitMs: null,
    usedMs: 0,
    remainingMs: null,
    overdueMs: 0,
    startedAt: null,
    due: null,
    originalDue: null,
    yellowFrom: null,
    extendedBy: 0,
    provisional: false,
    pausedSince: null,
    pauseReason: null,
    stoppedAt: null,
    onTime: null,
    originalOnTime: null,
    frozen: false,
    ...lampOf({
      state: 'not-started',
      timed: limit !== null,
      late: false,
      lateOriginally: false,
      near: false,
    }),
  }
}

/**
 * Whether an event may be appended to a clock. Problems (409): `calendar.clock-not-started`, `-already-started`,
 * `-not-running`, `-not-paused`, `-stopped`, `-untimed`, `-backwards` {last}; 422 `calendar.limit-fraction`, `-out-of-range`.
 */
export function checkClockEvent(
  events: readonly ClockEvent[],
  next: ClockEvent,
  limit: Limit | null,
  calendar: CalendarData,
): Decided<ClockEvent> {
  const run = replay(events, limit, calendar)
  if (run === null) return next.kind === 'start' ? yes(next) : no(problem('calendar.clock-not-started'))
  if (run.stoppedAt !== null) return no(problem('calendar.clock-stopped'))
  if (next.at < run.lastAt)
    return no(problem('calendar.clock-backwards', { last: formatInstant(run.lastAt) }))
  const paused = run.pauses.at(-1)?.to === null
  switch (next.kind) {
    case 'start':
      return no(problem('calendar.clock-already-started'))
    case 'pause':
      return paused ? no(problem('calendar.clock-not-running')) : yes(next)
    case 'resume':
      return paused ? yes(next) : no(problem('calendar.clock-not-paused'))
    case 'extend':
      if (limit === null) return no(problem('calendar.clock-untimed'))
      if (isDayUnit(limit.unit) && !Number.isInteger(next.amount))
        return no(problem('calendar.limit-fraction'))
      if (limit.amount + run.extendedBy + next.amount > LARGEST_AMOUNT) {
        return no(problem('calendar.limit-out-of-range', { text: next.amount, largest: LARGEST_AMOUNT }))
      }
      return yes(next)
    case 'hand-over':
    case 'stop':
      return yes(next)
  }
}
