import type { Actor } from '@lifang/platform/access.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { seesPlace } from '../access.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import {
  CELLS,
  MOST_BUILDINGS,
  OutlineView,
  type BuildingCell,
  type BuildingMap,
} from '../schema/building-map.ts'
import { thinned } from '../rules/outline-thin.ts'
import { customProblem } from '../schema/custom-problems.ts'
import type { FreshnessWord } from '../schema/lists.ts'
import { freshnessSql } from './fresh.ts'
import { groundOf, inside, noSuch, today } from './scope.ts'

/** @throws custom.box for what is no box of degrees */
export function readBox(text: string): readonly [number, number, number, number] {
  const numbers = text.split(',').map((n) => (n.trim() === '' ? Number.NaN : Number(n)))
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = numbers
  const sound =
    numbers.length === 4 &&
    numbers.every((n) => Number.isFinite(n) && Math.abs(n) <= 180) &&
    west < east &&
    south < north
  if (!sound) throw customProblem('custom.box', { field: 'box' })
  return [west, south, east, north]
}

const isOpenStreetMap = (source: string | null): boolean => source?.startsWith('osm:') ?? false
export const outlineOf = (kept: unknown): OutlineView | null => {
  const read = OutlineView.safeParse(kept)
  return read.success ? read.data : null
}

/** Across a map: what is finer than one of these is not seen. */
const PIXELS = 1_500
const thin = (outline: OutlineView | null, tolerance: number): OutlineView | null =>
  outline === null ? null : thinned(outline, tolerance)

interface PointRow {
  readonly id: string
  readonly address: string
  readonly lon: number
  readonly lat: number
  readonly outline: unknown
  readonly source_id: string | null
  readonly homes: number
  readonly residents: number
  readonly unknown: number
  readonly stale: number
  readonly due: number
}

/**
 * What of my ground stands inside a box. Counting comes first and is an index scan; homes and people are counted only for the few
 * that are shown one by one.
 * @throws custom.box, registry.unknown-area
 */
export async function buildingMap(
  deps: RegistryDeps,
  actor: Actor,
  query: { readonly box: string; readonly area?: string | undefined },
): Promise<BuildingMap> {
  const { county, db } = deps
  const [west, south, east, north] = readBox(query.box)
  const where: Sql = join(
    [
      sql`b.county = ${county}`,
      sql`b.lon between ${west} and ${east}`,
      sql`b.lat between ${south} and ${north}`,
      inside(sql`b.area_path`, groundOf(deps, actor, query.area)),
    ],
    ' and ',
  )
  const cells = await db.rows<BuildingCell>(
    sql`select avg(b.lon) as lon, avg(b.lat) as lat, count(*)::integer as buildings from building b where ${where}
      group by least(floor((b.lon - ${west}) / ${(east - west) / CELLS}), ${CELLS - 1}), least(floor((b.lat - ${south}) / ${(north - south) / CELLS}), ${CELLS - 1})`,
  )
  const total = cells.reduce((n, c) => n + c.buildings, 0)
  if (total > MOST_BUILDINGS) return { total, buildings: [], cells, openStreetMap: false }
  const state = freshnessSql(today(deps))
  const rows = await db.rows<PointRow>(
    sql`select b.id, b.address, b.lon, b.lat, b.outline, b.source_id, c.* from building b cross join lateral (
        select count(*)::integer as homes, count(*) filter (where ${state} = 'unknown')::integer as unknown,
          count(*) filter (where ${state} = 'stale')::integer as stale, count(*) filter (where ${state} = 'due')::integer as due,
          coalesce(sum((select count(*) from residence r where r.county = h.county and r.home_id = h.id and r.to_on is null and r.kind = 'residing')), 0)::integer as residents
        from home h where h.county = b.county and h.building_id = b.id) c
      where ${where} order by b.address, b.id limit ${MOST_BUILDINGS}`,
  )
  return {
    total,
    cells: [],
    openStreetMap: rows.some((r) => isOpenStreetMap(r.source_id)),
    buildings: rows.map((r) => ({
      id: r.id,
      address: r.address,
      lon: r.lon,
      lat: r.lat,
      homes: r.homes,
      residents: r.residents,
      unknown: r.unknown,
      stale: r.stale,
      freshness: worst(r),
      outline: thin(outlineOf(r.outline), (east - west) / PIXELS),
    })),
  }
}

const worst = (r: PointRow): FreshnessWord | null =>
  r.homes === 0 ? null : r.unknown > 0 ? 'unknown' : r.stale > 0 ? 'stale' : r.due > 0 ? 'due' : 'fresh'

/** @throws registry.not-found */
export async function outlineOfBuilding(
  deps: RegistryDeps,
  actor: Actor,
  id: string,
): Promise<{ outline: OutlineView | null; openStreetMap: boolean }> {
  const row = await deps.db.maybe<{ area_path: string; outline: unknown; source_id: string | null }>(
    sql`select area_path, outline, source_id from building where county = ${deps.county} and id = ${id}`,
  )
  if (row === undefined || !seesPlace(actor, row.area_path)) throw noSuch()
  return { outline: outlineOf(row.outline), openStreetMap: isOpenStreetMap(row.source_id) }
}
