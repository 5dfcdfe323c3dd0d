// Progress lines for people who wait: what is being done, in Chinese, and how long it took.
// Plain JavaScript on built-ins only, because this runs before anything is installed, on Node 18 and newer.

const started = Date.now()
let step = 0
let steps = 0

/** How many numbered steps this run will show at most: `[2/4] …`. */
export function plan(count) {
  steps = count
}

/** Seconds since the command began, one decimal. */
export const elapsed = () => ((Date.now() - started) / 1000).toFixed(1)

/** One line for people, on stderr so that a command's own output (JSON, an instant) stays clean on stdout. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * Shows a step, runs it, shows how long it took; every ten seconds a sign of life.
 * @param {string} title
 * @param {() => Promise<unknown>} work
 */
export async function during(title, work) {
  step += 1
  const from = Date.now()
  const mark = steps > 0 ? `[${Math.min(step, steps)}/${steps}] ` : ''
  say(`${mark}${title} …`)
  const alive = setInterval(
    () => say(`      … ${title}，已 ${Math.round((Date.now() - from) / 1000)} 秒`),
    10_000,
  )
  try {
    const result = await work()
    say(`      完成，用时 ${((Date.now() - from) / 1000).toFixed(1)} 秒`)
    return result
  } finally {
    clearInterval(alive)
  }
}

/** A refusal a person can act on: printed as it is, without a stack. */
export class LaunchError extends Error {
  /** @param {string} sentence @param {string} [detail] */
  constructor(sentence, detail = '') {
    super(sentence)
    this.name = 'LaunchError'
    this.detail = detail
  }
}

/** Ends the process with a sentence for a LaunchError and with the whole error for anything else. */
export function fail(error) {
  if (error instanceof LaunchError) {
    say(`\n✗ ${error.message}`)
    if (error.detail !== '') say(error.detail.replace(/^/gm, '    '))
  } else say(`\n✗ 启动程序出错：${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  process.exit(1)
}
