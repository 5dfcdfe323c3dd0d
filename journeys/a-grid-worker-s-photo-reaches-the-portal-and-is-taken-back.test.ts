import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '@lifang/platform/sql.ts'
import { administrator } from './administrator.ts'
import { barriers, isWide } from './barriers.ts'
import { fieldPhone } from './field.ts'
import { phone } from './resident.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

test('a grid worker gives a photo, it is approved, residents see it, and it is gone when it is taken back', async () => {
  const account = stage.account('grid-worker')
  const { id, grid, community } = await stage.server.admin.one<{
    id: string
    grid: string
    community: string
  }>(
    sql`select c.id, a.code as grid, p.code as community from account c
        join holding h on h.account_id = c.id and h.post = 'grid-worker' join area a on a.id = h.area_id join area p on p.id = a.parent_id
        where c.username = ${account.username}`,
  )
  const buffer = await sharp({ create: { width: 900, height: 1200, channels: 3, background: '#6a8' } })
    .withExif({ IFD0: { Make: 'Telephone' } })
    .jpeg()
    .toBuffer()

  const worker = await fieldPhone(stage)
  await worker.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '网格' }).click()
  const mine = worker.locator('section.block').filter({ hasText: '公示照片' })
  await mine.getByText('未提供').waitFor()
  await mine.locator('#portrait').setInputFiles({
    name: 'x.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from(`%PDF-1.7 ${'x'.repeat(40)}`),
  })
  await mine.getByText('“x.pdf”是 PDF，不是照片', { exact: false }).waitFor()
  await mine.locator('#portrait').setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer })
  await mine.getByText('待核准').waitFor()
  await mine.getByRole('img', { name: '我的公示照片' }).waitFor()
  expect(await barriers(worker)).toEqual([])
  expect(await isWide(worker)).toBe(false)

  const admin = await administrator(stage, 'system-admin')
  await admin.getByRole('link', { name: '公开', exact: true }).click()
  const card = admin.getByRole('region', { name: '网格员公开卡片' })
  await card.getByLabel('照片（须本人提供、他人核准）').check()
  await card.getByRole('button', { name: '保存并立即生效' }).click()
  await card.getByText('已保存', { exact: false }).waitFor()

  // Published, but nobody approved this one.
  const resident = await phone(stage)
  await resident.goto('/portal/worker')
  await resident.getByLabel('社区', { exact: true }).selectOption(community)
  await resident.getByLabel('网格', { exact: true }).selectOption(grid)
  const shown = resident.getByRole('img', { name: '网格员照片' })
  await resident.locator('.card.worker').waitFor()
  expect(await shown.count()).toBe(0)

  await admin.goto(`/accounts/${id}`)
  const portrait = admin.getByRole('region', { name: '公示照片' })
  await portrait.getByText('待核准').waitFor()
  await portrait.getByRole('img', { name: `${account.name}的公示照片` }).waitFor()
  expect(await barriers(admin)).toEqual([])
  await portrait.getByRole('button', { name: '核准公开' }).click()
  await portrait.getByText('已核准').waitFor()

  await resident.reload()
  await shown.waitFor()
  // Drawn, and in the shape of the card.
  await expect.poll(() => shown.evaluate((img) => 'naturalWidth' in img && img.naturalWidth)).toBe(900)
  const box = await shown.boundingBox()
  expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(0.75, 2)
  expect(await barriers(resident)).toEqual([])
  expect(await isWide(resident)).toBe(false)

  await admin.goto(`/grids/${grid}/poster`)
  await admin.getByRole('img', { name: '网格员照片' }).waitFor()
  expect(await barriers(admin)).toEqual([])

  await worker.reload()
  await mine.getByText('已核准').waitFor()
  await mine.getByRole('button', { name: '撤回照片' }).click()
  await mine.getByRole('button', { name: '确认撤回' }).click()
  await mine.getByText('未提供').waitFor()

  await resident.reload()
  await resident.locator('.card.worker').waitFor()
  expect(await shown.count()).toBe(0)
  await admin.reload()
  await admin.getByRole('heading', { name: '网格服务公示' }).waitFor()
  expect(await admin.getByRole('img', { name: '网格员照片' }).count()).toBe(0)
  const kept = await stage.server.admin.rows(sql`select 1 from stored_file where claimed_kind = 'portrait'`)
  expect(kept).toEqual([])
})
