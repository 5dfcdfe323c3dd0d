import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import type { IncidentDetail, Reported } from '@lifang/domains/incidents/schema/views.ts'
import { barriers, isWide } from './barriers.ts'
import { incidentAt } from './incident.ts'
import { aPlace } from './place.ts'
import { openStage, signIn, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

/** What a resident left in the portal, waiting for the desk. */
async function waiting(description: string): Promise<string> {
  const { lon, lat } = await aPlace(stage.server)
  const answer = await stage.server.app.inject({
    method: 'POST',
    url: '/api/incidents',
    payload: {
      id: newId(),
      source: 'resident',
      occurredAt: new Date(stage.server.deps.clock.now() - 60_000).toISOString(),
      place: { lon, lat, crs: 'CGCS2000' },
      description,
      reporter: { phone: '19900004321' },
    },
  })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return answer.json<Reported>().number
}
async function shown(number: string): Promise<IncidentDetail> {
  const answer = await stage.server.app.inject({
    url: `/api/incidents/${number}`,
    headers: { cookie: await stage.server.signIn('intake-officer') },
  })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json<IncidentDetail>()
}

test('an intake clerk takes a call and adds it to the case nearby, accepts a report and declines another with where to go', async () => {
  const open = await incidentAt(stage.server, 'handling')
  const first = await waiting('路口的井盖松动')
  const second = await waiting('邻居家电费怎么交')
  const { lon, lat } = await aPlace(stage.server)
  const grid = stage.server.deps.directory.locate(lon, lat)?.grid.name ?? ''

  const page = await stage.stranger()
  await page.goto('/')
  await signIn(page, stage.account('intake-officer'))
  await page.getByText('待受理 2 件').waitFor()

  // The telephone rings: N, the caller, the place, the words.
  await page.keyboard.press('n')
  await page.waitForFunction(`document.activeElement.id === 'call-phone'`)
  await page.keyboard.type('19900001111')
  await page.keyboard.press('Tab')
  await page.keyboard.type('王女士')
  const call = page.getByRole('region', { name: '登记来电' })
  const beside = page.getByRole('region', { name: '附近相似' })
  await beside.getByText('还没有位置').waitFor()
  await call.getByLabel('或选网格').fill(grid)
  await page.keyboard.press('Enter')
  await call.getByText(`落在 ${grid}`, { exact: false }).waitFor()
  await call.getByLabel('诉求').fill('路边一堆垃圾，气味很大')
  const same = beside.locator(`[data-alike="${open}"]`)
  await same.waitFor()
  // The one in like words stands first, although the others are as near.
  await beside.locator(`li:first-child[data-alike="${open}"]`).waitFor()
  expect(await barriers(page)).toEqual([])
  await same.getByRole('button', { name: '记入这件' }).click()
  await call.getByText('来电人随该件得到答复', { exact: false }).waitFor()
  const told = (await call.getByText('已登记', { exact: false }).first().innerText()).replaceAll(/\D/g, '')
  expect(await shown(told)).toMatchObject({ status: 'voided', mergedInto: open, source: 'hotline' })
  expect(await call.getByLabel('来电号码').inputValue()).toBe('')

  // The first that waits is accepted with one key, and the next one opens.
  await page.getByRole('heading', { name: '待受理 2 件' }).waitFor()
  await call.getByRole('heading', { name: '登记来电' }).click()
  await page.keyboard.press('j')
  await page.locator(`[data-queue="${first}"][aria-current]`).waitFor()
  const pane = page.getByRole('region', { name: '案件', exact: true })
  await pane.getByRole('button', { name: '受理，看下一件' }).waitFor()
  await page.keyboard.press('Enter')
  await page.locator(`[data-queue="${second}"][aria-current]`).waitFor()
  expect((await shown(first)).status).toBe('accepted')

  // Not ours: where to go instead must be said.
  await pane.getByText('邻居家电费怎么交').first().waitFor()
  await page.keyboard.press('x')
  await pane.getByLabel('属于其他机关').check()
  await pane.locator('form').getByRole('button', { name: '不予受理' }).click()
  await pane.getByText('请填写此项').waitFor()
  expect(await barriers(page)).toEqual([])
  await pane.getByLabel('告知对方去哪里办').fill('请拨打供电服务热线 95598')
  await pane.locator('form').getByRole('button', { name: '不予受理' }).click()
  await page.getByText('没有待受理的上报').waitFor()
  const declined = await shown(second)
  expect(declined.status).toBe('rejected')
  expect(declined.timeline.at(-1)?.details).toMatchObject({
    reason: 'other-authority',
    advice: '请拨打供电服务热线 95598',
  })
  // The desk is empty: the form of the next call is open again.
  await call.getByLabel('来电号码').waitFor()
})

test('a form with nothing in it, or cut off from the server, says so in words and keeps what was typed', async () => {
  const page = await stage.stranger()
  await page.goto('/')
  await signIn(page, stage.account('intake-officer'))
  const call = page.getByRole('region', { name: '登记来电' })
  await call.getByRole('button', { name: '登记并受理' }).click()
  await call.getByText('请选位置', { exact: false }).waitFor()
  await call.getByText('请填写此项').first().waitFor()
  await call.getByLabel('来电号码').fill('一二三')
  await call.getByText('电话号码不符合要求').waitFor()
  await call.getByLabel('来电号码').fill('199 0000 2222')
  const words = '<b>井盖</b> \u202e 没了 🕳️'
  await call.getByLabel('诉求').fill(words)
  const { lon, lat } = await aPlace(stage.server)
  await call.locator('summary').click()
  await call.getByLabel('经度').fill(String(lon))
  await call.getByLabel('纬度').fill(String(lat))
  await page.route('**/api/incidents', (route) => route.abort())
  await call.getByRole('button', { name: '登记并受理' }).click()
  await call
    .getByRole('alert')
    .getByText('连不上', { exact: false })
    .or(call.locator('.problem'))
    .first()
    .waitFor()
  expect(await call.getByLabel('诉求').inputValue()).toBe(words)
  await page.unroute('**/api/incidents')
  // A walk to the list and back loses nothing either.
  await page.getByRole('link', { name: '清单' }).click()
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.getByRole('link', { name: '受理' }).click()
  expect(await call.getByLabel('诉求').inputValue()).toBe(words)
  await call.getByRole('button', { name: '登记并受理' }).click()
  await call.getByText('已受理。请把流水号告诉来电人', { exact: false }).waitFor()

  await page.setViewportSize({ width: 390, height: 844 })
  for (const pane of ['队列', '登记', '附近']) {
    await page.getByRole('navigation', { name: '受理台分栏' }).getByText(pane).click()
    expect(await isWide(page), pane).toBe(false)
    expect(await barriers(page), pane).toEqual([])
  }
})
