import type { Actor } from '@lifang/platform/access.ts'
import { newId } from '@lifang/platform/id.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { Here } from '@lifang/domains/grid/public.ts'
import { toStored } from '@lifang/domains/grid/rules/coordinates.ts'
import type { GivenPlace } from '@lifang/domains/grid/schema.ts'
import { mayKeepPlace } from '../access.ts'
import { plainAddress } from '../rules/address.ts'
import { buildingLine, homeLine, type BuildingChain } from '../rules/line.ts'
import { bigramsOf } from '../rules/names.ts'
import { factsAfter, keepChanges, type FieldChange } from '../repo/changes.ts'
import { checkVersion, once, type Doing } from '../repo/command.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { followEnterprises } from '../repo/things.ts'
import { changeHome, lockBuilding, lockHome } from '../repo/homes.ts'
import { settlePlaces } from '../repo/people.ts'
import { checkText } from '../repo/person.ts'
import { registryProblem } from '../schema/problems.ts'
import type { BuildingBody, BuildingEdit, HomeEdit, HomesBody } from '../schema/bodies.ts'
import type { Done } from '../schema/views.ts'

type Answer = { readonly made: boolean; readonly answer: Done }
const CHAIN = ['road', 'estate', 'door', 'block'] as const

/** The chain as one line. @throws registry.address-empty, bad-text */
function printedLine(chain: BuildingChain): string {
  for (const field of CHAIN) checkText(chain[field], field)
  const line = buildingLine(chain)
  if (line === '') throw registryProblem('registry.address-empty', { field: 'road' })
  return line
}

/** The grid of today at a point of ground I keep. @throws registry.outside-area, not-your-area */
export function placed(
  deps: RegistryDeps,
  actor: Actor,
  place: GivenPlace,
): { lon: number; lat: number; here: Here } {
  const { lon, lat } = must(toStored(place))
  const here = deps.directory.locate(lon, lat)
  if (here === null) throw registryProblem('registry.outside-area', { field: 'place' })
  if (!mayKeepPlace(actor, here.grid.path).ok)
    throw registryProblem('registry.not-your-area', { field: 'place' })
  return { lon, lat, here }
}

export const createBuilding = (deps: RegistryDeps, actor: Actor, body: BuildingBody): Promise<Answer> =>
  once(deps, actor, { act: 'create-building', kind: 'building', id: body.id }, body, async (doing) => {
    const { lon, lat, here } = placed(deps, actor, body.place)
    const address = printedLine(body)
    const changes: FieldChange[] = [
      { field: 'address', old: null, new: address, sensitive: false },
      { field: 'use', old: null, new: body.use, sensitive: false },
      { field: 'storeys', old: null, new: String(body.storeys), sensitive: false },
      { field: 'place', old: null, new: `${lon},${lat}`, sensitive: false },
    ]
    await doing.tx
      .run(sql`insert into building (county, id, area_id, area_path, border_id, road, estate, door, block, address, bigrams,
        lon, lat, storeys, use, facts, updated_at)
      values (${deps.county}, ${body.id}, ${here.grid.id}, ${here.grid.path}, ${here.borderId}, ${body.road}, ${body.estate}, ${body.door},
        ${body.block}, ${address}, ${[...bigramsOf(address)]}::text[], ${lon}, ${lat}, ${body.storeys}, ${body.use},
        ${JSON.stringify(factsAfter({}, doing, changes))}::jsonb, ${doing.at})`)
    await keepAliases(doing, body.id, body.aliases)
    await keepChanges(doing, 'building', body.id, changes)
    return { id: body.id, version: 1, warnings: [] }
  })

/** Other names of a building as they are from now on. @throws registry.alias-taken, bad-text */
async function keepAliases(doing: Doing, building: string, aliases: readonly string[]): Promise<void> {
  const { deps, tx } = doing
  const rows = [...new Map(aliases.map((text) => [plainAddress(checkText(text, 'aliases')), text]))]
  if (rows.some(([key]) => key === '')) throw registryProblem('registry.bad-text', { field: 'aliases' })
  const keys = rows.map(([key]) => key)
  await tx.run(sql`delete from address_alias where county = ${deps.county} and building_id = ${building} and home_id is null
    and not (key = any(${keys}::text[]))`)
  for (const [key, text] of rows)
    await tx.run(sql`insert into address_alias (county, id, building_id, text, key, bigrams)
      select ${deps.county}, ${newId()}::uuid, ${building}::uuid, ${text}, ${key}, ${[...bigramsOf(text)]}::text[]
      where not exists (select from address_alias where county = ${deps.county} and building_id = ${building} and home_id is null and key = ${key})`)
}

