/**
 * Office time. Asia/Shanghai has been a fixed +08:00 since the last summer time ended in 1991, so office days are plain
 * arithmetic: no time-zone database on the phone, and the same answer on every machine.
 */
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import { problem } from '../schema/problems.ts'

export const MINUTE = 60_000
export const HOUR = 3_600_000
export const DAY = 86_400_000
/** +08:00 in milliseconds. */
export const OFFICE_OFFSET = 8 * HOUR

/** Whole office days since 1970-01-01; the number every day table is indexed by. */
export const officeDay = (at: number): number => Math.floor((at + OFFICE_OFFSET) / DAY)
/** The instant (epoch ms) of 00:00 office time of a day number. */
export const dayStart = (day: number): number => day * DAY - OFFICE_OFFSET
/** 1970-01-01 was a Thursday; 0 = Sunday … 6 = Saturday. */
export const weekday = (day: number): number => (((day + 4) % 7) + 7) % 7
export const yearOf = (day: number): number => new Date(day * DAY).getUTCFullYear()
/** Day number of 1 January. */
export const newYear = (year: number): number => Date.UTC(year, 0, 1) / DAY
/** 'YYYY-MM-DD' of a day number, and back. */
export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)
export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY

const DAYS_OF = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
/** Whether there is such a day in the calendar, by numbers alone: sheets ask it by the hundred thousand. @param month 1 to 12 */
export function isDay(year: number, month: number, day: number): boolean {
  const leap = month === 2 && (year % 4 === 0 ? year % 100 !== 0 || year % 400 === 0 : false)
  return day >= 1 && day <= (DAYS_OF[month - 1] ?? 0) + (leap ? 1 : 0)
}

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(Z|[+-]\d\d:\d\d)?$/

/**
 * Reads '2026-02-13T16:30+08:00' into epoch ms. Seconds and fraction optional; without an offset it is office time.
 * Years 1970–2199. Problem `calendar.instant-malformed` {text}.
 */
export function parseOfficeInstant(text: string): Decided<number> {
  const bad = no<number>(problem('calendar.instant-malformed', { text: text.slice(0, 40) }))
  const match = INSTANT.exec(text.trim())
  if (!match) return bad
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number)
  if (year === undefined || month === undefined || day === undefined) return bad
  if (hour === undefined || minute === undefined) return bad
  const second = Number(match[6] ?? 0)
  if (year < 1970 || year > 2199 || hour > 23 || minute > 59 || second > 59) return bad
  const midnight = Date.UTC(year, month - 1, day)
  const back = new Date(midnight)
  // Date.UTC rolls 31 February over; a date that changed on the way was not a date.
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return bad
  const offset = offsetMs(match[8] ?? '+08:00')
  if (offset === null) return bad
  const millis = Number((match[7] ?? '').padEnd(3, '0'))
  return yes(midnight + hour * HOUR + minute * MINUTE + second * 1000 + millis - offset)
}

function offsetMs(text: string): number | null {
  if (text === 'Z') return 0
  const hours = Number(text.slice(1, 3))
  const minutes = Number(text.slice(4, 6))
  if (hours > 14 || minutes > 59) return null
  return (text.startsWith('-') ? -1 : 1) * (hours * HOUR + minutes * MINUTE)
}

/** '2026-02-14T09:30:00+08:00'; milliseconds are shown only when there are any. */
export function formatInstant(at: number): string {
  const text = new Date(at + OFFICE_OFFSET).toISOString()
  return `${at % 1000 === 0 ? text.slice(0, 19) : text.slice(0, 23)}+08:00`
}
