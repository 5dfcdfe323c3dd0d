import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EmbeddedError, errno, fileProblem } from './problems.ts'
import { isAlive, startedAt } from './processes.ts'

/** One Lifang process per data folder. `release` gives the folder free; a killed process's lock is taken over. */
export type DataLock = { release(): void }

const lockFile = (dataDir: string): string => join(dataDir, 'lifang.lock')

type Holder = { pid: number; started: string }

/** The running Lifang process that holds the folder, or null. */
export function lockHolder(dataDir: string): number | null {
  const holder = read(lockFile(dataDir))
  return holder !== null && runs(holder) ? holder.pid : null
}

/** @throws EmbeddedError `embedded.data-in-use` when another process has it, `embedded.not-writable`, `embedded.disk-full` */
export function lockData(dataDir: string): DataLock {
  const path = lockFile(dataDir)
  const mine: Holder = { pid: process.pid, started: startedAt(process.pid) }
  for (let tries = 0; tries < 20; tries += 1) {
    try {
      writeFileSync(path, JSON.stringify(mine), { flag: 'wx', mode: 0o600 })
      return {
        release() {
          const holder = read(path)
          if (holder?.pid === mine.pid && holder.started === mine.started) rmSync(path, { force: true })
        },
      }
    } catch (error) {
      if (errno(error) !== 'EEXIST') throw fileProblem(error, dataDir)
    }
    const holder = read(path)
    if (holder !== null && runs(holder))
      throw new EmbeddedError('embedded.data-in-use', { path: dataDir, pid: holder.pid })
    moveAside(path)
  }
  throw new EmbeddedError('embedded.data-in-use', { path: dataDir, pid: 0 })
}

/** Renaming is atomic: of several processes that find the same dead lock one moves it, and a live one is put back. */
function moveAside(path: string): void {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
    const holder = read(aside)
    if (holder !== null && runs(holder)) linkSync(aside, path)
    rmSync(aside, { force: true })
  } catch {
    // Another process was quicker; the next try sees its lock.
  }
}

function runs(holder: Holder): boolean {
  return isAlive(holder.pid) && (holder.started === '' || startedAt(holder.pid) === holder.started)
}

function read(path: string): Holder | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number')
      return null
    return {
      pid: value.pid,
      started: 'started' in value && typeof value.started === 'string' ? value.started : '',
    }
  } catch {
    return null
  }
}
