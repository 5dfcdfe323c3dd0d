import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** Serious and critical findings of axe, as lines a person can act on. */
export async function barriers(page: Page): Promise<string[]> {
  await page.waitForTimeout(400)
  // A list that was chosen from closes a moment later; one that stays open is looked at as it stands.
  await page
    .getByRole('listbox')
    .first()
    .waitFor({ state: 'hidden', timeout: 5_000 })
    .catch(() => undefined)
  await page.evaluate(axe)
  const found: unknown = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').flatMap((v) => v.nodes.map((n) => v.id + ' at ' + n.target.join(' ') + ': ' + n.failureSummary)))`,
  )
  return Array.isArray(found) ? found.map(String) : ['axe gave no answer']
}

/** The page must not be wider than its window. */
export async function isWide(page: Page): Promise<boolean> {
  const wide = (): Promise<unknown> =>
    page.evaluate('document.documentElement.scrollWidth > window.innerWidth')
  // Just after a change of size a page may still stand as it was.
  for (let n = 0; n < 15 && (await wide()) === true; n++) await page.waitForTimeout(100)
  return (await wide()) === true
}
