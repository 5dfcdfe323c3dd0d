import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testDatabase } from '@lifang/platform/testing/database.ts'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkSchema, emitSchema } from './check-schema.ts'

const root = mkdtempSync(join(tmpdir(), 'lifang-schema-'))
let database: Awaited<ReturnType<typeof testDatabase>>

beforeAll(async () => {
  database = await testDatabase()
  mkdirSync(join(root, 'db'))
})
afterAll(async () => {
  await database.drop()
  rmSync(root, { recursive: true, force: true })
})

async function run(sql: string): Promise<void> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

test('a missing file is said; what was written is found equal', async () => {
  expect((await checkSchema(root, database.url))[0]?.message).toMatch(/is missing/)
  writeFileSync(join(root, 'db', 'schema.sql'), await emitSchema(database.url))
  expect(await checkSchema(root, database.url)).toEqual([])
})

test.each([
  ['a column', 'alter table planted add column more text', 'alter table planted drop column more'],
  ['a default', 'alter table planted alter n set default 7', 'alter table planted alter n drop default'],
  [
    'a constraint',
    'alter table planted add constraint small check (n < 9)',
    'alter table planted drop constraint small',
  ],
  ['an index', 'create index planted_n on planted (n) where n > 3', 'drop index planted_n'],
  ['a view', 'create view planted_view as select n from planted', 'drop view planted_view'],
  ['a right', 'grant delete on planted to public', 'revoke delete on planted from public'],
  ['a policy', 'create policy chosen on planted using (n > 1)', 'drop policy chosen on planted'],
  ['an enum', `create type lamp as enum ('green', 'red')`, 'drop type lamp'],
])('finds %s that a migration did not make', async (_, plant, remove) => {
  await run('create table if not exists planted (n integer not null)')
  writeFileSync(join(root, 'db', 'schema.sql'), await emitSchema(database.url))
  await run(plant)
  const found = await checkSchema(root, database.url)
  expect(found[0]?.message).toMatch(/the migrations make/)
  expect(found[0]?.line).toBeGreaterThan(1)
  await run(remove)
  expect(await checkSchema(root, database.url)).toEqual([])
})

test('finds a trigger even when it was written down', async () => {
  await run(`create function nothing() returns trigger language plpgsql as 'begin return new; end'`)
  await run('create table if not exists planted (n integer not null)')
  await run('create trigger quiet before insert on planted for each row execute function nothing()')
  writeFileSync(join(root, 'db', 'schema.sql'), await emitSchema(database.url))
  expect((await checkSchema(root, database.url))[0]?.message).toMatch(/^a trigger/)
})
