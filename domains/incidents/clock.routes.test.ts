import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@lifang/platform/access.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { aCalendar, office } from '@lifang/domains/calendar/examples.ts'
import { ClockDay, ClockSpan, ClockView } from '@lifang/domains/calendar/schema.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { recomputeProvisional } from './commands/recompute.ts'
import { NOW } from './examples.ts'
import { incidentDesk, REACHES, type Desk } from './testing/desk.ts'

const HOUR = 3_600_000
const clock = setClock(NOW)
let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
})
afterAll(() => server.end())

interface ShownClock {
  readonly stage: string
  readonly run: number
  readonly limit: { readonly amount: number; readonly unit: string }
  readonly calendar: string
  readonly view: ClockView
  readonly spans: readonly ClockSpan[]
  readonly days: readonly ClockDay[]
  readonly storedDueAt: string | null
}
const clocksOf = async (number: string, post = 'intake-officer'): Promise<ShownClock[]> => {
  const r = await desk.send('GET', `/api/incidents/${number}/clock`, post)
  expect(r.statusCode, r.body).toBe(200)
  return r.json<{ clocks: ShownClock[] }>().clocks
}
const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** Every clock of every incident there is, recomputed now from its events: the same instant that was stored. */
async function everyCaseRecomputes(): Promise<number> {
  const rows = await server.admin.rows<{ number: string }>(sql`select number from incident order by number`)
  let clocks = 0
  for (const { number } of rows) {
    for (const c of await clocksOf(number)) {
      expect([number, c.stage, c.run, c.storedDueAt]).toEqual([number, c.stage, c.run, iso(c.view.due)])
      clocks++
    }
  }
  return clocks
}

describe('"why is it due then?"', () => {
  it('is answered span by span, without gap or overlap, and the spans add up to the limit', async () => {
    const number = await desk.reach('handling')
    for (const c of await clocksOf(number)) {
      expect(c.spans[0]?.from).toBe(c.view.startedAt)
      expect(c.spans.at(-1)?.to).toBe(
        Math.max(c.view.due ?? 0, c.view.stoppedAt ?? clock.now(), c.view.startedAt ?? 0),
      )
      let sum = 0
      c.spans.forEach((s, i) => {
        if (i > 0) expect(s.from).toBe(c.spans[i - 1]?.to)
        expect(s.to).toBeGreaterThanOrEqual(s.from)
        expect(s.countedMs === 0 || s.counted).toBe(true)
        sum += s.countedMs
        expect(s.cumulativeMs).toBe(sum)
      })
      const toDue = c.spans.filter((s) => s.phase !== 'overdue').reduce((n, s) => n + s.countedMs, 0)
      expect([c.stage, toDue]).toEqual([c.stage, c.view.limitMs])
      expect(c.days.reduce((n, d) => n + d.countedMs, 0)).toBe(sum)
    }
  })

  it('names nights, weekends and holidays with their notice', async () => {
    clock.set(office('2026-09-29 15:00'))
    const number = await desk.reach('filed')
    const total = (await clocksOf(number)).find((c) => c.stage === 'total')
    expect(total?.view.calendar).toBe(total?.calendar)
    const [dispatch] = (await clocksOf(number)).filter((c) => c.stage === 'dispatch')
    expect(dispatch?.storedDueAt).toBe(iso(office('2026-09-29 15:30')))
    clock.set(office('2026-09-30 17:20'))
    const late = await desk.reach('filed')
    const spans = (await clocksOf(late)).find((c) => c.stage === 'dispatch')?.spans ?? []
    expect(new Set(spans.map((s) => s.kind))).toEqual(new Set(['working', 'night', 'holiday']))
    const holiday = spans.find((s) => s.kind === 'holiday')
    expect(holiday).toMatchObject({ counted: false, countedMs: 0, source: '国办发明电〔2025〕7号' })
    expect((await clocksOf(late)).find((c) => c.stage === 'dispatch')?.storedDueAt).toBe(
      iso(office('2026-10-08 08:50')),
    )
    clock.set(NOW)
  })

  it('is asked for one stage, and only by those who may see the incident', async () => {
    const number = await desk.reach('filed')
    const r = await desk.send('GET', `/api/incidents/${number}/clock?stage=total`, 'intake-officer')
    expect(r.json<{ clocks: ShownClock[] }>().clocks.map((c) => c.stage)).toEqual(['total'])
    expect((await desk.send('GET', `/api/incidents/${number}/clock`, 'handler')).statusCode).toBe(404)
    expect((await desk.send('GET', `/api/incidents/${number}/clock`, null)).statusCode).toBe(401)
    expect(
      (await desk.send('GET', `/api/incidents/${number}/clock?stage=lunch`, 'intake-officer')).statusCode,
    ).toBe(400)
  })
})

