import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import { town } from '../db/demo/town.ts'
import { isAlive } from './embedded/processes.ts'
import { readPidFile } from './embedded/cluster.ts'

const REPORTS = 1000
const CLIENTS = 16
const home = mkdtempSync(join(tmpdir(), 'lifang crash '))
const dataDir = join(home, 'data')
let port = 0
let child: ChildProcess | null = null
let said = ''
let cookie = ''

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

async function until(what: string, holds: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await holds()) return
    await sleep(50)
  }
  throw new Error(`not reached: ${what}\n${said}`)
}

/** The product as it is started for real, in a process of its own that can be killed. */
async function start(): Promise<void> {
  said = ''
  const env = {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    LIFANG_DATA: dataDir,
    LIFANG_DEMO_LIFE: '0',
  }
  const {
    VITEST: _v,
    NODE_ENV: _n,
    NODE_OPTIONS: _o,
    DATABASE_URL: _d,
    ...clean
  } = env as Record<string, string>
  const started = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: clean,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child = started
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  await until('the first 200', async () => {
    if (started.exitCode !== null) throw new Error(`ended with ${started.exitCode}\n${said}`)
    return fetch(`http://127.0.0.1:${port}/readyz`).then(
      (r) => r.ok,
      () => false,
    )
  })
}
async function kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const mine = child
  child = null
  if (mine === null || mine.exitCode !== null || mine.signalCode !== null) return
  const ended = new Promise((resolve) => mine.once('exit', resolve))
  mine.kill(signal)
  await ended
}

beforeAll(async () => {
  port = await freePort()
  await start()
  const accounts = JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) as {
    username: string
    password: string
    post: string
  }[]
  const me = accounts.find((a) => a.post === 'intake-officer')
  const r = await post('/api/session', { username: me?.username, password: me?.password })
  cookie =
    r.headers
      .getSetCookie()
      .find((c) => c.startsWith('lifang_session='))
      ?.split(';')[0] ?? ''
  expect(cookie).not.toBe('')
}, 120_000)
afterAll(async () => {
  const pid = readPidFile(join(dataDir, 'pg'))?.pid
  await kill('SIGTERM')
  if (pid !== undefined) expect(isAlive(pid), 'postgres was left running').toBe(false)
  rmSync(home, { recursive: true, force: true })
}, 60_000)

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  })
const get = async <T>(path: string): Promise<T> => {
  const r = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } })
  expect(r.status, path).toBe(200)
  return (await r.json()) as T
}

type Report = Readonly<Record<string, unknown>> & { readonly id: string }
/** Inside the first grid of the demo town. */
const [lon, lat] = town().areas.find((a) => a.level === 'grid')?.centre ?? [0, 0]
const place = { lon, lat, crs: 'CGCS2000' }
const aReport = (n: number): Report => ({
  id: newId(),
  source: 'hotline',
  occurredAt: new Date().toISOString(),
  place,
  description: `第 ${n} 件`,
  reporter: { name: '王秀英', phone: '19900001234' },
})

/**
 * Sends reports from several clients; a client that gets no answer stops, as a phone does that lost its connection, unless
 * it is patient: then it sends the very same command again until there is an answer.
 */
async function sendAll(
  reports: readonly Report[],
  onAnswer: (acknowledged: number) => void,
  patient: boolean,
): Promise<Map<string, string>> {
  const numbers = new Map<string, string>()
  const queue = [...reports]
  const client = async (): Promise<void> => {
    for (let report = queue.shift(); report !== undefined; report = queue.shift()) {
      for (let tries = 0; ; tries++) {
        const r = await post('/api/incidents', report).catch(() => null)
        if (r !== null && (r.status === 200 || r.status === 201)) {
          const { number } = (await r.json()) as { number: string }
          numbers.set(report.id, number)
          onAnswer(numbers.size)
          break
        }
        // Nothing but "not now, safe to repeat" may be said while something is down.
        if (r !== null) expect([503], await r.text()).toContain(r.status)
        if (!patient || tries > 600) return
        await sleep(50)
      }
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  return numbers
}

const counted = async (): Promise<number> => {
  const { rows } = await get<{ rows: [string, number][] }>('/api/boards/incidents?by=status')
  return rows.reduce((n, [, m]) => n + m, 0)
}
/** Every number there is, page by page. */
async function listed(): Promise<string[]> {
  const numbers: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { items: { number: string }[]; nextCursor: string | null } = await get(
      `/api/incidents?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`,
    )
    numbers.push(...page.items.map((i) => i.number))
    cursor = page.nextCursor
  }
  return numbers
}

it('kill -9 of the server during 1,000 reports: every acknowledged number is there, once', async () => {
  const reports = Array.from({ length: REPORTS }, (_, n) => aReport(n))
  const killed: Promise<void>[] = []
  const acknowledged = await sendAll(
    reports,
    (n) => {
      if (n >= REPORTS * 0.4 && killed.length === 0) killed.push(kill('SIGKILL'))
    },
    false,
  )
  expect(killed).toHaveLength(1)
  await Promise.all(killed)
  expect(acknowledged.size).toBeGreaterThanOrEqual(REPORTS * 0.4)
  expect(acknowledged.size).toBeLessThan(REPORTS)
  const orphan = readPidFile(join(dataDir, 'pg'))?.pid ?? 0
  expect(isAlive(orphan), 'kill -9 leaves postgres running').toBe(true)

  await start()
  const there = await listed()
  expect(new Set(there).size).toBe(there.length)
  for (const number of acknowledged.values()) expect(there).toContain(number)
  // What was kept but not acknowledged is at most what was on its way, and is found again by its id.
  expect(there.length - acknowledged.size).toBeLessThanOrEqual(CLIENTS)
  const again = await sendAll(reports, () => undefined, true)
  expect(again.size).toBe(REPORTS)
  for (const [id, number] of acknowledged) expect(again.get(id)).toBe(number)
  expect(new Set(again.values()).size).toBe(REPORTS)
  expect((await listed()).toSorted()).toEqual([...again.values()].toSorted())
  expect(await counted()).toBe(REPORTS)
}, 120_000)

it('kill -9 of postgres during writes, twice: it comes back by itself, nothing acknowledged is lost or doubled', async () => {
  const before = await counted()
  const reports = Array.from({ length: 400 }, (_, n) => aReport(n))
  const shot: number[] = []
  const answered = await sendAll(
    reports,
    (n) => {
      if (n < 100 + 150 * shot.length || shot.length === 2) return
      const pid = readPidFile(join(dataDir, 'pg'))?.pid ?? 0
      shot.push(pid)
      process.kill(pid, 'SIGKILL')
    },
    true,
  )
  expect(new Set(shot).size).toBe(2)
  expect(isAlive(child?.pid ?? 0), said).toBe(true)
  expect(answered.size).toBe(400)
  expect(new Set(answered.values()).size).toBe(400)
  expect(shot).not.toContain(readPidFile(join(dataDir, 'pg'))?.pid)
  const there = await listed()
  for (const number of answered.values()) expect(there).toContain(number)
  expect(there.length).toBe(before + 400)
  expect(await counted()).toBe(before + 400)
}, 120_000)
