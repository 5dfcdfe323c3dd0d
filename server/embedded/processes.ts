import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Whether a process runs. One that has ended but whose parent has not collected it (a zombie) does not. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return procStat(pid)?.state !== 'Z'
}

/** Start time in clock ticks since boot: tells a process from a later one that was given the same number. */
export function startedAt(pid: number): string {
  return procStat(pid)?.started ?? ''
}

function procStat(pid: number): { state: string; started: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command name in brackets may hold spaces and brackets itself; what follows its last bracket is plain.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', started: fields[19] ?? '' }
  } catch {
    return null
  }
}

/**
 * Whether `pid` is a postmaster that runs on the cluster in `folder`: on Linux its working directory is the cluster; elsewhere
 * its command line must name postgres and the folder.
 */
export function isPostmasterOf(pid: number, folder: string): boolean {
  if (!isAlive(pid)) return false
  if (existsSync('/proc/self/stat')) {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
    } catch {
      return false
    }
  }
  try {
    const line = execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' })
    return line.includes('postgres') && line.includes(folder)
  } catch {
    return false
  }
}

/** Waits until a process has ended. Returns false when it still runs after `ms` milliseconds. */
export async function ended(pid: number, ms: number): Promise<boolean> {
  const until = Date.now() + ms
  while (isAlive(pid)) {
    if (Date.now() > until) return false
    await sleep(20)
  }
  return true
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended meanwhile.
  }
}
