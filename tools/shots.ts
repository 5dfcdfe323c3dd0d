/**
 * Pictures of the pages: `npm run shots [-- <address>] [names]`, from a demo server of its own or, with an address, from a
 * running one and the demo accounts of LIFANG_DATA. Written to shots/ (not kept in git) at 1440 × 900 and at 390 × 844.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateSync } from 'otplib'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { demoServer } from './demo-server.ts'
import {
  comparisonShots,
  duplicateShots,
  foreignShots,
  importShots,
  privacyShots,
  registryAt,
} from './shots-registry.ts'
import { unitShots } from './shots-units.ts'
import { repository } from './source.ts'

const [address, ...names] = process.argv[2]?.startsWith('http') === true ? process.argv.slice(2) : []
const only = address === undefined ? process.argv.slice(2) : names
const own = address === undefined ? await demoServer() : null
const base = own?.base ?? address ?? ''
const data = own?.data ?? process.env['LIFANG_DATA'] ?? join(repository, 'var')
const into = join(repository, 'shots')
const SIZES = [
  { name: 'desk', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const
const WALL = { name: 'wall', width: 1920, height: 1080 } as const

interface Account {
  readonly username: string
  readonly password: string
  readonly post: string
}

const accounts = JSON.parse(readFileSync(join(data, 'demo-accounts.json'), 'utf8')) as Account[]

const SECRETS = 'demo-second-factors.json'
const secrets: Record<string, string> = existsSync(join(data, SECRETS))
  ? (JSON.parse(readFileSync(join(data, SECRETS), 'utf8')) as Record<string, string>)
  : {}

async function signIn(context: BrowserContext, username: string): Promise<void> {
  const account = accounts.find((a) => a.username === username)
  if (account === undefined) throw new Error(`no demo account ${username}`)
  const answer = await context.request.post(`${base}/api/session`, {
    data: {
      username,
      password: account.password,
      ...(secrets[username] === undefined ? {} : { code: generateSync({ secret: secrets[username] }) }),
    },
  })
  if (!answer.ok()) throw new Error(`${username}: ${await answer.text()}`)
  const { steps } = (await answer.json()) as { steps: string[] }
  if (!steps.includes('enrol-second-factor')) return
  // An administrator opens nothing without an authenticator; its secret is kept beside the demo accounts.
  const begun = await context.request.post(`${base}/api/me/second-factor`, { data: {} })
  const { secret } = (await begun.json()) as { secret: string }
  await context.request.post(`${base}/api/me/second-factor/confirm`, {
    data: { code: generateSync({ secret }) },
  })
  secrets[username] = secret
  writeFileSync(join(data, SECRETS), JSON.stringify(secrets))
}

/** A session is kept for the run: a code opens once. */
const sessions = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>()
async function enter(context: BrowserContext, username: string): Promise<void> {
  const known = sessions.get(username)
  if (known === undefined) {
    await signIn(context, username)
    sessions.set(username, await context.cookies())
  } else await context.addCookies(known)
}

const settle = async (page: Page): Promise<void> => {
  await page.waitForLoadState('domcontentloaded')
  await page.locator('.bones').first().waitFor({ state: 'detached', timeout: 15_000 })
  await page.waitForTimeout(1_500)
  if ((await page.locator('.map').count()) > 0) {
    const drawn = page.locator('.map-canvas[data-drawn], .map-failed').first()
    // Drawn in software, a map takes its time; a picture without it says so.
    await drawn
      .waitFor({ state: 'attached', timeout: 30_000 })
      .catch(() => console.log('the map was not drawn in time'))
  }
  await page.waitForTimeout(500)
}

async function numberOf(context: BrowserContext, query: string): Promise<string | undefined> {
  const answer = await context.request.get(`${base}/api/incidents?limit=1&${query}`)
  const { items } = (await answer.json()) as { items: { number: string }[] }
  return items[0]?.number
}

async function openNotices(page: Page): Promise<void> {
  await page.getByRole('button', { name: '消息' }).click()
  await page.getByRole('button', { name: '消息设置' }).waitFor()
  await page.waitForTimeout(700)
}

/** The draft of the responsibility list at the first class it changes; none without a draft. */
async function draftAddress(context: BrowserContext): Promise<string | undefined> {
  const answer = await context.request.get(`${base}/api/list/compare?to=draft`)
  if (!answer.ok()) return undefined
  const { items } = (await answer.json()) as {
    items: { key: { standard: string; kind: string; code: string } }[]
  }
  const key = items[0]?.key
  const chosen =
    key === undefined ? '' : `&class=${encodeURIComponent([key.standard, key.kind, key.code].join('|'))}`
  return `/list?version=draft${chosen}`
}

