import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '@lifang/platform/access.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { openDb, type Db } from '@lifang/platform/db.ts'
import { createApp } from '@lifang/platform/http/app.ts'
import { loadPhrases } from '@lifang/platform/phrases.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testDatabase, type TestDatabase } from '@lifang/platform/testing/database.ts'
import { aCalendar, office } from './examples.ts'
import { createCalendars, seedCalendars, type Calendars } from './public.ts'
import { calendarRoutesOn } from './routes.ts'
import { dueAt } from './rules.ts'
import { withOffice } from './rules/compose.ts'
import type { CalendarData } from './schema.ts'

const COUNTY = 990601
const DEPARTMENT = randomUUID()
const clock = setClock(office('2026-11-22 10:00'))

let database: TestDatabase
let root: Db
let db: Db
let calendars: Calendars
let app: FastifyInstance

const actor = (post: string, departmentId: string | null = null): Actor => ({
  accountId: randomUUID(),
  name: 'somebody',
  kind: 'person',
  county: COUNTY,
  holdings: [{ post, areaPath: '', departmentId, departmentPath: null, standsInFor: null }],
})
const admin = actor('system-admin')
const handler = actor('handler', DEPARTMENT)
const worker = actor('grid-worker')

beforeAll(async () => {
  database = await testDatabase()
  root = openDb({ url: database.url, role: null, max: 2 })
  db = openDb({ url: database.url, role: 'lifang_app' })
  const area = randomUUID()
  await root.run(sql`insert into area (id, county, level, level_key, code, name, path, valid_from)
    values (${area}, ${COUNTY}, 1, 'county', '990601', 'somewhere', '990601/', now())`)
  await root.run(sql`insert into department (id, county, key, name, kind, path, area_id, valid_from)
    values (${DEPARTMENT}, ${COUNTY}, 'hotline', 'hotline', 'department', '990601/hotline/', ${area}, now())`)
  await db.transaction((tx) => seedCalendars(tx, COUNTY))
})
afterEach(() => app.close())
afterAll(async () => {
  await Promise.all([root.end(), db.end()])
  await database.drop()
})

/** An application over calendars just loaded, as after a restart. */
async function freshApp(): Promise<FastifyInstance> {
  const made = await createApp({
    phrases: loadPhrases('zh-CN'),
    identify: (request) => {
      const given = request.headers['x-actor']
      if (typeof given !== 'string') return Promise.resolve(null)
      return Promise.resolve({ actor: JSON.parse(given) as Actor, byCookie: false, onlyRoutes: null })
    },
    log: false,
    checkAnswers: true,
    trustProxy: false,
  })
  calendarRoutesOn(made, { db, clock, calendars })
  return made
}

const as = (who: Actor | null) => (who === null ? {} : { 'x-actor': JSON.stringify(who) })
const get = (who: Actor | null, url: string) => app.inject({ method: 'GET', url, headers: as(who) })
const publish = (who: Actor | null, payload: Record<string, unknown>) =>
  app.inject({ method: 'POST', url: '/api/calendar/versions', headers: as(who), payload })
const due = (who: Actor | null, from: string, limit: string) =>
  get(who, `/api/calendar/due?${new URLSearchParams({ from, limit }).toString()}`)

let turn = 0
/** A publication of a version of its own. */
const aPublication = (more: Partial<CalendarData> = {}) => {
  turn += 1
  const id = `test-${turn}`
  return {
    id,
    data: { ...aCalendar(), ...more, version: id },
    note: '测试发布',
    from: '2026-11-22T00:00+08:00',
  }
}

beforeEach(async () => {
  await root.run(
    sql`delete from calendar_use where id not in (select id from calendar_use where valid_from = 'epoch')`,
  )
  await root.run(sql`delete from calendar_version where id like 'test-%'`)
  await root.run(sql`delete from audit_entry`)
  calendars = createCalendars(db)
  await calendars.load()
  app = await freshApp()
})

describe('the reference calendar', () => {
  test('is stored once, however many processes start at once and however often', async () => {
    const ids = await Promise.all([1, 2, 3, 4].map(() => db.transaction((tx) => seedCalendars(tx, COUNTY))))
    expect(new Set(ids)).toEqual(new Set(['cn-2024-2026-1']))
    await db.transaction((tx) => seedCalendars(tx, 990699))
    const rows = await root.rows(
      sql`select county, department_id, calendar_id from calendar_use order by county`,
    )
    expect(rows).toEqual([
      { county: COUNTY, department_id: null, calendar_id: 'cn-2024-2026-1' },
      { county: 990699, department_id: null, calendar_id: 'cn-2024-2026-1' },
    ])
    await root.run(sql`delete from calendar_use where county = 990699`)
  })

  test('counts as the vectors say once it has been through the database', () => {
    const data = calendars.forDepartment(null, clock.now())
    expect(data).toEqual({ ...aCalendar(), version: 'cn-2024-2026-1' })
    expect(dueAt(office('2026-02-13 16:30'), { amount: 2, unit: 'working-hour' }, data).due).toBe(
      office('2026-02-14 09:30'),
    )
  })
})

