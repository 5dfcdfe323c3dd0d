/** Photos of facilities and places: several each, with when they were taken and by whom they were added. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { KEEPER_POSTS } from './lists.ts'
import { PHOTO_SIZES, PHOTOGRAPHED, THING_POSTS } from './unit-lists.ts'
import { Done } from './views.ts'

export const ThingPhoto = z.object({
  id: z.uuid(),
  takenAt: z.iso.datetime().nullable(),
  addedAt: z.iso.datetime(),
  by: z.string(),
})
export type ThingPhoto = z.infer<typeof ThingPhoto>

export const PhotoBody = z.strictObject({
  /** The command; it becomes the photo's id. */
  id: z.uuid(),
  of: z.strictObject({ kind: z.enum(PHOTOGRAPHED), id: z.uuid() }),
  /** Uploaded before through POST /api/files by the same account. */
  file: z.uuid(),
  /** Not later than now. */
  takenAt: z.iso.datetime({ offset: true }).nullable().default(null),
})
export type PhotoBody = z.output<typeof PhotoBody>
export const PhotoRemoval = z.strictObject({ id: z.uuid(), reason: z.string().trim().min(2).max(200) })
export type PhotoRemoval = z.output<typeof PhotoRemoval>

const byId = z.object({ id: z.uuid() })
export const photoRoutes = {
  addPhoto: route({
    method: 'POST',
    path: '/api/registry/photos',
    summary: 'Add an uploaded photo to a facility or place, at most 12 each.',
    access: { posts: KEEPER_POSTS },
    body: PhotoBody,
    responses: { 200: Done, 201: Done },
  }),
  thingPhoto: route({
    method: 'GET',
    path: '/api/registry/photos/{id}',
    summary: 'A photo of a facility or place, whole or small, to whoever sees what it shows.',
    access: { posts: THING_POSTS },
    params: byId,
    query: z.strictObject({ size: z.enum(PHOTO_SIZES).default('whole') }),
    transport: 'bytes',
    responses: { 200: z.unknown() },
  }),
  removePhoto: route({
    method: 'POST',
    path: '/api/registry/photos/{id}/remove',
    summary:
      'Take a photo off for a reason: the picture is deleted, that there was one stays in the history.',
    access: { posts: KEEPER_POSTS },
    params: byId,
    body: PhotoRemoval,
    responses: { 200: Done },
  }),
} as const
