// Runs the program itself and stays out of its way: signals go down once, the exit code comes up, and no program is left
// behind when this process is killed (the program watches the channel between them, see server/embedded/parent.ts).
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { childEnv } from './npm.mjs'
import { readText, root } from './paths.mjs'

/** The same Ctrl-C reaches us from the terminal and again through npm: what follows this soon is the same one. */
const SAME_SIGNAL_MS = 500

/**
 * The young generation ends at 3 × 16 MB: left alone it grew to 134 MB under the bench, and answered no request sooner for it. The
 * old one is collected when half as much again lies in it: left alone an import held 424 MB, of which it used a quarter, and this
 * took no more of the processor (11.1 s against 11.0 s).
 */
const FLAGS = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=16',
  '--heap-growing-percent=50',
]

/**
 * @param {string} node
 * @param {string} script path from the root
 * @param {string[]} args
 * @param {{ own?: boolean }} [how] own: the program gets a process group of its own, so that a Ctrl-C arrives once, from us
 * @returns {Promise<number>} exit code
 */
export function runProgram(node, script, args, { own = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(node, [...FLAGS, join(root, script), ...args], {
      cwd: process.cwd(),
      env: childEnv(node),
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      detached: own && process.platform !== 'win32',
    })
    const last = new Map()
    const pass = (signal) => {
      const now = Date.now()
      if (now - (last.get(signal) ?? 0) < SAME_SIGNAL_MS) return
      last.set(signal, now)
      // Without a group of its own the program has a terminal's Ctrl-C already.
      if (own || signal !== 'SIGINT') child.kill(signal)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => pass(signal))
    const watch = watchNpm(() => pass('SIGTERM'))
    child.on('error', () => resolve(127))
    child.on('exit', (code, signal) => {
      clearInterval(watch)
      resolve(code ?? 128 + (signal === null ? 1 : (constants.signals[signal] ?? 1)))
    })
  })
}

/**
 * Under `npm start` npm is our parent or, with a shell between, our grandparent; when it is killed outright nobody is left
 * to stop us. A shell that ends after `npm start &` is further up and changes nothing.
 */
function watchNpm(gone) {
  if (process.env['npm_lifecycle_event'] === undefined || process.ppid <= 1) return undefined
  const line = () => `${process.ppid} ${parentOf(process.ppid)}`
  const born = line()
  const timer = setInterval(() => {
    if (line() !== born) gone()
  }, 1_000)
  timer.unref()
  return timer
}

function parentOf(pid) {
  const stat = readText(`/proc/${pid}/stat`)
  const [name, rest] =
    stat === null ? ['', ''] : [stat.slice(0, stat.lastIndexOf(')')), stat.slice(stat.lastIndexOf(')') + 2)]
  return /\((sh|bash|dash|ash|zsh)$/.test(name) ? (rest.split(' ')[1] ?? '') : ''
}
