/** What incidents look like from outside. Instants are ISO 8601 with offset. */
import { z } from 'zod'
import { ClockView, Lamp, Limit } from '@lifang/domains/calendar/schema.ts'
import { PromiseMore, PromiseStage } from './promise.ts'
import {
  Act,
  ClassKey,
  EvidenceKind,
  RequestKind,
  Source,
  Stage,
  Status,
  StepAct,
  SupervisionLevel,
  TaskKind,
  TaskStatus,
} from './words.ts'

export const instant = z.iso.datetime({ offset: true })

export const LampView = z.object({
  /** Worst of the running stage and the total. */
  lamp: Lamp,
  stage: Lamp,
  total: Lamp,
})

export const IncidentItem = z.object({
  id: z.uuid(),
  number: z.string(),
  status: Status,
  source: Source,
  lamp: Lamp,
  stageLamp: Lamp,
  totalLamp: Lamp,
  stage: Stage.nullable(),
  dueAt: instant.nullable(),
  totalDueAt: instant.nullable(),
  /** What the running stage and the total were given; null where none runs. */
  stageLimit: Limit.nullable(),
  totalLimit: Limit.nullable(),
  provisional: z.boolean(),
  category: ClassKey.nullable(),
  categoryName: z.string().nullable(),
  grid: z.object({ id: z.uuid(), code: z.string(), name: z.string(), community: z.string().nullable() }),
  department: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  address: z.string().nullable(),
  description: z.string(),
  occurredAt: instant,
  reportedAt: instant,
  urgent: z.boolean(),
  onHold: z.boolean(),
  supervision: SupervisionLevel.nullable(),
  version: z.int(),
})
export type IncidentItem = z.infer<typeof IncidentItem>

export const StageView = z.object({
  stage: Stage,
  run: z.int(),
  limit: Limit,
  lamp: Lamp,
  clock: ClockView,
  department: z.string().nullable(),
})
export const IncidentDetail = IncidentItem.extend({
  place: z.object({ lon: z.number(), lat: z.number(), crs: z.literal('CGCS2000') }),
  limit: Limit.nullable(),
  condition: z
    .object({ seq: z.int(), text: z.string(), closing: z.string(), closingEvidence: z.array(EvidenceKind) })
    .nullable(),
  /** The desk that has it, where it was handed up or down; null: the desks of its place. */
  desk: z.object({ code: z.string(), name: z.string() }).nullable(),
  listVersion: z.string().nullable(),
  reporter: z
    .object({ name: z.string().nullable(), phone: z.string().nullable(), confidential: z.boolean() })
    .nullable(),
  timeline: z.array(
    z.object({
      id: z.uuid(),
      act: StepAct,
      from: Status.nullable(),
      to: Status,
      actor: z.string(),
      post: z.string(),
      department: z.string().nullable(),
      opinion: z.string().nullable(),
      at: instant,
      details: z.record(z.string(), z.unknown()),
    }),
  ),
  tasks: z.array(
    z.object({
      id: z.uuid(),
      kind: TaskKind,
      status: TaskStatus,
      department: z.object({ id: z.uuid(), name: z.string() }).nullable(),
      assignee: z.uuid().nullable(),
      openedAt: instant,
      takenAt: instant.nullable(),
      finishedAt: instant.nullable(),
    }),
  ),
  stages: z.array(StageView),
  requests: z.array(
    z.object({
      id: z.uuid(),
      kind: RequestKind,
      status: z.enum(['pending', 'granted', 'refused']),
      askedBy: z.string(),
      firstApproved: z.boolean(),
      details: z.record(z.string(), z.unknown()),
      askedAt: instant,
    }),
  ),
  evidence: z.array(
    z.object({
      id: z.uuid(),
      kind: EvidenceKind,
      round: z.int(),
      shotAt: instant.nullable(),
      addedAt: instant,
      url: z.string(),
    }),
  ),
  duplicates: z.array(
    z.object({
      number: z.string(),
      status: Status,
      metres: z.number(),
      minutes: z.number(),
      photo: z.string().nullable(),
    }),
  ),
  mergedInto: z.string().nullable(),
  rating: z
    .object({ stars: z.int().nullable(), solved: z.boolean().nullable(), comment: z.string().nullable() })
    .nullable(),
  closedBy: z.enum(['check', 'papers', 'force', 'self']).nullable(),
  /** Acts this person may do now. */
  acts: z.array(Act),
  /** Acts of this person's post that the rules refuse now whatever is asked: the problem and its details. */
  hindered: z.array(
    z.object({
      act: Act,
      code: z.string(),
      details: z.record(z.string(), z.unknown()),
      /** The request cannot be granted by this person, but it can be refused: the act is among `acts` too. */
      mayRefuse: z.boolean(),
    }),
  ),
})
export type IncidentDetail = z.infer<typeof IncidentDetail>

