import { afterAll, beforeAll, expect, test } from 'vitest'
import { fieldPhone, recorded, shellIsKept } from './field.ts'
import { picture } from './picture.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

/** Up to the press, with a photo of before and one of after where it was handled. */
async function written(words: string, self = false) {
  const page = await fieldPhone(stage)
  await page.goto('/field/report')
  await page.getByRole('button', { name: '用网格中间' }).click()
  await page.getByText('网格中间 · 在本网格内').waitFor()
  await page.getByLabel('什么情况').fill(words)
  if (self) {
    await page.getByRole('switch', { name: /我当场处理好了/ }).check()
    await page.getByLabel('其他事项').selectOption({ index: 1 })
    await page.setInputFiles('#camera-before', [await picture('a.jpg', words.length)])
    await page.setInputFiles('#camera-after', [await picture('b.jpg', words.length + 60)])
    await page.getByRole('img', { name: '处理后照片，第 1 张' }).waitFor()
  } else {
    await page.setInputFiles('#camera-near', [await picture('a.jpg', words.length)])
    await page.getByRole('img', { name: '现场照片，第 1 张' }).waitFor()
  }
  return page
}

test('without a signal everything stays, the pages open, and one press sends it once', async () => {
  const words = '没有信号的地下车库，消防栓箱门掉了'
  const page = await written(words)
  await shellIsKept(page)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: '上报', exact: true }).click()
  await page.getByText('连接不上服务器').waitFor()
  await page.getByText('没有送出。写的和拍的都在本机').waitFor()

  // Closed and opened again where there is no signal: the pages say so, and it is all there.
  await page.goto('/field/outbox')
  await page.getByText('没有信号。页面照常能开', { exact: false }).waitFor()
  await page.getByRole('heading', { level: 2, name: '没送出 1 件' }).waitFor()
  await page.getByText('已存本机', { exact: true }).waitFor()
  await page.locator('.waiting .row').click()
  await page.getByRole('img', { name: '现场照片，第 1 张' }).waitFor()
  expect(await page.getByLabel('什么情况').inputValue()).toBe(words)

  await page.context().setOffline(false)
  await page.getByRole('button', { name: '再送一次' }).click()
  await page.getByRole('heading', { level: 1, name: '已采纳' }).waitFor()
  expect(await recorded(stage, words)).toMatchObject([{ status: 'reported', kinds: 'near', acts: 'report' }])
  await page.goto('/field/outbox')
  await page.getByRole('heading', { level: 2, name: '送到的 1 件' }).waitFor()
})

test('an answer lost on the way is found by the second press, and nothing is doubled', async () => {
  const words = '回执丢在路上：护栏被撞歪了'
  const page = await written(words)
  let lost = 0
  await page.route('**/api/incidents', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    lost++
    if (lost > 1) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await page.getByRole('button', { name: '上报', exact: true }).click()
  await page.getByText('再送一次不会重复').waitFor()
  // It may have arrived: until an answer comes nothing of it is changed.
  expect(await page.getByLabel('什么情况').isDisabled()).toBe(true)
  expect(await recorded(stage, words)).toHaveLength(1)

  await page.goto('/field/outbox')
  await page.getByText('不知送到没有').waitFor()
  await page.getByRole('button', { name: '再送一次' }).click()
  await page.getByRole('heading', { level: 2, name: '送到的 1 件' }).waitFor()
  expect(lost).toBe(2)
  expect(await recorded(stage, words)).toMatchObject([{ acts: 'report', kinds: 'near' }])
})

test('lost between the report and its closing, the second press closes what is reported', async () => {
  const words = '楼道飞线当场拆了，信号断在半路'
  const page = await written(words, true)
  let lost = 0
  await page.route('**/acts/self-close', async (route) => {
    lost++
    if (lost > 1) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await page.getByRole('button', { name: '上报并记自办' }).click()
  await page.getByText('再送一次不会重复').waitFor()
  await page.getByRole('button', { name: '再送一次' }).click()
  await page.getByRole('heading', { level: 1, name: '已记自办' }).waitFor()
  expect(await recorded(stage, words)).toMatchObject([
    { status: 'self-closed', kinds: 'after,before', acts: 'report,self-close' },
  ])
})
