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
export const toHome = (deps: RegistryDeps, row: CountedHome, day: string): HomeItem => ({
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

/** A list is walked, not read to its end: of more homes than this a smaller area is asked for. */
const MOST = 5_000

/**
 * Homes of a ground in walking order: grid after grid, building after building as one walks, then entrance, floor, room. The order
 * of the round is computed by the rule; the page is then read by id.
 */
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
  const [states, found] = await Promise.all([
    db.rows<{ state: keyof Omit<Coverage, 'homes'>; n: number }>(
      sql`select ${freshnessSql(day)} as state, count(*)::integer as n from home h where ${ground} group by 1`,
    ),
    db.rows<OnRound>(
      sql`select h.id, h.area_path, h.building_id, h.entrance, h.floor, h.room, b.lon, b.lat
        from home h join building b on b.county = h.county and b.id = h.building_id
        where ${join(where, ' and ')} order by h.area_path, h.building_id limit ${MOST}`,
    ),
  ])
  const coverage: Coverage = { homes: 0, unknown: 0, stale: 0, due: 0, fresh: 0 }
  for (const { state, n } of states) {
    coverage[state] = n
    coverage.homes += n
  }
  const walked = inWalkingOrder(found)
  const from = query.cursor === undefined ? 0 : Number(readCursor(query.cursor, 1)[0])
  const start = Number.isInteger(from) && from >= 0 ? from : 0
  const ids = walked.slice(start, start + query.limit)
  const rows = await db.rows<CountedHome>(
    sql`select ${HOME_COLUMNS} from home h where h.county = ${county} and h.id = any(${ids}::uuid[])`,
  )
  const byId = new Map(rows.map((r) => [r.id, r]))
  return {
    items: ids.flatMap((id) => {
      const row = byId.get(id)
      return row === undefined ? [] : [toHome(deps, row, day)]
    }),
    coverage,
    nextCursor: start + query.limit < walked.length ? writeCursor(String(start + query.limit)) : null,
  }
}

export function inWalkingOrder(homes: readonly OnRound[]): readonly string[] {
  const grids = Map.groupBy(homes, (h) => h.area_path)
  return [...grids.keys()].toSorted().flatMap((path) => {
    const here = grids.get(path) ?? []
    const buildings = new Map(
      here.map((h) => [h.building_id, { id: h.building_id, code: null, at: [h.lon, h.lat] as const }]),
    )
    const order = buildingOrder([...buildings.values()])
    return here
      .toSorted(
        (a, b) =>
          (order.get(a.building_id) ?? 0) - (order.get(b.building_id) ?? 0) ||
          naturally(a.entrance, b.entrance) ||
          a.floor - b.floor ||
          naturally(a.room, b.room) ||
          (a.id < b.id ? -1 : 1),
      )
      .map((h) => h.id)
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
