/**
 * How long a verified fact stays fresh, by kind of person or home (domain.md 3.8: care groups 30 days, rentals 90, others 365;
 * configuration). Days are calendar days of the office.
 */
import { dayOf } from '@lifang/domains/calendar/rules/instants.ts'

export const FRESHNESS_KINDS = ['care', 'rental', 'other'] as const
export type FreshnessKind = (typeof FRESHNESS_KINDS)[number]
export const FRESHNESS_STATES = ['fresh', 'due', 'stale', 'unknown'] as const
export type FreshnessState = (typeof FRESHNESS_STATES)[number]

export interface Cycle {
  /** Calendar days a verification holds. */
  readonly days: number
  /** The last so many days of them are `due`: time to go and look. */
  readonly dueDays: number
}
export type FreshnessPolicy = Readonly<Record<FreshnessKind, Cycle>>
export const FRESHNESS: FreshnessPolicy = {
  care: { days: 30, dueDays: 7 },
  rental: { days: 90, dueDays: 14 },
  other: { days: 365, dueDays: 30 },
}

/** The shortest cycle of all kinds that apply; nobody's is `other`. */
export function cycleOf(kinds: readonly FreshnessKind[], policy: FreshnessPolicy = FRESHNESS): Cycle {
  return kinds.map((kind) => policy[kind]).reduce((a, b) => (b.days < a.days ? b : a), policy.other)
}

/** First day on which the fact is stale, YYYY-MM-DD → day number; null when it was never verified. */
export const staleFrom = (verifiedOn: string | null, cycle: Cycle): number | null =>
  verifiedOn === null ? null : dayOf(verifiedOn) + cycle.days + 1

/**
 * State of one fact on a day. Verified today it is fresh; on the last day of its cycle it is due; the day after, stale. A date in
 * the future is a slip and counts as today.
 * @param verifiedOn YYYY-MM-DD, null: never verified @param today YYYY-MM-DD
 */
export function freshnessOf(verifiedOn: string | null, today: string, cycle: Cycle): FreshnessState {
  const end = staleFrom(verifiedOn, cycle)
  if (end === null) return 'unknown'
  const left = end - dayOf(today)
  if (left <= 0) return 'stale'
  return left <= cycle.dueDays ? 'due' : 'fresh'
}

/** From worst to best, for a home or a sheet that is as fresh as its worst fact. */
const WORST: readonly FreshnessState[] = ['unknown', 'stale', 'due', 'fresh']
export const worstOf = (states: readonly FreshnessState[]): FreshnessState =>
  WORST.find((state) => states.includes(state)) ?? 'unknown'
