import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { announce } from '@lifang/platform/outbox.ts'
import { sql } from '@lifang/platform/sql.ts'
import { NOW } from '@lifang/domains/incidents/examples.ts'
import { incidentDesk, type Desk } from '@lifang/domains/incidents/testing/desk.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { NoticeView } from './schema.ts'

const clock = setClock(NOW)
let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
})
afterAll(() => server.end())

interface Page {
  readonly items: NoticeView[]
  readonly unread: number
  readonly nextCursor: string | null
}
const mine = async (post: string, query = ''): Promise<Page> => {
  await server.relay.drain()
  const r = await desk.send('GET', `/api/me/notices${query}`, post)
  if (r.statusCode !== 200) throw new Error(r.body)
  return r.json<Page>()
}
const about = async (post: string, number: string): Promise<string[]> =>
  (await mine(post, '?limit=100')).items.filter((n) => n.number === number).map((n) => n.event)
const put = async (url: string, post: string, payload?: object) =>
  server.app.inject({
    method: 'PUT',
    url,
    headers: { cookie: await server.signIn(post) },
    ...(payload === undefined ? {} : { payload }),
  })
const idOf = (post: string, nth = 0): string => {
  const account = server.accounts.filter((a) => a.post === post)[nth]
  return account?.username ?? ''
}
const accountId = async (username: string): Promise<string> =>
  (await server.admin.one<{ id: string }>(sql`select id from account where username = ${username}`)).id

describe('a dispatch', () => {
  it('is told to the unit, in words, with the place and the due time, and to nobody else', async () => {
    const number = await desk.reach('dispatched')
    const told = (await mine('handler')).items.find((n) => n.number === number)
    expect(told).toMatchObject({ event: 'dispatched', urgent: false, readAt: null })
    expect(told?.title).toMatch(/^新派遣：\p{Script=Han}/u)
    expect(told?.body).toMatch(/^学府路 74 号门前 · \d\d-\d\d \d\d:\d\d 到期$/)
    expect(await about('dispatcher', number)).toEqual([])
    expect(await about('dispatcher#1', number)).toEqual([])
    expect(await about('leader', number)).toEqual([])
  })

  it('is told once, whatever is announced again', async () => {
    const number = await desk.reach('dispatched')
    await mine('handler')
    const { id, step } = await server.admin.one<{ id: string; step: string }>(
      sql`select i.id, s.id as step from incident i join incident_step s on s.incident_id = i.id and s.act = 'dispatch'
          where i.number = ${number}`,
    )
    for (let i = 0; i < 3; i++)
      await announce(server.db, {
        county: server.deps.county,
        topic: 'incidents.dispatch',
        subjectId: id,
        payload: { number, to: 'dispatched', step },
      })
    await mine('handler')
    const { n, people } = await server.admin.one<{ n: number; people: number }>(
      sql`select count(*) as n, count(distinct account_id) as people from notice where number = ${number} and event = 'dispatched'`,
    )
    expect(n).toBe(people)
    expect(n).toBeGreaterThan(1)
  })

  it('of yesterday week, found in a backlog, is not told', async () => {
    const number = await desk.reach('dispatched')
    clock.advance(8 * 86_400_000)
    await server.relay.drain()
    clock.advance(-8 * 86_400_000)
    expect(await about('handler', number)).toEqual([])
  })
})

describe('the loop tells each whom it waits for', () => {
  it('from filing to closing', async () => {
    const { number } = await desk.report({ source: 'grid-patrol', reporter: undefined }, 'grid-worker')
    const act = async (post: string, name: string, body: object = {}): Promise<void> => {
      await desk.act(number, post, name, { ...body })
      await server.relay.drain()
    }
    await act('intake-officer', 'accept')
    await act('intake-officer', 'file', desk.classOf())
    expect(await about('dispatcher#1', number)).toEqual(['to-dispatch'])
    await act('dispatcher', 'dispatch', { department: desk.unit() })
    await act('handler', 'take')
    await act('handler', 'ask-return', { reason: 'not-our-duty', opinion: '不在我单位职责内' })
    expect((await about('dispatcher', number))[0]).toBe('request')
    await act('dispatcher', 'decide-return', { request: await desk.pending(number, 'return'), grant: false })
    const decided = (await mine('handler')).items.find((n) => n.number === number)
    expect(decided?.title).toMatch(/^退回申请未批准：/)
    await act('handler', 'feedback', { opinion: '已清理', withoutEvidenceReason: '不便拍照' })
    expect((await about('dispatcher', number))[0]).toBe('feedback')
    await act('dispatcher', 'send-check')
    await act('checker', 'check', { result: 'pass' })
    expect(await about('intake-officer', number)).toContain('check-passed')
    await act('intake-officer', 'close')
    expect(await about('grid-worker', number)).toEqual(['closed'])
  })

  it('a deadline passed: the unit and the duty chief, once', async () => {
    const number = await desk.reach('handling')
    const { due } = await server.admin.one<{ due: Date }>(
      sql`select c.due_at as due from incident_clock c join incident i on i.id = c.incident_id
          where i.number = ${number} and c.stage = 'handle'`,
    )
    await server.relay.drain()
    const before = clock.now()
    clock.set(due.getTime() + 60_000)
    const timers = server.jobs.find((j) => j.name === 'incident-timers')
    await timers?.work()
    await timers?.work()
    expect((await about('handler', number)).filter((e) => e === 'overdue')).toEqual(['overdue'])
    expect(await about('duty-chief', number)).toContain('overdue')
    clock.set(before)
  })
})

