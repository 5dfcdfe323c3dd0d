import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers, isWide } from './barriers.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

const first = (): string => {
  const { standard, kind, code } = stage.server.deps.list.entries()[0]?.key ?? {}
  return encodeURIComponent([standard, kind, code].join('|'))
}
const list = async (page: Page): Promise<void> => {
  await page.goto('/list')
  await page.getByRole('heading', { level: 1, name: '责任清单' }).waitFor()
}

test('the list is drafted and published for the whole district; what was scheduled is taken back before its day', async () => {
  // A chief of one street reads; the desk says who keeps the list.
  const street = await stage.person('duty-chief')
  await list(street)
  await street.getByText('清单由管全区（县）的值班长编辑、领导发布', { exact: false }).waitFor()
  expect(await street.getByRole('button', { name: '新建草案' }).count()).toBe(0)

  const chief = await stage.person('duty-chief', 2)
  await list(chief)
  await chief.getByRole('button', { name: '新建草案' }).click()
  await chief.locator('#list-note').fill('统一时限')
  await chief
    .getByRole('dialog')
    .getByRole('button', { name: /新建草案$/ })
    .click()
  await chief.getByRole('button', { name: '放弃草案' }).waitFor()
  await chief.goto(`/list?version=draft&class=${first()}`)
  await chief.getByLabel('第 1 条立案条件').fill('按新口径立案')
  await chief.getByRole('button', { name: '保存到草案' }).click()
  await chief.getByText('已保存到草案', { exact: true }).waitFor()

  const leader = await stage.person('leader', 1)
  await leader.goto('/list?version=draft')
  await leader.getByRole('button', { name: '发布', exact: true }).click()
  await leader.getByRole('radio', { name: '定时生效' }).check()
  await leader.getByRole('dialog').getByRole('button', { name: '发布', exact: true }).click()
  await leader.getByText('已发布', { exact: false }).waitFor()
  await leader.getByRole('button', { name: '确定' }).click()

  await leader.getByRole('button', { name: '撤回这一版' }).click()
  const window = leader.getByRole('dialog', { name: '撤回第 2 版' })
  await window.getByRole('button', { name: '确认撤回' }).click()
  await window.getByText('请填写此项').waitFor()
  expect(await barriers(leader)).toEqual([])
  await window.getByLabel('撤回原因').fill('第 1 条口径有误')
  await window.getByRole('button', { name: '确认撤回' }).click()
  await leader.getByText('统一时限').first().waitFor()
  expect(stage.server.deps.list.versions().map((v) => v.id)).toEqual(['demo-1'])
  await leader.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(leader)).toBe(false)
})
