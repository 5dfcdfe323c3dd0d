import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { GridIndex } from '../grid/rules/locate.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import { Points, Queue, Related, Suggestion, UnitLoad } from './schema/dispatch.ts'
import { incidentDesk, type Desk } from './testing/desk.ts'

const clock = setClock(NOW)
let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
})
afterAll(() => server.end())

const get = async <T>(schema: { parse(value: unknown): T }, url: string, post = 'dispatcher'): Promise<T> => {
  const r = await desk.send('GET', url, post)
  if (r.statusCode !== 200) throw new Error(r.body)
  return schema.parse(r.json())
}
const queue = (tab: string, more = '') => get(Queue, `/api/dispatch/queue?tab=${tab}${more}`)
const suggestion = (number: string, more = '') =>
  get(Suggestion, `/api/incidents/${number}/suggestion${more}`)
const usual = () => ({ catalogue: desk.classOf().catalogue })
const other = (): string => {
  const unit = server.deps.directory
    .departments()
    .find((d) => d.id !== desk.unit() && d.kind === server.deps.directory.department(desk.unit())?.kind)
  if (unit === undefined) throw new Error('the demo has one unit')
  return unit.id
}

describe('the dispatcher’s queue', () => {
  it('has each case on the tab of what it waits for, due first, and counts what it lists', async () => {
    const late = await desk.reach('filed')
    clock.set(clock.now() + 60_000)
    const later = await desk.reach('filed')
    const fed = await desk.reach('feedback')
    const asked = await desk.reach('accepted')
    const long = desk.matter(
      (m) => m.departmentId === desk.unit() && (m.conditions[0]?.extension ?? null) !== null,
    )
    await desk.act(asked, 'intake-officer', 'file', {
      catalogue: long.key,
      condition: long.conditions[0]?.seq,
    })
    await desk.act(asked, 'dispatcher', 'dispatch', { department: desk.unit() })
    await desk.act(asked, 'handler', 'take')
    await desk.act(asked, 'handler', 'ask-extension', { amount: 1, opinion: '材料未到' })
    const back = await desk.reach('dispatched')
    await desk.act(back, 'handler', 'ask-return', { reason: 'not-our-duty', opinion: '不归我们' })
    const tabs = {
      dispatch: (await queue('dispatch')).items.map((i) => i.number),
      check: (await queue('check')).items.map((i) => i.number),
      extension: (await queue('extension')).items.map((i) => i.number),
      return: (await queue('return')).items.map((i) => i.number),
    }
    expect(tabs).toEqual({ dispatch: [late, later], check: [fed], extension: [asked], return: [back] })
    const { counts, lamps, items } = await queue('extension')
    expect(counts).toEqual({ dispatch: 2, return: 1, check: 1, extension: 1 })
    expect(Object.values(lamps).reduce((a, b) => a + b, 0)).toBe(1)
    expect(items[0]?.asked?.kind).toBe('extension')
  })

  it('is filtered by lamp with the rule of every list, and with limit 0 only counts', async () => {
    const { lamps } = await queue('dispatch')
    for (const lamp of ['red', 'yellow', 'green', 'grey'] as const) {
      const { items } = await queue('dispatch', `&lamp=${lamp}`)
      expect(items.length, lamp).toBe(lamps[lamp])
      expect(items.every((i) => i.lamp === lamp)).toBe(true)
    }
    const counted = await queue('dispatch', '&limit=0')
    expect([counted.items, counted.more, counted.counts.dispatch]).toEqual([[], false, 2])
    expect((await queue('dispatch', '&limit=1')).more).toBe(true)
  })

  it('shows nothing of a place the dispatcher does not hold', async () => {
    const away = await desk.reach('filed')
    await server.admin.run(sql`update incident set area_path = '990602/999/001/001/' where number = ${away}`)
    expect((await queue('dispatch')).items.map((i) => i.number)).not.toContain(away)
    const points = await get(Points, '/api/map/incidents')
    expect(points.rows.map((r) => r[0])).not.toContain(away)
  })
})

