import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { registryOffice, type Office } from '@lifang/domains/registry/testing/office.ts'
import { barriers, isWide } from './barriers.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
let office: Office
/** What the server does in the background when it runs for real. */
let background: NodeJS.Timeout
beforeAll(async () => {
  stage = await openStage()
  office = await registryOffice(stage.server)
  background = setInterval(() => {
    stage.server.runComparisons().catch(() => undefined)
  }, 300)
})
afterAll(async () => {
  clearInterval(background)
  await stage.end()
})

/** Total of a column of the report. */
const total = async (page: Page, column: string): Promise<string> => {
  const heads = await page.locator('.cmp-report thead th').allTextContents()
  const cells = await page.locator('.cmp-report tfoot tr > *').allTextContents()
  return cells[heads.indexOf(column)] ?? ''
}

test('a community compares its people with the police’s list, takes one field over, keeps one for a reason, and the report adds up', async () => {
  const home = await office.home()
  const number = (n: number): string => office.idNumber('19770707', 101 + 2 * n)
  const ours = [
    { name: '司徒一致', phone: '19900003001' },
    { name: '司徒换号', phone: '19900003002' },
    { name: '司徒改名', phone: '19900003003' },
    { name: '司徒独有', phone: '19900003004' },
  ]
  const made = []
  for (const [n, person] of ours.entries())
    made.push(await office.register(home, { ...person, idKind: 'resident-id', idNumber: number(n) }))
  const page = await stage.person('community-manager')
  await page.goto('/people')
  await page.getByRole('link', { name: '比对', exact: true }).click()
  await page.getByText('还没有比对').waitFor()
  expect(await barriers(page)).toEqual([])

  await page.getByRole('button', { name: '发起比对' }).click()
  await page.getByLabel('依据').fill('区公安分局人口数据共享协议')
  await page.getByRole('button', { name: '下一步：上传名单' }).click()
  await page.getByText('请选择范围').waitFor()
  await page.getByLabel('目的').fill('<b>核对</b>')
  await page.getByLabel('联系电话').check()
  await page.getByLabel('居住在此的人').check()
  await page.getByRole('dialog').getByRole('combobox').nth(1).click()
  await page.locator('.ant-select-tree-title').first().click()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '下一步：上传名单' }).click()
  // Pasted pages are refused at the field, and what was typed stays.
  await page.locator('.ant-form-item-explain-error').first().waitFor()
  expect(await page.getByLabel('依据').inputValue()).toBe('区公安分局人口数据共享协议')
  await page.getByLabel('目的').fill('核对实有人口底数')
  await page.getByRole('button', { name: '下一步：上传名单' }).click()
  await page.getByRole('heading', { level: 1, name: '公安人口' }).waitFor()

  const file = [
    '姓名,性别,身份证号,联系电话',
    `司徒一致,男,${number(0)},19900003001`,
    `司徒换号,男,${number(1)},19900003999`,
    `欧阳改名,男,${number(2)},19900003003`,
    `司马没有,男,${number(9)},`,
  ].join('\n')
  await page
    .getByLabel(/选择对方名单/)
    .setInputFiles({ name: '公安名单.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
  await page.getByRole('heading', { name: '每一列是什么' }).waitFor()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '开始比对' }).click()
  await page.getByRole('heading', { name: '各网格一致情况' }).waitFor()
  await page.getByText('已完成').waitFor()
  expect(await barriers(page)).toEqual([])
  const counts = ['记录', '一致', '不一致', '仅对方', '仅我方', '待处理']
  expect(await Promise.all(counts.map((c) => total(page, c)))).toEqual(['5', '1', '2', '1', '1', '4'])

  // The grid worker settles what lies on their ground.
  const worker = await stage.person('grid-worker')
  await worker.goto('/comparisons/tasks')
  const row = (field: string) =>
    worker.getByRole('row').filter({ hasText: field }).filter({ hasText: '不一致' })
  await row('联系电话').getByRole('link').click()
  await worker.getByRole('heading', { name: '双方内容' }).waitFor()
  await worker.getByText('199****3999').waitFor()
  expect(await worker.getByText('19900003999').count()).toBe(0)
  expect(await barriers(worker)).toEqual([])
  await worker.getByLabel(/以对方为准/).check()
  await worker.getByRole('button', { name: '确定' }).click()
  await worker.getByText('已按对方更正').waitFor()

  await worker.getByRole('link', { name: '比对任务' }).click()
  await row('姓名').getByRole('link').click()
  await worker.getByLabel(/以我方为准/).check()
  await worker.getByRole('button', { name: '确定' }).click()
  await worker.getByText('这一项要填').or(worker.locator('.ant-form-item-explain-error')).first().waitFor()
  await worker.getByLabel('理由', { exact: true }).fill('户口簿与我方一致')
  await worker.getByRole('button', { name: '确定' }).click()
  await worker.getByText('户口簿与我方一致').waitFor()
  await worker.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(worker)).toBe(false)

  const { changes } = await office.ok<{ changes: { field: string; source: string }[] }>(
    'GET',
    `/api/registry/people/${made[1]?.id ?? ''}/history`,
    'grid-worker',
  )
  expect(changes.find((c) => c.field === 'phone')?.source).toBe('comparison')
  const kept = await office.ok<{ name: string }>(
    'GET',
    `/api/registry/people/${made[2]?.id ?? ''}`,
    'grid-worker',
  )
  expect(kept.name).toBe('司徒改名')
  await page.reload()
  await page.getByRole('heading', { name: '各网格一致情况' }).waitFor()
  expect(await total(page, '待处理')).toBe('2')
  expect(await total(page, '不一致')).toBe('2')
}, 120_000)
