import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import type { ImportView, SaidLine } from '@lifang/domains/registry/schema/transfer.ts'
import { readPidFile } from './embedded/cluster.ts'
import { isAlive } from './embedded/processes.ts'

const LINES = 20_000
/** Every hundredth line names a building that is not there. */
const EVERY = 100
const home = mkdtempSync(join(tmpdir(), 'lifang import '))
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

async function until(what: string, holds: () => boolean | Promise<boolean>, seconds = 90): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await holds()) return
    await sleep(20)
  }
  throw new Error(`not reached: ${what}\n${said}`)
}

async function start(): Promise<void> {
  said = ''
  const {
    VITEST: _v,
    NODE_ENV: _n,
    NODE_OPTIONS: _o,
    DATABASE_URL: _d,
    ...env
  } = {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    LIFANG_DATA: dataDir,
    LIFANG_DEMO_LIFE: '0',
  } as Record<string, string>
  const started = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env,
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
  const me = accounts.find((a) => a.post === 'community-manager')
  const r = await fetch(`http://127.0.0.1:${port}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: me?.username, password: me?.password }),
  })
  cookie = r.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect(cookie).not.toBe('')
}, 180_000)
afterAll(async () => {
  const pid = readPidFile(join(dataDir, 'pg'))?.pid
  await kill('SIGTERM')
  if (pid !== undefined) expect(isAlive(pid), 'postgres was left running').toBe(false)
  rmSync(home, { recursive: true, force: true })
}, 60_000)

async function ask<T>(method: 'GET' | 'POST', path: string, body?: object | FormData): Promise<T> {
  const r = await fetch(`http://127.0.0.1:${port}/api/registry/${path}`, {
    method,
    headers: {
      cookie,
      ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
  })
  expect(r.ok, `${path}: ${r.status}`).toBe(true)
  return (await r.json()) as T
}
const dayOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)

/** People of my ground whose name begins so, page by page. */
async function namesOf(prefix: string): Promise<number> {
  let n = 0
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: { id: string; name: string; home: unknown }[]; nextCursor: string | null } =
      await ask('GET', `people?limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)
    n += page.items.filter((p) => p.name.startsWith(prefix)).length
    cursor = page.nextCursor
  }
  return n
}

it(`kill -9 twice in the middle of ${LINES} lines: it goes on by itself, every planted error is named, nobody is there twice`, async () => {
  const { items } = await ask<{ items: { address: string }[] }>('GET', 'buildings?limit=1')
  const address = items[0]?.address ?? ''
  const rows = Array.from({ length: LINES }, (_, i) => {
    const wrong = i % EVERY === EVERY - 1
    // 龘 begins no name of the demo; the rest tells people of one home apart.
    const name = `龘${String.fromCodePoint(0x4e00 + (i % 5000))}${String.fromCodePoint(0x5e00 + Math.floor(i / 5000))}`
    return `${name},${wrong ? '没有的楼' : address},${900 + (i % 4000)},${i % 4 === 0 ? '户主' : ''}`
  })
  const planted = rows.flatMap((_, i) => (i % EVERY === EVERY - 1 ? [i + 2] : []))
  const form = new FormData()
  form.append('file', new Blob([`姓名,小区,室号,与户主关系\n${rows.join('\n')}\n`]), 'crash.csv')
  const id = newId()
  const view = await ask<ImportView>('POST', `imports?id=${id}`, form)
  await ask('POST', `imports/${id}/plan`, {
    id: newId(),
    columns: view.guess,
    known: 'skip',
    source: 'comparison',
    verifiedOn: dayOf(Date.now()),
  })
  await ask('POST', `imports/${id}/run`, { id: newId() })
  for (const least of [2_000, 9_000]) {
    await until(
      `${least} lines`,
      async () => (await ask<ImportView>('GET', `imports/${id}`)).progress.done >= least,
    )
    await kill('SIGKILL')
    await start()
    expect((await ask<ImportView>('GET', `imports/${id}`)).state).not.toBe('failed')
  }
  await until('the end', async () => (await ask<ImportView>('GET', `imports/${id}`)).state === 'done')
  const done = await ask<ImportView>('GET', `imports/${id}`)
  expect(done.counts).toMatchObject({
    lines: LINES,
    added: LINES - planted.length,
    wrong: planted.length,
    homes: 3960,
  })
  const { items: lines, total } = await ask<{ items: SaidLine[]; total: number }>(
    'GET',
    `imports/${id}/lines?pass=run&verdict=wrong`,
  )
  expect(total).toBe(planted.length)
  expect(lines.map((l) => l.line)).toEqual(planted.slice(0, 200))
  expect(await namesOf('龘')).toBe(LINES - planted.length)
}, 300_000)
