import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { parts } from '@lifang/domains/grid/rules/geometry.ts'
import type { Position, Shape } from '@lifang/domains/grid/schema.ts'
import { sql } from '@lifang/platform/sql.ts'
import { barriers, isWide } from './barriers.ts'
import { openStage, signIn, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ map: true })
})
afterAll(() => stage.end())

const COMMUNITY = '990602001002'

/** A corner inside the community where three grids meet or more. */
async function meeting(): Promise<Position> {
  const rows = await stage.server.admin.rows<{ code: string; polygon: Shape }>(
    sql`select a.code, b.polygon from area a join area_border b on b.area_id = a.id and b.valid_to is null where a.code like ${`${COMMUNITY}%`}`,
  )
  const corners = rows.map((r) => ({ code: r.code, list: parts(r.polygon).flat(2) }))
  const outer = corners.find((c) => c.code === COMMUNITY)?.list ?? []
  const has = (list: readonly Position[], at: Position): boolean =>
    list.some((c) => c[0] === at[0] && c[1] === at[1])
  const grids = corners.filter((c) => c.code !== COMMUNITY)
  const found = grids
    .flatMap((g) => g.list)
    .find((at) => !has(outer, at) && grids.filter((g) => has(g.list, at)).length > 2)
  if (found === undefined) throw new Error('no corner inside')
  return found
}

const type = async (page: Page, n: number, at: Position): Promise<void> => {
  await page.getByLabel(`第 ${n} 点经度`).fill(String(at[0]))
  await page.getByLabel(`第 ${n} 点纬度`).fill(String(at[1]))
}

test('a keeper of grids draws one by typed coordinates, sees what it takes, publishes it, and takes it back', async () => {
  const [x, y] = await meeting()
  const [w, h] = [0.0005, 0.0004]
  const page = await stage.stranger()
  await page.goto('/sign-in')
  await signIn(page, stage.account('grid-manager'))
  await page.getByRole('heading', { level: 1, name: '网格' }).waitFor()
  await page.locator(`[data-grid="${COMMUNITY}001"]`).click()
  await page.getByRole('button', { name: '调整本社区网格' }).click()
  const draft = page.getByRole('region', { name: '调整草案' })
  await draft.locator('[data-part]').first().waitFor()
  const before = await draft.locator('[data-part]').count()
  await page.getByRole('toolbar').getByRole('button', { name: '画格' }).click()
  const ring = draft.getByRole('form', { name: '新网格的界点' })
  for (let n = 0; n < 4; n++) await ring.getByRole('button', { name: '加一点' }).click()

  // The two numbers the wrong way round, and words: said beside the point, what was typed stays.
  await type(page, 1, [y, x])
  await ring.getByText('经度和纬度', { exact: false }).waitFor()
  await page.getByLabel('第 1 点经度').fill('东经😀')
  await ring.getByRole('alert').first().waitFor()
  expect(await page.getByLabel('第 1 点经度').inputValue()).toBe('东经😀')

  // A ring that crosses itself is said before it is closed.
  const [sw, se, ne, nw] = [
    [x - w, y - h],
    [x + w, y - h],
    [x + w, y + h],
    [x - w, y + h],
  ] as const satisfies readonly Position[]
  for (const [i, at] of [sw, ne, se, nw].entries()) await type(page, i + 1, at)
  await ring.getByText('界线自己交叉', { exact: false }).waitFor()
  expect(await ring.getByRole('button', { name: '闭合成格' }).isDisabled()).toBe(true)
  expect(await barriers(page)).toEqual([])
  for (const [i, at] of [sw, se, ne, nw].entries()) await type(page, i + 1, at)
  await page.locator('.overlay .ring-ground').waitFor({ state: 'attached' })
  await page.keyboard.press('Enter')

  await draft.locator('[data-part=new]').waitFor()
  expect(await draft.locator('[data-part]').count()).toBe(before + 1)
  expect(await draft.locator('.checks .bad').count()).toBe(0)
  const sums = draft.locator('.plan-table .side td:nth-child(2)')
  await sums.nth(1).waitFor()
  expect(await sums.nth(0).textContent()).toBe(await sums.nth(1).textContent())
  await draft.getByLabel('新画网格 1的名称').fill('集市新格')
  await draft.getByRole('button', { name: '存草案' }).click()

  const facts = page.getByRole('region', { name: '网格详情' })
  await facts.getByRole('heading', { name: '新画网格' }).waitFor()
  expect(await barriers(page)).toEqual([])
  await facts.getByRole('button', { name: '发布…' }).click()
  await page.getByRole('button', { name: '确认发布' }).click()
  const made = page.locator('[data-grid]', { hasText: '集市新格' })
  await made.waitFor()
  expect(await page.locator(`[data-grid="${COMMUNITY}001"]`).count()).toBe(1)

  await facts.getByRole('button', { name: '回退…' }).click()
  await page.getByLabel('回退原因').fill('集市改期')
  await page.getByRole('button', { name: '确认回退' }).click()
  await made.waitFor({ state: 'detached' })
  const gaps = await stage.server.admin.rows(
    sql`select 1 from area where code like ${`${COMMUNITY}%`} and valid_to is null and grid_kind is not null`,
  )
  expect(gaps).toHaveLength(before)
})

test('a keeper of grids presses the corners of a new grid on the map', async () => {
  const page = await stage.stranger()
  await page.goto('/sign-in')
  await signIn(page, stage.account('grid-manager'))
  await page.getByRole('heading', { level: 1, name: '网格' }).waitFor()
  await page.locator(`[data-grid="${COMMUNITY}001"]`).click()
  await page.getByRole('button', { name: '调整本社区网格' }).click()
  const draft = page.getByRole('region', { name: '调整草案' })
  await page.locator('.overlay .part').first().waitFor({ state: 'attached' })
  await page.getByRole('toolbar').getByRole('button', { name: '画格' }).click()
  const box = await page.locator('.overlay').boundingBox()
  if (box === null) throw new Error('no map')
  const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2]
  for (const [dx, dy] of [
    [-40, -30],
    [40, -30],
    [40, 30],
  ] as const) {
    await page.mouse.click(cx + dx, cy + dy)
    await page.waitForTimeout(400)
  }
  expect(await draft.getByLabel(/^第 \d 点经度$/).count()).toBe(3)
  await page.keyboard.press('Backspace')
  expect(await draft.getByLabel(/^第 \d 点经度$/).count()).toBe(2)
  await page.mouse.click(cx + 40, cy + 30)
  await page.waitForTimeout(400)
  await page.mouse.dblclick(cx - 40, cy + 30)
  const ring = draft.getByRole('form', { name: '新网格的界点' })
  await draft.locator('[data-part=new]').or(ring.getByRole('alert')).first().waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
})
