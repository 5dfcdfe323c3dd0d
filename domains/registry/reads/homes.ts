import type { Actor } from '@lifang/platform/access.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import type { RouteInput } from '@lifang/platform/route.ts'
import { auditInsert } from '@lifang/domains/audit/public.ts'
import { keepsPlace, seesPlace } from '../access.ts'
import { buildingOrder, naturally } from '../rules/coverage.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import type { registryRoutes } from '../schema.ts'
import type { Coverage, FacadeHome, HomeItem, HomeView } from '../schema/views.ts'
import type { ChangeRow, HomeRow } from '../tables.ts'
import { freshness, freshnessSql } from './fresh.ts'
import { householdsAt } from './households.ts'
import { toChange } from './people.ts'
import { areaView, gridName, groundOf, inside, noSuch, readCursor, today, writeCursor } from './scope.ts'

/** A home with how many live there. */
export type CountedHome = Pick<
  HomeRow,
  | 'id'
  | 'building_id'
  | 'area_path'
  | 'entrance'
  | 'floor'
  | 'room'
  | 'kind'
  | 'hazards'
  | 'address'
  | 'visited_on'
  | 'care'
> & { readonly residents: number }
export const HOME_COLUMNS = sql`h.id, h.building_id, h.area_path, h.entrance, h.floor, h.room, h.kind, h.hazards, h.address, h.visited_on, h.care,
  (select count(*)::integer from residence r where r.county = h.county and r.home_id = h.id and r.to_on is null and r.kind = 'residing') as residents`

export const toFacade = (row: CountedHome, day: string): FacadeHome => ({
  id: row.id,
  entrance: row.entrance,
  floor: row.floor,
  room: row.room,
  kind: row.kind,
  hazards: row.hazards,
  residents: row.residents,
  care: row.care,
  visitedOn: row.visited_on,
  ...freshness(row, day),
})
const toHome = (deps: RegistryDeps, row: CountedHome, day: string): HomeItem => ({
  ...toFacade(row, day),
  address: row.address,
  grid: gridName(deps, row.area_path),
  building: row.building_id,
})

type ListQuery = RouteInput<typeof registryRoutes.homes>['query']
export type OnRound = {
  readonly id: string
  readonly area_path: string
  readonly building_id: string
  readonly lon: number
  readonly lat: number
} & Pick<HomeRow, 'entrance' | 'floor' | 'room'>

/** A page of a round: which homes, in which order, of how many. */
export interface RoundPage<Line extends OnRound> {
  readonly lines: readonly Line[]
  readonly total: number
  readonly nextCursor: string | null
}

/**
 * A page of homes in walking order: grid after grid, building after building as one walks, then entrance, floor, room. Grids are
 * counted first, and only those the page touches are read and put in order by the rule, so that a district's round costs what a
 * grid's does.
 * @param count rows of `area_path as path` and `n`, of what the list is about @param read the homes of some grids
 */
export async function pageOfRound<Line extends OnRound>(
  query: { readonly cursor?: string | undefined; readonly limit: number },
  count: Promise<{ readonly path: string; readonly n: number }[]>,
  read: (paths: readonly string[]) => Promise<Line[]>,
): Promise<RoundPage<Line>> {
  const given = query.cursor === undefined ? 0 : Number(readCursor(query.cursor, 1)[0])
  const from = Number.isInteger(given) && given >= 0 ? given : 0
  const to = from + query.limit
  const touched: string[] = []
  let total = 0
  let before = 0
  for (const { path, n } of (await count).toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    if (total + n <= from) before += n
    else if (total < to) touched.push(path)
    total += n
  }
  const walked = touched.length === 0 ? [] : inWalkingOrder(await read(touched))
  return {
    lines: walked.slice(from - before, to - before),
    total,
    nextCursor: to < total ? writeCursor(String(to)) : null,
  }
}

/** The homes of a page as they are shown, in its order. */
export async function shownHomes(
  deps: RegistryDeps,
  ids: readonly string[],
  day: string,
): Promise<ReadonlyMap<string, HomeItem>> {
  const rows = await deps.db.rows<CountedHome>(
    sql`select ${HOME_COLUMNS} from home h where h.county = ${deps.county} and h.id = any(${[...ids]}::uuid[])`,
  )
  return new Map(rows.map((r) => [r.id, toHome(deps, r, day)]))
}
export const ON_ROUND = sql`h.id, h.area_path, h.building_id, h.entrance, h.floor, h.room, b.lon, b.lat`

