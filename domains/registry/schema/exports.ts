/** Exports of people, and who has looked at a person. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { EXPORT_APPROVERS, REVEAL_POSTS } from './lists.ts'
import { EXPORT_DEPTHS, EXPORT_STATES, FOREIGN_FILTERS, PERSON_STATES } from './lists.ts'
import { Done } from './views.ts'

const instant = z.iso.datetime()
const byId = z.object({ id: z.uuid() })
export const ExportFilters = z.strictObject({
  status: z.enum(PERSON_STATES).optional(),
  care: z.enum(['yes']).optional(),
  split: z.enum(['yes']).optional(),
  foreign: z.enum(FOREIGN_FILTERS).optional(),
})
export type ExportFilters = z.infer<typeof ExportFilters>

export const ExportBody = z.strictObject({
  id: z.uuid(),
  area: z.string().min(1).max(32),
  filters: ExportFilters.default({}),
  depth: z.enum(EXPORT_DEPTHS),
  /** What it is for: stands on every page of it. */
  reason: z.string().trim().min(4).max(100),
})
export type ExportBody = z.infer<typeof ExportBody>
export const ExportDecision = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  approve: z.boolean(),
  why: z.string().trim().max(200).default(''),
})
export type ExportDecision = z.infer<typeof ExportDecision>

export const ExportView = z.object({
  id: z.uuid(),
  /** Last eight characters of the id: stands in every line of it. */
  number: z.string(),
  area: z.object({ code: z.string(), name: z.string() }),
  filters: ExportFilters,
  depth: z.enum(EXPORT_DEPTHS),
  reason: z.string(),
  people: z.int(),
  state: z.enum(EXPORT_STATES),
  requestedBy: z.string(),
  requestedAt: instant,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  why: z.string().nullable(),
  validUntil: instant.nullable(),
  version: z.int(),
  taken: z.array(z.object({ at: instant, by: z.string(), people: z.int().nullable() })),
  may: z.object({ decide: z.boolean(), take: z.boolean() }),
})
export type ExportView = z.infer<typeof ExportView>

/** One look at a person. */
export const LookView = z.object({
  at: instant,
  what: z.enum(['page', 'field', 'labels', 'export', 'copy', 'comparison']),
  /** Of a field: which; of an own field its name then. */
  field: z.string().nullable(),
  reason: z.string().nullable(),
  by: z.string(),
  /** Post it was looked at in, where it is known. */
  post: z.string().nullable(),
})
export type LookView = z.infer<typeof LookView>

const asks = { posts: REVEAL_POSTS } as const

export const exportRoutes = {
  exports: route({
    method: 'GET',
    path: '/api/registry/exports',
    summary: 'Exports I asked for, and those of my ground that wait for me.',
    access: { posts: [...new Set([...REVEAL_POSTS, ...EXPORT_APPROVERS])] },
    responses: { 200: z.object({ items: z.array(ExportView) }) },
  }),
  ask: route({
    method: 'POST',
    path: '/api/registry/exports',
    summary: 'Ask for people of an area: masked at once, whole once somebody else approved it.',
    access: asks,
    body: ExportBody,
    responses: { 200: Done, 201: Done },
  }),
  decide: route({
    method: 'POST',
    path: '/api/registry/exports/{id}/decide',
    summary: 'Approve or refuse a whole export; never one’s own.',
    access: { posts: EXPORT_APPROVERS },
    params: byId,
    body: ExportDecision,
    responses: { 200: Done },
  }),
  take: route({
    method: 'GET',
    path: '/api/registry/exports/{id}/file',
    summary:
      'The sheet, made as it is taken: who took it, when and for what stands on it, its number in every line.',
    access: asks,
    params: byId,
    responses: { 200: z.string() },
    transport: 'bytes',
  }),
  looks: route({
    method: 'GET',
    path: '/api/registry/people/{id}/looks',
    summary: 'Who looked at this person, at what and why: to be told to the person concerned (PIPL art. 44).',
    access: asks,
    params: byId,
    responses: { 200: z.object({ name: z.string(), items: z.array(LookView) }) },
  }),
} as const
