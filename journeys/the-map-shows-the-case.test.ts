import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers } from './barriers.ts'
import { incidentAt } from './incident.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
let number: string

beforeAll(async () => {
  stage = await openStage({ map: true })
  number = await incidentAt(stage.server, 'filed')
  await incidentAt(stage.server, 'handling')
})
afterAll(async () => {
  await stage.end()
})

const drawn = (page: Page) =>
  page.locator('.map-canvas[data-drawn]').first().waitFor({ state: 'attached', timeout: 60_000 })
/** Distinct colours of the picture's middle: a map that drew nothing has one. */
const colours = (page: Page): Promise<unknown> =>
  page.evaluate(`(() => {
    const map = document.querySelector('.map-canvas canvas')
    const copy = document.createElement('canvas')
    copy.width = 120; copy.height = 120
    const pen = copy.getContext('2d')
    pen.drawImage(map, map.width / 2 - 60, map.height / 2 - 60, 120, 120, 0, 0, 120, 120)
    const seen = new Set()
    const { data } = pen.getImageData(0, 0, 120, 120)
    for (let i = 0; i < data.length; i += 4) seen.add(data[i] + ',' + data[i + 1] + ',' + data[i + 2])
    return seen.size
  })()`)

test('the dispatcher’s map shows the case and what is open around it, also as a list, without a barrier', async () => {
  const page = await stage.person('dispatcher')
  await page.goto('/dispatch')
  await page.locator(`[data-queue="${number}"]`).waitFor()
  await drawn(page)
  expect(Number(await colours(page))).toBeGreaterThan(8)
  const map = page.getByRole('region', { name: '在办事件地图' }).first()
  await map.getByText('责任人', { exact: false }).waitFor()
  expect(await barriers(page)).toEqual([])
  // Who cannot use a map reads the same as a list, and opens a case from it.
  await map.getByRole('button', { name: /^列表 1$/ }).click()
  await map.getByRole('listitem').getByRole('button').first().click()
  await page.getByText('这件已不在本队列', { exact: false }).waitFor()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '单位负荷' }).click()
  await page.getByRole('table').getByRole('rowheader').first().waitFor()
  expect(await barriers(page)).toEqual([])
})

test('on a phone the panes become steps', async () => {
  const page = await stage.person('dispatcher')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/dispatch')
  await page.locator(`[data-queue="${number}"]`).click()
  await page.getByRole('button', { name: '确认派遣', exact: false }).waitFor()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('navigation', { name: '派遣台分栏' }).getByRole('button', { name: '地图' }).click()
  await drawn(page)
  expect(await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')).toBe(false)
  expect(await barriers(page)).toEqual([])
})

test('the page of the case has its place, its readers and a print that leaves the controls out', async () => {
  const page = await stage.person('dispatcher')
  await page.goto(`/incidents/${number}`)
  await page
    .getByRole('region', { name: /^案件位置图/ })
    .first()
    .scrollIntoViewIfNeeded()
  await drawn(page)
  expect(Number(await colours(page))).toBeGreaterThan(8)
  await page.getByRole('heading', { name: '谁看过' }).waitFor()
  await page.locator('.readers').getByText(stage.account('dispatcher').name).waitFor()
  expect(await barriers(page)).toEqual([])
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('heading', { name: '你可以做的' }).isVisible()).toBe(false)
  expect(await page.locator('.rail').isVisible()).toBe(false)
  expect(await page.locator('.printed').isVisible()).toBe(true)
  expect((await page.pdf({ format: 'A4' })).byteLength).toBeGreaterThan(10_000)
})

test('a place is picked on the map of the report page, and the server says which grid it is', async () => {
  const page = await stage.person('intake-officer')
  await page.goto('/report')
  const map = page.getByRole('region', { name: '在地图上点选位置' }).first()
  await map.scrollIntoViewIfNeeded()
  await drawn(page)
  const size = await map.locator('canvas').boundingBox()
  await map
    .locator('canvas')
    .click({ position: { x: (size?.width ?? 0) / 2, y: (size?.height ?? 0) * 0.38 } })
  await page.locator('.found b').waitFor()
  expect(await page.getByLabel('经度').inputValue()).toMatch(/^113\./)
  expect(await barriers(page)).toEqual([])
})
