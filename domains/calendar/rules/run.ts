/**
 * Replays a clock's events into stretches of running time. Everything a clock says (deadline, lamp, explanation) is read
 * off this one structure, so it cannot disagree with itself.
 */
import { isDayUnit } from '../schema/lists.ts'
import type { CalendarData, ClockEvent, Limit, LimitUnit } from '../schema.ts'
import { addWorking, closeOfWorkingDay, dueAt, workingMs } from '../rules.ts'
import { DAY, dayStart, HOUR, officeDay } from './instants.ts'

/** `to` is null while the stretch is open. */
export type Stretch = { from: number; to: number | null }
export type Pause = { from: number; to: number | null; reason: string | null }

export type Run = {
  startedAt: number
  stoppedAt: number | null
  /** Counting begins here: the start, or the midnight after it for day units. */
  countFrom: number
  running: Stretch[]
  pauses: Pause[]
  /** In the clock's measure; null when the stage has no limit. */
  limitMs: number | null
  /** The limit before extensions. */
  originalMs: number | null
  extendedBy: number
  /** Instant of the last event that took effect. */
  lastAt: number
}

/** Time a unit counts between two instants, both at or after `countFrom`. */
export const measure = (unit: LimitUnit, from: number, to: number, calendar: CalendarData): number =>
  unit === 'working-hour' || unit === 'working-day' ? workingMs(from, to, calendar) : to - from

const advance = (unit: LimitUnit, from: number, ms: number, calendar: CalendarData): number =>
  unit === 'working-hour' || unit === 'working-day' ? addWorking(from, ms, calendar) : from + ms

/**
 * Replays events in order of time (order of writing where equal). Events that cannot happen in the state they meet are
 * passed over, so that an old case always reads; `checkClockEvent` keeps new ones out. Null before the first start.
 */
export function replay(
  events: readonly ClockEvent[],
  limit: Limit | null,
  calendar: CalendarData,
): Run | null {
  let run: Run | null = null
  for (const event of inOrder(events)) {
    if (run === null) {
      if (event.kind === 'start') run = begin(event.at, limit, calendar)
    } else if (run.stoppedAt === null) {
      apply(run, event, limit, calendar)
    }
  }
  return run
}

function inOrder(events: readonly ClockEvent[]): readonly ClockEvent[] {
  for (let index = 1; index < events.length; index++) {
    // Array.prototype.sort is stable: equal instants keep the order in which they were written.
    if ((events[index]?.at ?? 0) < (events[index - 1]?.at ?? 0)) return events.toSorted((a, b) => a.at - b.at)
  }
  return events
}

function begin(at: number, limit: Limit | null, calendar: CalendarData): Run {
  const countFrom = limit && isDayUnit(limit.unit) ? dayStart(officeDay(at) + 1) : at
  const limitMs = limit ? firstLimit(at, countFrom, limit, calendar) : null
  return {
    startedAt: at,
    stoppedAt: null,
    countFrom,
    running: [{ from: at, to: null }],
    pauses: [],
    limitMs,
    originalMs: limitMs,
    extendedBy: 0,
    lastAt: at,
  }
}

function firstLimit(at: number, countFrom: number, limit: Limit, calendar: CalendarData): number {
  if (!isDayUnit(limit.unit)) return Math.round(limit.amount * HOUR)
  return measure(limit.unit, countFrom, dueAt(at, limit, calendar).due, calendar)
}

function apply(run: Run, event: ClockEvent, limit: Limit | null, calendar: CalendarData): void {
  const open = run.running.at(-1)
  const pause = run.pauses.at(-1)
  const paused = pause !== undefined && pause.to === null
  switch (event.kind) {
    case 'start':
    case 'hand-over':
      break
    case 'pause':
      if (paused || !open) return
      open.to = event.at
      run.pauses.push({ from: event.at, to: null, reason: event.reason ?? null })
      break
    case 'resume':
      if (!paused) return
      pause.to = event.at
      run.running.push({ from: event.at, to: null })
      break
    case 'extend':
      if (!limit || run.limitMs === null) return
      run.limitMs += extensionMs(run, event.amount, limit, run.limitMs, calendar)
      run.extendedBy += event.amount
      break
    case 'stop':
      if (paused) pause.to = event.at
      run.stoppedAt = event.at
      break
  }
  run.lastAt = event.at
}

/** An extension in the clock's measure. Working days are worth what the days after the present deadline are worth. */
function extensionMs(
  run: Run,
  amount: number,
  limit: Limit,
  limitMs: number,
  calendar: CalendarData,
): number {
  switch (limit.unit) {
    case 'urgent-hour':
    case 'working-hour':
      return Math.round(amount * HOUR)
    case 'calendar-day':
      return Math.round(amount * DAY)
    case 'working-day': {
      const due = reach(run, limitMs, limit.unit, calendar, 'projected') ?? run.startedAt
      const days = Math.max(1, Math.round(amount))
      return workingMs(dayStart(officeDay(due) + 1), closeOfWorkingDay(due, days, calendar), calendar)
    }
  }
}

/**
 * First instant at which the clock has counted `ms`. While it stands still short of that there is none (null), unless
 * asked for the `projected` one: as if it had never been paused this last time.
 */
export function reach(
  run: Run,
  ms: number,
  unit: LimitUnit,
  calendar: CalendarData,
  mode: 'actual' | 'projected' = 'actual',
): number | null {
  let left = ms
  for (const [index, { from, to }] of run.running.entries()) {
    const begin = Math.max(from, run.countFrom)
    const last = index === run.running.length - 1
    if (to === null || (last && mode === 'projected')) return advance(unit, begin, left, calendar)
    const counted = to > begin ? measure(unit, begin, to, calendar) : 0
    if (counted >= left && to > begin) return advance(unit, begin, left, calendar)
    left -= counted
  }
  return null
}

/** Time counted up to `until`. */
export function countedUntil(run: Run, until: number, unit: LimitUnit, calendar: CalendarData): number {
  let counted = 0
  for (const { from, to } of run.running) {
    const begin = Math.max(from, run.countFrom)
    const end = Math.min(to ?? until, until)
    if (end > begin) counted += measure(unit, begin, end, calendar)
  }
  return counted
}
