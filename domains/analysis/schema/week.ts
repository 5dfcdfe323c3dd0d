/** The weekly pack of a community (周例会材料): one read with every number it prints. Instants are ISO 8601; nothing in it is personal. */
import { z } from 'zod'
import { Lamp } from '@lifang/domains/calendar/schema.ts'
import { CommunityHead, CommunityRef, COMMUNITY_POSTS } from '@lifang/domains/incidents/schema/community.ts'
import { RequestKind, Source, Stage, Status } from '@lifang/domains/incidents/schema/words.ts'
import { route } from '@lifang/platform/route.ts'

const instant = z.iso.datetime()
const date = z.iso.date()

export const WeekQuery = z.strictObject({
  /** Code of one of my communities; the first without it. */
  community: z.string().max(32).optional(),
  /** Any day of the week wanted; the last full week without it. */
  week: date.optional(),
})
export type WeekQuery = z.infer<typeof WeekQuery>

/** What happened in seven office days. */
export const WeekSums = z.object({
  reported: z.int(),
  /** Ended in the week, settled by the community itself included. */
  closed: z.int(),
  self: z.int(),
  /** Of the closed: those with a total clock, and those of them within it. */
  timed: z.int(),
  onTime: z.int(),
  reopened: z.int(),
  declined: z.int(),
})
export type WeekSums = z.infer<typeof WeekSums>

/** What the pack calls a case: its number, its class and its grid. */
const WeekLine = z.object({
  number: z.string(),
  /** Null before it is filed and for confidential matters. */
  className: z.string().nullable(),
  confidential: z.boolean(),
  /** Null: a grid that ended. */
  grid: z.string().nullable(),
  status: Status,
  unit: z.string().nullable(),
  /** The desk that has it while no unit does. */
  desk: z.string().nullable(),
  stage: Stage.nullable(),
  lamp: Lamp,
})

export const ANSWERS = ['waiting', 'in-hand', 'held', 'handed-down', 'closed', 'declined', 'voided'] as const
export const WeekUp = WeekLine.extend({
  how: z.enum(['own-report', 'hand-up']),
  source: Source,
  at: instant,
  /** What became of it until now. */
  answer: z.enum(ANSWERS),
  answeredAt: instant.nullable(),
})
export type WeekUp = z.infer<typeof WeekUp>

/** Why an overdue case still waits, the most telling first. */
export const WAITS = ['asked', 'reworked', 'returned', 'stage'] as const
export const WeekOverdue = WeekLine.extend({
  reportedAt: instant,
  /** The earliest deadline missed. */
  dueSince: instant,
  waits: z.enum(WAITS),
  /** What was asked for and nobody has decided. */
  asked: RequestKind.nullable(),
  times: z.int().nullable(),
})
export type WeekOverdue = z.infer<typeof WeekOverdue>

/** Open and not timed: why, and when it is looked at again. */
export const WeekHeld = WeekLine.extend({ reason: z.string().nullable(), reviewAt: instant.nullable() })
export type WeekHeld = z.infer<typeof WeekHeld>

/** Why a case is for the meeting to decide. */
export const TOPICS = ['returned-twice', 'reworked-twice', 'disputed', 'hold-review'] as const
export const WeekTopic = WeekLine.extend({
  reasons: z.array(z.object({ rule: z.enum(TOPICS), times: z.int().nullable(), at: instant.nullable() })),
})
export type WeekTopic = z.infer<typeof WeekTopic>

/** A count that is not told where it is small: null is one to four, or what would give such a one away. */
const cell = z.int().nullable()

export const Week = z.object({
  /** "Now" of open, overdue and answers. */
  at: instant,
  communities: z.array(CommunityRef),
  community: CommunityHead,
  /** Monday and Sunday, and the instants they are counted between. */
  monday: date,
  sunday: date,
  since: instant,
  until: instant,
  /** True while the week goes on. */
  running: z.boolean(),
  sums: WeekSums,
  /** The seven days before. */
  before: WeekSums,
  open: z.int(),
  overdue: z.int(),
  onHold: z.int(),
  grids: z.array(
    WeekSums.pick({ reported: true, closed: true, self: true, timed: true, onTime: true }).extend({
      /** Null: cases of grids that ended. */
      name: z.string().nullable(),
      households: z.int().nullable(),
      /** Reported per 1,000 households; null where the denominator cannot carry it. */
      rate: z.number().nullable(),
      open: z.int(),
      overdue: z.int(),
    }),
  ),
  /** Classes of what was reported, the most frequent first. */
  classes: z.object({
    rows: z.array(z.object({ name: z.string(), n: z.int(), before: z.int() })),
    /** Of further classes, and those without one that may be named. */
    others: z.int(),
    unnamed: z.int(),
  }),
  /** Gone up in the week, in that order, and how many from before are still open. */
  up: z.array(WeekUp),
  upEarlier: z.int(),
  /** Overdue now, the longest first. */
  late: z.array(WeekOverdue),
  /** On hold now, the earliest review first. */
  held: z.array(WeekHeld),
  /** Residents' ratings given in the week; null numbers are small cells. */
  ratings: z.object({
    n: cell,
    high: cell,
    middle: cell,
    low: cell,
    solved: cell,
    average: z.number().nullable(),
  }),
  topics: z.array(WeekTopic),
})
export type Week = z.infer<typeof Week>

export const weekRoutes = {
  communityWeek: route({
    method: 'GET',
    path: '/api/community/week',
    summary:
      'The weekly pack of my community: every number with its period and denominator, nothing personal.',
    access: { posts: COMMUNITY_POSTS },
    query: WeekQuery,
    responses: { 200: Week },
  }),
} as const
