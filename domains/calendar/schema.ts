/**
 * Working time and the provable clock: the words of the calendar domain.
 * Instants are epoch milliseconds (UTC); office time is Asia/Shanghai, a fixed +08:00 without summer time since 1991.
 */
import { z } from 'zod'
import { LIMIT_UNITS, isDayUnit, LARGEST_AMOUNT, LAMPS, SPAN_KINDS } from './schema/lists.ts'

export const LimitUnit = z.enum(LIMIT_UNITS)
export type LimitUnit = z.infer<typeof LimitUnit>

export const Limit = z
  .object({ amount: z.number().positive().max(LARGEST_AMOUNT), unit: LimitUnit })
  .refine((limit) => !isDayUnit(limit.unit) || Number.isInteger(limit.amount), {
    path: ['amount'],
    message: 'calendar.limit-fraction',
  })
export type Limit = z.infer<typeof Limit>

const date = z.iso.date()
const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
const timeOfDay = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/)

/** One published exception to the week: a holiday (`off`) or a make-up day (`work`, 调休上班). */
export const CalendarDay = z.object({
  date,
  kind: z.enum(['off', 'work']),
  /** The holiday it belongs to, as the notice names it: 春节, 国庆节、中秋节. */
  name: z.string().min(1).max(40),
  /** The notice that says so: 国办发明电〔2025〕7号. */
  source: z.string().min(1).max(80),
})
export type CalendarDay = z.infer<typeof CalendarDay>

/** Office hours of one season, `from` and `to` inclusive; a season may run over the new year (10-01 … 04-30). */
export const OfficeSeason = z.object({
  from: monthDay,
  to: monthDay,
  spans: z
    .array(z.tuple([timeOfDay, timeOfDay]))
    .min(1)
    .max(4),
})
export type OfficeSeason = z.infer<typeof OfficeSeason>

/**
 * A calendar version: immutable once any clock has used it. A change is a new version, and open deadlines move only by an
 * explicit, logged job.
 */
export const CalendarData = z.object({
  version: z.string().min(1).max(80),
  days: z.array(CalendarDay).max(2000),
  /** Years whose notice is in `days`. Any other year follows the plain week and makes deadlines provisional. */
  publishedYears: z.array(z.number().int().min(1970).max(2199)),
  /** Empty means the default hours all year. */
  hours: z.array(OfficeSeason).max(8),
  /** 12345, 110 and duty units: all time is working time, all days are working days. */
  roundTheClock: z.boolean(),
})
export type CalendarData = z.infer<typeof CalendarData>

/** One year as kept in `db/reference/calendar/cn-YYYY.json`, typed in from its notice. */
export const CalendarYear = z.object({
  year: z.number().int().min(1970).max(2199),
  notice: z.object({ number: z.string(), title: z.string(), issuer: z.string(), issued: date, url: z.url() }),
  days: z.array(z.object({ date, kind: z.enum(['off', 'work']), name: z.string() })),
})
export type CalendarYear = z.infer<typeof CalendarYear>

const at = z.number().int()

/** What happened to a stage's clock. Append-only, ordered by `at` (epoch ms), then by order of writing. */
export const ClockEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), at }),
  /** Hold (挂账), 补正, or approved waiting for the citizen. */
  z.object({ kind: z.literal('pause'), at, reason: z.string().max(200).optional() }),
  z.object({ kind: z.literal('resume'), at }),
  /** `amount` in the clock's own unit. */
  z.object({ kind: z.literal('extend'), at, amount: z.number().positive().max(LARGEST_AMOUNT) }),
  /** Who must act changes, time does not. */
  z.object({ kind: z.literal('hand-over'), at, from: z.string().max(100), to: z.string().max(100) }),
  z.object({ kind: z.literal('stop'), at }),
])
export type ClockEvent = z.infer<typeof ClockEvent>

export const Lamp = z.enum(LAMPS)
export type Lamp = z.infer<typeof Lamp>

