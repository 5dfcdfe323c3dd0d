import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@lifang/platform/access.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { publishCard } from './commands/publication.ts'
import { CARD_FIELDS, DEFAULT_CARD } from './rules/card.ts'
import type { PortraitView } from './schema/portrait.ts'
import type { WorkerCard } from './schema/public.ts'

const clock = setClock(Date.parse('2026-11-20T10:18:00+08:00'))
let server: TestServer
/** The demo's grid worker who can sign in, and the grid. */
let me = ''
let grid = ''
const cookies = new Map<string, string>()
beforeAll(async () => {
  server = await testServer({ clock })
  cookies.set('worker', await server.signIn('grid-worker'))
  cookies.set('system', await server.signInAdmin('system-admin'))
  for (const post of ['grid-manager', 'community-manager', 'dispatcher', 'leader'])
    cookies.set(post, await server.signIn(post))
  cookies.set('security', await server.signInAdmin('security-admin'))
  ;({ me, grid } = await server.admin.one<{ me: string; grid: string }>(
    sql`select c.id as me, a.code as grid from account c join holding h on h.account_id = c.id join area a on a.id = h.area_id
        where c.username = ${server.accounts.find((a) => a.post === 'grid-worker')?.username} and h.post = 'grid-worker'`,
  ))
})
afterAll(() => server.end())
beforeEach(async () => {
  await publish([...DEFAULT_CARD, 'photo'])
  const { portrait } = (await view()).json<PortraitView>()
  if (portrait !== null) await send('system', `/api/portraits/${me}/take-back`, { id: newId(), portrait })
})

const publish = (fields: readonly string[]) =>
  publishCard(
    { db: server.deps.db, clock, county: server.deps.county },
    systemActor(server.deps.county, 'test'),
    {
      fields,
      duties: null,
    },
  )
let strangers = 0
const headers = (who: string | null): Record<string, string> =>
  who === null ? {} : { cookie: cookies.get(who) ?? '' }
const get = (who: string | null, url: string) =>
  server.app.inject({
    method: 'GET',
    url,
    headers: headers(who),
    remoteAddress: `10.6.1.${++strangers % 250}`,
  })
const send = (who: string | null, url: string, payload: object) =>
  server.app.inject({ method: 'POST', url, headers: headers(who), payload })
const view = (who: string | null = 'system', of = me) => get(who, `/api/portraits/${of}`)
const seen = async (): Promise<string | null> => {
  const r = await get(null, `/api/public/grid-worker?grid=${grid}`)
  expect(r.statusCode, r.body).toBe(200)
  return r.json<WorkerCard>().worker?.photo ?? null
}
let shade = 0
const picture = () =>
  sharp({ create: { width: 300, height: 400, channels: 3, background: { r: ++shade % 256, g: 120, b: 90 } } })
const upload = (who: string | null, bytes: Buffer, name = 'p.jpg', type = 'image/jpeg') => {
  const head = `--lifangtest\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`
  return server.app.inject({
    method: 'POST',
    url: '/api/files',
    headers: { ...headers(who), 'content-type': 'multipart/form-data; boundary=lifangtest' },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--lifangtest--\r\n')]),
  })
}
const photo = async (who: string | null): Promise<string> => {
  const r = await upload(who, await picture().jpeg().toBuffer())
  expect(r.statusCode, r.body).toBe(201)
  return r.json<{ id: string }>().id
}
const give = async (who = 'worker'): Promise<string> => {
  const id = newId()
  const r = await send(who, `/api/portraits/${me}`, { id, file: await photo(who) })
  expect(r.statusCode, r.body).toBe(201)
  return id
}
const approve = (portrait: string, id = newId(), who = 'system') =>
  send(who, `/api/portraits/${me}/approve`, { id, portrait })
const takeBack = (portrait: string, who = 'worker', id = newId()) =>
  send(who, `/api/portraits/${me}/take-back`, { id, portrait })
const bytesOf = async (portrait: string): Promise<{ hex: string; onDisk: boolean }> => {
  const row = await server.admin.maybe<{ hex: string }>(
    sql`select encode(f.sha256, 'hex') as hex from worker_portrait p join stored_file f on f.id = p.file_id where p.id = ${portrait}`,
  )
  const hex = row?.hex ?? ''
  return { hex, onDisk: hex !== '' && (await onDisk(hex)) }
}
const onDisk = async (hex: string): Promise<boolean> =>
  (await readdir(join(server.dataDir, 'files', hex.slice(0, 2), hex.slice(2, 4)))).includes(hex)
const acts = async (): Promise<{ act: string; by: string }[]> =>
  server.admin.rows(
    sql`select act, actor_name as by from audit_entry where subject_kind = 'account' and subject_id = ${me} and act like 'grid.%portrait' order by seq`,
  )

