import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers } from './barriers.ts'
import { fieldPhone } from './field.ts'
import { picture } from './picture.ts'
import { desk } from './resident.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

test('a grid worker goes to look, answers with a photo, and comments on what is open', async () => {
  const d = await desk(stage)
  const { number } = await d.report({ source: 'hotline', description: '来电反映：小区门口积水' })
  await d.act(number, 'intake-officer', 'send-verify', { opinion: '看看有没有堵' })
  const page = await fieldPhone(stage)
  await page.getByRole('heading', { level: 2, name: '等我去看 1 件' }).waitFor()
  await page
    .getByRole('link', { name: /小区门口积水/ })
    .first()
    .click()
  await page.getByRole('button', { name: '去核实' }).click()
  await page.getByText('交代：看看有没有堵').waitFor()
  const go = page.getByRole('button', { name: '送核实结果' })
  await go.click()
  await page.getByText('请选一项结果').waitFor()
  await page.getByRole('radio', { name: '情况不存在' }).check()
  await go.click()
  await page.getByText('请写明原因').waitFor()
  await page.getByRole('radio', { name: '情况存在' }).check()
  await page.setInputFiles('#camera-near', [await picture('water.jpg', 30)])
  await page.getByRole('img', { name: '现场照片，第 1 张' }).waitFor()
  expect(await barriers(page)).toEqual([])
  await go.click()
  await page.getByText('没有等您核实、核查的事').waitFor()
  const { status, evidence } = await d.show(number)
  expect([status, evidence.map((e) => e.kind)]).toEqual(['accepted', ['near']])

  await page.goto(`/field/case/${number}`)
  await page.getByRole('button', { name: '写办理意见' }).click()
  await page.getByLabel('办理意见').fill('水泵房说今天下午来')
  await page.getByRole('button', { name: '送出' }).click()
  await page.getByText('水泵房说今天下午来').waitFor()
  expect(await page.getByRole('button', { name: '去核实' }).count()).toBe(0)
})
