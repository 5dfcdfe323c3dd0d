/**
 * W6: a district's people from a CSV of 660,000 lines with planted errors, through the whole server, beside a bare COPY of the very
 * rows it wrote. Twice: into an empty register whose secondary indexes are built at the end, and into a live one that knows people.
 */
import { fork } from 'node:child_process'
import { createReadStream, createWriteStream, openAsBlob, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { openDb, type Db } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { migrate } from '@lifang/platform/migrate.ts'
import { sql } from '@lifang/platform/sql.ts'
import { BULK_TABLES, secondaryIndexes, withoutIndexes } from '../db/load/indexes.ts'
import { demoCounty, loadDemo } from '../db/load/demo.ts'
import { loadReference } from '../db/load/reference.ts'
import { writePeopleCsv, type PlantedCsv } from './people-csv.ts'
import { pssMb } from './machine.ts'

interface Given {
  readonly root: pg.Client
  readonly at: (database: string) => string
  readonly dataDir: string
  /** People in the file; fewer for a trial. */
  readonly people: number
  readonly errors: number
  readonly say: (line: string) => void
}
interface Measured {
  readonly name: string
  readonly ours: number
  readonly upload: number
  readonly bare: number
  readonly ratio: number
  readonly lines: number
  readonly rows: number
  readonly peak: number
}
const FLOOR = 1.5
const AIMS: Readonly<Record<string, number>> = { empty: 1.2, live: 1.15 }

async function measureImport(given: Given): Promise<{ readonly ok: boolean; readonly text: string }> {
  const { root, at, say } = given
  await root.query('create database base')
  await migrate(at('base'))
  const base = openDb({ url: at('base'), role: null, max: 4 })
  await loadReference(base, demoCounty)
  const accounts = await loadDemo(base, { kind: 'district', county: demoCounty, now: Date.now() })
  await base.run(
    sql`update holding set area_id = (select id from area order by level limit 1) where post = 'community-manager'`,
  )
  const csv = await writePeopleCsv(base, given)
  await base.end()
  say(
    `${csv.lines} lines in ${(csv.bytes / 1e6).toFixed(0)} MB, ${csv.wrong.size} of them wrong; ${csv.buildings} buildings stand`,
  )
  const account = accounts.find((a) => a.post === 'community-manager')
  if (account === undefined) throw new Error('no community manager')
  const measured: Measured[] = []
  for (const name of ['empty', 'live'] as const) {
    const [ours, bare] = [`${name}_ours`, `${name}_bare`]
    if (name === 'live') {
      await root.query('create database live_base template base')
      await runOurs({ ...given, csv: csv.before, account, url: at('live_base') }, (_db, work) => work())
    }
    const from = name === 'live' ? 'live_base' : 'base'
    for (const database of [ours, bare]) await root.query(`create database ${database} template ${from}`)
    await root.query('checkpoint')
    const bounded = (db: Db, work: () => Promise<void>): Promise<void> =>
      name === 'empty' ? withoutIndexes(db, BULK_TABLES, work) : work()
    const mine = await runOurs({ ...given, csv, account, url: at(ours) }, bounded)
    const files = await dump(at(ours), given.dataDir, mine.id)
    await root.query('checkpoint')
    const seconds = await runBare(at(bare), files, bounded)
    await same(at(ours), at(bare))
    for (const file of files) rmSync(file.path)
    measured.push({
      name,
      ours: mine.seconds,
      upload: mine.upload,
      bare: seconds,
      ratio: (mine.upload + mine.seconds) / seconds,
      lines: csv.lines,
      rows: files.reduce((n, f) => n + f.rows, 0),
      peak: mine.peak,
    })
    say(row(measured.at(-1) ?? null))
    for (const database of [ours, bare]) await dropWhenLeft(root, database)
  }
  const ok = measured.every((m) => m.ratio <= FLOOR && m.peak <= 256)
  const head =
    '| | upload + import s | bare s | ratio | floor / aim | rows written | peak MB (≤ 256) | |\n|---|---|---|---|---|---|---|---|'
  return {
    ok,
    text: `${head}\n${measured.map(row).join('\n')}\n\nGuards: every planted error named by its line and no other; added + wrong = lines; rows equal in both databases; fsync on.`,
  }
}

/** A pool that ended still hangs up for a moment; thrown out, its last client would bring the bench down. */
async function dropWhenLeft(root: pg.Client, database: string): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    const { rows } = await root.query<{ n: number }>(
      'select count(*)::integer as n from pg_stat_activity where datname = $1',
      [database],
    )
    if (rows[0]?.n === 0) break
    await sleep(250)
  }
  await root.query(`drop database ${database}`)
}

