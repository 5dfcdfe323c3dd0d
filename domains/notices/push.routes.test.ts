import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { NOW } from '@lifang/domains/incidents/examples.ts'
import { incidentDesk, type Desk } from '@lifang/domains/incidents/testing/desk.ts'
import { testServer, type TestServer } from '../../server/testing.ts'

/** A browser: the keys it made when it subscribed, and how it opens what comes (RFC 8291, written out by hand here). */
class Browser {
  readonly pair = createECDH('prime256v1')
  readonly auth = randomBytes(16)
  readonly endpoint: string
  constructor(endpoint: string) {
    this.endpoint = endpoint
    this.pair.generateKeys()
  }
  get subscription() {
    return {
      endpoint: this.endpoint,
      keys: {
        p256dh: this.pair.getPublicKey().toString('base64url'),
        auth: this.auth.toString('base64url'),
      },
    }
  }
  open(body: Buffer): { title: string; body: string; url: string; tag: string } {
    const salt = body.subarray(0, 16)
    const length = body.readUInt8(20)
    const theirs = body.subarray(21, 21 + length)
    const sealed = body.subarray(21 + length)
    const derive = (secret: Buffer, salted: Buffer, info: Buffer, n: number): Buffer =>
      Buffer.from(hkdfSync('sha256', secret, salted, info, n))
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.pair.getPublicKey(), theirs])
    const input = derive(this.pair.computeSecret(theirs), this.auth, info, 32)
    const key = derive(input, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
    const nonce = derive(input, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
    const decipher = createDecipheriv('aes-128-gcm', key, nonce)
    decipher.setAuthTag(sealed.subarray(-16))
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
    return JSON.parse(plain.subarray(0, plain.lastIndexOf(2)).toString('utf8')) as ReturnType<Browser['open']>
  }
}

interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

const clock = setClock(NOW)
let server: TestServer
let desk: Desk
let service: Server
let base = ''
let received: Received[] = []
let status = 201

beforeAll(async () => {
  service = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (c: Buffer) => parts.push(c))
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts) })
      response.writeHead(status, status === 429 ? { 'retry-after': '120' } : {}).end()
    })
  })
  await new Promise<void>((resolve) => {
    service.listen(0, '127.0.0.1', resolve)
  })
  base = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
  server = await testServer({ clock, outboundAllow: ['127.0.0.0/8'] })
  desk = await incidentDesk(server)
})
afterAll(async () => {
  await server.end()
  service.close()
})
beforeEach(async () => {
  received = []
  status = 201
  await server.admin.run(sql`delete from push_delivery`)
  await server.admin.run(sql`delete from notice`)
  await server.admin.run(sql`delete from push_subscription`)
  await server.admin.run(sql`delete from notice_preference`)
  clock.set(NOW)
})

const subscribe = async (path: string, post = 'handler'): Promise<Browser> => {
  const browser = new Browser(`${base}/${path}`)
  const r = await desk.send('POST', '/api/me/push-subscriptions', post, {
    id: newId(),
    ...browser.subscription,
  })
  if (r.statusCode !== 200) throw new Error(r.body)
  return browser
}
const flush = async (): Promise<void> => {
  await server.relay.drain()
  while ((await server.sendOutside()) > 0);
}
const prefer = async (over: object): Promise<void> => {
  const r = await server.app.inject({
    method: 'PUT',
    url: '/api/me/notice-preference',
    headers: { cookie: await server.signIn('handler') },
    payload: { push: true, quiet: null, digestAt: null, language: 'zh-CN', ...over },
  })
  if (r.statusCode !== 200) throw new Error(r.body)
}
const log = () =>
  server.admin.rows<{ status: string; attempts: number; code: number | null; error: string | null }>(
    sql`select status, attempts, code, error from push_delivery order by created_at, id`,
  )

describe('a push over the real protocol', () => {
  it('is encrypted to the browser, signed for the push service, and says what and where', async () => {
    const browser = await subscribe('one')
    const number = await desk.reach('dispatched')
    await flush()
    const [got] = received
    if (got === undefined) throw new Error('nothing came')
    expect(received).toHaveLength(1)
    expect(got.path).toBe('/one')
    expect(got.headers).toMatchObject({
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      ttl: '86400',
      urgency: 'normal',
    })
    expect(got.body.toString('latin1')).not.toContain(number)
    const message = browser.open(got.body)
    expect(message).toMatchObject({ url: `/incidents/${number}`, tag: number })
    expect(message.title).toMatch(/^新派遣：/)
    // A lock screen is read by anybody: the grid, not the address.
    expect(message.body).not.toContain('学府路')

    const [, jwt = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(String(got.headers.authorization)) ?? []
    const { publicKey } = (await desk.send('GET', '/api/push/key', 'handler')).json<{ publicKey: string }>()
    expect(key).toBe(publicKey)
    const [head = '', claims = '', signed = ''] = jwt.split('.')
    const point = Buffer.from(publicKey, 'base64url')
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    }
    expect(
      verify(
        'sha256',
        Buffer.from(`${head}.${claims}`),
        { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
        Buffer.from(signed, 'base64url'),
      ),
    ).toBe(true)
    const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud: string; sub: string }
    expect(said).toMatchObject({ aud: base, sub: 'mailto:office@example.org' })
    expect(await log()).toEqual([{ status: 'sent', attempts: 1, code: 201, error: null }])
  })

  it('reaches every browser of a person, and nobody who has none', async () => {
    await subscribe('desk')
    await subscribe('phone')
    await desk.reach('dispatched')
    await flush()
    expect(received.map((r) => r.path).toSorted()).toEqual(['/desk', '/phone'])
  })

  it('is not made for what was read in the application first', async () => {
    await subscribe('one')
    await desk.reach('dispatched')
    await server.relay.drain()
    await server.app.inject({
      method: 'PUT',
      url: '/api/me/notices/read',
      headers: { cookie: await server.signIn('handler') },
      payload: { upTo: new Date(clock.now()).toISOString() },
    })
    await flush()
    expect(received).toEqual([])
  })
})

