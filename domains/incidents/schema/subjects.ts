/** What an incident is about, of the registry: homes, people, enterprises, facilities and the like. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { THING_POSTS } from '@lifang/domains/registry/schema/unit-lists.ts'
import { STAFF_POSTS } from '../access.ts'
import { SubjectGiven, SubjectKind } from './bodies.ts'
import { instant } from './views.ts'

/** Most links of one incident. */
export const MOST_SUBJECTS = 20

export const Subject = z.object({
  /** Of the link. */
  id: z.uuid(),
  kind: SubjectKind,
  /** Null where the reader may not see the record: then no id of it is told either. */
  record: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  by: z.string(),
  at: instant,
})
export type Subject = z.infer<typeof Subject>
export const Subjects = z.object({ items: z.array(Subject), may: z.boolean() })
export type Subjects = z.infer<typeof Subjects>

const params = z.object({ number: z.string().min(1).max(40) })
export const subjectRoutes = {
  subjects: route({
    method: 'GET',
    path: '/api/incidents/{number}/subjects',
    summary: 'What an incident is about: records of the registry, named where I may see them.',
    access: { posts: STAFF_POSTS },
    params,
    responses: { 200: Subjects },
  }),
  linkSubject: route({
    method: 'POST',
    path: '/api/incidents/{number}/subjects',
    summary: 'Say what an incident is about; the command’s id becomes the link’s.',
    access: { posts: THING_POSTS },
    params,
    body: z.strictObject({ id: z.uuid(), subject: SubjectGiven }),
    responses: { 200: Subjects },
  }),
  unlinkSubject: route({
    method: 'POST',
    path: '/api/incidents/{number}/subjects/remove',
    summary: 'Take a link off that was a mistake; who did it stays.',
    access: { posts: THING_POSTS },
    params,
    body: z.strictObject({ id: z.uuid(), link: z.uuid() }),
    responses: { 200: Subjects },
  }),
} as const
