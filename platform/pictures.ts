import sharp, { type Metadata } from 'sharp'
import { Problem } from './problem.ts'
import { platformProblem } from './problems.ts'

// One thread a picture and no cache of operations: the whole process is to stay within 256 MB.
sharp.concurrency(1)
sharp.cache(false)

/** Longest side kept, in pixels: a number plate across a street can still be read. */
const LONG_SIDE = 1600
/** A picture kept is at most this many bytes. */
export const KEPT_LIMIT = 300_000
/** 60 megapixels: the largest sensors of phones have 50, a bomb has hundreds. */
const MOST_PIXELS = 60_000_000
/** 24 megapixels where the decoder must hold the whole picture at once: progressive JPEG, interlaced PNG, WebP, HEIC. */
const MOST_PIXELS_WHOLE = 24_000_000
/** Pictures decoded at one time; further uploads wait. */
const AT_ONCE = 2

export interface Picture {
  /** JPEG, sRGB, upright, without any metadata; at most `KEPT_LIMIT` bytes. */
  readonly bytes: Buffer
  readonly mediaType: 'image/jpeg'
  /** Pixels, as shown. */
  readonly width: number
  readonly height: number
  /**
   * 64-bit difference hash as a signed decimal (a PostgreSQL bigint): pictures that look alike differ in few bits, however
   * they were scaled or compressed.
   */
  readonly look: string
}

/** Media type told by the first bytes, whatever a file is called; null when it is no photo we know. */
export function sniff(bytes: Buffer): 'image/jpeg' | 'image/png' | 'image/webp' | 'image/heic' | null {
  if (bytes.length < 12) return null
  if (bytes.readUIntBE(0, 3) === 0xffd8ff) return 'image/jpeg'
  if (bytes.readUIntBE(0, 4) === 0x89504e47 && bytes.readUInt32BE(4) === 0x0d0a1a0a) return 'image/png'
  const text = bytes.toString('latin1', 0, 12)
  if (text.startsWith('RIFF') && text.endsWith('WEBP')) return 'image/webp'
  if (text.slice(4, 8) === 'ftyp' && /^(heic|heix|heim|heis|hevc|hevx|mif1|msf1)$/.test(text.slice(8))) {
    return 'image/heic'
  }
  return null
}

let running = 0
const waiting: (() => void)[] = []

/**
 * Makes the picture we keep out of the one that came: decoded, turned upright, drawn anew. Nothing of the file that came
 * is kept but its pixels: no place, no device, no thumbnail, no appended archive.
 * @throws platform.file-type {found}, platform.file-broken, platform.too-large (more than 60 or 24 megapixels)
 */
export async function keepPicture(bytes: Buffer): Promise<Picture> {
  const found = sniff(bytes)
  if (found === null) throw platformProblem('platform.file-type', { found: null })
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await redraw(bytes)
  } catch (error) {
    throw refusal(error, found)
  } finally {
    const next = waiting.shift()
    // The place is handed on, so that nobody slips in between.
    if (next === undefined) running--
    else next()
  }
}

interface Raw {
  readonly data: Buffer
  readonly raw: { readonly width: number; readonly height: number; readonly channels: 1 | 2 | 3 | 4 }
}

async function redraw(bytes: Buffer): Promise<Picture> {
  // 'error' refuses cut-off files and passes the small untidiness of many phones, which is only a warning.
  const source = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true })
  const { orientation, isProgressive, format, width, height } = await source.metadata()
  const byRows = !isProgressive && (format === 'jpeg' || format === 'png')
  if (!byRows && width * height > MOST_PIXELS_WHOLE)
    throw platformProblem('platform.too-large', { limit: '24 MP' })
  // Scaled first and turned afterwards, so that a large picture is never held whole: the square frame fits both ways.
  const scaled = await source
    .resize(LONG_SIDE, LONG_SIDE, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const upright = await turned({ data: scaled.data, raw: scaled.info }, orientation)
  const kept = await smallEnough(upright)
  return { ...kept, mediaType: 'image/jpeg', look: await lookOf(upright) }
}

/** A kept picture, smaller: for a row of a list. @param side pixels of its longer side */
export const smallPicture = (kept: Buffer, side: number): Promise<Buffer> =>
  sharp(kept).resize(side, side, { fit: 'inside', withoutEnlargement: true }).jpeg({ quality: 72 }).toBuffer()

/** Undoes an EXIF orientation (1–8, Exif 2.32 tag 0x0112). */
async function turned({ data, raw }: Raw, orientation: Metadata['orientation']): Promise<Raw> {
  const image = sharp(data, { raw })
  switch (orientation) {
    case 2:
      image.flop()
      break
    case 3:
      image.rotate(180)
      break
    case 4:
      image.flip()
      break
    case 5:
      // The mirror comes before the turn, in whatever order they are called.
      image.flop().rotate(270)
      break
    case 6:
      image.rotate(90)
      break
    case 7:
      image.flop().rotate(90)
      break
    case 8:
      image.rotate(270)
      break
    default:
      return { data, raw }
  }
  const out = await image.raw().toBuffer({ resolveWithObject: true })
  return { data: out.data, raw: out.info }
}

/** Lowers quality, then size, until the bytes fit. */
async function smallEnough({ data, raw }: Raw): Promise<Pick<Picture, 'bytes' | 'width' | 'height'>> {
  for (let side = LONG_SIDE; ; side = Math.round(side * 0.75)) {
    for (const quality of [82, 72, 62, 50]) {
      const { data: out, info } = await sharp(data, { raw })
        .resize(side, side, { fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality, mozjpeg: false, progressive: false })
        .toBuffer({ resolveWithObject: true })
      if (out.length <= KEPT_LIMIT) return { bytes: out, width: info.width, height: info.height }
    }
  }
}

/** Each bit says whether brightness falls from one cell of an 8 × 8 pattern to the next on its right. */
async function lookOf({ data, raw }: Raw): Promise<string> {
  const cells = await sharp(data, { raw }).resize(9, 8, { fit: 'fill' }).toColourspace('b-w').raw().toBuffer()
  let bits = 0n
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      const left = cells[row * 9 + column] ?? 0
      const right = cells[row * 9 + column + 1] ?? 0
      bits = (bits << 1n) | (left > right ? 1n : 0n)
    }
  }
  return BigInt.asIntN(64, bits).toString()
}

/** What the decoder could not do is the file's fault, so it is a refusal and never a 500. */
function refusal(error: unknown, found: string): Problem {
  if (error instanceof Problem) return error
  const message = error instanceof Error ? error.message : ''
  if (/pixel limit/i.test(message)) return platformProblem('platform.too-large', { limit: '60 MP' })
  // A build of the decoder without HEVC knows what the file is and cannot open it: send another kind.
  if (found === 'image/heic') return platformProblem('platform.file-type', { found })
  return platformProblem('platform.file-broken', { found })
}