describe('a push service that fails', () => {
  it('is tried again, ever later, and then no more', async () => {
    await subscribe('one')
    await desk.reach('dispatched')
    status = 500
    await flush()
    const waits = [10, 60, 300, 1800, 7200]
    for (const [i, seconds] of waits.entries()) {
      clock.advance(seconds * 1000 - 1)
      await flush()
      expect(received).toHaveLength(i + 1)
      clock.advance(1)
      await flush()
      expect(received).toHaveLength(i + 2)
    }
    expect(await log()).toEqual([{ status: 'failed', attempts: 6, code: 500, error: '' }])
    clock.advance(86_400_000)
    await flush()
    expect(received).toHaveLength(6)
  })

  it('recovers, and is asked later where it says so', async () => {
    await subscribe('one')
    await desk.reach('dispatched')
    status = 429
    await flush()
    status = 201
    clock.advance(119_000)
    await flush()
    expect(received).toHaveLength(1)
    clock.advance(1_000)
    await flush()
    expect(await log()).toEqual([{ status: 'sent', attempts: 2, code: 201, error: null }])
  })

  it.each([404, 410])('says the browser is gone (%i): it is forgotten', async (code) => {
    await subscribe('one')
    await desk.reach('dispatched')
    status = code
    await flush()
    expect(await log()).toMatchObject([{ status: 'gone', code }])
    expect((await desk.send('GET', '/api/me/notice-preference', 'handler')).json()).toMatchObject({
      devices: 0,
    })
    await desk.reach('dispatched')
    await flush()
    expect(received).toHaveLength(1)
  })

  it('refuses the request itself: it is not repeated', async () => {
    await subscribe('one')
    await desk.reach('dispatched')
    status = 400
    await flush()
    expect(await log()).toMatchObject([{ status: 'failed', attempts: 1, code: 400 }])
  })
})

describe('quiet hours and digest', () => {
  it('wait for their end, many as one; an urgent incident does not wait', async () => {
    const browser = await subscribe('one')
    const hhmm = (ms: number): string => new Date(NOW + ms + 8 * 3_600_000).toISOString().slice(11, 16)
    await prefer({ quiet: { from: hhmm(-3_600_000), to: hhmm(3_600_000) } })
    for (let i = 0; i < 4; i++) await desk.reach('dispatched')
    const urgent = await desk.reach('dispatched', { urgent: true })
    await flush()
    expect(received.map((r) => browser.open(r.body).tag)).toEqual([urgent])
    expect(received[0]?.headers['urgency']).toBe('high')
    received = []
    clock.advance(3_600_000)
    await flush()
    expect(received).toHaveLength(1)
    const [one] = received
    expect(one === undefined ? null : browser.open(one.body)).toMatchObject({
      title: '4 条消息等你处理',
      tag: 'digest',
      url: '/',
    })
  })

  it('a person who wants no push gets none, in the application all', async () => {
    await subscribe('one')
    await prefer({ push: false })
    await desk.reach('dispatched')
    await flush()
    expect(received).toEqual([])
    expect((await desk.send('GET', '/api/me/notices/count', 'handler')).json()).toEqual({ unread: 1 })
  })
})

describe('subscriptions', () => {
  const post = (body: object, who = 'handler') =>
    desk.send('POST', '/api/me/push-subscriptions', who, { id: newId(), ...body })

  it('lead nowhere inside, and need whole keys', async () => {
    const fine = new Browser(`${base}/x`).subscription
    for (const endpoint of [
      'https://10.0.0.1/push',
      'https://169.254.169.254/latest/meta-data',
      'https://[::1]/x',
      'https://[::ffff:10.0.0.1]/x',
      'http://push.example.org@10.1.1.1/x',
      'file:///etc/passwd',
      'not an address',
    ])
      expect((await post({ ...fine, endpoint })).json(), endpoint).toMatchObject({
        status: 422,
        code: 'notices.bad-endpoint',
      })
    expect((await post({ ...fine, keys: { ...fine.keys, auth: 'AAAA' } })).json()).toMatchObject({
      code: 'notices.bad-keys',
    })
  })

  it('of a shared computer belong to whoever subscribed last', async () => {
    const shared = new Browser(`${base}/shared`).subscription
    expect((await post(shared)).json()).toMatchObject({ devices: 1 })
    expect((await post(shared)).json()).toMatchObject({ devices: 1 })
    expect((await post(shared, 'leader')).json()).toMatchObject({ devices: 1 })
    expect((await desk.send('GET', '/api/me/notice-preference', 'handler')).json()).toMatchObject({
      devices: 0,
    })
    const remove = (who: string) =>
      desk.send('POST', '/api/me/push-subscriptions/remove', who, { endpoint: shared.endpoint })
    await remove('handler')
    expect((await desk.send('GET', '/api/me/notice-preference', 'leader')).json()).toMatchObject({
      devices: 1,
    })
    await remove('leader')
    expect((await remove('leader')).json()).toMatchObject({ devices: 0 })
  })

  it('are at most ten, however they race', async () => {
    const all = await Promise.all(
      Array.from({ length: 13 }, (_, i) => post(new Browser(`${base}/many-${i}`).subscription)),
    )
    expect(all.filter((r) => r.statusCode === 200)).toHaveLength(10)
    expect(all.filter((r) => r.statusCode === 409)).toHaveLength(3)
  })
})
