/** What a promise card says to a resident beyond the state. Instants are ISO 8601 with offset. */
import { z } from 'zod'
import { ClockView, Limit } from '@lifang/domains/calendar/schema.ts'
import { HOLD_REASONS } from './lists.ts'
import { Stage } from './words.ts'

const instant = z.iso.datetime({ offset: true })

/** What comes next; 'answer': the duty chief answers "not solved". */
export const NEXT_STEPS = [
  'accept',
  'verify',
  'file',
  'dispatch',
  'take',
  'handle',
  'resume',
  'check',
  'rework',
  'close',
  'rate',
  'answer',
  'done',
  'elsewhere',
  'ended',
] as const
export const NextStep = z.enum(NEXT_STEPS)
export type NextStep = z.infer<typeof NextStep>

export const RESIDENT_ACTS = ['urge', 'rate', 'ask-reopen', 'withdraw'] as const
export type ResidentAct = (typeof RESIDENT_ACTS)[number]

export const ResidentMay = z.object({
  may: z.boolean(),
  /** Code of the refusal that would be met, with its details. */
  why: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
})
export type ResidentMay = z.infer<typeof ResidentMay>

export const PromiseMore = z.object({
  next: NextStep,
  responsible: z.object({ post: z.string(), unit: z.string().nullable() }).nullable(),
  /** Null: nothing is waited for. */
  waiting: z
    .object({
      why: z.enum(['hold', 'answer', 'asked', 'stage']),
      hold: z.enum(HOLD_REASONS).nullable(),
      reviewAt: instant.nullable(),
      asked: z.enum(['extension', 'return', 'hold']).nullable(),
      /** Rest days until the deadline, which do not count. */
      restDays: z.int(),
    })
    .nullable(),
  late: z.enum(['before', 'late', 'paused', 'untimed', 'over']),
  /** 未解决 may be said until then. */
  reopenUntil: instant.nullable(),
  /** When the next urge is possible; null: now, or never again. */
  urgeFrom: instant.nullable(),
  acts: z.object({
    urge: ResidentMay,
    rate: ResidentMay,
    'ask-reopen': ResidentMay,
    withdraw: ResidentMay,
  }),
})
export type PromiseMore = z.infer<typeof PromiseMore>

/** A stage's clock as a resident may see it: no unit, no person. */
export const PromiseStage = z.object({ stage: Stage, run: z.int(), limit: Limit, clock: ClockView })
export type PromiseStage = z.infer<typeof PromiseStage>
