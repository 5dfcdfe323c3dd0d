import { readFile } from 'node:fs/promises'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator } from './administrator.ts'
import { barriers, isWide } from './barriers.ts'
import { openStage, signIn, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

type Row = (string | number)[]
const sheet = async (rows: Row[]) => ({
  name: '新到人员.xlsx',
  mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  buffer: Buffer.from(await writeXlsx({ sheets: [{ name: '人员', rows }] })),
})
async function saved(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return readFile(await download.path())
}

test('an administrator imports staff, mends two rows, and the other administrator gives their posts', async () => {
  const page = await administrator(stage, 'system-admin')
  await page.getByRole('button', { name: '导入账号' }).click()
  const window = page.getByRole('dialog')
  const template = await readXlsx(
    await saved(page, () => window.getByRole('link', { name: '下载模板' }).click()),
  )
  const heads = (template.sheets[0]?.rows[0] ?? []).map(String)
  expect(heads).toEqual(['用户名', '姓名', '手机号', '岗位', '区域', '部门', '任职起', '任职止'])
  const county = String(stage.server.deps.county)
  const rows: Row[] = [
    heads,
    ['zhou.jie', '周洁', 13800000001, '受理员', county, '', '2026-01-01', ''],
    ['wu gang', '吴刚', '', '派遣员', county, '', '2026-01-01', ''],
    ['zheng.xin', '郑欣', '', '受理', county, '', '2026-01-01', ''],
  ]
  await window.getByLabel('选择工作簿').setInputFiles(await sheet(rows))
  await window.getByText('2 处错误，改好后重新选择文件').waitFor()
  await window.getByRole('row', { name: /第 3 行 用户名 用户名应为/ }).waitFor()
  await window.getByRole('row', { name: /第 4 行 岗位 没有“受理”这个岗位/ }).waitFor()
  expect(await window.getByRole('button', { name: '全部导入' }).isDisabled()).toBe(true)
  expect(await barriers(page)).toEqual([])

  const marked = await saved(page, () => window.getByRole('button', { name: '下载标注错误的工作簿' }).click())
  const back = ((await readXlsx(marked)).sheets[0]?.rows ?? []).map((row) => row.map((c) => String(c ?? '')))
  expect(back[0]?.[8]).toBe('错误说明')
  expect([back[1]?.[8], back[3]?.[8]]).toEqual(['', '岗位：没有“受理”这个岗位，请从“岗位”表中选'])
  const mended = back.map((row, i) =>
    row.map((cell, c) => (i === 2 && c === 0 ? 'wu.gang' : i === 3 && c === 3 ? '受理员' : cell)),
  )
  await window.getByLabel('选择工作簿').setInputFiles(await sheet(mended))
  await window.getByText('读到 3 行：新建账号 3 个，已有 0 个').waitFor()
  await window.getByRole('button', { name: '全部导入' }).click()
  await window.getByText('已导入：新建账号 3 个').waitFor()
  const password =
    (await window
      .getByRole('row', { name: /zhou\.jie/ })
      .locator('code')
      .textContent()) ?? ''
  await window.getByRole('button', { name: '已记下，关闭' }).click()
  await page.getByLabel('用户名或姓名').fill('周洁')
  await page.keyboard.press('Enter')
  await page.getByRole('row', { name: /zhou\.jie 周洁 人员 暂无岗位/ }).waitFor()

  const security = await administrator(stage, 'security-admin')
  await security.getByRole('button', { name: '导入岗位' }).click()
  await security.getByLabel('选择工作簿').setInputFiles(await sheet(mended))
  await security.getByText('读到 3 行：新授岗位 3 个，已有 0 个').waitFor()
  await security.getByRole('button', { name: '全部导入' }).click()
  await security.getByText('已导入：新授岗位 3 个').waitFor()
  await security.getByRole('button', { name: '已记下，关闭' }).click()

  // On the account's page: a stand-in with dates, and the end of a post.
  await security.getByLabel('用户名或姓名').fill('周洁')
  await security.keyboard.press('Enter')
  await security.getByRole('link', { name: 'zhou.jie' }).click()
  await security.getByRole('heading', { level: 1, name: '周洁' }).waitFor()
  await security.getByRole('button', { name: /^安排顶岗/ }).click()
  const standIn = security.getByRole('dialog')
  await standIn.getByLabel('顶岗人').fill('吴刚')
  await security.getByTitle('吴刚（wu.gang）').click()
  await standIn.getByLabel('任职止').fill('2099-01-01T18:00')
  await standIn.getByRole('button', { name: '安排顶岗' }).click()
  await standIn.waitFor({ state: 'detached' })
  expect(await barriers(security)).toEqual([])
  await security.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(security)).toBe(false)
  await security.setViewportSize({ width: 1440, height: 900 })

  await security.getByRole('link', { name: '账号' }).first().click()
  await security.getByLabel('用户名或姓名').fill('吴刚')
  await security.keyboard.press('Enter')
  await security.getByRole('row', { name: /wu\.gang 吴刚 .*顶 周洁/ }).waitFor()

  const newcomer = await stage.stranger()
  await newcomer.goto('/')
  await signIn(newcomer, { username: 'zhou.jie', password })
  await newcomer.getByRole('heading', { level: 1, name: '修改密码' }).waitFor()
})
