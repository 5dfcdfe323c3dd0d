import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { NOW } from '@lifang/domains/incidents/examples.ts'
import { incidentDesk, type Desk } from '@lifang/domains/incidents/testing/desk.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { DeliveryView, EndpointView } from './schema.ts'

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly json: { id: string; topic: string; at: string; data: Record<string, unknown> }
}

const clock = setClock(NOW)
let server: TestServer
let desk: Desk
let admin = ''
let receiver: Server
let base = ''
let received: Received[] = []
/** What the receiver answers, request after request; afterwards 200. */
let answers: number[] = []

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (c: Buffer) => (body += c.toString()))
    request.on('end', () => {
      if (request.url === '/redirected') throw new Error('a redirect was followed')
      received.push({ headers: request.headers, body, json: JSON.parse(body) as Received['json'] })
      const status = answers.shift() ?? 200
      response
        .writeHead(status, status === 302 ? { location: `${base}/redirected` } : {})
        .end(status === 200 ? '收到' : '出错了'.repeat(2000))
    })
  })
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve)
  })
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  server = await testServer({ clock, outboundAllow: ['127.0.0.1'] })
  desk = await incidentDesk(server)
  admin = await server.signInAdmin('system-admin')
})
afterAll(async () => {
  await server.end()
  receiver.close()
})
beforeEach(async () => {
  for (const { id } of (await call('GET', '/api/webhooks')).json<{ items: EndpointView[] }>().items)
    await call('DELETE', `/api/webhooks/${id}`)
  await server.relay.drain()
  received = []
  answers = []
})

const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) =>
  server.app.inject({
    method,
    url,
    headers: { cookie: admin },
    ...(payload === undefined ? {} : { payload }),
  })
const connect = async (topics: string[], over: object = {}) => {
  const r = await call('POST', '/api/webhooks', {
    id: newId(),
    name: '数据共享平台',
    url: `${base}/in`,
    topics,
    ...over,
  })
  if (r.statusCode !== 201) throw new Error(r.body)
  const { endpoint, secret } = r.json<{ endpoint: EndpointView; secret: string }>()
  return { id: endpoint.id, secret }
}
const flush = async (): Promise<void> => {
  await server.relay.drain()
  while ((await server.sendOutside()) > 0);
}
const deliveries = async (id: string): Promise<DeliveryView[]> =>
  (await call('GET', `/api/webhooks/${id}/deliveries`)).json<{ items: DeliveryView[] }>().items
const endpoint = async (id: string): Promise<EndpointView | undefined> =>
  (await call('GET', '/api/webhooks')).json<{ items: EndpointView[] }>().items.find((e) => e.id === id)

/** What a receiver does, as docs/api/webhooks.md says. */
const verifies = (r: Pick<Received, 'headers' | 'body'>, secret: string): boolean =>
  r.headers['x-lifang-signature'] ===
  `v1=${createHmac('sha256', secret)
    .update(`${String(r.headers['x-lifang-timestamp'])}.${r.body}`)
    .digest('hex')}`

describe('an event', () => {
  it('arrives once, signed, without the reporter or what they wrote', async () => {
    const { id, secret } = await connect(['incidents.dispatch'])
    const number = await desk.reach('dispatched')
    await flush()
    await flush()
    expect(received).toHaveLength(1)
    const [got] = received
    if (got === undefined) throw new Error('nothing came')
    expect(got.json).toMatchObject({
      topic: 'incidents.dispatch',
      at: new Date(clock.now()).toISOString(),
      county: server.deps.county,
      data: { incident: { number, status: 'dispatched', urgent: false } },
    })
    expect(got.headers).toMatchObject({
      'x-lifang-event': got.json.id,
      'x-lifang-topic': 'incidents.dispatch',
      'x-lifang-timestamp': String(Math.floor(clock.now() / 1000)),
    })
    expect(verifies(got, secret)).toBe(true)
    expect(verifies({ ...got, body: got.body.replace('dispatched', 'closed') }, secret)).toBe(false)
    expect(verifies({ ...got, headers: { ...got.headers, 'x-lifang-timestamp': '1' } }, secret)).toBe(false)
    expect(verifies(got, `${secret}x`)).toBe(false)
    for (const word of ['王秀英', '1990000', '王**', '气味', '学府路']) expect(got.body).not.toContain(word)
    expect(await deliveries(id)).toMatchObject([
      { status: 'delivered', attempts: 1, tries: [{ code: 200, error: null, answer: '收到' }] },
    ])
  })

  it('of a topic nobody asked for does not leave', async () => {
    await connect(['incidents.close'])
    await desk.reach('dispatched')
    await flush()
    expect(received).toEqual([])
  })

  it('to a person leaves with the account, the text and no phone', async () => {
    await connect(['notices.told'])
    const number = await desk.reach('dispatched')
    await flush()
    const mine = received
      .map((r) => r.json.data['notice'])
      .filter(
        (n): n is { username: string; number: string; event: string } =>
          typeof n === 'object' && n !== null && 'event' in n && n.event === 'dispatched',
      )
    const handler = server.accounts.find((a) => a.post === 'handler')
    expect(mine.map((n) => n.username)).toContain(handler?.username)
    expect(new Set(mine.map((n) => n.number))).toEqual(new Set([number]))
    expect(received.map((r) => r.body).join()).not.toMatch(/1990000\d{4}/)
  })
})

