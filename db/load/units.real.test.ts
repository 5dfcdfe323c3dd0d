import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fieldProvider } from '@lifang/platform/crypto.ts'
import { openDb, type Db } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testDatabase, type TestDatabase } from '@lifang/platform/testing/database.ts'
import { GridIndex } from '@lifang/domains/grid/rules/locate.ts'
import { contactPlace } from '@lifang/domains/registry/public.ts'
import { STREET_REGISTRY } from '../demo/registry/lots.ts'
import { town } from '../demo/town.ts'
import { demoCounty, loadDemo } from './demo.ts'
import { loadReference } from './reference.ts'
import { loadStreetRegistry } from './registry.ts'
import { loadStreetUnits } from './units.ts'

const NOW = Date.parse('2026-11-24T02:00:00Z')
const fields = fieldProvider({
  first: null,
  keys: [{ id: 1, algorithm: 'sm4-cbc-sm3', key: randomBytes(48) }],
  index: [randomBytes(32)],
})
let database: TestDatabase
let db: Db
beforeAll(async () => {
  database = await testDatabase()
  db = openDb({ url: database.url, role: null, max: 2 })
  await loadReference(db, demoCounty)
  await loadDemo(db, { kind: 'street', county: demoCounty, now: NOW })
  await loadStreetRegistry(db, { county: demoCounty, fields, now: NOW })
}, 60_000)
afterAll(async () => {
  await db.end()
  await database.drop()
})

it('loads enterprises at their buildings, facilities of known classes and places, contacts sealed; again changes nothing', async () => {
  const load = () => loadStreetUnits(db, { county: demoCounty, fields, now: NOW })
  const loaded = await load()
  expect(loaded).toMatchObject({
    enterprises: STREET_REGISTRY.enterprises,
    facilities: STREET_REGISTRY.facilities,
  })
  expect(loaded.places).toBeGreaterThan(50)
  expect(await load()).toEqual({ enterprises: 0, facilities: 0, places: 0 })
  const wrong = await db.one<Record<string, number>>(
    sql`select (select count(*) from enterprise e join building b on b.id = e.building_id
          where (e.lon, e.lat, e.area_path, e.address) is distinct from (b.lon, b.lat, b.area_path, b.address)) as astray,
        (select count(*) from facility f where not exists (select from catalogue_class c where c.kind = 'component'
          and c.standard = f.class_standard and c.code = f.class_code and c.name = f.class_name)) as classless,
        (select count(*) from facility f where f.owner <> '' and f.keeper_id is null) as unkept,
        (select count(*) from (select area_path from enterprise union all select area_path from facility union all select area_path from place) x
          where not exists (select from area a where a.path = x.area_path)) as nowhere`,
  )
  expect(wrong).toEqual({ astray: 0, classless: 0, unkept: 0, nowhere: 0 })
  const index = new GridIndex(
    town()
      .areas.filter((area) => area.level === 'grid')
      .map(({ code, shape }) => ({ id: code, shape })),
  )
  const blind = fields.blind('registry-contact-phone', '80000001')
  const points = await db.rows<{ code: string; lon: number; lat: number }>(
    sql`select a.code, x.lon, x.lat from (select area_path, lon, lat from facility union all select area_path, lon, lat from place) x
      join area a on a.path = x.area_path`,
  )
  expect(points).toHaveLength(loaded.facilities + loaded.places)
  expect(points.filter((at) => index.locate(at.lon, at.lat) !== at.code)).toEqual([])
  const one = await db.one<{ id: string; contact: Buffer; legal_person: string; phone: Buffer }>(
    sql`select id, contact, legal_person, phone from enterprise where phone_tail = '0001' and phone_keys && ${[blind]}::bytea[]`,
  )
  expect(fields.open(one.phone, contactPlace('enterprise', 'phone', one.id))).toBe('0000-80000001')
  expect(fields.open(one.contact, contactPlace('enterprise', 'contact', one.id))).toBe(one.legal_person)
}, 60_000)
