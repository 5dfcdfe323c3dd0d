/**
 * A calendar laid out as one row per office day with running sums, so that any deadline is a binary search. Built on first
 * use, kept as long as the calendar object lives, widened by years on demand.
 */
import { DEFAULT_SPANS } from '../schema/lists.ts'
import type { CalendarData, CalendarDay, OfficeSeason } from '../schema.ts'
import { DAY, dayOf, dayStart, HOUR, MINUTE, newYear, officeDay, weekday, yearOf } from './instants.ts'

/** Office hours of one day as offsets from midnight, and their sum (ms). */
export type Hours = { spans: readonly (readonly [from: number, to: number])[]; total: number }

type Table = {
  firstYear: number
  lastYear: number
  first: number
  /** Index of a day's hours in `kinds`; 0 is "no office". */
  hours: Uint8Array
  kinds: readonly Hours[]
  /** Working ms before the day, counted from the table's first day; one longer than `hours`. */
  sum: Float64Array
  /** Working days before the day. */
  count: Int32Array
}
type Compiled = { exceptions: ReadonlyMap<number, CalendarDay>; published: ReadonlySet<number>; table: Table }

const CLOSED: Hours = { spans: [], total: 0 }
/** Beyond this no limit of the largest amount can reach; a search that does is a bug, not a long deadline. */
const LAST_YEAR = 2500
const compiledBy = new WeakMap<CalendarData, Compiled>()

export const timeOfDay = (text: string): number =>
  Number(text.slice(0, 2)) * HOUR + Number(text.slice(3, 5)) * MINUTE

const hoursOf = (spans: OfficeSeason['spans']): Hours => {
  const offsets = spans.map(([from, to]) => [timeOfDay(from), timeOfDay(to)] as const)
  return { spans: offsets, total: offsets.reduce((sum, [from, to]) => sum + to - from, 0) }
}

export const monthDayNumber = (text: string): number =>
  Number(text.slice(0, 2)) * 100 + Number(text.slice(3, 5))

/** Whether a season holds a month-day number (MMDD); a season may run over the new year. */
export function inSeason(season: OfficeSeason, monthDay: number): boolean {
  const from = monthDayNumber(season.from)
  const to = monthDayNumber(season.to)
  return from <= to ? monthDay >= from && monthDay <= to : monthDay >= from || monthDay <= to
}

function build(
  data: CalendarData,
  exceptions: Compiled['exceptions'],
  firstYear: number,
  lastYear: number,
): Table {
  const first = newYear(firstYear)
  const length = newYear(lastYear + 1) - first
  const kinds = [CLOSED, hoursOf(DEFAULT_SPANS), ...data.hours.map((season) => hoursOf(season.spans))]
  const hours = new Uint8Array(length)
  const sum = new Float64Array(length + 1)
  const count = new Int32Array(length + 1)
  for (let index = 0; index < length; index++) {
    const day = first + index
    // Make-up day before holiday before weekend (调休 first): a published exception replaces the plain week.
    const exception = exceptions.get(day)
    const open = exception ? exception.kind === 'work' : weekday(day) % 6 !== 0
    let kind = 0
    if (open) {
      kind = 1
      if (data.hours.length > 0) {
        const date = new Date(day * DAY)
        const monthDay = (date.getUTCMonth() + 1) * 100 + date.getUTCDate()
        kind += 1 + data.hours.findIndex((season) => inSeason(season, monthDay))
      }
    }
    hours[index] = kind
    sum[index + 1] = (sum[index] ?? 0) + (kinds[kind]?.total ?? 0)
    count[index + 1] = (count[index] ?? 0) + (open ? 1 : 0)
  }
  return { firstYear, lastYear, first, hours, kinds, sum, count }
}

function compiled(data: CalendarData): Compiled {
  const known = compiledBy.get(data)
  if (known) return known
  const exceptions = new Map(data.days.map((day) => [dayOf(day.date), day]))
  const years = data.publishedYears.length > 0 ? data.publishedYears : [2025]
  const table = build(data, exceptions, Math.min(...years) - 1, Math.max(...years) + 2)
  const made = { exceptions, published: new Set(data.publishedYears), table }
  compiledBy.set(data, made)
  return made
}

