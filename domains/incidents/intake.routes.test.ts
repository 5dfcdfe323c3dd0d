import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import { Around, Intake } from './schema/intake.ts'
import { incidentDesk, type Desk } from './testing/desk.ts'

const clock = setClock(NOW)
let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
})
afterAll(() => server.end())

const get = async <T>(schema: { parse(value: unknown): T }, url: string, post = 'intake-officer') => {
  const r = await desk.send('GET', url, post)
  if (r.statusCode !== 200) throw new Error(r.body)
  return schema.parse(r.json())
}
const intake = (tab: string, more = '') => get(Intake, `/api/intake?tab=${tab}${more}`)
const around = async (place: { lon: number; lat: number }, more = '', post = 'intake-officer') =>
  (
    await get(
      z.object({ items: z.array(Around) }),
      `/api/intake/around?lon=${String(place.lon)}&lat=${String(place.lat)}${more}`,
      post,
    )
  ).items
const numbers = (list: readonly { readonly number: string }[]) => list.map((i) => i.number)
/** Out of our sight: another street's place. */
const moveAway = (number: string) =>
  server.admin.run(
    sql`update incident set area_path = ${`${server.deps.county}/999/001/001/`}, reported_by = null where number = ${number}`,
  )

describe('the intake desk', () => {
  it('has each report on the tab of what it waits for, due first, and counts what it lists', async () => {
    const first = await desk.reach('reported')
    clock.set(clock.now() + 60_000)
    const second = await desk.reach('reported')
    const looked = await desk.reach('verifying', { source: 'resident' })
    const { number: back } = await desk.report({ source: 'resident' })
    const assignee = (await desk.send('GET', '/api/me', 'inspector')).json<{ id: string }>().id
    await desk.act(back, 'intake-officer', 'send-verify', { assignee })
    await desk.act(back, 'inspector', 'verify', { result: 'unable' })
    const accepted = await desk.reach('accepted')
    const filed = await desk.reach('filed')
    const passed = await desk.reach('passed')
    const failed = await desk.reach('failed')
    const away = await desk.reach('reported')
    await moveAway(away)

    expect(numbers((await intake('accept')).items)).toEqual([first, second, back])
    expect((await intake('accept')).items.map((i) => i.unable)).toEqual([false, false, true])
    expect(numbers((await intake('verifying')).items)).toEqual([looked])
    expect(numbers((await intake('file')).items)).toEqual([accepted])
    expect(numbers((await intake('close')).items)).toEqual([passed])
    const { counts, lamps } = await intake('accept')
    expect(counts).toEqual({ accept: 3, verifying: 1, file: 1, close: 1 })
    expect(Object.values(lamps).reduce((a, b) => a + b, 0)).toBe(3)
    for (const number of [filed, failed, away])
      for (const tab of ['accept', 'verifying', 'file', 'close'])
        expect(numbers((await intake(tab)).items)).not.toContain(number)
  })

  it('is filtered by lamp, cut at the limit, and with limit 0 only counts', async () => {
    const { lamps } = await intake('accept')
    for (const lamp of ['red', 'yellow', 'green', 'grey'] as const) {
      const { items } = await intake('accept', `&lamp=${lamp}`)
      expect([lamp, items.length]).toEqual([lamp, lamps[lamp]])
      expect(items.every((i) => i.lamp === lamp)).toBe(true)
    }
    const one = await intake('accept', '&limit=1')
    expect([one.items.length, one.more]).toEqual([1, true])
    const none = await intake('accept', '&limit=0')
    expect([none.items.length, none.more, none.counts.accept]).toEqual([0, false, 3])
  })

  it('is read by those who accept and by nobody else', async () => {
    for (const [post, status] of [
      ['intake-officer', 200],
      ['duty-chief', 200],
      ['dispatcher', 403],
      ['handler', 403],
      ['grid-worker', 403],
      ['leader', 403],
    ] as const)
      for (const url of ['/api/intake', '/api/intake/around?lon=113.1&lat=29.3'])
        expect([post, (await desk.send('GET', url, post)).statusCode]).toEqual([post, status])
  })
})