describe('lamps', () => {
  it('of a stage are its own: the desk’s lateness does not redden the unit', async () => {
    const number = await desk.reach('reported')
    clock.advance(2 * HOUR)
    expect(await desk.show(number)).toMatchObject({ lamp: 'red', stageLamp: 'red', totalLamp: 'grey' })
    await desk.act(number, 'intake-officer', 'accept')
    expect(await desk.show(number)).toMatchObject({ lamp: 'green', stage: 'file' })
    await desk.act(number, 'intake-officer', 'file', desk.classOf())
    await desk.act(number, 'dispatcher', 'dispatch', { department: desk.unit() })
    const shown = await desk.show(number)
    expect(shown.lamp).toBe('green')
    const lamp = (stage: string) => shown.stages.find((s) => s.stage === stage)
    expect(lamp('accept')).toMatchObject({ lamp: 'red', clock: { frozen: true, onTime: false } })
    expect(lamp('handle')?.clock.startedAt).toBe(clock.now())
    clock.advance(60 * 24 * HOUR)
    expect((await desk.show(number)).stages.find((s) => s.stage === 'file')?.lamp).toBe('green')
    clock.set(NOW)
  })

  it('turn yellow before they turn red, in the list as in the incident', async () => {
    const number = await desk.reach('handling')
    const [handle] = (await clocksOf(number)).filter((c) => c.stage === 'handle')
    const total = (await clocksOf(number)).find((c) => c.stage === 'total')
    const listed = async (lamp: string) => {
      const r = await desk.send(
        'GET',
        `/api/incidents?lamp=${lamp}&status=handling&limit=100`,
        'intake-officer',
      )
      return r.json<{ items: { number: string }[] }>().items.some((i) => i.number === number)
    }
    const seen: (readonly [string, string, boolean])[] = []
    for (const at of [
      NOW,
      (handle?.view.yellowFrom ?? 0) - 1,
      handle?.view.yellowFrom ?? 0,
      handle?.view.due ?? 0,
      (handle?.view.due ?? 0) + 1,
    ]) {
      clock.set(at)
      const { lamp, stageLamp } = await desk.show(number)
      seen.push([lamp, stageLamp, await listed(lamp)])
    }
    expect(seen.map(([, stageLamp]) => stageLamp)).toEqual(['green', 'green', 'yellow', 'yellow', 'red'])
    expect(seen.every(([, , inList]) => inList)).toBe(true)
    expect(total?.view.due).toBeGreaterThan(handle?.view.due ?? Infinity)
    clock.set(NOW)
  })

  it('of a voided or declined incident are grey: they are no due cases', async () => {
    const number = await desk.reach('handling', { source: 'resident' })
    clock.advance(90 * 24 * HOUR)
    await desk.act(number, 'duty-chief', 'void', { reason: 'false', opinion: '查无' })
    expect((await desk.show(number)).lamp).toBe('grey')
    clock.set(NOW)
  })
})

