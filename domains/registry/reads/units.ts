import type { Actor } from '@lifang/platform/access.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import type { RouteInput } from '@lifang/platform/route.ts'
import { auditInsert } from '@lifang/domains/audit/public.ts'
import { keepsPlace, revealsContact, seesPlace, seesThing } from '../access.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { selectThing, type ThingRows, type UnitDeps } from '../repo/things.ts'
import { MOST_POINTS, type ThingKind } from '../schema/unit-lists.ts'
import type { ThingPhoto } from '../schema/photos.ts'
import type { EnterpriseItem, FacilityItem, PlaceItem } from '../schema/unit-items.ts'
import type { EnterpriseView, FacilityView, PlaceView } from '../schema/unit-views.ts'
import type { unitRoutes } from '../schema/units.ts'
import type { ChangeRow } from '../tables.ts'
import type { ContactRevealRow, FacilityRow, ThingPhotoRow } from '../tables/units.ts'
import { toChange } from './people.ts'
import { outlineOf } from './building-map.ts'
import { areaView, inside, noSuch } from './scope.ts'
import { fragment, noWholePhone, pageOf, thingGround, toEnterprise, toFacility, toPlace } from './things.ts'

type Query<R extends keyof typeof unitRoutes> = RouteInput<(typeof unitRoutes)[R]>['query']
interface PageOf<T> {
  items: T[]
  total: number
  nextCursor: string | null
}

function ground(
  deps: RegistryDeps,
  actor: Actor,
  kind: ThingKind,
  query: { readonly area?: string | undefined; readonly q?: string | undefined },
): Sql[] {
  noWholePhone(query.q)
  return [
    sql`t.county = ${deps.county}`,
    inside(sql`t.area_path`, thingGround(deps, actor, query.area)),
    ...fragment(kind, query.q),
  ]
}

export async function listEnterprises(
  deps: RegistryDeps,
  actor: Actor,
  query: Query<'enterprises'>,
): Promise<PageOf<EnterpriseItem>> {
  const where = ground(deps, actor, 'enterprise', query)
  if (query.kind !== undefined) where.push(sql`t.kind = ${query.kind}`)
  if (query.state !== undefined) where.push(sql`t.state = ${query.state}`)
  if (query.small !== undefined) where.push(sql`t.small_place is not null`)
  if (query.hazards !== undefined) where.push(sql`cardinality(t.hazards) > 0`)
  const { rows, ...page } = await pageOf(deps, 'enterprise', where, query)
  return { items: rows.map((r) => toEnterprise(deps, r)), ...page }
}

const facilityWhere = (
  deps: RegistryDeps,
  actor: Actor,
  query: Omit<Query<'facilities'>, 'cursor' | 'limit'>,
): Sql[] => {
  const where = ground(deps, actor, 'facility', query)
  if (query.state !== undefined) where.push(sql`t.state = ${query.state}`)
  if (query.class !== undefined && query.class !== '')
    where.push(
      query.class.length <= 2
        ? sql`left(t.class_code, 2) = ${query.class}`
        : sql`t.class_code = ${query.class}`,
    )
  return where
}

export async function listFacilities(
  deps: RegistryDeps,
  actor: Actor,
  query: Query<'facilities'>,
): Promise<PageOf<FacilityItem>> {
  const { rows, ...page } = await pageOf(deps, 'facility', facilityWhere(deps, actor, query), query)
  return { items: rows.map((r) => toFacility(deps, r)), ...page }
}

type Point = Pick<FacilityRow, 'id' | 'name' | 'state' | 'lon' | 'lat'>
export async function facilityPoints(
  deps: RegistryDeps,
  actor: Actor,
  query: Query<'facilityPoints'>,
): Promise<{ items: Point[]; total: number }> {
  const where = join(facilityWhere(deps, actor, query), ' and ')
  const [items, { n }] = await Promise.all([
    deps.db.rows<Point>(
      sql`select t.id, t.name, t.state, t.lon, t.lat from facility t where ${where} order by t.state = 'in-order', t.id limit ${MOST_POINTS}`,
    ),
    deps.db.one<{ n: number }>(sql`select count(*)::integer as n from facility t where ${where}`),
  ])
  return { items, total: n }
}

export async function listPlaces(
  deps: RegistryDeps,
  actor: Actor,
  query: Query<'places'>,
): Promise<PageOf<PlaceItem>> {
  const where = ground(deps, actor, 'place', query)
  if (query.kind !== undefined) where.push(sql`t.kind = ${query.kind}`)
  if (query.state !== undefined) where.push(sql`t.state = ${query.state}`)
  const { rows, ...page } = await pageOf(deps, 'place', where, query)
  return { items: rows.map((r) => toPlace(deps, r)), ...page }
}

