import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
}, 120_000)
afterAll(() => stage.end())

it('a grid chosen by name puts the report inside it; a point outside is refused while it is typed', async () => {
  const page = await stage.person('intake-officer')
  await page.getByRole('link', { name: '登记' }).click()
  const grids = stage.server.deps.directory.areas().filter((a) => a.levelKey === 'grid')
  for (const grid of [grids[0], grids.at(-1)]) {
    if (grid === undefined) throw new Error('the demo street has no grids')
    await page.getByLabel('选网格中心').fill(grid.name)
    await page.locator('.ant-select-item-option', { hasText: grid.name }).first().click()
    await page.getByText(`落在 ${grid.name} · `).waitFor()
    const [lon, lat] = [
      Number(await page.getByLabel('经度').inputValue()),
      Number(await page.getByLabel('纬度').inputValue()),
    ]
    expect(stage.server.deps.directory.locate(lon, lat)?.grid.code).toBe(grid.code)
  }
  await page.getByLabel('经度').fill('116.3')
  await page.getByLabel('纬度').fill('39.9')
  await page.getByText('该位置不在任何网格内').waitFor()
}, 60_000)
