import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers } from './barriers.ts'
import { fieldPhone, recorded, reportTab, standsInGrid } from './field.ts'
import { picture } from './picture.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

test('a grid worker handles on the spot with before and after', async () => {
  const words = '楼道里堆了杂物，已和住户一起清走'
  const page = await fieldPhone(stage)
  await standsInGrid(stage, page)
  await reportTab(page)
  await page.getByText('手机定位 · 在本网格内').waitFor()
  // The first photo shows how it was found, whenever the worker says that it is done.
  await page.setInputFiles('#camera-near', [await picture('before.jpg', 10)])
  await page.getByRole('img', { name: '现场照片，第 1 张' }).waitFor()
  await page.getByRole('switch', { name: /我当场处理好了/ }).check()
  await page.getByRole('img', { name: '处理前照片，第 1 张' }).waitFor()
  await page.getByLabel('什么情况').fill(words)
  const go = page.getByRole('button', { name: '上报并记自办' })
  await go.click()
  await page.getByText('记自办要选一类').waitFor()
  await page.getByRole('radio', { name: /楼道堆物/ }).check()
  await go.click()
  // The rule of the server, asked on the telephone: nothing has gone out.
  await page.getByText('缺少要求的证据：处置后').waitFor()
  expect(await recorded(stage, words)).toEqual([])
  expect(await barriers(page)).toEqual([])

  await page.setInputFiles('#camera-after', [await picture('after.jpg', 90)])
  await page.getByRole('img', { name: '处理后照片，第 1 张' }).waitFor()
  await go.click()
  await page.getByRole('heading', { level: 1, name: '已记自办' }).waitFor()
  const [one, ...more] = await recorded(stage, words)
  expect(more).toEqual([])
  expect(one).toMatchObject({
    status: 'self-closed',
    closed_by: 'self',
    kinds: 'after,before',
    acts: 'report,self-close',
  })
  await page.getByRole('link', { name: '看这一件' }).click()
  await page.getByText('自办结').first().waitFor()
})

test('where no photo can be taken a reason stands in its place', async () => {
  const words = '邻里争吵，已当场劝开'
  const page = await fieldPhone(stage)
  await page.goto('/field/report')
  await page.getByRole('switch', { name: /我当场处理好了/ }).check()
  await page.getByRole('button', { name: '用网格中间' }).click()
  await page.getByLabel('什么情况').fill(words)
  await page.getByLabel('其他事项').selectOption({ index: 1 })
  const go = page.getByRole('button', { name: '上报并记自办' })
  await go.click()
  await page.getByLabel('没有照片的原因').fill('当事人不愿拍照')
  await go.click()
  await page.getByRole('heading', { level: 1, name: '已记自办' }).waitFor()
  expect(await recorded(stage, words)).toMatchObject([{ status: 'self-closed', kinds: '' }])
})
