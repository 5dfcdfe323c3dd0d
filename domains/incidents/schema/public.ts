/** Routes for residents without an account, beside reporting and looking up: classes, cases shown to all, forgetting. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { ClassKey } from './words.ts'

const instant = z.iso.datetime({ offset: true })

export const PublicClass = z.object({
  key: ClassKey,
  name: z.string(),
  domain: z.string(),
  signs: z.string(),
})
export type PublicClass = z.infer<typeof PublicClass>

/** A case with personal details removed: no number, no words, no address, no exact time, no point. */
export const PublicCase = z.object({
  /** Null: too few share the class; the domain is told. */
  category: z.string().nullable(),
  domain: z.string(),
  level: z.enum(['grid', 'community', 'street']),
  place: z.string(),
  status: z.enum(['open', 'closed']),
  /** Day it was reported, and closed, in office time: '11-20'. */
  reportedOn: z.string(),
  closedOn: z.string().nullable(),
})
export type PublicCase = z.infer<typeof PublicCase>

export const PublicCases = z.object({
  days: z.int(),
  /** Fewer than so many are not told apart. */
  enough: z.int(),
  items: z.array(PublicCase),
  /** Number of the next page; null: there is none. */
  next: z.int().nullable(),
})
export const PublicCounts = z.object({
  days: z.int(),
  enough: z.int(),
  /** Null: fewer than `enough`, but not none. */
  grids: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      open: z.int().nullable(),
      closed: z.int().nullable(),
    }),
  ),
})
export type PublicCounts = z.infer<typeof PublicCounts>

export const publicIncidentRoutes = {
  classes: route({
    method: 'GET',
    path: '/api/public/classes',
    summary:
      'Classes a resident may suggest: names and signs of the list in force, confidential ones left out.',
    access: 'public',
    perMinute: 60,
    responses: { 200: z.object({ version: z.string(), items: z.array(PublicClass) }) },
  }),
  cases: route({
    method: 'GET',
    path: '/api/public/incidents',
    summary:
      'Cases of the last 90 days with personal details removed, newest first; 404 where the deployment shows none.',
    access: 'public',
    perMinute: 60,
    query: z.strictObject({
      status: z.enum(['open', 'closed']).optional(),
      /** Code of a street, community or grid. */
      area: z.string().max(32).optional(),
      page: z.coerce.number().int().min(1).max(50).default(1),
    }),
    responses: { 200: PublicCases },
  }),
  caseCounts: route({
    method: 'GET',
    path: '/api/public/incidents/counts',
    summary: 'The same cases counted by grid, small counts suppressed.',
    access: 'public',
    perMinute: 60,
    responses: { 200: PublicCounts },
  }),
  forgetMe: route({
    method: 'POST',
    path: '/api/public/incidents/forget-me',
    summary:
      'Remove my name and phone from a case, proved by number and last four digits; afterwards nobody can look it up by them.',
    access: 'public',
    perMinute: 10,
    body: z.strictObject({
      id: z.uuid(),
      number: z.string().min(1).max(40),
      tail: z.string().regex(/^\d{4}$/),
    }),
    responses: { 200: z.object({ number: z.string(), forgottenAt: instant }) },
  }),
} as const
