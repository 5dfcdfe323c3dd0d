/** What the lists of enterprises, facilities and places share: filters, pages, points, and the search box. */
import type { Actor } from '@lifang/platform/access.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { thingPaths } from '../access.ts'
import { bigramsOf, plainText } from '../rules/names.ts'
import { plainCode } from '../rules/finding.ts'
import { wholePhone } from '../rules/phone.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { hasPhone } from '../repo/things.ts'
import { registryProblem } from '../schema/problems.ts'
import type { ThingKind } from '../schema/unit-lists.ts'
import type { EnterpriseItem, FacilityItem, PlaceItem, ThingsFound } from '../schema/unit-items.ts'
import type { EnterpriseRow, FacilityRow, PlaceRow } from '../tables/units.ts'
import { gridName, inside, readCursor, uuidOf, writeCursor } from './scope.ts'

export type EnterpriseListed = Pick<
  EnterpriseRow,
  | 'id'
  | 'name'
  | 'address'
  | 'area_path'
  | 'kind'
  | 'uscc'
  | 'facts'
  | 'industry'
  | 'state'
  | 'small_place'
  | 'hazards'
  | 'phone_masked'
>
interface WithPhoto {
  /** The newest; null: none. */
  readonly photo: string | null
}
export type FacilityListed = Pick<
  FacilityRow,
  | 'id'
  | 'name'
  | 'address'
  | 'area_path'
  | 'class_standard'
  | 'class_code'
  | 'class_name'
  | 'identity_code'
  | 'keeper_id'
  | 'keeper'
  | 'state'
> &
  WithPhoto
export type PlaceListed = Pick<
  PlaceRow,
  'id' | 'name' | 'address' | 'area_path' | 'kind' | 'state' | 'responsible' | 'phone_masked'
> &
  WithPhoto
export interface Listed {
  readonly enterprise: EnterpriseListed
  readonly facility: FacilityListed
  readonly place: PlaceListed
}
const PHOTO = sql`(select p.id from thing_photo p where p.county = t.county and p.subject_id = t.id and p.removed_at is null
    order by p.added_at desc, p.id limit 1) as photo`
/** What is sealed is not even read. */
const FROM = {
  enterprise: sql`select t.id, t.name, t.address, t.area_path, t.kind, t.uscc, t.facts, t.industry, t.state, t.small_place, t.hazards, t.phone_masked from enterprise t`,
  facility: sql`select t.id, t.name, t.address, t.area_path, t.class_standard, t.class_code, t.class_name, t.identity_code, t.keeper_id,
    t.keeper, t.state, ${PHOTO} from facility t`,
  place: sql`select t.id, t.name, t.address, t.area_path, t.kind, t.state, t.responsible, t.phone_masked, ${PHOTO} from place t`,
} as const satisfies Record<ThingKind, Sql>
const COUNT = {
  enterprise: sql`select count(*)::integer as n from enterprise t`,
  facility: sql`select count(*)::integer as n from facility t`,
  place: sql`select count(*)::integer as n from place t`,
} as const satisfies Record<ThingKind, Sql>

export const toEnterprise = (deps: RegistryDeps, r: EnterpriseListed): EnterpriseItem => ({
  id: r.id,
  name: r.name,
  address: r.address,
  grid: gridName(deps, r.area_path),
  kind: r.kind,
  uscc: r.uscc,
  doubtful: r.uscc !== null && r.facts['uscc']?.confidence === 'doubtful',
  industry: r.industry,
  state: r.state,
  smallPlace: r.small_place,
  hazards: r.hazards,
  phone: r.phone_masked,
})
export const toFacility = (deps: RegistryDeps, r: FacilityListed): FacilityItem => ({
  id: r.id,
  name: r.name,
  address: r.address,
  grid: gridName(deps, r.area_path),
  class: { standard: r.class_standard, code: r.class_code, name: r.class_name },
  identityCode: r.identity_code,
  keeper: r.keeper_id === null ? r.keeper : (deps.directory.department(r.keeper_id)?.name ?? r.keeper),
  state: r.state,
  photo: r.photo,
})
export const toPlace = (deps: RegistryDeps, r: PlaceListed): PlaceItem => ({
  id: r.id,
  name: r.name,
  address: r.address,
  grid: gridName(deps, r.area_path),
  kind: r.kind,
  state: r.state,
  responsible: r.responsible,
  phone: r.phone_masked,
  photo: r.photo,
})

interface Page {
  readonly cursor?: string | undefined
  readonly limit: number
}
/** One page by name, with the true total behind the filter. */
export async function pageOf<K extends ThingKind>(
  deps: RegistryDeps,
  kind: K,
  where: readonly Sql[],
  page: Page,
): Promise<{ rows: Listed[K][]; total: number; nextCursor: string | null }> {
  const all = sql`where ${join(where, ' and ')}`
  const after = page.cursor === undefined ? [] : readCursor(page.cursor, 2)
  const from =
    page.cursor === undefined ? sql`true` : sql`(t.name, t.id) > (${after[0]}, ${uuidOf(after[1])}::uuid)`
  const [found, count] = await Promise.all([
    deps.db.rows<Listed[K]>(
      sql`${FROM[kind]} ${all} and ${from} order by t.name, t.id limit ${page.limit + 1}`,
    ),
    deps.db.one<{ n: number }>(sql`${COUNT[kind]} ${all}`),
  ])
  const rows = found.slice(0, page.limit)
  const last = rows.at(-1)
  const more = found.length > page.limit && last !== undefined
  return { rows, total: count.n, nextCursor: more ? writeCursor(last.name, last.id) : null }
}

