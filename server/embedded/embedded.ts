import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBinaries } from './binaries.ts'
import { checkFolder, clusterMajor, makeCluster, prepareFolder, readPidFile } from './cluster.ts'
import { type DataLock, lockData, lockHolder } from './lock.ts'
import {
  type Log,
  type Place,
  type Running,
  adoptOrStop,
  ask,
  startPostmaster,
  stopPostmaster,
  urlOf,
} from './postmaster.ts'
import { EmbeddedError } from './problems.ts'
import { isAlive } from './processes.ts'
import { type Mode, chooseRunner, own, placeCluster } from './runas.ts'

export { EmbeddedError } from './problems.ts'

/** A running embedded PostgreSQL. `pid` follows restarts; `url` (superuser, database `postgres`) stays the same. */
export type Embedded = {
  readonly url: string
  readonly pid: number
  /** True when a database left over by a killed Lifang was taken over. */
  readonly adopted: boolean
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  dataDir: string
  log: Log
  /** Fixed TCP port on 127.0.0.1; a free one when left out. */
  port?: number
  /** Called once when the database died and could not be brought back: the server should end. */
  onLost?: (error: EmbeddedError) => void
  /** More server settings, `name=value`; for tests, which may do without `fsync`. */
  settings?: string[]
  /** Ways to run as root, in order; for tests. */
  modes?: readonly Mode[]
}

/** Durability is PostgreSQL's own default and stays so: an acknowledged report is on the disk. */
const usual = [
  'shared_buffers=128MB',
  'max_connections=60',
  'synchronous_commit=on',
  'timezone=UTC',
  'log_timezone=UTC',
]

/**
 * Opens the embedded PostgreSQL of a data folder: makes it when new, takes over or stops one that a killed process left,
 * recovers from a crash, and keeps it running until `stop`.
 *
 * @throws EmbeddedError with a sentence to print; a folder it refuses is left as it was
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log } = options
  const dataDir = resolve(options.dataDir)
  const binaries = findBinaries(dataDir)
  checkFolder(dataDir, binaries.major)
  prepareFolder(dataDir)
  const lock = lockData(dataDir)
  try {
    const runner = chooseRunner(binaries.postgres, options.modes)
    const pg = placeCluster(dataDir, runner)
    const place: Place = {
      dataDir,
      pg,
      binaries,
      runner,
      log,
      settings: [...usual, ...(options.settings ?? [])],
    }
    if (clusterMajor(pg) === null) {
      log('建立数据库 …')
      await makeCluster(dataDir, pg, binaries, runner)
    }
    const left = await adoptOrStop(place)
    if (left === null) own(pg, runner)
    const running = left ?? (await startPostmaster(place, options.port ?? null))
    return supervise(place, running, lock, options.onLost)
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * The database of a Lifang that is running on the folder (the command line beside a running server), or our own start when
 * none is. `stop` ends only what this call started.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = resolve(options.dataDir)
  if (lockHolder(dataDir) === null) return await startEmbedded(options)
  for (let tries = 0; tries < 240 && lockHolder(dataDir) !== null; tries += 1) {
    const now = readPidFile(resolve(dataDir, 'pg'))
    if (now !== null && now.ready && (await ask(dataDir, now.port)) !== null)
      return { url: urlOf(dataDir, now.port), pid: now.pid, adopted: true, stop: async () => undefined }
    await sleep(250)
  }
  if (lockHolder(dataDir) === null) return await startEmbedded(options)
  throw new EmbeddedError('embedded.not-running', { path: dataDir })
}

const RESTARTS = 5
const RESTARTS_WITHIN_MS = 60_000

/** Watches the postmaster and starts it again on the same port when it dies, a bounded number of times. */
function supervise(
  place: Place,
  first: Running,
  lock: DataLock,
  onLost: EmbeddedOptions['onLost'],
): Embedded {
  const { log } = place
  let running = first
  let stopping = false
  let restart: Promise<void> | null = null
  const deaths: number[] = []

  const revive = async (): Promise<void> => {
    deaths.push(Date.now())
    const recent = deaths.filter((at) => Date.now() - at < RESTARTS_WITHIN_MS).length
    if (recent > RESTARTS)
      throw new EmbeddedError('embedded.start-failed', { reason: `一分钟内停了 ${recent} 次`, log: 'pg.log' })
    log(`数据库意外停止（进程 ${running.pid}），重新启动 …`)
    running = await startPostmaster(place, running.port)
    log(`数据库已恢复（进程 ${running.pid}）`)
  }
  const watch = setInterval(() => {
    if (stopping || restart !== null || isAlive(running.pid)) return
    restart = revive()
      .catch((error: unknown) => {
        clearInterval(watch)
        const lost =
          error instanceof EmbeddedError
            ? error
            : new EmbeddedError('embedded.start-failed', { reason: String(error), log: 'pg.log' })
        log(lost.zh)
        onLost?.(lost)
      })
      .finally(() => {
        restart = null
      })
  }, 200)
  watch.unref()

  return {
    url: urlOf(place.dataDir, running.port),
    get pid() {
      return running.pid
    },
    adopted: first.child === null,
    async stop() {
      if (stopping) return
      stopping = true
      clearInterval(watch)
      if (restart !== null) await restart
      await stopPostmaster(running.pid)
      lock.release()
    },
  }
}
