/** The dispatcher's desk and what the map and the case page read beside it. Instants are ISO 8601. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { Lamp, Limit } from '@lifang/domains/calendar/schema.ts'
import { Shape } from '@lifang/domains/grid/schema.ts'
import { STAFF_POSTS } from '../access.ts'
import { IncidentItem, instant } from './views.ts'
import { ClassKey, RequestKind, Status } from './words.ts'

/** 待派遣, 退回待定, 核查待派, 延期待批. */
export const QUEUE_TABS = ['dispatch', 'return', 'check', 'extension'] as const
export const QueueTab = z.enum(QUEUE_TABS)
export type QueueTab = z.infer<typeof QueueTab>
/** Who hands out work. */
export const DESK_POSTS = ['dispatcher', 'duty-chief'] as const

export const QueueQuery = z.strictObject({
  tab: QueueTab.default('dispatch'),
  lamp: Lamp.optional(),
  /** 0: only the counts. */
  limit: z.coerce.number().int().min(0).max(200).default(200),
})
export type QueueQuery = z.infer<typeof QueueQuery>

export const QueueItem = IncidentItem.extend({
  /** Times it came back from a unit. */
  returns: z.int(),
  place: z.tuple([z.number(), z.number()]),
  /** What waits for a decision, on the tabs of requests. */
  asked: z.object({ kind: RequestKind, by: z.string(), at: instant }).nullable(),
})
export type QueueItem = z.infer<typeof QueueItem>
export const Queue = z.object({
  tab: QueueTab,
  /** How many wait, tab by tab. */
  counts: z.record(QueueTab, z.int()),
  /** The asked tab by lamp. */
  lamps: z.record(Lamp, z.int()),
  /** Due first comes first. */
  items: z.array(QueueItem),
  /** True when more wait than are listed. */
  more: z.boolean(),
})
export type Queue = z.infer<typeof Queue>

export const PointsQuery = z.strictObject({
  area: z.string().max(32).optional(),
  /** One or several, comma-separated; left out: all that are open. */
  status: z.string().max(200).optional(),
  lamp: Lamp.optional(),
})
export type PointsQuery = z.infer<typeof PointsQuery>
/** Compact, since a city has thousands: the lamp is the running stage's. */
export const Point = z.tuple([
  z.string(),
  z.number(),
  z.number(),
  Lamp,
  Status,
  z.string().nullable(),
  instant.nullable(),
])
export const Points = z.object({
  columns: z.tuple([
    z.literal('number'),
    z.literal('lon'),
    z.literal('lat'),
    z.literal('lamp'),
    z.literal('status'),
    z.literal('class'),
    z.literal('due'),
  ]),
  rows: z.array(Point),
  /** How many there are; more than `rows` when the answer was cut off at the ones due last. */
  total: z.int(),
})
export type Points = z.infer<typeof Points>

/** A unit's lead tasks. Due and overdue go by the running stage (接单 or 处置); what is on hold is in `open` alone. */
export const UnitLoad = z.object({
  id: z.uuid(),
  name: z.string(),
  open: z.int(),
  /** Still to come today, office time. */
  dueToday: z.int(),
  overdue: z.int(),
  /** Holders of its handler posts present now, stand-ins included. */
  present: z.int(),
})
export type UnitLoad = z.infer<typeof UnitLoad>

/** One ground of a suggestion: the fact, and whether it speaks for the unit. */
export const Ground = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('list'),
    agrees: z.boolean(),
    why: z.enum(['named', 'other-unit', 'returned', 'no-unit', 'no-entry']),
    version: z.string().nullable(),
    code: z.string().nullable(),
    name: z.string().nullable(),
    condition: z.object({ seq: z.int(), text: z.string() }).nullable(),
    /** The unit the list names. */
    unit: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('place'),
    agrees: z.boolean(),
    /** The area the unit serves, and the grid of the case. */
    serves: z.string(),
    grid: z.string(),
  }),
  z.object({
    kind: z.literal('load'),
    agrees: z.boolean(),
    open: z.int(),
    /** Mean of the peers' open tasks; null without peers. */
    mean: z.number().nullable(),
    peers: z.int(),
    dueToday: z.int(),
    overdue: z.int(),
  }),
  z.object({
    kind: z.literal('absence'),
    agrees: z.boolean(),
    held: z.int(),
    present: z.int(),
    /** Who is away, and who stands in. */
    away: z.array(z.object({ name: z.string(), standIn: z.string() })),
  }),
])
export type Ground = z.infer<typeof Ground>

