/**
 * Deadlines in the four units. 工作时 runs from the event, or from the next opening. For 工作日 and 自然日 the day of start
 * is not counted (民法典 第二百零一条: 开始的当日不计入，自下一日开始计算); 自然日 ends at 24:00 of the n-th day and 工作日 at
 * close of business of the n-th working day (第二百零三条: 有业务时间的，停止业务活动的时间为截止时间). 紧急工作时 is wall time.
 */
import { yes, type Decided } from '@lifang/platform/problem.ts'
import type { CalendarData, Limit, LimitUnit } from './schema.ts'
import { DAY, dayStart, formatInstant, HOUR, officeDay, parseOfficeInstant } from './rules/instants.ts'
import { parseLimit } from './rules/limits.ts'
import { allPublished, hoursOn, nthWorkingDay, tableAdd, tableWorking } from './rules/table.ts'

/** Working ms between two instants (epoch ms); all time for a round-the-clock unit, negative when `to` is earlier. */
export const workingMs = (from: number, to: number, calendar: CalendarData): number =>
  calendar.roundTheClock ? to - from : tableWorking(calendar, from, to)

/**
 * First instant by which `ms` of working time have passed since `from`. Landing exactly on closing time stays there and
 * does not slip to the next opening. Zero or less gives `from` back.
 */
export const addWorking = (from: number, ms: number, calendar: CalendarData): number =>
  calendar.roundTheClock ? from + Math.max(0, ms) : tableAdd(calendar, from, ms)

/** Whether a unit's deadlines depend on holidays and hours at all; only such deadlines can be provisional. */
export const followsCalendar = (unit: LimitUnit, calendar: CalendarData): boolean =>
  !calendar.roundTheClock && (unit === 'working-hour' || unit === 'working-day')

/** Closing time of a working day; 24:00 for a round-the-clock unit. */
const closeOf = (day: number, calendar: CalendarData): number =>
  calendar.roundTheClock
    ? dayStart(day + 1)
    : dayStart(day) + (hoursOn(calendar, day).spans.at(-1)?.[1] ?? DAY)

/** Close of business of the n-th working day after the day of `from`. */
export const closeOfWorkingDay = (from: number, n: number, calendar: CalendarData): number => {
  const day = officeDay(from)
  return closeOf(calendar.roundTheClock ? day + n : nthWorkingDay(calendar, day, n), calendar)
}

/**
 * When a limit that starts at `start` (epoch ms) runs out. `provisional` when the answer rests on a year whose notice is
 * not in the calendar: that year is counted by the plain week, and recomputed once it is imported. Day units need whole
 * amounts (`Limit` and `parseLimit` see to it).
 */
export function dueAt(
  start: number,
  limit: Limit,
  calendar: CalendarData,
): { due: number; provisional: boolean } {
  const due = dueInstant(start, limit, calendar)
  return { due, provisional: followsCalendar(limit.unit, calendar) && !allPublished(calendar, start, due) }
}

function dueInstant(start: number, { amount, unit }: Limit, calendar: CalendarData): number {
  switch (unit) {
    case 'urgent-hour':
      return start + Math.round(amount * HOUR)
    case 'working-hour':
      return addWorking(start, Math.round(amount * HOUR), calendar)
    case 'working-day':
      return closeOfWorkingDay(start, amount, calendar)
    case 'calendar-day':
      return dayStart(officeDay(start) + 1 + amount)
  }
}

/**
 * `lifang calendar due --from 2026-02-13T16:30+08:00 --limit "2工作时"`: prints `due`, and that it is provisional.
 * Problems as `parseOfficeInstant` and `parseLimit`.
 */
export function dueCommand(
  args: { from: string; limit: string },
  calendar: CalendarData,
): Decided<{ due: string; provisional: boolean }> {
  const from = parseOfficeInstant(args.from)
  if (!from.ok) return from
  const limit = parseLimit(args.limit)
  if (!limit.ok) return limit
  const { due, provisional } = dueAt(from.value, limit.value, calendar)
  return yes({ due: formatInstant(due), provisional })
}
