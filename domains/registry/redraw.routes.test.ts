import { afterAll, beforeAll, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { fieldProvider } from '@lifang/platform/crypto.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { boxOf } from '@lifang/domains/grid/rules/geometry.ts'
import type { AreaDetail, RedrawView } from '@lifang/domains/grid/schema/views.ts'
import { demoCounty } from '../../db/load/demo.ts'
import { loadStreetRegistry } from '../../db/load/registry.ts'
import { loadStreetUnits } from '../../db/load/units.ts'
import { newKeys } from '../../server/keys.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { Change, HomeView, PersonView } from './schema/views.ts'
import { registryOffice, type Office } from './testing/office.ts'

const NOW = Date.parse('2026-11-24T02:00:00Z')
const clock = setClock(NOW)
let server: TestServer
let office: Office
let code: string
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
  const options = { county: demoCounty, fields: fieldProvider(newKeys().fields), now: NOW }
  await loadStreetRegistry(server.admin, options)
  await loadStreetUnits(server.admin, options)
  const here = server.deps.directory.locate(office.mine.lon, office.mine.lat)
  if (here === null) throw new Error('no grid')
  ;({ code } = here.grid)
})
afterAll(() => server.end())

/** Everybody and everything by the ground it stands on, straight from the tables. */
const everything = () =>
  server.admin.one<{ buildings: number; homes: number; living: number; people: number; lost: number }>(
    sql`select (select count(*) from building)::integer as buildings, (select count(*) from home)::integer as homes,
        (select count(*) from residence where kind = 'residing' and to_on is null)::integer as living,
        (select count(*) from person)::integer as people,
        (select count(*) from (select area_path from building union all select area_path from home union all select area_path from person
          union all select registered_path from person where registered_path is not null
          union all select area_path from enterprise union all select area_path from facility union all select area_path from place) x
          where not exists (select from area a where a.path = x.area_path and a.valid_to is null))::integer as lost`,
  )
/** Rows whose grid is not the grid of the building they belong to. */
const astray = () =>
  server.admin.one<{ homes: number; people: number }>(
    sql`select (select count(*) from home h join building b on b.id = h.building_id where h.area_path <> b.area_path or h.area_id <> b.area_id)::integer as homes,
        (select count(*) from person p join residence r on r.person_id = p.id and r.to_on is null join home h on h.id = r.home_id
          where h.area_path <> (case r.kind when 'residing' then p.area_path else p.registered_path end))::integer as people`,
  )

const sum = (parts: RedrawView['before']) =>
  parts.reduce(
    (n, p) => ({
      buildings: n.buildings + (p.registered?.buildings ?? 0),
      homes: n.homes + (p.registered?.homes ?? 0),
      people: n.people + (p.registered?.people ?? 0),
    }),
    { buildings: 0, homes: 0, people: 0 },
  )

it('a redraw carries buildings, homes and people along with their history, and a roll back carries them home', async () => {
  // Somebody who lives there, somebody who left, and somebody whose 户籍 alone is there.
  const home = await office.home()
  const stays = await office.register(home, { name: '留下' })
  const left = await office.register(home, { name: '离开' })
  await office.ok('POST', `/api/registry/people/${left.id}/move-out`, 'grid-worker', {
    ...office.proof(),
    version: 1,
    on: '2026-11-20',
    kinds: ['residing'],
  })
  const before = await everything()
  expect(before.lost).toBe(0)
  const area = await office.ok<AreaDetail>('GET', `/api/areas/${code}`, 'intake-officer')
  const shape = area.border?.polygon
  if (shape === undefined) throw new Error('no border')
  const { west, east, south, north } = boxOf(shape)
  const x = (west + east) / 2
  const system = { cookie: await server.signInAdmin('system-admin') }
  const send = async (url: string, payload: object): Promise<RedrawView> => {
    const r = await server.app.inject({ method: 'POST', url, headers: system, payload })
    expect(r.statusCode, r.body).toBeLessThan(300)
    return r.json<RedrawView>()
  }
  const id = newId()
  const line = [
    [x, south - 0.001],
    [x, north + 0.001],
  ]
  const draft = await send('/api/redraws', { id, kind: 'split', grid: code, line })
  const done = await send(`/api/redraws/${id}/publish`, {})
  // What the draft promised is what came, and nothing was made or lost.
  expect(done.after.map((p) => p.registered)).toEqual(draft.after.map((p) => p.registered))
  expect(sum(done.after)).toEqual(sum(done.before))
  expect(done.after.every((p) => (p.registered?.people ?? 0) > 0)).toBe(true)
  expect(await everything()).toEqual(before)
  expect(await astray()).toEqual({ homes: 0, people: 0 })
  // By the borders of now: every building stands in the grid its point lies in.
  clock.advance(1000)
  await server.reload()
  const placed = await server.admin.rows<{ lon: number; lat: number; area_id: string }>(
    sql`select lon, lat, area_id from building where area_id = any(${done.after.map((p) => p.id)}::uuid[])`,
  )
  expect(placed.length).toBe(sum(done.before).buildings)
  for (const b of placed) expect(server.deps.directory.locate(b.lon, b.lat)?.grid.id).toBe(b.area_id)
  // So does what stands in the streets, and each that went to another grid says so.
  const things = await server.admin.rows<{
    name: string
    lon: number
    lat: number
    area_id: string
    told: number
  }>(
    sql`select t.name, t.lon, t.lat, t.area_id, (select count(*) from registry_change c where c.subject_id = t.id and c.field = 'grid')::integer as told
      from (select id, name, lon, lat, area_id from enterprise union all select id, name, lon, lat, area_id from facility
        union all select id, name, lon, lat, area_id from place) t where t.area_id = any(${done.after.map((p) => p.id)}::uuid[])`,
  )
  expect(things.length).toBeGreaterThan(20)
  const wrong = things.filter(
    (thing) =>
      thing.told !== 1 || server.deps.directory.locate(thing.lon, thing.lat)?.grid.id !== thing.area_id,
  )
  expect(wrong.map((w) => w.name)).toEqual([])

  // The history says it, by the names of the grids.
  const seen = await office.ok<HomeView>('GET', `/api/registry/homes/${home}`, 'duty-chief')
  const moved = seen.changes.find((c) => c.field === 'grid')
  expect(moved).toMatchObject({ from: area.name, source: 'redraw' })
  expect(done.after.map((p) => p.name)).toContain(moved?.to)
  const history = await office.ok<{ changes: Change[] }>(
    'GET',
    `/api/registry/people/${stays.id}/history`,
    'duty-chief',
  )
  expect(history.changes.filter((c) => c.field === 'grid')).toHaveLength(1)
  // Who left is found by whoever has the ground of the home they left.
  const gone = await office.ok<PersonView>('GET', `/api/registry/people/${left.id}`, 'duty-chief')
  expect(gone.stays[0]?.home?.grid).toBe(seen.area.name)

  const back = await send(`/api/redraws/${id}/roll-back`, { id: newId(), reason: '试验后恢复' })
  expect(sum(back.after)).toEqual(sum(done.before))
  expect(back.after.map((p) => p.registered)).toEqual(done.before.map((p) => p.registered))
  expect(await everything()).toEqual(before)
  expect(await astray()).toEqual({ homes: 0, people: 0 })
})
