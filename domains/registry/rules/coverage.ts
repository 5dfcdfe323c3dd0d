/**
 * 格不漏户, 户不漏人: per grid the homes that are unknown, unvisited or stale, in walking order, and the coverage of a cycle whose
 * denominator was fixed when the cycle began (domain.md 3.8).
 */
import { freshnessOf } from './freshness.ts'
import type { Cycle } from './freshness.ts'
import type { Gap } from '../schema/lists.ts'

export interface HomeOnRound {
  readonly id: string
  /** Order of the building on the round, see `buildingOrder`. */
  readonly building: number
  readonly unit: string | null
  readonly floor: number | null
  readonly room: string | null
  /** Whether anybody has ever said who lives there, or that nobody does. */
  readonly known: boolean
  /** Last day somebody of the home was reached (seen, or spoken to by phone where that counts). YYYY-MM-DD */
  readonly reachedOn: string | null
  readonly verifiedOn: string | null
  readonly cycle: Cycle
}
/** Homes of the grid in the moment the cycle began; those that came later do not count until the next. */
export interface RoundCycle {
  readonly from: string
  readonly to: string
  readonly homes: ReadonlySet<string>
}
export interface GapLine {
  readonly id: string
  readonly gap: Gap
  /** Came into the grid after the cycle began: to be visited, not counted. */
  readonly added: boolean
}
export interface Coverage {
  /** Fixed at the start of the cycle, homes taken away since included. */
  readonly homes: number
  readonly reached: number
  /** reached / homes; null for a grid without homes. */
  readonly rate: number | null
  /** Of the denominator, no longer in the grid: they stay in it, so that a rate cannot be mended by striking homes off. */
  readonly gone: number
  readonly added: number
  readonly gaps: Readonly<Record<Gap, number>>
}

/** Why somebody has to go there, the strongest reason first; null: nobody has to. */
export function gapOf(home: HomeOnRound, cycle: RoundCycle, today: string): Gap | null {
  if (!home.known) return 'unknown'
  if (!reachedIn(home, cycle)) return 'unvisited'
  const state = freshnessOf(home.verifiedOn, today, home.cycle)
  return state === 'stale' || state === 'unknown' ? 'stale' : null
}

const reachedIn = (home: HomeOnRound, cycle: RoundCycle): boolean =>
  home.reachedOn !== null && home.reachedOn >= cycle.from && home.reachedOn <= cycle.to

/** The homes to visit, as one walks: building after building, unit, floor from below, room. */
export const walkingList = (
  homes: readonly HomeOnRound[],
  cycle: RoundCycle,
  today: string,
): readonly GapLine[] =>
  homes
    .toSorted(walkingOrder)
    .map((home) => ({ id: home.id, gap: gapOf(home, cycle, today), added: !cycle.homes.has(home.id) }))
    .flatMap((line): GapLine[] => (line.gap === null ? [] : [{ ...line, gap: line.gap }]))

export function coverageOf(homes: readonly HomeOnRound[], cycle: RoundCycle, today: string): Coverage {
  const gaps: Record<Gap, number> = { unknown: 0, unvisited: 0, stale: 0 }
  let reached = 0
  let present = 0
  for (const home of homes) {
    const counted = cycle.homes.has(home.id)
    if (counted) present++
    if (counted && reachedIn(home, cycle)) reached++
    const gap = gapOf(home, cycle, today)
    if (gap !== null) gaps[gap]++
  }
  const fixed = cycle.homes.size
  return {
    homes: fixed,
    reached,
    rate: fixed === 0 ? null : reached / fixed,
    gone: fixed - present,
    added: homes.length - present,
    gaps,
  }
}

/** 2 before 10, A before B; what has no number comes first. */
export const naturally = (a: string | null, b: string | null): number => collator.compare(a ?? '', b ?? '')
const collator = new Intl.Collator('zh', { numeric: true })

export const walkingOrder = (a: HomeOnRound, b: HomeOnRound): number =>
  a.building - b.building ||
  naturally(a.unit, b.unit) ||
  (a.floor ?? 0) - (b.floor ?? 0) ||
  naturally(a.room, b.room) ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

export interface BuildingOnRound {
  readonly id: string
  /** Sequence of the building in its community, where there is one (domain.md 5.1). */
  readonly code: string | null
  /** Longitude, latitude in degrees. */
  readonly at: readonly [number, number]
}
/** Depth of a strip, degrees of latitude: about 60 m. */
const STRIP = 0.00055

/**
 * Order of the buildings on a round. With codes: by code. Without: in strips from north to south, every second one walked back, so
 * that the way has no jumps. Building id → order from 0.
 */
export function buildingOrder(buildings: readonly BuildingOnRound[]): ReadonlyMap<string, number> {
  const north = buildings.reduce((most, b) => Math.max(most, b.at[1]), -90)
  const strip = (b: BuildingOnRound): number => Math.floor((north - b.at[1]) / STRIP)
  const along = (a: BuildingOnRound, b: BuildingOnRound): number => {
    const east = a.at[0] - b.at[0]
    return strip(a) - strip(b) || (strip(a) % 2 === 0 ? east : -east)
  }
  const sorted = buildings.toSorted((a, b) => {
    if (a.code !== null && b.code !== null) return naturally(a.code, b.code)
    if (a.code !== null || b.code !== null) return a.code === null ? 1 : -1
    return along(a, b) || (a.id < b.id ? -1 : 1)
  })
  return new Map(sorted.map((b, i) => [b.id, i]))
}
