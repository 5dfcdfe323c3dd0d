import { afterAll, beforeAll, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import { WITHDRAW_MARGIN_MS } from './rules/listing.ts'
import type { EntryView, ListTree } from './schema/responsibility.ts'
import { incidentDesk, type Desk } from './testing/desk.ts'

const HOUR = 3_600_000
const clock = setClock(NOW)
let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
})
afterAll(() => server.end())

/** Posts of the whole county. */
const CHIEF = 'duty-chief#2'
const LEADER = 'leader#1'
const tree = async (): Promise<ListTree> => (await desk.send('GET', '/api/list', CHIEF)).json<ListTree>()
const post = (path: string, body: object, as: string) =>
  desk.send('POST', `/api/list${path}`, as, { id: newId(), ...body })
const told = (r: { statusCode: number; json: <T>() => T }): string =>
  r.statusCode === 200 ? 'done' : `${r.statusCode} ${r.json<{ code: string }>().code}`
const withdraw = (version: string, as = LEADER, id = newId()) =>
  post('/withdraw', { id, version, reason: '时限有误' }, as)
const states = async (): Promise<string[]> => (await tree()).versions.map((v) => v.state)

/** Changes a limit to so many hours and publishes it for an instant ahead. @returns the version's id */
async function schedule(hours: number, ahead: number): Promise<string> {
  if ((await tree()).draft === null)
    expect(told(await post('/draft', { note: '缩短时限' }, CHIEF))).toBe('done')
  const { catalogue } = desk.classOf()
  const query = new URLSearchParams({ version: 'draft', ...catalogue }).toString()
  const { entry } = (await desk.send('GET', `/api/list/entry?${query}`, CHIEF)).json<EntryView>()
  const { key, name: _name, evidence: _evidence, ...body } = entry
  const conditions = body.conditions.map((c) => ({
    ...c,
    limit: { amount: hours, unit: 'working-hour' },
    extension: null,
  }))
  const seen = (await tree()).draft?.revision ?? -1
  const put = await post('/draft/entry', { revision: seen, key, entry: { ...body, conditions } }, CHIEF)
  expect(told(put)).toBe('done')
  const from = new Date(clock.now() + ahead).toISOString()
  const published = await post('/draft/publish', { revision: seen + 1, from }, LEADER)
  expect(told(published)).toBe('done')
  return published.json<{ version: string }>().version
}

it('a scheduled version is taken back by a leader of the whole county, once, and its draft is open again', async () => {
  const version = await schedule(7, 2 * HOUR)
  expect(await states()).toEqual(['scheduled', 'in-force'])
  expect(told(await withdraw(version, 'leader'))).toBe('403 list.whole-county-only')
  expect(told(await withdraw(version, CHIEF))).toBe('403 platform.not-allowed')
  expect(told(await withdraw('demo-1'))).toBe('409 list.withdraw-too-late')
  expect(told(await withdraw('none'))).toBe('404 list.unknown-version')

  const id = newId()
  const first = await withdraw(version, LEADER, id)
  expect(told(first)).toBe('done')
  expect((await withdraw(version, LEADER, id)).json()).toEqual(first.json())
  expect(told(await post('/withdraw', { id, version, reason: '别的' }, LEADER))).toBe(
    '409 platform.command-reused',
  )
  expect(told(await withdraw(version))).toBe('404 list.unknown-version')

  const after = await tree()
  expect(after.versions.map((v) => v.state)).toEqual(['in-force'])
  expect(after.draft).toMatchObject({ base: 'demo-1', note: '缩短时限' })
  expect(first.json()).toEqual({ version, draft: after.draft?.id })
  const entry = await server.admin.one<{ details: object; actor_name: string }>(
    sql`select details, actor_name from audit_entry where act = 'incidents.list-withdraw'`,
  )
  expect(entry.details).toMatchObject({ version, reason: '时限有误' })

  // Its day passes, and cases are filed under the list that was in force before.
  clock.advance(3 * HOUR)
  expect(server.deps.list.version()).toBe('demo-1')
  expect((await desk.show(await desk.reach('dispatched'))).listVersion).toBe('demo-1')
})

it('the draft goes out again as another version: the number of the withdrawn one is not given twice', async () => {
  const version = await schedule(6, 2 * HOUR)
  expect(version).toBe(`${String(server.deps.county)}-3`)
  expect((await tree()).versions.map((v) => v.ordinal)).toEqual([3, 1])
  // Somebody has begun to work over it: first that, then this.
  expect(told(await post('/draft', { note: '接着改' }, CHIEF))).toBe('done')
  expect(told(await withdraw(version))).toBe('409 list.draft-open')
  expect(told(await post('/draft/discard', { revision: 0 }, CHIEF))).toBe('done')
})

it('of two who take it back at once one does, and nobody does in the last minute before its day', async () => {
  const scheduled = (await tree()).versions[0]?.id ?? ''
  const both = await Promise.all([withdraw(scheduled), withdraw(scheduled)])
  expect(both.map(told).toSorted()).toEqual(['404 list.unknown-version', 'done'])

  const version = await schedule(5, 2 * HOUR)
  clock.advance(2 * HOUR - WITHDRAW_MARGIN_MS + 1)
  expect(told(await withdraw(version))).toBe('409 list.withdraw-too-late')
  expect(server.deps.list.version()).toBe('demo-1')
  clock.advance(WITHDRAW_MARGIN_MS)
  // Against taking effect: the cases filed meanwhile stand, whatever is pressed.
  const [late, number] = await Promise.all([withdraw(version), desk.reach('dispatched')])
  expect(told(late)).toBe('409 list.withdraw-too-late')
  expect((await desk.show(number)).listVersion).toBe(version)
})

it('only the last of several scheduled versions is taken back', async () => {
  const earlier = await schedule(4, 2 * HOUR)
  const later = await schedule(3, 4 * HOUR)
  expect(told(await withdraw(earlier))).toBe('409 list.withdraw-not-last')
  expect(told(await withdraw(later))).toBe('done')
  expect(told(await withdraw(earlier))).toBe('409 list.draft-open')
})
