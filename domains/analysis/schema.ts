/** The command wall (大屏): one read with every number it shows. Instants are ISO, durations milliseconds. */
import { z } from 'zod'
import { Lamp } from '@lifang/domains/calendar/schema.ts'
import { Source, Stage, Status, StepAct } from '@lifang/domains/incidents/schema/words.ts'
import { route } from '@lifang/platform/route.ts'

/** Who has a wall: those who watch over a place and answer for it. */
export const WALL_POSTS = ['leader', 'supervisor', 'duty-chief', 'dispatcher'] as const

const instant = z.iso.datetime()
const date = z.iso.date()

/** 受理 立案 派遣 处置 核查 结案: the boxes of the clock strip; 核实 stands in 受理, 接单 in 处置. */
export const WALL_STAGES = ['accept', 'file', 'dispatch', 'handle', 'check', 'close'] as const
export const WallStage = z.enum(WALL_STAGES)
export type WallStage = z.infer<typeof WallStage>

/** Where a report of today went, and where it is now. */
export const BRANCHES = ['waiting', 'self-closed', 'declined', 'dispatched'] as const
export const FLOW_ENDS = ['handling', 'checking', 'closed'] as const

export const Wall = z.object({
  at: instant,
  place: z.object({
    name: z.string(),
    communities: z.int(),
    grids: z.int(),
    /** Denominator of every rate: households of the grids in force; null: not known. */
    households: z.int().nullable(),
  }),
  open: z.object({
    n: z.int(),
    overdue: z.int(),
    onHold: z.int(),
    /** Per 1,000 households; null where the denominator is unknown or too small. */
    rate: z.number().nullable(),
    overdueRate: z.number().nullable(),
  }),
  today: z.object({
    /** 00:00 of the office day. */
    since: instant,
    reported: z.int(),
    filed: z.int(),
    declined: z.int(),
    closed: z.int(),
  }),
  /** Closings of the last seven office days, today included, that had a total clock. */
  onTime: z.object({ since: instant, timed: z.int(), onTime: z.int() }),
  stages: z.array(z.object({ stage: WallStage, stages: z.array(Stage), lamps: z.record(Lamp, z.int()) })),
  /** Open and overdue by grid; grids with nothing open are there too. */
  grids: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      community: z.string().nullable(),
      households: z.int().nullable(),
      open: z.int(),
      overdue: z.int(),
      rate: z.number().nullable(),
      overdueRate: z.number().nullable(),
    }),
  ),
  /** Lead units with something open; the red first. */
  units: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      open: z.int(),
      overdue: z.int(),
      /** The earliest deadline missed; null: none. */
      overdueSince: instant.nullable(),
    }),
  ),
  flow: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        n: z.int(),
        /** Sources behind a node of the first column. */
        sources: z.array(Source),
        /** States behind a node of the second and third column. */
        statuses: z.array(Status),
      }),
    ),
    links: z.array(z.object({ from: z.string(), to: z.string(), n: z.int() })),
  }),
  /** Office days, oldest first, today last. */
  trend: z.array(
    z.object({
      date,
      reported: z.int(),
      closed: z.int(),
      /** Of the closed: after the deadline of the total clock. */
      late: z.int(),
      /** No office hours on this day; its name where the calendar gives one. */
      rest: z.boolean(),
      name: z.string().nullable(),
    }),
  ),
  /** What the stages of the cases closed in the last seven office days took. */
  uses: z.object({
    since: instant,
    cases: z.int(),
    rows: z.array(
      z.object({
        stage: Stage,
        n: z.int(),
        /** Milliseconds of `time`; null: fewer than five runs. */
        median: z.int().nullable(),
        p90: z.int().nullable(),
        /** Median of the limits given. */
        limit: z.int().nullable(),
        /** Working hours and days are counted in working time, urgent hours and calendar days by the wall clock. */
        time: z.enum(['working', 'wall']),
      }),
    ),
  }),
  feed: z.object({
    since: instant,
    rows: z.array(
      z.object({
        id: z.uuid(),
        at: instant,
        number: z.string(),
        act: StepAct,
        status: Status,
        lamp: Lamp,
        /** Null for confidential matters and before there is one. */
        className: z.string().nullable(),
        grid: z.string(),
      }),
    ),
  }),
})
export type Wall = z.infer<typeof Wall>

export const analysisRoutes = {
  wall: route({
    method: 'GET',
    path: '/api/wall',
    summary: 'The command wall: every number with its period and denominator, for my scope; ETag.',
    access: { posts: WALL_POSTS },
    transport: 'bytes',
    responses: { 200: Wall },
  }),
} as const
