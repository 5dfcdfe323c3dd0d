/** Buildings of a GeoJSON file: what would come of it, and taking it in. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { GEOJSON_FAULTS, GEOJSON_NOTES } from './building-import-lists.ts'
import { KEEPER_POSTS } from './lists.ts'

export const BuildingImport = z.object({
  /** Nothing was written. */
  dry: z.boolean(),
  made: z.int(),
  /** Known by their source, drawn anew. */
  redrawn: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  /** Features that are no buildings: roads, points with names. */
  others: z.int(),
  /** What is odd, refusals first; `feature` counts from 1. Not more than MOST_LINES of them. */
  lines: z.array(
    z.object({ feature: z.int(), says: z.enum([...GEOJSON_FAULTS, ...GEOJSON_NOTES]), refused: z.boolean() }),
  ),
  /** Lines beyond those. */
  more: z.int(),
})
export type BuildingImport = z.infer<typeof BuildingImport>

export const buildingImportRoutes = {
  importBuildings: route({
    method: 'POST',
    path: '/api/registry/building-imports',
    summary:
      'Buildings of a GeoJSON file (multipart field `file`, at most 10 MB): with dry=yes told only what would come of it, else taken in on the sender’s own ground, all or none. The same id with the same file is the same import.',
    access: { posts: KEEPER_POSTS },
    query: z.strictObject({ id: z.uuid(), dry: z.enum(['yes', 'no']).default('no') }),
    transport: 'upload',
    responses: { 200: BuildingImport, 201: BuildingImport },
  }),
} as const
