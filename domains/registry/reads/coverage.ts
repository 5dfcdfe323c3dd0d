import type { Actor } from '@lifang/platform/access.ts'
import type { RouteInput } from '@lifang/platform/route.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import type { Area } from '@lifang/domains/grid/public.ts'
import { mayCycle, registryPaths, seesPlace } from '../access.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { checkCounts } from '../rules/household.ts'
import type { coverageRoutes, CoverageBoard, CoverageRow, GapItem, Implausible } from '../schema/coverage.ts'
import { registryProblem } from '../schema/problems.ts'
import { areaOf, cycleFor, cycleView, isRunning, lastDay, type CycleCounted } from './cycles.ts'
import { freshnessSql } from './fresh.ts'
import { ON_ROUND, pageOfRound, shownHomes, type OnRound } from './homes.ts'
import { groundOf, inside, today } from './scope.ts'

/** Reached in the cycle: the first visit that fell into it, or one that came by another way than a visit's own command. */
const reachedSql = (cycle: CycleCounted): Sql =>
  sql`(r.reached_on is not null or (h.visited_on between ${cycle.from_on}::date and ${lastDay(cycle)}::date))`

/** `rules/coverage.ts` gapOf on `home h` and its line `r` of the cycle. A test holds the two together. */
function gapSql(cycle: CycleCounted | undefined, day: string): Sql {
  const reached = cycle === undefined ? sql`h.visited_on is not null` : reachedSql(cycle)
  return sql`(case when h.kind = 'unknown' then 'unknown' when not coalesce(${reached}, false) then 'unvisited'
    when ${freshnessSql(day)} in ('stale', 'unknown') then 'stale' end)`
}
const lineOf = (cycle: CycleCounted | undefined): Sql =>
  cycle === undefined
    ? sql`left join coverage_home r on false`
    : sql`left join coverage_home r on r.county = h.county and r.cycle_id = ${cycle.id} and r.home_id = h.id`

interface GridCounts {
  readonly path: string
  readonly fixed: number
  readonly reached: number
  readonly gone: number
  readonly present: number
  readonly added: number
  readonly unknown: number
  readonly unvisited: number
  readonly stale: number
  readonly people: number
  readonly households: number
}
type Counts = Omit<GridCounts, 'path'>
const NONE: Counts = {
  fixed: 0,
  reached: 0,
  gone: 0,
  present: 0,
  added: 0,
  unknown: 0,
  unvisited: 0,
  stale: 0,
  people: 0,
  households: 0,
}

/**
 * Counts of each grid that has anything, by its path: the denominator by the grids of the first day, the rest by those of today. Asked
 * side by side: over a district each walks a table of its own.
 */
async function countsOf(
  deps: RegistryDeps,
  paths: readonly string[],
  cycle: CycleCounted | undefined,
  day: string,
): Promise<GridCounts[]> {
  const { county, db } = deps
  const ask = (counted: Sql): Promise<Partial<GridCounts>[]> => db.rows<Partial<GridCounts>>(counted)
  const parts = await Promise.all([
    cycle === undefined
      ? []
      : ask(sql`select r.area_path as path, count(*)::integer as fixed, (count(*) filter (where ${reachedSql(cycle)}))::integer as reached,
            (count(*) filter (where h.area_path <> r.area_path))::integer as gone
          from coverage_home r join home h on h.county = r.county and h.id = r.home_id
          where r.county = ${county} and r.cycle_id = ${cycle.id} and ${inside(sql`r.area_path`, paths)} group by 1`),
    ask(sql`select path, count(*)::integer as present, (count(*) filter (where added))::integer as added,
          (count(*) filter (where gap = 'unknown'))::integer as unknown, (count(*) filter (where gap = 'unvisited'))::integer as unvisited,
          (count(*) filter (where gap = 'stale'))::integer as stale
        from (select h.area_path as path, r.home_id is null as added, ${gapSql(cycle, day)} as gap from home h ${lineOf(cycle)}
          where h.county = ${county} and ${inside(sql`h.area_path`, paths)}) g group by 1`),
    ask(sql`select p.area_path as path, count(*)::integer as people from person p
        where p.county = ${county} and p.status = 'here' and ${inside(sql`p.area_path`, paths)} group by 1`),
    ask(sql`select h.area_path as path, count(*)::integer as households from household o
          join home h on h.county = o.county and h.id = o.home_id
        where o.county = ${county} and o.ended_on is null and o.kind = 'residing' and ${inside(sql`h.area_path`, paths)} group by 1`),
  ])
  const byPath = new Map<string, GridCounts>()
  for (const { path = '', ...counts } of parts.flat())
    byPath.set(path, { ...NONE, ...byPath.get(path), ...counts, path })
  return [...byPath.values()]
}

