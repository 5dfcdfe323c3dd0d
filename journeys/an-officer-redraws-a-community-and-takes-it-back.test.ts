import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { sql } from '@lifang/platform/sql.ts'
import { barriers, isWide } from './barriers.ts'
import { openStage, signIn, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ map: true })
})
afterAll(async () => {
  await stage.end()
})

const COMMUNITY = '990602001002'
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()

test('a keeper of grids splits one, sees a gap at once, mends it, publishes, and takes it back', async () => {
  const page = await stage.stranger()
  await page.goto('/sign-in')
  await signIn(page, stage.account('grid-manager'))
  // The desk of grids is the home page of the post.
  await page.getByRole('heading', { level: 1, name: '网格' }).waitFor()
  await page.locator(`[data-grid="${COMMUNITY}001"]`).click()
  const facts = page.getByRole('region', { name: '网格详情' })
  await facts.getByText(`${COMMUNITY}001`).waitFor()
  await facts.getByText('1+4+X 团队').waitFor()
  const name = (await facts.getByRole('heading', { level: 2 }).textContent()) ?? ''
  expect(await barriers(page)).toEqual([])

  await press(page, '调整本社区网格')
  const draft = page.getByRole('region', { name: '调整草案' })
  await draft.getByText('没有缝隙、重叠和越界').or(draft.locator('.checks')).first().waitFor()
  expect(await draft.locator('.checks .bad').count()).toBe(0)
  await page.locator('.overlay .part').first().waitFor({ state: 'attached' })
  await draft.locator(`[data-part="${COMMUNITY}001"]`).click()
  await page.getByRole('toolbar').getByRole('button', { name: '拆分' }).click()
  await press(page, '东西对分')
  expect(await draft.locator('[data-part=new]').count()).toBe(2)

  // Before and after come from the server: nothing is made or lost.
  const sums = draft.locator('.plan-table .side td:nth-child(2)')
  await sums.nth(1).waitFor()
  expect(await sums.nth(0).textContent()).toBe(await sums.nth(1).textContent())

  // A corner moved in this grid alone, by keyboard, leaves a gap or an overlap that is said at once and can be mended by one press.
  await page.getByLabel('只动本格，不带动邻格').check()
  await page.locator('[data-corner="1"]').focus()
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('Shift+ArrowDown')
  await draft.locator('.checks .bad').first().waitFor()
  await page.locator('.overlay .fault').first().waitFor({ state: 'attached' })
  expect(await draft.getByRole('button', { name: /还有 \d+ 项待处理/ }).isDisabled()).toBe(true)
  expect(await barriers(page)).toEqual([])
  for (let left = 8; left > 0 && (await draft.locator('.mend').count()) > 0; left--)
    await draft.locator('.mend').first().click()
  expect(await draft.locator('.checks .bad').count()).toBe(0)

  // Back by keyboard to the clean cut, and forward again.
  await page.getByRole('heading', { name: '调整草案' }).click()
  await page.keyboard.press('Control+z')
  await draft.locator('.checks .bad').first().waitFor()
  await page.keyboard.press('Control+y')
  await draft.locator('.checks .bad').first().waitFor({ state: 'detached' })

  await draft.getByLabel(`${name} 乙的名称`).fill('')
  expect(await draft.getByRole('button', { name: '请填写网格名称' }).isDisabled()).toBe(true)
  await draft.locator('.parts input').last().fill('东侧新格')
  await draft.getByLabel('依据文件').fill('云街发〔2026〕18 号')
  await draft.getByRole('button', { name: '存草案' }).click()
  await facts.getByText('云街发〔2026〕18 号').waitFor()
  await facts.getByRole('button', { name: '发布…' }).click()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '确认发布' }).click()
  await facts.getByText(/生效$/).first().waitFor()
  await page.locator('[data-grid]', { hasText: '东侧新格' }).waitFor()
  expect(await page.locator(`[data-grid="${COMMUNITY}001"]`).count()).toBe(0)

  await facts.getByRole('button', { name: '回退…' }).click()
  await page.getByRole('button', { name: '确认回退' }).click()
  await page.getByText('请写明回退原因，至少两个字').waitFor()
  await page.getByLabel('回退原因').fill('居民意见较大')
  await page.getByRole('button', { name: '确认回退' }).click()
  await page.locator('[data-grid]', { hasText: '东侧新格' }).waitFor({ state: 'detached' })
  const back = page.locator('[data-grid]', { hasText: name })
  await back.first().waitFor()
  await back.first().click()
  await facts.getByText('由来').waitFor()
  await facts.getByText('已回退', { exact: false }).first().waitFor()
})

test('vacancies by template, and a poster that prints only what is approved', async () => {
  const page = await stage.stranger()
  await page.goto('/sign-in')
  await signIn(page, stage.account('grid-manager'))
  await page.getByRole('heading', { level: 1, name: '网格' }).waitFor()
  await page.getByText('空缺', { exact: true }).first().click()
  const head = page.locator('.vacancies header')
  await head.getByText(/个网格中/).waitFor()
  const before = await head.textContent()
  await head.getByText('一长三员').click()
  await page.waitForFunction(
    `document.querySelector('.vacancies header').textContent !== ${JSON.stringify(before)}`,
  )
  expect(await barriers(page)).toEqual([])

  const worker = stage.account('grid-worker')
  const grid = await stage.server.admin.one<{ code: string }>(
    sql`select g.code from holding h join area g on g.id = h.area_id join account a on a.id = h.account_id
        where a.username = ${worker.username} and h.post = 'grid-worker' and h.stands_in_for is null`,
  )
  await page.goto(`/grids/${grid.code}/poster`)
  const poster = page.getByRole('article', { name: '打印服务公示牌' })
  await poster.locator('.poster-map').waitFor()
  const words = (await poster.textContent()) ?? ''
  // Approved by default: surname, the office's phone and the duties; neither the name nor a phone of the person.
  expect(words).toContain('师傅')
  expect(words).not.toContain(worker.name)
  expect(words).not.toMatch(/1\d{10}/)
  expect(
    await poster.getByRole('img', { name: new RegExp(`/portal/report\\?grid=${grid.code}`) }).count(),
  ).toBe(1)
  expect(await barriers(page)).toEqual([])
  const sheet = await page.pdf({ format: 'A4', printBackground: true, preferCSSPageSize: true })
  expect(sheet.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length).toBe(1)

  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/grids')
  await page.getByRole('heading', { level: 1, name: '网格' }).waitFor()
  expect(await isWide(page)).toBe(false)
  expect(await barriers(page)).toEqual([])

  // Whoever scans it stands in the grid.
  const resident = await stage.stranger()
  await resident.goto(`/portal/report?grid=${grid.code}`)
  await resident.waitForFunction(
    `(localStorage.getItem('lifang.portal.report') ?? '').includes(${JSON.stringify(grid.code)})`,
  )
})