describe('a receiver that fails', () => {
  it('500 and then 200: tried again after ten seconds, both in the log', async () => {
    const { id } = await connect(['incidents.dispatch'])
    await desk.reach('dispatched')
    answers = [500]
    await flush()
    clock.advance(9_999)
    await flush()
    expect(received).toHaveLength(1)
    clock.advance(1)
    await flush()
    expect(received).toHaveLength(2)
    expect(received[0]?.headers['x-lifang-event']).toBe(received[1]?.headers['x-lifang-event'])
    const [log] = await deliveries(id)
    expect(log).toMatchObject({ status: 'delivered', attempts: 2 })
    expect(log?.tries.map((t) => t.code)).toEqual([200, 500])
    expect(log?.tries[1]?.answer.length).toBeLessThanOrEqual(512)
    expect(await endpoint(id)).toMatchObject({ status: 'active', failingSince: null })
  })

  it('for good: parked after seven tries, disabled after a day, the administrator told, nothing lost', async () => {
    const { id } = await connect(['incidents.*'])
    const number = await desk.reach('reported')
    answers = Array.from({ length: 99 }, () => 503)
    await flush()
    // Hours pass for the delivery, not for the administrator's session.
    for (const seconds of [10, 60, 300, 1800, 7200, 21600]) {
      const [waiting] = await deliveries(id)
      expect(Date.parse(waiting?.nextAt ?? '') - clock.now()).toBe(seconds * 1000)
      await server.admin.run(sql`update webhook_delivery set next_at = ${new Date(clock.now())}`)
      await flush()
    }
    expect(received).toHaveLength(7)
    expect(await deliveries(id)).toMatchObject([{ status: 'parked', attempts: 7 }])
    expect(await endpoint(id)).toMatchObject({ status: 'active', parked: 1 })
    await server.admin.run(
      sql`update webhook_endpoint set failing_since = ${new Date(clock.now() - 86_400_000)} where id = ${id}`,
    )
    await desk.act(number, 'intake-officer', 'comment', { opinion: '请补充现场照片' })
    await flush()
    expect(await endpoint(id)).toMatchObject({ status: 'disabled', waiting: 1 })
    const told = (await call('GET', '/api/me/notices')).json<{ items: { event: string; title: string }[] }>()
    expect(told.items).toMatchObject([{ event: 'webhook-disabled', title: '推送接口已停用：数据共享平台' }])
    answers = []
    received = []
    clock.advance(60_000)
    await flush()
    expect(received).toEqual([])
    await call('PUT', `/api/webhooks/${id}/status`, { status: 'active' })
    await flush()
    expect(received.map((r) => r.json.topic)).toEqual(['incidents.comment'])
  })

  it('holds back what follows on the same incident, and nothing on another', async () => {
    const { id } = await connect(['incidents.*'])
    const a = await desk.reach('reported')
    await flush()
    received = []
    answers = [500]
    await desk.act(a, 'intake-officer', 'comment', { opinion: '第一条意见' })
    await flush()
    await desk.act(a, 'intake-officer', 'comment', { opinion: '第二条意见' })
    const b = await desk.reach('reported')
    await flush()
    const order = () =>
      received.map(
        (r) => `${(r.json.data['incident'] as { number: string }).number === b ? 'b' : 'a'} ${r.json.topic}`,
      )
    expect(order()).toEqual(['a incidents.comment', 'b incidents.report'])
    clock.advance(10_000)
    await flush()
    expect(order()).toEqual([
      'a incidents.comment',
      'b incidents.report',
      'a incidents.comment',
      'a incidents.comment',
    ])
    const events = received.filter((r) => r.json.topic === 'incidents.comment').map((r) => r.json.id)
    expect(events[0]).toBe(events[1])
    expect(events[2]).not.toBe(events[1])
    expect((await deliveries(id)).every((d) => d.status === 'delivered')).toBe(true)
  })

  it('redirects: not followed, a failure', async () => {
    const { id } = await connect(['incidents.report'])
    answers = [302]
    await desk.report()
    await flush()
    expect(received).toHaveLength(1)
    expect(await deliveries(id)).toMatchObject([{ status: 'waiting', tries: [{ code: 302 }] }])
  })

  it('is not there at all: said in a word', async () => {
    const { id } = await connect(['incidents.report'], { url: 'http://127.0.0.1:9/nobody' })
    await desk.report()
    await flush()
    expect(await deliveries(id)).toMatchObject([{ tries: [{ code: null, error: 'unreachable' }] }])
  })

  it('two servers deliver at once: each event goes out once', async () => {
    await connect(['incidents.report'])
    for (let i = 0; i < 12; i++) await desk.report()
    await server.relay.drain()
    await Promise.all(Array.from({ length: 6 }, () => server.sendOutside()))
    await flush()
    expect(received).toHaveLength(12)
    expect(new Set(received.map((r) => r.json.id)).size).toBe(12)
  })
})

