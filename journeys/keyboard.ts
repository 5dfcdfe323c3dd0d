import type { Page } from 'playwright-core'

/** The name of what has the focus, as its label or its own words say it; '' where nothing has. */
const FOCUSED = `(() => {
  const e = document.activeElement
  if (e === null || e === document.body) return ''
  const label = e.getAttribute('aria-label') ?? e.labels?.[0]?.innerText
  return (label ?? e.innerText ?? e.textContent ?? '').trim()
})()`
const MOST = 90

/** Goes on with the tabulator until what has the focus is called so. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < MOST; i++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(FOCUSED)
    if (typeof focused === 'string' && name.test(focused)) return
  }
  throw new Error(`the keyboard does not reach ${String(name)}`)
}

export async function press(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press('Enter')
}

/** Types into the field of that name. */
export async function typeInto(page: Page, name: RegExp, text: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.type(text)
}

/** Signs in without a mouse. */
export async function signInByKeyboard(
  page: Page,
  who: { readonly username: string; readonly password: string },
): Promise<void> {
  await page.getByLabel('用户名').waitFor()
  await typeInto(page, /^用户名/, who.username)
  await typeInto(page, /^密码/, who.password)
  await page.keyboard.press('Enter')
}