describe('a portrait', () => {
  it('is seen by nobody outside before somebody else approved it, and by everybody after', async () => {
    expect((await view('worker')).json()).toMatchObject({
      state: 'none',
      worker: true,
      portrait: null,
      published: true,
    })
    expect(await seen()).toBeNull()
    const id = await give()
    expect((await view('worker')).json()).toMatchObject({
      state: 'waiting',
      portrait: id,
      own: true,
      approvedBy: null,
    })
    expect(await seen()).toBeNull()
    const address = `/api/public/grid-worker/photo?grid=${grid}&portrait=${id}`
    expect((await get(null, address)).statusCode).toBe(404)

    const before = (await acts()).length
    const done = await approve(id)
    expect(done.statusCode, done.body).toBe(200)
    expect(done.json()).toMatchObject({ state: 'approved', approvedBy: expect.any(String) as string })
    expect(await seen()).toBe(address)
    const shown = await get(null, address)
    expect([shown.statusCode, shown.headers['content-type'], shown.headers['cache-control']]).toEqual([
      200,
      'image/jpeg',
      'no-store',
    ])
    expect((await sharp(shown.rawPayload).metadata()).exif).toBeUndefined()
    const [line] = (await acts()).slice(before)
    expect(line).toEqual({ act: 'grid.approve-portrait', by: done.json<PortraitView>().approvedBy })
  })

  it('is hidden at once when the deployment stops to publish photos', async () => {
    const id = await give()
    await approve(id)
    const address = await seen()
    expect(address).not.toBeNull()
    await publish(DEFAULT_CARD)
    expect(await seen()).toBeNull()
    expect((await get(null, address ?? '')).statusCode).toBe(404)
    expect((await view()).json()).toMatchObject({ state: 'approved', published: false })
    expect(CARD_FIELDS).toContain('photo')
  })

  it('is gone with its bytes when the person takes it back, and nothing brings it again', async () => {
    const give1 = { id: newId(), file: await photo('worker') }
    expect((await send('worker', `/api/portraits/${me}`, give1)).statusCode).toBe(201)
    await approve(give1.id)
    const address = (await seen()) ?? ''
    const { hex, onDisk: there } = await bytesOf(give1.id)
    expect(there).toBe(true)
    const id = newId()
    expect((await takeBack(give1.id, 'worker', id)).json()).toMatchObject({ state: 'none', portrait: null })
    expect(await seen()).toBeNull()
    expect((await get(null, address)).json()).toMatchObject({ code: 'grid.no-portrait' })
    expect(await onDisk(hex)).toBe(false)
    expect((await get('worker', `/api/portraits/${me}/image?portrait=${give1.id}`)).statusCode).toBe(404)
    // The commands again: the same answers, and the photo stays gone.
    expect((await takeBack(give1.id, 'worker', id)).statusCode).toBe(200)
    const again = await send('worker', `/api/portraits/${me}`, give1)
    expect([again.statusCode, again.json<PortraitView>().state]).toEqual([200, 'none'])
  })

  it('that takes the place of another must be approved again; the other is deleted', async () => {
    const first = await give()
    await approve(first)
    const old = await bytesOf(first)
    const second = await give()
    expect((await view()).json()).toMatchObject({ state: 'waiting', portrait: second, approvedBy: null })
    expect(await seen()).toBeNull()
    expect(await onDisk(old.hex)).toBe(false)
    expect((await approve(first)).json()).toMatchObject({ code: 'grid.portrait-moved' })
    expect((await approve(second)).statusCode).toBe(200)
    expect(await seen()).toContain(second)
  })

  it('keeps bytes that another record has too', async () => {
    const bytes = await picture().jpeg().toBuffer()
    const twin = (await upload('dispatcher', bytes)).json<{ id: string }>().id
    const file = (await upload('worker', bytes)).json<{ id: string }>().id
    const id = newId()
    await send('worker', `/api/portraits/${me}`, { id, file })
    const { hex } = await bytesOf(id)
    await takeBack(id)
    expect(await onDisk(hex)).toBe(true)
    expect((await get('dispatcher', `/api/files/${twin}`)).statusCode).toBe(200)
  })

  it('may be given and taken back by the system administrator for the person', async () => {
    const id = await give('system')
    expect((await view('worker')).json()).toMatchObject({ portrait: id, own: false, state: 'waiting' })
    expect((await takeBack(id, 'system')).statusCode).toBe(200)
    expect((await acts()).slice(-2).map((a) => a.act)).toEqual([
      'grid.give-portrait',
      'grid.take-back-portrait',
    ])
  })

  it('disappears with the post: the card shows only who holds the grid now', async () => {
    const id = await give()
    await approve(id)
    const held = await server.admin.one<{ id: string }>(
      sql`select id from holding where account_id = ${me} and post = 'grid-worker' and valid_to is null`,
    )
    const address = (await seen()) ?? ''
    await server.admin.run(
      sql`update holding set valid_to = ${new Date(clock.now() - 1)} where id = ${held.id}`,
    )
    await server.reload()
    expect(await seen()).toBeNull()
    expect((await get(null, address)).statusCode).toBe(404)
    expect(
      (await send('worker', `/api/portraits/${me}`, { id: newId(), file: await photo('worker') })).json(),
    ).toMatchObject({
      code: 'grid.portrait-no-worker',
    })
    expect((await takeBack(id)).statusCode).toBe(200)
    await server.admin.run(sql`update holding set valid_to = null where id = ${held.id}`)
    await server.reload()
  })
})

