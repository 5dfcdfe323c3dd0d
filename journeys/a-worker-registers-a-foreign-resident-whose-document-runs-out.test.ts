import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { registryOffice, type Office } from '@lifang/domains/registry/testing/office.ts'
import { barriers, isWide } from './barriers.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
let office: Office
beforeAll(async () => {
  stage = await openStage()
  office = await registryOffice(stage.server)
})
afterAll(() => stage.end())

const choose = async (page: Page, label: string, typed: string, option: string): Promise<void> => {
  const box = page.getByRole('list', { name: '新添成员' }).getByLabel(label, { exact: true })
  await box.click()
  if (typed !== '') await box.fill(typed)
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', {
      hasText: option,
    })
    .first()
    .waitFor()
  if (typed === '')
    await page
      .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', {
        hasText: option,
      })
      .first()
      .click()
  else await box.press('Enter')
}
const find = async (page: Page, q: string): Promise<void> => {
  await page.getByRole('searchbox', { name: '查找人口、房屋和地址' }).fill(q)
  await page.getByRole('button', { name: '查找', exact: true }).click()
}
const inDays = (days: number): string => dateOf(officeDay(Date.now()) + days)

test('a worker registers a foreign resident whose document runs out, finds her by her Latin name, and sees the yellow lamp', async () => {
  const home = await office.home({ road: '外宾巷', door: '9' })
  const page = await stage.person('grid-worker')
  await page.goto(`${stage.base}/homes/${home}`)
  await page.getByRole('button', { name: '家庭登记表' }).click()
  await page.getByRole('button', { name: '添加成员' }).click()
  const line = page.getByRole('list', { name: '新添成员' }).getByRole('listitem')
  await choose(page, '证件种类', '', '护照')
  await choose(page, '国籍', '意大', '意大利')
  await line.getByLabel('证件号码').fill('ya 7654321')
  await line.getByLabel('外文姓').fill('罗西')
  await line.getByLabel('外文名').fill('Maria Elena')
  await line.getByLabel('证件有效期至').fill(inDays(12))
  await choose(page, '来华目的', '', '学习')
  await line.getByLabel('抵达日期').fill('2025-09-01')
  await line.getByLabel('预计离开日期').fill('2025-08-01')
  await page.getByRole('button', { name: '保存整表' }).click()
  // What is wrong stands at its field; nothing typed is lost, and no name in Chinese is asked for.
  await line.getByText('外文姓名请照证件用拉丁字母填写', { exact: false }).waitFor()
  expect(await barriers(page)).toEqual([])
  await line.getByLabel('外文姓').fill('Rossì')
  await page.getByRole('button', { name: '保存整表' }).click()
  await line.getByText('预计离开日期早于抵达日期').waitFor()
  expect(await line.getByLabel('外文名').inputValue()).toBe('Maria Elena')
  await line.getByLabel('预计离开日期').fill(inDays(5))
  await page.getByRole('button', { name: '保存整表' }).click()
  await page.getByRole('link', { name: 'ROSSÌ MARIA ELENA' }).waitFor()

  await page.getByRole('link', { name: '人口', exact: true }).click()
  for (const q of ['elena rossi', 'ROSS', 'YA7654321']) {
    await find(page, q)
    const row = page.getByRole('row', { name: /R\*\*/ })
    await row.getByText('停留 5 天后到期').waitFor()
    expect(await row.textContent()).toContain('境外人员 意大利')
    expect(page.url()).not.toContain('7654321')
  }
  expect(await barriers(page)).toEqual([])
  await find(page, '')
  await page.getByLabel('境外人员', { exact: true }).click()
  await page.locator('.ant-select-item-option', { hasText: '将到期' }).click()
  await page.waitForURL(/foreign=ending/)
  await page.getByRole('row', { name: /R\*\*/ }).getByRole('link').first().click()

  await page.getByRole('heading', { level: 1, name: 'ROSSÌ MARIA ELENA' }).waitFor()
  const section = page.getByRole('region', { name: '境外人员' })
  await section.getByText(`证件还有 12 天到期（${inDays(12)}）`).waitFor()
  expect(await section.locator('.lamp.yellow svg').count()).toBe(2)
  expect(await page.content()).not.toContain('YA7654321')
  expect(await barriers(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
  await page.setViewportSize({ width: 1440, height: 900 })

  // She shows a new passport: its number and its last day are written down, and the lamp turns green.
  await page.getByRole('button', { name: '编辑' }).first().click()
  const window = page.getByRole('dialog')
  expect(await window.getByLabel('中文姓名').inputValue()).toBe('')
  await window.getByLabel('证件号码').fill('YA7654322')
  await window.getByLabel('证件有效期至').fill(inDays(3000))
  await window.getByLabel('中文姓名').fill('罗美玲')
  expect(await barriers(page)).toEqual([])
  await window.getByRole('button', { name: '保存' }).click()
  await page.getByRole('heading', { level: 1, name: '罗美玲' }).waitFor()
  await section.getByText(`证件有效至 ${inDays(3000)}`).waitFor()
})