const row = (m: Measured | null): string =>
  m === null
    ? ''
    : `| W6 ${m.name} | ${m.upload.toFixed(1)} + ${m.ours.toFixed(1)} (${(m.lines / (m.upload + m.ours)).toFixed(0)} lines/s) | ${m.bare.toFixed(1)} | ${m.ratio.toFixed(2)} | ${FLOOR} / ${AIMS[m.name] ?? ''} | ${m.rows} | ${m.peak.toFixed(0)} | ${m.ratio > FLOOR ? 'BELOW FLOOR' : m.ratio > (AIMS[m.name] ?? 0) ? 'floor met' : 'aim met'}${m.peak > 256 ? ', TOO MUCH MEMORY' : ''} |`

interface Run extends Given {
  readonly csv: PlantedCsv
  readonly account: { readonly username: string; readonly password: string }
  readonly url: string
}

/** The server in a process of its own: upload, columns as guessed, the import to its end, the guards. */
async function runOurs(
  { url, dataDir, csv, account, say }: Run,
  bounded: (db: Db, work: () => Promise<void>) => Promise<void>,
): Promise<{ id: string; seconds: number; upload: number; peak: number }> {
  const child = fork(new URL('./target-lifang.ts', import.meta.url), [url, dataDir, String(demoCounty)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  try {
    const server = await new Promise<string>((resolve, reject) => {
      child.once('message', (m: { url: string }) => resolve(m.url))
      child.once('exit', (code) => reject(new Error(`target ended with ${code}`)))
    })
    const signed = await fetch(`${server}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: account.username, password: account.password }),
    })
    const cookie = (signed.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
      const r = await fetch(`${server}/api/registry/imports/${path}`, {
        method,
        headers: { cookie, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      if (!r.ok) throw new Error(`${path}: ${await r.text()}`)
      return (await r.json()) as T
    }
    const id = newId()
    const form = new FormData()
    form.append('file', await openAsBlob(csv.path), 'people.csv')
    const began = performance.now()
    const sent = await fetch(`${server}/api/registry/imports?id=${id}`, {
      method: 'POST',
      headers: { cookie },
      body: form,
    })
    if (!sent.ok) throw new Error(await sent.text())
    const upload = (performance.now() - began) / 1000
    const { guess } = (await sent.json()) as { guess: object }
    await ask('POST', `${id}/plan`, {
      id: newId(),
      columns: guess,
      known: 'skip',
      source: 'comparison',
      verifiedOn: csv.today,
    })
    const db = openDb({ url, role: null, max: 2 })
    let peak = 0
    const looking = setInterval(() => (peak = Math.max(peak, pssMb(child.pid ?? 0))), 250)
    const start = performance.now()
    await bounded(db, async () => {
      await ask('POST', `${id}/run`, { id: newId() })
      for (;;) {
        await sleep(100)
        const { state } = await db.one<{ state: string }>(
          sql`select state from people_import where id = ${id}`,
        )
        if (state === 'done') return
        if (state !== 'running') throw new Error(`import ${state}`)
      }
    })
    const seconds = (performance.now() - start) / 1000
    clearInterval(looking)
    const { counts } = await db.one<{ counts: Record<string, number> }>(
      sql`select counts from people_import where id = ${id}`,
    )
    const wrong = await db.rows<{ line: number; reasons: unknown }>(
      sql`select line, reasons from people_import_line where import_id = ${id} and pass = 'run' and verdict = 'wrong' order by line`,
    )
    await db.end()
    const missed = [...csv.wrong].filter((line) => !wrong.some((w) => w.line === line))
    const surplus = wrong.find((w) => !csv.wrong.has(w.line))
    if (surplus !== undefined) say(`not planted: ${JSON.stringify(surplus)}`)
    if (wrong.length !== csv.wrong.size || missed.length > 0)
      throw new Error(
        `errors: ${wrong.length} named of ${csv.wrong.size}, missed ${missed.slice(0, 5).join()}`,
      )
    if ((counts['added'] ?? 0) + wrong.length !== csv.lines)
      throw new Error(`counts ${JSON.stringify(counts)} of ${csv.lines}`)
    say(`${JSON.stringify(counts)} in ${upload.toFixed(1)} + ${seconds.toFixed(1)} s`)
    return { id, seconds, upload, peak }
  } finally {
    child.disconnect()
    await new Promise((resolve) => child.once('exit', resolve))
  }
}

interface Dumped {
  readonly table: string
  readonly path: string
  readonly rows: number
}

/** Rows of the import, in the order they lie. */
async function dump(url: string, dataDir: string, id: string): Promise<Dumped[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query<{ ids: string; at: Date }>(
    'select id::text as ids, created_at as at from people_import where id = $1',
    [id],
  )
  const time = Math.floor(rows[0]?.at.getTime() ?? 0)
    .toString(16)
    .padStart(12, '0')
  const from = `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
  const to = `${time.slice(0, 8)}-${time.slice(8)}-7fff-bfff-ffffffffffff`
  const files: Dumped[] = []
  for (const table of BULK_TABLES) {
    const which = table === 'registry_change' ? `command_id = '${id}'` : `id between '${from}' and '${to}'`
    const columns = await columnsOf(client, table)
    const path = join(dataDir, `${table}.copy`)
    const source = client.query(
      copyTo(`copy (select ${columns} from ${table} where ${which} order by ctid) to stdout`),
    )
    await pipeline(source, createWriteStream(path))
    files.push({ table, path, rows: source.rowCount ?? 0 })
  }
  await client.end()
  return files
}
async function columnsOf(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ c: string }>(
    `select string_agg(attname, ', ' order by attnum) as c from pg_attribute where attrelid = '${table}'::regclass and attnum > 0
      and not attisdropped and attidentity = ''`,
  )
  return rows[0]?.c ?? ''
}

async function runBare(
  url: string,
  files: readonly Dumped[],
  bounded: (db: Db, work: () => Promise<void>) => Promise<void>,
): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  const db = openDb({ url, role: null, max: 2 })
  const start = performance.now()
  await bounded(db, async () => {
    for (const { table, path } of files) {
      const into = client.query(copyFrom(`copy ${table} (${await columnsOf(client, table)}) from stdin`))
      await pipeline(createReadStream(path), into)
    }
  })
  const seconds = (performance.now() - start) / 1000
  await db.end()
  await client.end()
  return seconds
}

async function same(ours: string, bare: string): Promise<void> {
  const counts: string[] = []
  for (const url of [ours, bare]) {
    const db = openDb({ url, role: null, max: 1 })
    const indexes = await secondaryIndexes(db, BULK_TABLES)
    const all: number[] = [indexes.length]
    for (const table of BULK_TABLES) all.push((await db.one<{ n: number }>(COUNT[table])).n)
    const { fsync } = await db.one<{ fsync: string }>(sql`select current_setting('fsync') as fsync`)
    counts.push(JSON.stringify([all, fsync]))
    await db.end()
  }
  if (counts[0] !== counts[1] || counts[0]?.includes('"on"') !== true)
    throw new Error(`rows differ: ${counts.join(' ')}`)
}
const COUNT = {
  building: sql`select count(*) as n from building`,
  home: sql`select count(*) as n from home`,
  person: sql`select count(*) as n from person`,
  household: sql`select count(*) as n from household`,
  residence: sql`select count(*) as n from residence`,
  registry_change: sql`select count(*) as n from registry_change`,
} as const

/** `--only=W6`, with `--people` and `--errors` for a trial. It needs databases of its own. @returns the exit code */
export async function benchImport({
  url,
  root,
  dataDir,
  args,
  when,
  say,
}: Pick<Given, 'root' | 'dataDir' | 'say'> & {
  readonly url: string
  readonly args: ReadonlyMap<string, string>
  readonly when: (of: string) => string
}): Promise<number> {
  const at = (name: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href
  const people = Number(args.get('people') ?? 660_000)
  const errors = Number(args.get('errors') ?? 5_000)
  const { ok, text } = await measureImport({ root, at, dataDir, people, errors, say })
  say(`\n${text}`)
  writeFileSync(new URL('./results/import.md', import.meta.url), `${when(`${people} people`)}.\n\n${text}\n`)
  return ok ? 0 : 1
}
