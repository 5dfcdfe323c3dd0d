import { generateSync } from 'otplib'
import type { Page } from 'playwright-core'
import { signIn, type Stage } from './stage.ts'

/** An administrator at the first sign-in: binds the authenticator and lands in the first room. */
export async function administrator(
  stage: Stage,
  post: 'system-admin' | 'security-admin' | 'audit-admin',
): Promise<Page> {
  const page = await stage.stranger()
  await page.goto('/')
  await signIn(page, stage.account(post))
  const shown = page.locator('.secret dd').first()
  await shown.waitFor()
  const secret = (await shown.textContent())?.replaceAll(/\s/g, '') ?? ''
  await page.getByLabel('验证器显示的 6 位数字').fill(generateSync({ secret }))
  await page.getByRole('button', { name: '完成绑定' }).click()
  await page.getByRole('heading', { level: 1, name: post === 'audit-admin' ? '审计' : '账号' }).waitFor()
  return page
}
