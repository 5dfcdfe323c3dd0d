/**
 * Where and when a photo was taken, read on the telephone so that it can be offered. Nothing of it leaves the telephone
 * unless its owner says so: what is sent is drawn anew and carries none of it. Source: Exif 2.32 (CIPA DC-008), TIFF 6.0.
 */

export interface Taken {
  /** Degrees, WGS-84; null: the photo does not say. */
  readonly place: { readonly lon: number; readonly lat: number } | null
  /** ISO 8601 in office time, for the camera says no zone; null: the photo does not say. */
  readonly at: string | null
}

const NOTHING: Taken = { place: null, at: null }

/** What the first bytes say it is, whatever it is called. */
export function kindOf(bytes: Uint8Array): 'jpeg' | 'png' | 'webp' | 'heic' | 'pdf' | null {
  const text = String.fromCodePoint(...bytes.subarray(0, 12))
  if (text.startsWith('\u00ff\u00d8\u00ff')) return 'jpeg'
  if (text.startsWith('\u0089PNG\r\n')) return 'png'
  if (text.startsWith('RIFF') && text.slice(8) === 'WEBP') return 'webp'
  if (text.slice(4, 8) === 'ftyp' && /^(hei|hev|mif|msf)/.test(text.slice(8))) return 'heic'
  return text.startsWith('%PDF') ? 'pdf' : null
}

interface Entry {
  readonly type: number
  readonly count: number
  /** Offset of the value in the TIFF part. */
  readonly at: number
}

/** Reads the Exif part of a JPEG. Anything broken, absent or absurd is as good as nothing said. */
export function takenOf(bytes: Uint8Array): Taken {
  try {
    const tiff = tiffOf(bytes)
    return tiff === null ? NOTHING : read(tiff)
  } catch (error) {
    // Offsets that lead outside: a broken photo says nothing.
    if (error instanceof RangeError) return NOTHING
    throw error
  }
}

/** The TIFF part behind "Exif" in the first APP1 segment that has one. */
function tiffOf(bytes: Uint8Array): DataView | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return null
  let at = 2
  while (at + 4 <= bytes.length && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    // The picture itself begins: no segments after it.
    if (marker === 0xda || marker === 0xd9) return null
    const length = view.getUint16(at + 2)
    if (marker === 0xe1 && length > 8 && view.getUint32(at + 4) === 0x45786966)
      return new DataView(
        bytes.buffer,
        bytes.byteOffset + at + 10,
        Math.min(length - 8, bytes.length - at - 10),
      )
    at += 2 + length
  }
  return null
}

function read(tiff: DataView): Taken {
  const little = tiff.getUint16(0) === 0x4949
  const folder = (at: number): Map<number, Entry> => {
    const found = new Map<number, Entry>()
    const n = Math.min(tiff.getUint16(at, little), 200)
    for (let i = 0; i < n; i++) {
      const e = at + 2 + i * 12
      const type = tiff.getUint16(e + 2, little)
      const count = tiff.getUint32(e + 4, little)
      const size = ([0, 1, 1, 2, 4, 8][type] ?? 8) * count
      found.set(tiff.getUint16(e, little), {
        type,
        count,
        at: size <= 4 ? e + 8 : tiff.getUint32(e + 8, little),
      })
    }
    return found
  }
  const whole = (e: Entry | undefined): number | null =>
    e === undefined ? null : e.type === 3 ? tiff.getUint16(e.at, little) : tiff.getUint32(e.at, little)
  const words = (e: Entry | undefined): string => {
    if (e === undefined || e.count > 60) return ''
    let text = ''
    for (let i = 0; i < e.count; i++) text += String.fromCodePoint(tiff.getUint8(e.at + i))
    return text.replaceAll('\0', '').trim()
  }
  /** Degrees, minutes, seconds as three fractions. */
  const degrees = (e: Entry | undefined): number | null => {
    if (e === undefined || e.type !== 5 || e.count !== 3) return null
    const part = (i: number): number =>
      tiff.getUint32(e.at + i * 8, little) / tiff.getUint32(e.at + i * 8 + 4, little)
    const sum = part(0) + part(1) / 60 + part(2) / 3600
    return Number.isFinite(sum) ? sum : null
  }

  const first = folder(tiff.getUint32(4, little))
  const gpsAt = whole(first.get(0x8825))
  const moreAt = whole(first.get(0x8769))
  const more = moreAt === null ? new Map<number, Entry>() : folder(moreAt)
  const gps = gpsAt === null ? new Map<number, Entry>() : folder(gpsAt)
  const [lat, lon] = [degrees(gps.get(2)), degrees(gps.get(4))]
  const place =
    lat === null || lon === null || lat > 90 || lon > 180 || (lat === 0 && lon === 0)
      ? null
      : {
          lat: words(gps.get(1)) === 'S' ? -lat : lat,
          lon: words(gps.get(3)) === 'W' ? -lon : lon,
        }
  const stamp = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(words(more.get(0x9003)))
  const at = stamp === null ? null : `${stamp[1]}-${stamp[2]}-${stamp[3]}T${stamp[4]}+08:00`
  return { place, at: at === null || Number.isNaN(Date.parse(at)) ? null : at }
}
