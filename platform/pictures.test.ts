import { randomBytes } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { KEPT_LIMIT, keepPicture, sniff } from './pictures.ts'
import { Problem } from './problem.ts'

/** A scene with no symmetry, so that a picture turned the wrong way is told from one turned right. */
const scene = (width: number, height: number) =>
  sharp(
    Buffer.from(
      `<svg width="${width}" height="${height}"><rect width="100%" height="100%" fill="#88aacc"/>
       <rect width="${width / 2}" height="${height / 3}" fill="#b01010"/>
       <circle cx="${width * 0.8}" cy="${height * 0.75}" r="${height / 6}" fill="#ffee22"/></svg>`,
    ),
  ).removeAlpha()

/** Grain of a sensor at night: the hardest thing for a JPEG. */
const noise = (width: number, height: number) =>
  sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })

async function refused(work: Promise<unknown>): Promise<{ code: string; details: Record<string, unknown> }> {
  const error: unknown = await work.then(
    () => null,
    (e: unknown) => e,
  )
  if (!(error instanceof Problem)) throw new Error(`expected a refusal, got ${String(error)}`)
  return { code: error.code, details: error.details }
}

const pixels = (bytes: Buffer) => sharp(bytes).raw().toBuffer()
/** Mean difference of two pictures of one size, 0–255. */
async function differs(a: Buffer, b: Buffer): Promise<number> {
  const [one, other] = await Promise.all([pixels(a), pixels(b)])
  expect(one.length).toBe(other.length)
  return one.reduce((sum, value, i) => sum + Math.abs(value - (other[i] ?? 0)), 0) / one.length
}

const bitsApart = (a: string, b: string): number =>
  BigInt.asUintN(64, BigInt(a) ^ BigInt(b))
    .toString(2)
    .replaceAll('0', '').length

describe('what is kept of a picture', () => {
  test('no metadata: the place where it was taken, the device and the comment are gone', async () => {
    const taken = await scene(900, 600)
      .withExif({
        IFD0: { Make: 'Phone', ImageDescription: 'my home' },
        IFD3: {
          GPSLatitudeRef: 'N',
          GPSLatitude: '29/1 22/1 0/1',
          GPSLongitudeRef: 'E',
          GPSLongitude: '113/1 7/1 0/1',
        },
      })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret>name</secret></x:xmpmeta>')
      .jpeg()
      .toBuffer()
    expect((await sharp(taken).metadata()).exif).toBeDefined()
    const kept = await keepPicture(Buffer.concat([taken, Buffer.from('PK hidden archive')]))
    const { exif, xmp, icc, iptc, comments, orientation } = await sharp(kept.bytes).metadata()
    expect({ exif, xmp, icc, iptc, comments, orientation }).toEqual({})
    for (const trace of ['Exif', 'Phone', 'my home', 'secret', 'hidden archive']) {
      expect(kept.bytes.includes(trace)).toBe(false)
    }
    expect(kept).toMatchObject({ mediaType: 'image/jpeg', width: 900, height: 600 })
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'a picture with EXIF orientation %i stands upright',
    async (orientation) => {
      const taken = await scene(600, 400).withMetadata({ orientation }).png().toBuffer()
      const upright = await sharp(taken).autoOrient().png().toBuffer({ resolveWithObject: true })
      const kept = await keepPicture(taken)
      expect([kept.width, kept.height]).toEqual([upright.info.width, upright.info.height])
      expect(await differs(kept.bytes, upright.data)).toBeLessThan(3)
    },
  )

  test('20 megapixels of noise fit 300 kB and 1600 pixels', async () => {
    const kept = await keepPicture(await noise(5472, 3648).jpeg({ quality: 60 }).toBuffer())
    expect(kept.bytes.length).toBeLessThanOrEqual(KEPT_LIMIT)
    expect(Math.max(kept.width, kept.height)).toBeLessThanOrEqual(1600)
    expect(Math.min(kept.width, kept.height)).toBeGreaterThan(300)
    expect(kept.width / kept.height).toBeCloseTo(1.5, 1)
  })

  test('an ordinary 20-megapixel picture keeps 1600 pixels, a small one is not blown up', async () => {
    const large = await keepPicture(await scene(5472, 3648).jpeg().toBuffer())
    expect([large.width, large.height]).toEqual([1600, 1067])
    expect(await keepPicture(await scene(320, 200).webp().toBuffer())).toMatchObject({
      width: 320,
      height: 200,
    })
  })

  test('transparent, grey and 16-bit pictures come out as plain JPEG', async () => {
    const clear = await sharp({ create: { width: 80, height: 60, channels: 4, background: '#ff000000' } })
      .png()
      .toBuffer()
    const white = await keepPicture(clear)
    expect((await pixels(white.bytes)).every((value) => value > 250)).toBe(true)
    const grey = await scene(80, 60).greyscale().png().toBuffer()
    expect(await keepPicture(grey)).toMatchObject({ width: 80, height: 60 })
    const deep = await scene(80, 60).toColourspace('rgb16').png().toBuffer()
    expect((await sharp(deep).metadata()).depth).toBe('ushort')
    const kept = await keepPicture(deep)
    expect(await differs(kept.bytes, await scene(80, 60).png().toBuffer())).toBeLessThan(6)
  })
})

describe('what is refused', () => {
  test('a page named .jpg, a drawing, a text, nothing', async () => {
    for (const text of [
      '<!doctype html><script>alert(1)</script>',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'short',
      '',
    ]) {
      expect(await refused(keepPicture(Buffer.from(text)))).toEqual({
        code: 'platform.file-type',
        details: { found: null },
      })
    }
    const tiff = await scene(60, 40).tiff().toBuffer()
    const gif = await scene(60, 40).gif().toBuffer()
    expect((await refused(keepPicture(tiff))).code).toBe('platform.file-type')
    expect((await refused(keepPicture(gif))).code).toBe('platform.file-type')
  })

  test('a page behind the first bytes of a JPEG', async () => {
    const page = Buffer.concat([
      Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
      Buffer.from('<!doctype html><h1>hello</h1>'),
    ])
    expect((await refused(keepPicture(page))).code).toBe('platform.file-broken')
  })

  test.each(['jpeg', 'png', 'webp'] as const)('a %s cut off in the middle', async (format) => {
    const whole = await noise(400, 300).toFormat(format).toBuffer()
    await keepPicture(whole)
    expect((await refused(keepPicture(whole.subarray(0, whole.length / 2)))).code).toBe(
      'platform.file-broken',
    )
  })

  test('a bomb: few bytes that would fill gigabytes', async () => {
    const bomb = blackPng(30_000, 30_000)
    expect(bomb.length).toBeLessThan(500_000)
    const before = process.memoryUsage().rss
    expect(await refused(keepPicture(bomb))).toEqual({
      code: 'platform.too-large',
      details: { limit: '60 MP' },
    })
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000)
  })

  test.each(['jpeg', 'png'] as const)(
    'a progressive %s that must be held whole is allowed less',
    async (format) => {
      const large = (progressive: boolean) =>
        sharp({ create: { width: 6400, height: 4800, channels: 3, background: '#888' } })
          .toFormat(format, { progressive })
          .toBuffer()
      expect(await refused(keepPicture(await large(true)))).toEqual({
        code: 'platform.too-large',
        details: { limit: '24 MP' },
      })
      expect(await keepPicture(await large(false))).toMatchObject({ width: 1600, height: 1200 })
    },
  )

  test('HEIC is told by name even where the decoder cannot open it', async () => {
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), randomBytes(200)])
    expect(sniff(heic)).toBe('image/heic')
    expect(await refused(keepPicture(heic))).toEqual({
      code: 'platform.file-type',
      details: { found: 'image/heic' },
    })
  })
})

