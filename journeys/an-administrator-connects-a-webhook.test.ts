import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers } from './barriers.ts'
import { incidentAt } from './incident.ts'
import { openStage, signIn, type Stage } from './stage.ts'

let stage: Stage
let receiver: Server
let base = ''
const received: { headers: IncomingHttpHeaders; body: string }[] = []
let status = 200

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (c: Buffer) => (body += c.toString()))
    request.on('end', () => {
      received.push({ headers: request.headers, body })
      response.writeHead(status).end('已接收')
    })
  })
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve)
  })
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  stage = await openStage({ outboundAllow: ['127.0.0.1'] })
  const flow = setInterval(() => void stage.server.sendOutside().catch(() => undefined), 300)
  flow.unref()
})
afterAll(async () => {
  await stage.end()
  receiver.close()
})

test('an administrator connects a webhook and replays a delivery', async () => {
  const page = await stage.stranger()
  await page.goto('/')
  await signIn(page, stage.account('system-admin'))
  const secretText = page.locator('.secret dd').first()
  await secretText.waitFor()
  const secret = (await secretText.textContent())?.replaceAll(/\s/g, '') ?? ''
  await page.getByLabel('验证器显示的 6 位数字').fill(generateSync({ secret }))
  await page.getByRole('button', { name: '完成绑定' }).click()
  await page.getByRole('link', { name: '推送接口' }).click()
  await page.getByText('还没有接入外部系统').waitFor()

  await page.getByRole('button', { name: '新增接口' }).click()
  const window = page.getByRole('dialog')
  await window.getByLabel('系统名称').fill('数据共享平台')
  await window.getByLabel('接收地址').fill('https://169.254.169.254/latest')
  await window.getByRole('button', { name: '新增接口' }).click()
  await window.getByText('这个地址不能使用：指向本机或未开放的内部网段').waitFor()
  await window.getByLabel('接收地址').fill(`${base}/in`)
  await window.getByRole('button', { name: '新增接口' }).click()
  await window.getByText('密钥只显示这一次', { exact: false }).waitFor()
  const key = (await window.locator('[data-secret]').textContent()) ?? ''
  expect(key.length).toBeGreaterThan(40)
  expect(await barriers(page)).toEqual([])
  await window.getByRole('button', { name: '已保存密钥，完成' }).click()

  await page.getByRole('button', { name: '测试' }).click()
  await page.getByText('测试送达，对方应答 200').waitFor()

  await incidentAt(stage.server, 'accepted')
  await page.getByRole('button', { name: '投递记录' }).click()
  const log = page.locator('section', { has: page.getByRole('heading', { name: '数据共享平台 的投递记录' }) })
  const row = log.getByRole('row', { name: /^.*受理.*已送达.*应答 200 已接收/ })
  await expect.poll(() => received.length, { timeout: 15_000 }).toBe(3)
  await log.getByRole('button', { name: '刷新' }).click()
  await row.waitFor()
  expect(await barriers(page)).toEqual([])
  await row.getByRole('button', { name: /^重投/ }).click()
  await log.getByText('已排队重投 1 条').waitFor()
  await expect.poll(() => received.length, { timeout: 15_000 }).toBe(4)

  const again = received.at(-1)
  const before = received.find(
    (r) => r !== again && r.headers['x-lifang-event'] === again?.headers['x-lifang-event'],
  )
  expect(before?.body).toBe(again?.body)
  expect(again?.headers['x-lifang-signature']).toBe(
    `v1=${createHmac('sha256', key)
      .update(`${String(again?.headers['x-lifang-timestamp'])}.${again?.body ?? ''}`)
      .digest('hex')}`,
  )
  status = 500
  // By key: the log above it grows while the pointer is on its way.
  await page.getByRole('button', { name: '测试' }).press('Enter')
  await page.getByText('测试未送达：应答 500').waitFor()
})
