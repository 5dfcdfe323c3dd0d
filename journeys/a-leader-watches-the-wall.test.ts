import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers, isWide } from './barriers.ts'
import { incidentAt } from './incident.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ map: true })
  await incidentAt(stage.server, 'handling')
})
afterAll(async () => {
  await stage.end()
})

test('a leader opens the wall, a new report moves it, and a number opens the list behind it', async () => {
  const page = await stage.person('leader')
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '大屏' }).click()
  const open = page.locator('[data-sum=open] .big')
  await open.waitFor()
  expect(await open.textContent()).toBe('1')
  await page.getByText('实时更新').waitFor()
  await page.locator('.map-canvas[data-drawn]').waitFor({ state: 'attached', timeout: 60_000 })
  expect(await barriers(page)).toEqual([])

  const number = await incidentAt(stage.server, 'reported')
  const short = `${number.slice(10, 14)}-${number.slice(14)}`
  await page.getByRole('list', { name: '动态' }).getByText(short).waitFor()
  await page.locator('[data-sum=open] .big', { hasText: /^2$/ }).waitFor()
  expect(await page.locator('[data-sum=reported] .big').textContent()).toBe('2')

  // Whoever cannot see the pictures reads the same numbers as tables.
  for (let drawn = 3; drawn > 0; drawn--)
    await page
      .getByRole('button', { name: '表格' })
      .nth(drawn - 1)
      .click()
  await page.getByRole('button', { name: '表格' }).waitFor({ state: 'detached' })
  expect(await barriers(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
  expect(await barriers(page)).toEqual([])

  await page.setViewportSize({ width: 1440, height: 900 })
  await page.locator('[data-sum=reported] .big').click()
  await page.getByRole('heading', { level: 1, name: '我的事件' }).waitFor()
  await page.locator('[data-row]').nth(1).waitFor()
  expect(await page.locator('[data-row]').count()).toBe(2)
  await page.getByRole('button', { name: /^上报自/ }).waitFor()
})
