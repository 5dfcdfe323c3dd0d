import { afterAll, beforeAll, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import { runTimers } from './reactions.ts'
import { incidentDesk } from './testing/desk.ts'

const clock = setClock(NOW)
let server: TestServer
beforeAll(async () => {
  server = await testServer({ clock })
})
afterAll(() => server.end())

it('more overdue clocks than one round tells are all told, each once, over the next rounds', async () => {
  const desk = await incidentDesk(server)
  const { number } = await desk.report()
  // A surge: the same report 600 times over.
  const ids = Array.from({ length: 600 }, () => newId())
  await server.admin.run(
    sql`insert into incident (county, id, number, status, source, area_id, area_path, lon, lat, description, occurred_at,
        reported_at, request_hash, policy_version, clocks, stage, stage_due_at, stage_yellow_at)
      select i.county, x.id::uuid, i.number || '-' || x.n, i.status, i.source, i.area_id, i.area_path, i.lon, i.lat, i.description,
        i.occurred_at, i.reported_at, i.request_hash, i.policy_version, i.clocks, i.stage, i.stage_due_at, i.stage_yellow_at
      from incident i cross join unnest(${ids}::text[]) with ordinality x(id, n) where i.number = ${number}`,
  )
  clock.advance(86_400_000)
  const told = () =>
    server.admin.one<{ alarms: number; incidents: number }>(
      sql`select count(*) as alarms, count(distinct incident_id) as incidents from incident_alarm`,
    )
  await runTimers(server.deps)
  expect((await told()).alarms).toBe(500)
  for (let i = 0; i < 3; i++) await runTimers(server.deps)
  // Near-due and overdue of each.
  expect(await told()).toEqual({ alarms: 1202, incidents: 601 })
  const announced = await server.admin.one<{ n: number }>(
    sql`select count(*) as n from outbox where topic in ('incidents.near-due', 'incidents.overdue')`,
  )
  expect(announced.n).toBe(1202)
})