describe('a stand-in', () => {
  it('is told in place of the one who is away', async () => {
    const away = await accountId(idOf('dispatcher', 0))
    const standIn = await accountId(idOf('dispatcher', 1))
    await server.admin
      .run(sql`insert into holding (id, county, account_id, post, area_id, department_id, valid_from, valid_to, stands_in_for)
      select ${newId()}, county, ${standIn}, post, area_id, department_id, ${new Date(NOW - 1000)}, ${new Date(NOW + 3_600_000)}, account_id
      from holding where account_id = ${away} and post = 'dispatcher'`)
    await server.reload()
    const number = await desk.reach('filed')
    expect(await about('dispatcher#1', number)).toEqual(['to-dispatch'])
    expect(await about('dispatcher', number)).toEqual([])
    await server.admin.run(sql`delete from holding where stands_in_for = ${away}`)
    await server.reload()
  })
})

describe('secrecy', () => {
  it('no notice names a reporter, and of a confidential incident none says more than the grid', async () => {
    const secret = desk.matter((m) => m.confidential)
    const number = await desk.reach('accepted')
    await desk.act(number, 'intake-officer', 'file', {
      catalogue: secret.key,
      condition: secret.conditions[0]?.seq,
    })
    await desk.act(number, 'dispatcher', 'dispatch', { department: desk.unit() })
    const told = (await mine('handler')).items.find((n) => n.number === number)
    expect(told?.body).not.toContain('学府路')
    expect(told?.body).not.toBe('')
    const rows = await server.admin.rows<{ line: string }>(
      sql`select params::text || coalesce(number, '') as line from notice`,
    )
    const all = rows.map((r) => r.line).join('\n')
    for (const word of ['王秀英', '19900001234', '王**', '气味很大']) expect(all).not.toContain(word)
  })

  it('another person’s notice is not found, and mine do not count theirs', async () => {
    const number = await desk.reach('dispatched')
    const theirs = (await mine('handler')).items.find((n) => n.number === number)
    const r = await put(`/api/me/notices/${theirs?.id}/read`, 'leader')
    expect(r.json()).toMatchObject({ status: 404, code: 'notices.not-found' })
    expect((await mine('handler')).items.find((n) => n.id === theirs?.id)?.readAt).toBeNull()
  })
})

