/** Putting a calendar together from yearly notices and an office's hours, and refusing one that contradicts itself. */
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import { problem } from '../schema/problems.ts'
import { type CalendarPublication } from '../schema/routes.ts'
import type { CalendarData, CalendarYear, OfficeSeason } from '../schema.ts'
import { inSeason, monthDayNumber, timeOfDay } from './table.ts'

/** An office's own hours over the common days. `hours` empty is the default 08:30–12:00, 14:00–17:30. */
export type Office = { hours?: OfficeSeason[]; roundTheClock?: boolean }

/** A calendar of the given years; each day's source is its year's notice number. */
export function composeCalendar(
  version: string,
  years: readonly CalendarYear[],
  office: Office = {},
): CalendarData {
  return {
    version,
    days: years.flatMap((year) => year.days.map((day) => ({ ...day, source: year.notice.number }))),
    publishedYears: years.map((year) => year.year),
    hours: office.hours ?? [],
    roundTheClock: office.roundTheClock ?? false,
  }
}

/** The same days under a department's own hours; a calendar of its own with a version of its own. */
export const withOffice = (base: CalendarData, version: string, office: Office): CalendarData => ({
  ...base,
  version,
  hours: office.hours ?? base.hours,
  roundTheClock: office.roundTheClock ?? base.roundTheClock,
})

/**
 * Problems (422): `calendar.day-twice` {date}, `calendar.day-outside-years` {date}, `calendar.hours-malformed` {season},
 * `calendar.seasons-overlap` {monthDay}.
 */
export function checkCalendar(data: CalendarData): Decided<CalendarData> {
  const published = new Set(data.publishedYears)
  const seen = new Set<string>()
  for (const { date } of data.days) {
    if (seen.has(date)) return no(problem('calendar.day-twice', { date }))
    if (!published.has(Number(date.slice(0, 4)))) return no(problem('calendar.day-outside-years', { date }))
    seen.add(date)
  }
  for (const season of data.hours) {
    let last = -1
    for (const [from, to] of season.spans) {
      // Touching spans are one span; writing them as two would invent a lunch of no length.
      if (timeOfDay(from) <= last || timeOfDay(to) <= timeOfDay(from)) {
        return no(problem('calendar.hours-malformed', { season: `${season.from}/${season.to}` }))
      }
      last = timeOfDay(to)
    }
  }
  // Two seasons that share a day share the first day of one of them.
  for (const season of data.hours) {
    const holders = data.hours.filter((other) => inSeason(other, monthDayNumber(season.from)))
    if (holders.length > 1) return no(problem('calendar.seasons-overlap', { monthDay: season.from }))
  }
  return yes(data)
}

/** As `checkCalendar`, and `calendar.version-differs` when the data carries another version than it is published under. */
export function checkPublication({
  id,
  data,
}: Pick<CalendarPublication, 'id' | 'data'>): Decided<CalendarData> {
  if (data.version !== id) return no(problem('calendar.version-differs', { field: 'data.version', id }))
  return checkCalendar(data)
}
