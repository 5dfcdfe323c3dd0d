import { generateSync } from 'otplib'
import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { openDb, type Db } from '@lifang/platform/db.ts'
import { createApp } from '@lifang/platform/http/app.ts'
import { newId } from '@lifang/platform/id.ts'
import { loadPhrases } from '@lifang/platform/phrases.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testDatabase, type TestDatabase } from '@lifang/platform/testing/database.ts'
import { createAccount } from './commands.ts'
import { identityRoutesOn, type IdentityRouteDeps } from './routes.ts'
import { identityRoutes, type AdminKind, type Me } from './schema.ts'
import { createSessions } from './reads/sessions.ts'

const COUNTY = 990601
const PASSWORD = 'Lifang-2026'
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const clock = setClock(0)

let database: TestDatabase
let root: Db
let db: Db
let deps: IdentityRouteDeps
let app: FastifyInstance
/** Lets a test hold a request between reading its account and reading its posts. */
let beforeHoldings: () => Promise<void>

beforeAll(async () => {
  database = await testDatabase()
  root = openDb({ url: database.url, role: null, max: 2 })
  db = openDb({ url: database.url, role: 'lifang_app' })
})
afterAll(async () => {
  await Promise.all([root.end(), db.end()])
  await database.drop()
})
beforeEach(async () => {
  clock.set(Date.parse('2026-11-23T02:00:00Z'))
  await root.run(sql`truncate session, access_token, audit_entry, account cascade`)
  beforeHoldings = () => Promise.resolve()
  const sessions = createSessions(db, clock, async () => {
    await beforeHoldings()
    return [
      {
        post: 'grid-worker',
        areaPath: '990601/01/',
        departmentId: null,
        departmentPath: null,
        standsInFor: null,
      },
    ]
  })
  deps = { db, clock, sessions, fieldKey: Buffer.alloc(48, 7), county: COUNTY, secureCookies: false }
  app = await createApp({
    phrases: loadPhrases('zh-CN'),
    identify: sessions.identify,
    log: false,
    checkAnswers: true,
    trustProxy: false,
  })
  identityRoutesOn(app, deps)
})
afterEach(() => app.close())

interface Made {
  readonly id: string
  readonly username: string
}
async function anAccount(
  username: string,
  more: { admin?: AdminKind; mustChange?: boolean; machine?: true; county?: number } = {},
): Promise<Made> {
  const id = newId()
  await createAccount(deps, null, {
    id,
    county: more.county ?? COUNTY,
    username,
    name: `${username} 姓名`,
    kind: more.machine ? 'machine' : 'person',
    password: more.machine ? null : PASSWORD,
    admin: more.admin ?? null,
    phone: null,
    mustChange: more.mustChange ?? false,
  })
  return { id, username }
}

type Credentials = Record<string, string>
type Verb = 'GET' | 'POST' | 'DELETE'
const call = (method: Verb, url: string, headers: Credentials = {}, payload?: Record<string, unknown>) =>
  app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
const signIn = (username: string, password = PASSWORD, code?: string) =>
  call('POST', '/api/session', {}, { username, password, ...(code === undefined ? {} : { code }) })
const cookieOf = (answer: Awaited<ReturnType<typeof call>>): Credentials => {
  const cookie = answer.cookies.find((c) => c.name === 'lifang_session')
  return { cookie: `lifang_session=${cookie?.value ?? ''}` }
}
const signedIn = async (username: string, password = PASSWORD): Promise<Credentials> => {
  const answer = await signIn(username, password)
  expect(answer.statusCode).toBe(200)
  return cookieOf(answer)
}
const codeOf = (answer: Awaited<ReturnType<typeof call>>): string => answer.json<{ code: string }>().code
const me = (as: Credentials) => call('GET', '/api/me', as)
const totp = (secret: string): string => generateSync({ secret, epoch: Math.floor(clock.now() / SECOND) })