const plus = (a: Counts, b: Counts): Counts => ({
  fixed: a.fixed + b.fixed,
  reached: a.reached + b.reached,
  gone: a.gone + b.gone,
  present: a.present + b.present,
  added: a.added + b.added,
  unknown: a.unknown + b.unknown,
  unvisited: a.unvisited + b.unvisited,
  stale: a.stale + b.stale,
  people: a.people + b.people,
  households: a.households + b.households,
})

const MISPRINTS = ['registry-rules.counts-households-digit', 'registry-rules.counts-many-per-household']

/** Why the counts cannot be true together: by the registry's own households, and by those the grids were set up with. */
export function implausible(counts: {
  readonly people: number
  readonly homes: number
  readonly households: number
  readonly declared: number | null
}): Implausible[] {
  const { people, homes, households, declared } = counts
  const own = checkCounts({ people, households, homes }).map((f) => ({ ...f, of: 'registry' as const }))
  // Fewer people than the grids were set up for are people not registered yet; more than they can hold is a misprint.
  const said =
    declared === null
      ? []
      : checkCounts({ people, households: declared, homes })
          .filter((f) => MISPRINTS.includes(f.code))
          .map((f) => ({ ...f, of: 'declared' as const }))
  return [...own, ...said].map(({ code, of, details }) => ({ code, of, details: { ...details } }))
}

function rowOf(
  deps: RegistryDeps,
  area: Area,
  counts: Counts,
  cycle: CycleCounted | undefined,
  opens: boolean,
): CoverageRow {
  const { present, people, households } = counts
  const declared = declaredIn(deps, area)
  const homes = cycle === undefined ? present : counts.fixed
  return {
    area: areaOf(area),
    ended: area.validTo !== null,
    opens,
    homes,
    reached: counts.reached,
    rate: cycle === undefined || homes === 0 ? null : counts.reached / homes,
    gone: counts.gone,
    added: cycle === undefined ? 0 : counts.added,
    gaps: { unknown: counts.unknown, unvisited: counts.unvisited, stale: counts.stale },
    people,
    households,
    declared,
    implausible: implausible({ people, homes: present, households, declared }),
  }
}

/** Households the grids in an area were set up with; null when one of them has none. */
function declaredIn(deps: RegistryDeps, area: Area): number | null {
  const grids = deps.directory
    .areas()
    .filter((a) => a.levelKey === 'grid' && a.validTo === null && a.path.startsWith(area.path))
  if (grids.length === 0) return null
  return grids.reduce<number | null>(
    (n, g) => (n === null || g.households === null ? null : n + g.households),
    0,
  )
}

type BoardQuery = RouteInput<typeof coverageRoutes.coverage>['query']

/** The area a question is about: the one given, or the first of the reader's own. @throws registry.unknown-area */
function askedArea(deps: RegistryDeps, actor: Actor, code: string | undefined): Area {
  const own = actor.holdings.find((h) => registryPaths(actor).includes(h.areaPath))
  const area =
    code === undefined ? deps.directory.areaByPath(own?.areaPath ?? '') : deps.directory.areaByCode(code)
  if (area === undefined || !seesPlace(actor, area.path))
    throw registryProblem('registry.unknown-area', { field: 'area' })
  return area
}