/** The first report that waits to be accepted. */
async function waiting(context: BrowserContext): Promise<string | undefined> {
  const number = await numberOf(context, 'status=reported')
  return number === undefined ? undefined : `/intake?case=${number}`
}

/** A call half told: a grid chosen and the words typed, so that what is open nearby is listed. */
async function takeCall(page: Page): Promise<void> {
  // On a telephone the form is a pane of its own.
  const panes = page.getByRole('navigation', { name: '受理台分栏' })
  if (await panes.isVisible()) await panes.getByRole('button', { name: '登记' }).click()
  await page.getByLabel('来电号码').fill('199 0000 1234')
  await page.getByLabel('称呼').fill('王女士')
  await page.getByLabel('或选网格').fill('河滨 02')
  await page.keyboard.press('Enter')
  await page.getByLabel('诉求').fill('路灯不亮好几天了，晚上看不清路')
  await page.waitForTimeout(2_500)
}

async function accountAddress(context: BrowserContext, username: string): Promise<string | undefined> {
  const answer = await context.request.get(`${base}/api/accounts?q=${username}`)
  const { items } = (await answer.json()) as { items: { id: string }[] }
  return items[0] === undefined ? undefined : `/accounts/${items[0].id}`
}

/** A day off in the draft, and what it would touch. */
async function draftDay(page: Page): Promise<void> {
  await page.locator('button.is-today').first().click()
  await page.getByRole('radio', { name: '放假' }).click()
  await page.getByLabel('节日或事由').fill('停电检修')
  await page.getByRole('button', { name: '改入草案' }).click()
  if ((page.viewportSize()?.width ?? 0) < 500) return
  await page.screenshot({ path: join(into, 'calendar-year-desk.png') })
  await page.getByRole('button', { name: '看影响并发布' }).click()
  await page.getByRole('button', { name: '看影响', exact: true }).click()
  await page.locator('.cal-effect').waitFor()
  await page.waitForTimeout(500)
}

const registryAddress = registryAt(base)

