import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assignee } from './incident.ts'
import { press, signInByKeyboard, tabTo, typeInto } from './keyboard.ts'
import { aPlace } from './place.ts'
import { openStage, panel, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

/** Somebody at a desk without a mouse. */
async function arrive(who: { username: string; password: string }, path: string): Promise<Page> {
  const page = await stage.stranger()
  await page.goto(path)
  await signInByKeyboard(page, who)
  return page
}

/** Presses the button of an act on the case's page, after what it asks for. */
async function act(page: Page, name: string, fill?: () => Promise<void>): Promise<void> {
  const heading = panel(page).getByRole('heading', { level: 3, name, exact: true })
  const closed = panel(page).locator('.other', { hasText: new RegExp(`^${name}`) })
  await heading.or(closed).first().waitFor()
  if (!(await heading.isVisible())) await press(page, new RegExp(`^${name}`))
  await fill?.()
  await tabTo(page, new RegExp(`^${name}$`))
  await page.keyboard.press('Enter')
  await panel(page).getByText(`已办：${name}。`).waitFor()
}

test('a case is reported, filed, dispatched, handled, checked and closed, and nobody touches a mouse', async () => {
  const works = stage.server.accounts.find((a) => a.username === 'works')
  const unit = stage.server.deps.directory.departments().find((d) => d.name === works?.area)
  const matter = stage.server.deps.list
    .entries()
    .find((e) => !e.confidential && e.departmentId === unit?.id && e.conditions.length > 0)
  const condition = matter?.conditions[0]
  if (works === undefined || matter === undefined || condition === undefined)
    throw new Error('no class of the works unit')
  const { lon, lat } = await aPlace(stage.server)
  const grid = stage.server.deps.directory.locate(lon, lat)?.grid.name ?? ''

  const intake = await arrive(stage.account('intake-officer'), '/intake')
  const call = intake.getByRole('region', { name: '登记来电' })
  await call.getByLabel('来电号码').waitFor()
  await intake.keyboard.press('n')
  await intake.waitForFunction(`document.activeElement.id === 'call-phone'`)
  await intake.keyboard.type('19900001111')
  await typeInto(intake, /^或选网格/, grid)
  await intake.keyboard.press('Enter')
  await call.getByText(`落在 ${grid}`, { exact: false }).waitFor()
  await typeInto(intake, /^诉求/, '路面井盖松动，车辆经过有响声')
  await intake.keyboard.press('Control+Enter')
  await call.getByText('已受理。请把流水号告诉来电人', { exact: false }).waitFor()
  const number = ((await call.innerText()).match(/990602-?\d{8}-?\d{5,}/)?.[0] ?? '').replaceAll('-', '')
  const address = `/incidents/${number}`

  await intake.goto(address)
  await act(intake, '立案', async () => {
    await typeInto(intake, /^事项类别/, matter.key.code)
    await intake.locator('.ant-select-item-option-active', { hasText: matter.key.code }).waitFor()
    await intake.keyboard.press('Enter')
    await panel(intake).getByRole('radio').first().waitFor()
    await tabTo(intake, new RegExp(condition.text.replaceAll(/[^\p{L}\p{N}]/gu, '.')))
    await intake.keyboard.press('Space')
  })

  const dispatcher = await arrive(stage.account('dispatcher'), `/dispatch?case=${number}`)
  await dispatcher.locator('[data-key="enter"]:enabled').waitFor()
  await press(dispatcher, /^确认派遣/)
  await dispatcher.getByText('没有待派遣的事件').first().waitFor()

  const handler = await arrive(works, address)
  await act(handler, '接单')
  await act(handler, '反馈', async () => {
    await typeInto(handler, /^办理情况/, '已更换井盖，路面恢复平顺')
    await typeInto(handler, /^缺少证据的原因/, '夜间，照片另补')
  })
  await dispatcher.goto(address)
  await act(dispatcher, '派核查')

  const checker = await arrive(await assignee(stage.server, number, 'check'), '/checks')
  await checker.locator(`[data-queue="${number}"][aria-current]`).waitFor()
  await checker.getByRole('button', { name: '通过', exact: true }).waitFor()
  await checker.keyboard.press('1')
  await press(checker, /^提交：通过/)
  await checker.getByText('没有派给你的核查').first().waitFor()
  await act(intake, '结案')
  await intake.getByText('已结案').first().waitFor()
  expect(await intake.locator('.timeline li b').count()).toBe(9)
})
