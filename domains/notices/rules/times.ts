/** When something is pushed: quiet hours, digests, and the pauses between tries. */
import { DAY, dayStart, MINUTE, officeDay } from '@lifang/domains/calendar/rules/instants.ts'

export interface Preference {
  readonly push: boolean
  /** Office time 'HH:MM'; null: no quiet hours. From later than to runs over midnight. */
  readonly quiet: { readonly from: string; readonly to: string } | null
  /** When news of lists is pushed, all in one; null: each at once. */
  readonly digestAt: string | null
  readonly language: 'zh-CN' | 'en'
}

export const DEFAULT_PREFERENCE: Preference = { push: true, quiet: null, digestAt: null, language: 'zh-CN' }

const msOf = (time: string): number => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) * MINUTE

/** The next instant, from now on, at which office clocks show this time. */
export function nextAt(now: number, time: string): number {
  const today = dayStart(officeDay(now)) + msOf(time)
  return today >= now ? today : today + DAY
}

/** End of the quiet hours an instant falls in; null: it falls in none. */
export function quietUntil(now: number, quiet: Preference['quiet']): number | null {
  if (quiet === null || quiet.from === quiet.to) return null
  const end = nextAt(now + 1, quiet.to)
  // In quiet hours exactly when they end before they begin again.
  return end <= nextAt(now + 1, quiet.from) ? end : null
}

/** When to push; null: not at all. Urgent news knows no quiet hours and no digest. */
export function pushAt(
  now: number,
  preference: Preference,
  news: { readonly urgent: boolean; readonly weight: 'one' | 'list' },
): number | null {
  if (!preference.push) return null
  if (news.urgent) return now
  const at = news.weight === 'list' && preference.digestAt !== null ? nextAt(now, preference.digestAt) : now
  return quietUntil(at, preference.quiet) ?? at
}

/** How many waiting notices go out one by one; more become one push for all. */
export const SINGLES = 3

/** Pauses before a push is tried again: 10 s, 1 min, 5 min, 30 min, 2 h. Older news is in the application anyway. */
export const PUSH_DELAYS: readonly number[] = [10_000, MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE]