/** An administrator whose steps are behind them. */
async function anAdmin(kind: AdminKind): Promise<Made & { as: Credentials; secret: string }> {
  const made = await anAccount(kind, { admin: kind })
  const as = await signedIn(kind)
  const { secret } = (await call('POST', '/api/me/second-factor', as, {})).json<{ secret: string }>()
  expect((await call('POST', '/api/me/second-factor/confirm', as, { code: totp(secret) })).statusCode).toBe(
    200,
  )
  clock.advance(MINUTE)
  return { ...made, as, secret }
}
const audited = () =>
  root.rows<{ act: string; ground: string | null; actor_id: string | null; subject_id: string }>(
    sql`select act, ground, actor_id, subject_id from audit_entry where act <> 'identity.create-account' order by seq`,
  )

describe('signing in', () => {
  test('opens a session in a cookie no script can read; only its hash is stored', async () => {
    const { id } = await anAccount('wangfang')
    const answer = await signIn('WangFang')
    expect(answer.json<Me>()).toMatchObject({
      id,
      username: 'wangfang',
      steps: [],
      holdings: [{ post: 'grid-worker' }],
    })
    const cookie = answer.cookies[0]
    expect(cookie).toMatchObject({ name: 'lifang_session', httpOnly: true, sameSite: 'Lax', path: '/' })
    expect((await me(cookieOf(answer))).json()).toEqual(answer.json())
    const stored = await root.rows<{ text: string }>(sql`select session::text as text from session`)
    expect(stored).toHaveLength(1)
    expect(JSON.stringify(stored)).not.toContain(cookie?.value)
    expect(await audited()).toEqual([{ act: 'identity.sign-in', ground: null, actor_id: id, subject_id: id }])
  })

  test('a wrong password and a wrong name are told alike and both kept, without the name that was typed', async () => {
    const { id } = await anAccount('wangfang')
    const [password, name] = [await signIn('wangfang', 'Lifang-2027'), await signIn('zhangsan')]
    expect([password.statusCode, codeOf(password)]).toEqual([401, 'identity.wrong-credentials'])
    expect(name.json()).toEqual(password.json())
    expect(password.json<{ title: string }>().title).toBe('用户名或密码不正确')
    expect(password.cookies).toEqual([])
    const entries = await audited()
    expect(entries).toMatchObject([
      { act: 'identity.sign-in-failed', ground: 'password', actor_id: id },
      { act: 'identity.sign-in-failed', ground: 'unknown', actor_id: null },
    ])
    expect(JSON.stringify(entries)).not.toContain('zhangsan')
  })

  test('a machine has no password and cannot sign in', async () => {
    await anAccount('gateway', { machine: true })
    expect(codeOf(await signIn('gateway', ''.padEnd(10, 'x')))).toBe('identity.wrong-credentials')
  })

  test('five failures lock for a minute, the next for two; the right password opens only afterwards and counts anew', async () => {
    await anAccount('wangfang')
    const wrong = () => signIn('wangfang', 'guess')
    for (let n = 1; n <= 5; n++) expect(codeOf(await wrong())).toBe('identity.wrong-credentials')
    const locked = await signIn('wangfang')
    expect([locked.statusCode, locked.json()]).toMatchObject([
      423,
      { code: 'identity.locked', details: { seconds: 60 } },
    ])
    clock.advance(59 * SECOND)
    expect((await signIn('wangfang')).json()).toMatchObject({ details: { seconds: 1 } })
    clock.advance(SECOND)
    await wrong()
    expect((await signIn('wangfang')).json()).toMatchObject({ details: { seconds: 120 } })
    clock.advance(2 * MINUTE)
    expect((await signIn('wangfang')).statusCode).toBe(200)
    for (let n = 1; n <= 4; n++) await wrong()
    expect((await signIn('wangfang')).statusCode).toBe(200)
    const grounds = (await audited()).map((e) => e.ground ?? 'signed in')
    expect(grounds.slice(0, 8)).toEqual([
      ...Array<string>(5).fill('password'),
      'locked',
      'locked',
      'password',
    ])
  })

  test('guesses fired all at once are counted one by one', async () => {
    const { id } = await anAccount('wangfang')
    const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => signIn('wangfang', `guess-${i}`)))
    expect(answers.filter((a) => a.statusCode === 401)).toHaveLength(5)
    expect(answers.filter((a) => a.statusCode === 423)).toHaveLength(11)
    expect(await root.one(sql`select failed_attempts from account where id = ${id}`)).toEqual({
      failed_attempts: 5,
    })
    expect(await audited()).toHaveLength(16)
  })

  test('a session ends two hours after its last use and twelve after it began', async () => {
    await anAccount('wangfang')
    const idle = await signedIn('wangfang')
    clock.advance(2 * HOUR - SECOND)
    expect((await me(idle)).statusCode).toBe(200)
    clock.advance(2 * HOUR + SECOND)
    expect((await me(idle)).statusCode).toBe(401)
    // A screen that is only open is nobody at work.
    const lifang_session = (await signedIn('wangfang'))['cookie']?.slice('lifang_session='.length) ?? ''
    const watched = () => app.identify({ headers: {}, cookies: { lifang_session } }, 'watching')
    clock.advance(2 * HOUR - SECOND)
    expect(await watched()).not.toBeNull()
    clock.advance(2 * SECOND)
    expect(await watched()).toBeNull()
    const busy = await signedIn('wangfang')
    for (let hour = 1; hour < 12; hour++) {
      clock.advance(HOUR)
      expect((await me(busy)).statusCode).toBe(200)
    }
    clock.advance(HOUR)
    expect((await me(busy)).statusCode).toBe(401)
  })

  test('signing out ends this session on the server and no other', async () => {
    const { id } = await anAccount('wangfang')
    const [here, there] = [await signedIn('wangfang'), await signedIn('wangfang')]
    const out = await call('DELETE', '/api/session', here)
    expect(out.statusCode).toBe(204)
    expect(out.cookies[0]).toMatchObject({ name: 'lifang_session', value: '' })
    expect((await me(here)).statusCode).toBe(401)
    expect((await me(there)).statusCode).toBe(200)
    expect((await audited()).at(-1)).toMatchObject({ act: 'identity.sign-out', actor_id: id })
  })

  test('nobody in particular is told to sign in; an invented cookie is nobody', async () => {
    const invented: Credentials[] = [
      {},
      { cookie: 'lifang_session=invented' },
      { authorization: 'Bearer invented' },
      { cookie: `lifang_session=${'x'.repeat(5000)}` },
    ]
    for (const as of invented) {
      const answer = await me(as)
      expect([answer.statusCode, codeOf(answer)]).toEqual([401, 'platform.not-signed-in'])
    }
  })
})