describe('a replay', () => {
  it('of one delivers the same event again; the same command again does not', async () => {
    const { id } = await connect(['incidents.report'])
    await desk.report()
    await flush()
    const [first] = await deliveries(id)
    const command = { id: newId(), delivery: first?.id }
    for (let i = 0; i < 2; i++) {
      expect((await call('POST', `/api/webhooks/${id}/replay`, command)).json()).toEqual({ queued: 1 })
      await flush()
    }
    expect(received).toHaveLength(2)
    expect(received[0]?.body).toBe(received[1]?.body)
    expect(received[0]?.headers['x-lifang-delivery']).not.toBe(received[1]?.headers['x-lifang-delivery'])
    expect((await deliveries(id))[0]).toMatchObject({ replayOf: first?.id, status: 'delivered' })
  })

  it('since an instant delivers all from then on, in order', async () => {
    const { id } = await connect(['incidents.report'])
    await desk.report()
    await flush()
    clock.advance(60_000)
    const since = new Date(clock.now()).toISOString()
    const numbers = [(await desk.report()).number, (await desk.report()).number]
    await flush()
    received = []
    expect((await call('POST', `/api/webhooks/${id}/replay`, { id: newId(), since })).json()).toEqual({
      queued: 2,
    })
    await flush()
    expect(received.map((r) => (r.json.data['incident'] as { number: string }).number).toSorted()).toEqual(
      numbers.toSorted(),
    )
    const lines = await server.admin.rows(
      sql`select 1 from audit_entry where act = 'integration.replay' and subject_id = ${id}`,
    )
    expect(lines).toHaveLength(1)
  })

  it('of what is not there is refused', async () => {
    const { id } = await connect(['incidents.report'])
    const r = await call('POST', `/api/webhooks/${id}/replay`, { id: newId(), delivery: newId() })
    expect(r.json()).toMatchObject({ status: 404, code: 'integration.not-found' })
  })
})