/** What is looked at: name of the picture, who is signed in, and the page. */
const SHOTS: readonly {
  readonly name: string
  readonly as: string | null
  readonly path: (context: BrowserContext) => Promise<string | undefined>
  /** What is pressed before the picture is taken. */
  readonly press?: (page: Page) => Promise<void>
  /** Also at 1920 × 1080: it hangs on a wall. */
  readonly wide?: boolean
}[] = [
  { name: 'sign-in', as: null, path: () => Promise.resolve('/sign-in') },
  { name: 'list-dispatcher', as: 'dispatch1', path: () => Promise.resolve('/') },
  { name: 'list-all', as: 'dispatch1', path: () => Promise.resolve('/?tab=open') },
  { name: 'list-done', as: 'dispatch1', path: () => Promise.resolve('/?tab=done') },
  { name: 'list-empty', as: 'dispatch1', path: () => Promise.resolve('/?tab=all&q=没有这样的事') },
  ...(
    [
      ['incident-red', 'dispatch1', 'status=handling&lamp=red'],
      ['incident-yellow', 'dispatch1', 'status=handling&lamp=yellow'],
      ['incident-green', 'works', 'status=handling&lamp=green'],
      ['incident-hold', 'chief1', 'status=handling&lamp=grey'],
      ['incident-filed', 'dispatch1', 'status=filed'],
      ['incident-reported', 'intake1', 'status=reported'],
      ['incident-accepted', 'intake1', 'status=accepted'],
      ['incident-checking', 'intake1', 'status=checking'],
      ['incident-closed', 'dispatch1', 'status=closed'],
    ] as const
  ).map(([name, as, query]) => ({
    name,
    as,
    path: async (context: BrowserContext) => {
      const number = await numberOf(context, query)
      return number === undefined ? undefined : `/incidents/${number}`
    },
  })),
  { name: 'wall', as: 'leader', path: () => Promise.resolve('/wall'), wide: true },
  { name: 'dispatch', as: 'dispatch1', path: () => Promise.resolve('/dispatch') },
  { name: 'dispatch-return', as: 'dispatch1', path: () => Promise.resolve('/dispatch?tab=return') },
  { name: 'dispatch-check', as: 'dispatch1', path: () => Promise.resolve('/dispatch?tab=check') },
  { name: 'dispatch-extension', as: 'dispatch1', path: () => Promise.resolve('/dispatch?tab=extension') },
  { name: 'handling', as: 'works', path: () => Promise.resolve('/handling') },
  { name: 'handling-all', as: 'works', path: () => Promise.resolve('/handling?tab=all') },
  { name: 'community', as: 'community1', path: () => Promise.resolve('/community') },
  { name: 'community-up', as: 'community1', path: () => Promise.resolve('/community?tab=up') },
  { name: 'community-week', as: 'community1', path: () => Promise.resolve('/community/week') },
  { name: 'coverage', as: 'chief1', path: () => Promise.resolve('/coverage') },
  { name: 'coverage-homes', as: 'community1', path: () => Promise.resolve('/coverage?view=homes') },
  { name: 'labels', as: 'chief1', path: () => Promise.resolve('/labels') },
  { name: 'building', as: 'community1', path: (context) => registryAddress(context, 'building') },
  { name: 'home', as: 'community1', path: (context) => registryAddress(context, 'home') },
  {
    name: 'home-sheet',
    as: 'community1',
    path: (context) => registryAddress(context, 'home'),
    press: (page) => page.getByRole('button', { name: '家庭登记表' }).click(),
  },
  { name: 'person', as: 'community1', path: (context) => registryAddress(context, 'person') },
  ...duplicateShots(base),
  ...comparisonShots(base),
  ...unitShots(base, numberOf),
  ...importShots(base),
  ...privacyShots(base),
  ...foreignShots(base),
  { name: 'portal-privacy', as: null, path: () => Promise.resolve('/portal/privacy') },
  { name: 'exceptions', as: 'chief1', path: () => Promise.resolve('/exceptions') },
  { name: 'exceptions-leader', as: 'leader', path: () => Promise.resolve('/exceptions') },
  { name: 'intake-call', as: 'intake1', path: () => Promise.resolve('/intake'), press: takeCall },
  { name: 'intake', as: 'intake1', path: (context) => waiting(context) },
  { name: 'intake-file', as: 'intake1', path: () => Promise.resolve('/intake?tab=file') },
  { name: 'checks', as: 'checker1', path: () => Promise.resolve('/checks') },
  {
    name: 'checks-stop',
    as: 'checker1',
    path: () => Promise.resolve('/checks'),
    press: async (page) => {
      await page.locator('[data-queue]').first().click()
      await page.getByRole('button', { name: '不通过' }).or(page.getByText('不存在')).first().click()
      await page.waitForTimeout(700)
    },
  },
  {
    name: 'checks-map',
    as: 'checker1',
    path: () => Promise.resolve('/checks'),
    press: async (page) => {
      const panes = page.getByRole('navigation', { name: '核查分栏' })
      if (await panes.isVisible()) await panes.getByRole('button', { name: '地图' }).click()
      await page.waitForTimeout(4_000)
    },
  },
  { name: 'grids', as: 'gridkeeper', path: () => Promise.resolve('/grids?area=990602001005004') },
  {
    name: 'grids-editor',
    as: 'gridkeeper',
    path: () => Promise.resolve('/grids?area=990602001005&edit=990602001005'),
    press: async (page) => {
      const phone = (page.viewportSize()?.width ?? 0) < 1000
      if (phone) await page.locator('.panes').getByText('详情', { exact: true }).click()
      await page.locator('[data-part="990602001005004"]').click()
      if (phone) await page.locator('.panes').getByText('地图', { exact: true }).click()
      await page.getByRole('button', { name: '拆分', exact: true }).click()
      await page.getByRole('button', { name: '东西对分' }).click()
      await page.getByLabel('只动本格，不带动邻格').check()
      await page.locator('[data-corner="1"]').focus()
      for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowLeft')
      await page.waitForTimeout(1500)
    },
  },
  {
    name: 'grids-draw',
    as: 'gridkeeper',
    path: () => Promise.resolve('/grids?area=990602001005&edit=990602001005'),
    press: async (page) => {
      const phone = (page.viewportSize()?.width ?? 0) < 1000
      if (phone) await page.locator('.panes').getByText('地图', { exact: true }).click()
      await page.getByRole('button', { name: '画格', exact: true }).click()
      const map = await page.locator('.overlay').boundingBox()
      const [x, y] = [(map?.x ?? 0) + (map?.width ?? 0) / 2, (map?.y ?? 0) + (map?.height ?? 0) / 2]
      for (const [dx, dy] of [
        [-60, -50],
        [50, -60],
        [70, 40],
        [-40, 60],
      ] as const) {
        await page.mouse.click(x + dx, y + dy)
        await page.waitForTimeout(450)
      }
      if (phone) await page.locator('.panes').getByText('详情', { exact: true }).click()
      await page.waitForTimeout(800)
    },
  },
  { name: 'grids-vacancies', as: 'gridkeeper', path: () => Promise.resolve('/grids?view=vacancies') },
  {
    name: 'grids-poster',
    as: 'gridkeeper',
    path: () => Promise.resolve('/grids/990602001005004/poster'),
  },
  { name: 'report', as: 'intake1', path: () => Promise.resolve('/report') },
  { name: 'rules', as: 'district-chief', path: () => Promise.resolve('/list') },
  {
    name: 'rules-draft',
    as: 'district-chief',
    path: (context) => draftAddress(context),
  },
  { name: 'rules-reader', as: 'works', path: () => Promise.resolve('/list') },
  { name: 'accounts', as: 'sysadmin', path: () => Promise.resolve('/accounts') },
  { name: 'account', as: 'secadmin', path: (context) => accountAddress(context, 'intake1') },
  { name: 'account-portrait', as: 'sysadmin', path: (context) => accountAddress(context, 'grid1') },
  { name: 'roles', as: 'secadmin', path: () => Promise.resolve('/roles') },
  { name: 'policy', as: 'secadmin', path: () => Promise.resolve('/policy') },
  { name: 'audit', as: 'auditadmin', path: () => Promise.resolve('/audit?act=identity') },
  { name: 'notice-templates', as: 'sysadmin', path: () => Promise.resolve('/notice-templates') },
  { name: 'publication', as: 'sysadmin', path: () => Promise.resolve('/publication') },
  { name: 'calendar', as: 'sysadmin', path: () => Promise.resolve('/calendar'), press: draftDay },
  { name: 'portal-home', as: null, path: () => Promise.resolve('/portal') },
  { name: 'portal-report', as: null, path: () => Promise.resolve('/portal/report') },
  { name: 'portal-case', as: null, path: () => Promise.resolve('/portal/case') },
  { name: 'portal-worker', as: null, path: () => Promise.resolve('/portal/worker') },
  { name: 'portal-cases', as: null, path: () => Promise.resolve('/portal/cases') },
  ...(
    [
      ['field-today', '/field'],
      ['field-tasks', '/field/tasks'],
      ['field-cases', '/field/cases'],
      ['field-report', '/field/report'],
      ['field-outbox', '/field/outbox'],
      ['field-phones', '/field/phones'],
      ['field-grid', '/field/grid'],
    ] as const
  ).map(([name, path]) => ({ name, as: 'grid2', path: () => Promise.resolve(path) })),
  { name: 'field-sign-in', as: null, path: () => Promise.resolve('/field') },
  {
    name: 'field-case',
    as: 'grid2',
    path: async (context) => {
      const number = await numberOf(context, 'status=handling')
      return number === undefined ? undefined : `/field/case/${number}`
    },
  },
  { name: 'notices', as: 'works', path: () => Promise.resolve('/'), press: openNotices },
  { name: 'notices-chief', as: 'chief1', path: () => Promise.resolve('/'), press: openNotices },
  { name: 'notices-empty', as: 'leader', path: () => Promise.resolve('/'), press: openNotices },
  {
    name: 'notices-settings',
    as: 'works',
    path: () => Promise.resolve('/'),
    press: async (page) => {
      await openNotices(page)
      await page.getByRole('button', { name: '消息设置' }).click()
      await page.getByRole('switch', { name: '免打扰时段' }).click()
      await page.getByRole('switch', { name: '列表类消息汇总推送' }).click()
      await page.waitForTimeout(400)
    },
  },
]