describe('the first password', () => {
  test('opens nothing but its own change', async () => {
    await anAccount('newcomer', { mustChange: true })
    const as = await signedIn('newcomer')
    expect((await me(as)).json<Me>().steps).toEqual(['change-password'])
    for (const url of ['/api/accounts', '/api/openapi.json']) {
      const answer = await call('GET', url, as)
      expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'identity.step-required'])
    }
    const change = (current: string, next: string) => call('POST', '/api/me/password', as, { current, next })
    expect(codeOf(await change('wrong', 'Another-2026'))).toBe('identity.wrong-credentials')
    expect(codeOf(await change(PASSWORD, 'short'))).toBe('identity.weak-password')
    expect(codeOf(await change(PASSWORD, 'My-newcomer-1'))).toBe('identity.weak-password')
    expect(codeOf(await change(PASSWORD, PASSWORD))).toBe('identity.password-reused')
    expect((await change(PASSWORD, 'Another-2026')).json<Me>().steps).toEqual([])
    expect((await call('GET', '/api/openapi.json', as)).statusCode).toBe(200)
    expect(codeOf(await signIn('newcomer'))).toBe('identity.wrong-credentials')
    expect((await signIn('newcomer', 'Another-2026')).statusCode).toBe(200)
    expect((await audited()).map((e) => e.act)).toContain('identity.change-password')
  })

  test('changing it ends every other session at once', async () => {
    await anAccount('wangfang')
    const [here, there] = [await signedIn('wangfang'), await signedIn('wangfang')]
    expect((await me(there)).statusCode).toBe(200)
    await call('POST', '/api/me/password', here, { current: PASSWORD, next: 'Another-2026' })
    expect((await me(here)).statusCode).toBe(200)
    expect((await me(there)).statusCode).toBe(401)
  })
})

