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

test('an administrator rewrites what a unit is told, sees it before, and takes it back', async () => {
  const page = await administrator(stage, 'system-admin')
  await page.getByRole('link', { name: '通知文字' }).click()
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
