import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers, isWide } from './barriers.ts'
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

test('a grid worker reports from the street with camera and position', async () => {
  const words = '步道上的路灯灯罩碎了，地上有玻璃'
  const page = await fieldPhone(stage)
  const place = await standsInGrid(stage, page)
  await reportTab(page)
  // The camera of the back is asked for, and the position is found without a press.
  expect(await page.locator('#camera-near').getAttribute('capture')).toBe('environment')
  await page.getByText('手机定位 · 在本网格内').waitFor()
  await page.getByText('误差 8 米').waitFor()
  await page.setInputFiles('#camera-near', [await picture('lamp.jpg', 40)])
  await page.getByRole('img', { name: '现场照片，第 1 张' }).waitFor()
  await page.getByLabel('什么情况').fill(words)
  // The class is guessed from the words, and is the worker's to choose.
  await page.getByText('按写的字猜的，您来定').waitFor()
  await page.getByRole('radio', { name: /路灯/ }).first().check()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '上报', exact: true }).click()

  await page.getByRole('heading', { level: 1, name: '已采纳' }).waitFor()
  const [one, ...more] = await recorded(stage, words)
  expect(more).toEqual([])
  expect(one).toMatchObject({ status: 'reported', source: 'grid-patrol', kinds: 'near', acts: 'report' })
  expect(Math.abs((one?.lon ?? 0) - place.lon)).toBeLessThan(0.0001)

  await page.getByRole('link', { name: '看这一件' }).click()
  await page.getByText(words).waitFor()
  await page.getByRole('img', { name: '近景' }).waitFor()
  expect(await isWide(page)).toBe(false)
  await page.goto('/field/cases?of=mine')
  await page.locator('.row', { hasText: '路灯' }).first().waitFor()
})

test('what the server would refuse is said before anything is sent, and nothing typed is lost', async () => {
  const page = await fieldPhone(stage)
  await page.goto('/field/report')
  let sent = 0
  page.on('request', (request) => {
    if (request.method() === 'POST') sent++
  })
  const go = page.getByRole('button', { name: '上报', exact: true })
  await go.click()
  await page.getByText('请先定下位置').waitFor()
  await page.getByText('请写一句，或选一类').waitFor()

  await page.getByRole('button', { name: '用网格中间' }).click()
  await page.getByText('网格中间 · 在本网格内').waitFor()
  const long = '长'.repeat(4001)
  await page.getByLabel('什么情况').fill(long)
  await go.click()
  await page.getByText('写得太长了').waitFor()
  expect(await page.getByLabel('什么情况').inputValue()).toBe(long)

  await page.setInputFiles('#album-near', [
    { name: '通知.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('%PDF-1.7 nothing to see') },
  ])
  await page.getByText('“通知.jpg”是 PDF，不是照片').waitFor()
  expect(sent).toBe(0)

  // Marks that turn the direction and pasted markup are words like others: kept, made safe, shown as they are.
  const odd = '<b onclick="x()">井盖\u202e翻了</b> 🙏'
  await page.getByLabel('什么情况').fill(odd)
  await go.click()
  await page.getByRole('heading', { level: 1, name: '已采纳' }).waitFor()
  expect(await recorded(stage, odd.replace('\u202e', ''))).toHaveLength(1)
})

test('a half written report waits on the telephone, also for a new sign-in, and for nobody else', async () => {
  const page = await fieldPhone(stage)
  await page.goto('/field/report')
  await page.getByLabel('什么情况').fill('写到一半被叫走了')
  await page.waitForTimeout(300)
  await page.context().clearCookies()
  await page.goto('/field/report')
  await page.getByLabel('用户名').fill(stage.account('grid-worker', 1).username)
  await page.getByLabel('密码').fill(stage.account('grid-worker', 1).password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByLabel('什么情况').waitFor()
  expect(await page.getByLabel('什么情况').inputValue()).toBe('')

  await page.context().clearCookies()
  await page.goto('/field')
  await page.getByLabel('用户名').fill(stage.account('grid-worker').username)
  await page.getByLabel('密码').fill(stage.account('grid-worker').password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByText('1 件写了一半，还在本机').waitFor()
  await reportTab(page)
  await page.getByLabel('什么情况').waitFor()
  expect(await page.getByLabel('什么情况').inputValue()).toBe('写到一半被叫走了')
  // Signing out would leave it where nobody can send it.
  await page.goto('/field/grid')
  expect(await page.getByRole('button', { name: '退出登录' }).isDisabled()).toBe(true)
})
