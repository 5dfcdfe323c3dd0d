/**
 * W4 and W4z: the one search box on a district's register (perf: twenty people by a fragment of a name or an address, of three characters
 * and more, and of two), through the whole server, beside a bare server that asks the same statements of the same database.
 */
import type { ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type pg from 'pg'
import { openDb, type Db } from '@lifang/platform/db.ts'
import { fieldProvider } from '@lifang/platform/crypto.ts'
import { migrate } from '@lifang/platform/migrate.ts'
import { sql } from '@lifang/platform/sql.ts'
import { demoCounty, loadDemo } from '../db/load/demo.ts'
import { loadReference } from '../db/load/reference.ts'
import { loadDistrictRegistry } from '../db/load/registry.ts'
import { dice } from '../db/demo/random.ts'
import type { Keys } from '../server/keys.ts'
import { fire, quantile, type Round } from './load.ts'

interface Given {
  readonly root: pg.Client
  readonly url: string
  readonly dataDir: string
  readonly keys: Keys
  readonly rounds: number
  readonly seconds: number
  readonly when: (of: string) => string
  readonly say: (line: string) => void
  readonly target: (
    file: string,
    argv: readonly string[],
  ) => Promise<{ readonly url: string; readonly process: ChildProcess }>
}
const FLOORS = {
  W4: { floor: 0.75, aim: 0.9, p99: 1.5 },
  W4z: { floor: 0.6, aim: 0.8, p99: 2 },
} as const
/** p95 of one person typing alone, ms: the issue's own limit. */
const ALONE_MS = 50
/** What people type, drawn from what there is. */
const FRAGMENTS = 4_000

export async function benchSearch(given: Given): Promise<number> {
  const { root, url, dataDir, keys, rounds, seconds, say, target } = given
  const at = Object.assign(new URL(url), { pathname: '/search' }).href
  await root.query('create database search')
  await migrate(at)
  const db = openDb({ url: at, role: null, max: 4 })
  await loadReference(db, demoCounty)
  const accounts = await loadDemo(db, { kind: 'district', county: demoCounty, now: Date.now() })
  const began = performance.now()
  const loaded = await loadDistrictRegistry(db, {
    county: demoCounty,
    fields: fieldProvider(keys.fields),
    now: Date.now(),
  })
  const loading = (performance.now() - began) / 1000
  say(`${loaded.people} people in ${loaded.homes} homes loaded in ${loading.toFixed(0)} s`)
  await db.run(
    sql`update holding set area_id = (select id from area order by level limit 1) where post = 'duty-chief'`,
  )
  await root.query('checkpoint')
  const words = await fragmentsOf(db)
  const ours = await target('./target-lifang.ts', [at, dataDir, String(demoCounty)])
  const bare = await target('./target-bare.ts', [at, String(demoCounty)])
  const rows: string[] = []
  let met = true
  try {
    const account = accounts.find((a) => a.post === 'duty-chief')
    const signed = await fetch(`${ours.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: account?.username, password: account?.password }),
    })
    if (!signed.ok) throw new Error(await signed.text())
    const cookie = (signed.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    for (const name of ['W4', 'W4z'] as const) {
      const list = words[name]
      const next = (path: string) => {
        let i = 0
        return () => ({
          method: 'GET' as const,
          path: `${path}?q=${encodeURIComponent(list[i++ % list.length] ?? '')}`,
        })
      }
      const [mine, theirs] = [next('/api/registry/search'), next('/w4')]
      await fire(ours.url, { cookie }, mine, 2)
      await fire(bare.url, {}, theirs, 2)
      const pairs: { ours: Round; bare: Round }[] = []
      for (let i = 0; i < rounds; i++)
        pairs.push({
          ours: await fire(ours.url, { cookie }, mine, seconds),
          bare: await fire(bare.url, {}, theirs, seconds),
        })
      const took: number[] = []
      for (const q of list.slice(0, 400)) {
        const start = performance.now()
        const r = await fetch(`${ours.url}/api/registry/search?q=${encodeURIComponent(q)}`, {
          headers: { cookie },
        })
        await r.arrayBuffer()
        took.push(performance.now() - start)
      }
      const alone = quantile(took, 0.95)
      const median = (of: (p: { ours: Round; bare: Round }) => number): number => quantile(pairs.map(of), 0.5)
      const ratio = median((p) => p.ours.rate / p.bare.rate)
      const tail = median((p) => p.ours.p99 / p.bare.p99)
      const failed = pairs.reduce((n, p) => n + p.ours.failed + p.bare.failed, 0)
      const { floor, aim, p99 } = FLOORS[name]
      const below = failed > 0 || ratio < floor || tail > p99 || alone > ALONE_MS
      met &&= !below
      const verdict =
        failed > 0 ? 'FAILED ANSWERS' : below ? 'BELOW FLOOR' : ratio < aim ? 'floor met' : 'aim met'
      const shown = (side: 'ours' | 'bare'): string =>
        `${median((p) => p[side].rate).toFixed(0)}; ${median((p) => p[side].p50).toFixed(1)}/${median((p) => p[side].p99).toFixed(1)}`
      rows.push(
        `| ${name} | ${shown('ours')} | ${shown('bare')} | ${ratio.toFixed(2)} | ${tail.toFixed(2)} (≤ ${p99}) | ${alone.toFixed(1)} (≤ ${ALONE_MS}) | ${floor} / ${aim} | ${verdict} |`,
      )
      say(rows.at(-1) ?? '')
    }
  } finally {
    for (const t of [ours, bare]) t.process.disconnect()
  }
  await db.end()
  const head =
    '| | Lifang req/s; p50/p99 ms | bare | ratio | p99 ratio | p95 alone, ms | floor / aim | |\n|---|---|---|---|---|---|---|---|'
  const text = `${given.when(`${loaded.people} people, ${loaded.homes} homes, ${loaded.buildings} buildings`)}; 16 clients, ${rounds} rounds of ${seconds} s, alternating; the district's register loaded in ${loading.toFixed(0)} s (limit 300).\n\n${head}\n${rows.join('\n')}\n\nBoth ask people, homes, buildings, enterprises, facilities and places, twenty of each.\n`
  say(`\n${text}`)
  writeFileSync(new URL('./results/search.md', import.meta.url), text)
  return met ? 0 : 1
}

/** Half of names and half of addresses; a name of two characters is none of three. */
async function fragmentsOf(db: Db): Promise<Record<'W4' | 'W4z', readonly string[]>> {
  const random = dice(4)
  const names = await db.rows<{ name: string }>(
    sql`select name from person where length(name) >= 3 order by md5(id::text) limit ${FRAGMENTS}`,
  )
  const addresses = await db.rows<{ address: string }>(
    sql`select address from home where length(address) >= 8 order by md5(id::text) limit ${FRAGMENTS}`,
  )
  const piece = (text: string, length: number): string => {
    const letters = [...text]
    const from = random.int(0, Math.max(0, letters.length - length))
    return letters.slice(from, from + length).join('')
  }
  const words = (length: number): string[] =>
    [
      ...names.map((n) => piece(n.name, Math.min(length, 3))),
      ...addresses.map((a) => piece(a.address, length)),
    ].filter((w) => /^\p{Script=Han}{2,}$|^\p{Script=Han}+[\p{Script=Han}\d]+$/u.test(w))
  return { W4: random.shuffle([...words(3), ...words(5)]), W4z: random.shuffle(words(2)) }
}
