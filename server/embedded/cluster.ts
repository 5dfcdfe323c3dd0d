import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
} from 'node:fs'
import { renameSync, rmSync, statfsSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { EmbeddedError, errno, fileProblem } from './problems.ts'
import { type Runner, own } from './runas.ts'

/** A new cluster takes about 40 MB and its first write-ahead segments; below this the disk counts as full. */
const NEEDED_MB_NEW = 300
const NEEDED_MB = 20

/** Free space for us on the disk of `path`, in MB. */
export function freeMb(path: string): number {
  const { bavail, bsize } = statfsSync(path)
  return Math.floor((bavail * bsize) / 1_048_576)
}

/**
 * Makes the data folder and proves, by writing and syncing a few bytes, that it can be written.
 * @throws EmbeddedError `embedded.not-writable`, `embedded.disk-full`
 */
export function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const probe = join(dataDir, `.probe-${process.pid}`)
    const handle = openSync(probe, 'w', 0o600)
    try {
      writeSync(handle, Buffer.alloc(65_536))
      fsyncSync(handle)
    } finally {
      closeSync(handle)
      rmSync(probe, { force: true })
    }
  } catch (error) {
    // A recursive mkdir on a read-only disk says ENOENT; the nearest folder that exists knows the true reason.
    throw fileProblem(errno(error) === 'ENOENT' ? whyNot(dataDir) : error, dataDir)
  }
  const free = freeMb(dataDir)
  if (free < (existsSync(join(dataDir, 'pg', 'PG_VERSION')) ? NEEDED_MB : NEEDED_MB_NEW))
    throw new EmbeddedError('embedded.disk-full', { path: dataDir, free })
}

function whyNot(path: string): unknown {
  let folder = path
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder)
  try {
    accessSync(folder, constants.W_OK)
    mkdirSync(path, { recursive: true })
    return new Error(path)
  } catch (error) {
    return error
  }
}

/** The PostgreSQL major version that made the cluster, or null when there is none. Reads only. */
export function clusterMajor(pg: string): number | null {
  try {
    return Number.parseInt(readFileSync(join(pg, 'PG_VERSION'), 'utf8'), 10)
  } catch {
    return null
  }
}

/**
 * Refuses a folder that is not ours to open, before anything is written to it.
 * @throws EmbeddedError `embedded.newer-version`, `embedded.older-version`, `embedded.foreign-folder`, `embedded.password-lost`
 */
export function checkFolder(dataDir: string, ours: number): void {
  const pg = join(dataDir, 'pg')
  const found = clusterMajor(pg)
  if (found === null) {
    if (existsSync(pg) && readdirSync(pg).length > 0)
      throw new EmbeddedError('embedded.foreign-folder', { path: pg })
    return
  }
  if (found > ours) throw new EmbeddedError('embedded.newer-version', { path: dataDir, found, ours })
  if (found < ours) throw new EmbeddedError('embedded.older-version', { path: dataDir, found, ours })
  if (!existsSync(passwordFile(dataDir))) throw new EmbeddedError('embedded.password-lost', { path: dataDir })
}

const passwordFile = (dataDir: string): string => join(dataDir, 'pg.password')

/** The superuser's password of this data folder. Only the owner of the folder can read it. */
export function password(dataDir: string): string {
  return readFileSync(passwordFile(dataDir), 'utf8').trim()
}

/** The environment of PostgreSQL's programs: nothing of ours leaks in, messages are English and can be recognised. */
export function cleanEnv(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { LANG: 'C.UTF-8', LC_MESSAGES: 'C', TZ: 'UTC' }
  for (const name of ['PATH', 'SystemRoot', 'TMPDIR', 'TEMP'])
    if (process.env[name] !== undefined) env[name] = process.env[name]
  return env
}

/**
 * Makes the cluster beside its place and moves it there when it is whole, so that a start that is killed half-way leaves
 * nothing to be taken for a database. Characters are compared by code point and classified by PostgreSQL's own C.UTF-8:
 * with `--locale=C` trigrams over Chinese text do not work, and the system's locales differ from machine to machine.
 * @throws EmbeddedError `embedded.init-failed`, `embedded.disk-full`
 */
export async function makeCluster(
  dataDir: string,
  pg: string,
  binaries: Binaries,
  runner: Runner,
): Promise<void> {
  const half = `${pg}.new`
  rmSync(half, { recursive: true, force: true })
  try {
    writeFileSync(passwordFile(dataDir), `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
    if (runner.uid !== process.getuid?.()) {
      mkdirSync(half, { mode: 0o700 })
      chownSync(half, runner.uid, runner.gid)
    }
  } catch (error) {
    throw fileProblem(error, dataDir)
  }
  // A user who cannot reach the data folder cannot read the password there either: it is handed a copy beside the cluster.
  const handed = runner.mode === 'user' ? join(dirname(pg), '.handed') : passwordFile(dataDir)
  if (runner.mode === 'user') {
    writeFileSync(handed, `${password(dataDir)}\n`, { mode: 0o600 })
    chownSync(handed, runner.uid, runner.gid)
  }
  const { code, output } = await runQuietly(runner, binaries.initdb, [
    `--pgdata=${half}`,
    '--username=lifang_root',
    `--pwfile=${handed}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--lc-ctype=C.UTF-8',
    '--lc-collate=C',
    '--lc-messages=C',
    '--no-instructions',
  ])
  if (runner.mode === 'user') rmSync(handed, { force: true })
  if (code !== 0) {
    rmSync(half, { recursive: true, force: true })
    if (/No space left on device/.test(output))
      throw new EmbeddedError('embedded.disk-full', { path: dataDir, free: freeMb(dataDir) })
    throw new EmbeddedError('embedded.init-failed', {
      reason: output.trim().split('\n').slice(-5).join(' / '),
    })
  }
  chmodSync(half, 0o700)
  rmSync(pg, { recursive: true, force: true })
  renameSync(half, pg)
  own(pg, runner)
}

function runQuietly(
  runner: Runner,
  program: string,
  args: string[],
): Promise<{ code: number; output: string }> {
  const { file, args: all, uid, gid } = runner.command(program, args)
  return new Promise((resolve) => {
    const child = spawn(file, all, { uid, gid, cwd: '/', env: cleanEnv(), stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-8_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** What a running postmaster writes about itself into its folder. */
export type PidFile = { pid: number; port: number; ready: boolean }

export function readPidFile(pg: string): PidFile | null {
  try {
    const lines = readFileSync(join(pg, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    if (!Number.isInteger(pid) || pid <= 0) return null
    return { pid, port: Number(lines[3] ?? 0), ready: (lines[7] ?? '').trim() === 'ready' }
  } catch {
    return null
  }
}
