import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { PolicyVersion, SignInPolicy } from './schema/policy.ts'
import { DEFAULT_POLICY } from './schema/policy.ts'

const NOW = Date.parse('2026-11-26T02:00:00Z')
const clock = setClock(NOW)
let server: TestServer
let security = ''
let system = ''
beforeAll(async () => {
  server = await testServer({ clock })
  security = await server.signInAdmin('security-admin')
  system = await server.signInAdmin('system-admin')
})
afterAll(() => server.end())

const call = async (cookie: string, method: 'GET' | 'POST', url: string, payload?: object) => {
  const r = await server.app.inject({
    method,
    url,
    headers: { cookie },
    ...(payload === undefined ? {} : { payload }),
  })
  return { status: r.statusCode, body: r.json<Record<string, unknown>>() }
}
const current = async (): Promise<PolicyVersion> =>
  (await call(security, 'GET', '/api/sign-in-policy')).body['current'] as PolicyVersion
async function set(
  change: Partial<SignInPolicy>,
  more: { id?: string; seen?: number; reason?: string } = {},
) {
  const { ordinal, policy } = await current()
  const body = {
    id: newId(),
    seen: ordinal,
    reason: '等保测评整改',
    policy: { ...policy, ...change },
    ...more,
  }
  return { ...(await call(security, 'POST', '/api/sign-in-policy', body)), sent: body }
}
const worker = () => {
  const found = server.accounts.find((a) => a.post === 'intake-officer')
  if (found === undefined) throw new Error('the demo has no intake officer')
  return found
}
const signIn = async (password: string) => {
  const r = await server.app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { username: worker().username, password },
  })
  return {
    r,
    code: r.json<{ code?: string }>().code ?? 'in',
    body: r.json<{ steps?: string[]; details?: object }>(),
  }
}
const idOf = async (): Promise<string> =>
  (await server.admin.one<{ id: string }>(sql`select id from account where username = ${worker().username}`))
    .id

