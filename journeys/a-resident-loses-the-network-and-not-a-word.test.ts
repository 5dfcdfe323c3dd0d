import { sql } from '@lifang/platform/sql.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { picture } from './picture.ts'
import { chooseGrid, numberOn, PHONE, phone } from './resident.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

const count = async (words: string): Promise<number> =>
  (
    await stage.server.admin.one<{ n: number }>(
      sql`select count(*)::int as n from incident where description = ${words}`,
    )
  ).n

/** Up to the press, with a photo. */
async function written(words: string) {
  const page = await phone(stage)
  await page.goto('/portal/report')
  await page.setInputFiles('#album', [await picture('a.jpg', words.length)])
  await page.getByText('已有 1 张照片').waitFor()
  await page.getByRole('button', { name: '下一步' }).click()
  await chooseGrid(page)
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('说说是什么事').fill(words)
  await page.getByLabel('手机号（可以不填）').fill(PHONE)
  return page
}
const SEND = { name: '送出去' } as const

test('a resident without a network keeps every word and photo, also over closing the page', async () => {
  const words = '没有信号的时候写的：路灯坏了三天'
  const page = await written(words)
  await page.context().setOffline(true)
  await page.getByRole('button', SEND).click()
  await page.getByText('您写的一字不少', { exact: false }).waitFor()
  expect(await page.getByLabel('说说是什么事').inputValue()).toBe(words)
  await page.context().setOffline(false)

  await page.goto('/portal')
  await page.getByText('有一份没送出去').waitFor()
  await page.getByRole('link', { name: '接着写' }).click()
  await page.getByText('已有 1 张照片').waitFor()
  await page.getByRole('img', { name: '第 1 张照片' }).waitFor()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByText('按您选的网格').waitFor()
  await page.getByRole('button', { name: '下一步' }).click()
  expect(await page.getByLabel('说说是什么事').inputValue()).toBe(words)
  await page.getByRole('button', SEND).click()
  const number = await numberOn(page)
  expect(await count(words)).toBe(1)
  const { n } = await stage.server.admin.one<{ n: number }>(
    sql`select count(*)::int as n from incident_evidence v join incident i on i.id = v.incident_id where i.number = ${number}`,
  )
  expect(n).toBe(1)
  await page.goto('/portal')
  await page.getByRole('link', { name: '反映问题' }).waitFor()
  expect(await page.getByText('有一份没送出去').count()).toBe(0)
})

test('an answer lost on the way is found by the second press, which reports nothing twice', async () => {
  const words = '回执丢在路上的那一次：井盖破了'
  const page = await written(words)
  let lost = 0
  await page.route('**/api/incidents', async (route) => {
    lost++
    if (lost > 1) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await page.getByRole('button', SEND).click()
  await page.getByText('不会重复', { exact: false }).waitFor()
  expect(await count(words)).toBe(1)
  await page.getByRole('button', SEND).click()
  await numberOn(page)
  expect(lost).toBe(2)
  expect(await count(words)).toBe(1)
})

test('words changed after a lost answer are not reported as a second matter, and the resident is told', async () => {
  const words = '改动之前的话：树枝压到电线了'
  const page = await written(words)
  let lost = false
  await page.route('**/api/incidents', async (route) => {
    if (lost) return route.continue()
    lost = true
    await route.fetch()
    await route.abort()
  })
  await page.getByRole('button', SEND).click()
  await page.getByText('不会重复', { exact: false }).waitFor()
  await page.getByLabel('说说是什么事').fill(`${words}，又断了一根`)
  await page.getByRole('button', SEND).click()
  await numberOn(page)
  await page.getByText('您后来改动的内容没有送出', { exact: false }).waitFor()
  expect(await count(words)).toBe(1)
  expect(await count(`${words}，又断了一根`)).toBe(0)
})