async function shoot(browser: Browser): Promise<void> {
  mkdirSync(into, { recursive: true })
  for (const { name, as, path, press, wide: large } of SHOTS) {
    if (only.length > 0 && !only.some((o) => name.startsWith(o))) continue
    for (const size of large === true ? [...SIZES, WALL] : SIZES) {
      const context = await browser.newContext({
        viewport: { width: size.width, height: size.height },
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
      })
      if (as !== null) await enter(context, as)
      const where = await path(context)
      if (where === undefined) console.log(`${name}: no such incident in this data`)
      else {
        const page = await context.newPage()
        page.on('pageerror', (error) => console.log(`${name}: ${error.message}`))
        await page.goto(base + where)
        await settle(page)
        await press?.(page)
        await page.screenshot({ path: join(into, `${name}-${size.name}.png`) })
        if (size.name === 'phone')
          await page.screenshot({ path: join(into, `${name}-${size.name}-full.png`), fullPage: true })
        const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
        if (wide === true) console.log(`${name} ${size.name}: wider than the screen`)
      }
      await context.close()
    }
  }
}

const browser = await chromium.launch({
  executablePath: process.env['LIFANG_CHROMIUM'] ?? '/usr/bin/chromium',
  // The map is drawn by WebGL, which a machine without a screen does in software.
  args: ['--no-sandbox', '--lang=zh-CN', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  env: { ...process.env, LANGUAGE: 'zh_CN' },
})
try {
  await shoot(browser)
} finally {
  await browser.close()
  await own?.stop()
}
