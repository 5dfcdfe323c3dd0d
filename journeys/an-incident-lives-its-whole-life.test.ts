import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assignee } from './incident.ts'
import { picture } from './picture.ts'
import { aPlace } from './place.ts'
import { doAct, openAct, openStage, panel, type Stage } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

/** Chooses in an antd select by typing a part of the name. */
async function choose(page: Page, label: string, typed: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(typed)
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .first()
    .click()
}

test('an incident is reported, accepted, filed, dispatched, handled, checked by someone else and closed, each by the person whose step it is', async () => {
  const matter = stage.server.deps.list
    .entries()
    .find((e) => !e.confidential && e.departmentId === unitOf('works') && e.conditions.length > 0)
  if (matter === undefined) throw new Error('no class of the works unit')
  const place = await aPlace(stage.server)

  const intake = await stage.person('intake-officer')
  await intake.getByRole('link', { name: '登记' }).click()
  await choose(intake, '事项类别 选填', matter.key.code)
  await intake.getByLabel('情况描述').fill('路面井盖松动，车辆经过有响声')
  await intake.getByLabel('地址').fill('学府路 74 号门前')
  await intake.getByLabel('经度').fill(String(place.lon))
  await intake.getByLabel('纬度').fill(String(place.lat))
  await intake.getByText(/^落在 .+ · .+社区 · .+/).waitFor()
  await intake.getByLabel('姓名').fill('王秀英')
  await intake.getByLabel('电话').fill('19900001234')
  await intake.getByText(/将记为/).waitFor()
  await intake.locator('#report-photos').setInputFiles(await picture('现场.jpg', 40))
  await intake.getByText('正在上传').waitFor({ state: 'detached' })
  await intake.getByRole('button', { name: '登记并生成流水号' }).click()
  await intake.getByRole('link', { name: '打开事件' }).click()
  await intake.getByRole('heading', { level: 1, name: new RegExp(matter.name) }).waitFor()
  const number = new URL(intake.url()).pathname.split('/').at(-1) ?? ''
  expect(number).toMatch(/^990602\d{13,}$/)

  await openAct(intake, '受理')
  await doAct(intake, '受理')
  await openAct(intake, '立案')
  await panel(intake).getByRole('radio').first().check()
  await doAct(intake, '立案')
  // Who does what comes next is named, and the act itself is not offered.
  await panel(intake).getByText('下一步“派遣”由派遣员、值班长办理。').waitFor()

  const dispatcher = await stage.person('dispatcher')
  await dispatcher
    .getByRole('link', { name: new RegExp(matter.name) })
    .first()
    .click()
  await panel(dispatcher).getByText('建议主办').waitFor()
  await doAct(dispatcher, '派遣')

  const handler = await stage.person('handler')
  await handler.goto(`/incidents/${number}`)
  await doAct(handler, '接单')
  await panel(handler).getByLabel('办理情况').fill('已更换井盖，路面恢复平顺')
  await panel(handler)
    .locator('input[type=file]')
    .setInputFiles(await picture('处置后.jpg', 90))
  await panel(handler).getByText('正在上传').waitFor({ state: 'detached' })
  await doAct(handler, '反馈')

  // The dispatcher's page hears of it by itself.
  await dispatcher.getByText('已更换井盖，路面恢复平顺').waitFor()
  await doAct(dispatcher, '派核查')

  const given = await assignee(stage.server, number, 'check')
  const checkers = stage.server.accounts.filter((a) => a.post === 'checker')
  const nth = checkers.findIndex((a) => a.username === given.username)
  const checker = await stage.person('checker', nth)
  await checker.goto(`/incidents/${number}`)
  await panel(checker).getByRole('radio', { name: '通过', exact: true }).check()
  await doAct(checker, '核查')

  await panel(intake).getByRole('button', { name: '结案', exact: true }).click()
  await panel(intake).getByText('已办：结案。').waitFor()
  await intake.getByText('已结案').first().waitFor()
  const history = await intake.locator('.timeline li b').allTextContents()
  expect(history.toReversed().map((h) => h.replace(/：.*$/, ''))).toEqual([
    '上报',
    '受理',
    '立案',
    expect.stringMatching(/^派遣至/),
    '接单',
    '反馈',
    '派核查',
    '核查',
    '结案',
  ])
  // Nobody sees the reporter's full number on the page.
  expect(await intake.content()).not.toContain('19900001234')
})

function unitOf(username: string): string | null {
  const account = stage.server.accounts.find((a) => a.username === username)
  return stage.server.deps.directory.departments().find((d) => d.name === account?.area)?.id ?? null
}