export const Reported = z.object({
  id: z.uuid(),
  number: z.string(),
  status: Status,
  grid: z.object({ id: z.uuid(), code: z.string(), name: z.string() }),
  reportedAt: instant,
})
export type Reported = z.infer<typeof Reported>

export const ActDone = z.object({
  id: z.uuid(),
  number: z.string(),
  act: Act,
  status: Status,
  version: z.int(),
  at: instant,
})
export type ActDone = z.infer<typeof ActDone>

export const ListQuery = z.strictObject({
  /** Code of a street, community or grid. */
  area: z.string().max(32).optional(),
  /** One or several, comma-separated; 'open' for all that can still be acted on. */
  status: z.string().max(200).optional(),
  lamp: Lamp.optional(),
  /** Class codes or majors ('06', '06010'), comma-separated. */
  category: z.string().max(4000).optional(),
  department: z.uuid().optional(),
  /** Those I reported myself, wherever they lie. */
  reporter: z.literal('me').optional(),
  /** One or several sources, comma-separated. */
  source: z.string().max(300).optional(),
  /** One or several stages whose clock is the main one now, comma-separated; open incidents only have one. */
  stage: z.string().max(120).optional(),
  /** Reported at or after; `until` is the instant before which. */
  since: instant.optional(),
  until: instant.optional(),
  /** Closed at or after, and before. */
  closedSince: instant.optional(),
  closedUntil: instant.optional(),
  /** 'facility:<id>': what happened to a record of the registry that I may see. */
  subject: z.string().max(60).optional(),
  q: z.string().trim().max(60).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export type ListQuery = z.infer<typeof ListQuery>

/** What a resident without an account sees: no names, the post responsible, and what comes next. */
export const PromiseCard = z.object({
  number: z.string(),
  status: Status,
  reportedAt: instant,
  category: z.string().nullable(),
  department: z.string().nullable(),
  stage: Stage.nullable(),
  dueAt: instant.nullable(),
  provisional: z.boolean(),
  lamp: Lamp,
  onHold: z.boolean(),
  timeline: z.array(z.object({ act: StepAct, to: Status, at: instant })),
  /** Where to go instead, when it was declined. */
  advice: z.string().nullable(),
  mayRate: z.boolean(),
  mayReopen: z.boolean(),
  grid: z.object({ name: z.string(), community: z.string().nullable() }),
  /** Every stage with its clock, for the strip. */
  stages: z.array(PromiseStage),
  /** Rest days until the deadline, which do not count, as stretches. */
  rests: z.array(z.object({ from: instant, to: instant })),
  ...PromiseMore.shape,
})
export type PromiseCard = z.infer<typeof PromiseCard>

export const BoardQuery = z.strictObject({
  area: z.string().max(32).optional(),
  by: z.enum(['place', 'category', 'status', 'cell']).default('cell'),
  /** Level of the places counted; never above what the reader may see whole. */
  level: z.enum(['county', 'street', 'community', 'grid']).default('community'),
})
export type BoardQuery = z.infer<typeof BoardQuery>
export const Board = z.object({
  by: BoardQuery.shape.by,
  level: z.string(),
  /** Column names of `rows`: compact, since a board of a city has thousands of cells. Places are codes. */
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number()]))),
})
