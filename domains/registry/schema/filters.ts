/** Filters of the registry's lists that an account keeps under a name; its own and nobody else's. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { FILTER_ROOMS } from './custom-lists.ts'
import { THING_POSTS } from './unit-lists.ts'
import { Done } from './views.ts'

export const MOST_FILTERS = 30
const name = z.string().trim().min(1).max(30)
/** The page's search as its address holds it; never what was typed into the box, which may be a number. */
const Search = z
  .record(z.string().regex(/^[a-z]{1,20}$/), z.string().max(80))
  .refine((s) => Object.keys(s).length <= 12 && !('q' in s))

export const FilterView = z.object({
  id: z.uuid(),
  room: z.enum(FILTER_ROOMS),
  name: z.string(),
  search: z.record(z.string(), z.string()),
  version: z.int(),
})
export type FilterView = z.infer<typeof FilterView>
export const FilterBody = z.strictObject({ id: z.uuid(), room: z.enum(FILTER_ROOMS), name, search: Search })
export type FilterBody = z.infer<typeof FilterBody>
export const FilterName = z.strictObject({ id: z.uuid(), version: z.int().min(1), name })
export type FilterName = z.infer<typeof FilterName>

const mine = { posts: THING_POSTS } as const
const byId = z.object({ id: z.uuid() })
export const filterRoutes = {
  filters: route({
    method: 'GET',
    path: '/api/registry/filters',
    summary: 'My own saved filters.',
    access: mine,
    responses: { 200: z.object({ items: z.array(FilterView) }) },
  }),
  saveFilter: route({
    method: 'POST',
    path: '/api/registry/filters',
    summary: 'Keep the filter of a list under a name.',
    access: mine,
    body: FilterBody,
    responses: { 200: Done, 201: Done },
  }),
  renameFilter: route({
    method: 'POST',
    path: '/api/registry/filters/{id}',
    summary: 'Give a saved filter another name.',
    access: mine,
    params: byId,
    body: FilterName,
    responses: { 200: Done },
  }),
  deleteFilter: route({
    method: 'POST',
    path: '/api/registry/filters/{id}/delete',
    summary: 'Delete a saved filter.',
    access: mine,
    params: byId,
    body: z.strictObject({ id: z.uuid() }),
    responses: { 200: Done },
  }),
} as const
