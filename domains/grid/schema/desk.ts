/** The desk of grids over HTTP: what the tree shows, the editor's trial, and rolling back. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { DESK_POSTS, REDRAW_POSTS } from '../access.ts'
import { Post } from '../schema.ts'
import { PublishBody, RedrawBody, RollBackBody } from './bodies.ts'
import { AreaCode, RedrawItem, RedrawPlan, RedrawView } from './views.ts'

const byId = z.object({ id: z.uuid() })
const looks = { posts: DESK_POSTS } as const
const redraws = { posts: REDRAW_POSTS } as const

export const DeskGrid = z.object({
  code: AreaCode,
  openIncidents: z.int(),
  /** Name of the primary grid worker; null: nobody, a vacancy. */
  worker: z.string().nullable(),
  /** Seats without a holder by team template; a post stands in it once for each seat. */
  vacancies: z.object({ '1+4+X': z.array(Post), 'one-lead-three-members': z.array(Post) }),
})
export type DeskGrid = z.infer<typeof DeskGrid>

export const deskRoutes = {
  gridDesk: route({
    method: 'GET',
    path: '/api/grids/desk',
    summary: 'Grids one looks after: open cases, grid worker and vacancies by team template.',
    access: looks,
    responses: { 200: z.object({ items: z.array(DeskGrid) }) },
  }),
  redraws: route({
    method: 'GET',
    path: '/api/redraws',
    summary: 'Redraws of the places one looks after, the newest first.',
    access: looks,
    query: z.strictObject({ parent: AreaCode.optional() }),
    responses: { 200: z.object({ items: z.array(RedrawItem) }) },
  }),
  tryRedraw: route({
    method: 'POST',
    path: '/api/redraws/trial',
    summary:
      'What a drawing would do: households and open cases before and after, and the checks. Nothing is kept.',
    access: redraws,
    body: RedrawBody,
    responses: { 200: RedrawPlan },
  }),
  draftRedraw: route({
    method: 'POST',
    path: '/api/redraws',
    summary:
      'Draft a split, a merge, new borders or a grid drawn from scratch: shows what would move. Nothing changes yet.',
    access: redraws,
    body: RedrawBody,
    responses: { 200: RedrawView, 201: RedrawView },
  }),
  redraw: route({
    method: 'GET',
    path: '/api/redraws/{id}',
    summary: 'A redraw with its plan as it was drafted or took effect.',
    access: redraws,
    params: byId,
    responses: { 200: RedrawView },
  }),
  publishRedraw: route({
    method: 'POST',
    path: '/api/redraws/{id}/publish',
    summary:
      'Put a draft into force, now or at an instant: new areas, borders and lineage; open incidents keep their grid.',
    access: redraws,
    params: byId,
    body: PublishBody,
    responses: { 200: RedrawView },
  }),
  withdrawRedraw: route({
    method: 'POST',
    path: '/api/redraws/{id}/withdraw',
    summary: 'Withdraw a draft, or one that waits for its instant.',
    access: redraws,
    params: byId,
    responses: { 200: RedrawView },
  }),
  rollBackRedraw: route({
    method: 'POST',
    path: '/api/redraws/{id}/roll-back',
    summary: 'Within seven days: the old borders begin anew; grids that had ended come back under new codes.',
    access: redraws,
    params: byId,
    body: RollBackBody,
    responses: { 200: RedrawView, 201: RedrawView },
  }),
} as const
