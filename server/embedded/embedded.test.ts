import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Client } from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { type Embedded, EmbeddedError, openEmbedded, startEmbedded } from './embedded.ts'
import { isAlive } from './processes.ts'

const home = mkdtempSync(join(tmpdir(), 'lifang embedded '))
const running: Embedded[] = []
const lines: string[] = []
const log = (line: string): void => void lines.push(line)

afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()))
  rmSync(home, { recursive: true, force: true })
})

async function start(
  name: string,
  more: Partial<Parameters<typeof startEmbedded>[0]> = {},
): Promise<Embedded> {
  const one = await startEmbedded({ dataDir: join(home, name), log, ...more })
  running.push(one)
  return one
}

async function query<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function refusal(work: Promise<unknown>): Promise<EmbeddedError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof EmbeddedError)) throw new Error(`expected a refusal, got ${String(error)}`)
  return error
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await holds()) return
    await sleep(50)
  }
  throw new Error(`not reached: ${what}\n${lines.join('\n')}`)
}

/** Starts the database in a process of its own that can be killed; resolves when it has printed its pid. */
async function inAnotherProcess(dataDir: string): Promise<{ node: number; postgres: number; kill(): void }> {
  const module = pathToFileURL(join(import.meta.dirname, 'embedded.ts')).href
  const script = `const { startEmbedded } = await import(${JSON.stringify(module)})
    const db = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: () => {} })
    console.log(db.pid)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const postgres = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())))
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })
  return { node: child.pid ?? 0, postgres, kill: () => child.kill('SIGKILL') }
}

describe('a start', () => {
  test('makes a durable cluster that only its owner can read, and stops without an orphan', async () => {
    const db = await start('fresh')
    expect(db.adopted).toBe(false)
    const [row] = await query<Record<string, string>>(
      db.url,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync,
              current_setting('data_checksums') as sums, current_setting('listen_addresses') as listen,
              datlocprovider as provider, datlocale as locale from pg_database where datname = 'postgres'`,
    )
    expect(row).toEqual({
      fsync: 'on',
      sync: 'on',
      sums: 'on',
      listen: '127.0.0.1',
      provider: 'b',
      locale: 'C.UTF-8',
    })
    expect(statSync(join(home, 'fresh', 'pg')).mode & 0o777).toBe(0o700)
    expect(statSync(join(home, 'fresh', 'pg.password')).mode & 0o777).toBe(0o600)
    const wrong = db.url.replace(/:[^:@]+@/, ':wrong@')
    await expect(query(wrong, 'select 1')).rejects.toThrow(/password/)
    const pid = db.pid
    await db.stop()
    expect(isAlive(pid)).toBe(false)
    expect(existsSync(join(home, 'fresh', 'pg', 'postmaster.pid'))).toBe(false)
  })

  test('classifies Chinese characters, so that trigrams over Chinese text work', async () => {
    const db = await start('chinese')
    await query(db.url, 'create extension if not exists pg_trgm')
    const [row] = await query<{ trigrams: string[] }>(db.url, `select show_trgm('岳阳楼区') as trigrams`)
    expect(row?.trigrams.length).toBeGreaterThan(3)
    await db.stop()
  })

  test('keeps what was written for the next start', async () => {
    const first = await start('again')
    await query(first.url, 'create table note (text text)')
    await query(first.url, `insert into note values ('留下')`)
    await first.stop()
    const second = await start('again')
    expect(await query(second.url, 'select text from note')).toEqual([{ text: '留下' }])
    await second.stop()
  })
})

