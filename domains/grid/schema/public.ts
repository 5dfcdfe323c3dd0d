/** What the grid domain tells residents without an account: places to choose from, borders to draw, and the public card. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { Position, Shape } from '../schema.ts'
import { AreaCode } from './views.ts'

const Named = z.object({ code: AreaCode, name: z.string() })

export const PublicPlace = Named.extend({
  /** Code of the community of a grid, of the street of a community. */
  parent: AreaCode.nullable(),
  level: z.enum(['street', 'community', 'grid']),
  /** A position inside a grid, CGCS2000, for who names the grid instead of a point. */
  point: Position.nullable(),
})
export type PublicPlace = z.infer<typeof PublicPlace>

export const WorkerCard = z.object({
  grid: Named,
  community: Named.nullable(),
  /** Null: nobody holds the post now. */
  worker: z
    .object({
      /** Surname or full name, as published; null: neither is. */
      name: z.string().nullable(),
      whole: z.boolean(),
      /** True while somebody stands in for the holder. */
      standIn: z.boolean(),
      /** Address of the approved photo; null: none, or photos are not published. */
      photo: z.string().nullable(),
    })
    .nullable(),
  /** The office to call; null: none has a phone, or it is not published. */
  office: z.object({ name: z.string(), phone: z.string() }).nullable(),
  /** Null: not published. Empty: published in the platform's own words. */
  duties: z.array(z.string()).nullable(),
})
export type WorkerCard = z.infer<typeof WorkerCard>

export const publicGridRoutes = {
  places: route({
    method: 'GET',
    path: '/api/public/places',
    summary:
      'Streets, communities and grids by name, parents before children, each grid with a point inside.',
    access: 'public',
    perMinute: 60,
    responses: { 200: z.object({ items: z.array(PublicPlace) }) },
  }),
  borders: route({
    method: 'GET',
    path: '/api/public/borders',
    summary: 'Borders of the grids of one community or street, for a map that needs no tiles.',
    access: 'public',
    perMinute: 60,
    query: z.strictObject({ under: AreaCode }),
    responses: { 200: z.object({ items: z.array(Named.extend({ shape: Shape })) }) },
  }),
  workerCard: route({
    method: 'GET',
    path: '/api/public/grid-worker',
    summary:
      'My grid worker: only the fields approved for publication. A stand-in is shown while there is one.',
    access: 'public',
    perMinute: 60,
    query: z.strictObject({ grid: AreaCode }),
    responses: { 200: WorkerCard },
  }),
} as const