/** @throws registry.unknown-area, registry.not-found (a cycle of others) */
export async function coverageBoard(
  deps: RegistryDeps,
  actor: Actor,
  query: BoardQuery,
): Promise<CoverageBoard> {
  const { directory } = deps
  const day = today(deps)
  const area = askedArea(deps, actor, query.area)
  const cycle = await cycleFor(deps, actor, area.path, query.cycle, day)
  const counts = await countsOf(deps, [area.path], cycle, day)
  const below = directory.areas().filter((a) => a.parentId === area.id)
  const parts = below.map((part) => {
    const mine = counts.filter((c) => c.path.startsWith(part.path))
    return { part, any: mine.length > 0, sum: mine.reduce<Counts>(plus, NONE) }
  })
  const rows = parts
    .filter(({ part, any, sum }) => part.validTo === null || (any && sum.fixed > 0))
    .map(({ part, sum }) =>
      rowOf(
        deps,
        part,
        sum,
        cycle,
        directory.areas().some((a) => a.parentId === part.id),
      ),
    )
    .toSorted((a, b) => Number(a.ended) - Number(b.ended) || (a.area.code < b.area.code ? -1 : 1))
  return {
    cycle: cycle === undefined ? null : cycleView(deps, cycle, day),
    area: areaOf(area),
    trail: trailOf(deps, actor, area).map(areaOf),
    total: rowOf(deps, area, counts.reduce<Counts>(plus, NONE), cycle, false),
    rows,
    may: {
      start: cycle === undefined && area.validTo === null && mayCycle(actor, area.path),
      close: cycle !== undefined && isRunning(cycle, day) && mayCycle(actor, cycle.area_path),
    },
  }
}

/** Areas from the topmost the reader sees down to this one. */
function trailOf(deps: RegistryDeps, actor: Actor, area: Area): Area[] {
  const trail = [area]
  for (let at: Area | undefined = area; at?.parentId != null;) {
    at = deps.directory.area(at.parentId)
    if (at === undefined || !seesPlace(actor, at.path)) break
    trail.unshift(at)
  }
  return trail
}

type GapQuery = RouteInput<typeof coverageRoutes.gaps>['query']
type GapRow = OnRound & { readonly gap: GapItem['gap']; readonly added: boolean }

/** Homes that wait, in walking order. */
export async function listGaps(
  deps: RegistryDeps,
  actor: Actor,
  query: GapQuery,
): Promise<{ cycle: CoverageBoard['cycle']; items: GapItem[]; total: number; nextCursor: string | null }> {
  const { county, db } = deps
  const day = today(deps)
  const area = askedArea(deps, actor, query.area)
  const cycle = await cycleFor(deps, actor, area.path, query.cycle, day)
  const added = cycle === undefined ? sql`false` : sql`r.home_id is null`
  const waiting = sql`select h.county, h.id, h.area_path, h.building_id, h.entrance, h.floor, h.room, ${gapSql(cycle, day)} as gap,
      ${added} as added from home h ${lineOf(cycle)}
    where h.county = ${county} and ${inside(sql`h.area_path`, groundOf(deps, actor, area.code))}`
  const asked = query.gap === undefined ? sql`h.gap is not null` : sql`h.gap = ${query.gap}`
  const page = await pageOfRound(
    query,
    db.rows<{ path: string; n: number }>(
      sql`select h.area_path as path, count(*)::integer as n from (${waiting}) h where ${asked} group by 1`,
    ),
    (paths) =>
      db.rows<GapRow>(
        sql`select ${ON_ROUND}, h.gap, h.added from (${waiting} and h.area_path = any(${[...paths]}::text[])) h
          join building b on b.county = h.county and b.id = h.building_id where ${asked}`,
      ),
  )
  const shown = await shownHomes(
    deps,
    page.lines.map((l) => l.id),
    day,
  )
  return {
    cycle: cycle === undefined ? null : cycleView(deps, cycle, day),
    items: page.lines.flatMap((line): GapItem[] => {
      const home = shown.get(line.id)
      return home === undefined ? [] : [{ ...home, gap: line.gap, added: line.added }]
    }),
    total: page.total,
    nextCursor: page.nextCursor,
  }
}
