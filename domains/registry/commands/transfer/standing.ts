import { sql } from '@lifang/platform/sql.ts'
import type { ResidenceKind } from '../../schema/lists.ts'
import type { RegistryDeps } from '../../repo/deps.ts'
import type { HomeRow, PersonRow } from '../../tables.ts'

/** What the register holds that lines of one chunk may meet; what this very import made is left out. */
export interface Standing {
  readonly people: ReadonlyMap<string, KnownPerson>
  /** By building, entrance and room. */
  readonly homes: ReadonlyMap<string, KnownHome>
  /** By building and room, for sheets without entrances. */
  readonly rooms: ReadonlyMap<string, readonly KnownHome[]>
  /** Newest that stands, by home and kind. */
  readonly households: ReadonlyMap<string, { readonly id: string; readonly headed: boolean }>
  /** People without a number, by home, name and birth. */
  readonly unnumbered: ReadonlySet<string>
}
export interface KnownPerson extends Pick<PersonRow, 'id' | 'name' | 'status'> {
  /** 'kind|home' of where they live now. */
  readonly stays: readonly string[]
}
export type KnownHome = Pick<HomeRow, 'id' | 'building_id' | 'entrance' | 'room' | 'address' | 'area_path'>

export const homeKey = (building: string, entrance: string, room: string): string =>
  `${building}|${entrance}|${room}`
export const unnumberedKey = (home: string, name: string, born: string | null): string =>
  `${home}|${name}|${born ?? ''}`

export interface Asked {
  readonly indexes: readonly Buffer[]
  readonly homes: readonly (readonly [building: string, room: string])[]
  readonly named: readonly string[]
  /** Homes matter for people without a number. */
  readonly unnumbered: boolean
}

/**
 * Each key is looked up on its own (`offset 0` keeps the planner from reading it otherwise) and with all that the index says of itself:
 * a prepared statement over an array proves nothing of a partial index, and read everybody once a chunk (200,000 lines: 210 s).
 */
export async function standingFor(
  { db, county }: RegistryDeps,
  { indexes, homes: rooms, named, unnumbered }: Asked,
  ours: (id: string) => boolean,
): Promise<Standing> {
  const [people, homes] = await Promise.all([
    indexes.length === 0
      ? []
      : db.rows<Pick<PersonRow, 'id' | 'name' | 'status'> & { id_index: Buffer; stays: string[] | null }>(
          sql`select p.id, p.name, p.status, w.id_index,
              (select array_agg(r.kind || '|' || r.home_id) from residence r
                where r.county = ${county} and r.person_id = p.id and r.to_on is null) as stays
            from unnest(${indexes}::bytea[]) as w(id_index) cross join lateral (
              (select q.id, q.name, q.status from person q
                where q.county = ${county} and q.merged_into is null and q.id_index is not null and q.id_index = w.id_index)
              union all (select q.merged_into, q.name, q.status from person q
                where q.county = ${county} and q.merged_into is not null and q.id_index is not null and q.id_index = w.id_index) offset 0) p`,
        ),
    rooms.length + named.length === 0
      ? []
      : db.rows<KnownHome>(
          sql`select h.* from unnest(${rooms.map((r) => r[0])}::uuid[], ${rooms.map((r) => r[1])}::text[]) as w(building_id, room)
              cross join lateral (select id, building_id, entrance, room, address, area_path from home q
                where q.county = ${county} and q.building_id = w.building_id and q.room = w.room offset 0) h
            union select id, building_id, entrance, room, address, area_path from home where county = ${county} and id = any(${named}::uuid[])`,
        ),
  ])
  const there = homes.filter((h) => !ours(h.id))
  const ids = there.map((h) => h.id)
  const [households, without] = await Promise.all([
    ids.length === 0
      ? []
      : db.rows<{ id: string; home_id: string; kind: ResidenceKind; headed: boolean }>(
          sql`select id, home_id, kind, head_id is not null as headed from household
            where county = ${county} and home_id = any(${ids}::uuid[]) and ended_on is null order by id`,
        ),
    ids.length === 0 || !unnumbered
      ? []
      : db.rows<{ id: string; home_id: string; name: string; birth_date: string | null }>(
          sql`select p.id, r.home_id, p.name, p.birth_date from residence r join person p on p.county = r.county and p.id = r.person_id
            where r.county = ${county} and r.home_id = any(${ids}::uuid[]) and r.to_on is null and p.id_index is null`,
        ),
  ])
  const byRoom = new Map<string, KnownHome[]>()
  for (const home of there) {
    const key = homeKey(home.building_id, '', home.room)
    byRoom.set(key, [...(byRoom.get(key) ?? []), home])
  }
  return {
    people: new Map(
      people
        .filter((p) => !ours(p.id))
        .map((p) => [
          p.id_index.toString('hex'),
          { id: p.id, name: p.name, status: p.status, stays: p.stays ?? [] },
        ]),
    ),
    homes: new Map(there.map((h) => [homeKey(h.building_id, h.entrance, h.room), h])),
    rooms: byRoom,
    households: new Map(
      households
        .filter((h) => !ours(h.id))
        .map((h) => [`${h.home_id}|${h.kind}`, { id: h.id, headed: h.headed }]),
    ),
    unnumbered: new Set(
      without.filter((p) => !ours(p.id)).map((p) => unnumberedKey(p.home_id, p.name, p.birth_date)),
    ),
  }
}

/** The register knows nobody, or no home: then nothing needs to be looked for, line by line. */
export async function isEmpty({ db, county }: RegistryDeps): Promise<{ people: boolean; homes: boolean }> {
  const { people, homes } = await db.one<{ people: boolean; homes: boolean }>(
    sql`select not exists (select from person where county = ${county}) as people,
        not exists (select from home where county = ${county}) as homes`,
  )
  return { people, homes }
}
