/** What a calendar would do to open deadlines, before anybody publishes it. Computed by the clocks' own rules; nothing moves. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { CalendarData } from '@lifang/domains/calendar/schema.ts'
import { instant } from './views.ts'
import { Stage } from './words.ts'

/** Open cases computed at most, the oldest first, and lines shown at most. */
export const EFFECT_CASES = 10_000
export const EFFECT_LINES = 100

export const EffectBody = z.strictObject({
  data: CalendarData,
  /** Who would count by it; left out: everyone without a calendar of their own. */
  department: z.uuid().nullish(),
  /** From when, as in a publication. */
  from: z.string().max(40),
})
export type EffectBody = z.output<typeof EffectBody>

export const EffectLine = z.object({
  number: z.string(),
  stage: Stage,
  unit: z.string().nullable(),
  due: instant,
  dueThen: instant,
  /** Overdue now by its own calendar, and at this moment under the new one. */
  late: z.boolean(),
  lateThen: z.boolean(),
  /** Provisional: the recount moves it. Any other keeps the calendar it started under. */
  provisional: z.boolean(),
})
export type EffectLine = z.infer<typeof EffectLine>

export const EffectView = z.object({
  /** Open cases computed, and whether there are more. */
  cases: z.int(),
  capped: z.boolean(),
  /** Running clocks that would count by the calendar. */
  clocks: z.int(),
  /** Of these, clocks whose deadline would be another. */
  moved: z.int(),
  /** Of the moved: what the explicit recount would move, and what stays as it started. */
  byRecount: z.int(),
  becomeLate: z.int(),
  noLongerLate: z.int(),
  /** Nearest deadline first. */
  items: z.array(EffectLine),
})
export type EffectView = z.infer<typeof EffectView>

export const calendarEffectRoutes = {
  effect: route({
    method: 'POST',
    path: '/api/calendar/effect',
    summary:
      'Which open deadlines a calendar would move, and what would be late by it; counts over at most 10,000 open cases. Changes nothing.',
    access: { posts: ['system-admin'] },
    body: EffectBody,
    responses: { 200: EffectView },
  }),
} as const
