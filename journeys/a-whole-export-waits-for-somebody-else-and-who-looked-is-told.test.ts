import { readFile } from 'node:fs/promises'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
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

test('a community asks for a whole export, the duty chief approves, the sheet says who took it, and the person can be told', async () => {
  const idNumber = office.idNumber('19690909', 9)
  const { id } = await office.register(await office.home(), {
    name: '欧阳试',
    idKind: 'resident-id',
    idNumber,
  })
  const page = await stage.person('community-manager')
  await page.getByRole('link', { name: '人口' }).click()
  await page.getByRole('link', { name: '导出' }).click()
  await page.getByText('还没有导出').waitFor()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '新建导出' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: '提交' }).click()
  await form.getByText('请选择区域').waitFor()
  await form.getByLabel('全部区域').or(form.getByLabel('区域')).first().click()
  await page.getByTitle(/社区$/).first().click()
  await form.getByLabel('全量（需批准）').check()
  await form.getByLabel('用途').fill('民政部门低保复核')
  expect(await barriers(page)).toEqual([])
  await form.getByRole('button', { name: '提交' }).click()
  await page.getByText('待批准').waitFor()
  expect(await page.getByRole('link', { name: '下载' }).count()).toBe(0)

  const chief = await stage.person('duty-chief')
  await chief.goto(`${stage.base}/exports`)
  await chief.getByText('民政部门低保复核').waitFor()
  await chief.getByRole('button', { name: '批准', exact: true }).click()
  await chief.getByRole('dialog').getByRole('button', { name: '批准', exact: true }).click()
  await chief.getByText('可下载', { exact: true }).waitFor()

  await page.reload()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载' }).click(),
  ])
  const book = await readXlsx(await readFile(await download.path()))
  const text = JSON.stringify(book.sheets[0]?.rows)
  expect(text).toContain(idNumber)
  expect(text).toContain(stage.account('community-manager').name)
  await page.getByText('下载 1 次', { exact: false }).waitFor()

  await page.goto(`${stage.base}/people/${id}?tab=history`)
  await page.getByRole('link', { name: '谁看过，打印给本人' }).click()
  await page.getByRole('heading', { level: 1, name: '谁看过欧阳试的信息' }).waitFor()
  await page.getByRole('row', { name: /全量导出.*民政部门低保复核/ }).waitFor()
  expect(await barriers(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
})