describe('calendars in memory', () => {
  test('one object per version for ever: reloading, departments and instants give the same', async () => {
    const first = calendars.byVersion('cn-2024-2026-1')
    await Promise.all([calendars.reload(), calendars.reload()])
    expect(calendars.forDepartment(null, clock.now())).toBe(first)
    expect(calendars.forDepartment(DEPARTMENT, office('1999-01-01 00:00'))).toBe(first)
    expect(calendars.find('cn-2024-2026-1')).toBe(first)
  })

  test('another process sees a publication after its own reload', async () => {
    const other = createCalendars(db)
    await other.load()
    const asked = aPublication()
    expect((await publish(admin, asked)).statusCode).toBe(201)
    expect(other.forDepartment(null, clock.now()).version).toBe('cn-2024-2026-1')
    await other.reload()
    expect(other.forDepartment(null, clock.now()).version).toBe(asked.id)
    const told = await root.rows(sql`select topic, payload from outbox where topic = 'calendar.published'`)
    expect(told).toContainEqual({ topic: 'calendar.published', payload: { calendar: asked.id } })
  })

  test('asked before anything is loaded they say so instead of guessing', () => {
    expect(() => createCalendars(db).forDepartment(null, clock.now())).toThrow(/load\(\)/)
    expect(() => calendars.byVersion('never')).toThrow(/never/)
  })
})

describe('reading', () => {
  test('the default for most, the department’s own for its people, and which', async () => {
    const own = { ...aPublication({ roundTheClock: true }), department: DEPARTMENT }
    expect((await publish(admin, own)).statusCode).toBe(201)
    expect((await get(worker, '/api/calendar')).json()).toMatchObject({
      department: null,
      data: { version: 'cn-2024-2026-1', roundTheClock: false },
    })
    expect((await get(handler, '/api/calendar')).json()).toMatchObject({
      department: DEPARTMENT,
      from: '2026-11-22T00:00:00+08:00',
      data: { version: own.id, roundTheClock: true },
    })
    expect((await get(worker, `/api/calendar/versions/${own.id}`)).json()).toEqual(own.data)
    expect((await get(worker, '/api/calendar/versions/none')).statusCode).toBe(404)
  })

  test.each([
    ['2026-02-13T16:30+08:00', '2工作时', '2026-02-14T09:30:00+08:00'],
    ['2026-02-14 16:30', '4工作时', '2026-02-24T11:30:00+08:00'],
    ['2026-02-13T02:00Z', '2工作日', '2026-02-24T17:30:00+08:00'],
    ['2026-09-24T10:00+08:00', '3工作日', '2026-09-30T17:30:00+08:00'],
  ])('%s + %s is due %s', async (from, limit, expected) => {
    const answer = await due(worker, from, limit)
    expect(answer.json()).toEqual({ due: expected, provisional: false, calendar: 'cn-2024-2026-1' })
  })

  test('a + that nobody escaped still means +', async () => {
    const answer = await get(
      worker,
      '/api/calendar/due?from=2026-02-13T16:30+08:00&limit=2%E5%B7%A5%E4%BD%9C%E6%97%B6',
    )
    expect(answer.json()).toMatchObject({ due: '2026-02-14T09:30:00+08:00' })
  })

  test('a deadline in a year without a notice says it is provisional; a unit that is none is refused in Chinese', async () => {
    expect((await due(worker, '2026-12-30T10:00+08:00', '5工作日')).json()).toMatchObject({
      provisional: true,
    })
    const refused = await due(worker, '2026-12-30T10:00+08:00', '5天')
    expect(refused.statusCode).toBe(422)
    expect(refused.json()).toMatchObject({ code: 'calendar.limit-unit-unknown' })
    expect(refused.json<{ title: string }>().title).toContain('5天')
    expect((await due(worker, 'tomorrow', '5工作日')).json()).toMatchObject({
      code: 'calendar.instant-malformed',
    })
  })

  test('only the signed-in read', async () => {
    for (const url of [
      '/api/calendar',
      '/api/calendar/versions/cn-2024-2026-1',
      '/api/calendar/due?from=x&limit=y',
    ]) {
      expect((await get(null, url)).statusCode).toBe(401)
    }
  })
})