describe('the sign-in policy', () => {
  it('is as delivered until somebody sets it, and every version stays', async () => {
    expect(await current()).toEqual({ ordinal: 0, policy: DEFAULT_POLICY, reason: null, by: null, at: null })
    const made = await set({ lockAfter: 4 })
    expect([made.status, made.body['ordinal']]).toEqual([201, 1])
    const again = await call(security, 'POST', '/api/sign-in-policy', made.sent)
    expect([again.status, again.body]).toEqual([200, made.body])
    const other = await call(security, 'POST', '/api/sign-in-policy', { ...made.sent, reason: '另一个理由' })
    expect([other.status, other.body['code']]).toEqual([409, 'platform.command-reused'])
    const { before } = (await call(security, 'GET', '/api/sign-in-policy')).body as {
      before: PolicyVersion[]
    }
    expect(before.map((v) => v.ordinal)).toEqual([0])
    const entry = await server.admin.one<{ ground: string; details: object }>(
      sql`select ground, details from audit_entry where act = 'identity.set-policy'`,
    )
    expect(entry).toEqual({ ground: '等保测评整改', details: { lockAfter: [5, 4] } })
  })

  it.each<[string, Partial<SignInPolicy>, string]>([
    ['no lock-out', { lockAfter: 100 }, 'platform.invalid-input'],
    ['a password of four', { passwordLength: 4 }, 'platform.invalid-input'],
    ['a session of a week', { sessionHours: 168 }, 'platform.invalid-input'],
    ['half a minute', { lockMinutes: 0.5 }, 'platform.invalid-input'],
    [
      'a longest lock under the first',
      { lockMinutes: 30, longestLockMinutes: 10 },
      'identity.policy-lock-order',
    ],
    ['idling past the end', { sessionHours: 1, idleMinutes: 90 }, 'identity.policy-idle-order'],
  ])('cannot be set to %s', async (_, change, code) => {
    expect((await set(change)).body['code']).toBe(code)
  })

  it('of two who set it at once, the second is told and has changed nothing', async () => {
    const { ordinal } = await current()
    const both = await Promise.all([
      set({ sessionHours: 10 }, { seen: ordinal }),
      set({ sessionHours: 9 }, { seen: ordinal }),
    ])
    expect(both.map((b) => b.status).toSorted()).toEqual([201, 409])
    expect(both.find((b) => b.status === 409)?.body['code']).toBe('identity.policy-moved')
    expect((await current()).ordinal).toBe(ordinal + 1)
  })

  it('locks after the failures it says, and the security administrator ends the lock', async () => {
    await set({ lockAfter: 3, lockMinutes: 20 })
    for (let i = 0; i < 3; i++) expect((await signIn('Wrong-2026-x')).code).toBe('identity.wrong-credentials')
    const locked = await signIn(worker().password)
    expect([locked.code, locked.body.details]).toEqual(['identity.locked', { seconds: 1200 }])
    const url = `/api/accounts/${await idOf()}/unlock`
    expect((await call(system, 'POST', url, { reason: '本人来电' })).status).toBe(403)
    expect((await call(security, 'POST', url, { reason: '本人来电' })).body['locked']).toBe(false)
    expect((await signIn(worker().password)).code).toBe('in')
  })

  it('ends sessions by its hours and its idle minutes', async () => {
    await set({ sessionHours: 2, idleMinutes: 30 })
    const { r } = await signIn(worker().password)
    const cookie = `lifang_session=${r.cookies.find((c) => c.name === 'lifang_session')?.value ?? ''}`
    expect(r.cookies.find((c) => c.name === 'lifang_session')?.maxAge).toBe(7200)
    const alive = async (minutes: number) => {
      clock.set(clock.now() + minutes * 60_000)
      return (await call(cookie, 'GET', '/api/me')).status
    }
    expect([await alive(29), await alive(29), await alive(29), await alive(29)]).toEqual([200, 200, 200, 200])
    // The fifth visit is within the idle time and past the two hours.
    expect(await alive(5)).toBe(401)
    clock.set(NOW)
    const idle = await signIn(worker().password)
    const second = `lifang_session=${idle.r.cookies.find((c) => c.name === 'lifang_session')?.value ?? ''}`
    clock.set(NOW + 31 * 60_000)
    expect((await call(second, 'GET', '/api/me')).status).toBe(401)
    clock.set(NOW)
  })

  it('has a password it has outgrown changed at the next sign-in, and takes no shorter one', async () => {
    await set({ passwordLength: 32 })
    const { r, body } = await signIn(worker().password)
    expect(body.steps).toEqual(['change-password'])
    const cookie = `lifang_session=${r.cookies.find((c) => c.name === 'lifang_session')?.value ?? ''}`
    const refused = await call(cookie, 'POST', '/api/me/password', {
      current: worker().password,
      next: 'Lifang-2026-long-x',
    })
    expect([refused.body['code'], refused.body['title']]).toEqual([
      'identity.weak-password',
      '密码至少 32 位，须含大写、小写、数字、符号中的三类，且不含用户名和姓名',
    ])
    const taken = await call(cookie, 'POST', '/api/me/password', {
      current: worker().password,
      next: 'Lifang-2026-long-enough-for-the-policy',
    })
    expect(taken.body['steps']).toEqual([])
  })

  it('and a required new password sets none, but is asked for and ends what is open', async () => {
    await set({ passwordLength: 10 })
    const url = `/api/accounts/${await idOf()}/require-password`
    expect((await call(system, 'POST', url, { reason: '密码可能外泄' })).status).toBe(403)
    expect((await call(security, 'POST', url, { reason: '密码可能外泄' })).status).toBe(200)
    const { body } = await signIn('Lifang-2026-long-enough-for-the-policy')
    expect(body.steps).toEqual(['change-password'])
  })
})
