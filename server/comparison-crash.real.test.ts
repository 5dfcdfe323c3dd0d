import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import { idCheckDigit } from '@lifang/domains/registry/rules/id-number.ts'
import { VERDICTS } from '@lifang/domains/registry/rules/comparison.ts'
import type { ComparisonView, TaskItem } from '@lifang/domains/registry/schema/comparison.ts'
import { startable, type Started } from './started.ts'

const LINES = 20_000
/** Every so-manieth line is one that came before: it is unread, and its record has one verdict all the same. */
const EVERY = 500
let server: Started
let cookie = ''
beforeAll(async () => {
  server = await startable('lifang comparison ')
  await server.start()
  cookie = await server.signIn('community-manager')
}, 180_000)
afterAll(() => server.end(), 60_000)

async function ask<T>(method: 'GET' | 'POST', path: string, body?: object | FormData): Promise<T> {
  const r = await fetch(`${server.base}/api/${path}`, {
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

/** A valid number of nobody: the area is fictional. */
function numberOf(n: number): string {
  const born = new Date(Date.UTC(1905, 0, 1 + (n % 4_000))).toISOString().slice(0, 10).replaceAll('-', '')
  const digits = `990602${born}${String(801 + Math.floor(n / 4_000)).padStart(3, '0')}`
  return digits + idCheckDigit(digits)
}

it(`kill -9 twice in the middle of ${LINES} lines: every record has one verdict, and the report adds up`, async () => {
  const me = await ask<{ holdings: { areaPath: string }[] }>('GET', 'me')
  const { items: areas } = await ask<{ items: { path: string; code: string }[] }>('GET', 'areas')
  const area = areas.find((a) => a.path === me.holdings[0]?.areaPath)?.code
  const twice = (i: number): boolean => i % EVERY === EVERY - 1
  const rows = Array.from({ length: LINES }, (_, i) => `路人甲,${numberOf(twice(i) ? i - EVERY + 1 : i)}`)
  const doubled = rows.flatMap((_, i) => (twice(i) ? [i + 2] : []))
  const id = newId()
  await ask('POST', 'registry/comparisons', {
    id,
    register: 'police',
    basis: '人口信息共享办法第八条',
    purpose: '核对实有人口底数',
    area,
    fields: ['name'],
    stay: 'residing',
  })
  const form = new FormData()
  form.append('file', new Blob([`姓名,身份证号\n${rows.join('\n')}\n`]), 'police.csv')
  const { guess } = await ask<ComparisonView>('POST', `registry/comparisons/${id}/file`, form)
  await ask('POST', `registry/comparisons/${id}/run`, { id: newId(), columns: guess })
  const now = (): Promise<ComparisonView> => ask('GET', `registry/comparisons/${id}`)
  for (const least of [3_000, 11_000]) {
    let { progress } = await now()
    await server.until(`${least} lines`, async () => {
      progress = (await now()).progress
      return progress.done >= least
    })
    await server.kill('SIGKILL')
    expect(progress).toMatchObject({ phase: 'lines', of: LINES })
    expect(progress.done).toBeLessThan(LINES - 2_000)
    await server.start()
    expect(['running', 'done']).toContain((await now()).state)
  }
  await server.until('the end', async () => (await now()).state === 'done')
  const done = await now()
  expect(done.unread).toBe(doubled.length)
  expect(done.unreadLines.map((l) => l.line)).toEqual(doubled.slice(0, 200))
  const { report } = done
  const total = report?.total
  const ours = total?.verdicts['ours-only'] ?? 0
  expect(ours).toBe(done.progress.of)
  expect(ours).toBeGreaterThan(0)
  expect(total?.verdicts).toEqual({
    same: 0,
    differs: 0,
    'ours-only': ours,
    'theirs-only': LINES - doubled.length,
    'to-check': 0,
  })
  const sum = (of: (r: NonNullable<typeof report>['rows'][number]) => number): number =>
    (report?.rows ?? []).reduce((n, r) => n + of(r), 0)
  for (const verdict of VERDICTS) expect(sum((r) => r.verdicts[verdict])).toBe(total?.verdicts[verdict])
  expect(sum((r) => r.records)).toBe(total?.records)
  expect(total?.records).toBe(LINES - doubled.length + ours)
  // One task a record, and each person of ours once.
  const { total: tasks, records } = await ask<{ total: number; records: number; items: TaskItem[] }>(
    'GET',
    `registry/comparison-tasks?limit=1&state=all&comparison=${id}`,
  )
  expect([tasks, records]).toEqual([total?.records, total?.records])
}, 300_000)