describe('publishing', () => {
  test('counts from its instant on, for new questions only, and is audited', async () => {
    const asked = {
      ...aPublication({ hours: [{ from: '01-01', to: '12-31', spans: [['09:00', '17:00']] }] }),
      from: '2026-12-01T00:00',
    }
    const answer = await publish(admin, asked)
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toEqual({
      id: asked.id,
      department: null,
      from: '2026-12-01T00:00:00+08:00',
      note: asked.note,
    })
    expect(calendars.forDepartment(null, office('2026-11-30 23:59')).version).toBe('cn-2024-2026-1')
    expect(calendars.forDepartment(null, office('2026-12-01 00:00')).version).toBe(asked.id)
    const entries = await root.rows(
      sql`select actor_id, act, subject_kind, subject_id, ground, details from audit_entry`,
    )
    expect(entries).toEqual([
      {
        actor_id: admin.accountId,
        act: 'calendar.publish',
        subject_kind: 'calendar',
        subject_id: asked.id,
        ground: asked.note,
        details: { department: null, from: '2026-11-30T16:00:00.000Z', years: [2024, 2025, 2026] },
      },
    ])
  })

  test('a later publication from the same instant counts', async () => {
    const [first, second] = [aPublication(), aPublication()]
    await publish(admin, first)
    await publish(admin, second)
    expect(calendars.forDepartment(null, clock.now()).version).toBe(second.id)
  })

  test('the same again is the same answer and no second line; anything else under that id is refused', async () => {
    const asked = aPublication()
    expect((await publish(admin, asked)).statusCode).toBe(201)
    const again = await publish(admin, asked)
    expect([again.statusCode, again.json()]).toMatchObject([
      200,
      { id: asked.id, from: '2026-11-22T00:00:00+08:00' },
    ])
    const others = [
      { ...asked, note: '另一个说明' },
      { ...asked, from: '2026-11-23T00:00' },
      { ...asked, department: DEPARTMENT },
      { ...asked, data: { ...asked.data, roundTheClock: true } },
    ]
    for (const other of others) {
      const answer = await publish(admin, other)
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([
        409,
        'platform.command-reused',
      ])
    }
    expect(await root.one(sql`select count(*) as n from audit_entry`)).toEqual({ n: 1 })
    expect(calendars.byVersion(asked.id)).toEqual(asked.data)
  })

  test('two administrators press at once with different content: one version stands, the other is told', async () => {
    const asked = aPublication()
    const answers = await Promise.all([
      publish(admin, asked),
      publish(admin, { ...asked, data: { ...asked.data, roundTheClock: true } }),
    ])
    expect(answers.map((a) => a.statusCode).toSorted()).toEqual([201, 409])
    expect(
      await root.one(sql`select count(*) as n from calendar_use where calendar_id = ${asked.id}`),
    ).toEqual({ n: 1 })
  })

  test('a calendar that contradicts itself, another version inside, an unknown department', async () => {
    const twice = aCalendar().days.slice(0, 1)
    const cases = [
      [aPublication({ days: [...twice, ...twice] }), 'calendar.day-twice'],
      [aPublication({ publishedYears: [2024] }), 'calendar.day-outside-years'],
      [{ ...aPublication(), data: withOffice(aCalendar(), 'another', {}) }, 'calendar.version-differs'],
      [{ ...aPublication(), department: randomUUID() }, 'calendar.department-unknown'],
      [{ ...aPublication(), from: '2026-02-30T00:00' }, 'calendar.instant-malformed'],
    ] as const
    for (const [asked, code] of cases) {
      const answer = await publish(admin, asked)
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([422, code])
    }
    expect((await publish(admin, { ...aPublication(), id: 'no spaces' })).statusCode).toBe(400)
    expect(await root.rows(sql`select id from calendar_version where id like 'test-%'`)).toEqual([])
  })

  test('only the system administrator publishes', async () => {
    expect((await publish(null, aPublication())).statusCode).toBe(401)
    for (const post of ['security-admin', 'audit-admin', 'duty-chief', 'handler']) {
      expect((await publish(actor(post), aPublication())).statusCode).toBe(403)
    }
  })

  test('the database itself refuses to edit or remove a version', async () => {
    for (const change of [
      sql`update calendar_version set note = 'x'`,
      sql`delete from calendar_version`,
      sql`update calendar_use set valid_from = now()`,
      sql`delete from calendar_use`,
    ]) {
      await expect(db.run(change)).rejects.toThrow(/permission denied/)
    }
  })
})
