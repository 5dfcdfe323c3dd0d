import { afterAll, beforeAll, expect, test } from 'vitest'
import { incidentAt } from './incident.ts'
import { doAct, openStage, panel, type Stage } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

test('the second of two dispatchers is told what happened and keeps what they wrote', async () => {
  const number = await incidentAt(stage.server, 'filed')
  const first = await stage.person('dispatcher', 0)
  const second = await stage.person('dispatcher', 1)
  await first.goto(`/incidents/${number}`)
  await second.goto(`/incidents/${number}`)
  await panel(second).getByLabel('办理意见 选填').fill('请今天内到场，注意交通')
  await panel(second).getByText('建议主办').waitFor()
  // Both press: the second's request is held back until the first has been answered.
  await second.route('**/acts/dispatch', async (route) => {
    await panel(first).getByText('已办：派遣。').waitFor()
    await route.continue()
  })
  const pressed = panel(second).locator('form').getByRole('button', { name: '派遣', exact: true }).click()
  await doAct(first, '派遣')
  await pressed

  const alert = panel(second).getByRole('alert')
  await alert.waitFor()
  expect(await alert.textContent()).toContain(
    `这件事件现在是“待接单”，不能派遣（${stage.account('dispatcher', 0).name} 已派遣）`,
  )
  expect(await panel(second).getByLabel('办理意见 选填').inputValue()).toBe('请今天内到场，注意交通')
  await panel(second).getByText('这一步现在不能办理了', { exact: false }).waitFor()
  // The page around the form already shows the new state.
  await second.locator('.case-head').getByText('待接单').waitFor()
  await panel(second).getByRole('button', { name: '关闭' }).click()
  await panel(second).getByText('下一步“接单”由主办单位办理。').waitFor()
})
