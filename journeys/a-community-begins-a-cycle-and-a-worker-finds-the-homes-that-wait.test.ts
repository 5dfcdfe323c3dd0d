import { afterAll, beforeAll, expect, test } from 'vitest'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { registryOffice, type Office } from '@lifang/domains/registry/testing/office.ts'
import type { HomeView } from '@lifang/domains/registry/schema/views.ts'
import { barriers, isWide } from './barriers.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
let office: Office
beforeAll(async () => {
  stage = await openStage()
  office = await registryOffice(stage.server)
})
afterAll(() => stage.end())

test('a community begins a cycle, its worker finds the homes that wait and visits one, and the board says one in three', async () => {
  const building = await office.building({ road: '里仁巷', door: '9' })
  const [first = ''] = await office.homes(building, ['101', '201', '301'])
  // The community of the worker's grid begins, as its manager.
  const here = stage.server.deps.directory.locate(office.mine.lon, office.mine.lat)
  const page = await stage.person('community-manager')
  await page.getByRole('link', { name: '采集' }).click()
  await page.getByRole('heading', { level: 1, name: '采集覆盖' }).waitFor()
  await page.getByText('没有进行中的采集周期').waitFor()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '开始采集周期' }).click()
  await page.getByRole('button', { name: '开始', exact: true }).click()
  await page.getByText('请选择截止日期').waitFor()
  await page.getByLabel('名称').fill('年末入户')
  await page.getByLabel('截止日期').fill(dateOf(officeDay(Date.now()) + 30))
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '开始', exact: true }).click()
  await page.getByText('已走访 0 套，共 3 套').waitFor()

  const worker = await stage.person('grid-worker')
  await worker.getByRole('link', { name: '采集' }).click()
  await worker.getByRole('button', { name: '待走访' }).click()
  await worker.getByText('共 3 套，按行走顺序').waitFor()
  expect(await worker.getByRole('row', { name: /里仁巷9号/ }).allTextContents()).toEqual([
    expect.stringContaining('101'),
    expect.stringContaining('201'),
    expect.stringContaining('301'),
  ])
  expect(await barriers(worker)).toEqual([])
  const view = await office.ok<HomeView>('GET', `/api/registry/homes/${first}`, 'grid-worker')
  await office.ok('POST', `/api/registry/homes/${first}`, 'grid-worker', {
    ...office.proof(),
    version: view.version,
    changes: { kind: 'vacant' },
  })
  // A home that came after the cycle began waits and does not count.
  await office.homes(building, ['401'])

  await page.reload()
  await page.getByText('已走访 1 套，共 3 套').waitFor()
  const row = page.getByRole('row', { name: new RegExp(here?.grid.name ?? 'no grid') })
  expect(await row.textContent()).toContain('33.3%')
  await row.getByRole('link').click()
  await page.getByText('共 3 套，按行走顺序').waitFor()
  await page.getByText('新增', { exact: true }).waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
  await page.setViewportSize({ width: 1440, height: 900 })

  await page.getByRole('button', { name: '提前结束' }).click()
  await page.getByRole('dialog').getByLabel('事由').fill('并入全街道统一采集')
  await page.getByRole('dialog').getByRole('button', { name: '提前结束' }).click()
  await page.getByText('没有进行中的采集周期').waitFor()
})
