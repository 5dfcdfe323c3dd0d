import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import { barriers, isWide } from './barriers.ts'
import { incidentAt } from './incident.ts'
import { picture } from './picture.ts'
import { openStage, signIn, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

test('a handler lands on the desk, takes three with one key though one was forestalled, and feeds back', async () => {
  const numbers = [
    await incidentAt(stage.server, 'dispatched'),
    await incidentAt(stage.server, 'dispatched'),
    await incidentAt(stage.server, 'dispatched'),
  ] as const
  const page = await stage.stranger()
  await page.goto('/')
  await signIn(page, stage.account('handler'))
  await page.getByRole('heading', { level: 1, name: '处置任务' }).waitFor()
  const tab = (name: string) => page.getByRole('navigation', { name: '任务分类' }).getByText(name)
  await page.locator(`[data-queue="${numbers[0]}"][aria-current]`).waitFor()
  await page.keyboard.press('j')
  await page.locator(`[data-queue="${numbers[1]}"][aria-current]`).waitFor()
  await page.keyboard.press('k')
  await page.locator(`[data-queue="${numbers[0]}"][aria-current]`).waitFor()
  expect(await barriers(page)).toEqual([])

  await page.getByLabel('选中全部待接单').check()
  // Somebody of the unit is quicker with the second, while the page still shows it.
  await page.route(`**/${numbers[1]}/acts/take`, async (route) => {
    await stage.server.app.inject({
      method: 'POST',
      url: `/api/incidents/${numbers[1]}/acts/take`,
      headers: { cookie: await stage.server.signIn('handler') },
      payload: { id: newId() },
    })
    await route.continue()
  })
  await page.getByRole('button', { name: '批量接单 3 件' }).waitFor()
  await page.locator(`[data-queue="${numbers[0]}"]`).focus()
  await page.keyboard.press('a')
  await page.getByText('已接单 2 件，未接成 1 件').waitFor()
  await page.locator('.take-report p').nth(1).waitFor()

  await tab('全部在办').click()
  await page.locator(`[data-queue="${numbers[0]}"]`).click()
  const pane = page.getByRole('region', { name: '案件', exact: true })
  await pane.getByText('结案条件').first().waitFor()
  await pane.getByLabel('办理情况').fill('已清理干净，路面恢复')
  await pane.locator('input[type="file"]').setInputFiles(await picture('after.jpg', 77))
  const sent = pane.getByRole('button', { name: '提交反馈', exact: true })
  await sent.waitFor()
  await pane.getByText('正在上传').waitFor({ state: 'detached' })
  await sent.click()
  await page.locator(`[data-queue="${numbers[0]}"]`).waitFor({ state: 'detached' })

  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/handling?tab=all')
  await page.locator('[data-queue]').first().waitFor()
  expect(await isWide(page)).toBe(false)
  expect(await barriers(page)).toEqual([])
})
