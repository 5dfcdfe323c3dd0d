/**
 * `npm run bench`: W1 report, W2 dispatch, W3 list, W5 board, everything switched on, beside a bare node + pg server with the
 * same core SQL on a copy of the same database; alternating rounds, the median of paired ratios counts. PostgreSQL durable.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { systemClock } from '@lifang/platform/clock.ts'
import { openDb, type Db } from '@lifang/platform/db.ts'
import { migrate } from '@lifang/platform/migrate.ts'
import { sql } from '@lifang/platform/sql.ts'
import { boardDifferences, foldDeltas } from '@lifang/domains/incidents/public.ts'
import { demoCounty, loadDemo, type DemoAccount } from '../db/load/demo.ts'
import { loadBulkIncidents } from '../db/load/district.ts'
import { loadReference } from '../db/load/reference.ts'
import { compose } from '../server/compose.ts'
import { loadKeys, type Keys } from '../server/keys.ts'
import { startEmbedded } from '../server/embedded/embedded.ts'
import { fire, quantile, type Round } from './load.ts'
import { benchImport } from './import.ts'
import { benchSearch } from './search.ts'
import { worksOf } from './works.ts'
import { measureScreens } from './screens.ts'
import { childrenCpuMs, cpuMs, pssMb } from './machine.ts'

const args = new Map(process.argv.slice(2).map((a) => a.replace(/^--/, '').split('=', 2) as [string, string]))
const COUNT = Number(args.get('incidents') ?? 1_000_000)
const OPEN = Number(args.get('open') ?? 50_000)
const ROUNDS = Number(args.get('rounds') ?? 5)
const SECONDS = Number(args.get('seconds') ?? 5)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

interface Target {
  readonly url: string
  readonly process: ChildProcess
}
function target(file: string, argv: readonly string[]): Promise<Target> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL(file, import.meta.url), [...argv], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    child.once('message', (m: { url: string }) => resolve({ url: m.url, process: child }))
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)))
  })
}

interface Floor {
  readonly floor: number
  readonly aim: number
  /** Largest p99 as a multiple of the peer's. */
  readonly p99: number
}
const FLOORS: Readonly<Record<string, Floor>> = {
  W1: { floor: 0.5, aim: 0.7, p99: 2 },
  W2: { floor: 0.5, aim: 0.7, p99: 2 },
  W3: { floor: 0.6, aim: 0.8, p99: 2 },
  W5: { floor: 0.9, aim: 2, p99: 1 },
}
interface Paired {
  readonly ours: Round
  readonly bare: Round
  /** Processor ms a request: our server, the peer's, PostgreSQL under us, PostgreSQL under the peer. */
  readonly cpu: number
  readonly bareCpu: number
  readonly pgCpu: number
  readonly barePgCpu: number
}
const median = (list: readonly number[]): number => quantile(list, 0.5)

async function signIn(url: string, account: DemoAccount): Promise<string> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: account.username, password: account.password }),
  })
  if (!response.ok) throw new Error(await response.text())
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

async function prepare(
  url: string,
  dataDir: string,
  keys: Keys,
): Promise<{ accounts: DemoAccount[]; seconds: number }> {
  const admin = openDb({ url, role: null, max: 4 })
  await loadReference(admin, demoCounty)
  const accounts = await loadDemo(admin, { kind: 'district', county: demoCounty, now: Date.now() })
  // The desk of a whole district: places are drawn from all of it.
  await admin.run(sql`update holding set area_id = (select id from area order by level limit 1)
    where post in ('intake-officer', 'dispatcher')`)
  const composed = await compose({
    adminUrl: url,
    dataDir,
    keys,
    clock: systemClock,
    county: demoCounty,
    log: false,
    checkAnswers: false,
    secureCookies: false,
    trustProxy: false,
    contact: 'mailto:bench@example.org',
    outboundAllow: [],
    webDir: null,
  })
  const { seconds } = await loadBulkIncidents(composed.deps, {
    admin,
    count: COUNT,
    open: OPEN,
    now: Date.now(),
    seed: 7,
    log: say,
    // W2 draws filed incidents: most of the open ones are, so that no round runs out.
    shares: [
      ['filed', 0.8],
      ['handling', 0.12],
      ['reported', 0.08],
    ],
  })
  await composed.close()
  await admin.end()
  return { accounts, seconds }
}