/** The table, wide enough to hold `year`; widening keeps all answers, only the zero of the sums moves. */
function tableFor(data: CalendarData, year: number): Table {
  const own = compiled(data)
  if (year > own.table.lastYear || year < own.table.firstYear) {
    if (year > LAST_YEAR || year < 1900) throw new RangeError(`no day table for the year ${year}`)
    own.table = build(
      data,
      own.exceptions,
      Math.min(own.table.firstYear, year - 1),
      Math.max(own.table.lastYear, year + 5),
    )
  }
  return own.table
}

function holding(data: CalendarData, day: number): Table {
  const { table } = compiled(data)
  const index = day - table.first
  return index >= 0 && index < table.hours.length ? table : tableFor(data, yearOf(day))
}

/** Working ms from the table's zero to `at`; only differences within one table mean anything. */
function workedAt(table: Table, at: number): number {
  const day = officeDay(at)
  const index = day - table.first
  const hours = table.kinds[table.hours[index] ?? 0] ?? CLOSED
  const offset = at - dayStart(day)
  let worked = table.sum[index] ?? 0
  for (const [from, to] of hours.spans) if (offset > from) worked += Math.min(offset, to) - from
  return worked
}

/** Working ms between two instants; negative when `to` is earlier. */
export function tableWorking(data: CalendarData, from: number, to: number): number {
  holding(data, officeDay(from))
  const table = holding(data, officeDay(to))
  // Widening for `to` never drops `from`, so one table answers both.
  return workedAt(table, to) - workedAt(table, from)
}

/** First instant at or after `from` by which `ms` of working time have passed: at the end of a span it stays there. */
export function tableAdd(data: CalendarData, from: number, ms: number): number {
  if (ms <= 0) return from
  const day = officeDay(from)
  let table = holding(data, day)
  let target = workedAt(table, from) + ms
  while ((table.sum[table.hours.length] ?? 0) < target) {
    table = tableFor(data, table.lastYear + 1)
    target = workedAt(table, from) + ms
  }
  const index = firstAtLeast(table.sum, target, day - table.first)
  let left = target - (table.sum[index] ?? 0)
  const midnight = dayStart(table.first + index)
  for (const [open, close] of (table.kinds[table.hours[index] ?? 0] ?? CLOSED).spans) {
    if (left <= close - open) return midnight + open + left
    left -= close - open
  }
  throw new RangeError('day table out of step with its sums')
}

/** Day number of the n-th working day after `day` (`day` itself not counted); n ≥ 1. */
export function nthWorkingDay(data: CalendarData, day: number, n: number): number {
  let table = holding(data, day)
  let target = (table.count[day - table.first + 1] ?? 0) + n
  while ((table.count[table.hours.length] ?? 0) < target) {
    table = tableFor(data, table.lastYear + 1)
    target = (table.count[day - table.first + 1] ?? 0) + n
  }
  return table.first + firstAtLeast(table.count, target, day - table.first + 1)
}

/** Smallest index ≥ `low` whose running sum *after* that row reaches `target`. */
function firstAtLeast(sums: Float64Array | Int32Array, target: number, low: number): number {
  // Deadlines are near: gallop first, so that the search stays within a few cache lines.
  let step = 8
  let high = low
  while (high + 1 < sums.length - 1 && (sums[high + 1] ?? 0) < target) {
    low = high + 1
    high = Math.min(high + step, sums.length - 2)
    step *= 2
  }
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle + 1] ?? 0) >= target) high = middle
    else low = middle + 1
  }
  return low
}

/** Office hours of a day number; no spans on a rest day. */
export function hoursOn(data: CalendarData, day: number): Hours {
  const table = holding(data, day)
  return table.kinds[table.hours[day - table.first] ?? 0] ?? CLOSED
}

/** The published exception on a day, if any. */
export const exceptionOn = (data: CalendarData, day: number): CalendarDay | undefined =>
  compiled(data).exceptions.get(day)

/** Whether every year from one instant to the other has a published calendar. */
export function allPublished(data: CalendarData, from: number, to: number): boolean {
  const { published } = compiled(data)
  const last = yearOf(officeDay(to))
  for (let year = yearOf(officeDay(from)); year <= last; year++) if (!published.has(year)) return false
  return true
}
