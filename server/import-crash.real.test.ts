import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import type { ImportView, SaidLine } from '@lifang/domains/registry/schema/transfer.ts'
import { startable, type Started } from './started.ts'

const LINES = 20_000
/** Every hundredth line names a building that is not there. */
const EVERY = 100
let server: Started
let cookie = ''
beforeAll(async () => {
  server = await startable('lifang import ')
  await server.start()
  cookie = await server.signIn('community-manager')
}, 180_000)
afterAll(() => server.end(), 60_000)

async function ask<T>(method: 'GET' | 'POST', path: string, body?: object | FormData): Promise<T> {
  const r = await fetch(`${server.base}/api/registry/${path}`, {
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
    await server.until(
      `${least} lines`,
      async () => (await ask<ImportView>('GET', `imports/${id}`)).progress.done >= least,
    )
    await server.kill('SIGKILL')
    await server.start()
    expect((await ask<ImportView>('GET', `imports/${id}`)).state).not.toBe('failed')
  }
  await server.until('the end', async () => (await ask<ImportView>('GET', `imports/${id}`)).state === 'done')
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
