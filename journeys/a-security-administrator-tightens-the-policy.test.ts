import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator } from './administrator.ts'
import { barriers } from './barriers.ts'
import { openStage, signIn, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

test('a security administrator tightens the sign-in policy, and it bites at the next sign-in', async () => {
  const page = await administrator(stage, 'security-admin')
  await page.getByRole('link', { name: '登录策略' }).click()
  await page.getByRole('heading', { level: 1, name: '登录策略' }).waitFor()
  await page.getByLabel('连续输错几次锁定').fill('99')
  await page.getByLabel('修改理由').fill('等保测评整改')
  await page.getByRole('button', { name: '保存并立即生效' }).click()
  await page.getByText('应为 3 至 10 的整数').waitFor()
  expect(await page.getByLabel('修改理由').inputValue()).toBe('等保测评整改')
  await page.getByLabel('连续输错几次锁定').fill('3')
  await page.getByLabel('首次锁定时长').fill('15')
  await page.getByLabel('密码最短长度').fill('32')
  await page.getByRole('button', { name: '保存并立即生效' }).click()
  await page.getByText('连续输错几次锁定：5 次 → 3 次', { exact: false }).waitFor()
  await page.getByText('理由：等保测评整改', { exact: false }).waitFor()
  expect(await barriers(page)).toEqual([])

  const who = stage.account('intake-officer')
  const officer = await stage.stranger()
  await officer.goto('/')
  await signIn(officer, who)
  await officer.getByRole('heading', { level: 1, name: '修改密码' }).waitFor()
  await officer.getByText('至少 32 位', { exact: false }).first().waitFor()

  const guesser = await stage.stranger()
  await guesser.goto('/')
  for (let i = 0; i < 3; i++) {
    await signIn(guesser, { username: who.username, password: `Wrong-2026-${String(i)}` })
    await guesser.getByText('用户名或密码不正确').waitFor()
  }
  await signIn(guesser, who)
  await guesser.getByText('连续输错次数过多', { exact: false }).waitFor()

  await page.getByRole('link', { name: '账号' }).click()
  await page.getByText('已锁定', { exact: true }).first().click()
  await page.getByRole('link', { name: who.username, exact: true }).click()
  await page.getByRole('button', { name: '解除锁定' }).click()
  const window = page.getByRole('dialog')
  await window.getByLabel('情况说明').fill('本人来电核实')
  await window.getByRole('button', { name: '解除锁定' }).click()
  await window.waitFor({ state: 'detached' })
  await page.getByText('正常', { exact: true }).waitFor()
  expect(await barriers(page)).toEqual([])

  await page.getByRole('link', { name: '角色权限' }).click()
  await page.getByRole('row', { name: /派遣 办理 派遣员、值班长/ }).waitFor()
  await page.getByRole('row', { name: /授予岗位 办理 安全管理员/ }).waitFor()
  expect(await barriers(page)).toEqual([])
})
