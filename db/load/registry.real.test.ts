import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fieldProvider } from '@lifang/platform/crypto.ts'
import { openDb, type Db } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testDatabase, type TestDatabase } from '@lifang/platform/testing/database.ts'
import { idKindOf, personPlace } from '@lifang/domains/registry/public.ts'
import { demoRegistry } from '../demo/registry.ts'
import { STREET_REGISTRY } from '../demo/registry/lots.ts'
import { town } from '../demo/town.ts'
import { demoCounty, loadDemo } from './demo.ts'
import { loadReference } from './reference.ts'
import { loadStreetRegistry } from './registry.ts'

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
})
afterAll(async () => {
  await db.end()
  await database.drop()
})

const plan = () => demoRegistry(town(), { size: STREET_REGISTRY, today: '2026-11-24' })
const load = () => loadStreetRegistry(db, { county: demoCounty, fields, now: NOW })

it('loads the street person by person, sealed, each where they live and where their 户籍 is; again changes nothing', async () => {
  const loaded = await load()
  const made = [...plan().buildings()]
  const homes = made.flatMap((b) => b.homes)
  const people = homes.flatMap((h) => h.household?.members ?? [])
  const twice = [...plan().duplicates()]
  expect(twice.length).toBeGreaterThan(5)
  const all = people.length + twice.length
  expect(loaded).toEqual({ buildings: made.length, homes: homes.length, people: all })
  expect(people.length).toBeGreaterThan(7_000)
  expect(await load()).toEqual({ buildings: 0, homes: 0, people: 0 })

  const counts = await db.one<Record<string, number>>(
    sql`select (select count(*) from residence where kind = 'residing') as residing,
      (select count(*) from residence where kind = 'registered') as registered,
      (select count(*) from person where id_number is not null) as numbered,
      (select count(*) from household where head_id is null) as headless,
      (select count(*) from person p where not exists (select from area a where a.path = p.area_path)) as nowhere,
      (select count(*) from person p where (p.registered_path is not null) <> exists (select from residence r where r.person_id = p.id and r.kind = 'registered')) as unsettled`,
  )
  expect(counts).toEqual({
    residing: all,
    registered: people.filter((p) => p.registeredHome !== null).length,
    numbered: people.filter((p) => p.idNumber !== null).length,
    headless: 0,
    nowhere: 0,
    unsettled: 0,
  })
  const wanted = people.find((p) => p.idNumber !== null)
  const number = wanted?.idNumber ?? ''
  const found = await db.one<{ id: string; name: string; id_number: Buffer }>(
    sql`select id, name, id_number from person where id_index = ${fields.blind(idKindOf('resident-id'), number)}`,
  )
  expect(found.name).toBe(wanted?.name)
  expect(fields.open(found.id_number, personPlace('id_number', found.id))).toBe(number)
}, 60_000)
