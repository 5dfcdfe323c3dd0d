import type { Page } from 'playwright-core'
import { sql } from '@lifang/platform/sql.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers } from './barriers.ts'
import { assignee } from './incident.ts'
import { picture } from './picture.ts'
import { chooseGrid, lookUp, numberOn, PHONE, phone } from './resident.ts'
import { doAct, openAct, openStage, panel, signIn, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

/** Whoever took part, by their user names. */
const people = new Set<string>()

async function arrive(who: { username: string; password: string }, path: string): Promise<Page> {
  people.add(who.username)
  const page = await stage.stranger()
  await page.goto(path)
  await signIn(page, who)
  return page
}

test('a resident reports, six people verify, file, dispatch, handle, prolong and check, and the resident rates', async () => {
  const resident = await phone(stage)
  await resident.goto('/portal/report')
  await resident.getByRole('button', { name: '下一步' }).click()
  await chooseGrid(resident)
  // Nearer than the middle of the grid: by touch on the map of the community.
  const mark = await resident.locator('.point-map g').boundingBox()
  if (mark === null) throw new Error('the middle of the grid is not marked')
  await resident.mouse.click(mark.x + mark.width / 2 + 3, mark.y + mark.height + 3)
  await resident.getByText('按您在图上点的位置').waitFor()
  expect(await barriers(resident)).toEqual([])
  await resident.getByLabel('具体在哪里（可以不填）').fill('菜场东门')
  await resident.getByRole('button', { name: '下一步' }).click()
  await resident.getByLabel('说说是什么事').fill('菜场东门的井盖松了，车一过就响，晚上睡不好')
  await resident.getByLabel('手机号（可以不填）').fill(PHONE)
  await resident.getByRole('button', { name: '送出去' }).click()
  const number = await numberOn(resident)
  const address = `/incidents/${number}`

  // 受理员: somebody must look first.
  const intake = await arrive(stage.account('intake-officer'), address)
  await openAct(intake, '派核实')
  await doAct(intake, '派核实')

  // 核实: it is there, and thereby accepted.
  const verifier = await arrive(await assignee(stage.server, number, 'verify'), address)
  await openAct(verifier, '核实')
  await panel(verifier).getByRole('radio', { name: '情况存在', exact: true }).check()
  await doAct(verifier, '核实')

  const works = stage.server.accounts.find((a) => a.username === 'works')
  const unit = stage.server.deps.directory.departments().find((d) => d.name === works?.area)
  // The first condition of a class that allows a prolongation.
  const chosen = stage.server.deps.list.entries().flatMap((e) => {
    const nth = e.conditions.findIndex((c) => c.extension !== null)
    return !e.confidential && e.departmentId === unit?.id && nth >= 0 ? [{ e, nth }] : []
  })[0]
  if (works === undefined || chosen === undefined) throw new Error('no class of the works unit')
  await openAct(intake, '立案')
  await panel(intake).getByLabel('事项类别', { exact: true }).fill(chosen.e.key.code)
  await intake
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .first()
    .click()
  await panel(intake).getByRole('radio').nth(chosen.nth).check()
  await doAct(intake, '立案')

  // 派遣员: as the list suggests.
  const dispatcher = await arrive(stage.account('dispatcher'), `/dispatch?case=${number}`)
  await dispatcher.getByRole('button', { name: '确认派遣' }).click()
  await dispatcher.getByText('没有待派遣的事件').first().waitFor()

  // 处置单位: takes it and asks for a day more.
  const handler = await arrive(works, address)
  await openAct(handler, '接单')
  await doAct(handler, '接单')
  await openAct(handler, '申请延期')
  await panel(handler).getByLabel('延长多少').fill('1')
  await panel(handler).getByLabel('情况说明').fill('同规格井盖缺货，明日到货')
  await doAct(handler, '申请延期')

  // 派遣员 first, then 值班长: each grants it with the facts in view.
  await dispatcher.goto(address)
  await openAct(dispatcher, '批复延期')
  await panel(dispatcher).getByText('同规格井盖缺货，明日到货').waitFor()
  await panel(dispatcher).getByRole('button', { name: '批准', exact: true }).click()
  await panel(dispatcher).getByText('已办：批复延期。').waitFor()
  const chief = await arrive(stage.account('duty-chief'), '/exceptions')
  await chief.getByRole('button', { name: '同意延期' }).first().click()
  await chief.getByText('同规格井盖缺货，明日到货').waitFor()
  await chief.locator('.ex-open').getByRole('button', { name: '批准', exact: true }).click()
  await chief.getByRole('heading', { level: 1, name: '0 件要你决定' }).waitFor()

  await openAct(handler, '反馈')
  await panel(handler).getByLabel('办理情况').fill('已更换井盖，车辆通过无响声')
  await panel(handler)
    .locator('input[type=file]')
    .setInputFiles(await picture('处置后.jpg', 90))
  await panel(handler).getByText('正在上传').waitFor({ state: 'detached' })
  await doAct(handler, '反馈')

  await dispatcher.goto(address)
  await openAct(dispatcher, '派核查')
  await doAct(dispatcher, '派核查')

  // 核查员: neither the handler nor of their unit.
  const checker = await arrive(await assignee(stage.server, number, 'check'), address)
  await openAct(checker, '核查')
  await panel(checker).getByRole('radio', { name: '通过', exact: true }).check()
  await doAct(checker, '核查')
  await openAct(intake, '结案')
  await doAct(intake, '结案')

  await resident.getByRole('link', { name: '看办到哪一步' }).click()
  await lookUp(resident, PHONE.slice(-4))
  await resident.getByText('办完了，请您评价').waitFor()
  await resident.getByRole('button', { name: '评价' }).click()
  await resident.getByLabel('5 星 很满意').check()
  await resident.getByLabel('解决了', { exact: true }).check()
  await resident.getByRole('button', { name: '送出评价' }).click()
  await resident.getByText('谢谢，评价已记下。').waitFor()

  expect([...people]).toHaveLength(6)
  const acts = await stage.server.admin.rows<{ act: string; actor_name: string }>(
    sql`select s.act, s.actor_name from incident_step s join incident i on i.county = s.county and i.id = s.incident_id
        where i.number = ${number} order by s.seq`,
  )
  expect(acts.map((a) => a.act)).toEqual([
    'report',
    'send-verify',
    'verify',
    'file',
    'dispatch',
    'take',
    'ask-extension',
    'decide-extension',
    'decide-extension',
    'feedback',
    'send-check',
    'check',
    'close',
    'rate',
  ])
})