describe('who may', () => {
  it.each([
    [null, 401, 401],
    ['worker', 200, 403],
    ['system', 200, 200],
    ['security', 403, 403],
    ['grid-manager', 403, 403],
    ['community-manager', 403, 403],
    ['dispatcher', 403, 403],
    ['leader', 403, 403],
  ] as const)('%s looks %i, approves %i', async (who, looks, approves) => {
    const id = await give()
    expect((await view(who)).statusCode).toBe(looks)
    expect((await get(who, `/api/portraits/${me}/image?portrait=${id}`)).statusCode).toBe(looks)
    expect((await approve(id, newId(), who ?? 'nobody')).statusCode).toBe(approves)
    if (looks !== 200) {
      const file = who === null ? newId() : await photo(who)
      expect((await send(who, `/api/portraits/${me}`, { id: newId(), file })).statusCode).toBe(looks)
      expect((await takeBack(id, who ?? 'nobody')).statusCode).toBe(looks)
      expect((await view()).json<PortraitView>().portrait).toBe(id)
    }
    const file = await server.admin.one<{ file_id: string }>(
      sql`select file_id from worker_portrait where id = ${id}`,
    )
    expect((await get(who, `/api/files/${file.file_id}`)).statusCode).not.toBe(200)
  })
})

describe('what is refused', () => {
  const problemOf = async (sent: ReturnType<typeof send>) => {
    const r = await sent
    const { code, details } = r.json<{ code: string; details?: { field?: string } }>()
    return [r.statusCode, code, details?.field ?? null]
  }
  it('files that are no photo, with the sentences of every upload', async () => {
    const sizes: readonly [Buffer, string][] = [
      [Buffer.from('%PDF-1.7 not a photo at all'), 'platform.file-type'],
      [Buffer.alloc(0), 'platform.file-type'],
      [(await picture().png().toBuffer()).subarray(0, 60), 'platform.file-broken'],
      [Buffer.alloc(10 * 1024 * 1024 + 1, 0xff), 'platform.too-large'],
    ]
    for (const [bytes, code] of sizes) {
      const r = await upload('worker', bytes)
      expect(r.json<{ code: string }>().code).toBe(code)
    }
    for (const bytes of [await picture().png().toBuffer(), await picture().webp().toBuffer()])
      expect((await upload('worker', bytes)).statusCode).toBe(201)
  })

  it('others’ files, files in use, people who are no grid workers, ids used twice', async () => {
    const to = `/api/portraits/${me}`
    const file = await photo('worker')
    expect(await problemOf(send('worker', to, { id: newId(), file: newId() }))).toEqual([
      422,
      'grid.portrait-file',
      'file',
    ])
    expect(await problemOf(send('worker', to, { id: newId(), file: await photo('leader') }))).toEqual([
      422,
      'grid.portrait-file',
      'file',
    ])
    const id = newId()
    expect((await send('worker', to, { id, file })).statusCode).toBe(201)
    expect((await send('worker', to, { id, file })).statusCode).toBe(200)
    expect(await problemOf(send('worker', to, { id, file: await photo('worker') }))).toEqual([
      409,
      'platform.command-reused',
      'id',
    ])
    const leader = await server.admin.one<{ id: string }>(
      sql`select account_id as id from holding where post = 'leader' limit 1`,
    )
    expect(
      await problemOf(
        send('system', `/api/portraits/${leader.id}`, { id: newId(), file: await photo('system') }),
      ),
    ).toEqual([409, 'grid.portrait-no-worker', 'id'])
    expect(
      await problemOf(
        send('system', `/api/portraits/${newId()}`, { id: newId(), file: await photo('system') }),
      ),
    ).toEqual([404, 'grid.not-found', 'id'])
    expect((await get(null, `/api/public/grid-worker/photo?grid=404&portrait=${id}`)).statusCode).toBe(404)
  })

  it('an approval of two at once is one; an approval beside a replacement is of what was looked at', async () => {
    const id = await give()
    const both = await Promise.all([approve(id), approve(id)])
    expect(both.map((r) => r.statusCode).toSorted((a, b) => a - b)).toEqual([200, 409])
    expect(both.find((r) => r.statusCode === 409)?.json()).toMatchObject({ code: 'grid.portrait-approved' })

    const file = await photo('worker')
    const next = newId()
    const first = await give()
    const [replaced] = await Promise.all([
      send('worker', `/api/portraits/${me}`, { id: next, file }),
      approve(first),
      takeBack(first, 'system'),
    ])
    expect(replaced.statusCode, replaced.body).toBe(201)
    // Whatever came first, what nobody looked at is not approved.
    expect((await view()).json()).toMatchObject({ portrait: next, state: 'waiting' })
    expect(await seen()).toBeNull()
  })
})
