// One installer at a time: two commands started together must not both run npm in the same folder.
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import { makeRuntimeDir, runtimeDir } from './paths.mjs'
import { say } from './say.mjs'

/** A holder touches its lock every two seconds; one that has not for this long is taken to be dead. */
const STALE_MS = 15_000

/** Runs `work` while holding the named lock, waiting for another holder first. */
export async function locked(name, work) {
  makeRuntimeDir()
  const path = join(runtimeDir, `${name}.lock`)
  let told = false
  while (!take(path)) {
    dropIfStale(path)
    if (!told && held(path)) {
      told = true
      say('      另一个命令正在做同样的准备，等它做完 …')
    }
    await sleep(200)
  }
  const beat = setInterval(() => {
    try {
      const now = new Date()
      utimesSync(path, now, now)
    } catch {
      // The lock was removed by hand; the work itself is idempotent.
    }
  }, 2_000)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    try {
      if (readFileSync(path, 'utf8') === String(process.pid)) unlinkSync(path)
    } catch {
      // Already gone.
    }
  }
}

function take(path) {
  try {
    const handle = openSync(path, 'wx', 0o644)
    writeSync(handle, String(process.pid))
    closeSync(handle)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function held(path) {
  try {
    return Date.now() - statSync(path).mtimeMs < STALE_MS && alive(Number(readFileSync(path, 'utf8')))
  } catch {
    return false
  }
}

function alive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return true // written a moment ago, not yet filled in
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Moves a dead holder's lock aside; renaming is atomic, so of several waiters one wins and a fresh lock is put back. */
function dropIfStale(path) {
  if (held(path)) return
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
    const owner = Number(readFileSync(aside, 'utf8'))
    const fresh = Date.now() - statSync(aside).mtimeMs < STALE_MS
    if (fresh && owner > 0 && alive(owner)) linkSync(aside, path)
    unlinkSync(aside)
  } catch {
    // Somebody else was quicker.
  }
}
