import sharp from 'sharp'
import type { Page } from 'playwright-core'
import { incidentDesk, type Desk } from '@lifang/domains/incidents/testing/desk.ts'
import type { Stage } from './stage.ts'

export const PHONE = '199 0000 1234'

/** A resident's telephone: no account, a small screen. */
export async function phone(stage: Stage): Promise<Page> {
  const page = await stage.stranger()
  await page.setViewportSize({ width: 390, height: 844 })
  return page
}

export const desk = (stage: Stage): Promise<Desk> => incidentDesk(stage.server)

/** A photo that says where and when it was taken. */
export async function photoAt(place: { readonly lon: number; readonly lat: number }) {
  const parts = (degrees: number): string => {
    const whole = Math.floor(degrees)
    const minutes = Math.floor((degrees - whole) * 60)
    const seconds = Math.round(((degrees - whole) * 60 - minutes) * 60 * 10_000)
    return `${whole}/1 ${minutes}/1 ${seconds}/10000`
  }
  const buffer = await sharp({ create: { width: 2400, height: 1800, channels: 3, background: '#6a8' } })
    .withExif({
      IFD2: { DateTimeOriginal: '2026:11:20 08:15:30' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: parts(place.lat),
        GPSLongitudeRef: 'E',
        GPSLongitude: parts(place.lon),
      },
    })
    .jpeg()
    .toBuffer()
  return { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer }
}

/** Chooses the first community and its first grid by the two lists. */
export async function chooseGrid(page: Page): Promise<void> {
  await page.getByLabel('社区', { exact: true }).selectOption({ index: 1 })
  await page.getByLabel('网格', { exact: true }).selectOption({ index: 1 })
}

/** The number on the receipt, as digits. */
export async function numberOn(page: Page): Promise<string> {
  await page.getByRole('heading', { level: 1, name: '街道收到了' }).waitFor()
  return (await page.locator('.big-number').innerText()).replaceAll('-', '')
}

export async function lookUp(page: Page, tail: string): Promise<void> {
  await page.getByLabel('手机号后四位').fill(tail)
  await page.getByRole('button', { name: '查一下' }).click()
}
