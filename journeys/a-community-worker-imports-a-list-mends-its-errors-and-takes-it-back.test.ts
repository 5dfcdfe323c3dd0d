import { readFile } from 'node:fs/promises'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
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
    stage.server.runImports().catch(() => undefined)
  }, 300)
})
afterAll(async () => {
  clearInterval(background)
  await stage.end()
})

/** A building on the ground of the first community manager. */
async function aBuilding(): Promise<void> {
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
  await office.building(
    { place: { lon, lat, crs: 'CGCS2000' }, road: '', door: '', estate: '里仁花园', block: '3' },
    'community-manager',
  )
}

const choose = (page: Page, name: string, buffer: Buffer): Promise<void> =>
  page.getByLabel(/选择表格文件/).setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
const number = (page: Page, label: string): Promise<string | null> =>
  page.locator('.imp-numbers div', { hasText: label }).locator('dd').first().textContent()

test('a community worker imports a list of their own heads, mends what was wrong in Excel, and takes an import back', async () => {
  await aBuilding()
  const page = await stage.person('community-manager')
  await page.getByRole('link', { name: '人口' }).click()
  await page.getByRole('link', { name: '导入', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: '导入' }).waitFor()
  await page.getByText('还没有导入过').waitFor()
  expect(await barriers(page)).toEqual([])

  // What is no sheet is refused in a sentence, on the same page.
  await choose(page, '照片.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]))
  await page.getByText('这个文件不是 Excel（.xlsx）或 CSV 表格').waitFor()

  const file = [
    '户主姓名,名字,身份证号,手机号码,现住址,与户主的关系',
    `司徒甲,司徒甲,${office.idNumber('19720818', 41)},13800001111,里仁花园3栋1单元101室,户主`,
    `司徒甲,司徒乙,1.10105E+17,,里仁花园3栋1单元101室,妻`,
    `司徒甲,司徒丙,,,里仁花园3栋1单元101室,长子`,
    `司徒甲,司徒丁,,,没有的小区1栋101,长女`,
  ].join('\n')
  await choose(page, '花名册.csv', Buffer.from(file))
  await page.getByRole('heading', { name: '各列的含义' }).waitFor()
  expect(await barriers(page)).toEqual([])
  await page.getByLabel('把这次的对应存为').fill('社区花名册')
  await page.getByRole('button', { name: '确认，试导入' }).click()
  await page.getByRole('heading', { name: '试导入结果' }).waitFor()
  expect([await number(page, '新增人员'), await number(page, '错误')]).toEqual(['2', '2'])
  await page.getByText('末尾几位数字已经丢失').waitFor()
  expect(await barriers(page)).toEqual([])
  expect(await isWide(page)).toBe(false)
  await page.getByRole('button', { name: '正式导入 2 人' }).click()
  await page.getByRole('heading', { name: '导入结果' }).waitFor()

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载错误表' }).click(),
  ])
  const book = await readXlsx(await readFile(await download.path()))
  const rows = (book.sheets[0]?.rows ?? []).map((r) => r.map((c) => (typeof c === 'string' ? c : '')))
  expect(rows).toHaveLength(3)
  const [, lost = [], lost2 = []] = rows
  lost[2] = office.idNumber('19740202', 42)
  lost2[4] = '里仁花园3栋1单元101室'
  await page.getByRole('link', { name: '全部导入' }).click()
  await choose(page, '改好的.xlsx', Buffer.from(await writeXlsx({ sheets: [{ name: '人员', rows }] })))
  await page.getByRole('heading', { name: '各列的含义' }).waitFor()
  await page.getByRole('button', { name: '确认，试导入' }).click()
  await page.getByRole('button', { name: '正式导入 2 人' }).click()
  await page.getByRole('heading', { name: '导入结果' }).waitFor()
  expect([await number(page, '新增人员'), await number(page, '错误')]).toEqual(['2', '0'])

  await page.getByRole('button', { name: '撤销导入' }).click()
  await page.getByRole('button', { name: '确认撤销' }).click()
  await page.getByText('请写明原因').waitFor()
  await page.getByLabel('撤销原因').fill('这两人已搬走')
  await page.getByRole('button', { name: '确认撤销' }).click()
  await page.getByRole('heading', { name: '撤销结果' }).waitFor()
  expect(await number(page, '撤回人员')).toBe('2')
  await page.getByText('原因：这两人已搬走').waitFor()
  expect(await barriers(page)).toEqual([])

  const found = await office.ok<{ people: { name: string }[] }>(
    'GET',
    `/api/registry/search?q=${encodeURIComponent('司徒')}`,
    'community-manager',
  )
  expect(found.people).toHaveLength(2)
}, 120_000)
