/**
 * What a screen costs: bytes of its first load, time to its first useful row on a slow machine, and how long the list of all
 * incidents keeps somebody waiting who scrolls. Measured in a real browser on the district of the bench.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { quantile } from './load.ts'

/** Of an ordinary office computer or a telephone beside this machine. */
const SLOWER = 4
const VISITS = 5
const PAGES_SCROLLED = 40

type Post = 'dispatcher' | 'handler' | 'duty-chief' | 'grid-worker'

interface Screen {
  readonly path: string
  /** Folder of the built page that answers. */
  readonly page: '' | '/portal' | '/field'
  readonly as: Post | null
  /** What is there once somebody can begin to work. */
  readonly useful: string
  /** kB gzipped without the map. */
  readonly most: number
}
const CONSOLE_KB = 420
const PORTAL_KB = 200
const FIELD_KB = 200
const USEFUL_MS = 2_000
const SCROLL_MS = 300

const SCREENS: readonly Screen[] = [
  { path: '/?tab=open', page: '', as: 'dispatcher', useful: '[data-row]', most: CONSOLE_KB },
  { path: '/dispatch', page: '', as: 'dispatcher', useful: '.q', most: CONSOLE_KB },
  { path: '/handling', page: '', as: 'handler', useful: 'main .row', most: CONSOLE_KB },
  { path: '/exceptions', page: '', as: 'duty-chief', useful: 'main .ex, main .state', most: CONSOLE_KB },
  { path: '/list', page: '', as: 'dispatcher', useful: 'main .major', most: CONSOLE_KB },
  { path: '/portal', page: '/portal', as: null, useful: 'h1', most: PORTAL_KB },
  { path: '/portal/report', page: '/portal', as: null, useful: 'h1', most: PORTAL_KB },
  { path: '/field', page: '/field', as: 'grid-worker', useful: 'main .row, main .empty', most: FIELD_KB },
]

/** The map's library is fetched after the desk stands and is left out of the limit. */
const ofTheMap = (name: string): boolean => /\/(canvas|maplibre)/.test(name)

function packedBytes(webDir: string, pathname: string): number {
  const file = join(webDir, pathname)
  const packed = `${file}.gz`
  return existsSync(packed) ? statSync(packed).size : existsSync(file) ? readFileSync(file).length : 0
}

export interface ScreenOptions {
  readonly url: string
  readonly webDir: string
  readonly chromium: string
  /** Cookie header by post. */
  readonly cookies: Readonly<Record<Post, string>>
}
export interface ScreenResult {
  readonly ok: boolean
  readonly text: string
}

export async function measureScreens(options: ScreenOptions): Promise<ScreenResult> {
  const browser = await chromium.launch({
    executablePath: options.chromium,
    args: ['--no-sandbox', '--lang=zh-CN', '--disable-3d-apis'],
  })
  try {
    const lines: string[] = []
    let ok = true
    for (const screen of SCREENS) {
      const { bytes, times } = await visits(browser, options, screen)
      const kb = bytes / 1000
      const middle = quantile(times, 0.5)
      const met = kb <= screen.most && middle <= USEFUL_MS
      ok &&= met
      lines.push(
        `| ${screen.path} | ${kb.toFixed(0)} (${screen.most}) | ${middle.toFixed(0)}; ${quantile(times, 1).toFixed(0)} (${USEFUL_MS}) | ${met ? 'met' : 'MISSED'} |`,
      )
    }
    const scrolled = await scroll(browser, options)
    ok &&= scrolled.p95 <= SCROLL_MS
    return {
      ok,
      text: `| screen | first load kB gzip (limit) | first useful row ms, processor ${SLOWER} × slower: median; worst of ${VISITS} (limit) | |\n|---|---|---|---|\n${lines.join('\n')}\n\nList of all incidents scrolled ${scrolled.n} pages deep: p50 ${scrolled.p50.toFixed(0)} ms, p95 ${scrolled.p95.toFixed(0)} ms, worst ${scrolled.worst.toFixed(0)} ms a request (limit p95 ${SCROLL_MS}): ${scrolled.p95 <= SCROLL_MS ? 'met' : 'MISSED'}.`,
    }
  } finally {
    await browser.close()
  }
}

async function open(
  browser: Browser,
  { url, cookies }: ScreenOptions,
  as: Screen['as'],
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    baseURL: url,
    // A worker of the page would answer from its own store on the second visit.
    serviceWorkers: 'block',
  })
  if (as !== null) {
    const [name = '', value = ''] = cookies[as].split('=', 2)
    await context.addCookies([{ name, value, url }])
  }
  return { context, page: await context.newPage() }
}

/** Every visit is a first one: a new context has an empty cache. */
async function visits(
  browser: Browser,
  options: ScreenOptions,
  screen: Screen,
): Promise<{ bytes: number; times: number[] }> {
  const times: number[] = []
  let bytes = 0
  for (let i = 0; i < VISITS; i++) {
    const { context, page } = await open(browser, options, screen.as)
    const fetched = new Set<string>()
    page.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (pathname.startsWith('/assets/')) fetched.add(pathname)
    })
    const slow = await context.newCDPSession(page)
    await slow.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    const started = performance.now()
    await page.goto(screen.path, { waitUntil: 'commit' })
    await page.locator(screen.useful).first().waitFor({ timeout: 60_000 })
    times.push(performance.now() - started)
    const own = [...fetched].filter((name) => !ofTheMap(name))
    bytes = [...own, `${screen.page}/index.html`].reduce(
      (sum, name) => sum + packedBytes(options.webDir, name),
      0,
    )
    await context.close()
  }
  return { bytes, times }
}

async function scroll(
  browser: Browser,
  options: ScreenOptions,
): Promise<{ n: number; p50: number; p95: number; worst: number }> {
  const { context, page } = await open(browser, options, 'dispatcher')
  const took: number[] = []
  page.on('requestfinished', (request) => {
    const { pathname, searchParams } = new URL(request.url())
    if (pathname === '/api/incidents' && searchParams.has('cursor')) took.push(request.timing().responseEnd)
  })
  await page.goto('/?tab=all')
  await page.locator('[data-row]').first().waitFor()
  // One that is loading takes no press.
  const more = page.locator('button:not(.ant-btn-loading)', { hasText: /^载入更多/ }).first()
  for (let n = 0; n < PAGES_SCROLLED; n++) {
    // Rows are drawn as the reader comes to them, and the way to more stands behind them.
    while (!(await more.isVisible())) await page.locator('[data-row]').last().scrollIntoViewIfNeeded()
    const answered = page.waitForResponse((r) => r.url().includes('cursor='))
    await more.click()
    await (await answered).finished()
  }
  await context.close()
  if (took.length < PAGES_SCROLLED) throw new Error(`only ${took.length} pages of the list were loaded`)
  return { n: took.length, p50: quantile(took, 0.5), p95: quantile(took, 0.95), worst: quantile(took, 1) }
}
