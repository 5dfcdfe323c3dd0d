import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers, isWide } from './barriers.ts'
import { incidentAt } from './incident.ts'
import { picture } from './picture.ts'
import { doAct, openAct, openStage, panel, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

test('two photos of one place: a slider for mouse and keys, large on their own, side by side on paper', async () => {
  const number = await incidentAt(stage.server, 'handling')
  const page = await stage.person('handler')
  await page.goto(`/incidents/${number}`)
  await openAct(page, '补充证据')
  await panel(page)
    .locator('input[type=file]')
    .setInputFiles(await picture('before.jpg', 200))
  await panel(page).getByText('正在上传').waitFor({ state: 'detached' })
  await panel(page).getByLabel('照片类型').selectOption('before')
  await doAct(page, '补充证据')
  expect(await page.locator('.before-after').count()).toBe(0)

  await openAct(page, '反馈')
  await panel(page).getByLabel('办理情况').fill('已清运干净')
  await panel(page)
    .locator('input[type=file]')
    .setInputFiles(await picture('after.jpg', 20))
  await panel(page).getByText('正在上传').waitFor({ state: 'detached' })
  await doAct(page, '反馈')

  const slider = page.getByRole('slider', { name: '左右移动，对比处置前后' })
  await slider.waitFor()
  await page.getByRole('img', { name: /^处置前的现场照片（/ }).waitFor()
  await page.getByRole('img', { name: /^处置后的现场照片（/ }).waitFor()
  expect(await slider.getAttribute('aria-valuetext')).toBe('处置前占 50%')
  await slider.focus()
  await page.keyboard.press('ArrowRight')
  expect(await slider.getAttribute('aria-valuetext')).toBe('处置前占 51%')
  await page.keyboard.press('Home')
  expect(await slider.getAttribute('aria-valuetext')).toBe('处置前占 0%')
  const box = await slider.boundingBox()
  if (box === null) throw new Error('the slider has no place')
  await page.mouse.click(box.x + box.width * 0.75, box.y + box.height / 2)
  expect(Number(await slider.inputValue())).toBeGreaterThan(65)
  expect(await barriers(page)).toEqual([])

  // Each alone opens large.
  await page.locator('.shots button.open').first().click()
  await page.getByRole('dialog').locator('.viewer img').waitFor()
  await page.keyboard.press('Escape')

  // On paper the two stand beside each other, and nothing slides.
  await page.emulateMedia({ media: 'print' })
  const [before, after] = await Promise.all(
    ['前', '后'].map((side) =>
      page.getByRole('img', { name: new RegExp(`^处置${side}的现场照片`) }).boundingBox(),
    ),
  )
  expect((before?.x ?? 0) + (before?.width ?? 0)).toBeLessThanOrEqual(after?.x ?? 0)
  expect(before?.y).toBe(after?.y)
  expect(await page.getByRole('slider').count()).toBe(0)
  await page.emulateMedia({ media: 'screen' })
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isWide(page)).toBe(false)
})

test('what the rules refuse now is not offered, and the page says why in words', async () => {
  // The first class of the demo unit allows no extension.
  const number = await incidentAt(stage.server, 'handling')
  const page = await stage.person('handler')
  await page.goto(`/incidents/${number}`)
  const shut = panel(page).getByRole('list', { name: '现在不能办的' })
  await shut.getByText('申请延期').waitFor()
  await shut.getByText('该事项不允许延期', { exact: false }).waitFor()
  expect(await panel(page).getByRole('button', { name: '申请延期' }).count()).toBe(0)
  expect(await barriers(page)).toEqual([])
})