/** Homes of a ground in walking order, with how fresh they are. */
export async function listHomes(
  deps: RegistryDeps,
  actor: Actor,
  query: ListQuery,
): Promise<{ items: HomeItem[]; coverage: Coverage; nextCursor: string | null }> {
  const { county, db } = deps
  const day = today(deps)
  const ground = sql`h.county = ${county} and ${inside(sql`h.area_path`, groundOf(deps, actor, query.area))}`
  const where: Sql[] = [ground]
  if (query.kind !== undefined) where.push(sql`h.kind = ${query.kind}`)
  if (query.state !== undefined) where.push(sql`${freshnessSql(day)} = ${query.state}`)
  const [states, page] = await Promise.all([
    db.rows<{ state: keyof Omit<Coverage, 'homes'>; n: number }>(
      sql`select ${freshnessSql(day)} as state, count(*)::integer as n from home h where ${ground} group by 1`,
    ),
    pageOfRound(
      query,
      db.rows<{ path: string; n: number }>(
        sql`select h.area_path as path, count(*)::integer as n from home h where ${join(where, ' and ')} group by 1`,
      ),
      (paths) =>
        db.rows<OnRound>(
          sql`select ${ON_ROUND} from home h join building b on b.county = h.county and b.id = h.building_id
            where ${join(where, ' and ')} and h.area_path = any(${[...paths]}::text[])`,
        ),
    ),
  ])
  const coverage: Coverage = { homes: 0, unknown: 0, stale: 0, due: 0, fresh: 0 }
  for (const { state, n } of states) {
    coverage[state] = n
    coverage.homes += n
  }
  const shown = await shownHomes(
    deps,
    page.lines.map((l) => l.id),
    day,
  )
  return {
    items: page.lines.flatMap((l) => shown.get(l.id) ?? []),
    coverage,
    nextCursor: page.nextCursor,
  }
}

function inWalkingOrder<Line extends OnRound>(homes: readonly Line[]): readonly Line[] {
  const grids = Map.groupBy(homes, (h) => h.area_path)
  return [...grids.keys()].toSorted().flatMap((path) => {
    const here = grids.get(path) ?? []
    const buildings = new Map(
      here.map((h) => [h.building_id, { id: h.building_id, code: null, at: [h.lon, h.lat] as const }]),
    )
    const order = buildingOrder([...buildings.values()])
    return here.toSorted(
      (a, b) =>
        (order.get(a.building_id) ?? 0) - (order.get(b.building_id) ?? 0) ||
        naturally(a.entrance, b.entrance) ||
        a.floor - b.floor ||
        naturally(a.room, b.room) ||
        (a.id < b.id ? -1 : 1),
    )
  })
}

type ShownHome = CountedHome & Pick<HomeRow, 'version' | 'facts'> & { readonly building_address: string }
type HappenedRow = ChangeRow & { readonly who: string | null }

/** @throws registry.not-found, also for a home on other people's ground */
export async function showHome(deps: RegistryDeps, actor: Actor, id: string): Promise<HomeView> {
  const { county, db } = deps
  const row = await db.maybe<ShownHome>(
    sql`select ${HOME_COLUMNS}, h.version, h.facts, b.address as building_address
      from home h join building b on b.county = h.county and b.id = h.building_id where h.county = ${county} and h.id = ${id}`,
  )
  if (row === undefined || !seesPlace(actor, row.area_path)) throw noSuch()
  const day = today(deps)
  const [households, happened] = await Promise.all([
    householdsAt(deps, id, day),
    db.rows<HappenedRow>(sql`select c.*, p.name as who from registry_change c
        left join person p on p.county = c.county and p.id = (case
          when c.field in ('registered-in', 'registered-out', 'residing-in', 'residing-out') then coalesce(c.new_value, c.old_value) end)::uuid
      where c.county = ${county} and c.subject_id = ${id} order by c.id desc limit 60`),
    db.run(
      auditInsert({
        county,
        actor,
        act: 'registry.view',
        subjectKind: 'home',
        subjectId: id,
        ground: actor.holdings[0]?.post ?? null,
      }),
    ),
  ])
  return {
    ...toHome(deps, row, day),
    version: row.version,
    facts: row.facts,
    buildingAddress: row.building_address,
    area: areaView(deps, row.area_path),
    households: households.map(({ homeId: _home, ...rest }) => rest),
    changes: happened.map((c) => ({
      ...toChange(deps, c),
      who: c.who,
      subject: c.subject_kind,
      // Who it was stands in `who`; their id says nothing to a reader.
      ...(c.who === null ? {} : { from: null, to: null }),
    })),
    may: { edit: keepsPlace(actor, row.area_path) },
  }
}
