import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { newId } from '@lifang/platform/id.ts'
import { incidentAt } from './incident.ts'
import { tabTo } from './keyboard.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

const shown = async (number: string): Promise<IncidentDetail> => {
  const answer = await stage.server.app.inject({
    method: 'GET',
    url: `/api/incidents/${number}`,
    headers: { cookie: await stage.server.signIn('dispatcher') },
  })
  return answer.json<IncidentDetail>()
}
const pane = (page: Page) => page.getByRole('region', { name: '案件', exact: true })
const selected = (page: Page) => page.locator('[data-queue][aria-current]')
const waitFor = (page: Page, number: string) =>
  page.locator(`[data-queue="${number}"][aria-current]`).waitFor()
const count = (page: Page, n: number) =>
  page.getByRole('heading', { name: `待派遣 ${String(n)} 件` }).waitFor()

/** The case of this number is on the right and may be confirmed: a key pressed before that has nothing to press. */
const ready = async (page: Page, number: string): Promise<void> => {
  await waitFor(page, number)
  await pane(page)
    .getByText(`${number.slice(0, 6)}-${number.slice(6, 14)}-${number.slice(14)}`)
    .first()
    .waitFor()
  await pane(page).getByText('4 条依据一致').waitFor()
  await page.locator('[data-key="enter"]:enabled').waitFor()
}

test('three cases are dispatched without a mouse: as suggested, to another unit on purpose, and with somebody assisting', async () => {
  const numbers = [
    await incidentAt(stage.server, 'filed'),
    await incidentAt(stage.server, 'filed'),
    await incidentAt(stage.server, 'filed'),
  ] as const
  const page = await stage.person('dispatcher')
  await page.goto('/dispatch')
  await count(page, 3)
  await ready(page, numbers[0])

  // J and K move; the case follows.
  await page.keyboard.press('j')
  await waitFor(page, numbers[1])
  await page.keyboard.press('k')
  await ready(page, numbers[0])
  await page.keyboard.press('Enter')
  await count(page, 2)
  await waitFor(page, numbers[1])
  const first = await shown(numbers[0])
  expect(first.status).toBe('dispatched')

  // Another unit: the grounds disagree, and Enter confirms nothing.
  await pane(page).getByText('4 条依据一致').waitFor()
  await page.keyboard.press('u')
  await page.keyboard.type('园林')
  await page.keyboard.press('Enter')
  await pane(page).getByText('回车不会派出', { exact: false }).waitFor()
  await page.waitForFunction(`document.activeElement?.matches('[data-queue]')`)
  await page.keyboard.press('Enter')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await waitFor(page, numbers[1])
  expect((await shown(numbers[1])).status).toBe('filed')
  await tabTo(page, /仍派给园林所/)
  await page.keyboard.press('Enter')
  await count(page, 1)
  expect((await shown(numbers[1])).department?.name).toBe('园林所')

  // Somebody assists: A, type, Enter, Escape back to the queue.
  await ready(page, numbers[2])
  await page.keyboard.press('a')
  await page.keyboard.type('园林')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.waitForFunction(`document.activeElement?.matches('[data-queue]')`)
  await page.keyboard.press('Enter')
  await page.getByText('没有待派遣的事件').first().waitFor()
  const third = await shown(numbers[2])
  expect(third.status).toBe('dispatched')
  expect(third.tasks.filter((x) => x.kind === 'assisting').map((x) => x.department?.name)).toEqual(['园林所'])
  expect(await selected(page).count()).toBe(0)
})

test('a dispatcher whom somebody forestalls is told so, and the queue is read again', async () => {
  const number = await incidentAt(stage.server, 'filed')
  const page = await stage.person('dispatcher')
  await page.goto('/dispatch')
  await ready(page, number)
  await page.route('**/acts/dispatch', async (route) => {
    const department = (await shown(number)).category === null ? undefined : route.request().postDataJSON()
    await stage.server.app.inject({
      method: 'POST',
      url: `/api/incidents/${number}/acts/dispatch`,
      headers: { cookie: await stage.server.signIn('dispatcher', 1) },
      payload: { ...(department as object), id: newId() },
    })
    await route.continue()
  })
  const sent = page.waitForRequest('**/acts/dispatch')
  await pane(page).getByRole('button', { name: '确认派遣' }).click()
  await sent
  const told = pane(page).getByRole('alert')
  await told.waitFor()
  expect(await told.textContent()).toContain(`${stage.account('dispatcher', 1).name} 已派遣`)
  await pane(page).getByText('这件已不在本队列', { exact: false }).waitFor()
  await count(page, 0)
})