describe('connecting', () => {
  it('shows the secret once, to the command that made it, and stores it sealed', async () => {
    const body = { id: newId(), name: '短信网关', url: `${base}/in`, topics: ['notices.told'] }
    const [first, second] = await Promise.all([1, 2].map(() => call('POST', '/api/webhooks', body)))
    expect([first?.statusCode, second?.statusCode].toSorted()).toEqual([200, 201])
    expect(first?.json<{ secret: string }>().secret).toBe(second?.json<{ secret: string }>().secret)
    const other = await call('POST', '/api/webhooks', { ...body, name: '别的' })
    expect(other.json()).toMatchObject({ status: 409, code: 'platform.command-reused' })
    const secret = first?.json<{ secret: string }>().secret ?? ''
    expect((await call('GET', '/api/webhooks')).body).not.toContain(secret)
    const { line } = await server.admin.one<{ line: string }>(
      sql`select e::text as line from webhook_endpoint e where id = ${body.id}`,
    )
    expect(line).not.toContain(Buffer.from(secret).toString('hex'))
    const audit = await server.admin.rows<{ line: string }>(
      sql`select details::text as line from audit_entry where subject_id = ${body.id}`,
    )
    expect(audit).toHaveLength(1)
    expect(audit[0]?.line).not.toContain(secret)
  })

  it.each([
    ['http://example.org/in', 'unresolved-or-plain'],
    ['https://localhost:1/x', null],
    ['https://127.0.0.2/x', 'refused-address'],
    ['https://10.1.2.3/x', 'refused-address'],
    ['https://192.168.1.1/x', 'refused-address'],
    ['https://169.254.169.254/latest', 'refused-address'],
    ['https://[fd00::1]/x', 'refused-address'],
    ['https://0x7f000002/x', 'refused-address'],
    ['https://2130706434/x', 'refused-address'],
    ['https://user:pass@example.org/x', 'bad-address'],
    ['ftp://example.org/x', 'bad-address'],
    ['gopher', 'bad-address'],
  ])('to %s: %s', async (url, why) => {
    const id = newId()
    const r = await call('POST', '/api/webhooks', { id, name: '试', url, topics: ['incidents.*'] })
    if (why === 'refused-address' || why === 'bad-address') {
      expect(r.statusCode).toBeGreaterThanOrEqual(400)
      if (r.statusCode === 422) expect(r.json()).toMatchObject({ details: { field: 'url', why } })
      return
    }
    // A name is judged when it is resolved: the connection itself refuses.
    expect(r.statusCode).toBe(201)
    const test = await call('POST', `/api/webhooks/${id}/test`, { id: newId() })
    const error = test.json<DeliveryView>().tries[0]?.error ?? ''
    expect(['refused-address', 'unresolved', 'unreachable']).toContain(error)
    if (url.includes('localhost')) expect(error).not.toBe('unresolved')
  })

  it('a test is sent now, once, says what came back, and harms nothing', async () => {
    const { id, secret } = await connect(['incidents.report'])
    const command = { id: newId() }
    const r = await call('POST', `/api/webhooks/${id}/test`, command)
    expect(r.json()).toMatchObject({ status: 'delivered', topic: 'webhooks.test', tries: [{ code: 200 }] })
    expect((await call('POST', `/api/webhooks/${id}/test`, command)).json()).toEqual(r.json())
    expect(received).toHaveLength(1)
    expect(received[0] === undefined ? false : verifies(received[0], secret)).toBe(true)
    answers = [500]
    const bad = await call('POST', `/api/webhooks/${id}/test`, { id: newId() })
    expect(bad.json()).toMatchObject({ status: 'parked', tries: [{ code: 500 }] })
    expect(await endpoint(id)).toMatchObject({ failingSince: null })
  })

  it('paused: what happens meanwhile waits; removed: gone with its log', async () => {
    const { id } = await connect(['incidents.report'])
    await call('PUT', `/api/webhooks/${id}/status`, { status: 'paused' })
    await desk.report()
    await flush()
    expect(received).toEqual([])
    expect(await endpoint(id)).toMatchObject({ status: 'paused', waiting: 1 })
    await call('PUT', `/api/webhooks/${id}/status`, { status: 'active' })
    await flush()
    expect(received).toHaveLength(1)
    expect((await call('DELETE', `/api/webhooks/${id}`)).statusCode).toBe(204)
    expect((await call('DELETE', `/api/webhooks/${id}`)).json()).toMatchObject({
      code: 'integration.not-found',
    })
    const { n } = await server.admin.one<{ n: number }>(
      sql`select count(*) as n from webhook_delivery where endpoint_id = ${id}`,
    )
    expect(n).toBe(0)
  })
})
