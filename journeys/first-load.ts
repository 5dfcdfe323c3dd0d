import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'

export const dist = (path: string): string => fileURLToPath(new URL(`../web/dist${path}`, import.meta.url))
const zipped = (path: string): number => gzipSync(readFileSync(dist(path))).length

/**
 * Opens a page and tells what it fetched of what was built.
 * @param html of the application, e.g. '/portal/index.html'
 * @param stands resolves once somebody can begin
 * @param without files that do not count
 */
export async function firstLoad(
  page: Page,
  path: string,
  html: string,
  stands: () => Promise<unknown>,
  without = /^$/,
): Promise<{ readonly files: readonly string[]; readonly bytes: number }> {
  const fetched = new Set<string>()
  const note = (request: { url(): string }): void => void fetched.add(new URL(request.url()).pathname)
  page.on('request', note)
  await page.goto(path)
  await stands()
  page.off('request', note)
  const files = [...fetched].filter((one) => one.startsWith('/assets/') && !without.test(one))
  return { files, bytes: files.reduce((sum, one) => sum + zipped(one), zipped(html)) }
}
