/** The intake desk: what waits to be accepted, and what is open around a place before a report of it exists. Instants are ISO 8601. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { Lamp } from '@lifang/domains/calendar/schema.ts'
import { Crs } from '@lifang/domains/grid/schema.ts'
import { WHO } from '../access.ts'
import { IncidentItem, instant } from './views.ts'
import { ClassKey, Source, Status } from './words.ts'

/** 待受理, 核实中, 待立案, 待结案. */
export const INTAKE_TABS = ['accept', 'verifying', 'file', 'close'] as const
export const IntakeTab = z.enum(INTAKE_TABS)
export type IntakeTab = z.infer<typeof IntakeTab>
/** Who accepts (domain 3.3, transition 5). */
export const INTAKE_POSTS: readonly string[] = WHO.accept.flatMap((c) => (c.as === 'area' ? c.posts : []))

export const IntakeQuery = z.strictObject({
  tab: IntakeTab.default('accept'),
  lamp: Lamp.optional(),
  /** 0: only the counts. */
  limit: z.coerce.number().int().min(0).max(200).default(200),
})
export type IntakeQuery = z.infer<typeof IntakeQuery>

export const IntakeItem = IncidentItem.extend({
  /** Somebody was sent to look and could not tell: the desk decides now (transition 4). */
  unable: z.boolean(),
})
export type IntakeItem = z.infer<typeof IntakeItem>
export const Intake = z.object({
  tab: IntakeTab,
  counts: z.record(IntakeTab, z.int()),
  /** The asked tab by lamp. */
  lamps: z.record(Lamp, z.int()),
  /** Due first comes first. */
  items: z.array(IntakeItem),
  /** True when more wait than are listed. */
  more: z.boolean(),
})
export type Intake = z.infer<typeof Intake>

/** An open case around a place, with what one compares a caller's words with. */
export const Around = z.object({
  number: z.string(),
  source: Source,
  status: Status,
  lamp: Lamp,
  category: ClassKey.nullable(),
  categoryName: z.string().nullable(),
  address: z.string().nullable(),
  description: z.string(),
  grid: z.string(),
  place: z.tuple([z.number(), z.number()]),
  metres: z.int(),
  reportedAt: instant,
  /** Address of its first photo; null without any. */
  photo: z.string().nullable(),
})
export type Around = z.infer<typeof Around>

const degrees = z.coerce.number()
/** The words of the caller stay out of the address, which servers log: the page compares them itself (`rules/alike.ts`). */
export const AroundQuery = z.strictObject({ lon: degrees, lat: degrees, crs: Crs.default('CGCS2000') })
export type AroundQuery = z.infer<typeof AroundQuery>

const intake = { posts: INTAKE_POSTS } as const
export const intakeRoutes = {
  intake: route({
    method: 'GET',
    path: '/api/intake',
    summary: 'What waits for the intake desk: to accept, being verified, to file, to close; due first.',
    access: intake,
    query: IntakeQuery,
    responses: { 200: Intake },
  }),
  around: route({
    method: 'GET',
    path: '/api/intake/around',
    summary:
      'Open cases I may see within 300 m of a place, nearest first, 60 at most: before a report of it exists.',
    access: intake,
    query: AroundQuery,
    responses: { 200: z.object({ items: z.array(Around) }) },
  }),
} as const
