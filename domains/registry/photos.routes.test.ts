import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { Sql, sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { Done } from './schema/views.ts'
import type { FacilityItem } from './schema/unit-items.ts'
import { KEEPER_POSTS } from './schema/lists.ts'
import { MOST_PHOTOS, THING_POSTS } from './schema/unit-lists.ts'
import type { FacilityView, PlaceView } from './schema/unit-views.ts'
import { registryOffice, type Office } from './testing/office.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
})
afterAll(() => server.end())

let shade = 0
async function upload(post: string, bytes?: Buffer) {
  shade++
  const background = { r: shade % 256, g: 90, b: 120 }
  const picture =
    bytes ??
    (await sharp({ create: { width: 640, height: 480, channels: 3, background } })
      .jpeg()
      .toBuffer())
  const head =
    '--lifangtest\r\nContent-Disposition: form-data; name="file"; filename="p.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
  return server.app.inject({
    method: 'POST',
    url: '/api/files',
    remoteAddress: `10.12.0.${String(shade)}`,
    headers: {
      cookie: await server.signIn(post),
      'content-type': 'multipart/form-data; boundary=lifangtest',
    },
    payload: Buffer.concat([Buffer.from(head), picture, Buffer.from('\r\n--lifangtest--\r\n')]),
  })
}
const fileOf = async (post = 'grid-worker'): Promise<string> => (await upload(post)).json<{ id: string }>().id

type Kind = 'facility' | 'place'
const LISTS = { facility: 'facilities', place: 'places' } as const
const here = () => ({ ...office.mine, crs: 'CGCS2000' })
async function thing(kind: Kind): Promise<string> {
  const body =
    kind === 'facility'
      ? { class: { standard: 'GB/T 47678.5-2026', code: '01037' }, place: here() }
      : { name: '望湖农贸市场', kind: 'market', place: here() }
  const url = `/api/registry/${LISTS[kind]}`
  return (await office.ok<Done>('POST', url, 'grid-worker', { ...office.proof(), ...body })).id
}
const show = (kind: Kind, id: string, post = 'grid-worker') =>
  office.ok<FacilityView | PlaceView>('GET', `/api/registry/${LISTS[kind]}/${id}`, post)
const body = async (kind: Kind, id: string, over: object = {}) => ({
  id: newId(),
  of: { kind, id },
  file: await fileOf(),
  ...over,
})
async function add(kind: Kind, id: string, over: object = {}): Promise<string> {
  return (await office.ok<Done>('POST', '/api/registry/photos', 'grid-worker', await body(kind, id, over))).id
}
const remove = (photo: string, over: object = {}, post = 'grid-worker') =>
  office.refusal('POST', `/api/registry/photos/${photo}/remove`, post, {
    id: newId(),
    reason: '拍的是另一盏灯',
    ...over,
  })

describe.each(['facility', 'place'] as const)('photos of a %s', (kind) => {
  it('are several, with when they were taken and who added them; the newest stands in the list', async () => {
    const id = await thing(kind)
    const takenAt = '2026-11-23T08:30:00.000Z'
    const first = await add(kind, id, { takenAt: '2026-11-23T16:30:00+08:00' })
    clock.set(clock.now() + 60_000)
    const second = await add(kind, id)
    const view = await show(kind, id, 'leader')
    expect(view.photos.map((p) => [p.id, p.takenAt])).toEqual([
      [second, null],
      [first, takenAt],
    ])
    expect(view.photos.every((p) => p.by !== '')).toBe(true)
    expect(view.version).toBe(1)
    const url = `/api/registry/${LISTS[kind]}?limit=100`
    const { items } = await office.ok<{ items: FacilityItem[] }>('GET', url, 'leader')
    expect(items.find((i) => i.id === id)?.photo).toBe(second)
    const sizes = await Promise.all(
      ['', '?size=small'].map((q) => office.send('GET', `/api/registry/photos/${first}${q}`, 'leader')),
    )
    const [whole, small] = await Promise.all(sizes.map((r) => sharp(r.rawPayload).metadata()))
    expect([whole?.width, small?.width]).toEqual([640, 160])
    expect(sizes.map((r) => r.headers['content-type'])).toEqual(['image/jpeg', 'image/jpeg'])
  })

  it('taken off for a reason is deleted; who did, when and why stays', async () => {
    const id = await thing(kind)
    const photo = await add(kind, id)
    const command = { id: newId(), reason: '拍的是另一盏灯' }
    expect(await remove(photo, command)).toBe('done')
    expect(await remove(photo, command)).toBe('done')
    expect(await remove(photo, { ...command, reason: '另一个理由' })).toBe('409 platform.command-reused id')
    expect(await remove(photo)).toBe('409 registry.photo-gone id')
    expect((await office.send('GET', `/api/registry/photos/${photo}`, 'grid-worker')).statusCode).toBe(409)
    const view = await show(kind, id)
    expect(view.photos).toEqual([])
    expect(view.changes.filter((c) => c.field === 'photo')).toMatchObject([
      { from: expect.any(String) as string, to: null, note: '拍的是另一盏灯', source: 'visit' },
      { from: null, to: expect.any(String) as string },
    ])
    const left = await server.admin.rows(
      sql`select 1 from stored_file f join thing_photo p on p.file_id = f.id where p.id = ${photo}`,
    )
    expect(left).toEqual([])
    const lines = await server.admin.rows<{ act: string; details: { photo?: string } }>(
      sql`select act, details from audit_entry where subject_id = ${id} and act like 'registry.%-photo' order by act`,
    )
    expect(lines.map((l) => [l.act, l.details.photo])).toEqual([
      ['registry.add-photo', photo],
      ['registry.remove-photo', photo],
    ])
  })

  it('are added and taken off by who edits, seen by who sees, and by nobody elsewhere', async () => {
    const id = await thing(kind)
    const photo = await add(kind, id)
    for (const { post } of server.accounts.filter(
      (a, i, all) => all.findIndex((b) => b.post === a.post) === i,
    )) {
      // An administrator without a second factor is stopped before; the matrix walks them.
      if (post.endsWith('-admin')) continue
      const seen = await office.refusal('GET', `/api/registry/photos/${photo}`, post)
      const ground = (await office.refusal('GET', `/api/registry/${LISTS[kind]}/${id}`, post)) === 'done'
      const reads = (THING_POSTS as readonly string[]).includes(post)
      expect([post, seen]).toEqual([
        post,
        ground ? 'done' : reads ? '404 registry.not-found id' : '403 platform.not-allowed',
      ])
      if ((KEEPER_POSTS as readonly string[]).includes(post)) continue
      const given = { id: newId(), of: { kind, id }, file: newId() }
      expect([post, await office.refusal('POST', '/api/registry/photos', post, given)]).toEqual([
        post,
        '403 platform.not-allowed',
      ])
      expect([post, await remove(photo, {}, post)]).toEqual([post, '403 platform.not-allowed'])
    }
    const away = `${String(server.deps.county)}/999/001/001/`
    await server.admin.run(new Sql([`update ${kind} set area_path = `, ' where id = ', ''], [away, id]))
    expect(await office.refusal('GET', `/api/registry/photos/${photo}`, 'grid-worker')).toBe(
      '404 registry.not-found id',
    )
    expect(await remove(photo)).toBe('404 registry.not-found id')
    expect(await office.refusal('POST', '/api/registry/photos', 'grid-worker', await body(kind, id))).toBe(
      '404 registry.not-found id',
    )
  })
})

