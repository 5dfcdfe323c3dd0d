import { DAY, OFFICE_OFFSET, officeDay, weekday } from '@lifang/domains/calendar/rules/instants.ts'
import { t } from '../kit/words.ts'

const iso = (at: number): string => new Date(at + OFFICE_OFFSET).toISOString()
const month = (at: number): string => t(`portal.month.${String(Number(iso(at).slice(5, 7)))}`)
const day = (at: number): number => Number(iso(at).slice(8, 10))

/** 11月23日 周一 17:30; a deadline at midnight belongs to the day that ends: 24:00. */
export function dueWords(at: number): string {
  const midnight = (at + OFFICE_OFFSET) % DAY === 0
  const shown = midnight ? at - 1 : at
  return t('portal.date-time', {
    month: month(shown),
    day: day(shown),
    weekday: t(`portal.weekday.${String(weekday(officeDay(shown)))}`),
    time: midnight ? '24:00' : iso(at).slice(11, 16),
  })
}

/** 今天 14:20, 昨天 09:05, 11月18日 16:30. */
export function agoWords(at: number, now: number): string {
  const time = iso(at).slice(11, 16)
  const apart = officeDay(now) - officeDay(at)
  if (apart === 0) return t('portal.today', { time })
  if (apart === 1) return t('portal.yesterday', { time })
  return t('portal.day-time', { month: month(at), day: day(at), time })
}

/** '11-20' of a public case as 11月20日. */
export const monthDayWords = (text: string): string =>
  t('portal.day-only', {
    month: t(`portal.month.${String(Number(text.slice(0, 2)))}`),
    day: Number(text.slice(3)),
  })

export const dayWords = (at: number): string => t('portal.day-only', { month: month(at), day: day(at) })
