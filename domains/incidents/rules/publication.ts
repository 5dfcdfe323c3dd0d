/**
 * What everybody may see of a case: its class, its place and its day, and of these no more than many cases share. A class in
 * a grid that few cases have points at somebody's door, so the place grows until enough share it, then the class.
 */

/** At least so many cases of the window share what is told of one. */
export const ENOUGH = 5

export interface Countable {
  readonly className: string
  readonly domain: string
  readonly grid: string
  readonly community: string
  readonly street: string
}
export interface Told {
  /** Null: only the domain is told. */
  readonly className: string | null
  readonly domain: string
  readonly level: 'grid' | 'community' | 'street'
  /** Id of the place told. */
  readonly place: string
}

type Counts = ReadonlyMap<string, number>
const keys = (c: Countable) =>
  ({
    grid: `${c.grid}|${c.className}`,
    community: `${c.community}|${c.className}`,
    street: `${c.street}|${c.className}`,
    domain: `${c.street}||${c.domain}`,
  }) as const

/** How many cases share each thing that could be told. @param groups with how many cases each stands for */
export function countShared(groups: readonly (Countable & { readonly n: number })[]): Counts {
  const counts = new Map<string, number>()
  for (const g of groups)
    for (const key of Object.values(keys(g))) counts.set(key, (counts.get(key) ?? 0) + g.n)
  return counts
}

/** The most that may be told of a case, or null: nothing. */
export function tellable(c: Countable, counts: Counts, enough: number = ENOUGH): Told | null {
  const shared = keys(c)
  const holds = (key: string): boolean => (counts.get(key) ?? 0) >= enough
  const { className, domain } = c
  if (holds(shared.grid)) return { className, domain, level: 'grid', place: c.grid }
  if (holds(shared.community)) return { className, domain, level: 'community', place: c.community }
  if (holds(shared.street)) return { className, domain, level: 'street', place: c.street }
  if (holds(shared.domain)) return { className: null, domain, level: 'street', place: c.street }
  return null
}

/** A count as it may be shown: exact from `enough` on, null ("fewer than") below, zero as zero. */
export const shownCount = (n: number, enough: number = ENOUGH): number | null =>
  n === 0 || n >= enough ? n : null
