import type { Actor } from '@lifang/platform/access.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import type { RouteInput } from '@lifang/platform/route.ts'
import { keepsPlace, seesPlace } from '../access.ts'
import { naturally } from '../rules/coverage.ts'
import { bigramsOf } from '../rules/names.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import type { registryRoutes } from '../schema.ts'
import type { BuildingItem, BuildingView } from '../schema/views.ts'
import type { BuildingRow } from '../tables.ts'
import { freshnessSql } from './fresh.ts'
import { HOME_COLUMNS, toFacade, type CountedHome } from './homes.ts'
import { areaView, groundOf, inside, noSuch, readCursor, today, uuidOf, writeCursor } from './scope.ts'

type ListQuery = RouteInput<typeof registryRoutes.buildings>['query']
type ListedRow = Pick<
  BuildingRow,
  'id' | 'address' | 'road' | 'estate' | 'door' | 'block' | 'area_path' | 'use' | 'storeys'
> & {
  readonly aliases: string[]
  readonly homes: number
  readonly unknown: number
  readonly stale: number
  readonly rental: number
  readonly vacant: number
  readonly residents: number
}

/** As one would look for it: number 9 before number 10. */
const ORDER = sql`order by b.road, b.estate, length(b.door), b.door, length(b.block), b.block, b.id`

export async function listBuildings(
  deps: RegistryDeps,
  actor: Actor,
  query: ListQuery,
): Promise<{ items: BuildingItem[]; nextCursor: string | null }> {
  const { county, db } = deps
  const state = freshnessSql(today(deps))
  const where: Sql[] = [
    sql`b.county = ${county}`,
    inside(sql`b.area_path`, groundOf(deps, actor, query.area)),
  ]
  const pairs = query.q === undefined ? [] : bigramsOf(query.q)
  if (pairs.length > 0)
    where.push(sql`(b.bigrams @> ${[...pairs]}::text[] or exists (select from address_alias a
      where a.county = b.county and a.building_id = b.id and a.bigrams @> ${[...pairs]}::text[]))`)
  if (query.cursor !== undefined) {
    const [road, estate, door = '', block = '', id] = readCursor(query.cursor, 5)
    where.push(
      sql`(b.road, b.estate, length(b.door), b.door, length(b.block), b.block, b.id)
        > (${road}, ${estate}, ${door.length}, ${door}, ${block.length}, ${block}, ${uuidOf(id)}::uuid)`,
    )
  }
  const rows = await db.rows<ListedRow>(
    sql`with f as (select b.county, b.id, b.address, b.road, b.estate, b.door, b.block, b.area_path, b.use, b.storeys from building b
        where ${join(where, ' and ')} ${ORDER} limit ${query.limit + 1})
      select b.*, c.*, array(select a.text from address_alias a where a.county = b.county and a.building_id = b.id and a.home_id is null order by a.text) as aliases
      from f b cross join lateral (
        select count(*)::integer as homes, count(*) filter (where ${state} = 'unknown')::integer as unknown,
          count(*) filter (where ${state} = 'stale')::integer as stale, count(*) filter (where h.kind = 'rental')::integer as rental,
          count(*) filter (where h.kind = 'vacant')::integer as vacant,
          coalesce(sum((select count(*) from residence r where r.county = h.county and r.home_id = h.id and r.to_on is null and r.kind = 'residing')), 0)::integer as residents
        from home h where h.county = b.county and h.building_id = b.id) c
      ${ORDER}`,
  )
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    items: page.map(({ area_path, ...b }) => ({
      id: b.id,
      address: b.address,
      aliases: b.aliases,
      grid: areaView(deps, area_path),
      use: b.use,
      storeys: b.storeys,
      homes: b.homes,
      unknown: b.unknown,
      stale: b.stale,
      rental: b.rental,
      vacant: b.vacant,
      residents: b.residents,
    })),
    nextCursor:
      rows.length > query.limit && last !== undefined
        ? writeCursor(last.road, last.estate, last.door, last.block, last.id)
        : null,
  }
}

/** @throws registry.not-found, also for a building on other people's ground */
export async function showBuilding(deps: RegistryDeps, actor: Actor, id: string): Promise<BuildingView> {
  const { county, db } = deps
  const [row, homes, aliases] = await Promise.all([
    db.maybe<BuildingRow>(sql`select * from building where county = ${county} and id = ${id}`),
    db.rows<CountedHome>(
      sql`select ${HOME_COLUMNS} from home h where h.county = ${county} and h.building_id = ${id} limit 3000`,
    ),
    db.rows<{ text: string }>(
      sql`select text from address_alias where county = ${county} and building_id = ${id} and home_id is null order by text`,
    ),
  ])
  if (row === undefined || !seesPlace(actor, row.area_path)) throw noSuch()
  const day = today(deps)
  return {
    id,
    version: row.version,
    address: row.address,
    road: row.road,
    estate: row.estate,
    door: row.door,
    block: row.block,
    aliases: aliases.map((a) => a.text),
    grid: areaView(deps, row.area_path),
    place: { lon: row.lon, lat: row.lat },
    storeys: row.storeys,
    use: row.use,
    facts: row.facts,
    homes: homes
      .toSorted(
        (a, b) =>
          naturally(a.entrance, b.entrance) ||
          b.floor - a.floor ||
          naturally(a.room, b.room) ||
          (a.id < b.id ? -1 : 1),
      )
      .map((h) => toFacade(h, day)),
    may: { edit: keepsPlace(actor, row.area_path) },
  }
}