describe('reading', () => {
  it('one, again, by incident, and all: the count follows and nothing changes twice', async () => {
    const [a, b] = [await desk.reach('dispatched'), await desk.reach('dispatched')]
    await desk.act(b, 'dispatcher', 'urge')
    const before = await mine('handler')
    const one = before.items.find((n) => n.number === a)
    const first = await put(`/api/me/notices/${one?.id}/read`, 'handler')
    expect(first.json()).toEqual({ unread: before.unread - 1 })
    clock.advance(60_000)
    expect((await put(`/api/me/notices/${one?.id}/read`, 'handler')).json()).toEqual(first.json())
    expect((await mine('handler')).items.find((n) => n.id === one?.id)?.readAt).toBe(
      new Date(clock.now() - 60_000).toISOString(),
    )
    const printed = `${b.slice(0, 6)}-${b.slice(6, 14)}-${b.slice(14)}`
    expect((await put('/api/me/notices/read', 'handler', { number: printed })).json()).toEqual({
      unread: before.unread - 3,
    })
    const upTo = (await mine('handler')).items[0]?.at ?? ''
    const both = await Promise.all([1, 2].map(() => put('/api/me/notices/read', 'handler', { upTo })))
    expect(both.map((r) => r.json())).toEqual([{ unread: 0 }, { unread: 0 }])
    expect((await mine('handler', '?unread=true')).items).toEqual([])
  })

  it('page by page, newest first, without gap or repetition', async () => {
    const all = (await mine('handler', '?limit=100')).items.map((n) => n.id)
    const paged: string[] = []
    let cursor: string | null = null
    do {
      const page: Page = await mine('handler', `?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`)
      paged.push(...page.items.map((n) => n.id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(paged).toEqual(all)
    expect((await desk.send('GET', '/api/me/notices?cursor=x', 'handler')).json()).toMatchObject({
      status: 400,
      details: { field: 'cursor' },
    })
  })

  it('the stream tells a person of their own count and of nobody else’s', async () => {
    const number = await desk.reach('filed')
    await server.relay.drain()
    await server.relay.start()
    const heard = { handler: '', leader: '' }
    const streams = await Promise.all(
      (['handler', 'leader'] as const).map(async (post) => {
        const r = await server.app.inject({
          url: '/api/live/notices',
          headers: { cookie: await server.signIn(post) },
          payloadAsStream: true,
        })
        expect(r.headers['content-type']).toContain('text/event-stream')
        r.stream().on('data', (chunk: Buffer) => {
          heard[post] += chunk.toString()
        })
        return r.stream()
      }),
    )
    const { unread } = (await desk.send('GET', '/api/me/notices/count', 'handler')).json<{ unread: number }>()
    await desk.act(number, 'dispatcher', 'dispatch', { department: desk.unit() })
    await expect
      .poll(() => heard.handler, { timeout: 10_000 })
      .toContain(`event: notices\ndata: {"unread":${unread + 1},`)
    expect(heard.leader).not.toContain('event:')
    for (const s of streams) s.destroy()
    await server.relay.stop()
  })
})

describe('settings', () => {
  it('are kept, and refused where they make no sense', async () => {
    const wanted = {
      push: true,
      quiet: { from: '22:00', to: '07:00' },
      digestAt: '08:40',
      language: 'en',
    }
    expect((await put('/api/me/notice-preference', 'leader', wanted)).json()).toEqual({
      ...wanted,
      devices: 0,
    })
    expect((await desk.send('GET', '/api/me/notice-preference', 'leader')).json()).toMatchObject(wanted)
    for (const bad of [{ quiet: { from: '25:00', to: '07:00' } }, { digestAt: '8:40' }, { language: 'fr' }])
      expect((await put('/api/me/notice-preference', 'leader', { ...wanted, ...bad })).statusCode).toBe(400)
  })

  it('the language of notices is the person’s', async () => {
    const number = await desk.reach('dispatched')
    const title = async (language: string): Promise<string | undefined> => {
      const wanted = { push: true, quiet: null, digestAt: null, language }
      expect((await put('/api/me/notice-preference', 'handler', wanted)).statusCode).toBe(200)
      return (await mine('handler')).items.find((n) => n.number === number)?.title
    }
    expect(await title('en')).toMatch(/^Dispatched to you: /)
    expect(await title('zh-CN')).toMatch(/^新派遣：/)
  })
})

describe('texts', () => {
  const own = { event: 'dispatched', channel: 'app', language: 'zh-CN' }
  it('of the deployment stand over those of the release until they are taken back', async () => {
    const admin = await server.signInAdmin('system-admin')
    const set = async (payload: object) =>
      server.app.inject({ method: 'PUT', url: '/api/notice-templates', headers: { cookie: admin }, payload })
    const number = await desk.reach('dispatched')
    const title = async (): Promise<string | undefined> =>
      (await mine('handler')).items.find((n) => n.number === number)?.title
    const release = await title()
    expect((await set({ ...own, title: '到你处了：{what}', body: '{place}' })).json()).toMatchObject({
      overridden: true,
      version: 1,
    })
    expect(await title()).toMatch(/^到你处了：/)
    expect((await set({ ...own, title: null, body: null })).json()).toMatchObject({ overridden: false })
    expect(await title()).toBe(release)
    expect((await set({ ...own, title: '{reporter}', body: '' })).json()).toMatchObject({
      code: 'notices.unknown-placeholder',
      details: { field: 'title', names: ['reporter'] },
    })
    expect((await set({ ...own, title: null, body: '半个' })).json()).toMatchObject({
      code: 'notices.half-a-text',
    })
    const lines = await server.admin.rows(sql`select 1 from audit_entry where act = 'notices.template'`)
    expect(lines).toHaveLength(2)
  })
})