export const ClockState = z.enum(['not-started', 'running', 'paused', 'stopped'])
export type ClockState = z.infer<typeof ClockState>

/** Why the lamp shows its colour. */
export const LampReason = z.enum([
  'not-started',
  'untimed',
  'paused',
  'paused-overdue',
  'normal',
  'near-due',
  'overdue',
  'done-on-time',
  'done-late',
  /** Original deadline missed, extended one met: 原时限超期，延期后按期. */
  'done-after-extension',
])
export type LampReason = z.infer<typeof LampReason>

/** Version of the counting rules; a case keeps the one it was opened under and recomputes by it for ever. */
export const ClockRule = z.enum(['clock-1'])
export type ClockRule = z.infer<typeof ClockRule>

/**
 * What a clock says at one moment. All `…Ms` are in the clock's own measure: working milliseconds for 工作时 and 工作日,
 * wall milliseconds for 紧急工作时 and 自然日. For day units the day of start is outside the measure (不计当日), so the limit
 * of 5 工作日 is the working time of five office days.
 */
export const ClockView = z.object({
  state: ClockState,
  rule: ClockRule,
  calendar: z.string(),
  unit: LimitUnit.nullable(),
  /** Limit with extensions; null when untimed or not started. */
  limitMs: z.number().nullable(),
  usedMs: z.number(),
  /** Negative when overdue. */
  remainingMs: z.number().nullable(),
  overdueMs: z.number(),
  startedAt: z.number().nullable(),
  /** Null while not started, untimed, or paused before the limit was used up: a standing clock has no deadline. */
  due: z.number().nullable(),
  /** The deadline without any extension (pauses included): 原时限. */
  originalDue: z.number().nullable(),
  /** First instant at which the lamp is yellow; lets a list compute lamps from two stored instants. */
  yellowFrom: z.number().nullable(),
  /** Sum of granted extensions in the clock's unit. */
  extendedBy: z.number(),
  provisional: z.boolean(),
  pausedSince: z.number().nullable(),
  pauseReason: z.string().nullable(),
  stoppedAt: z.number().nullable(),
  /** Null until stopped, and for untimed clocks. */
  onTime: z.boolean().nullable(),
  originalOnTime: z.boolean().nullable(),
  lamp: Lamp,
  /** True once stopped: the colour never changes again. */
  frozen: z.boolean(),
  reason: LampReason,
})
export type ClockView = z.infer<typeof ClockView>

export const SpanKind = z.enum(SPAN_KINDS)
export type SpanKind = z.infer<typeof SpanKind>

/** A stretch of the answer to "why is it due then?"; never crosses an office midnight, the deadline or the present. */
export const ClockSpan = z.object({
  from: z.number(),
  to: z.number(),
  /** Office day, YYYY-MM-DD. */
  day: z.string(),
  kind: SpanKind,
  counted: z.boolean(),
  /** Name of the holiday or the reason of the pause; null where the kind says it all. */
  label: z.string().nullable(),
  /** Notice a holiday or make-up day rests on. */
  source: z.string().nullable(),
  countedMs: z.number(),
  cumulativeMs: z.number(),
  /** `used` before now and the deadline, `ahead` still to come, `overdue` after the deadline. */
  phase: z.enum(['used', 'ahead', 'overdue']),
})
export type ClockSpan = z.infer<typeof ClockSpan>

/** One row of the "why due" table: an office day, what it added (当日计) and the sum so far (累计). */
export const ClockDay = z.object({
  day: z.string(),
  kind: SpanKind,
  label: z.string().nullable(),
  source: z.string().nullable(),
  countedMs: z.number(),
  cumulativeMs: z.number(),
})
export type ClockDay = z.infer<typeof ClockDay>

export const ClockExplanation = z.object({
  view: ClockView,
  spans: z.array(ClockSpan),
  days: z.array(ClockDay),
})
export type ClockExplanation = z.infer<typeof ClockExplanation>
