import { sql } from '@lifang/platform/sql.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator } from './administrator.ts'
import { barriers, isWide } from './barriers.ts'
import { incidentAt } from './incident.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
/** Signed in once: the second factor is bound at the first sign-in. */
let page: Page
beforeAll(async () => {
  stage = await openStage()
  page = await administrator(stage, 'system-admin')
})
afterAll(() => stage.end())

test('an administrator rewrites what a unit is told, sees it before, and takes it back', async () => {
  await page.getByRole('link', { name: '通知', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: '通知文字' }).waitFor()
  await page.getByRole('button', { name: '新派遣' }).click()
  const preview = page.getByRole('figure', { name: '预览' })
  await preview.getByText('新派遣：暴露垃圾').waitFor()
  await preview.getByText('学府路 74 号门前 · 11-26 17:30 到期').waitFor()
  expect(await barriers(page)).toEqual([])

  const title = page.getByLabel('标题')
  const save = page.getByRole('button', { name: '保存并立即生效' })
  for (const [typed, said] of [
    ['', '请填写此项'],
    ['长'.repeat(101), '最多 100 字，请删去 1 字'],
    ['{reporter}来电', '模板里有不存在的占位符：reporter'],
  ] as const) {
    await title.fill(typed)
    await save.click()
    await page.getByText(said).waitFor()
    expect(await title.inputValue()).toBe(typed)
  }
  await title.fill('请接单😀\u202e：{what}')
  await page.context().setOffline(true)
  await save.click()
  await page.getByText('连接不上服务器，请检查网络').waitFor()
  await page.context().setOffline(false)
  await save.click()
  await page.getByText('现用本单位改过的文字。').waitFor()
  await preview.getByText('请接单😀：暴露垃圾').waitFor()

  await incidentAt(stage.server, 'dispatched')
  const handler = await stage.person('handler')
  await handler.getByRole('button', { name: /消息/ }).first().click()
  await handler
    .getByText(/^请接单😀：/)
    .first()
    .waitFor()

  await page.getByRole('button', { name: '恢复系统自带的文字' }).click()
  await page.getByText('现用系统自带的文字。').waitFor()
  expect(await title.inputValue()).toBe('新派遣：{what}')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
  expect(await barriers(page)).toEqual([])
})

test('what residents are shown is decided on a page: the card, and which cases', async () => {
  // The demo has decided already.
  await stage.server.admin.run(sql`delete from incident_publication`)
  await stage.server.admin.run(sql`delete from grid_publication`)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('link', { name: '公开', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: '居民公开' }).waitFor()
  const card = page.getByRole('region', { name: '网格员公开卡片' })
  await card.getByLabel('职责文字', { exact: false }).fill('长'.repeat(61))
  await card.getByRole('button', { name: '保存并立即生效' }).click()
  await card.getByText('最多 12 条，每条不超过 60 字').waitFor()
  await card.getByLabel('职责文字', { exact: false }).fill('每日巡查\n入户走访\u202e')
  await card.getByRole('button', { name: '保存并立即生效' }).click()
  await card.getByText('已保存', { exact: false }).waitFor()
  const { duties } = await stage.server.admin.one<{ duties: string[] }>(
    sql`select duties from grid_publication`,
  )
  expect(duties).toEqual(['每日巡查', '入户走访'])

  const cases = page.getByRole('region', { name: '公开事件列表和地图' })
  await cases.getByRole('switch').click()
  await cases.getByRole('button', { name: '保存并立即生效' }).click()
  await cases.getByText('公开时至少选一个领域').waitFor()
  expect(await barriers(page)).toEqual([])
  await cases.getByRole('checkbox', { name: '城市管理' }).check()
  // Somebody else decides meanwhile: this press is refused, nothing chosen is lost, and the next one is knowingly over theirs.
  await stage.server.admin.run(
    sql`insert into incident_publication (county, shown, domains, decided_at) values (${stage.server.deps.county}, false, '{}', now())`,
  )
  await cases.getByRole('button', { name: '保存并立即生效' }).click()
  await cases.getByText('别人刚刚改过公开设置', { exact: false }).waitFor()
  expect(await cases.getByRole('checkbox', { name: '城市管理' }).isChecked()).toBe(true)
  await cases.getByRole('button', { name: '保存并立即生效' }).click()
  await cases.getByText('已保存', { exact: false }).waitFor()
  const now = await stage.server.admin.one<{ shown: boolean; domains: string[] }>(
    sql`select shown, domains from incident_publication`,
  )
  expect(now).toEqual({ shown: true, domains: ['urban-management'] })
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
})