describe('alarms', () => {
  it('tell near-due and overdue once for each run of a clock, and not while on hold', async () => {
    const timers = server.jobs.find((j) => j.name === 'incident-timers')
    const number = await desk.reach('dispatched')
    const raised = async () =>
      (
        await server.admin.rows<{ stage: string; kind: string }>(
          sql`select a.stage, a.kind from incident_alarm a join incident i on i.id = a.incident_id and i.county = a.county
              where i.number = ${number} order by a.stage, a.kind desc`,
        )
      ).map((a) => `${a.stage} ${a.kind}`)
    await timers?.work()
    expect(await raised()).toEqual([])
    clock.advance(60 * 24 * HOUR)
    await timers?.work()
    await timers?.work()
    const all = ['handle', 'take', 'total'].flatMap((s) => [`${s} overdue`, `${s} near-due`])
    expect(await raised()).toEqual(all)
    clock.set(NOW)
    const held = await desk.reach('held')
    clock.advance(20 * 24 * HOUR)
    await timers?.work()
    const { n } = await server.admin.one<{ n: number }>(
      sql`select count(*)::integer as n from incident_alarm a join incident i on i.id = a.incident_id where i.number = ${held}`,
    )
    expect(n).toBe(0)
    clock.set(NOW)
  })
})

describe('a deadline that reaches a year without a published calendar', () => {
  it('is provisional and says so; a published calendar moves it only by the explicit, logged job', async () => {
    clock.set(office('2026-12-31 17:10'))
    const { number, id } = await desk.report()
    const before = await desk.show(number)
    expect(before.provisional).toBe(true)
    await desk.act(number, 'intake-officer', 'accept')
    await desk.act(number, 'intake-officer', 'file', desk.classOf())
    const matter = desk.matter((m) => m.conditions[0]?.limit.unit === 'working-day')
    const second = await desk.reach('accepted')
    await desk.act(second, 'intake-officer', 'file', {
      catalogue: matter.key,
      condition: matter.conditions[0]?.seq,
    })
    const due = async () => (await desk.show(second)).totalDueAt
    const provisional = await due()
    expect((await desk.show(second)).provisional).toBe(true)
    expect((await desk.lookUp(second)).json()).toMatchObject({ provisional: true })

    // Invented dates: the notice of 2027 does not exist yet.
    const base = aCalendar()
    const data = {
      ...base,
      version: 'test-2027',
      publishedYears: [...base.publishedYears, 2027],
      days: [
        ...base.days,
        ...['2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04'].map((date) => ({
          date,
          kind: 'off' as const,
          name: '元旦',
          source: '试验',
        })),
      ],
    }
    const actor = systemActor(server.deps.county, '试验')
    await server.admin.run(
      sql`insert into calendar_version (id, data, note) values ('test-2027', ${JSON.stringify(data)}, '试验用 2027 年')`,
    )
    await server.admin.run(sql`insert into calendar_use (id, county, department_id, calendar_id, valid_from)
      values (${newId()}, ${server.deps.county}, null, 'test-2027', ${new Date(clock.now() - HOUR)})`)
    await server.reload()
    expect(await due()).toBe(provisional)
    expect((await desk.show(second)).provisional).toBe(true)
    await everyCaseRecomputes()

    const done = await recomputeProvisional(server.deps, actor)
    expect(done.changed).toBeGreaterThanOrEqual(2)
    const moved = await desk.show(second)
    expect(moved.provisional).toBe(false)
    expect(Date.parse(moved.totalDueAt ?? '')).toBeGreaterThan(Date.parse(provisional ?? ''))
    const [entry] = await server.admin.rows<{ details: { clocks: { due: string[]; calendar: string[] }[] } }>(
      sql`select details from audit_entry where act = 'incidents.recompute-deadlines' and subject_id = ${moved.id}`,
    )
    const clockOf = entry?.details.clocks.find((c) => c.due[0] === provisional)
    expect(clockOf?.due).toEqual([provisional, moved.totalDueAt])
    expect(clockOf?.calendar[1]).toBe('test-2027')
    // A clock that had stopped keeps the calendar it was counted by.
    const stopped = (await clocksOf(number)).find((c) => c.stage === 'accept')
    expect(stopped?.calendar).not.toBe('test-2027')
    expect((await recomputeProvisional(server.deps, actor)).changed).toBe(0)
    expect(id).toBe((await desk.show(number)).id)
    clock.set(NOW)
  })
})

describe('any past case', () => {
  it('recomputes to the same instant, whatever it went through', async () => {
    for (const status of REACHES) await desk.reach(status)
    clock.advance(400 * 24 * HOUR)
    expect(await everyCaseRecomputes()).toBeGreaterThan(80)
    clock.set(NOW)
  })
})
