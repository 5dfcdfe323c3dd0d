import { newId } from '@lifang/platform/id.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { incidentAt } from './incident.ts'
import { doAct, openAct, openStage, panel, type Stage } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

test('a handler is told of a dispatch while another page is open', async () => {
  const number = await incidentAt(stage.server, 'filed')
  const handler = await stage.person('handler')
  await handler.goto('/report')
  await handler.getByRole('button', { name: '登记并生成流水号' }).waitFor()
  const bell = handler.getByRole('button', { name: '消息' })
  const unread = handler.locator('[data-unread]')
  await handler.getByText('没有未读消息').waitFor({ state: 'attached' })

  const dispatcher = await stage.person('dispatcher')
  await dispatcher.goto(`/incidents/${number}`)
  await openAct(dispatcher, '派遣')
  await panel(dispatcher).getByText('建议主办').waitFor()
  await doAct(dispatcher, '派遣')

  // Nobody touched the handler's page: the count rises by itself, for eyes and for a screen reader.
  await handler.getByText('1 条未读消息').waitFor({ state: 'attached' })
  expect(await unread.getAttribute('aria-live')).toBe('polite')
  expect(await bell.locator('.count').textContent()).toBe('1')

  // By keyboard: open the drawer, go to the notice, open the incident.
  await bell.focus()
  await handler.keyboard.press('Enter')
  const drawer = handler.getByRole('dialog', { name: '消息' })
  const notice = drawer.locator('.notice .what').first()
  await notice.waitFor()
  expect(await notice.textContent()).toMatch(/未读 新派遣：/)
  await notice.focus()
  await handler.keyboard.press('Enter')
  await handler.waitForURL(`**/incidents/${number}`)
  await panel(handler).waitFor()
  await handler.getByText('没有未读消息').waitFor({ state: 'attached' })
  expect(await bell.locator('.count').count()).toBe(0)

  // Opened by another way, the incident counts as read too.
  const second = await incidentAt(stage.server, 'dispatched')
  await handler.getByText('1 条未读消息').waitFor({ state: 'attached' })
  await handler.goto(`/incidents/${second}`)
  await handler.getByText('没有未读消息').waitFor({ state: 'attached' })
})

test('settings are kept, and all can be read at once', async () => {
  const handler = await stage.person('handler')
  await incidentAt(stage.server, 'dispatched')
  await incidentAt(stage.server, 'dispatched')
  await handler.getByText('2 条未读消息').waitFor({ state: 'attached' })
  await handler.getByRole('button', { name: '消息' }).click()
  const drawer = handler.getByRole('dialog', { name: '消息' })
  await drawer.locator('.notice.new').nth(1).waitFor()
  await drawer.getByRole('button', { name: '全部已读' }).click()
  await drawer.locator('.notice.new').first().waitFor({ state: 'detached' })
  await drawer.getByText('只看未读').click()
  await drawer.getByText('没有消息', { exact: true }).waitFor()

  await drawer.getByRole('button', { name: '消息设置' }).click()
  await drawer.getByRole('switch', { name: '免打扰时段' }).click()
  await drawer.getByLabel('免打扰开始').fill('21:30')
  await drawer.getByRole('switch', { name: '列表类消息汇总推送' }).click()
  await drawer.getByRole('button', { name: '保存设置' }).click()
  await drawer.getByText('已保存').waitFor()
  await handler.reload()
  await handler.getByRole('button', { name: '消息' }).click()
  await drawer.getByRole('button', { name: '消息设置' }).click()
  expect(await drawer.getByLabel('免打扰开始').inputValue()).toBe('21:30')
  expect(await drawer.getByLabel('汇总推送时间').inputValue()).toBe('08:40')
})

test('the worker of the browser shows what was pushed, with the address of its incident', async () => {
  const page = await stage.person('handler')
  const context = page.context()
  await context.grantPermissions(['notifications'], { origin: stage.base })
  const session = await context.newCDPSession(page)
  const registration = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find((r) => r.scopeURL.endsWith('/push/'))
      if (ours !== undefined) resolve(ours.registrationId)
    })
  })
  await session.send('ServiceWorker.enable')
  await page.evaluate(`navigator.serviceWorker.register('/push-worker.js', { scope: '/push/' }).then((r) =>
    new Promise((done) => { const w = r.installing ?? r.active; w.state === 'activated' ? done() :
      w.addEventListener('statechange', () => w.state === 'activated' && done()) }))`)
  // Somebody looks at another window: only then is a notification of the system shown.
  const elsewhere = await context.newPage()
  await elsewhere.goto('about:blank')
  await elsewhere.bringToFront()
  const url = `/incidents/${newId()}`
  const registrationId = await registration
  // A busy machine takes a moment to know which window is in front; the same tag again is the same notification.
  const shown = async (): Promise<unknown> => {
    await session.send('ServiceWorker.deliverPushMessage', {
      origin: stage.base,
      registrationId,
      data: JSON.stringify({ title: '新派遣：路面积水', body: '桂园 07', url, tag: 'x' }),
    })
    return page.evaluate(`navigator.serviceWorker.getRegistration('/push/').then((r) => r.getNotifications())
      .then((all) => all.map((n) => [n.title, n.body, n.data.url].join('|')))`)
  }
  await expect.poll(shown, { timeout: 15_000 }).toEqual([`新派遣：路面积水|桂园 07|${url}`])
})
