import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { registryOffice, type Office } from '@lifang/domains/registry/testing/office.ts'
import { administrator } from './administrator.ts'
import { barriers, isWide } from './barriers.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
let office: Office
beforeAll(async () => {
  stage = await openStage()
  office = await registryOffice(stage.server)
})
afterAll(() => stage.end())

/** Chooses in a select whose list hangs at the end of the page. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('dialog').getByLabel(label, { exact: true }).last().click()
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
    .getByTitle(option, { exact: true })
    .click()
}

test('an administrator defines a field and a register without code, a grid worker fills both in and finds the record', async () => {
  const { id } = await office.register(await office.home(), { name: '钱试' })
  const admin = await administrator(stage, 'system-admin')
  await admin.getByRole('link', { name: '字段' }).click()
  await admin.getByRole('heading', { level: 1, name: '自定义字段' }).waitFor()
  expect(await barriers(admin)).toEqual([])
  const window = admin.getByRole('dialog')

  await admin.locator('[data-kind="person"]').getByRole('button', { name: '定义字段' }).click()
  await window.getByRole('button', { name: '保存草稿' }).click()
  await window.getByText('请填写字段名称').waitFor()
  await window.getByLabel('字段名称').fill('慢性病')
  await window.getByRole('checkbox', { name: '敏感' }).check()
  await window.getByRole('button', { name: '保存草稿' }).click()
  const person = admin.locator('[data-kind="person"]')
  await person.getByText('草稿', { exact: true }).waitFor()
  await person.getByRole('button', { name: '发布' }).click()
  await window.getByRole('button', { name: '发布' }).click()
  await person.getByText('使用中', { exact: true }).waitFor()

  await admin.getByRole('button', { name: '新建记录类型' }).click()
  await window.getByLabel('类型名称').fill('充电棚')
  await window.getByLabel('字段名称').fill('棚名')
  await window.getByRole('button', { name: '加一个字段' }).click()
  await window.getByLabel('字段名称').nth(1).fill('状况')
  await choose(admin, '类型', '单选')
  await window.getByRole('button', { name: '保存草稿' }).click()
  await window.getByText('请至少填写一个选项').waitFor()
  await window.getByLabel('选项（每行一个）').fill('完好\n损坏')
  expect(await barriers(admin)).toEqual([])
  await window.getByRole('button', { name: '保存草稿' }).click()
  await window.waitFor({ state: 'hidden' })
  await admin.getByRole('button', { name: '发布' }).click()
  await window.getByRole('button', { name: '发布' }).click()
  await window.waitFor({ state: 'hidden' })
  await admin.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(admin)).toBe(false)

  const page = await stage.person('grid-worker')
  await page.goto(`${stage.base}/people/${id}`)
  await page.getByRole('button', { name: '填写' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('慢性病', { exact: false }).fill('<b>高血压</b>')
  await form.getByRole('button', { name: '保存' }).click()
  await form.getByText('含有不能使用的字符', { exact: false }).waitFor()
  await form.getByLabel('慢性病', { exact: false }).fill('高血压')
  await form.getByRole('button', { name: '保存' }).click()
  const card = page.getByRole('region', { name: '本地字段' })
  await card.getByText('****').waitFor()
  await card.getByRole('button', { name: '查看' }).click()
  await form.getByLabel('事由').fill('上门送药核对')
  await form.getByRole('button', { name: '查看' }).click()
  await page.locator('[data-revealed]').getByText('高血压').waitFor()
  expect(await barriers(page)).toEqual([])
  await form.getByRole('button', { name: '看完了' }).click()

  await page.goto(`${stage.base}/records`)
  await page.getByText('没有记录', { exact: true }).waitFor()
  await page.getByRole('button', { name: '新增充电棚' }).click()
  await form.getByRole('button', { name: '保存' }).click()
  await form.getByText('这一项必须填写').waitFor()
  await form.getByLabel('棚名').fill('东门车棚')
  await choose(page, '状况', '损坏')
  await form.getByLabel('经度').fill(String(office.mine.lon))
  await form.getByLabel('纬度').fill(String(office.mine.lat))
  await form.getByRole('button', { name: '保存' }).click()
  await page.getByRole('heading', { level: 1, name: '东门车棚' }).waitFor()
  expect(await barriers(page)).toEqual([])
  await page.goto(`${stage.base}/people`)
  await page.getByRole('searchbox', { name: '查找人口、房屋和地址' }).fill('东门车')
  await page.getByRole('searchbox', { name: '查找人口、房屋和地址' }).press('Enter')
  await page.getByRole('region', { name: '本地台账' }).getByRole('link', { name: '东门车棚' }).click()
  await page.getByRole('heading', { level: 1, name: '东门车棚' }).waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
})
