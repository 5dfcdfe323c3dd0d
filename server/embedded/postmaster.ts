import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { Binaries } from './binaries.ts'
import { cleanEnv, freeMb, password, readPidFile } from './cluster.ts'
import { EmbeddedError } from './problems.ts'
import { ended, isPostmasterOf, signal } from './processes.ts'
import type { Runner } from './runas.ts'

export type Log = (line: string) => void

/** Everything a start needs to know about one data folder. */
export type Place = {
  dataDir: string
  pg: string
  binaries: Binaries
  runner: Runner
  settings: string[]
  log: Log
}

/** A postmaster that answers. `child` is null when it was found running. */
export type Running = { pid: number; port: number; child: ChildProcess | null }

const logFile = (dataDir: string): string => join(dataDir, 'pg.log')
const LOG_KEEP_BYTES = 10_000_000

/** Address of the superuser's default database. */
export function urlOf(dataDir: string, port: number): string {
  const login = `postgres://lifang_root:${encodeURIComponent(password(dataDir))}@127.0.0.1:${port}/postgres`
  // A socket in the cluster's folder costs a third less than a port; the port stays open for other tools.
  const folder = resolve(dataDir, 'pg')
  return existsSync(join(folder, `.s.PGSQL.${port}`)) ? `${login}?host=${encodeURIComponent(folder)}` : login
}

/** Longest path of a Unix socket that every system takes, without the file's own name. */
const SOCKET_FOLDER_BYTES = 80
const socketFolder = (pg: string): string =>
  Buffer.byteLength(pg) <= SOCKET_FOLDER_BYTES && !pg.includes(',') ? pg : ''

