import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '@lifang/platform/sql.ts'
import { incidentAt } from './incident.ts'
import { picture } from './picture.ts'
import { aPlace } from './place.ts'
import { doAct, openAct, openStage, panel, type Stage } from './stage.ts'

let stage: Stage
let folder = ''
/** 50 MB under the name of a photo; its bytes are not written out. */
let large = ''
beforeAll(async () => {
  stage = await openStage()
  folder = await mkdtemp(join(tmpdir(), 'lifang-photo-'))
  large = join(folder, 'huge.jpg')
  const file = await open(large, 'w')
  await file.truncate(50 * 1024 * 1024)
  await file.close()
})
afterAll(async () => {
  await stage.end()
  await rm(folder, { recursive: true })
})

const PDF = {
  name: '现场.jpg',
  mimeType: 'image/jpeg',
  buffer: Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'),
}

/** Chooses a PDF and a picture of 50 MB; each is refused in words, and nothing is sent while they are there. */
async function refused(page: Page, input: string, press: () => Promise<void>): Promise<void> {
  const failures: number[] = []
  page.on('response', (r) => {
    if (r.status() >= 500) failures.push(r.status())
  })
  const tile = page.locator('.picker .photo')
  await page.setInputFiles(input, [PDF])
  await tile.getByText('只接受 JPEG、PNG 或 WebP 照片').waitFor()
  await page.setInputFiles(input, large)
  await tile.getByText('照片超过 10 MB，请换一张小些的').waitFor()
  expect(await tile.getByRole('button', { name: '重新上传' }).count()).toBe(0)
  await press()
  await page.getByText('有照片没有上传成功，请重新上传或移除').waitFor()
  await tile.getByRole('button', { name: '移除照片' }).first().click()
  await tile.getByRole('button', { name: '移除照片' }).first().click()

  // A photo whose way is lost can be sent again, and then it is there.
  await page.context().setOffline(true)
  await page.setInputFiles(input, [await picture('a.jpg', 7)])
  await tile.getByText('连接不上服务器，请检查网络').waitFor()
  await page.context().setOffline(false)
  await tile.getByRole('button', { name: '重新上传' }).click()
  await tile.getByLabel('照片类型').waitFor()
  await tile.getByText('正在上传').waitFor({ state: 'detached' })
  expect(failures).toEqual([])
}
const photosOf = async (words: string): Promise<number> =>
  (
    await stage.server.admin.one<{ n: number }>(
      sql`select count(*)::int as n from incident_evidence v join incident_step s on s.id = v.step_id
          where s.opinion = ${words} or s.incident_id in (select id from incident where description = ${words})`,
    )
  ).n

test('at the report: a PDF named .jpg, a photo of 50 MB, and a photo lost on the way', async () => {
  const page = await stage.person('intake-officer')
  await page.goto('/report')
  const { lon, lat } = await aPlace(stage.server)
  await page.locator('#report-lon').fill(String(lon))
  await page.locator('#report-lat').fill(String(lat))
  const words = '带照片的登记：路面塌陷'
  await page.locator('#report-description').fill(words)
  const go = page.getByRole('button', { name: '登记并生成流水号' })
  await refused(page, '#report-photos', () => go.click())
  expect(await page.locator('#report-description').inputValue()).toBe(words)
  await go.click()
  await page.getByText('登记完成，流水号').waitFor()
  expect(await photosOf(words)).toBe(1)
})

test('at the feedback of a unit: the same files, the same answers', async () => {
  const number = await incidentAt(stage.server, 'handling')
  const page = await stage.person('handler')
  await page.goto(`/incidents/${number}`)
  await openAct(page, '反馈')
  const words = '塌陷处已回填'
  await page.locator('#act-feedback-opinion').fill(words)
  const press = () => panel(page).locator('form').getByRole('button', { name: '反馈', exact: true }).click()
  await refused(page, '#act-feedback-photos', press)
  expect(await page.locator('#act-feedback-opinion').inputValue()).toBe(words)
  await doAct(page, '反馈')
  expect(await photosOf(words)).toBe(1)
})
