import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { expect, onTestFailed } from 'vitest'
import { testServer, type TestServer } from '../server/testing.ts'

/** A whole server with its pages on a port of its own, a browser, and people who sign in as people do. */
export interface Stage {
  readonly server: TestServer
  readonly base: string
  /** A browser window of its own for one person; the first demo account of the post unless `nth` says otherwise. */
  person(post: string, nth?: number): Promise<Page>
  /** A window nobody has signed in to. */
  stranger(): Promise<Page>
  account(post: string, nth?: number): { username: string; password: string; name: string }
  end(): Promise<void>
}

const webDir = fileURLToPath(new URL('../web/dist', import.meta.url))

/**
 * `outboundAllow`: networks that webhooks and push may reach, for stories with a receiver. `map`: the story looks at the drawn
 * map; elsewhere the pages say that there is none, for drawing it without a screen costs seconds of every page.
 */
export async function openStage({
  map = false,
  ...options
}: { outboundAllow?: readonly string[]; map?: boolean } = {}): Promise<Stage> {
  if (!existsSync(`${webDir}/index.html`)) throw new Error('web/dist is missing: build the pages first')
  const server = await testServer({ webDir, ...options })
  const address = await server.app.listen({ port: 0, host: '127.0.0.1' })
  await server.relay.start()
  const base = address.replace('127.0.0.1', 'localhost')
  const browser: Browser = await chromium.launch({
    executablePath: process.env['LIFANG_CHROMIUM'] ?? '/usr/bin/chromium',
    // The map is drawn by WebGL, which a machine without a screen does in software.
    args: [
      '--no-sandbox',
      '--lang=zh-CN',
      ...(map ? ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'] : ['--disable-3d-apis']),
    ],
  })
  const contexts: BrowserContext[] = []
  const open = async (): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'zh-CN',
      baseURL: base,
    })
    context.setDefaultTimeout(60_000)
    contexts.push(context)
    const page = await context.newPage()
    tellWhenFailed(page)
    return page
  }
  const account: Stage['account'] = (post, nth = 0) => {
    const found = server.accounts.filter((a) => a.post === post)[nth]
    if (found === undefined) throw new Error(`no demo account ${nth} of post ${post}`)
    return found
  }
  return {
    server,
    base,
    account,
    stranger: open,
    person: async (post, nth = 0) => {
      const page = await open()
      // The list, whatever desk the post has for a home page.
      await page.goto('/?tab=mine')
      await signIn(page, account(post, nth))
      await page.getByRole('heading', { level: 1, name: '我的事件' }).waitFor()
      return page
    },
    end: async () => {
      await Promise.all(contexts.map((c) => c.close()))
      await browser.close()
      await server.end()
    },
  }
}

/** A story that fails says what stood on its pages; one opened before the story begins has no test to listen to. */
function tellWhenFailed(page: Page): void {
  if (expect.getState().currentTestName === undefined) return
  onTestFailed(async () => {
    const seen = await page.locator('body').ariaSnapshot({ timeout: 5000 }).catch(String)
    console.error(`${page.url()}\n${seen.slice(0, 6000)}`)
  })
}

export async function signIn(page: Page, who: { username: string; password: string }): Promise<void> {
  await page.getByLabel('用户名').fill(who.username)
  await page.getByLabel('密码', { exact: true }).fill(who.password)
  await page.getByRole('button', { name: '登录' }).click()
}

/** The panel 你可以做的 of an incident's page. */
export const panel = (page: Page) => page.getByRole('region', { name: '你可以做的' })

/** Opens an act by its name, where it is not the one already open. */
export async function openAct(page: Page, name: string): Promise<void> {
  const opened = panel(page).getByRole('heading', { level: 3, name, exact: true })
  const closed = panel(page).locator('.other', { hasText: new RegExp(`^${name}`) })
  await opened.or(closed).first().waitFor()
  if (!(await opened.isVisible())) await closed.first().click()
}

/** Presses the filled button of the open act and waits until the page says that it is done. */
export async function doAct(page: Page, name: string): Promise<void> {
  await panel(page).locator('form').getByRole('button', { name, exact: true }).click()
  await panel(page).getByText(`已办：${name}。`).waitFor()
}