export const Suggestion = z.object({
  unit: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  /** All grounds speak for the unit: one key may confirm it. */
  agrees: z.boolean(),
  grounds: z.array(Ground),
  notChosen: z.array(
    z.object({
      unit: z.string(),
      why: z.enum(['list-names-it', 'other-class', 'returned']),
      code: z.string().nullable(),
      class: z.string().nullable(),
    }),
  ),
  /** The handling limit and its deadline were it dispatched to this unit now. */
  limit: Limit.nullable(),
  due: instant.nullable(),
})
export type Suggestion = z.infer<typeof Suggestion>

export const NEAR_METRES = 300
export const NEAR_HOURS = 72
export const Neighbour = z.object({
  number: z.string(),
  class: z.string().nullable(),
  category: ClassKey.nullable(),
  status: Status,
  lamp: Lamp,
  address: z.string().nullable(),
  place: z.tuple([z.number(), z.number()]),
  metres: z.int(),
  /** Between the two reports. */
  minutes: z.int(),
  reportedAt: instant,
  sameClass: z.boolean(),
  /** Null: it may be merged into this case; otherwise why not. */
  apart: z.enum(['class-differs', 'under-way', 'this-ended']).nullable(),
})
export type Neighbour = z.infer<typeof Neighbour>
export const Related = z.object({
  /** Border of its grid on its day; null when it came from outside any. */
  grid: Shape.nullable(),
  /** The case this one was merged into, and those merged into this one. */
  into: z.string().nullable(),
  merged: z.array(
    z.object({
      number: z.string(),
      class: z.string().nullable(),
      reportedAt: instant,
      address: z.string().nullable(),
    }),
  ),
  /** Open, within 300 m and 72 hours of this report, nearest first, 20 at most. */
  nearby: z.array(Neighbour),
})
export type Related = z.infer<typeof Related>

const params = z.object({ number: z.string().min(1).max(40) })
const desk = { posts: DESK_POSTS } as const
const staff = { posts: STAFF_POSTS } as const

export const dispatchRoutes = {
  queue: route({
    method: 'GET',
    path: '/api/dispatch/queue',
    summary:
      'What waits for the dispatcher: to dispatch, returns and extensions to decide, checks to send; due first.',
    access: desk,
    query: QueueQuery,
    responses: { 200: Queue },
  }),
  suggestion: route({
    method: 'GET',
    path: '/api/incidents/{number}/suggestion',
    summary:
      'The responsible unit with its grounds: list, place, load, absence; or the grounds for the unit asked about.',
    access: desk,
    params,
    query: z.strictObject({ unit: z.uuid().optional() }),
    responses: { 200: Suggestion },
  }),
  related: route({
    method: 'GET',
    path: '/api/incidents/{number}/related',
    summary:
      'Merged cases, and open ones near in place and time with whether they may be merged into this one.',
    access: staff,
    params,
    responses: { 200: Related },
  }),
  readers: route({
    method: 'GET',
    path: '/api/incidents/{number}/readers',
    summary: 'Who has opened this incident: one line a person and office day, the newest first, 200 at most.',
    access: staff,
    params,
    responses: {
      200: z.object({
        items: z.array(z.object({ name: z.string(), post: z.string(), day: z.iso.date(), firstAt: instant })),
      }),
    },
  }),
  points: route({
    method: 'GET',
    path: '/api/map/incidents',
    summary: 'Incidents I may see as points, due first; at most 2,000, and `total` says how many there are.',
    access: staff,
    query: PointsQuery,
    responses: { 200: Points },
  }),
  units: route({
    method: 'GET',
    path: '/api/boards/units',
    summary: 'Workload of the handling units: open lead tasks, due today, overdue, and who is present.',
    access: { posts: ['dispatcher', 'duty-chief', 'intake-officer', 'supervisor', 'leader'] },
    responses: { 200: z.object({ at: instant, items: z.array(UnitLoad) }) },
  }),
} as const