describe('a photo is refused', () => {
  it.each([
    ['with a file nobody sent', { file: newId() }, '422 registry.photo-file file'],
    ['of what is not there', { of: { kind: 'facility', id: newId() } }, '404 registry.not-found id'],
    ['of an enterprise', { of: { kind: 'enterprise', id: newId() } }, '400 platform.invalid-input of.kind'],
    ['taken tomorrow', { takenAt: '2026-11-25T09:00:00Z' }, '422 registry.day-in-future takenAt'],
    ['taken on no day', { takenAt: '2026-02-30' }, '400 platform.invalid-input takenAt'],
  ])('%s', async (_name, over, refusal) => {
    const given = await body('facility', await thing('facility'), over)
    expect(await office.refusal('POST', '/api/registry/photos', 'grid-worker', given)).toBe(refusal)
  })

  it('that somebody else sent, or that another record has', async () => {
    const [id, other] = [await thing('facility'), await thing('place')]
    const strange = await body('facility', id, { file: await fileOf('leader') })
    expect(await office.refusal('POST', '/api/registry/photos', 'grid-worker', strange)).toBe(
      '422 registry.photo-file file',
    )
    const used = await body('facility', id)
    expect(await office.refusal('POST', '/api/registry/photos', 'grid-worker', used)).toBe('done')
    for (const of of [
      { kind: 'place', id: other },
      { kind: 'facility', id },
    ])
      expect(
        await office.refusal('POST', '/api/registry/photos', 'grid-worker', { ...used, id: newId(), of }),
      ).toBe('422 registry.photo-file file')
  })

  it('that is no photo, at the upload', async () => {
    const r = await upload('grid-worker', Buffer.from('%PDF-1.7 no photo at all, whatever it is called'))
    expect([r.statusCode, r.json<{ code: string }>().code]).toEqual([415, 'platform.file-type'])
  })

  it.each([
    ['without a reason', { reason: ' ' }, '400 platform.invalid-input reason'],
    ['with pasted markup', { reason: '<b>看不清</b>' }, '422 registry.bad-text reason'],
  ])('its removal %s', async (_name, over, refusal) => {
    const photo = await add('facility', await thing('facility'))
    expect(await remove(photo, over)).toBe(refusal)
    expect(await remove(photo)).toBe('done')
  })
})

it('two who add the last one at once: one has it', async () => {
  const id = await thing('facility')
  for (let n = 1; n < MOST_PHOTOS; n++) await add('facility', id)
  const bodies = [await body('facility', id), await body('facility', id)]
  const both = await Promise.all(
    bodies.map((b) => office.refusal('POST', '/api/registry/photos', 'grid-worker', b)),
  )
  expect(both.toSorted()).toEqual(['409 registry.photos-many file', 'done'])
  const { photos } = await show('facility', id)
  expect(photos).toHaveLength(MOST_PHOTOS)
})

it('two who take one off at once: one does', async () => {
  const photo = await add('place', await thing('place'))
  const both = await Promise.all([remove(photo), remove(photo)])
  expect(both.toSorted()).toEqual(['409 registry.photo-gone id', 'done'])
})
