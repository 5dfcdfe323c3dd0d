import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Week } from '@lifang/domains/analysis/schema/week.ts'
import { barriers, isWide } from './barriers.ts'
import { incidentAt } from './incident.ts'
import { places } from './place.ts'
import { openStage, signIn, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  const manager = stage.account('community-manager')
  const area = stage.server.accounts.find((a) => a.username === manager.username)?.area
  const own = (await places(stage.server)).filter(
    (p) => stage.server.deps.directory.locate(p.lon, p.lat)?.community?.name === area,
  )
  expect(own.length).toBeGreaterThan(1)
  for (const place of own.slice(0, 2)) await incidentAt(stage.server, 'handling', place)
})
afterAll(async () => {
  await stage.end()
})

/** Width and height of every page of a PDF in points. */
const pagesOf = (pdf: Buffer): [number, number][] =>
  [...pdf.toString('latin1').matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g)].map((m) => [
    Math.round(Number(m[1])),
    Math.round(Number(m[2])),
  ])
const paper = (page: Page): Promise<Buffer> => page.pdf({ preferCSSPageSize: true })

/** The cells of one column of the table by grid, the total apart. */
async function column(page: Page, n: number): Promise<{ rows: number[]; total: number }> {
  const cells = (await page.locator('[data-grid] td').all()).length
  const grids = await page.locator('[data-grid]').count()
  const each = cells / grids
  const texts = await page.locator('[data-grid] td').allTextContents()
  const total = await page.locator('tr.total td').nth(n).textContent()
  return { rows: texts.filter((_, i) => i % each === n).map(Number), total: Number(total) }
}

test('the pack of this week adds up, keeps its week in the address, and prints on A4 with no row cut', async () => {
  const page = await stage.stranger()
  await page.goto('/')
  await signIn(page, stage.account('community-manager'))
  await page.getByRole('link', { name: '周例会材料' }).click()
  await page.getByRole('heading', { level: 1, name: /社区周例会材料$/ }).waitFor()
  // The last full week had nothing; this one has what was reported a moment ago.
  expect(await page.locator('[data-sum="reported"] td').first().textContent()).toBe('0')
  await page.getByRole('button', { name: '下一周' }).click()
  await page.getByText('本周未完').waitFor()
  expect(page.url()).toMatch(/week=%?2?2?\d{4}-\d\d-\d\d/)
  expect(await page.locator('[data-sum="reported"] td').first().textContent()).toBe('2')
  for (const [n, sum] of [
    [1, 'reported'],
    [3, 'closed'],
    [4, 'self'],
    [6, 'open'],
    [7, 'overdue'],
  ] as const) {
    const { rows, total } = await column(page, n)
    expect(
      rows.reduce((a, b) => a + b, 0),
      sum,
    ).toBe(total)
    expect(await page.locator(`[data-sum="${sum}"] td`).first().textContent(), sum).toBe(String(total))
  }
  expect(await barriers(page)).toEqual([])
  // Whoever gets the address sees the same week.
  await page.reload()
  await page.getByText('本周未完').waitFor()
  for (const secret of ['王秀英', '学府路', '路边堆放', '199'])
    expect(await page.locator('.sheet').textContent()).not.toContain(secret)

  const short = pagesOf(await paper(page))
  expect(short.length).toBeLessThanOrEqual(2)
  for (const size of short) expect(size).toEqual([595, 842])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
}, 120_000)

test('a long list goes over several sheets: its head is repeated and every row is whole', async () => {
  const page = await stage.stranger()
  await page.goto('/')
  await signIn(page, stage.account('community-manager'))
  await page.getByRole('heading', { level: 1, name: '社区台' }).waitFor()
  await page.route('**/api/community/week**', async (route) => {
    const answer = await route.fetch()
    const week = (await answer.json()) as Week
    const line: Week['late'][number] = {
      number: '9906022026112400015',
      className: '电动自行车违规充电停放',
      confidential: false,
      grid: week.grids[0]?.name ?? null,
      status: 'handling',
      unit: '云溪街道综合行政执法中队',
      desk: null,
      stage: 'handle',
      lamp: 'red',
      reportedAt: week.since,
      dueSince: week.until,
      waits: 'returned',
      asked: null,
      times: 2,
    }
    const late = Array.from({ length: 60 }, (_, i) => ({
      ...line,
      number: String(9906022026112400015n + BigInt(i)),
    }))
    await route.fulfill({ json: { ...week, late, overdue: late.length } })
  })
  await page.goto('/community/week')
  await page.getByText('此刻超期（60 件）').waitFor()
  const sizes = pagesOf(await paper(page))
  expect(sizes.length).toBeGreaterThan(3)
  for (const size of sizes) expect(size).toEqual([595, 842])
  await page.emulateMedia({ media: 'print' })
  const rules = await page.evaluate(`({
    rows: [...new Set([...document.querySelectorAll('.sheet tr')].map((r) => getComputedStyle(r).breakInside))],
    heads: [...new Set([...document.querySelectorAll('.sheet thead')].map((h) => getComputedStyle(h).display))],
    shown: [...document.querySelectorAll('.rail, .top, .wk-bar')].filter((e) => getComputedStyle(e).display !== 'none').length,
    wide: document.documentElement.scrollWidth > innerWidth,
  })`)
  expect(rules).toEqual({ rows: ['avoid'], heads: ['table-header-group'], shown: 0, wide: false })
  // Legible without colour: text is black or dark grey on white.
  expect(
    await page.evaluate(
      `[...new Set([...document.querySelectorAll('.sheet th, .sheet td, .sheet h2, .sheet a')].map((e) => getComputedStyle(e).color))]`,
    ),
  ).toEqual(['rgb(0, 0, 0)'])
}, 120_000)