/** @throws registry.not-found, also for what stands on other people's ground */
async function visible<K extends ThingKind>(
  deps: RegistryDeps,
  actor: Actor,
  kind: K,
  id: string,
): Promise<ThingRows[K]> {
  const row = await deps.db.maybe<ThingRows[K]>(
    sql`${selectThing(kind)} where county = ${deps.county} and id = ${id}`,
  )
  if (row === undefined || !seesThing(actor, row.area_path)) throw noSuch()
  return row
}

/** What the three pages have in common. */
async function common(deps: RegistryDeps, actor: Actor, row: ThingRows[ThingKind]) {
  const rows = await deps.db.rows<ChangeRow>(
    sql`select * from registry_change where county = ${deps.county} and subject_id = ${row.id} order by id desc limit 200`,
  )
  return {
    version: row.version,
    area: areaView(deps, row.area_path),
    place: { lon: row.lon, lat: row.lat },
    facts: row.facts,
    changes: rows.map((c) => toChange(deps, c)),
    may: { edit: keepsPlace(actor, row.area_path), reveal: revealsContact(actor, row.area_path) },
  }
}

/** Photos that stand, the newest first. */
async function photosOf({ db, county }: RegistryDeps, id: string): Promise<ThingPhoto[]> {
  const rows = await db.rows<ThingPhotoRow>(
    sql`select * from thing_photo where county = ${county} and subject_id = ${id} and removed_at is null order by added_at desc, id`,
  )
  return rows.map((p) => ({
    id: p.id,
    takenAt: p.taken_at?.toISOString() ?? null,
    addedAt: p.added_at.toISOString(),
    by: p.added_name,
  }))
}

/** Who saw the contact, and a line that this one opened the record of somebody's name and phone. */
async function lookedAt(deps: RegistryDeps, actor: Actor, kind: 'enterprise' | 'place', id: string) {
  const { county, db } = deps
  const [rows] = await Promise.all([
    db.rows<ContactRevealRow>(
      sql`select * from contact_reveal where county = ${county} and subject_id = ${id} order by at desc limit 200`,
    ),
    db.run(
      auditInsert({
        county,
        actor,
        act: 'registry.view',
        subjectKind: kind,
        subjectId: id,
        ground: actor.holdings[0]?.post ?? null,
      }),
    ),
  ])
  return rows.map((l) => ({
    at: l.at.toISOString(),
    field: l.field,
    reason: l.reason,
    by: l.by_name,
    post: l.post,
  }))
}

export async function showEnterprise(deps: RegistryDeps, actor: Actor, id: string): Promise<EnterpriseView> {
  const row = await visible(deps, actor, 'enterprise', id)
  const [shared, looked, at] = await Promise.all([
    common(deps, actor, row),
    lookedAt(deps, actor, 'enterprise', id),
    row.building_id === null || !seesPlace(actor, row.area_path)
      ? undefined
      : deps.db.maybe<{ building: string; home: string | null }>(
          sql`select b.address as building, (select h.address from home h where h.county = b.county and h.id = ${row.home_id}::uuid) as home
              from building b where b.county = ${deps.county} and b.id = ${row.building_id}`,
        ),
  ])
  const named = (of: string | null, address: string | null | undefined) =>
    of === null || address == null ? null : { id: of, address }
  return {
    ...toEnterprise(deps, row),
    ...shared,
    looked,
    legalPerson: row.legal_person,
    contact: row.contact_masked,
    building: named(row.building_id, at?.building),
    home: named(row.home_id, at?.home),
  }
}

export async function showFacility(deps: UnitDeps, actor: Actor, id: string): Promise<FacilityView> {
  const row = await visible(deps, actor, 'facility', id)
  const [shared, classes, photos] = await Promise.all([
    common(deps, actor, row),
    deps.components(),
    photosOf(deps, id),
  ])
  const known = classes.find((c) => c.standard === row.class_standard && c.code === row.class_code)
  return {
    ...toFacility(deps, { ...row, photo: photos[0]?.id ?? null }),
    ...shared,
    photos,
    owner: row.owner,
    keeperId: row.keeper_id,
    evidence: known?.evidence ?? null,
  }
}

export async function showPlace(deps: RegistryDeps, actor: Actor, id: string): Promise<PlaceView> {
  const row = await visible(deps, actor, 'place', id)
  const [shared, looked, photos] = await Promise.all([
    common(deps, actor, row),
    lookedAt(deps, actor, 'place', id),
    photosOf(deps, id),
  ])
  return {
    ...toPlace(deps, { ...row, photo: photos[0]?.id ?? null }),
    ...shared,
    photos,
    looked,
    contact: row.contact_masked,
    outline: outlineOf(row.outline),
  }
}
