import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@lifang/platform/access.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import type { CalendarData, CalendarDay } from '@lifang/domains/calendar/schema.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { office } from '@lifang/domains/calendar/examples.ts'
import { recomputeProvisional } from './commands/recompute.ts'
import { NOW } from './examples.ts'
import { calendarEffect } from './reads/calendar-effect.ts'
import type { EffectView } from './schema/calendar-effect.ts'
import { incidentDesk, type Desk } from './testing/desk.ts'

const DAY = 86_400_000
const clock = setClock(NOW)
let server: TestServer
let desk: Desk
let system = ''
let number = ''
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
  system = await server.signInAdmin('system-admin')
  // One in the hands of a unit, one whose limit is in working days.
  await desk.reach('handling')
  number = await filed()
})
afterAll(() => server.end())

async function filed(): Promise<string> {
  const accepted = await desk.reach('accepted')
  const matter = desk.matter((m) => m.conditions[0]?.limit.unit === 'working-day')
  await desk.act(accepted, 'intake-officer', 'file', {
    catalogue: matter.key,
    condition: matter.conditions[0]?.seq,
  })
  return accepted
}

const post = async (url: string, payload: object, cookie = system) => {
  const r = await server.app.inject({ method: 'POST', url, headers: { cookie }, payload })
  return { status: r.statusCode, body: r.json<EffectView & { code: string }>() }
}
const standing = (): CalendarData => server.deps.calendars.forDepartment(null, clock.now())
const next = (days: number): string => dateOf(officeDay(clock.now()) + days)
/** The calendar in force with more days off. */
const withOff = (version: string, ...dates: string[]): CalendarData => {
  const base = standing()
  const off = dates.map((date): CalendarDay => ({ date, kind: 'off', name: '停电', source: '街道通知' }))
  return {
    ...base,
    version,
    days: [...base.days.filter((d) => !dates.includes(d.date)), ...off],
    publishedYears: [...new Set([...base.publishedYears, ...dates.map((d) => Number(d.slice(0, 4)))])],
  }
}
const effect = async (data: CalendarData, more: object = {}) => {
  const r = await post('/api/calendar/effect', { data, from: new Date(clock.now()).toISOString(), ...more })
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  return r.body
}
/** Deadlines as they stand in the database, by stage. */
const dues = async (of: string): Promise<Map<string, string>> => {
  const rows = await server.admin.rows<{ stage: string; due: number | null; stop: number | null }>(
    sql`select c->>'stage' as stage, (c->>'due')::bigint as due, (c->>'stop')::bigint as stop
        from incident i, jsonb_array_elements(i.clocks) c where i.number = ${of}`,
  )
  return new Map(
    rows.flatMap((r) =>
      r.due === null || r.stop !== null ? [] : [[r.stage, new Date(r.due).toISOString()]],
    ),
  )
}

describe('what a calendar would touch', () => {
  it('is nothing when it is the calendar in force, and nothing is written by asking', async () => {
    const before = await server.admin.one(sql`select version, clocks from incident where number = ${number}`)
    const seen = await effect({ ...standing(), version: 'same-1' })
    expect([seen.moved, seen.items, seen.capped]).toEqual([0, [], false])
    expect([seen.cases, seen.clocks > 1]).toEqual([2, true])
    expect(
      await server.admin.one(sql`select version, clocks from incident where number = ${number}`),
    ).toEqual(before)
  })

  it('is every running deadline a day off lies before, with what it is now and would be', async () => {
    const seen = await effect(withOff('off-1', ...Array.from({ length: 10 }, (_, i) => next(i))))
    const stored = await dues(number)
    expect(seen.moved).toBeGreaterThan(0)
    const ours = seen.items.filter((l) => l.number === number)
    expect(ours.length).toBeGreaterThan(0)
    for (const line of ours) {
      expect(line.due).toBe(stored.get(line.stage))
      expect(Date.parse(line.dueThen)).toBeGreaterThan(Date.parse(line.due))
    }
    expect(seen.byRecount).toBe(0)
  })

  it('says what turns late and what no longer is', async () => {
    const from = new Date(clock.now()).toISOString()
    // A fortnight later everything is late; had the fortnight been off, it would not be.
    const days = Array.from({ length: 14 }, (_, i) => next(i))
    const relief = withOff('off-2', ...days)
    clock.set(NOW + 14 * DAY)
    const relieved = await calendarEffect(server.deps, { data: relief, from })
    expect(relieved.noLongerLate).toBeGreaterThan(0)
    expect(relieved.noLongerLate).toBe(relieved.items.filter((l) => l.late && !l.lateThen).length)
    expect(relieved.becomeLate).toBe(0)
    // Round the clock the hours run out at night too.
    clock.set(NOW + 7 * 3_600_000)
    const hurried = await calendarEffect(server.deps, {
      data: { ...standing(), version: 'always-1', roundTheClock: true },
      from,
    })
    clock.set(NOW)
    expect(hurried.becomeLate).toBe(hurried.items.filter((l) => !l.late && l.lateThen).length)
    expect(hurried.items.every((l) => Date.parse(l.dueThen) < Date.parse(l.due))).toBe(true)
  })

  it('a department’s calendar touches its own clocks only, and the default leaves those of one that has its own', async () => {
    const unit = desk.unit()
    const own = withOff('unit-1', next(0), next(1), next(2))
    const ofUnit = await effect(own, { department: unit })
    expect(ofUnit.clocks).toBeGreaterThan(0)
    expect((await effect(own, { department: newId() })).clocks).toBe(0)
    // The demo's unit works round the clock by a calendar of its own, so the default does not touch it.
    const all = await effect({ ...own, version: 'all-1' })
    const { n } = await server.admin.one<{ n: number }>(
      sql`select count(*)::integer as n from incident i, jsonb_array_elements(i.clocks) c where c->'stop' is null`,
    )
    expect(all.clocks + ofUnit.clocks).toBe(n)
  })

  it('publishing moves nothing; the recount moves the provisional ones to the very instants that were shown', async () => {
    // The last day of a year whose successor has no notice yet.
    clock.set(office('2026-12-31 17:10'))
    const late = await filed()
    const data = withOff('cn-2027', '2027-01-01', '2027-01-04', '2027-01-05')
    const from = '2026-12-31T00:00+08:00'
    const seen = await calendarEffect(server.deps, { data, from })
    const lines = seen.items.filter((l) => l.number === late)
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.every((l) => l.provisional)).toBe(true)
    expect(seen.byRecount).toBeGreaterThanOrEqual(lines.length)
    const before = await dues(late)
    await server.admin.run(
      sql`insert into calendar_version (id, data, note) values ('cn-2027', ${JSON.stringify(data)}, '国办通知')`,
    )
    await server.admin.run(sql`insert into calendar_use (id, county, department_id, calendar_id, valid_from)
      values (${newId()}, ${server.deps.county}, null, 'cn-2027', ${new Date(office('2026-12-31 00:00'))})`)
    await server.reload()
    expect(await dues(late)).toEqual(before)
    await recomputeProvisional(server.deps, systemActor(server.deps.county, '重算'))
    const moved = await dues(late)
    for (const line of lines) expect([line.stage, moved.get(line.stage)]).toEqual([line.stage, line.dueThen])
    clock.set(NOW)
  })

  it('refuses a calendar that contradicts itself, in words', async () => {
    const base = standing()
    const twice = { ...base, days: [...base.days, ...base.days.slice(0, 1)] }
    const r = await post('/api/calendar/effect', { data: twice, from: '2026-12-01T00:00' })
    expect([r.status, r.body.code]).toEqual([422, 'calendar.day-twice'])
  })
})
