import { kindOf, takenOf, type Taken } from './exif.ts'

/** Larger files are no photos of a telephone; decoding them would stop an old one. */
export const LARGEST = 40_000_000
const LONG_SIDE = 1600

export type PhotoTrouble = 'too-large' | 'not-a-photo' | 'pdf' | 'cannot-read' | 'empty'
export type Prepared =
  | { readonly ok: true; readonly blob: Blob; readonly taken: Taken }
  | { readonly ok: false; readonly why: PhotoTrouble }

/** Drawn anew and smaller, so that it is quickly sent and carries nothing but what is seen; where and when is kept apart. */
export async function prepare(file: File): Promise<Prepared> {
  if (file.size === 0) return { ok: false, why: 'empty' }
  if (file.size > LARGEST) return { ok: false, why: 'too-large' }
  // Exif stands in the first 64 kB of each segment; the first quarter megabyte holds it in every camera's files.
  const head = new Uint8Array(await file.slice(0, 262_144).arrayBuffer())
  const kind = kindOf(head)
  if (kind === null) return { ok: false, why: 'not-a-photo' }
  if (kind === 'pdf') return { ok: false, why: 'pdf' }
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    return { ok: false, why: 'cannot-read' }
  }
  const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82))
  return blob === null ? { ok: false, why: 'cannot-read' } : { ok: true, blob, taken: takenOf(head) }
}
