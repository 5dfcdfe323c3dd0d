import { afterAll, beforeAll, expect, test } from 'vitest'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
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

const until = dateOf(officeDay(Date.now()) + 180)

test('the security administrator turns a special kind on and names two, one proposes, the other approves, and a third sees nothing', async () => {
  const { id } = await office.register(await office.home(), { name: '周试' })
  const admin = await administrator(stage, 'security-admin')
  await admin.getByRole('link', { name: '标签' }).click()
  await admin.getByRole('heading', { level: 1, name: '标签与特殊人群' }).waitFor()
  expect(await barriers(admin)).toEqual([])
  const kind = admin.locator('[data-kind="community-correction"]')
  await kind.getByText('出厂设置：关闭').waitFor()
  await kind.getByRole('button', { name: '启用' }).click()
  const window = admin.getByRole('dialog')
  await window.getByRole('button', { name: '启用' }).click()
  await window.getByText('请填写', { exact: false }).first().waitFor()
  await window.getByLabel('依据').fill('社区矫正法第十条，街道〔2026〕8号文件')
  await window.getByRole('button', { name: '启用' }).click()
  await kind.getByText('社区矫正法第十条', { exact: false }).waitFor()
  for (const post of ['grid-worker', 'duty-chief']) {
    await admin.getByRole('button', { name: '指定人员' }).first().click()
    await window.getByLabel('标签').click()
    await admin.getByTitle('社区矫正', { exact: true }).click()
    await window.getByLabel('登录名').fill(stage.account(post).username)
    await window.getByLabel('止').fill(until)
    await window.getByLabel('原因').fill('负责社区矫正工作')
    await window.getByRole('button', { name: '指定人员' }).click()
    await admin.getByText(stage.account(post).name, { exact: true }).waitFor()
  }

  const worker = await stage.person('grid-worker')
  await worker.goto(`${stage.base}/people/${id}?tab=labels`)
  await worker.getByText('没有您可以查看的标签').waitFor()
  await worker.getByRole('button', { name: '申请标签' }).click()
  const form = worker.getByRole('dialog')
  await form.getByLabel('标签').click()
  await worker.getByTitle('社区矫正', { exact: true }).click()
  await form.getByLabel('依据').fill('社区矫正决定书，接收登记表第 12 号')
  await form.getByLabel('止').fill(until)
  expect(await barriers(worker)).toEqual([])
  await form.getByRole('button', { name: '申请标签' }).click()
  await worker.getByText('待审批', { exact: true }).waitFor()
  expect(await worker.getByRole('button', { name: '批准', exact: true }).count()).toBe(0)

  const chief = await stage.person('duty-chief')
  await chief.getByRole('link', { name: '人口' }).click()
  await chief.getByRole('link', { name: '标签审批' }).click()
  await chief.getByText('依据：社区矫正决定书，接收登记表第 12 号').waitFor()
  expect(await barriers(chief)).toEqual([])
  await chief.getByRole('button', { name: '批准', exact: true }).click()
  await chief.getByRole('dialog').getByRole('button', { name: '批准', exact: true }).click()
  await chief.getByText('没有待审批的标签').waitFor()
  await chief.getByRole('button', { name: '生效中' }).click()
  await chief.getByRole('link', { name: '周*' }).waitFor()
  await chief.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(chief)).toBe(false)

  // Who has the same ground and no name sees neither the label nor that there is one.
  const manager = await stage.person('community-manager')
  await manager.goto(`${stage.base}/people/${id}?tab=labels`)
  await manager.getByText('没有您可以查看的标签').waitFor()
  expect(await manager.content()).not.toContain('矫正')
})
