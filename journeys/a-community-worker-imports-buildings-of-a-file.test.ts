import { afterAll, beforeAll, expect, test } from 'vitest'
import { registryOffice, type Office } from '@lifang/domains/registry/testing/office.ts'
import { barriers, isWide } from './barriers.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
let office: Office
beforeAll(async () => {
  stage = await openStage()
  office = await registryOffice(stage.server)
})
afterAll(() => stage.end())

test('a community worker checks a file of buildings, sees what is odd by feature, and takes the rest in', async () => {
  const { lon, lat } = office.mine
  const building = (id: number, x: number, name: string) => ({
    type: 'Feature',
    properties: { id, building: 'yes', name },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [x, lat],
          [x + 1e-4, lat],
          [x + 1e-4, lat + 1e-4],
          [x, lat + 1e-4],
          [x, lat],
        ],
      ],
    },
  })
  const text = JSON.stringify({
    type: 'FeatureCollection',
    features: [building(1, lon, '锦绣大厦'), building(2, lon - 20, '远方大厦')],
  })
  const file = (body: string) => ({
    name: '楼栋.geojson',
    mimeType: 'application/geo+json',
    buffer: Buffer.from(body),
  })
  const page = await stage.person('grid-worker')
  await page.goto(`${stage.base}/homes`)
  await page.getByRole('button', { name: '导入楼栋' }).click()
  const window = page.getByRole('dialog')
  await window.getByLabel('GeoJSON 文件').setInputFiles(file('这不是地图'))
  await window.getByRole('button', { name: '检查' }).click()
  await window.getByText('文件不是 GeoJSON', { exact: false }).waitFor()
  await window.getByLabel('GeoJSON 文件').setInputFiles(file(text))
  await window.getByRole('button', { name: '检查' }).click()
  await window.getByText('新增 1 栋', { exact: false }).waitFor()
  await window.getByRole('row', { name: '第 2 个要素 未导入 不在任何网格内，未导入' }).waitFor()
  expect(await barriers(page)).toEqual([])
  await window.getByRole('button', { name: '导入 1 栋' }).click()
  await window.getByText('已导入', { exact: false }).first().waitFor()
  await window.getByRole('button', { name: '完成' }).click()
  await page.getByRole('searchbox', { name: '地址或别名' }).fill('锦绣大厦')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: '锦绣大厦' }).first().waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
})
