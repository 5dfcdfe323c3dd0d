import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { kindOf, takenOf } from './exif.ts'

const photo = (exif: Record<string, Record<string, string>> | null): Promise<Buffer> => {
  const plain = sharp({ create: { width: 40, height: 30, channels: 3, background: '#789' } }).jpeg()
  return (exif === null ? plain : plain.withExif(exif)).toBuffer()
}
const GPS = {
  GPSLatitudeRef: 'N',
  GPSLatitude: '29/1 22/1 1230/100',
  GPSLongitudeRef: 'E',
  GPSLongitude: '113/1 7/1 4800/100',
}

describe('where and when a photo was taken', () => {
  it('is read from what a camera writes', async () => {
    const taken = takenOf(await photo({ IFD3: GPS, IFD2: { DateTimeOriginal: '2026:11:20 08:15:30' } }))
    expect(taken.place?.lat).toBeCloseTo(29 + 22 / 60 + 12.3 / 3600, 9)
    expect(taken.place?.lon).toBeCloseTo(113 + 7 / 60 + 48 / 3600, 9)
    expect(taken.at).toBe('2026-11-20T08:15:30+08:00')
  })
  it('is signed in the south and the west', async () => {
    const taken = takenOf(await photo({ IFD3: { ...GPS, GPSLatitudeRef: 'S', GPSLongitudeRef: 'W' } }))
    expect(taken.place?.lat).toBeLessThan(0)
    expect(taken.place?.lon).toBeLessThan(0)
    expect(taken.at).toBeNull()
  })
  it('is nothing where the photo says nothing, or nonsense', async () => {
    const nothing = { place: null, at: null }
    expect(takenOf(await photo(null))).toEqual(nothing)
    const zero = { ...GPS, GPSLatitude: '0/1 0/1 0/1', GPSLongitude: '0/1 0/1 0/1' }
    expect(takenOf(await photo({ IFD3: zero, IFD2: { DateTimeOriginal: '0000:00:00 00:00:00' } }))).toEqual(
      nothing,
    )
    expect(takenOf(new Uint8Array())).toEqual(nothing)
    expect(takenOf(new TextEncoder().encode('%PDF-1.7 not a photo at all'))).toEqual(nothing)
  })
  it('survives every photo cut short', async () => {
    const bytes = await photo({ IFD3: GPS, IFD2: { DateTimeOriginal: '2026:11:20 08:15:30' } })
    for (let n = 0; n < Math.min(bytes.length, 600); n++) expect(takenOf(bytes.subarray(0, n))).toBeDefined()
  })
})

describe('kindOf', () => {
  it('goes by the bytes', async () => {
    const image = sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
    expect(kindOf(await image.clone().jpeg().toBuffer())).toBe('jpeg')
    expect(kindOf(await image.clone().png().toBuffer())).toBe('png')
    expect(kindOf(await image.clone().webp().toBuffer())).toBe('webp')
    expect(kindOf(new TextEncoder().encode('%PDF-1.7\n%âãÏÓ'))).toBe('pdf')
    expect(kindOf(new TextEncoder().encode('hello, world'))).toBeNull()
    expect(kindOf(new Uint8Array())).toBeNull()
  })
})
