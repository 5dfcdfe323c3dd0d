import { sql } from '@lifang/platform/sql.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator } from './administrator.ts'
import { barriers, isWide } from './barriers.ts'
import { incidentAt } from './incident.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

test('a calendar change shows which deadlines it touches, and is then published without moving one', async () => {
  const number = await incidentAt(stage.server, 'accepted')
  const due = () =>
    stage.server.admin.one<{ at: Date }>(
      sql`select stage_due_at as at from incident where number = ${number}`,
    )
  const before = await due()
  const page = await administrator(stage, 'system-admin')
  await page.getByRole('link', { name: '日历' }).click()
  await page.getByRole('heading', { level: 1, name: '日历' }).waitFor()
  await page.getByText('工作日', { exact: false }).first().waitFor()
  expect(await barriers(page)).toEqual([])

  // The day of the deadline and the two before it become days off.
  const day = officeDay(before.at.getTime())
  const dates = [day - 2, day - 1, day].map(dateOf)
  for (const date of dates) {
    await page.goto(`/calendar?year=${date.slice(0, 4)}`)
    await page.locator(`#day-${date}`).click()
    await page.getByRole('radio', { name: '放假' }).click()
    await page.getByRole('button', { name: '改入草案' }).click()
    await page.getByText('请填写此项').waitFor()
    await page.getByLabel('节日或事由').fill('抗旱停电')
    await page.getByRole('button', { name: '改入草案' }).click()
    await page.getByRole('button', { name: `撤销 ${date}` }).waitFor()
  }
  await page.locator(`#day-${dates[2] ?? ''}`).press('ArrowLeft')
  expect(await page.evaluate('document.activeElement.id')).toBe(`day-${dates[1] ?? ''}`)

  await page.getByRole('button', { name: '看影响并发布' }).click()
  const window = page.getByRole('dialog')
  expect(await window.getByRole('button', { name: '先看影响，再发布' }).isDisabled()).toBe(true)
  await window.getByRole('button', { name: '看影响', exact: true }).click()
  await window.getByText(/个的到期时间会不同/).waitFor()
  await window.getByText(/发布本身不移动任何时限/).waitFor()
  await window.getByText(/已按计时规则逐一计算在办事件 1 件/).waitFor()
  expect(await window.locator('tbody tr').count()).toBeGreaterThan(0)
  expect(await barriers(page)).toEqual([])
  await window.getByRole('button', { name: '发布', exact: true }).click()
  await window.getByText('请填写此项').waitFor()
  await window.getByLabel('依据的通知').fill('街道抗旱指挥部〔2026〕3号')
  await window.getByRole('button', { name: '发布', exact: true }).click()
  await window.getByText('在办时限没有移动', { exact: false }).waitFor()
  await window.getByRole('button', { name: '已记下，关闭' }).click()

  await page.getByText('依据：街道抗旱指挥部〔2026〕3号', { exact: false }).waitFor()
  await page.getByText('没有改动').waitFor()
  await page.locator(`#day-${dates[2] ?? ''}`).click()
  await page.getByText(/现行：抗旱停电放假（街道抗旱指挥部〔2026〕3号）/).waitFor()
  expect(await due()).toEqual(before)
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
  expect(await barriers(page)).toEqual([])
})
