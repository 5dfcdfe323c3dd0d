import { sql, type Sql } from '@lifang/platform/sql.ts'
import { dateOf } from '@lifang/domains/calendar/rules/instants.ts'
import { cycleOf, FRESHNESS, freshnessOf, staleFrom, type FreshnessKind } from '../rules/freshness.ts'
import type { FreshnessWord } from '../schema/lists.ts'
import type { HomeRow } from '../tables.ts'

const kindsOf = (home: Pick<HomeRow, 'care' | 'kind'>): FreshnessKind[] => [
  ...(home.care ? (['care'] as const) : []),
  ...(home.kind === 'rental' ? (['rental'] as const) : []),
]

/** State of a home today and the first day it is stale. @param day YYYY-MM-DD */
export function freshness(
  home: Pick<HomeRow, 'care' | 'kind' | 'visited_on'>,
  day: string,
): { readonly freshness: FreshnessWord; readonly dueOn: string | null } {
  const cycle = cycleOf(kindsOf(home))
  const end = staleFrom(home.visited_on, cycle)
  return { freshness: freshnessOf(home.visited_on, day, cycle), dueOn: end === null ? null : dateOf(end) }
}

/** The same rule on `home h`, so that counts and lists come from one policy. A test holds the two together. */
export function freshnessSql(day: string): Sql {
  const { care, rental, other } = FRESHNESS
  const left = (days: number): Sql => sql`(h.visited_on + ${days + 1}::integer - ${day}::date)`
  const state = (cycle: { readonly days: number; readonly dueDays: number }): Sql =>
    sql`(case when ${left(cycle.days)} <= 0 then 'stale' when ${left(cycle.days)} <= ${cycle.dueDays}::integer then 'due' else 'fresh' end)`
  return sql`(case when h.visited_on is null then 'unknown' when h.care then ${state(care)} when h.kind = 'rental' then ${state(rental)} else ${state(other)} end)`
}
