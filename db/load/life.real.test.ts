import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCalendars } from '@lifang/domains/calendar/public.ts'
import { createDirectory } from '@lifang/domains/grid/public.ts'
import {
  boardDifferences,
  createActReader,
  createNumbers,
  createResponsibilityList,
  defaultPolicy,
  type IncidentDeps,
} from '@lifang/domains/incidents/public.ts'
import { STATUSES } from '@lifang/domains/incidents/schema/lists.ts'
import { openDb, type Db } from '@lifang/platform/db.ts'
import { createFiles } from '@lifang/platform/files.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testDatabase, type TestDatabase } from '@lifang/platform/testing/database.ts'
import { demoCounty, loadDemo } from './demo.ts'
import { loadLife } from './life.ts'
import type { Played } from './life/play.ts'
import { loadReference } from './reference.ts'

const NOW = Date.parse('2026-11-20T15:30:00+08:00')
const COUNT = 300
let database: TestDatabase
let admin: Db
let app: Db
let folder: string
let played: Played
let deps: IncidentDeps

beforeAll(async () => {
  database = await testDatabase()
  admin = openDb({ url: database.url, role: null, max: 4 })
  app = openDb({ url: database.url, role: 'lifang_app' })
  folder = await mkdtemp(join(tmpdir(), 'lifang-life-'))
  await loadReference(admin, demoCounty)
  await loadDemo(admin, { kind: 'street', county: demoCounty, now: NOW })
  const clock = { now: () => NOW }
  const directory = createDirectory(app, clock.now)
  const calendars = createCalendars(app)
  const list = createResponsibilityList(app, demoCounty, clock.now)
  await Promise.all([directory.reload(), calendars.load(), list.reload()])
  deps = {
    db: app,
    clock,
    county: demoCounty,
    directory,
    calendars,
    list,
    numbers: createNumbers(app),
    actReader: createActReader(app, demoCounty),
    policy: defaultPolicy,
    files: createFiles({ folder, db: app, clock }),
    fieldKey: Buffer.alloc(48, 1),
    indexKey: Buffer.alloc(32, 2),
  }
  played = await loadLife(deps, {
    admin,
    from: NOW - 92 * 86_400_000,
    to: NOW,
    count: COUNT,
    seed: 20_261_122,
  })
}, 180_000)
afterAll(async () => {
  await app.end()
  await admin.end()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const one = <T>(text: ReturnType<typeof sql>) => admin.one<T>(text)

test('the rules allow every act of every story', () => {
  expect(played.refused).toEqual([])
  expect(played.incidents).toBeGreaterThanOrEqual(COUNT * 0.95)
})

test('every state is there but the draft, which no server has', async () => {
  const rows = await admin.rows<{ status: string }>(sql`select distinct status from incident`)
  const found = new Set(rows.map((r) => r.status))
  expect(STATUSES.filter((s) => s !== 'draft' && !found.has(s))).toEqual([])
})

test('the desks are as full as a real one: a sixth is open, some near due, few overdue, some on hold', async () => {
  const at = new Date(NOW)
  const c = await one<{ open: number; red: number; yellow: number; hold: number }>(
    sql`select count(*) as open,
          count(*) filter (where not on_hold and (stage_due_at < ${at} or total_due_at < ${at})) as red,
          count(*) filter (where not on_hold and not coalesce(stage_due_at < ${at} or total_due_at < ${at}, false)
            and (stage_yellow_at <= ${at} or total_yellow_at <= ${at})) as yellow,
          count(*) filter (where on_hold) as hold
        from incident where status in ('reported', 'verifying', 'accepted', 'filed', 'dispatched', 'handling', 'feedback', 'checking')`,
  )
  expect(c.open / COUNT).toBeGreaterThan(0.12)
  expect(c.open / COUNT).toBeLessThan(0.2)
  expect(c.red / c.open).toBeGreaterThan(0.02)
  expect(c.red / c.open).toBeLessThan(0.15)
  expect(c.yellow / c.open).toBeGreaterThan(0.08)
  expect(c.yellow / c.open).toBeLessThan(0.3)
  expect(c.hold).toBeGreaterThan(0)
})

test('most was closed on time, some was not, and the office was not always right the first time', async () => {
  const c = await one<{
    met: number
    late: number
    stars: number
    bad: number
    merged: number
    reworked: number
  }>(
    sql`select count(*) filter (where on_time) as met, count(*) filter (where on_time = false) as late, count(stars) as stars,
          count(*) filter (where stars <= 2) as bad, count(merged_into) as merged, sum(rework_count)::integer as reworked from incident`,
  )
  expect(c.met / (c.met + c.late)).toBeGreaterThan(0.85)
  expect(c.late).toBeGreaterThan(0)
  expect(c.stars).toBeGreaterThan(COUNT * 0.2)
  expect(c.bad).toBeGreaterThan(0)
  expect(c.merged).toBeGreaterThan(0)
  expect(c.reworked).toBeGreaterThan(0)
})

test('nothing happens before it was reported or after now; numbers count up from one within each day', async () => {
  const c = await one<{ steps: number; future: number; early: number }>(
    sql`select count(*) as steps, count(*) filter (where s.at > ${new Date(NOW)}) as future,
          count(*) filter (where s.at < i.reported_at) as early
        from incident_step s join incident i on (i.county, i.id) = (s.county, s.incident_id)`,
  )
  expect(c).toEqual({ steps: played.acts + played.incidents, future: 0, early: 0 })
  const gaps = await admin.rows(
    sql`select substr(number, 1, 14) as day from incident group by 1 having max(substr(number, 15)::integer) <> count(*)`,
  )
  expect(gaps).toEqual([])
  // The next real report continues the day.
  const before = await one<{
    n: number
  }>(sql`select coalesce(max(substr(number, 15)::integer), 0) as n from incident
    where number like ${'99060220261120%'}`)
  expect(await deps.numbers.next(demoCounty, NOW)).toBe(
    `99060220261120${String(before.n + 1).padStart(5, '0')}`,
  )
})

test('every photo is claimed evidence over bytes kept once, and the boards agree with a recount', async () => {
  const f = await one<{ files: number; loose: number; contents: number; evidence: number }>(
    sql`select count(*) as files, count(*) filter (where claimed_id is null) as loose, count(distinct sha256) as contents,
          (select count(*) from incident_evidence) as evidence from stored_file`,
  )
  expect(f.loose).toBe(0)
  expect(f.evidence).toBe(f.files)
  expect(f.contents).toBeLessThanOrEqual(19)
  expect(f.files).toBeGreaterThan(f.contents)
  expect(await boardDifferences(app)).toEqual([])
})
