import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import { registryOffice, type Office } from '@lifang/domains/registry/testing/office.ts'
import { fictionalUscc } from '../db/demo/registry/enterprises.ts'
import { barriers, isWide } from './barriers.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
let office: Office
beforeAll(async () => {
  stage = await openStage()
  office = await registryOffice(stage.server)
})
afterAll(() => stage.end())

/** The middle of a grid of the first community manager. */
async function point(): Promise<{ lon: number; lat: number; crs: 'CGCS2000' }> {
  const me = await office.ok<{ holdings: { areaPath: string }[] }>('GET', '/api/me', 'community-manager')
  const path = me.holdings[0]?.areaPath ?? ''
  const { items } = await office.ok<{ items: { level: string; centre: [number, number] }[] }>(
    'GET',
    '/api/map/areas',
    'community-manager',
  )
  const found = items.find(
    (i) =>
      i.level === 'grid' &&
      stage.server.deps.directory.locate(...i.centre)?.grid.path.startsWith(path) === true,
  )
  if (found === undefined) throw new Error('the community has no grid')
  return { lon: found.centre[0], lat: found.centre[1], crs: 'CGCS2000' }
}

test('a community worker registers an enterprise whose code does not check, finds it by two characters, and a case linked to a lamp shows on the lamp’s page', async () => {
  const place = await point()
  const good = fictionalUscc('91', 88_001)
  const bad = good.slice(0, 17) + (good.endsWith('1') ? '2' : '1')
  const page = await stage.person('community-manager')
  await page.getByRole('link', { name: '单位' }).click()
  await page.getByText('没有符合条件的单位').waitFor()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '登记单位' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: '保存' }).click()
  await form.getByText('请填写', { exact: false }).first().waitFor()
  await form.getByLabel('名称').fill('云溪锦绣坊有限公司')
  await form.getByLabel('统一社会信用代码').fill(bad)
  // The doubt is said while one types.
  await form.getByText('校验位应为', { exact: false }).waitFor()
  await form.getByLabel('联系电话').fill('199 0000 6143')
  await form.getByLabel('经度').fill(String(place.lon))
  await form.getByLabel('纬度').fill(String(place.lat))
  await form.getByRole('button', { name: '保存' }).click()
  await form.getByText('写明理由后可以保存', { exact: false }).waitFor()
  expect(await form.getByLabel('名称').inputValue()).toBe('云溪锦绣坊有限公司')
  expect(await barriers(page)).toEqual([])
  await form.getByLabel('代码不符仍保存的理由').fill('与营业执照逐位核对无误')
  await form.getByRole('button', { name: '保存' }).click()
  await form.getByRole('button', { name: '知道了' }).click()
  await page.getByRole('heading', { level: 1, name: '云溪锦绣坊有限公司' }).waitFor()
  await page.getByText('代码存疑').first().waitFor()
  await page.getByText('199****6143').first().waitFor()
  expect(await page.content()).not.toContain('19900006143')
  expect(await barriers(page)).toEqual([])

  await page.getByRole('link', { name: '人口' }).click()
  await page.getByRole('searchbox', { name: '查找人口、房屋和地址' }).fill('锦绣')
  await page.getByRole('button', { name: '查找', exact: true }).click()
  await page.getByRole('link', { name: '云溪锦绣坊有限公司' }).waitFor()

  const lamp = await office.ok<{ id: string }>('POST', '/api/registry/facilities', 'community-manager', {
    ...office.proof(),
    class: { standard: 'GB/T 47678.5-2026', code: '01037' },
    name: '锦绣路口路灯',
    place,
  })
  const { number } = await office.ok<{ number: string }>('POST', '/api/incidents', 'community-manager', {
    id: newId(),
    source: 'grid-patrol',
    occurredAt: new Date(stage.server.deps.clock.now()).toISOString(),
    place,
    description: '路口的灯不亮了',
  })
  await page.goto(`${stage.base}/incidents/${number}`)
  await page.getByRole('button', { name: '关联', exact: true }).click()
  await page.getByLabel('查找要关联的', { exact: false }).fill('锦绣路口')
  await page.locator('.ant-select-item-option').filter({ hasText: '锦绣路口路灯' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '确认关联' }).click()
  await page.getByRole('link', { name: '锦绣路口路灯' }).click()
  await page.getByRole('heading', { level: 1, name: '锦绣路口路灯' }).waitFor()
  await page.getByRole('region', { name: '发生过的事件' }).getByRole('link').first().waitFor()
  expect(page.url()).toContain(lamp.id)
  // The report alone changes no state.
  await page.getByText('完好').first().waitFor()
  expect(await barriers(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
})