export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Asks the server on `port` who it is. Null when it does not answer within `ms`. */
export async function ask(
  dataDir: string,
  port: number,
  ms = 3_000,
): Promise<{ folder: string; major: number } | null> {
  const client = new Client({
    connectionString: urlOf(dataDir, port),
    connectionTimeoutMillis: ms,
    query_timeout: ms,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const answer = await client.query<{ folder: string; number: string }>(
      "select current_setting('data_directory') as folder, current_setting('server_version_num') as number",
    )
    const row = answer.rows[0]
    return row === undefined ? null : { folder: row.folder, major: Math.floor(Number(row.number) / 10_000) }
  } catch {
    return null
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * A postmaster left over by a killed Lifang: taken over when it answers and is of our version, stopped otherwise. What
 * `postmaster.pid` names is only trusted when that process really runs on this folder; numbers are handed out again.
 */
export async function adoptOrStop({ dataDir, pg, binaries, log }: Place): Promise<Running | null> {
  const left = readPidFile(pg)
  if (left === null) return null
  if (!isPostmasterOf(left.pid, pg)) {
    rmSync(join(pg, 'postmaster.pid'), { force: true })
    return null
  }
  for (let tries = 0; tries < 20 && isPostmasterOf(left.pid, pg); tries += 1) {
    const now = readPidFile(pg)
    const answer = now !== null && now.ready ? await ask(dataDir, now.port) : null
    if (now !== null && answer !== null && answer.major === binaries.major) {
      log(`接管上次留下的数据库（进程 ${left.pid}，端口 ${now.port}）`)
      return { pid: left.pid, port: now.port, child: null }
    }
    await sleep(250)
  }
  log(`上次留下的数据库（进程 ${left.pid}）没有应答，停止它`)
  await stopPostmaster(left.pid, 10_000)
  return null
}

/** Stops a postmaster: politely (sessions are ended, all is written), then at once, then by force. Data survives all three. */
export async function stopPostmaster(pid: number, patience = 30_000): Promise<void> {
  for (const [how, ms] of [
    ['SIGINT', patience],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    signal(pid, how)
    if (await ended(pid, ms)) return
  }
}

/** Failures of a start that pass by themselves: the last postmaster's processes have not all gone yet. */
const passing =
  /pre-existing shared memory block|lock file ".*" already exists|could not create shared memory|is being shut down/
const portTaken = /Address already in use|could not (bind|create any TCP)/

/**
 * Starts the postmaster and waits until it answers, retrying what passes by itself and reading its log for what does not.
 * @param port fixed port, or null for a free one
 * @throws EmbeddedError `embedded.start-failed`, `embedded.disk-full`
 */
export async function startPostmaster(place: Place, port: number | null): Promise<Running> {
  const { dataDir, log } = place
  let reason = ''
  for (let tries = 0; tries < 8; tries += 1) {
    if (tries > 0) {
      log(`数据库第 ${tries} 次启动未成（${reason}），再试`)
      await sleep(Math.min(200 * 2 ** tries, 3_000))
    }
    const use = port ?? (await freePort())
    const before = logSize(dataDir)
    const child = launch(place, use)
    const running = await ready(place, child, use)
    if (running !== null) return running
    const text = logSince(dataDir, before)
    if (/No space left on device/.test(text))
      throw new EmbeddedError('embedded.disk-full', { path: dataDir, free: freeMb(dataDir) })
    reason = lastWords(text)
    if (portTaken.test(text) && port === null) continue
    if (portTaken.test(text) || passing.test(text) || tries < 2) continue
    break
  }
  throw new EmbeddedError('embedded.start-failed', { reason, log: logFile(dataDir) })
}

/**
 * The postmaster gets a session of its own, so that Ctrl-C reaches Lifang only and Lifang stops it when its work is done;
 * its messages go to a file, which stays open when Lifang is killed.
 */
function launch({ dataDir, pg, binaries, runner, settings }: Place, port: number): ChildProcess {
  const path = logFile(dataDir)
  if (logSize(dataDir) > LOG_KEEP_BYTES) renameSync(path, `${path}.1`)
  const sink = openSync(path, 'a', 0o600)
  try {
    const { file, args, uid, gid } = runner.command(binaries.postgres, [
      '-D',
      pg,
      ...[
        `port=${port}`,
        'listen_addresses=127.0.0.1',
        `unix_socket_directories=${socketFolder(pg)}`,
        ...settings,
      ].flatMap((setting) => ['-c', setting]),
    ])
    const child = spawn(file, args, {
      uid,
      gid,
      cwd: '/',
      env: cleanEnv(),
      detached: true,
      stdio: ['ignore', sink, sink],
    })
    child.on('error', () => undefined)
    child.unref()
    return child
  } finally {
    closeSync(sink)
  }
}

/** Null when the child ended first. Recovery after a crash may take long; as long as the postmaster lives it is waited for. */
async function ready(place: Place, child: ChildProcess, port: number): Promise<Running | null> {
  const from = Date.now()
  let told = from
  while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const now = readPidFile(place.pg)
    if (now !== null && now.ready && now.pid === child.pid && (await ask(place.dataDir, port)) !== null)
      return { pid: child.pid, port, child }
    if (Date.now() - told > 5_000) {
      told = Date.now()
      place.log(`等待数据库恢复，已 ${Math.round((told - from) / 1000)} 秒`)
    }
    await sleep(25)
  }
  return null
}

function logSize(dataDir: string): number {
  return statSync(logFile(dataDir), { throwIfNoEntry: false })?.size ?? 0
}

function logSince(dataDir: string, offset: number): string {
  try {
    const handle = openSync(logFile(dataDir), 'r')
    try {
      const size = fstatSync(handle).size
      const from = size >= offset ? offset : 0
      const length = Math.min(size - from, 64_000)
      const buffer = Buffer.alloc(length)
      readSync(handle, buffer, 0, length, size - length)
      return buffer.toString('utf8')
    } finally {
      closeSync(handle)
    }
  } catch {
    return ''
  }
}

function lastWords(text: string): string {
  const lines = text.trim().split('\n')
  const telling = lines.filter((line) => /FATAL|PANIC|ERROR|postgres: |unshare|setpriv/.test(line))
  return (
    (telling.at(-1) ?? lines.at(-1) ?? '').replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '').trim() || '没有日志'
  )
}
