import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import { town } from '../db/demo/town.ts'
import { isAlive } from './embedded/processes.ts'
import { startable, type Started } from './started.ts'
import { readPidFile } from './embedded/cluster.ts'

const REPORTS = 1000
const CLIENTS = 16
let server: Started
let cookie = ''
beforeAll(async () => {
  server = await startable('lifang crash ')
  await server.start()
  cookie = await server.signIn('intake-officer')
}, 120_000)
afterAll(() => server.end(), 60_000)

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`${server.base}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  })
const get = async <T>(path: string): Promise<T> => {
  const r = await fetch(`${server.base}${path}`, { headers: { cookie } })
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
      if (n >= REPORTS * 0.4 && killed.length === 0) killed.push(server.kill('SIGKILL'))
    },
    false,
  )
  expect(killed).toHaveLength(1)
  await Promise.all(killed)
  expect(acknowledged.size).toBeGreaterThanOrEqual(REPORTS * 0.4)
  expect(acknowledged.size).toBeLessThan(REPORTS)
  const orphan = readPidFile(join(server.dataDir, 'pg'))?.pid ?? 0
  expect(isAlive(orphan), 'kill -9 leaves postgres running').toBe(true)

  await server.start()
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
      const pid = readPidFile(join(server.dataDir, 'pg'))?.pid ?? 0
      shot.push(pid)
      process.kill(pid, 'SIGKILL')
    },
    true,
  )
  expect(new Set(shot).size).toBe(2)
  expect(server.isAlive(), server.said()).toBe(true)
  expect(answered.size).toBe(400)
  expect(new Set(answered.values()).size).toBe(400)
  expect(shot).not.toContain(readPidFile(join(server.dataDir, 'pg'))?.pid)
  const there = await listed()
  for (const number of answered.values()) expect(there).toContain(number)
  expect(there.length).toBe(before + 400)
  expect(await counted()).toBe(before + 400)
}, 120_000)