describe('what is open around a place', () => {
  const metre = 1 / 111_000

  it('is told before any report of it exists: nearest first, with its words and first photo, none that ended', async () => {
    const place = desk.placeIn(1)
    const near = { ...place, lat: place.lat + 20 * metre }
    const photo = await desk.photo('intake-officer')
    const farther = await desk.report({ place: near, description: '路灯不亮两天了', photos: [photo] })
    const here = await desk.report({ place, description: '垃圾没人收', source: 'resident' })
    const ended = await desk.report({ place, source: 'resident' })
    await desk.act(ended.number, 'intake-officer', 'decline', {
      reason: 'other-authority',
      advice: '请拨打 12345 转供电公司',
    })
    const away = await desk.report({ place, description: '邻街道的事情' })
    await moveAway(away.number)
    const items = await around(place)
    expect(numbers(items)).toEqual([here.number, farther.number])
    expect(items[1]).toMatchObject({
      description: '路灯不亮两天了',
      metres: 20,
      photo: `/api/files/${photo}`,
      status: 'reported',
    })
    const outside = { ...place, lat: place.lat + 305 * metre }
    expect(numbers(await around(outside))).not.toContain(here.number)
    // The shifted systems of public maps name the same place by other numbers.
    expect(numbers(await around(place, '&crs=GCJ02'))).not.toContain(here.number)
    expect(await around({ lon: 120.1, lat: 30.2 })).toEqual([])
  })

  it('is asked with a place that is one: everything else is told in words', async () => {
    for (const [query, code] of [
      ['', 'platform.invalid-input'],
      ['lon=113.1', 'platform.invalid-input'],
      ['lon=abc&lat=29', 'platform.invalid-input'],
      ['lon=0&lat=0', 'grid.coordinate-placeholder'],
      ['lon=29.37&lat=113.12', 'grid.coordinate-swapped'],
      ['lon=113.12&lat=29.37&crs=MARS', 'platform.invalid-input'],
      ['lon=113.12&lat=29.37&words=x', 'platform.invalid-input'],
    ] as const) {
      const r = await desk.send('GET', `/api/intake/around?${query}`, 'intake-officer')
      expect([query, r.json<{ code: string }>().code, r.statusCode < 500]).toEqual([query, code, true])
    }
  })

  it('leads to one case: a second caller’s report is merged into the first, twice told it is once', async () => {
    const place = desk.placeIn(1)
    const first = await desk.report({ place })
    const body = desk.reportBody({ place, description: '也是那堆垃圾' })
    const made = (await desk.send('POST', '/api/incidents', 'intake-officer', body)).json<{
      number: string
    }>()
    expect(numbers(await around(place))).toContain(first.number)
    const id = newId()
    for (let i = 0; i < 2; i++) {
      expect((await desk.send('POST', '/api/incidents', 'intake-officer', body)).json()).toMatchObject(made)
      expect(await desk.refusal(made.number, 'intake-officer', 'merge', { id, into: first.number })).toBe(
        'done',
      )
    }
    expect((await desk.show(made.number)).mergedInto).toBe(first.number)
    expect(numbers(await around(place))).not.toContain(made.number)
  })

  it('of two clerks who merge and accept one report at once, one is told that it is done', async () => {
    const first = await desk.reach('reported')
    const second = await desk.reach('reported')
    const told = await Promise.all([
      desk.refusal(second, 'intake-officer', 'merge', { into: first }),
      desk.refusal(second, 'duty-chief', 'decline', { reason: 'untrue', advice: '无此情况' }),
    ])
    expect(told.toSorted()).toEqual(['409 incidents.wrong-status', 'done'])
  })
})
