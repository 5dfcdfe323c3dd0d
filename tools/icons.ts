/**
 * Draws the icons of the installable field pages from the mark: `node tools/icons.ts`. Telephones want them as PNG; the
 * maskable one keeps the mark inside the circle that every shape leaves.
 */
import { join } from 'node:path'
import sharp from 'sharp'
import { readSource, repository } from './source.ts'

const mark = readSource(repository, 'web/public/mark.svg')
/** The wards alone, without the rounded ground. */
const wards = /<g .*<\/g>/s.exec(mark)?.[0].replace(/ transform="[^"]*"/, '')
if (wards === undefined) throw new Error('mark.svg has no wards')
/** @param size pixels @param share of the side that the mark takes */
const icon = (size: number, share: number, corner: number): Buffer => {
  const edge = (30 * (1 - share)) / 2
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 30 30"><rect width="30" height="30" rx="${corner}" fill="#15304F"/><g transform="translate(${edge} ${edge}) scale(${share})">${wards}</g></svg>`,
  )
}
for (const [name, size, share, corner] of [
  ['icon-192', 192, 0.76, 6],
  ['icon-512', 512, 0.76, 6],
  ['icon-maskable-512', 512, 0.56, 0],
  ['icon-180', 180, 0.72, 0],
] as const)
  await sharp(icon(size, share, corner))
    .png({ palette: true })
    .toFile(join(repository, `web/public/field/${name}.png`))