describe('the second factor', () => {
  test('an administrator enrols before anything else opens, and from then on signs in with a code', async () => {
    const { id } = await anAccount('system-admin', { admin: 'system-admin' })
    const as = await signedIn('system-admin')
    expect((await me(as)).json<Me>().steps).toEqual(['enrol-second-factor'])
    expect(codeOf(await call('GET', '/api/accounts', as))).toBe('identity.step-required')
    const begun = (await call('POST', '/api/me/second-factor', as, {})).json<{
      secret: string
      uri: string
    }>()
    expect(begun.uri).toContain(`secret=${begun.secret}`)
    const wrong = totp(begun.secret) === '000000' ? '000001' : '000000'
    expect(codeOf(await call('POST', '/api/me/second-factor/confirm', as, { code: wrong }))).toBe(
      'identity.wrong-code',
    )
    await call('POST', '/api/me/second-factor/confirm', as, { code: totp(begun.secret) })
    expect((await call('GET', '/api/accounts', as)).statusCode).toBe(200)
    const { sealed } = await root.one<{ sealed: Buffer }>(
      sql`select totp_secret as sealed from account where id = ${id}`,
    )
    expect(sealed.includes(begun.secret)).toBe(false)
    // Whoever sits at the open screen cannot put their own authenticator in its place.
    expect((await call('POST', '/api/me/second-factor', as, {})).statusCode).toBe(403)
    clock.advance(MINUTE)
    expect(codeOf(await signIn('system-admin'))).toBe('identity.code-required')
    expect((await signIn('system-admin', PASSWORD, totp(begun.secret))).statusCode).toBe(200)
  })

  test('a code opens once: replayed, or sent twice at the same moment, it is refused and counted', async () => {
    const { secret } = await anAdmin('audit-admin')
    const code = totp(secret)
    const answers = await Promise.all([
      signIn('audit-admin', PASSWORD, code),
      signIn('audit-admin', PASSWORD, code),
    ])
    expect(answers.map((a) => a.statusCode).toSorted()).toEqual([200, 401])
    const replayed = await signIn('audit-admin', PASSWORD, code)
    expect([replayed.statusCode, codeOf(replayed)]).toEqual([401, 'identity.wrong-code'])
    expect((await audited()).filter((e) => e.ground === 'code')).toHaveLength(2)
    clock.advance(30 * SECOND)
    expect((await signIn('audit-admin', PASSWORD, totp(secret))).statusCode).toBe(200)
  })

  test('codes cannot be guessed at leisure: the fifth failure locks', async () => {
    const { secret } = await anAdmin('audit-admin')
    const wrong = totp(secret) === '000000' ? '000001' : '000000'
    for (let n = 1; n <= 5; n++)
      expect(codeOf(await signIn('audit-admin', PASSWORD, wrong))).toBe('identity.wrong-code')
    expect(codeOf(await signIn('audit-admin', PASSWORD, totp(secret)))).toBe('identity.locked')
  })
})