describe('a kill', () => {
  test('of postgres during writes: every acknowledged row is there after it restarts on the same address', async () => {
    const db = await start('killed')
    await query(db.url, 'create table kept (n integer primary key)')
    const client = new Client({ connectionString: db.url })
    client.on('error', () => undefined)
    await client.connect()
    let acknowledged = 0
    const writing = (async () => {
      for (let n = 1; n <= 100_000; n += 1) {
        await client.query('insert into kept values ($1)', [n])
        acknowledged = n
      }
    })()
    await until('some writes', () => acknowledged > 50)
    const before = db.pid
    process.kill(before, 'SIGKILL')
    await expect(writing).rejects.toThrow()
    await until('a new postmaster', async () => {
      const rows = await query<{ n: number }>(db.url, 'select max(n)::int as n from kept').catch(() => [])
      // The killed postmaster's own backends may answer for a moment longer.
      return db.pid !== before && (rows[0]?.n ?? 0) >= acknowledged
    })
    await db.stop()
  })

  test('of Lifang: the next start takes over the database that was left', async () => {
    const dataDir = join(home, 'left')
    const other = await inAnotherProcess(dataDir)
    other.kill()
    await until('its end', () => !isAlive(other.node))
    expect(isAlive(other.postgres)).toBe(true)
    const db = await start('left')
    expect(db.adopted).toBe(true)
    expect(db.pid).toBe(other.postgres)
    expect(await query(db.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await db.stop()
    expect(isAlive(other.postgres)).toBe(false)
  })

  test('of both: a pid file that names a stranger is not believed', async () => {
    const first = await start('stranger')
    await first.stop()
    writeFileSync(
      join(home, 'stranger', 'pg', 'postmaster.pid'),
      `${process.pid}\n/nowhere\n0\n1\n\n\n\nready\n`,
    )
    const db = await start('stranger')
    expect(db.adopted).toBe(false)
    expect(db.pid).not.toBe(process.pid)
    await db.stop()
  })
})

describe('two processes', () => {
  test('cannot open one folder, but the second may join the first', async () => {
    const dataDir = join(home, 'shared')
    const other = await inAnotherProcess(dataDir)
    const refused = await refusal(startEmbedded({ dataDir, log }))
    expect(refused.code).toBe('embedded.data-in-use')
    expect(refused.zh).toContain(String(other.node))
    const joined = await openEmbedded({ dataDir, log })
    expect(await query(joined.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await joined.stop()
    expect(isAlive(other.postgres)).toBe(true)
    other.kill()
    await until('its end', () => !isAlive(other.node))
    await (await start('shared')).stop()
  })
})

describe('a refusal', () => {
  test('of a cluster of a newer PostgreSQL leaves every file as it was', async () => {
    const dataDir = join(home, 'newer')
    mkdirSync(join(dataDir, 'pg'), { recursive: true })
    writeFileSync(join(dataDir, 'pg', 'PG_VERSION'), '99\n')
    const refused = await refusal(startEmbedded({ dataDir, log }))
    expect(refused.code).toBe('embedded.newer-version')
    expect(refused.zh).toContain('99')
    expect(readdirSync(dataDir)).toEqual(['pg'])
    expect(readdirSync(join(dataDir, 'pg'))).toEqual(['PG_VERSION'])
    expect(readFileSync(join(dataDir, 'pg', 'PG_VERSION'), 'utf8')).toBe('99\n')
  })

  test('of a folder with something else in it leaves it alone', async () => {
    const dataDir = join(home, 'foreign')
    mkdirSync(join(dataDir, 'pg'), { recursive: true })
    writeFileSync(join(dataDir, 'pg', 'holiday.jpg'), 'x')
    expect((await refusal(startEmbedded({ dataDir, log }))).code).toBe('embedded.foreign-folder')
    expect(readdirSync(dataDir)).toEqual(['pg'])
  })

  test('of a folder that cannot be made names the folder and the reason', async () => {
    writeFileSync(join(home, 'a file'), '')
    const refused = await refusal(startEmbedded({ dataDir: join(home, 'a file', 'data'), log }))
    expect(refused.code).toBe('embedded.not-writable')
    expect(refused.zh).toContain('a file')
  })

  test('of a read-only folder, as an ordinary user or as a root without the power over file rights', () => {
    const dataDir = join(home, 'read-only')
    mkdirSync(dataDir)
    execFileSync('chmod', ['0500', dataDir])
    const module = pathToFileURL(join(import.meta.dirname, 'embedded.ts')).href
    const script = `const { startEmbedded } = await import(${JSON.stringify(module)})
      await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: () => {} }).then(() => console.log('started'), (e) => console.log(e.code))`
    const node = [process.execPath, '--input-type=module', '-e', script]
    const weak = ['--inh-caps=-all', '--bounding-set=-dac_override,-dac_read_search']
    const command = process.getuid?.() === 0 ? ['setpriv', ...weak, ...node] : node
    const answer = spawnSync(command[0] ?? '', command.slice(1), { encoding: 'utf8' })
    expect(answer.stdout.trim()).toBe('embedded.not-writable')
    execFileSync('chmod', ['0700', dataDir])
    expect(readdirSync(dataDir)).toEqual([])
  })
})
