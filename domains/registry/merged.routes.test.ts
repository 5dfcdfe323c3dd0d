/** What hangs on a person who is merged: own records, and what an undo does after grids were redrawn. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { RecordItem, RecordView } from './schema/custom.ts'
import type { Done, PersonView } from './schema/views.ts'
import { registryOffice, type Office } from './testing/office.ts'

/** Ten minutes before the office's midnight. */
const clock = setClock(Date.parse('2026-11-26T15:50:00Z'))
const CHIEF = 'duty-chief'
const RECORDS = '/api/registry/custom/records'
let server: TestServer
let office: Office
let system: { cookie: string }
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
  system = { cookie: await server.signInAdmin('system-admin') }
})
afterAll(() => server.end())

const asAdmin = async (url: string, payload: object): Promise<void> => {
  const r = await server.app.inject({ method: 'POST', url, headers: system, payload })
  expect(r.statusCode, r.body).toBeLessThan(300)
}
/** Two rows of one person, in homes a little west and a little east of the middle of my grid. */
async function twice(name: string) {
  const at = (by: number) => ({
    place: { lon: office.mine.lon + by, lat: office.mine.lat, crs: 'CGCS2000' },
  })
  const [west, east] = [await office.home(at(-0.0002)), await office.home(at(0.0002))]
  const one = await office.register(west, { name, birthDate: '1975-06-18' })
  const two = await office.register(east, { name, birthDate: '1975-06-18' })
  return { one: one.id, two: two.id, west, east }
}
const merged = async (survivor: string, other: string): Promise<string> => {
  const id = newId()
  await office.ok('POST', `/api/registry/people/${survivor}/merge`, CHIEF, {
    id,
    version: 1,
    other,
    otherVersion: 1,
    reason: '入户核对，同一人',
  })
  return id
}
const undo = (id: string) =>
  office.send('POST', `/api/registry/merges/${id}/undo`, CHIEF, { id: newId(), reason: '核错了人' })
const rowOf = (id: string) =>
  server.admin.one<{
    area_path: string
    registered_path: string | null
    merged_into: string | null
    version: number
  }>(sql`select area_path, registered_path, merged_into, version from person where id = ${id}`)
const homePath = async (id: string): Promise<string> =>
  (await server.admin.one<{ area_path: string }>(sql`select area_path from home where id = ${id}`)).area_path

describe('own records', () => {
  it('of who was merged are listed at who stays, and go back with the undo', async () => {
    const definition = newId()
    const fields = [{ key: 'name', label: '名称', type: 'text', required: true }]
    await asAdmin('/api/registry/custom/definitions', {
      id: definition,
      kind: 'aid',
      content: { name: '救助', title: 'name', attach: 'person', fields },
    })
    await asAdmin(`/api/registry/custom/definitions/${definition}/publish`, { id: newId(), version: 1 })
    const { one, two } = await twice('慕容记')
    const make = async (subject: string, name: string): Promise<string> =>
      (
        await office.ok<Done>('POST', RECORDS, 'grid-worker', {
          ...office.proof(),
          kind: 'aid',
          values: { name },
          subject,
          place: null,
        })
      ).id
    const records = [await make(one, '临时救助'), await make(two, '医疗救助')]
    const listed = async (subject: string) =>
      (
        await office.ok<{ items: RecordItem[] }>(
          'GET',
          `${RECORDS}?kind=aid&subject=${subject}`,
          'grid-worker',
        )
      ).items.map((i) => i.id)
    expect([await listed(one), await listed(two)]).toEqual([[records[0]], [records[1]]])
    const merge = await merged(one, two)
    expect((await listed(one)).toSorted()).toEqual(records.toSorted())
    const view = await office.ok<RecordView>('GET', `${RECORDS}/${records[1] ?? ''}`, 'grid-worker')
    expect(view.subject).toMatchObject({ kind: 'person', id: one })
    expect((await undo(merge)).statusCode).toBe(200)
    expect([await listed(one), await listed(two)]).toEqual([[records[0]], [records[1]]])
  })
})

describe('an undo', () => {
  it('says who changed what on which day', async () => {
    const { one, two } = await twice('慕容改')
    const merge = await merged(one, two)
    clock.advance(15 * 60_000)
    await office.ok('POST', `/api/registry/people/${one}`, 'grid-worker', {
      ...office.proof(),
      version: 2,
      changes: { occupation: '木工' },
    })
    const r = await undo(merge)
    const worker = server.accounts.find((a) => a.post === 'grid-worker')?.name ?? '?'
    expect([r.statusCode, r.json<{ title: string }>().title]).toEqual([
      409,
      `合并之后，${worker}于 2026-11-27 改过此人的“职业”。撤销会丢掉这一改动，因此不能撤销`,
    ])
  })

  it('that follows a later merge says so, with the day', async () => {
    const { one, two } = await twice('慕容再')
    const three = (await office.register(await office.home(), { name: '慕容再' })).id
    const merge = await merged(one, two)
    await office.ok('POST', `/api/registry/people/${three}/merge`, CHIEF, {
      id: newId(),
      version: 1,
      other: one,
      otherVersion: 2,
      reason: '入户核对，同一人',
    })
    expect((await undo(merge)).json()).toMatchObject({
      code: 'duplicates.merged-on',
      title: expect.stringMatching(/^保留的那条已于 2026-11-27 由.+并入别的记录/) as string,
    })
  })

  it('is not stopped by a redraw of grids: both come back, each in the grid of their home today', async () => {
    const kept = await twice('慕容分')
    const changed = await twice('慕容动')
    const [first, second] = [await merged(kept.one, kept.two), await merged(changed.one, changed.two)]
    const code = server.deps.directory.areaByPath((await rowOf(kept.one)).area_path)?.code
    const redraw = newId()
    const line = [
      [office.mine.lon, office.mine.lat - 1],
      [office.mine.lon, office.mine.lat + 1],
    ]
    await asAdmin('/api/redraws', { id: redraw, kind: 'split', grid: code, line })
    await asAdmin(`/api/redraws/${redraw}/publish`, {})
    clock.advance(1000)
    await server.reload()
    const [west, east] = [await homePath(kept.west), await homePath(kept.east)]
    expect(west).not.toBe(east)
    // Whoever changed something else meanwhile is not overlooked for the redraw.
    const { version } = await rowOf(changed.one)
    await office.ok('POST', `/api/registry/people/${changed.one}`, 'community-manager', {
      ...office.proof(),
      version,
      changes: { occupation: '木工' },
    })
    expect((await undo(second)).json()).toMatchObject({ code: 'duplicates.person-changed-since' })
    const r = await undo(first)
    expect(r.statusCode, r.body).toBe(200)
    const [one, two] = [await rowOf(kept.one), await rowOf(kept.two)]
    expect([one, two]).toMatchObject([
      { area_path: west, registered_path: null, merged_into: null },
      { area_path: east, registered_path: null, merged_into: null },
    ])
    const view = await office.ok<PersonView>('GET', `/api/registry/people/${kept.two}`, CHIEF)
    expect(view.stays.map((s) => [s.home.id, s.to])).toEqual([[kept.east, null]])
  })
})
