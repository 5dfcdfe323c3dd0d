/** The desk of a community (社区台): what is open in it, what it settled itself, what went up and where that stands. Instants are ISO 8601. */
import { z } from 'zod'
import { Lamp } from '@lifang/domains/calendar/schema.ts'
import { route } from '@lifang/platform/route.ts'
import { IncidentItem, instant } from './views.ts'
import { Act, type Source, type Status } from './words.ts'

/** Posts that run a community or a grid of it. */
export const COMMUNITY_POSTS = ['community-manager', 'grid-lead'] as const

/** 在办 自办 上交 退回下派 已结. A case of the community stands on every tab that fits it. */
export const COMMUNITY_TABS = ['open', 'self', 'up', 'down', 'done'] as const
export const CommunityTab = z.enum(COMMUNITY_TABS)
export type CommunityTab = z.infer<typeof CommunityTab>

/** What the community's own people bring: rounds of its grids, its forums, its delegates' studio. What they do not settle goes up (seed 000-37). */
export const OWN_SOURCES: readonly Source[] = ['grid-patrol', 'forum', 'delegate']

/** Days back that the ended ones are listed. */
export const DONE_DAYS = 30
/** Days that an answer stays on the tab of what went up. */
export const ANSWER_DAYS = 7

export const DONE_STATUSES = ['closed', 'evaluated', 'archived'] as const satisfies readonly Status[]

export const CommunityRef = z.object({ code: z.string(), name: z.string() })
export const CommunityHead = CommunityRef.extend({
  street: z.string().nullable(),
  /** Denominator of its rates; null: not known. */
  households: z.int().nullable(),
  grids: z.int(),
  /** True where the reader holds some of its grids only: then everything is of those. */
  part: z.boolean(),
})

export const CommunityItem = IncidentItem.extend({
  /** The desk that has it until a unit does; null: a unit has it, or it ended. */
  desk: z.string().nullable(),
  /** How it went up: from our own people's report, or handed up by a desk; null: it did not. */
  up: z.object({ how: z.enum(['own-report', 'hand-up']), at: instant, to: z.string().nullable() }).nullable(),
  closedAt: instant.nullable(),
  returns: z.int(),
  /** Steps the desk offers on the row; the case's page has all. */
  acts: z.array(Act),
})
export type CommunityItem = z.infer<typeof CommunityItem>

export const CommunityQuery = z.strictObject({
  /** Code of one of my communities; the first without it. */
  community: z.string().max(32).optional(),
  tab: CommunityTab.default('open'),
  /** Code of a grid. */
  grid: z.string().max(32).optional(),
  lamp: Lamp.optional(),
})
export type CommunityQuery = z.infer<typeof CommunityQuery>

export const CommunityDesk = z.object({
  at: instant,
  /** My communities; more than one is a choice. */
  communities: z.array(CommunityRef),
  community: CommunityHead,
  /** Since when the ended ones are listed, and the answers of what went up. */
  doneSince: instant,
  answersSince: instant,
  /** Open and overdue by grid in force; `null` code: cases of grids that ended. */
  grids: z.array(
    z.object({
      code: z.string().nullable(),
      name: z.string().nullable(),
      households: z.int().nullable(),
      open: z.int(),
      overdue: z.int(),
    }),
  ),
  open: z.int(),
  overdue: z.int(),
  /** By tab under the filter by grid; by lamp on the chosen tab. */
  counts: z.record(CommunityTab, z.int()),
  lamps: z.record(Lamp, z.int()),
  items: z.array(CommunityItem),
  /** True when the tab holds more than is listed. */
  more: z.boolean(),
})
export type CommunityDesk = z.infer<typeof CommunityDesk>

export const communityRoutes = {
  community: route({
    method: 'GET',
    path: '/api/community',
    summary:
      'My community: open and overdue by grid, and its cases by tab: open, settled here, gone up, handed down, ended.',
    access: { posts: COMMUNITY_POSTS },
    query: CommunityQuery,
    responses: { 200: CommunityDesk },
  }),
} as const
