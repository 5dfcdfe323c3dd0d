import { z } from 'zod'
import { newId } from '@lifang/platform/id.ts'
import type { PublicPlace } from '@lifang/domains/grid/schema/public.ts'
import { ReportBody } from '@lifang/domains/incidents/schema/bodies.ts'
import { ClassKey } from '@lifang/domains/incidents/schema/words.ts'
import { cleanPhone, cleanWords } from '../../kit/clean.ts'

const DraftPhoto = z.object({
  key: z.string(),
  /** Given by the server; null: not sent yet. */
  file: z.string().nullable(),
  claim: z.string().nullable(),
  /** What the photo says of itself; offered, never sent unless chosen. */
  place: z.object({ lon: z.number(), lat: z.number() }).nullable(),
  at: z.string().nullable(),
})
export type DraftPhoto = z.infer<typeof DraftPhoto>

const DraftPlace = z.object({
  lon: z.number(),
  lat: z.number(),
  crs: z.enum(['WGS84', 'CGCS2000']),
  from: z.enum(['photo', 'phone', 'map', 'list']),
  grid: z.string(),
  gridName: z.string(),
  community: z.string(),
  /** Shooting time, when the place was taken from the photo. */
  at: z.string().nullable(),
})
export type DraftPlace = z.infer<typeof DraftPlace>
/** A place named by its grid instead of a point; null where the grid has no point to stand for it. */
export const placeInGrid = (grid: PublicPlace, community: string): DraftPlace | null =>
  grid.point === null
    ? null
    : {
        lon: grid.point[0],
        lat: grid.point[1],
        crs: 'CGCS2000',
        from: 'list',
        grid: grid.code,
        gridName: grid.name,
        community,
        at: null,
      }

/** A report as it is typed, with the id of its command: kept on this telephone until its number came back. */
const Draft = z.object({
  id: z.uuid(),
  photos: z.array(DraftPhoto),
  place: DraftPlace.nullable(),
  address: z.string(),
  words: z.string(),
  category: z.object({ key: ClassKey, name: z.string() }).nullable(),
  name: z.string(),
  phone: z.string(),
  confidential: z.boolean(),
  /** Bodies sent whose answer never came: one of them may have arrived. */
  tried: z.array(ReportBody),
})
export type Draft = z.infer<typeof Draft>

export const MOST_PHOTOS = 6
const KEY = 'lifang.portal.report'

export const emptyDraft = (): Draft => ({
  id: newId(),
  photos: [],
  place: null,
  address: '',
  words: '',
  category: null,
  name: '',
  phone: '',
  confidential: false,
  tried: [],
})

export function readDraft(): Draft | null {
  try {
    const kept = localStorage.getItem(KEY)
    const found = kept === null ? null : Draft.safeParse(JSON.parse(kept))
    return found?.success === true ? found.data : null
  } catch {
    return null
  }
}
export function keepDraft(draft: Draft): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(draft))
  } catch {
    // Storage is full or switched off: the page still holds it.
  }
}
export function dropDraft(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // Nothing was kept.
  }
}

const SAYS_SOMETHING = (d: Draft): boolean =>
  d.photos.length > 0 ||
  d.place !== null ||
  [d.words, d.address, d.name, d.phone].some((x) => x.trim() !== '')
export const hasDraft = (): boolean => {
  const draft = readDraft()
  return draft !== null && SAYS_SOMETHING(draft)
}

/** The command as it is sent. @param now epoch ms @returns null while place or words are missing */
export function bodyOf(draft: Draft, now: number): ReportBody | null {
  const { place } = draft
  if (place === null) return null
  const name = cleanWords(draft.name).trim().slice(0, 60)
  const phone = cleanPhone(draft.phone)
  const address = cleanWords(draft.address).trim().slice(0, 200)
  const shot = place.at === null ? now : Math.min(now, Date.parse(place.at))
  const { lon, lat, crs } = place
  return {
    id: draft.id,
    source: 'resident',
    occurredAt: new Date(shot).toISOString(),
    place: { lon, lat, crs },
    ...(address === '' ? {} : { address }),
    ...(draft.category === null ? {} : { catalogue: draft.category.key }),
    description: cleanWords(draft.words).trim(),
    photos: draft.photos.flatMap(({ file, claim, at }) =>
      file === null
        ? []
        : [
            {
              file,
              ...(claim === null ? {} : { claim }),
              kind: 'near' as const,
              ...(place.from === 'photo' && at !== null && at === place.at ? { shotAt: at } : {}),
            },
          ],
    ),
    ...(name === '' && phone === null
      ? {}
      : {
          reporter: {
            ...(name === '' ? {} : { name }),
            ...(phone === null ? {} : { phone }),
            confidential: draft.confidential,
          },
        }),
  }
}
