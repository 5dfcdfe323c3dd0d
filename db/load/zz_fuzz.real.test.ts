import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createCalendars } from '@lifang/domains/calendar/public.ts'
import { createDirectory } from '@lifang/domains/grid/public.ts'
import { createNumbers, createResponsibilityList, defaultPolicy } from '@lifang/domains/incidents/public.ts'
import { openDb } from '@lifang/platform/db.ts'
import { createFiles } from '@lifang/platform/files.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testDatabase } from '@lifang/platform/testing/database.ts'
import { demoCounty, loadDemo } from './demo.ts'
import { loadLife } from './life.ts'
import { loadReference } from './reference.ts'
const cases: [string, number, number][] = [['2026-11-22T11:02:00+08:00', 1500, 20261122], ['2026-11-23T03:00:00+08:00', 400, 1], ['2026-10-04T14:00:00+08:00', 400, 2], ['2027-02-08T09:00:00+08:00', 400, 3], ['2026-12-31T17:29:00+08:00', 400, 4]]
for (const [when, count, seed] of cases) test(when, async () => {
  const NOW = Date.parse(when)
  const database = await testDatabase()
  const admin = openDb({ url: database.url, role: null, max: 4 })
  const app = openDb({ url: database.url, role: 'lifang_app' })
  const folder = await mkdtemp(join(tmpdir(), 'lifang-life-'))
  await loadReference(admin, demoCounty)
  await loadDemo(admin, { kind: 'street', county: demoCounty, now: NOW })
  const clock = { now: () => NOW }
  const directory = createDirectory(app, clock.now), calendars = createCalendars(app), list = createResponsibilityList(app, demoCounty, clock.now)
  await Promise.all([directory.reload(), calendars.load(), list.reload()])
  const t = Date.now()
  const played = await loadLife({ db: app, clock, county: demoCounty, directory, calendars, list, numbers: createNumbers(app), policy: defaultPolicy, files: createFiles({ folder, db: app, clock }), fieldKey: Buffer.alloc(48, 1), indexKey: Buffer.alloc(32, 2) } as any, { admin, from: NOW - 92 * 86400000, to: NOW, count, seed })
  const at = new Date(NOW)
  console.log(when, Date.now() - t, 'ms', played.incidents, played.acts, JSON.stringify(played.refused))
  console.log(JSON.stringify(await admin.one(sql`select count(*) as open, count(*) filter (where not on_hold and (stage_due_at < ${at} or total_due_at < ${at})) as red,
          count(*) filter (where not on_hold and not coalesce(stage_due_at < ${at} or total_due_at < ${at}, false) and (stage_yellow_at <= ${at} or total_yellow_at <= ${at})) as yellow,
          count(*) filter (where on_hold) as hold, count(supervision) sup, count(*) filter (where urgent) urgent, count(*) filter (where confidential) conf from incident where status in ('reported', 'verifying', 'accepted', 'filed', 'dispatched', 'handling', 'feedback', 'checking')`)),
   JSON.stringify(await admin.one(sql`select count(*) filter (where on_time) ok, count(*) filter (where on_time=false) late, count(*) filter (where stars=1) s1, count(*) filter (where stars=5) s5, count(merged_into) merged from incident`)), JSON.stringify(await admin.rows(sql`select status, count(*) n from incident group by 1`)))
  await app.end(); await admin.end(); await database.drop(); await rm(folder, { recursive: true })
  expect(played.refused).toEqual([])
}, 120_000)
