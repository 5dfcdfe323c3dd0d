/** 采集覆盖: cycles of collection, the board of what was reached, and the homes that wait. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { CYCLE_POSTS } from '../access.ts'
import { Day } from './bodies.ts'
import { GAPS, REGISTRY_POSTS } from './lists.ts'
import { HomeItem } from './views.ts'

const instant = z.iso.datetime()
const areaCode = z.string().min(1).max(32)
const area = z.object({ code: z.string(), name: z.string(), level: z.string() })

export const CycleView = z.object({
  id: z.uuid(),
  name: z.string(),
  area,
  from: Day,
  to: Day,
  /** Homes in it, fixed when it began. */
  homes: z.int(),
  startedBy: z.string(),
  startedAt: instant,
  closed: z.object({ at: instant, by: z.string(), why: z.string() }).nullable(),
  running: z.boolean(),
})
export type CycleView = z.infer<typeof CycleView>

/** Counts that cannot be true together, with the numbers of the sentence. */
export const Implausible = z.object({
  code: z.string(),
  /** Whose households: those of the registry, or those the grids were set up with. */
  of: z.enum(['registry', 'declared']),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Implausible = z.infer<typeof Implausible>

export const CoverageRow = z.object({
  area,
  /** Ended since the cycle began: its homes stand in other grids today. */
  ended: z.boolean(),
  /** Whether a row below can be opened. */
  opens: z.boolean(),
  /** Denominator, fixed when the cycle began; without a cycle the homes of today. */
  homes: z.int(),
  reached: z.int(),
  /** reached / homes, 0 to 1; null: no homes, or no cycle. */
  rate: z.number().nullable(),
  gone: z.int(),
  added: z.int(),
  gaps: z.object({ unknown: z.int(), unvisited: z.int(), stale: z.int() }),
  people: z.int(),
  /** Standing households of who lives there. */
  households: z.int(),
  /** As the grids were set up; null: not said. */
  declared: z.int().nullable(),
  implausible: z.array(Implausible),
})
export type CoverageRow = z.infer<typeof CoverageRow>

export const CoverageBoard = z.object({
  /** Null: no cycle covers this area. */
  cycle: CycleView.nullable(),
  area,
  /** Areas from the reader's own down to this one. */
  trail: z.array(area),
  total: CoverageRow,
  rows: z.array(CoverageRow),
  may: z.object({ start: z.boolean(), close: z.boolean() }),
})
export type CoverageBoard = z.infer<typeof CoverageBoard>

export const GapItem = HomeItem.extend({
  gap: z.enum(GAPS),
  /** Came after the cycle began: to be visited, not counted. */
  added: z.boolean(),
})
export type GapItem = z.infer<typeof GapItem>

/** The command's id becomes the cycle's. */
export const CycleBody = z.strictObject({
  id: z.uuid(),
  name: z.string().trim().min(2).max(40),
  area: areaCode,
  /** Last day; the first is today. */
  to: Day,
})
export type CycleBody = z.infer<typeof CycleBody>
export const CloseCycleBody = z.strictObject({ id: z.uuid(), why: z.string().trim().min(2).max(200) })
export type CloseCycleBody = z.infer<typeof CloseCycleBody>

const sees = { posts: REGISTRY_POSTS } as const
const decides = { posts: CYCLE_POSTS } as const
const byId = z.object({ id: z.uuid() })

export const coverageRoutes = {
  coverage: route({
    method: 'GET',
    path: '/api/registry/coverage',
    summary:
      'Board of collection: of an area and of each area below, the homes reached of those that stood when the cycle began, what waits, and counts that cannot be true together.',
    access: sees,
    query: z.strictObject({ area: areaCode.optional(), cycle: z.uuid().optional() }),
    responses: { 200: CoverageBoard },
  }),
  cycles: route({
    method: 'GET',
    path: '/api/registry/coverage/cycles',
    summary: 'Cycles of collection that touch my ground, the newest first.',
    access: sees,
    responses: { 200: z.object({ items: z.array(CycleView) }) },
  }),
  startCycle: route({
    method: 'POST',
    path: '/api/registry/coverage/cycles',
    summary: 'Begin a cycle today: the homes that stand now are its denominator.',
    access: decides,
    body: CycleBody,
    responses: { 200: CycleView, 201: CycleView },
  }),
  closeCycle: route({
    method: 'POST',
    path: '/api/registry/coverage/cycles/{id}/close',
    summary: 'End a cycle before its day, with the reason.',
    access: decides,
    params: byId,
    body: CloseCycleBody,
    responses: { 200: CycleView },
  }),
  gaps: route({
    method: 'GET',
    path: '/api/registry/coverage/homes',
    summary: '格不漏户: homes nobody knows, not visited in the cycle, or stale, in walking order.',
    access: sees,
    query: z.strictObject({
      area: areaCode.optional(),
      cycle: z.uuid().optional(),
      gap: z.enum(GAPS).optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    responses: {
      200: z.object({
        cycle: CycleView.nullable(),
        items: z.array(GapItem),
        total: z.int(),
        nextCursor: z.string().nullable(),
      }),
    },
  }),
} as const