/** A whole number must not stand in an address line, as it must not of people. @throws registry.number-by-post */
export function noWholePhone(q: string | undefined): void {
  if (q !== undefined && wholePhone(q) !== null)
    throw registryProblem('registry.number-by-post', { field: 'q' })
}

/** A fragment of the name or the address, the whole code, or the last four of the phone, as a filter of a list; one character is enough there. */
export function fragment(kind: ThingKind, q: string | undefined): Sql[] {
  const words = plainText(q ?? '')
  if (words === '') return []
  const like = `%${words.replaceAll(/[%_\\]/g, '\\$&')}%`
  const code = plainCode(q ?? '')
  const parts = [
    [...words].length === 1
      ? sql`t.name like ${like}`
      : sql`(t.bigrams @> ${[...bigramsOf(words)]}::text[] and ${holdsText(words)})`,
    sql`t.address like ${like}`,
  ]
  if (kind === 'enterprise') parts.push(sql`t.uscc = ${code}`)
  if (kind === 'facility') parts.push(sql`t.identity_code = ${code}`)
  if (kind !== 'facility' && /^\d{4}$/.test(code)) parts.push(sql`t.phone_tail = ${code}`)
  if (/^[a-z]{2,8}$/.test(words)) parts.push(sql`t.initials @> ${[words]}::text[]`)
  return [sql`(${join(parts, ' or ')})`]
}

/** Pairs alone do not know their order: from three characters on the text is compared too, without blanks and marks. */
const holdsText = (words: string): Sql =>
  [...words].length === 2
    ? sql`true`
    : sql`regexp_replace(lower(t.name), '[^[:alnum:]]', '', 'g') like ${`%${words.replaceAll(/[%_\\]/g, '\\$&')}%`}`

/** Shown of each kind. */
const PAGE = 20

/** What the box looks for: a code, a phone or its last four, letters, or two characters and more of a name. Null: nothing that names one of these. */
function condition(deps: RegistryDeps, kind: ThingKind, q: string): Sql | null {
  const code = plainCode(q)
  const words = plainText(q)
  if (/^[0-9A-Z]{16,18}$/.test(code)) {
    if (kind === 'enterprise') return sql`t.uscc = ${code}`
    return kind === 'facility' ? sql`t.identity_code = ${code}` : null
  }
  const phone = wholePhone(q)
  if (phone !== null) return kind === 'facility' ? null : hasPhone(deps.fields, phone)
  if (/^\d{4}$/.test(words)) return kind === 'facility' ? null : sql`t.phone_tail = ${words}`
  if ([...words].length < 2) return null
  const pairs = sql`(t.bigrams @> ${[...bigramsOf(words)]}::text[] and ${holdsText(words)})`
  return /^[a-z]{2,8}$/.test(words) ? sql`(t.initials @> ${[words]}::text[] or ${pairs})` : pairs
}

/** The ground as a filter that no index of places serves, as people are found: what was typed is rare and decides. */
async function find<K extends ThingKind>(
  deps: RegistryDeps,
  paths: readonly string[],
  kind: K,
  q: string,
): Promise<Listed[K][]> {
  const where = condition(deps, kind, q)
  if (where === null) return []
  return deps.db.rows<Listed[K]>(
    sql`${FROM[kind]} where t.county = ${deps.county} and ${where} and ${inside(sql`(t.area_path || '')`, paths)} limit ${PAGE + 1}`,
  )
}

export async function searchThings(deps: RegistryDeps, actor: Actor, q: string): Promise<ThingsFound> {
  const paths = thingPaths(actor)
  const [enterprises, facilities, places] = await Promise.all([
    find(deps, paths, 'enterprise', q),
    find(deps, paths, 'facility', q),
    find(deps, paths, 'place', q),
  ])
  return {
    enterprises: enterprises.slice(0, PAGE).map((r) => toEnterprise(deps, r)),
    facilities: facilities.slice(0, PAGE).map((r) => toFacility(deps, r)),
    places: places.slice(0, PAGE).map((r) => toPlace(deps, r)),
    more: {
      enterprises: enterprises.length > PAGE,
      facilities: facilities.length > PAGE,
      places: places.length > PAGE,
    },
  }
}

/** @throws registry.search-too-short */
export function findThings(deps: RegistryDeps, actor: Actor, q: string): Promise<ThingsFound> {
  if ([...plainText(q)].length < 2) throw registryProblem('registry.search-too-short', { field: 'q' })
  return searchThings(deps, actor, q)
}

/** Ground of a question about things, as `groundOf` is of homes. @throws registry.unknown-area */
export function thingGround(deps: RegistryDeps, actor: Actor, area: string | undefined): readonly string[] {
  const mine = thingPaths(actor)
  if (area === undefined) return mine
  const found = deps.directory.areaByCode(area)
  const within =
    found === undefined
      ? []
      : mine.some((path) => found.path.startsWith(path))
        ? [found.path]
        : mine.filter((path) => path.startsWith(found.path))
  if (within.length === 0) throw registryProblem('registry.unknown-area', { field: 'area' })
  return within
}