describe('a write from another site', () => {
  const change = (headers: Credentials) => call('POST', '/api/me/second-factor', headers, {})

  test.each([
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'not an address' }, 403],
    [{ origin: 'http://lifang.example:8080' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'http://lifang.example' }, 200],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{}, 200],
  ])('with the cookie and %j: %i', async (sent, status) => {
    await anAccount('wangfang')
    const as = { ...(await signedIn('wangfang')), host: 'lifang.example' }
    const answer = await change({ ...as, ...sent })
    expect(answer.statusCode).toBe(status)
    if (status === 403) expect(codeOf(answer)).toBe('platform.foreign-origin')
    expect((await call('GET', '/api/me', { ...as, ...sent })).statusCode).toBe(200)
  })

  test('a token is not sent by itself, so its origin does not matter', async () => {
    const security = await anAdmin('security-admin')
    const { id } = await anAccount('gateway', { machine: true })
    const issued = await call('POST', `/api/accounts/${id}/tokens`, security.as, {
      id: newId(),
      label: 'gate',
      days: 1,
    })
    const { token } = issued.json<{ token: string }>()
    const answer = await change({ authorization: `Bearer ${token}`, origin: 'https://elsewhere.example' })
    expect(answer.statusCode).toBe(200)
  })
})

describe('accounts and tokens', () => {
  const create = (as: Credentials, body: Record<string, unknown>) => call('POST', '/api/accounts', as, body)
  const reason = { reason: '调离岗位' }

  test('an account is created once, its first password must be changed, its name is its own', async () => {
    const { as } = await anAdmin('system-admin')
    const asked = { id: newId(), username: 'wangfang', name: '王芳', password: PASSWORD }
    expect((await create(as, asked)).statusCode).toBe(201)
    expect((await create(as, asked)).statusCode).toBe(200)
    expect(codeOf(await create(as, { ...asked, name: '别人' }))).toBe('platform.command-reused')
    expect(codeOf(await create(as, { ...asked, id: newId(), username: 'WangFang' }))).toBe(
      'identity.username-taken',
    )
    expect(codeOf(await create(as, { ...asked, id: newId(), username: 'other', password: 'weak' }))).toBe(
      'identity.weak-password',
    )
    expect((await signIn('wangfang')).json<Me>()).toMatchObject({ admin: null, steps: ['change-password'] })
  })

  test('two administrators give out one name at the same moment: one account', async () => {
    const { as } = await anAdmin('system-admin')
    const answers = await Promise.all(
      ['wangfang', 'WANGFANG'].map((username) =>
        create(as, { id: newId(), username, name: '王芳', password: PASSWORD }),
      ),
    )
    expect(answers.map((a) => a.statusCode).toSorted()).toEqual([201, 409])
  })

  test('a disabled account loses its open session at once, and cannot sign in again', async () => {
    const { as, id: own } = await anAdmin('system-admin')
    const { id } = await anAccount('wangfang')
    const hers = await signedIn('wangfang')
    expect((await me(hers)).statusCode).toBe(200)
    // The clock stands: what was remembered of the session is as fresh as can be.
    expect((await call('POST', `/api/accounts/${id}/disable`, as, reason)).json()).toMatchObject({
      disabled: true,
    })
    expect((await me(hers)).statusCode).toBe(401)
    expect(codeOf(await signIn('wangfang'))).toBe('identity.wrong-credentials')
    expect(codeOf(await call('POST', `/api/accounts/${own}/disable`, as, reason))).toBe(
      'identity.own-account',
    )
    const entries = await audited()
    expect(entries.find((e) => e.act === 'identity.disable-account')).toMatchObject({
      subject_id: id,
      ground: reason.reason,
    })
    expect(entries.at(-1)).toMatchObject({
      act: 'identity.sign-in-failed',
      ground: 'disabled',
      subject_id: id,
    })
  })

  test('a request under way while its account is disabled is not remembered as signed in', async () => {
    const { as } = await anAdmin('system-admin')
    const { id } = await anAccount('wangfang')
    const hers = await signedIn('wangfang')
    clock.advance(MINUTE)
    const [reached, open] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    beforeHoldings = () => {
      reached.resolve()
      return open.promise
    }
    const underWay = me(hers)
    await reached.promise
    beforeHoldings = () => Promise.resolve()
    await call('POST', `/api/accounts/${id}/disable`, as, reason)
    open.resolve()
    await underWay
    expect((await me(hers)).statusCode).toBe(401)
  })

  test('a new first password ends sessions and lock-out', async () => {
    const { as } = await anAdmin('system-admin')
    const { id } = await anAccount('wangfang')
    const hers = await signedIn('wangfang')
    for (let n = 1; n <= 5; n++) await signIn('wangfang', 'guess')
    const reset = await call('POST', `/api/accounts/${id}/password`, as, { password: 'Fresh-start-1' })
    expect(reset.json()).toMatchObject({ locked: false })
    expect((await me(hers)).statusCode).toBe(401)
    expect((await signIn('wangfang', 'Fresh-start-1')).json<Me>().steps).toEqual(['change-password'])
  })

  test('a bearer token opens for a machine until it expires, is revoked or its account is disabled', async () => {
    const [security, system] = [await anAdmin('security-admin'), await anAdmin('system-admin')]
    const { id } = await anAccount('gateway', { machine: true })
    const issue = async (): Promise<{ id: string; token: string; as: Credentials }> => {
      const answer = await call('POST', `/api/accounts/${id}/tokens`, security.as, {
        id: newId(),
        label: 'gate',
        days: 1,
      })
      const issued = answer.json<{ id: string; token: string }>()
      return { ...issued, as: { authorization: `Bearer ${issued.token}` } }
    }
    const [first, second] = [await issue(), await issue()]
    expect((await me(first.as)).json<Me>()).toMatchObject({ id, kind: 'machine', steps: [] })
    expect(JSON.stringify(await root.rows(sql`select t::text from access_token t`))).not.toContain(
      first.token,
    )
    // A token is no cookie, a cookie is no token.
    expect((await me({ cookie: `lifang_session=${first.token}` })).statusCode).toBe(401)
    expect((await me({ authorization: `Bearer ${security.as['cookie']?.split('=')[1]}` })).statusCode).toBe(
      401,
    )
    const again = { id: first.id, label: 'gate', days: 1 }
    expect(codeOf(await call('POST', `/api/accounts/${id}/tokens`, security.as, again))).toBe(
      'platform.command-reused',
    )
    expect(
      (await call('POST', `/api/accounts/${system.id}/tokens`, security.as, { ...again, id: newId() }))
        .statusCode,
    ).toBe(404)
    expect((await call('DELETE', `/api/tokens/${first.id}`, security.as)).statusCode).toBe(204)
    expect((await me(first.as)).statusCode).toBe(401)
    expect((await me(second.as)).statusCode).toBe(200)
    await call('POST', `/api/accounts/${id}/disable`, system.as, reason)
    expect((await me(second.as)).statusCode).toBe(401)
    expect((await audited()).map((e) => e.act)).toEqual(
      expect.arrayContaining(['identity.issue-token', 'identity.revoke-token']),
    )
  })

  test('a token ends with its last day', async () => {
    const security = await anAdmin('security-admin')
    const { id } = await anAccount('gateway', { machine: true })
    const issued = await call('POST', `/api/accounts/${id}/tokens`, security.as, {
      id: newId(),
      label: 'gate',
      days: 1,
    })
    const as = { authorization: `Bearer ${issued.json<{ token: string }>().token}` }
    clock.advance(24 * HOUR - SECOND)
    expect((await me(as)).statusCode).toBe(200)
    clock.advance(3 * SECOND)
    expect((await me(as)).statusCode).toBe(401)
  })

  test('another county’s accounts and tokens are not there', async () => {
    const [system, security] = [await anAdmin('system-admin'), await anAdmin('security-admin')]
    const person = await anAccount('elsewhere', { county: 990602 })
    const machine = await anAccount('their-gateway', { machine: true, county: 990602 })
    await root.run(sql`insert into access_token (id, token_hash, account_id, label, expires_at)
      values (${machine.id}, '\\x00', ${machine.id}, 'theirs', '2099-01-01')`)
    const answers = [
      await call('POST', `/api/accounts/${person.id}/disable`, system.as, reason),
      await call('POST', `/api/accounts/${person.id}/password`, system.as, { password: 'Fresh-start-1' }),
      await call('POST', `/api/accounts/${machine.id}/tokens`, security.as, {
        id: newId(),
        label: 'x',
        days: 1,
      }),
      await call('DELETE', `/api/tokens/${machine.id}`, security.as),
    ]
    expect(answers.map((a) => a.statusCode)).toEqual([404, 404, 404, 404])
    const listed = (await call('GET', '/api/accounts', system.as)).json<{ items: { username: string }[] }>()
    expect(listed.items.map((a) => a.username)).toEqual(['security-admin', 'system-admin'])
  })

  test('the list turns its pages, and what looks like a pattern is text', async () => {
    const { as } = await anAdmin('system-admin')
    await root.run(sql`insert into account (id, county, username, name, kind)
      select gen_random_uuid(), ${COUNTY}, 'm' || lpad(n::text, 3, '0'), '100%', 'machine' from generate_series(1, 120) n`)
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await call('GET', `/api/accounts?q=m0&cursor=${cursor}`, as)
      const { items, nextCursor } = page.json<{ items: { username: string }[]; nextCursor: string | null }>()
      seen.push(...items.map((a) => a.username))
      cursor = nextCursor
    }
    expect([seen.length, new Set(seen).size]).toEqual([99, 99])
    const count = async (q: string) =>
      (await call('GET', `/api/accounts?q=${q}`, as)).json<{ items: unknown[] }>().items.length
    expect([await count('%25'), await count('0_1'), await count('100%25')]).toEqual([50, 0, 50])
  })
})

