import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Done } from '@lifang/domains/registry/schema/views.ts'
import type { PlaceView } from '@lifang/domains/registry/schema/unit-views.ts'
import { registryOffice, type Office } from '@lifang/domains/registry/testing/office.ts'
import { barriers, isWide } from './barriers.ts'
import { picture } from './picture.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
let office: Office
beforeAll(async () => {
  stage = await openStage({ map: true })
  office = await registryOffice(stage.server)
})
afterAll(() => stage.end())

test('a community worker finds a market by its phone, draws its outline by pasting and by keyboard, photographs it and takes a photo off', async () => {
  const { lon, lat } = office.mine
  const { id } = await office.ok<Done>('POST', '/api/registry/places', 'grid-worker', {
    ...office.proof(),
    name: '锦绣农贸市场',
    kind: 'market',
    phone: '199 0000 6151',
    place: { lon, lat, crs: 'CGCS2000' },
  })
  const page = await stage.person('grid-worker')
  await page.goto(`${stage.base}/units`)
  const box = page.getByRole('searchbox', { name: '名称、代码、地址、电话后四位' })
  await box.fill('19900006151')
  await box.press('Enter')
  await page.getByRole('link', { name: '锦绣农贸市场' }).waitFor()
  expect(page.url()).not.toContain('19900006151')
  await page.getByText('199****6151').waitFor()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('link', { name: '锦绣农贸市场' }).click()
  await page.getByRole('heading', { level: 1, name: '锦绣农贸市场' }).waitFor()

  // The outline: what is wrong is said at the field, and a corner is moved with the arrows.
  await page.getByRole('button', { name: '画轮廓' }).click()
  const form = page.getByRole('dialog')
  const d = 0.0005
  const square = [
    [lon - d, lat - d],
    [lon + d, lat - d],
    [lon + d, lat + d],
    [lon - d, lat + d],
  ]
  const pasted = form.getByLabel('GeoJSON（多边形）')
  await pasted.fill(JSON.stringify({ type: 'Polygon', coordinates: [square] }))
  await form.getByRole('button', { name: '保存' }).click()
  await form.getByText('轮廓没有闭合', { exact: false }).waitFor()
  await pasted.fill(JSON.stringify({ type: 'Polygon', coordinates: [[...square, square[0]]] }))
  await form.getByText('4 个顶点，约', { exact: false }).waitFor()
  const corner = form.getByRole('button', { name: /^界点 1/ })
  await corner.focus()
  const before = await pasted.inputValue()
  await page.keyboard.press('Shift+ArrowLeft')
  await expect.poll(() => pasted.inputValue()).not.toBe(before)
  expect(await barriers(page)).toEqual([])
  await form.getByRole('button', { name: '保存' }).click()
  await form.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '改轮廓' }).waitFor()
  const view = await office.ok<PlaceView>('GET', `/api/registry/places/${id}`, 'grid-worker')
  expect(view.outline?.coordinates[0]).toHaveLength(5)

  // Drawn with the pointer instead: three presses and Enter.
  await page.getByRole('button', { name: '改轮廓' }).click()
  await form.getByRole('button', { name: '重画' }).click()
  const map = await form.locator('canvas').boundingBox()
  if (map === null) throw new Error('no map')
  const middle = { x: map.x + map.width / 2, y: map.y + map.height / 2 }
  for (const [x, y] of [
    [-60, 50],
    [60, 50],
    [0, -60],
  ] as const)
    await page.mouse.click(middle.x + x, middle.y + y)
  await page.keyboard.press('Enter')
  await form.getByText('3 个顶点，约', { exact: false }).waitFor()
  await form.getByRole('button', { name: '保存' }).click()
  await form.waitFor({ state: 'detached' })
  await page.getByText('3 个顶点，约', { exact: false }).first().waitFor()

  // Photos: one that is none is refused in words, one is added and taken off for a reason.
  const photos = page.getByRole('region', { name: '照片' })
  await photos.getByLabel('添加照片').setInputFiles({
    name: '说明.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from('%PDF-1.7 no photo'),
  })
  await photos.getByRole('alert').waitFor()
  await photos.getByRole('button', { name: '移除照片' }).click()
  await photos
    .getByLabel('添加照片')
    .setInputFiles([await picture('门口.jpg', 11), await picture('摊位.jpg', 77)])
  await photos.getByText('2 / 12').waitFor()
  await photos.getByText('未注明拍摄时间').first().waitFor()
  expect(await barriers(page)).toEqual([])
  await photos.getByRole('button', { name: '删去' }).first().click()
  const removal = page.getByRole('dialog')
  await removal.getByRole('button', { name: '删去这张照片' }).click()
  await removal.getByText('请填写', { exact: false }).waitFor()
  await removal.getByLabel('删去的理由').fill('拍到了行人的脸')
  expect(await barriers(page)).toEqual([])
  await removal.getByRole('button', { name: '删去这张照片' }).click()
  await photos.getByText('1 / 12').waitFor()
  await page.getByText('拍到了行人的脸').waitFor()
  await page.getByRole('link', { name: '单位' }).first().click()
  await page
    .getByRole('button', { name: '场所' })
    .or(page.getByRole('tab', { name: '场所' }))
    .first()
    .click()
  await page.locator('img.unit-thumb').waitFor()
  expect(await barriers(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${stage.base}/units/places/${id}`)
  await photos.getByText('1 / 12').waitFor()
  expect(await isWide(page)).toBe(false)
})
