import { sql } from '@lifang/platform/sql.ts'
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

test('an auditor finds an entry by who and what, verifies the chain, and sees a changed row named', async () => {
  await incidentAt(stage.server, 'accepted')
  const page = await administrator(stage, 'audit-admin')
  await page.locator('tbody tr').first().waitFor()
  await page.getByLabel('操作', { exact: true }).fill('受理')
  await page.getByTitle('受理', { exact: true }).click()
  await page.getByLabel('何人').fill(stage.account('intake-officer').name)
  await page.getByRole('button', { name: '查询' }).click()
  await page.waitForURL(/act=incidents\.accept/)
  await expect.poll(() => page.locator('tbody tr').count()).toBe(1)
  await page.getByRole('button', { name: /^查看记录/ }).click()
  const entry = page.getByRole('dialog')
  await entry.getByText('受理（incidents.accept）').waitFor()
  expect(await barriers(page)).toEqual([])
  await entry.getByRole('button', { name: '同一对象的记录' }).click()
  await page.waitForURL(/subject=/)
  await expect.poll(() => page.locator('tbody tr').count()).toBeGreaterThan(1)

  await stage.server.seal()
  await page.getByRole('button', { name: '立即核验' }).click()
  await page.getByText('链条完整，没有发现改动').waitFor()
  await page.getByText('每条已封存的记录都与封存时一致', { exact: false }).waitFor()
  const { seq } = await stage.server.admin.one<{ seq: number }>(
    sql`update audit_entry set actor_name = '别人' where act = 'incidents.accept' returning seq`,
  )
  await page.getByRole('button', { name: '立即核验' }).click()
  await page.getByText('发现 1 处异常').waitFor()
  await page.getByText(`第 ${String(seq)} 条（第 1 批）被改动`).waitFor()
  expect(await barriers(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
})
