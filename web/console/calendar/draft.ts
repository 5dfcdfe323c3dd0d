/** A calendar as somebody is changing it in the browser: what differs from the one in force, and the calendar that makes. */
import { dateOf, dayOf, newYear, weekday, yearOf } from '@lifang/domains/calendar/rules/instants.ts'
import type { CalendarData, CalendarDay, OfficeSeason } from '@lifang/domains/calendar/schema.ts'

export type DayKind = 'plain' | 'off' | 'work'
export interface DayChange {
  readonly kind: DayKind
  /** The holiday it belongs to; empty for plain days. */
  readonly name: string
}
export interface CalendarDraft {
  /** By date; a day that is as in force is not among them. */
  readonly days: Readonly<Record<string, DayChange>>
  /** Null: as in force. */
  readonly hours: readonly OfficeSeason[] | null
  readonly roundTheClock: boolean | null
}
export const UNCHANGED: CalendarDraft = { days: {}, hours: null, roundTheClock: null }

export const isChanged = (d: CalendarDraft): boolean =>
  Object.keys(d.days).length > 0 || d.hours !== null || d.roundTheClock !== null

/** What a date is in the calendar in force. */
export function standing(base: CalendarData, date: string): DayChange {
  const found = base.days.find((d) => d.date === date)
  return found === undefined ? { kind: 'plain', name: '' } : { kind: found.kind, name: found.name }
}

/** The draft with a day set; one set back to what is in force is no change. */
export function withDay(
  draft: CalendarDraft,
  base: CalendarData,
  date: string,
  wanted: DayChange,
): CalendarDraft {
  const { [date]: _gone, ...others } = draft.days
  const was = standing(base, date)
  const same = was.kind === wanted.kind && (wanted.kind === 'plain' || was.name === wanted.name)
  return { ...draft, days: same ? others : { ...others, [date]: wanted } }
}

/** Years the draft speaks of whose notice is not in the calendar yet: publishing makes them published. */
export const newYears = (draft: CalendarDraft, base: CalendarData): number[] =>
  [...new Set(Object.keys(draft.days).map((date) => Number(date.slice(0, 4))))]
    .filter((year) => !base.publishedYears.includes(year))
    .toSorted((a, b) => a - b)

/** @param source the notice changed days rest on */
export function calendarOf(
  draft: CalendarDraft,
  base: CalendarData,
  version: string,
  source: string,
): CalendarData {
  const changed = Object.entries(draft.days).flatMap(([date, d]): CalendarDay[] =>
    d.kind === 'plain' ? [] : [{ date, kind: d.kind, name: d.name.trim(), source }],
  )
  return {
    version,
    days: [...base.days.filter((d) => draft.days[d.date] === undefined), ...changed].toSorted((a, b) =>
      a.date.localeCompare(b.date),
    ),
    publishedYears: [...base.publishedYears, ...newYears(draft, base)].toSorted((a, b) => a - b),
    hours: [...(draft.hours ?? base.hours)],
    roundTheClock: draft.roundTheClock ?? base.roundTheClock,
  }
}

/** Saturday or Sunday, as the plain week has them. */
export const isWeekend = (day: number): boolean => weekday(day) % 6 === 0

export interface Cell {
  readonly date: string
  readonly day: number
  readonly kind: DayKind
  readonly name: string
  /** Saturday or Sunday. */
  readonly weekend: boolean
  readonly changed: boolean
}
/** The months of a year: blanks before the first day (weeks begin on Monday), then its days. */
export function monthsOf(
  year: number,
  base: CalendarData,
  draft: CalendarDraft,
): { readonly month: number; readonly blanks: number; readonly cells: readonly Cell[] }[] {
  const published = new Map(base.days.map((d) => [d.date, d]))
  const months: Cell[][] = Array.from({ length: 12 }, () => [])
  for (let day = newYear(year); yearOf(day) === year; day++) {
    const date = dateOf(day)
    const change = draft.days[date]
    const as = change ?? published.get(date)
    months[Number(date.slice(5, 7)) - 1]?.push({
      date,
      day,
      kind: as?.kind ?? 'plain',
      name: as === undefined || as.kind === 'plain' ? '' : as.name,
      weekend: isWeekend(day),
      changed: change !== undefined,
    })
  }
  return months.map((cells, i) => ({
    month: i + 1,
    blanks: (weekday(cells[0]?.day ?? 0) + 6) % 7,
    cells,
  }))
}

/** Days off and days worked in a year, as the office counts them. */
export function tally(months: ReturnType<typeof monthsOf>): { work: number; off: number; makeUp: number } {
  const cells = months.flatMap((m) => m.cells)
  const open = (c: Cell): boolean => (c.kind === 'plain' ? !c.weekend : c.kind === 'work')
  return {
    work: cells.filter(open).length,
    off: cells.filter((c) => c.kind === 'off').length,
    makeUp: cells.filter((c) => c.kind === 'work').length,
  }
}

const key = (of: string | null): string => `lifang.calendar.${of ?? 'default'}`
interface Kept extends CalendarDraft {
  readonly base: string
}
/** A draft survives a reload in this browser, as long as the calendar it changes is in force. */
export function keptDraft(of: string | null, base: string): CalendarDraft {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key(of)) ?? 'null') as Kept | null
    if (kept === null || kept.base !== base) return UNCHANGED
    const { base: _base, ...draft } = kept
    return Object.keys(draft.days).every((date) => Number.isFinite(dayOf(date))) ? draft : UNCHANGED
  } catch {
    return UNCHANGED
  }
}
export function keepDraft(of: string | null, base: string, draft: CalendarDraft): void {
  try {
    if (isChanged(draft)) sessionStorage.setItem(key(of), JSON.stringify({ ...draft, base }))
    else sessionStorage.removeItem(key(of))
  } catch {
    // A browser that keeps nothing still edits.
  }
}