export const editBuilding = (
  deps: RegistryDeps,
  actor: Actor,
  id: string,
  body: BuildingEdit,
): Promise<Answer> =>
  once(deps, actor, { act: 'edit-building', kind: 'building', id }, body, async (doing) => {
    const { tx, at } = doing
    const { county } = deps
    const row = await lockBuilding(doing, id)
    must(mayKeepPlace(actor, row.area_path))
    checkVersion(row, body.version)
    const { changes: given } = body
    const chain: BuildingChain = {
      road: given.road ?? row.road,
      estate: given.estate ?? row.estate,
      door: given.door ?? row.door,
      block: given.block ?? row.block,
    }
    const address = printedLine(chain)
    const moved = given.place === undefined ? null : placed(deps, actor, given.place)
    const [lon, lat] = moved === null ? [row.lon, row.lat] : [moved.lon, moved.lat]
    const changes: FieldChange[] = []
    const tell = (field: string, old: unknown, now: unknown): void => {
      if (String(old) !== String(now))
        changes.push({ field, old: String(old), new: String(now), sensitive: false })
    }
    tell('address', row.address, address)
    tell('use', row.use, given.use ?? row.use)
    tell('storeys', row.storeys, given.storeys ?? row.storeys)
    tell('place', `${row.lon},${row.lat}`, `${lon},${lat}`)
    if (given.aliases !== undefined) {
      const before = await tx.rows<{ text: string }>(
        sql`select text from address_alias where county = ${county} and building_id = ${id} and home_id is null order by text`,
      )
      await keepAliases(doing, id, given.aliases)
      tell('aliases', before.map((a) => a.text).join('；'), given.aliases.toSorted().join('；'))
    }
    if (changes.length === 0) throw registryProblem('registry.nothing-to-change', { field: 'changes' })
    const area = moved?.here.grid
    await tx.run(sql`update building set road = ${chain.road}, estate = ${chain.estate}, door = ${chain.door}, block = ${chain.block},
        address = ${address}, bigrams = ${[...bigramsOf(address)]}::text[], lon = ${lon}, lat = ${lat}, storeys = ${given.storeys ?? row.storeys},
        use = ${given.use ?? row.use}, area_id = ${area?.id ?? row.area_id}, area_path = ${area?.path ?? row.area_path},
        border_id = ${moved?.here.borderId ?? row.border_id}, facts = ${JSON.stringify(factsAfter(row.facts, doing, changes))}::jsonb,
        version = version + 1, updated_at = ${at}
      where county = ${county} and id = ${id}`)
    await keepChanges(doing, 'building', id, changes)
    await followBuilding(doing, id, address, area?.id ?? row.area_id, area?.path ?? row.area_path)
    await followEnterprises(doing, id, row.address)
    return { id, version: row.version + 1, warnings: [] }
  })

/** Homes carry the line and the grid of their building, and people the grid of their homes. */
async function followBuilding(
  doing: Doing,
  id: string,
  address: string,
  areaId: string,
  path: string,
): Promise<void> {
  const { deps, tx } = doing
  const homes = await tx.rows<{ id: string; entrance: string; room: string }>(
    sql`select id, entrance, room from home where county = ${deps.county} and building_id = ${id}
        and (area_path <> ${path} or not starts_with(address, ${address})) for update`,
  )
  if (homes.length === 0) return
  const rows = homes.map((h) => {
    const line = homeLine(address, h.entrance, h.room)
    return { id: h.id, address: line, bigrams: bigramsOf(line) }
  })
  await tx.run(sql`update home h set address = n.address, bigrams = n.bigrams, area_id = ${areaId}, area_path = ${path}, version = h.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, address text, bigrams text[])
    where h.county = ${deps.county} and h.id = n.id`)
  const people = await tx.rows<{ person_id: string }>(
    sql`select distinct person_id from residence where county = ${deps.county} and home_id = any(${homes.map((h) => h.id)}::uuid[]) and to_on is null`,
  )
  await settlePlaces(
    doing,
    people.map((p) => p.person_id),
    false,
  )
}

/** @throws registry.room-taken {entry}, bad-text */
export const createHomes = (deps: RegistryDeps, actor: Actor, id: string, body: HomesBody): Promise<Answer> =>
  once(deps, actor, { act: 'create-homes', kind: 'building', id }, body, async (doing) => {
    const { tx, at } = doing
    const building = await lockBuilding(doing, id)
    must(mayKeepPlace(actor, building.area_path))
    const rows = body.homes.map((h, entry) => {
      if (h.floor === 0) throw registryProblem('registry.bad-text', { field: 'floor', entry })
      const address = homeLine(building.address, checkText(h.entrance, 'entrance'), checkText(h.room, 'room'))
      return { ...h, address, bigrams: bigramsOf(address) }
    })
    const taken = await tx.rows<{ entrance: string; room: string }>(
      sql`select entrance, room from home where county = ${deps.county} and building_id = ${id}`,
    )
    const known = new Set(taken.map((h) => `${h.entrance}|${h.room}`))
    for (const [entry, h] of rows.entries()) {
      const key = `${h.entrance}|${h.room}`
      if (known.has(key)) throw registryProblem('registry.room-taken', { field: 'room', entry, room: h.room })
      known.add(key)
    }
    await tx.run(sql`insert into home (county, id, building_id, area_id, area_path, entrance, floor, room, kind, hazards, address, bigrams,
        facts, updated_at)
      select ${deps.county}, n.id, ${id}, ${building.area_id}, ${building.area_path}, n.entrance, n.floor, n.room, n.kind, '{}', n.address,
        n.bigrams, ${JSON.stringify(factsAfter({}, doing, [{ field: 'room', old: null, new: null, sensitive: false }]))}::jsonb, ${at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as n(id uuid, entrance text, floor smallint, room text, kind text, address text, bigrams text[])`)
    await keepChanges(doing, 'building', id, [
      { field: 'homes', old: String(taken.length), new: String(known.size), sensitive: false },
    ])
    return { id, version: building.version, warnings: [] }
  })

export const editHome = (deps: RegistryDeps, actor: Actor, id: string, body: HomeEdit): Promise<Answer> =>
  once(deps, actor, { act: 'edit-home', kind: 'home', id }, body, async (doing) => {
    const row = await lockHome(doing, id)
    must(mayKeepPlace(actor, row.area_path))
    checkVersion(row, body.version)
    await changeHome(doing, row, body.changes, false)
    return { id, version: row.version + 1, warnings: [] }
  })
