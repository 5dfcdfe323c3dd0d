import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, signIn, type Stage } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

test('a wrong password is refused in one sentence, the right one opens the page that was asked for', async () => {
  const page = await stage.stranger()
  await page.goto('/?tab=all')
  const who = stage.account('intake-officer')
  await signIn(page, { ...who, password: 'WrongPassword1' })
  await page.getByRole('alert').getByText('用户名或密码不正确').waitFor()
  // The name stays, the password is asked again where the cursor already is.
  expect(await page.getByLabel('用户名').inputValue()).toBe(who.username)
  expect(await page.getByLabel('密码', { exact: true }).inputValue()).toBe('')
  expect(await page.evaluate('document.activeElement.id')).toBe('sign-in-password')

  await page.keyboard.type(who.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: '我的事件' }).waitFor()
  expect(new URL(page.url()).search).toBe('?tab=all')
  await page.getByRole('button', { name: new RegExp(`${who.name}.*账号菜单`) }).click()
  await page.getByText('退出登录').click()
  await page.getByRole('heading', { level: 1, name: '登录' }).waitFor()
  await page.goto('/')
  await page.getByRole('heading', { level: 1, name: '登录' }).waitFor()
})

test('an administrator must bind an authenticator before any other page opens', async () => {
  const page = await stage.stranger()
  await page.goto('/')
  await signIn(page, stage.account('audit-admin'))
  // First sign-in of an administrator: an authenticator must be bound before anything else opens.
  await page.getByRole('heading', { level: 1, name: '绑定动态验证码' }).waitFor()
  await page.getByText('密钥（只显示这一次）').waitFor()
  await page.goto('/audit')
  await page.getByRole('heading', { level: 1, name: '绑定动态验证码' }).waitFor()
})
