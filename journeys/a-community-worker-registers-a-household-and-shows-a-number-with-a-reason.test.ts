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

/** A building with two homes on the ground of the first community manager. */
async function aBuilding(): Promise<string> {
  const me = await office.ok<{ holdings: { areaPath: string }[] }>('GET', '/api/me', 'community-manager')
  const path = me.holdings[0]?.areaPath ?? ''
  const { items } = await office.ok<{ items: { level: string; centre: [number, number] }[] }>(
    'GET',
    '/api/map/areas',
    'community-manager',
  )
  const point = items.find(
    (i) =>
      i.level === 'grid' &&
      stage.server.deps.directory.locate(...i.centre)?.grid.path.startsWith(path) === true,
  )
  if (point === undefined) throw new Error('the community has no grid')
  const [lon, lat] = point.centre
  const id = await office.building(
    { place: { lon, lat, crs: 'CGCS2000' }, road: '里仁巷', door: '7' },
    'community-manager',
  )
  await office.homes(id, ['101', '201'], 'community-manager')
  return id
}

const find = async (page: Page, q: string): Promise<void> => {
  await page.getByRole('searchbox', { name: '查找人口、房屋和地址' }).fill(q)
  await page.getByRole('button', { name: '查找', exact: true }).click()
}

test('a community worker registers a household by the sheet, finds it three ways, shows its number with a reason, and the audit has it', async () => {
  await aBuilding()
  const number = office.idNumber('19720818', 12)
  const page = await stage.person('community-manager')
  await page.getByRole('link', { name: '房屋' }).click()
  await page.getByRole('link', { name: '里仁巷7号' }).click()
  await page.getByRole('heading', { level: 1, name: '里仁巷7号' }).waitFor()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('link', { name: /201/ }).click()
  await page.getByRole('button', { name: '家庭登记表' }).click()
  await page.getByRole('button', { name: '添加成员' }).click()
  const line = page.getByRole('list', { name: '新添成员' }).getByRole('listitem')
  await line.getByLabel('姓名').fill('司徒明月')
  await line.getByLabel('证件号码').fill(number.slice(0, 16))
  await line.getByLabel('电话').fill('199 0000 6142')
  await page.getByRole('button', { name: '保存整表' }).click()
  // What is wrong stands at the field, and nothing typed is lost.
  await line.getByText('应为 18 位', { exact: false }).or(line.getByRole('alert')).first().waitFor()
  expect(await line.getByLabel('姓名').inputValue()).toBe('司徒明月')
  expect(await barriers(page)).toEqual([])
  await line.getByLabel('证件号码').fill(number)
  await page.getByRole('button', { name: '保存整表' }).click()
  await page.getByRole('link', { name: '司徒明月' }).waitFor()
  expect(await page.getByRole('row', { name: /司徒明月/ }).textContent()).toContain('户主')

  await page.getByRole('link', { name: '人口' }).click()
  for (const q of ['明月', 'stmy', '6142', number]) {
    await find(page, q)
    await page.getByRole('row', { name: new RegExp(`司徒\\*\\*.*199\\*{4}6142`) }).waitFor()
    // A whole number stands in no address.
    expect(page.url().includes(number), q).toBe(false)
  }
  expect(await barriers(page)).toEqual([])
  await page.getByRole('link', { name: '司徒**' }).click()
  await page.getByRole('heading', { level: 1, name: '司徒明月' }).waitFor()
  await page
    .getByRole('button', { name: '查看全号 证件号码' })
    .or(page.getByRole('button', { name: '查看全号证件号码' }))
    .click()
  const window = page.getByRole('dialog')
  await window.getByRole('button', { name: '查看', exact: true }).click()
  await window.getByText('请填写', { exact: false }).or(window.getByRole('alert')).first().waitFor()
  await window.getByLabel('事由').fill('办理高龄津贴，核对证件号码')
  await window.getByRole('button', { name: '查看', exact: true }).click()
  await expect.poll(() => page.locator('[data-revealed]').textContent()).toBe(number)
  expect(await barriers(page)).toEqual([])
  await window.getByRole('button', { name: '看完了' }).click()
  expect(await page.content()).not.toContain(number)
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)

  const auditor = await administrator(stage, 'audit-admin')
  await auditor.locator('tbody tr').first().waitFor()
  await auditor.getByLabel('操作', { exact: true }).fill('查看全号')
  await auditor.getByTitle('查看全号', { exact: true }).click()
  await auditor.getByRole('button', { name: '查询' }).click()
  await auditor.waitForURL(/act=registry\.reveal/)
  const row = auditor.locator('tbody tr').first()
  await row.getByText('办理高龄津贴，核对证件号码', { exact: false }).first().waitFor()
  expect(await row.textContent()).toContain(stage.account('community-manager').name)
  expect(await auditor.content()).not.toContain(number)
})
