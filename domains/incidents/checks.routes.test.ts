import { newId } from '@lifang/platform/id.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import { CHECK_POSTS, Checks } from './schema/checks.ts'
import { incidentDesk, type Desk } from './testing/desk.ts'

const clock = setClock(NOW)
let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
})
afterAll(() => server.end())

const checks = async (post: string): Promise<Checks> => {
  const r = await desk.send('GET', '/api/checks', post)
  if (r.statusCode !== 200) throw new Error(r.body)
  return Checks.parse(r.json())
}
const numbers = async (post: string) => (await checks(post)).items.map((i) => i.number)
const accountOf = async (post: string): Promise<string> =>
  (await desk.send('GET', '/api/me', post)).json<{ id: string }>().id

it('has what I was sent to look at until I answer, and nothing of anybody else', async () => {
  const inspector = await accountOf('inspector')
  const toVerify = await desk.report({ source: 'resident', photos: [await desk.photo('intake-officer')] })
  await desk.act(toVerify.number, 'intake-officer', 'send-verify', { assignee: inspector })
  clock.set(clock.now() + 60_000)
  const toCheck = await desk.reach('feedback')
  await desk.act(toCheck, 'dispatcher', 'send-check', { assignee: inspector, sameTimeOfDay: true })
  const ofTheChecker = await desk.reach('checking')

  const mine = await checks('inspector')
  expect(mine.items.map((i) => [i.number, i.task, i.sameTimeOfDay, i.photo !== null])).toEqual([
    [toVerify.number, 'verify', false, true],
    [toCheck, 'check', true, false],
  ])
  expect(mine.items[1]?.place).toEqual(
    [desk.placeIn(0).lon, desk.placeIn(0).lat].map((d) => Number(d.toFixed(7))),
  )
  expect(mine.more).toBe(false)
  expect(await numbers('checker')).toEqual([ofTheChecker])
  expect(await numbers('inspector#1')).toEqual([])
  expect(await numbers('grid-worker')).toEqual([])

  await desk.act(toVerify.number, 'inspector', 'verify', { result: 'exist' })
  expect(await numbers('inspector')).toEqual([toCheck])
  await desk.act(toCheck, 'inspector', 'check', { result: 'unable', opinion: '大门锁着' })
  expect(await numbers('inspector')).toEqual([])
  await desk.act(ofTheChecker, 'checker', 'check', { result: 'pass' })
  expect(await numbers('checker')).toEqual([])
})

it('has a case again that is to be checked again, without the hint of the time before', async () => {
  const checker = await accountOf('checker')
  const number = await desk.reach('feedback')
  await desk.act(number, 'dispatcher', 'send-check', { assignee: checker, sameTimeOfDay: true })
  await desk.act(number, 'checker', 'check', { result: 'unable', opinion: '下雨，看不清' })
  expect(await numbers('checker')).toEqual([])
  await desk.act(number, 'duty-chief', 'send-check', { assignee: checker })
  expect((await checks('checker')).items.map((i) => [i.number, i.sameTimeOfDay])).toEqual([[number, false]])
})

it('a fail without a photo is refused at its field, and stands with one or with the reason why there is none', async () => {
  const checker = await accountOf('checker')
  const number = await desk.reach('feedback')
  await desk.act(number, 'dispatcher', 'send-check', { assignee: checker })
  const fail = (body: object) =>
    desk.send('POST', `/api/incidents/${number}/acts/check`, 'checker', {
      id: newId(),
      result: 'fail',
      ...body,
    })
  for (const body of [{}, { photos: [] }, { opinion: '没有清完' }]) {
    const r = await fail(body)
    expect([r.statusCode, r.json<{ code: string; details: object }>().code]).toEqual([
      422,
      'incidents.evidence-missing',
    ])
    expect(r.json<{ details: object }>().details).toMatchObject({ field: 'photos' })
  }
  // Words alone are no reason, and a photo of somebody else is none.
  expect((await fail({ withoutPhotoReason: ' ' })).statusCode).toBe(400)
  const strange = { photos: [{ file: await desk.photo('handler'), kind: 'after' }] }
  expect((await fail(strange)).json<{ code: string }>().code).toBe('incidents.file-unusable')
  expect(await numbers('checker')).toContain(number)

  const file = await desk.photo('checker')
  expect((await fail({ photos: [{ file, kind: 'after' }], opinion: '没有清完' })).statusCode).toBe(200)
  const seen = await desk.show(number)
  expect(seen.evidence.map((e) => [e.id, e.kind])).toContainEqual([file, 'after'])

  const other = await desk.reach('feedback')
  await desk.act(other, 'dispatcher', 'send-check', { assignee: checker })
  await desk.act(other, 'checker', 'check', { result: 'fail', withoutPhotoReason: '在居民家中，不便拍照' })
  expect((await desk.show(other)).timeline.at(-1)?.details).toMatchObject({
    result: 'fail',
    withoutPhotoReason: '在居民家中，不便拍照',
  })
})

it('follows the person and not the place: a task in another street is mine, a neighbour’s is not', async () => {
  const [mine, other] = [await desk.reach('checking'), await desk.reach('checking')]
  await server.admin.run(
    sql`update incident set area_path = '990602/999/001/001/' where number in (${mine}, ${other})`,
  )
  await server.admin.run(
    sql`update incident_task t set assignee_id = null from incident i where i.id = t.incident_id and t.kind = 'check' and i.number = ${other}`,
  )
  const found = await numbers('checker')
  expect(found).toContain(mine)
  expect(found).not.toContain(other)
})

it('is read by posts that may be sent, and by nobody else', async () => {
  for (const post of ['checker', 'inspector', 'grid-worker', 'community-manager']) {
    expect(CHECK_POSTS).toContain(post)
    expect((await desk.send('GET', '/api/checks', post)).statusCode, post).toBe(200)
  }
  for (const post of ['intake-officer', 'dispatcher', 'handler', 'leader'])
    expect((await desk.send('GET', '/api/checks', post)).statusCode, post).toBe(403)
})