describe('the suggested unit', () => {
  it('is the list’s, with its grounds, and the deadline it would have', async () => {
    const number = await desk.reach('filed')
    const answer = await suggestion(number)
    expect(answer.unit?.id).toBe(desk.unit())
    expect(answer.grounds.map((g) => g.kind)).toEqual(['list', 'place', 'load', 'absence'])
    expect(answer.grounds[0]).toMatchObject({ why: 'named', version: server.deps.list.version() })
    await desk.act(number, 'dispatcher', 'dispatch', { department: desk.unit() })
    const shown = await desk.show(number)
    const due = shown.stages.find((s) => s.stage === 'handle')?.clock.due
    expect(new Date(answer.due ?? 0).getTime()).toBe(due)
  })

  it('of another unit asked about goes against the list, and says whom the list names', async () => {
    const number = await desk.reach('filed')
    const answer = await suggestion(number, `?unit=${other()}`)
    expect(answer).toMatchObject({ unit: { id: other() }, agrees: false })
    expect(answer.notChosen[0]).toMatchObject({ why: 'list-names-it' })
  })

  it('is doubted after that unit gave the case back', async () => {
    const number = await desk.reach('dispatched')
    await desk.act(number, 'handler', 'ask-return', { reason: 'not-our-duty', opinion: '不归我们' })
    const request = await desk.pending(number, 'return')
    await desk.act(number, 'dispatcher', 'decide-return', { request, grant: true })
    const answer = await suggestion(number)
    expect(answer.agrees).toBe(false)
    expect(answer.grounds[0]).toMatchObject({ kind: 'list', agrees: false, why: 'returned' })
    const item = (await queue('dispatch')).items.find((i) => i.number === number)
    expect(item?.returns).toBe(1)
  })

  it('counts who stands in for whom, and doubts a unit that nobody holds', async () => {
    const number = await desk.reach('filed')
    const [row] = await server.admin.rows<{ account_id: string; area_id: string; post: string }>(
      sql`select account_id, area_id, post from holding where department_id = ${desk.unit()} and post = 'handler' and stands_in_for is null limit 1`,
    )
    const [helper] = server.accounts.filter((a) => a.post === 'inspector')
    const { id } = await server.admin.one<{ id: string }>(
      sql`select id from account where username = ${helper?.username}`,
    )
    await server.admin
      .run(sql`insert into holding (id, county, account_id, post, area_id, department_id, valid_from, valid_to, stands_in_for)
      values (${newId()}, ${server.deps.county}, ${id}, ${row?.post}, ${row?.area_id}, ${desk.unit()}, ${new Date(NOW - 1000)}, ${new Date(NOW + 9e8)}, ${row?.account_id})`)
    await server.reload()
    const away = (await suggestion(number)).grounds.find((g) => g.kind === 'absence')
    expect(away).toMatchObject({ agrees: true, away: [{ standIn: helper?.name }] })
    await server.admin.run(
      sql`update holding set valid_to = ${new Date(NOW - 500)} where department_id = ${desk.unit()}`,
    )
    await server.reload()
    const none = (await suggestion(number)).grounds.find((g) => g.kind === 'absence')
    expect(none).toMatchObject({ agrees: false, present: 0 })
    await server.admin.run(
      sql`update holding set valid_to = null where department_id = ${desk.unit()} and stands_in_for is null`,
    )
    await server.reload()
  })

  it('answers an unknown unit with a problem', async () => {
    const number = await desk.reach('filed')
    const r = await desk.send('GET', `/api/incidents/${number}/suggestion?unit=${newId()}`, 'dispatcher')
    expect([r.statusCode, r.json<{ code: string }>().code]).toEqual([422, 'incidents.unknown-department'])
  })
})

describe('workload of units', () => {
  it('counts lead tasks at work, and the suggestion tells the same number', async () => {
    const load = async () => {
      const r = await desk.send('GET', '/api/boards/units', 'dispatcher')
      return r.json<{ items: UnitLoad[] }>().items.find((u) => u.id === desk.unit())
    }
    const before = await load()
    const number = await desk.reach('handling')
    const after = await load()
    expect((after?.open ?? 0) - (before?.open ?? 0)).toBe(1)
    const ground = (await suggestion(number)).grounds.find((g) => g.kind === 'load')
    expect(ground).toMatchObject({ open: after?.open, overdue: after?.overdue, dueToday: after?.dueToday })
    clock.set(clock.now() + 20 * 86_400_000)
    expect((await load())?.overdue).toBe(after?.open)
    clock.set(NOW + 120_000)
  })
})

