import { verify } from '@node-rs/argon2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCalendars } from '@lifang/domains/calendar/public.ts'
import { createDirectory } from '@lifang/domains/grid/public.ts'
import { POSTS } from '@lifang/domains/grid/schema.ts'
import { openDb, type Db } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testDatabase, type TestDatabase } from '@lifang/platform/testing/database.ts'
import { town } from '../demo/town.ts'
import { demoCounty, loadDemo, type DemoAccount } from './demo.ts'
import { loadReference } from './reference.ts'

const NOW = Date.parse('2026-11-20T10:00:00+08:00')
let database: TestDatabase
let admin: Db
let accounts: DemoAccount[]

beforeAll(async () => {
  database = await testDatabase()
  admin = openDb({ url: database.url, role: null, max: 4 })
  await loadReference(admin, demoCounty)
  accounts = await loadDemo(admin, { kind: 'street', county: demoCounty, now: NOW })
})
afterAll(async () => {
  await admin.end()
  await database.drop()
})

async function directory() {
  const d = createDirectory(admin, () => NOW)
  await d.reload()
  return d
}

test('reference data is there once, however often it is loaded', async () => {
  const count = () =>
    admin.rows<{ standard: string; kind: string; n: number }>(
      sql`select standard, kind, count(*) as n from catalogue_class group by 1, 2 order by 1, 2`,
    )
  const before = await count()
  expect(before.find((c) => c.standard === 'GB/T 47678.5-2026' && c.kind === 'matter')?.n).toBe(250)
  expect(before.find((c) => c.standard === 'GB/T 47678.5-2026' && c.kind === 'component')?.n).toBe(153)
  await loadReference(admin, demoCounty)
  expect(await count()).toEqual(before)
})

test('the demo is loaded once: a second call touches nothing and hands out no passwords', async () => {
  const count = () =>
    admin.one(
      sql`select (select count(*) from area) a, (select count(*) from account) b, (select count(*) from holding) c`,
    )
  const before = await count()
  expect(await loadDemo(admin, { kind: 'street', county: demoCounty, now: NOW })).toEqual([])
  expect(await count()).toEqual(before)
})

test('every building of the town lies in the grid it was drawn in', async () => {
  const d = await directory()
  const { buildings } = town()
  expect(buildings.length).toBeGreaterThan(2000)
  const wrong = buildings.filter((b) => d.locate(...b.at)?.grid.code !== b.grid)
  expect(wrong.map((b) => b.address)).toEqual([])
})

test('paths follow the tree: county, street, community, grid', async () => {
  const d = await directory()
  expect(d.areaByCode('990602')?.path).toBe('990602/')
  expect(d.areaByCode('990602001003002')?.path).toBe('990602/001/003/002/')
  for (const a of d.areas()) {
    if (a.parentId !== null) expect(a.path.startsWith(d.area(a.parentId)?.path ?? 'none')).toBe(true)
  }
})

test('every post is held, and each grid has exactly one primary grid worker', async () => {
  const d = await directory()
  const held = await admin.rows<{ post: string }>(sql`select distinct post from holding`)
  expect(held.map((h) => h.post).toSorted()).toEqual([...POSTS].toSorted())
  const grids = d.areas().filter((a) => a.levelKey === 'grid')
  expect(grids).toHaveLength(40)
  const standIns = []
  for (const grid of grids) {
    const here = d.holdersAt('grid-worker', grid.path, NOW).filter((h) => h.areaPath === grid.path)
    expect(here.filter((h) => h.standsInFor === null)).toHaveLength(1)
    standIns.push(...here.filter((h) => h.standsInFor !== null))
  }
  // AB岗: one is away this week, and the work returns by itself.
  expect(standIns).toHaveLength(1)
  const [place] = standIns.map((h) => h.areaPath)
  expect(d.holdersAt('grid-worker', place ?? '', NOW + 6 * 86_400_000)[0]?.standsInFor).toBeNull()
})

test('the listed accounts open with their passwords, and nobody else opens with anything known', async () => {
  for (const post of [
    'system-admin',
    'security-admin',
    'audit-admin',
    ...POSTS.filter((p) => PLAYED.has(p)),
  ]) {
    expect(
      accounts.some((a) => a.post === post),
      post,
    ).toBe(true)
  }
  expect(
    new Set(accounts.filter((a) => a.post === 'handler').map((a) => a.area)).size,
  ).toBeGreaterThanOrEqual(4)
  expect(
    new Set(accounts.filter((a) => a.post === 'grid-worker').map((a) => a.area)).size,
  ).toBeGreaterThanOrEqual(3)
  const rows = await admin.rows<{ username: string; password_hash: string; must_change_password: boolean }>(
    sql`select username, password_hash, must_change_password from account`,
  )
  const byName = new Map(rows.map((r) => [r.username, r]))
  const sample = accounts.filter((_, i) => i % 7 === 0)
  for (const a of sample) {
    const row = byName.get(a.username)
    expect(row?.must_change_password).toBe(false)
    expect(await verify(row?.password_hash ?? '', a.password)).toBe(true)
  }
  const given = new Set(accounts.map((a) => a.username))
  const closed = rows.filter((r) => !given.has(r.username))
  expect(new Set(closed.map((r) => r.password_hash)).size).toBe(1)
  expect(new Set(rows.filter((r) => given.has(r.username)).map((r) => r.password_hash)).size).toBe(
    accounts.length,
  )
})

const PLAYED = new Set<string>([
  'intake-officer',
  'dispatcher',
  'duty-chief',
  'leader',
  'supervisor',
  'checker',
  'inspector',
  'community-manager',
  'grid-worker',
  'grid-manager',
  'handler',
  'handler-lead',
])

test('every entry of the list has a unit and a condition with a limit, and duty units never close', async () => {
  const { entries, bare } = await admin.one<{ entries: number; bare: number }>(
    sql`select count(*) as entries, count(*) filter (where department_id is null or not exists (
          select from list_condition c where (c.version_id, c.standard, c.kind, c.code) = (e.version_id, e.standard, e.kind, e.code))) as bare
        from list_entry e where version_id = 'demo-1'`,
  )
  expect(entries).toBeGreaterThan(100)
  expect(bare).toBe(0)
  const calendars = createCalendars(admin)
  await calendars.load()
  const d = await directory()
  const unit = (key: string) => d.departments().find((x) => x.key === key)?.id ?? null
  expect(calendars.forDepartment(unit('power'), NOW).roundTheClock).toBe(true)
  expect(calendars.forDepartment(unit('justice'), NOW).roundTheClock).toBe(false)
})
