import {
  DAY,
  HOUR,
  MINUTE,
  OFFICE_OFFSET,
  officeDay,
  weekday,
} from '@lifang/domains/calendar/rules/instants.ts'
import type { Limit } from '@lifang/domains/calendar/schema.ts'
import { t, word } from './words.ts'

/** Office time of an instant as its parts; the browser's own zone plays no part. */
const iso = (at: number): string => new Date(at + OFFICE_OFFSET).toISOString()

export const timeOf = (at: number): string => iso(at).slice(11, 16)
export const monthDayOf = (at: number): string => iso(at).slice(5, 10)
export const dayWord = (day: number): string => word('console.weekday', String(weekday(day)))
/** 10-12 周一 */
export const dayLabel = (at: number): string => `${monthDayOf(at)} ${dayWord(officeDay(at))}`
/** 2026-10-12 14:20:05, for titles and tooltips. */
export const exact = (at: number): string => iso(at).slice(0, 19).replace('T', ' ')

/** Office day of an instant as it came, 'YYYY-MM-DD'; nothing of none. */
export const dayOfInstant = (at: string | null): string =>
  at === null ? '' : exact(Date.parse(at)).slice(0, 10)

/** 今天 14:20, 昨天 09:05, 明天 10:00, 11-18 16:30; the year only when it is another. */
export function when(at: number, now: number): string {
  const apart = officeDay(at) - officeDay(now)
  const time = timeOf(at)
  if (apart === 0) return t('console.today', { time })
  if (apart === -1) return t('console.yesterday', { time })
  if (apart === 1) return t('console.tomorrow', { time })
  const full = iso(at)
  return full.slice(0, 4) === iso(now).slice(0, 4)
    ? `${full.slice(5, 10)} ${time}`
    : `${full.slice(0, 10)} ${time}`
}

const isMidnight = (at: number): boolean => (at + OFFICE_OFFSET) % DAY === 0

/** A deadline at midnight belongs to the day that ends: 24:00, not 00:00 of the next. */
export const dueTime = (at: number): string => (isMidnight(at) ? '24:00' : timeOf(at))
export const dueDay = (at: number): string => dayLabel(isMidnight(at) ? at - 1 : at)
export const dueWhen = (at: number, now: number): string =>
  isMidnight(at) ? when(at - 1, now).replace('23:59', '24:00') : when(at, now)

/** 1 时 30 分, 20 分, 3 天 2 时 for wall time; under a minute 不足 1 分. Rounded towards zero. */
export function spell(ms: number, days = false): string {
  const whole = Math.floor(Math.abs(ms) / MINUTE) * MINUTE
  if (whole === 0) return ms === 0 ? t('console.minutes', { n: 0 }) : t('console.under-a-minute')
  const parts: string[] = []
  let left = whole
  if (days && left >= DAY) {
    parts.push(t('console.days', { n: Math.floor(left / DAY) }))
    left %= DAY
  }
  if (left >= HOUR) {
    parts.push(t('console.hours', { n: Math.floor(left / HOUR) }))
    left %= HOUR
  }
  if (left >= MINUTE && parts.length < 2) parts.push(t('console.minutes', { n: left / MINUTE }))
  return parts.join(' ')
}

/** 10 工作时, 5 工作日; half an hour is said in minutes. */
export function limitWords(limit: Limit): string {
  if (limit.amount < 1 && limit.unit === 'working-hour')
    return t('console.working-minutes', { n: Math.round(limit.amount * 60) })
  if (limit.amount < 1 && limit.unit === 'urgent-hour')
    return t('console.minutes', { n: Math.round(limit.amount * 60) })
  return `${String(limit.amount)} ${word('calendar.unit', limit.unit)}`
}

/** For <input type="datetime-local">: office time without a zone, and back to an instant with +08:00. */
export const toLocalInput = (at: number): string => iso(at).slice(0, 16)
export const fromLocalInput = (text: string): string => `${text.length === 16 ? `${text}:00` : text}+08:00`
/** 990602-20261009-00317: a number as people read it. */
export const printNumber = (number: string): string =>
  /^\d{19,}$/.test(number) ? `${number.slice(0, 6)}-${number.slice(6, 14)}-${number.slice(14)}` : number
/** 1009-00317: enough to tell rows of one list apart. */
export const shortNumber = (number: string): string =>
  /^\d{19,}$/.test(number) ? `${number.slice(10, 14)}-${number.slice(14)}` : number
