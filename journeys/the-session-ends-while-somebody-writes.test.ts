import { sql } from '@lifang/platform/sql.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { incidentAt } from './incident.ts'
import { openAct, openStage, panel, type Stage } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

test('an answer that is lost on the way does not do the act twice', async () => {
  const number = await incidentAt(stage.server, 'accepted')
  const page = await stage.person('intake-officer')
  await page.goto(`/incidents/${number}`)
  await openAct(page, '写办理意见')
  const words = '第二次核对位置，与地图一致。'
  await panel(page).getByLabel('意见', { exact: true }).fill(words)
  let lost = false
  await page.route('**/acts/comment', async (route) => {
    if (lost) return route.continue()
    lost = true
    await route.fetch()
    await route.abort()
  })
  // The button's spinner is part of its name while it fades, so the end of the name is asked for.
  const press = () =>
    panel(page)
      .locator('form')
      .getByRole('button', { name: /写办理意见$/ })
      .click()
  await press()
  await panel(page).getByText('再点一次不会重复办理', { exact: false }).waitFor()
  await press()
  await panel(page).getByText('已办：写办理意见。').waitFor()
  const { n } = await stage.server.admin.one<{ n: number }>(
    sql`select count(*)::int as n from incident_step where opinion = ${words}`,
  )
  expect(n).toBe(1)
})

test('a session that ends in mid-form costs no typed word', async () => {
  const number = await incidentAt(stage.server, 'accepted')
  const who = stage.account('intake-officer')
  const page = await stage.person('intake-officer')
  await page.goto(`/incidents/${number}`)
  await openAct(page, '写办理意见')
  const words = '已电话联系报告人，约定下午三点现场确认，请派遣员稍后安排。'
  await panel(page).getByLabel('意见', { exact: true }).fill(words)

  await stage.server.admin.run(sql`delete from session`)
  // A resolved session is trusted for two seconds.
  await page.waitForTimeout(2_200)
  const window = page.getByRole('dialog', { name: '登录已过期' })
  // Whoever asks first meets the end of the session: this press, or the page refreshing itself; then the window covers
  // the button.
  await panel(page)
    .locator('form')
    .getByRole('button', { name: /写办理意见$/ })
    .click({ timeout: 3_000 })
    .catch(() => undefined)
  await window.waitFor()
  expect(await window.getByLabel('用户名').inputValue()).toBe(who.username)
  await window.getByLabel('密码', { exact: true }).fill(who.password)
  await window.getByRole('button', { name: '登录' }).click()
  await window.waitFor({ state: 'hidden' })

  expect(await panel(page).getByLabel('意见', { exact: true }).inputValue()).toBe(words)
  await panel(page)
    .locator('form')
    .getByRole('button', { name: /写办理意见$/ })
    .click()
  await panel(page).getByText('已办：写办理意见。').waitFor()
  await page.locator('.timeline').getByText(words).waitFor()
  const { n } = await stage.server.admin.one<{ n: number }>(
    sql`select count(*)::int as n from incident_step where opinion = ${words}`,
  )
  expect(n).toBe(1)
})
