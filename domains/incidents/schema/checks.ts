/** What one person was sent to look at: reports to verify before filing and cases to check after handling. Instants are ISO 8601. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { CHECKERS, VERIFIERS } from '../access.ts'
import { IncidentItem, instant } from './views.ts'

/** Posts that may be sent. */
export const CHECK_POSTS: readonly string[] = [...new Set<string>([...CHECKERS, ...VERIFIERS])]
export const CHECK_KINDS = ['verify', 'check'] as const

export const CheckItem = IncidentItem.extend({
  task: z.enum(CHECK_KINDS),
  sentAt: instant,
  place: z.tuple([z.number(), z.number()]),
  /** The desk asked for the time of day of the report (transition 20). */
  sameTimeOfDay: z.boolean(),
  /** Address of its first photo; null without any. */
  photo: z.string().nullable(),
})
export type CheckItem = z.infer<typeof CheckItem>
export const Checks = z.object({
  at: instant,
  /** Due first; the order of the walk is the page's, which knows where the person stands. */
  items: z.array(CheckItem),
  /** True when more wait than are listed. */
  more: z.boolean(),
})
export type Checks = z.infer<typeof Checks>

export const checkRoutes = {
  checks: route({
    method: 'GET',
    path: '/api/checks',
    summary: 'What I was sent to verify or to check and have not answered; due first, 200 at most.',
    access: { posts: CHECK_POSTS },
    responses: { 200: Checks },
  }),
} as const
