import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers, isWide } from './barriers.ts'
import { incidentAt } from './incident.ts'
import { openStage, panel, type Stage } from './stage.ts'

let stage: Stage
let number: string

beforeAll(async () => {
  stage = await openStage()
  number = await incidentAt(stage.server, 'handling')
  await incidentAt(stage.server, 'accepted')
  await incidentAt(stage.server, 'filed')
})
afterAll(async () => {
  await stage.end()
})

test('no serious barrier on the sign-in, list, incident and report pages, on a desk and on a phone', async () => {
  const stranger = await stage.stranger()
  await stranger.goto('/sign-in')
  await stranger.getByRole('heading', { name: '登录' }).waitFor()
  expect(await barriers(stranger)).toEqual([])

  const handler = await stage.person('handler')
  await handler.goto(`/incidents/${number}`)
  await panel(handler).getByLabel('办理情况').waitFor()
  await handler.getByText('为什么在', { exact: false }).waitFor()
  expect(await barriers(handler)).toEqual([])

  const page = await stage.person('intake-officer')
  await page.locator('[data-row]').first().waitFor()
  expect(await barriers(page)).toEqual([])
  await page.goto('/report')
  await page.getByRole('button', { name: '登记并生成流水号' }).waitFor()
  expect(await barriers(page)).toEqual([])
  // What is missing is said in words beside the field, and that too can be read by everybody.
  await page.getByRole('button', { name: '登记并生成流水号' }).click()
  await page.getByText('请填写此项').first().waitFor()
  expect(await barriers(page)).toEqual([])

  // The drawer of notices and its settings, over any page.
  await handler.getByRole('button', { name: '消息' }).click()
  const drawer = handler.getByRole('dialog', { name: '消息' })
  await drawer.getByRole('button', { name: '全部已读' }).waitFor()
  expect(await barriers(handler)).toEqual([])
  await drawer.getByRole('button', { name: '消息设置' }).click()
  await drawer.getByRole('switch', { name: '免打扰时段' }).click()
  await drawer.getByRole('switch', { name: '列表类消息汇总推送' }).click()
  expect(await barriers(handler)).toEqual([])

  for (const [who, path] of [
    [page, '/'],
    [page, '/report'],
    [handler, `/incidents/${number}`],
  ] as const) {
    await who.setViewportSize({ width: 390, height: 844 })
    await who.goto(path)
    await who.getByRole('heading', { level: 1 }).waitFor()
    expect(await isWide(who), path).toBe(false)
    expect(await barriers(who), path).toEqual([])
  }
})

test('the first incident can be opened and commented on with the keyboard alone', async () => {
  const page = await stage.person('intake-officer')
  await page.locator('[data-row]').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  expect(await page.evaluate(`document.activeElement === document.querySelector('[data-row]')`)).toBe(true)
  await page.keyboard.press('Enter')
  await panel(page).waitFor()
  await panel(page).locator('.other', { hasText: '写办理意见' }).waitFor()
  await page.keyboard.press('c')
  await page.waitForFunction(`document.activeElement.id === 'act-comment-opinion'`)
  await page.keyboard.type('键盘写的一条意见')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await panel(page).getByText('已办：写办理意见。').waitFor()
  await page.locator('.timeline').getByText('键盘写的一条意见').waitFor()
})

test('a column that is hidden stays hidden for this person, and comes back when wanted', async () => {
  const page = await stage.person('intake-officer')
  const first = page.locator('[data-row]').first()
  await first.waitFor()
  const shown = () => first.locator('.c-number').isVisible()
  const choose = async (on: boolean): Promise<void> => {
    await page.locator('.column-choice summary').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('checkbox', { name: '流水号' }).setChecked(on)
  }
  expect(await shown()).toBe(true)
  await choose(false)
  expect(await shown()).toBe(false)
  expect(await barriers(page)).toEqual([])
  await page.reload()
  await first.waitFor()
  expect(await shown()).toBe(false)
  await choose(true)
  expect(await shown()).toBe(true)
})
