import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers, isWide } from './barriers.ts'
import { fieldPhone, shellIsKept, standsInGrid } from './field.ts'
import { firstLoad } from './first-load.ts'
import { phone } from './resident.ts'
import { openStage, type Stage } from './stage.ts'

/** What a grid worker's telephone may have to fetch before the first page, gzipped. */
const MOST_BYTES = 200_000
const PAGES = [
  '/field',
  '/field/report',
  '/field/tasks',
  '/field/cases',
  '/field/outbox',
  '/field/phones',
  '/field/grid',
] as const

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

test('the first load of the field pages stays within 200 kB', async () => {
  const page = await phone(stage)
  const { files, bytes } = await firstLoad(page, '/field', '/field/index.html', async () => {
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
  })
  expect(files.length).toBeGreaterThan(1)
  expect(bytes, files.join(' ')).toBeLessThanOrEqual(MOST_BYTES)
})

test('every page fits a hand: no barrier, nothing wider than the screen, nothing too small for a thumb', async () => {
  const page = await fieldPhone(stage)
  await standsInGrid(stage, page)
  for (const path of PAGES) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await barriers(page), path).toEqual([])
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 })
      expect(await isWide(page), `${path} at ${width}`).toBe(false)
    }
    const small = await page.evaluate(
      `[...document.querySelectorAll('a, button, select, textarea, input')].filter((e) => {
        const r = (e.closest('.switch, .option, .file') ?? e).getBoundingClientRect()
        return r.width > 0 && (r.width < 44 || r.height < 44)
      }).map((e) => e.outerHTML.slice(0, 120))`,
    )
    expect(small, path).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
  }
})

test('the pages can be installed, and open without a signal for who was signed in', async () => {
  const page = await fieldPhone(stage)
  const manifest = (await (await page.request.get('/field/manifest.webmanifest')).json()) as {
    start_url: string
    icons: { src: string; sizes: string; purpose: string }[]
  }
  expect(manifest.start_url).toBe('/field')
  expect(manifest.icons.map((i) => i.purpose)).toContain('maskable')
  for (const { src } of manifest.icons)
    expect((await page.request.get(src)).headers()['content-type'], src).toBe('image/png')
  await shellIsKept(page)
  await page.context().setOffline(true)
  for (const path of PAGES) {
    await page.goto(path)
    await page.getByText('没有信号。页面照常能开', { exact: false }).waitFor()
  }
  // Data are not kept on the telephone: the page says that it could not read them, and reads them when it can.
  await page.goto('/field')
  await page.getByText('连接不上服务器').first().waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: '再试一次' }).last().click()
  await page.getByRole('heading', { level: 2, name: /^在办 \d+ 件$/ }).waitFor()
})

test('a wrong password is said in words and keeps the name', async () => {
  const page = await phone(stage)
  await page.goto('/field')
  const who = stage.account('system-admin')
  await page.getByLabel('用户名').fill(who.username)
  await page.getByLabel('密码').fill('not the password')
  await page.getByRole('button', { name: '登录' }).click()
  await page.locator('.trouble').first().waitFor()
  expect(await barriers(page)).toEqual([])
  expect(await page.getByLabel('用户名').inputValue()).toBe(who.username)
})