const when = (of: string): string =>
  `# Bench ${new Date().toISOString()}\n\n${of}; ${cpus().length} cores (${cpus()[0]?.model ?? ''})`

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lifang-bench-'))
  const keys = await loadKeys(dataDir)
  const embedded = await startEmbedded({ dataDir, log: () => undefined })
  const targets: Target[] = []
  try {
    const root = new pg.Client({ connectionString: embedded.url })
    // What brought the bench down is to be read, not that the database was stopped after it.
    root.on('error', () => undefined)
    await root.connect()
    if (args.get('only') === 'W6') {
      process.exitCode = await benchImport({ url: embedded.url, root, dataDir, args, when, say })
      await root.end()
      return
    }
    if (args.get('only') === 'W4') {
      process.exitCode = await benchSearch({
        root,
        url: embedded.url,
        dataDir,
        keys,
        rounds: ROUNDS,
        seconds: SECONDS,
        when,
        say,
        target,
      })
      await root.end()
      return
    }
    await root.query('create database ours')
    const at = (name: string): string => {
      const u = new URL(embedded.url)
      u.pathname = `/${name}`
      return u.href
    }
    await migrate(at('ours'))
    const { accounts, seconds } = await prepare(at('ours'), dataDir, keys)
    say(`district with ${COUNT} incidents loaded in ${seconds.toFixed(0)} s`)
    await root.query('create database bare template ours')
    await root.query('checkpoint')
    await root.end()

    const ours = openDb({ url: at('ours'), role: null, max: 2 })
    const bareDb = openDb({ url: at('bare'), role: null, max: 2 })
    const grid = await ours.one<{ id: string; path: string; lon: number; lat: number }>(
      sql`select a.id, a.path, i.lon, i.lat from area a join incident i on i.area_id = a.id where a.level_key = 'grid' limit 1`,
    )
    const inside = await ours.one<{ lon: number; lat: number }>(
      sql`select avg((p->>0)::float8) as lon, avg((p->>1)::float8) as lat from area_border b,
          jsonb_array_elements(b.polygon->'coordinates'->0) p where b.area_id = ${grid.id}`,
    )
    const lifang = await target('./target-lifang.ts', [at('ours'), dataDir, String(demoCounty)])
    const bare = await target('./target-bare.ts', [
      at('bare'),
      String(demoCounty),
      grid.id,
      grid.path,
      String(inside.lon),
      String(inside.lat),
    ])
    targets.push(lifang, bare)
    const account = (post: string): DemoAccount => {
      const found = accounts.find((a) => a.post === post)
      if (found === undefined) throw new Error(`no ${post}`)
      return found
    }
    const intake = await signIn(lifang.url, account('intake-officer'))
    const dispatcher = await signIn(lifang.url, account('dispatcher'))
    const works = await worksOf(ours, bareDb, { intake, dispatcher, lon: inside.lon, lat: inside.lat })

    const table: string[] = []
    const results: unknown[] = []
    let met = true
    let peak = 0
    for (const [name, work] of Object.entries(works)) {
      if (args.has('only') && args.get('only') !== name) continue
      const rounds: Paired[] = []
      await fire(lifang.url, work.lifang(lifang.url).headers, work.lifang(lifang.url).next, 1)
      await fire(bare.url, {}, work.bare().next, 1)
      for (let i = 0; i < ROUNDS; i++) {
        const before = cpuMs(lifang.process.pid ?? 0)
        const pgBefore = childrenCpuMs(embedded.pid)
        const mine = work.lifang(lifang.url)
        const a = await fire(lifang.url, mine.headers, mine.next, SECONDS)
        const cpu = (cpuMs(lifang.process.pid ?? 0) - before) / Math.max(1, a.done)
        const pgCpu = (childrenCpuMs(embedded.pid) - pgBefore) / Math.max(1, a.done)
        peak = Math.max(peak, pssMb(lifang.process.pid ?? 0))
        const pgBare = childrenCpuMs(embedded.pid)
        const bareBefore = cpuMs(bare.process.pid ?? 0)
        const b = await fire(bare.url, {}, work.bare().next, SECONDS)
        rounds.push({
          ours: a,
          bare: b,
          cpu,
          bareCpu: (cpuMs(bare.process.pid ?? 0) - bareBefore) / Math.max(1, b.done),
          pgCpu,
          barePgCpu: (childrenCpuMs(embedded.pid) - pgBare) / Math.max(1, b.done),
        })
      }
      const ratio = median(rounds.map((r) => r.ours.rate / r.bare.rate))
      const tail = median(rounds.map((r) => r.ours.p99 / r.bare.p99))
      const failed = rounds.reduce((n, r) => n + r.ours.failed + r.bare.failed, 0)
      const floor = FLOORS[name] ?? { floor: 0, aim: 0, p99: Infinity }
      const verdict =
        failed > 0
          ? 'FAILED ANSWERS'
          : ratio < floor.floor || tail > floor.p99
            ? 'BELOW FLOOR'
            : ratio < floor.aim
              ? 'floor met'
              : 'aim met'
      if (verdict === 'BELOW FLOOR' || verdict === 'FAILED ANSWERS') met = false
      const m = (f: (r: Paired) => number): number => median(rounds.map(f))
      table.push(
        `| ${name} | ${m((r) => r.ours.rate).toFixed(0)}; ${m((r) => r.ours.p50).toFixed(1)}/${m((r) => r.ours.p99).toFixed(1)} | ${m((r) => r.bare.rate).toFixed(0)}; ${m((r) => r.bare.p50).toFixed(1)}/${m((r) => r.bare.p99).toFixed(1)} | ${ratio.toFixed(2)} | ${tail.toFixed(2)} | ${m((r) => r.cpu).toFixed(2)} / ${m((r) => r.pgCpu).toFixed(2)} (bare ${m((r) => r.bareCpu).toFixed(2)} / ${m((r) => r.barePgCpu).toFixed(2)}) | ${floor.floor} / ${floor.aim} | ${verdict} |`,
      )
      say(table[table.length - 1] ?? '')
      results.push({ name, ratio, tail, failed, verdict, rounds })
    }
    const screens =
      args.has('only') && args.get('only') !== 'screens'
        ? undefined
        : await measureScreens({
            url: lifang.url.replace('127.0.0.1', 'localhost'),
            webDir: fileURLToPath(new URL('../web/dist', import.meta.url)),
            chromium: process.env['LIFANG_CHROMIUM'] ?? '/usr/bin/chromium',
            cookies: {
              dispatcher,
              handler: await signIn(lifang.url, account('handler')),
              'duty-chief': await signIn(lifang.url, account('duty-chief')),
              'grid-worker': await signIn(lifang.url, account('grid-worker')),
            },
          })
    if (screens?.ok === false) met = false
    const guards = await checkGuards(ours)
    if (!guards.ok) met = false
    const head = `| | Lifang req/s; p50/p99 ms | bare | ratio | p99 ratio | CPU ms server / PostgreSQL | floor / aim | |\n|---|---|---|---|---|---|---|---|`
    const text0 = when(`${COUNT} incidents, ${OPEN} open`)
    const folder = new URL('./results/', import.meta.url)
    mkdirSync(folder, { recursive: true })
    // Each beside its own date: the screens are measured more often than the works.
    if (table.length > 0) {
      const text = `${text0}; 16 clients, ${ROUNDS} rounds of ${SECONDS} s, alternating; peak memory ${peak.toFixed(0)} MB; load ${seconds.toFixed(0)} s.\n\n${head}\n${table.join('\n')}\n\nGuards: ${guards.text}\n`
      say(`\n${text}`)
      writeFileSync(new URL('latest.md', folder), text)
      writeFileSync(new URL('latest.raw.json', folder), JSON.stringify(results))
    }
    if (screens !== undefined) {
      say(`\n${screens.text}`)
      writeFileSync(new URL('screens.md', folder), `${text0}.\n\n${screens.text}\n`)
    }
    await ours.end()
    await bareDb.end()
    process.exitCode = met ? 0 : 1
    if (args.has('keep')) {
      say(`kept: ${at('ours')} ${dataDir}`)
      await new Promise(() => undefined)
    }
  } finally {
    for (const t of targets) t.process.disconnect()
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await embedded.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** What must hold after all rounds: a history row for every version of every incident, counters equal to a recount, fsync on. */
async function checkGuards(ours: Db): Promise<{ ok: boolean; text: string }> {
  while ((await foldDeltas(ours)) > 0) await Promise.resolve()
  const wrong = await boardDifferences(ours)
  const { steps } = await ours.one<{ steps: number }>(
    sql`select count(*) as steps from incident i where (select count(*) from incident_step s where s.county = i.county and s.incident_id = i.id) <> i.version + 1
        and i.reported_at > now() - interval '2 hours'`,
  )
  const { fsync } = await ours.one<{ fsync: string }>(sql`select current_setting('fsync') as fsync`)
  const ok = wrong.length === 0 && steps === 0 && fsync === 'on'
  return {
    ok,
    text: `counters differing from a recount ${wrong.length}; incidents whose history rows do not match their version ${steps}; fsync ${fsync}`,
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
})