describe('the look of a picture', () => {
  test('the same scene scaled, recompressed and brightened is near; another scene is far', async () => {
    const first = await keepPicture(await scene(1200, 800).jpeg({ quality: 95 }).toBuffer())
    const again = await keepPicture(
      await scene(1200, 800).resize(700).modulate({ brightness: 1.1 }).jpeg({ quality: 40 }).toBuffer(),
    )
    const other = await keepPicture(await noise(1200, 800).blur(60).normalise().jpeg().toBuffer())
    expect(bitsApart(first.look, again.look)).toBeLessThanOrEqual(4)
    expect(bitsApart(first.look, other.look)).toBeGreaterThan(12)
  })

  test('is a signed 64-bit number: the first bit makes it negative', async () => {
    const falling = await sharp(Buffer.from(Array.from({ length: 9 }, (_, x) => 250 - x * 25)), {
      raw: { width: 9, height: 1, channels: 1 },
    })
      .resize(900, 800, { fit: 'fill', kernel: 'nearest' })
      .png()
      .toBuffer()
    expect((await keepPicture(falling)).look).toBe('-1')
  })
})

test('many pictures at once all come out', async () => {
  const one = await scene(300, 200).jpeg().toBuffer()
  const bad = Buffer.from('not a picture at all')
  const all = await Promise.allSettled([...Array(9).keys()].map((i) => keepPicture(i % 3 === 0 ? bad : one)))
  expect(all.map(({ status }) => status === 'fulfilled')).toEqual(
    [...Array(9).keys()].map((i) => i % 3 !== 0),
  )
})

/** A black 1-bit PNG, written by hand so that the test itself needs no gigabytes. */
function blackPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length, 0)
    body.copy(out, 4)
    out.writeUInt32BE(crc32(body), body.length + 4)
    return out
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.writeUInt8(1, 8)
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height))
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
