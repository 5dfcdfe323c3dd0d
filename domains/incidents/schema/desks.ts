/** The desks by post: what waits for a handling unit, what only a chief or leader settles, and a community's own. Instants are ISO 8601. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { Lamp } from '@lifang/domains/calendar/schema.ts'
import { UNIT_POSTS } from '../access.ts'
import { IncidentItem, instant } from './views.ts'
import { Act, EvidenceKind, RequestKind, Stage, TaskStatus } from './words.ts'

/** 待接单, 今日到期 (overdue included), 被退回, 待补证据, 全部在办. */
export const HANDLING_TABS = ['take', 'today', 'returned', 'evidence', 'all'] as const
export const HandlingTab = z.enum(HANDLING_TABS)
export type HandlingTab = z.infer<typeof HandlingTab>

export const HandlingItem = IncidentItem.extend({
  /** The unit's own task: waiting until somebody takes it. */
  task: TaskStatus,
  tabs: z.array(HandlingTab),
  /** Rounds after a failed check or a reopening. */
  sentBack: z.int(),
  /** What the closing condition asks for and this round has not given. */
  missing: z.array(EvidenceKind),
  /** What the unit asked for and nobody has decided. */
  asked: z.array(RequestKind),
})
export type HandlingItem = z.infer<typeof HandlingItem>
export const Handling = z.object({
  at: instant,
  counts: z.record(HandlingTab, z.int()),
  /** Everything in hand, due first; a page shows its tabs. */
  items: z.array(HandlingItem),
  /** True when more are in hand than are listed and counted. */
  more: z.boolean(),
})
export type Handling = z.infer<typeof Handling>

/** Who settles what the rules leave open. */
export const EXCEPTION_POSTS = ['duty-chief', 'supervisor', 'leader'] as const
/** Every rule that brings a case to the page of exceptions, in the order in which they are told. */
export const EXCEPTION_RULES = [
  'returned-thrice',
  'extension',
  'hold',
  'void',
  'force-close',
  'reopen',
  'reply-overdue',
  'supervised',
  'hold-review',
  'reworked-twice',
  'urgent',
  'total-overdue',
] as const
export const ExceptionRule = z.enum(EXCEPTION_RULES)
export type ExceptionRule = z.infer<typeof ExceptionRule>

export const ExceptionReason = z.object({
  rule: ExceptionRule,
  /** Returns or reworks so far; null where the rule counts nothing. */
  times: z.int().nullable(),
  /** When it was asked, is to be answered or is to be looked at again. */
  at: instant.nullable(),
  /** Who asked. */
  by: z.string().nullable(),
  /** The step that settles it and that I may do now; null: it waits for somebody else. */
  act: Act.nullable(),
})
export type ExceptionReason = z.infer<typeof ExceptionReason>
export const ExceptionItem = IncidentItem.extend({
  /** Never empty; the first is why it stands where it stands. */
  reasons: z.array(ExceptionReason),
})
export type ExceptionItem = z.infer<typeof ExceptionItem>
export const Exceptions = z.object({
  at: instant,
  /** What waits for my decision, the oldest first; then what I am to know. */
  decide: z.array(ExceptionItem),
  know: z.array(ExceptionItem),
  /** Cases by rule, zeros included; a case under two rules counts under both. */
  rules: z.record(ExceptionRule, z.int()),
  /** All open cases of my place, and those of them that are red. */
  open: z.int(),
  red: z.int(),
  /** Red cases by unit (null: no unit yet) and running stage. */
  reds: z.array(z.object({ unit: z.string().nullable(), stage: Stage.nullable(), n: z.int() })),
  more: z.boolean(),
})
export type Exceptions = z.infer<typeof Exceptions>

export const LampCounts = z.record(Lamp, z.int())

export const deskRoutes = {
  handling: route({
    method: 'GET',
    path: '/api/handling',
    summary: 'What my unit has in hand: to take, due today, sent back, evidence missing; due first.',
    access: { posts: UNIT_POSTS },
    responses: { 200: Handling },
  }),
  exceptions: route({
    method: 'GET',
    path: '/api/exceptions',
    summary:
      'Cases a rule brings to chiefs, supervisors and leaders, each with why and with the step I may do.',
    access: { posts: EXCEPTION_POSTS },
    responses: { 200: Exceptions },
  }),
} as const