describe('points', () => {
  it('are the open incidents in scope, by place, state and lamp', async () => {
    const all = await get(Points, '/api/map/incidents')
    expect(all.total).toBe(all.rows.length)
    const list = (await desk.send('GET', '/api/incidents?status=open&limit=100', 'dispatcher')).json<{
      items: { number: string; lamp: string }[]
    }>()
    // The map and the list say the same of a case: the graver of its two lamps.
    const told = (number: string, lamp: string): string => `${number} ${lamp}`
    expect(all.rows.map((r) => told(r[0], r[3])).toSorted()).toEqual(
      list.items.map((i) => told(i.number, i.lamp)).toSorted(),
    )
    const filed = await get(Points, '/api/map/incidents?status=filed&lamp=green')
    expect(filed.rows.every((r) => r[4] === 'filed')).toBe(true)
    const [first] = all.rows
    const here = server.deps.directory.locate(first?.[1] ?? 0, first?.[2] ?? 0)
    const inside = await get(Points, `/api/map/incidents?area=${here?.community?.code ?? ''}`)
    expect(inside.rows.map((r) => r[0])).toContain(first?.[0])
  })

  it.each([
    ['area=nowhere', 'area'],
    ['status=unheard', 'status'],
  ])('%s is refused', async (query, field) => {
    const r = await desk.send('GET', `/api/map/incidents?${query}`, 'dispatcher')
    expect(r.json()).toMatchObject({ code: 'platform.invalid-input', details: { field } })
  })
})

describe('related cases', () => {
  const related = (number: string, post = 'dispatcher') =>
    get(Related, `/api/incidents/${number}/related`, post)

  it('near in place and time are told with whether they may be merged, and after that as merged', async () => {
    const place = desk.placeIn(1)
    const master = await desk.reach('filed', { place, ...usual() })
    const { number: twin } = await desk.report({ place: { ...place, lat: place.lat + 0.0003 }, ...usual() })
    const { number: far } = await desk.report({ place: desk.placeIn(0), ...usual() })
    const under = await desk.reach('handling', { place, ...usual() })
    const different = desk.matter((m) => m.key.code !== desk.classOf().catalogue.code)
    const { number: otherClass } = await desk.report({ place, catalogue: different.key })
    const { nearby } = await related(master)
    const by = new Map(nearby.map((n) => [n.number, n]))
    expect(by.get(twin)).toMatchObject({ apart: null, sameClass: true, metres: 33 })
    expect(by.get(under)).toMatchObject({ apart: 'under-way' })
    expect(by.get(otherClass)).toMatchObject({ apart: 'class-differs', sameClass: false })
    expect(by.has(far)).toBe(false)
    const { grid } = await related(master)
    const index = new GridIndex(grid === null ? [] : [{ id: 'day', shape: grid }])
    expect(index.locate(place.lon, place.lat)).toBe('day')
    await desk.act(twin, 'dispatcher', 'merge', { into: master })
    expect((await related(master)).merged.map((m) => m.number)).toEqual([twin])
    expect((await related(twin)).into).toBe(master)
  })
})

describe('who has read a case', () => {
  it('is one line a person and day, told to whoever may see the case', async () => {
    const number = await desk.reach('filed')
    const names = async () =>
      (await desk.send('GET', `/api/incidents/${number}/readers`, 'leader'))
        .json<{ items: { name: string; post: string; day: string }[] }>()
        .items.map((r) => `${r.post} ${r.day}`)
    const before = await names()
    await desk.show(number, 'dispatcher')
    await desk.show(number, 'dispatcher')
    expect((await names()).filter((n) => !before.includes(n))).toHaveLength(1)
    clock.set(clock.now() + 86_400_000)
    await desk.show(number, 'dispatcher')
    expect((await names()).filter((n) => n.startsWith('dispatcher'))).toHaveLength(2)
    clock.set(NOW + 240_000)
  })

  it('a case that is not found leaves no trace', async () => {
    const count = () =>
      server.admin.one<{ n: number }>(sql`select count(*)::integer as n from incident_reading`)
    const before = await count()
    await desk.send('GET', '/api/incidents/9906022026010100001', 'dispatcher')
    expect(await count()).toEqual(before)
  })
})
