import type { Page } from 'playwright-core'
import { sql } from '@lifang/platform/sql.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers, isWide } from './barriers.ts'
import { press, tabTo } from './keyboard.ts'
import { lookUp, numberOn, phone } from './resident.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

/** Texts smaller than 22 px and things to press lower than 64 px, by what they say. */
const tooSmall = (page: Page): Promise<unknown> =>
  page.evaluate(`(() => {
    const bad = []
    for (const e of document.querySelectorAll('#root *')) {
      const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim() !== '')
      const box = e.getBoundingClientRect()
      if (box.width < 2 || box.height < 2) continue
      if (own && parseFloat(getComputedStyle(e).fontSize) < 22) bad.push('text ' + e.textContent.slice(0, 30))
      if (e.matches('button, a, select, input:not([type=file], [type=checkbox], [type=radio])') && box.height < 64)
        bad.push('target ' + (e.innerText || e.id))
    }
    return bad
  })()`)

async function fine(page: Page): Promise<void> {
  expect(await barriers(page)).toEqual([])
  expect(await tooSmall(page)).toEqual([])
  expect(await isWide(page)).toBe(false)
  await page.getByRole('button', { name: '念给我听' }).waitFor()
  await page.getByRole('button', { name: '普通版' }).waitFor()
  await page.getByRole('link', { name: /^打电话给/ }).waitFor()
}

test('a resident in large type reports, one question a page, with the keyboard alone', async () => {
  const page = await phone(stage)
  await page.goto('/portal')
  await page.getByRole('link', { name: '反映问题' }).waitFor()
  expect(await barriers(page)).toEqual([])
  await press(page, /^长辈版$/)
  await heading(page, '您想办什么？')
  await fine(page)
  // It is remembered.
  await page.reload()
  await heading(page, '您想办什么？')
  await press(page, /^反映一个问题$/)

  await heading(page, '先拍张照片')
  await fine(page)
  await press(page, /没有照片/)
  await heading(page, '在什么地方')
  await fine(page)
  // Nothing chosen: the page says what is missing and puts the focus there.
  await press(page, /^下一步$/)
  await page.waitForFunction(`document.activeElement.id === 'community'`)
  await page.keyboard.press('ArrowDown')
  await tabTo(page, /^网格/)
  await page.keyboard.press('ArrowDown')
  await page.getByText('按您选的网格').waitFor()
  await press(page, /^下一步$/)
  await heading(page, '是什么事')
  await fine(page)
  await tabTo(page, /说说是什么事/)
  const words = '楼道的灯不亮，晚上看不见路'
  await page.keyboard.type(words)
  await press(page, /^下一步$/)
  await heading(page, '怎么找您')
  await fine(page)
  await tabTo(page, /手机号/)
  await page.keyboard.type('19900001234')
  await press(page, /^下一步$/)
  await heading(page, '看一遍，送出去')
  await fine(page)
  await press(page, /^送出去$/)
  const number = await numberOn(page)
  await fine(page)
  const { n } = await stage.server.admin.one<{ n: number }>(
    sql`select count(*)::int as n from incident where number = ${number} and description = ${words}`,
  )
  expect(n).toBe(1)

  await press(page, /看办到哪一步/)
  await heading(page, '查我的事')
  await lookUp(page, '1234')
  await page.getByText('受理员看您反映的内容').waitFor()
  await fine(page)
  await press(page, /催一催/)
  await heading(page, '您可以做的')
  await fine(page)
  await press(page, /^返回$/)

  // A browser without a voice says so.
  await press(page, /^念给我听$/)
  await page.getByText('这部手机的浏览器不会念字', { exact: false }).waitFor()
  for (const path of ['/portal/worker', '/portal/cases', '/portal/case']) {
    await page.goto(path)
    await page.getByRole('button', { name: '普通版' }).waitFor()
    await page.waitForLoadState('networkidle')
    await fine(page)
  }
  await page.getByRole('button', { name: '普通版' }).click()
  await page.getByRole('button', { name: '长辈版' }).waitFor()
})

test('the same pages in the normal size and in English have no serious barrier', async () => {
  const page = await phone(stage)
  for (const path of ['/portal', '/portal/report', '/portal/case', '/portal/worker', '/portal/cases']) {
    await page.goto(path)
    await page.getByRole('button', { name: '长辈版' }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await barriers(page), path).toEqual([])
    expect(await isWide(page), path).toBe(false)
  }
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('button', { name: 'Large type' }).waitFor()
  for (const path of ['/portal', '/portal/report', '/portal/case', '/portal/worker', '/portal/cases']) {
    await page.goto(path)
    await page.getByRole('button', { name: 'Large type' }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await barriers(page), path).toEqual([])
    expect(await isWide(page), path).toBe(false)
    expect(await page.locator('main').innerText(), path).not.toMatch(/portal\.[a-z]/)
  }
  expect(await page.evaluate('document.documentElement.lang')).toBe('en')
})