describe('three administrators', () => {
  const kinds: readonly AdminKind[] = ['system-admin', 'security-admin', 'audit-admin']

  test('none can do another’s work, and every refusal comes before the body is looked at', async () => {
    await anAccount('wangfang')
    const others: Record<string, Credentials> = { worker: await signedIn('wangfang') }
    for (const kind of kinds) others[kind] = (await anAdmin(kind)).as
    let refusals = 0
    for (const shape of Object.values(identityRoutes)) {
      if (typeof shape.access === 'string') continue
      const may: readonly string[] = shape.access.posts
      const url = shape.path.replace('{id}', 'nonsense')
      const body = shape.method === 'POST' ? { nonsense: 1 } : undefined
      for (const [who, as] of Object.entries(others)) {
        const { statusCode } = await call(shape.method, url, as, body)
        if (may.includes(who)) expect(statusCode).not.toBe(403)
        else expect(statusCode).toBe(403)
        refusals += may.includes(who) ? 0 : 1
      }
      expect((await call(shape.method, url, {}, body)).statusCode).toBe(401)
    }
    // Two read by both administrators of accounts, 2 each; ten of one alone, 3 each.
    expect(refusals).toBe(34)
  })

  test('the system administrator cannot become another by giving them a password', async () => {
    const { as } = await anAdmin('system-admin')
    for (const kind of ['security-admin', 'audit-admin'] as const) {
      const { id } = await anAccount(kind, { admin: kind })
      const reset = await call('POST', `/api/accounts/${id}/password`, as, { password: 'Stolen-pass-1' })
      expect([reset.statusCode, codeOf(reset)]).toEqual([403, 'platform.not-allowed'])
      expect((await signIn(kind, 'Stolen-pass-1')).statusCode).toBe(401)
    }
  })

  test('none can be made over HTTP, and one account is one of them or none', async () => {
    const { as } = await anAdmin('system-admin')
    const asked = {
      id: newId(),
      username: 'fourth',
      name: '第四人',
      password: PASSWORD,
      admin: 'audit-admin',
    }
    expect((await call('POST', '/api/accounts', as, asked)).statusCode).toBe(400)
    const { id } = await anAccount('wangfang')
    await expect(
      db.run(sql`update account set admin = 'system-admin,audit-admin' where id = ${id}`),
    ).rejects.toThrow(/check/)
  })
})
