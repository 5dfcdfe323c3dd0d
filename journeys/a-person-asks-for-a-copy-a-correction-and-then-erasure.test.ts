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

const narrow = async (page: Page): Promise<void> => {
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
  await page.setViewportSize({ width: 1440, height: 900 })
}

test('a person gets their copy and a correction; when they have left another approves the erasure, and search finds nobody', async () => {
  const idNumber = office.idNumber('19660606', 66)
  const home = await office.home()
  const { id } = await office.register(home, {
    name: '欧阳求真',
    idKind: 'resident-id',
    idNumber,
    workplace: '市一小',
  })
  const page = await stage.person('community-manager')
  await page.goto(`${stage.base}/people/${id}?tab=rights`)
  await page.getByText('没有请求').waitFor()
  expect(await barriers(page)).toEqual([])

  // The copy.
  await page.getByRole('link', { name: '本人副本' }).click()
  await page.getByRole('button', { name: '生成副本' }).click()
  await page.getByText('请填写此项').first().waitFor()
  await page.getByLabel('怎样核实身份').fill('查验居民身份证原件')
  await page.getByLabel('事由').fill('<b>查阅</b>')
  await page.getByRole('button', { name: '生成副本' }).click()
  await page.locator('.ant-form-item-explain-error').first().waitFor()
  await page.getByLabel('事由').fill('本人到窗口要求查阅')
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '生成副本' }).click()
  const sheet = page.getByRole('article')
  await sheet.getByRole('heading', { level: 1, name: '个人信息副本' }).waitFor()
  for (const whole of [idNumber, '市一小', '查验居民身份证原件', '本人副本'])
    await sheet.getByText(whole, { exact: false }).first().waitFor()
  expect(await barriers(page)).toEqual([])
  await narrow(page)

  // The correction: asked for, made, closed.
  await page.getByRole('link', { name: '返回人员页面' }).click()
  await page.getByRole('button', { name: '受理更正' }).click()
  const ask = page.getByRole('dialog')
  await ask.getByLabel('怎样核实身份').fill('查验居民身份证原件')
  await ask.getByLabel('哪里错了').fill('工作单位应为市一中')
  expect(await barriers(page)).toEqual([])
  await ask.getByRole('button', { name: '受理' }).click()
  await page.getByText('工作单位应为市一中').waitFor()
  await page.getByText('有更正请求没办结').waitFor()
  await page.getByRole('button', { name: '已更正，办结' }).click()
  const close = page.getByRole('dialog')
  await close.getByRole('button', { name: '已更正，办结' }).click()
  await close.getByText('受理以后资料没有改动').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '编辑' }).first().click()
  await page.getByRole('dialog').getByLabel('工作单位').fill('市一中')
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '已更正，办结' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '已更正，办结' }).click()
  await page.getByRole('link', { name: '告知书' }).click()
  await page.getByText('有关信息已于', { exact: false }).waitFor()
  expect(await barriers(page)).toEqual([])
  await narrow(page)

  // The erasure: they have left, it was collected without ground; somebody else decides.
  await office.ok('POST', `/api/registry/people/${id}/move-out`, 'grid-worker', {
    ...office.proof(),
    version: 2,
    kinds: ['residing'],
    on: office.proof().verifiedOn,
  })
  await page.goto(`${stage.base}/people/${id}?tab=rights`)
  await page.getByRole('button', { name: '受理删除' }).click()
  await page.getByLabel('怎样核实身份').fill('查验居民身份证原件')
  await page.getByLabel('为什么删除').fill('已搬走，当初属于误采')
  await page.getByLabel('属于误采', { exact: false }).check()
  await page.getByRole('dialog').getByRole('button', { name: '受理' }).click()
  await page.getByText('已搬走，当初属于误采').waitFor()
  expect(await page.getByRole('button', { name: '同意删除' }).count()).toBe(0)

  const chief = await stage.person('duty-chief')
  await chief.getByRole('link', { name: '人口' }).click()
  await chief.getByRole('link', { name: '信息请求' }).click()
  await chief.getByText('已搬走，当初属于误采').waitFor()
  expect(await barriers(chief)).toEqual([])
  await narrow(chief)
  await chief.getByRole('button', { name: '同意删除' }).click()
  await chief.getByRole('dialog').getByRole('button', { name: '同意删除' }).click()
  await chief.getByText('没有办理中的请求').waitFor()
  await chief.getByRole('button', { name: '已办结' }).click()
  await chief.getByText('内容已随人员删除').first().waitFor()
  await chief.getByRole('link', { name: '到期待删' }).click()
  await chief.getByText('没有到期待删的人').waitFor()
  expect(await barriers(chief)).toEqual([])
  await chief.goto(`${stage.base}/people?q=求真`)
  await chief.getByText('没有找到', { exact: false }).waitFor()
})

test('an administrator says a text anew, and residents read it without signing in', async () => {
  const page = await administrator(stage, 'security-admin')
  await page.getByRole('link', { name: '采集目的' }).click()
  const form = page.getByRole('region', { name: '查阅、更正、删除请求' })
  await form.getByText('出厂文本').waitFor()
  expect(await barriers(page)).toEqual([])
  await form.getByRole('button', { name: '修改' }).click()
  const edit = page.getByRole('dialog')
  await edit.getByLabel('答复期限（天）').fill('10')
  await edit.getByRole('button', { name: '保存' }).click()
  await edit.getByText('请填写此项').waitFor()
  await edit.getByLabel('修改理由').fill('街道办公会议定为十日')
  expect(await barriers(page)).toEqual([])
  await edit.getByRole('button', { name: '保存' }).click()
  await form.getByText('受理后 10 天内答复').waitFor()
  await form.getByText('历次文本').click()
  await form.getByText('街道办公会议定为十日', { exact: false }).waitFor()
  await narrow(page)

  const resident = await stage.stranger()
  await resident.setViewportSize({ width: 390, height: 844 })
  await resident.goto('/portal')
  await resident.getByRole('link', { name: '个人信息说明' }).click()
  await resident.getByText('受理后 10 天内答复').waitFor()
  expect(await barriers(resident)).toEqual([])
  expect(await isWide(resident)).toBe(false)
})

test('a child is born into a household, and a twin of the name is asked about first', async () => {
  const home = await office.home()
  await office.register(home, { name: '欧阳有福' })
  const page = await stage.person('community-manager')
  await page.goto(`${stage.base}/homes/${home}`)
  await page.getByRole('button', { name: '登记出生' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: '登记出生' }).click()
  await form.getByText('请填写此项').waitFor()
  await form.getByLabel('姓名').fill('欧阳有福')
  await form.getByText('可能已经登记过').waitFor()
  await form.getByLabel('姓名').fill('欧阳小满')
  expect(await barriers(page)).toEqual([])
  await form.getByLabel('女').check()
  await form.getByRole('button', { name: '登记出生' }).click()
  await page.getByRole('link', { name: '欧阳小满' }).waitFor()
})
