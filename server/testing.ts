import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateSync } from 'otplib'
import type { Clock } from '@lifang/platform/clock.ts'
import { systemClock } from '@lifang/platform/clock.ts'
import { openDb, type Db } from '@lifang/platform/db.ts'
import type { LogOptions } from '@lifang/platform/http/app.ts'
import { testDatabase } from '@lifang/platform/testing/database.ts'
import { demoCounty, loadDemo, type DemoAccount } from '../db/load/demo.ts'
import { loadReference } from '../db/load/reference.ts'
import { compose, type Composed } from './compose.ts'
import { newKeys, type Keys } from './keys.ts'

/** The whole server on a database of its own, with the demo street's places and people and no incidents. */
export interface TestServer extends Composed {
  /** Superuser connection, for looking past the app's role. */
  readonly admin: Db
  readonly adminUrl: string
  readonly accounts: readonly DemoAccount[]
  readonly dataDir: string
  readonly keys: Keys
  /** Cookie header of a demo account of this post; the first one unless `nth` says otherwise. */
  signIn(post: string, nth?: number): Promise<string>
  /** The same for an administrator, second factor enrolled: without it nothing else is open to them. Once per server. */
  signInAdmin(post: 'system-admin' | 'security-admin' | 'audit-admin'): Promise<string>
  end(): Promise<void>
}

export async function testServer(
  options: {
    clock?: Clock
    webDir?: string | null
    outboundAllow?: readonly string[]
    log?: LogOptions
  } = {},
): Promise<TestServer> {
  const database = await testDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'lifang-test-'))
  const admin = openDb({ url: database.url, role: null, max: 4 })
  const clock = options.clock ?? systemClock
  const keys = newKeys()
  await loadReference(admin, demoCounty)
  const accounts = await loadDemo(admin, { kind: 'street', county: demoCounty, now: clock.now() })
  const composed = await compose({
    adminUrl: database.url,
    dataDir,
    keys,
    clock,
    county: demoCounty,
    log: options.log ?? (process.env['LIFANG_TEST_LOG'] === undefined ? false : { level: 'error' }),
    checkAnswers: true,
    secureCookies: false,
    trustProxy: false,
    contact: 'mailto:office@example.org',
    // Receivers of the tests listen beside them.
    outboundAllow: options.outboundAllow ?? [],
    webDir: options.webDir ?? null,
  })
  const cookies = new Map<string, { header: string; at: number }>()
  const server: TestServer = {
    ...composed,
    admin,
    adminUrl: database.url,
    accounts,
    dataDir,
    keys,
    signIn: async (post, nth = 0) => {
      const account = accounts.filter((a) => a.post === post)[nth]
      if (account === undefined) throw new Error(`no demo account ${nth} of post ${post}`)
      const known = cookies.get(account.username)
      // A test that moves its clock outlives a session: sign in again after an hour of that clock.
      if (known !== undefined && Math.abs(clock.now() - known.at) < 3_600_000) return known.header
      const response = await composed.app.inject({
        method: 'POST',
        url: '/api/session',
        payload: { username: account.username, password: account.password },
      })
      const cookie = response.cookies.find((c) => c.name === 'lifang_session')
      if (response.statusCode !== 200 || cookie === undefined)
        throw new Error(`sign-in failed: ${response.body}`)
      const header = `lifang_session=${cookie.value}`
      cookies.set(account.username, { header, at: clock.now() })
      return header
    },
    signInAdmin: async (post) => {
      const cookie = await server.signIn(post)
      const call = (url: string, payload: object) =>
        composed.app.inject({ method: 'POST', url, headers: { cookie }, payload })
      const { secret } = (await call('/api/me/second-factor', {})).json<{ secret: string }>()
      const code = generateSync({ secret, epoch: Math.floor(clock.now() / 1000) })
      const confirmed = await call('/api/me/second-factor/confirm', { code })
      if (confirmed.statusCode !== 200) throw new Error(`second factor: ${confirmed.body}`)
      return cookie
    },
    end: async () => {
      await composed.close()
      await admin.end()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  return server
}
