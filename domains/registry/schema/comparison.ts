/** Comparison with another register: what is asked and on what ground, its lines, the run, the report, and the tasks that follow. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { VERDICTS } from '../rules/comparison.ts'
import { Day, JoinEntry } from './bodies.ts'
import { KEEPER_POSTS, REGISTRY_POSTS, RESIDENCE_KINDS, REVEAL_POSTS, SOURCES } from './lists.ts'
import {
  BATCH_LINES,
  COMPARED_FIELDS,
  COMPARISON_POSTS,
  COMPARISON_STATES,
  LINE_FIELDS,
  MATCHED,
  REGISTERS,
  TASK_ACTS,
  TASK_FILTERS,
  TASK_PLACES,
  TASK_STATES,
  THEIR_STATES,
} from './comparison-lists.ts'

const area = z.string().min(1).max(32)
const text = (least: number, most: number) => z.string().trim().min(least).max(most)
const age = z.int().min(0).max(120).nullable().default(null)
/** The command's id becomes the comparison's. */
export const ComparisonBody = z.strictObject({
  id: z.uuid(),
  register: z.enum(REGISTERS),
  /** As the office calls the other register; needed for `other`. */
  registerName: z.string().trim().max(40).default(''),
  /** The law or the paper that allows it. */
  basis: text(4, 200),
  purpose: text(4, 200),
  area,
  fields: z.array(z.enum(COMPARED_FIELDS)).min(1).max(COMPARED_FIELDS.length),
  /** Whom of ours the other register should have: those registered here, or those who live here. */
  stay: z.enum(RESIDENCE_KINDS),
  ageFrom: age,
  ageTo: age,
  via: z.enum(['file', 'api']).default('file'),
})
export type ComparisonBody = z.infer<typeof ComparisonBody>
const Line = z.partialRecord(z.enum(LINE_FIELDS), z.string().max(500))
export const LinesBody = z.strictObject({
  id: z.uuid(),
  /** Of the batch, from 0, in order. */
  n: z.int().min(0).max(100_000),
  lines: z.array(Line).min(1).max(BATCH_LINES),
})
export type LinesBody = z.infer<typeof LinesBody>
/** Column of a field, from 0. */
const Columns = z.partialRecord(z.enum(LINE_FIELDS), z.int().min(0).max(99))
export const StartBody = z.strictObject({ id: z.uuid(), columns: Columns.default({}) })
export type StartBody = z.infer<typeof StartBody>
const Command = z.strictObject({ id: z.uuid() })

export const TaskActBody = z.strictObject({
  id: z.uuid(),
  act: z.enum(TASK_ACTS),
  /** Of the task as it was seen. */
  version: z.int().min(1),
  /** Of the person as they were seen, where the act changes them. */
  personVersion: z.int().min(1).optional(),
  reason: z.string().trim().max(200).default(''),
  /** What the field is to be, for `change`. */
  value: z.string().trim().max(100).optional(),
  /** The day, for `moved-out` and `deceased`. */
  on: Day.optional(),
})
export type TaskActBody = z.infer<typeof TaskActBody>
/** Registers, at a home, whom only the other register has. The entry is one of the household sheet's. */
export const RegisterTaskBody = z.strictObject({
  id: z.uuid(),
  source: z.enum(SOURCES),
  verifiedOn: Day,
  /** Of the task as it was seen. */
  version: z.int().min(1),
  home: z.uuid(),
  entry: JoinEntry,
})
export type RegisterTaskBody = z.infer<typeof RegisterTaskBody>
/** Where a record belongs whose address did not say so: a grid by its code, or a home. One of the two. */
export const PlaceTaskBody = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  grid: area.optional(),
  home: z.uuid().optional(),
})
export type PlaceTaskBody = z.infer<typeof PlaceTaskBody>
export const TheirsBody = z.strictObject({ id: z.uuid(), reason: text(4, 200) })
export type TheirsBody = z.infer<typeof TheirsBody>

const Area = z.object({ code: z.string(), name: z.string(), community: z.string().nullable() })
const Verdicts = z.record(z.enum(VERDICTS), z.int())
export const ComparisonItem = z.object({
  id: z.uuid(),
  register: z.enum(REGISTERS),
  registerName: z.string(),
  area: Area,
  via: z.enum(['file', 'api']),
  state: z.enum(COMPARISON_STATES),
  by: z.string(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  lines: z.int(),
  /** Lines that could not be read. */
  unread: z.int(),
  records: z.int(),
  same: z.int(),
  open: z.int(),
  tasks: z.int(),
  /** What is being gone through: their lines, or our own people. */
  progress: z.object({ phase: z.enum(['lines', 'ours']), done: z.int(), of: z.int(), stopping: z.boolean() }),
  problem: z.string().nullable(),
  /** What the other register says is removed; the counts stay. */
  purged: z.boolean(),
  /** Begun by the reader. */
  mine: z.boolean(),
})
export type ComparisonItem = z.infer<typeof ComparisonItem>

const Share = z.object({ same: z.int(), of: z.int() })
export const ReportRow = z.object({
  area: Area,
  /** False: records that stand at an area and in no grid of it. */
  placed: z.boolean(),
  records: z.int(),
  /** On both sides. */
  matched: z.int(),
  verdicts: Verdicts,
  /** Same of those where either side has the field. */
  fields: z.partialRecord(z.enum(COMPARED_FIELDS), Share),
  /** Same of all records; null: none. */
  rate: z.number().nullable(),
  open: z.int(),
  tasks: z.int(),
  /** Too few for the share to say anything. */
  few: z.boolean(),
})
export type ReportRow = z.infer<typeof ReportRow>
export const ComparisonView = ComparisonItem.extend({
  basis: z.string(),
  purpose: z.string(),
  fields: z.array(z.enum(COMPARED_FIELDS)),
  stay: z.enum(RESIDENCE_KINDS),
  ageFrom: z.int().nullable(),
  ageTo: z.int().nullable(),
  fileName: z.string(),
  heads: z.array(z.string()),
  guess: Columns,
  columns: Columns.nullable(),
  /** First lines as they were sent, for whoever sent them. */
  sample: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  /** The first lines that could not be read. */
  unreadLines: z.array(z.object({ line: z.int(), field: z.enum(LINE_FIELDS).nullable(), code: z.string() })),
  dueOn: z.string().nullable(),
  keepDays: z.int(),
  /** By grid, and everything together. Null: it has not run. */
  report: z.object({ rows: z.array(ReportRow), total: ReportRow }).nullable(),
})
export type ComparisonView = z.infer<typeof ComparisonView>

export const TaskItem = z.object({
  id: z.uuid(),
  comparison: z.uuid(),
  registerName: z.string(),
  /** Masked. */
  name: z.string(),
  area: Area,
  /** Null: the record as a whole. */
  field: z.enum(COMPARED_FIELDS).nullable(),
  verdict: z.enum(VERDICTS),
  theirState: z.enum(THEIR_STATES),
  matched: z.enum(MATCHED).nullable(),
  state: z.enum(TASK_STATES),
  dueOn: z.string(),
  overdue: z.boolean(),
  /** False: it stands at an area and in no grid yet. */
  placed: z.boolean(),
  by: z.string().nullable(),
  doneAt: z.iso.datetime().nullable(),
})
export type TaskItem = z.infer<typeof TaskItem>
export const TaskView = TaskItem.extend({
  basis: z.string(),
  purpose: z.string(),
  /** Every field that was compared, masked on both sides. */
  sides: z.array(
    z.object({
      field: z.enum(COMPARED_FIELDS),
      ours: z.string().nullable(),
      theirs: z.string().nullable(),
      verdict: z.enum(VERDICTS).nullable(),
    }),
  ),
  person: z.object({ id: z.uuid(), version: z.int(), seen: z.boolean() }).nullable(),
  elsewhere: z.boolean(),
  reason: z.string().nullable(),
  version: z.int(),
  acts: z.array(z.enum(TASK_ACTS)),
  /** What the other register says can be shown whole, for a reason. */
  may: z.object({ reveal: z.boolean(), register: z.boolean(), place: z.boolean() }),
  purged: z.boolean(),
})
export type TaskView = z.infer<typeof TaskView>
const Address = z.object({ id: z.uuid(), address: z.string() })
const Theirs = z.object({
  values: z.partialRecord(z.enum(COMPARED_FIELDS), z.string()),
  /** Where their address leads to on our ground, as far as it does. */
  leads: z.object({ building: Address.nullable(), home: Address.nullable() }),
})
export type Theirs = z.infer<typeof Theirs>

const starts = { posts: COMPARISON_POSTS } as const
const sees = { posts: REGISTRY_POSTS } as const
const byId = z.object({ id: z.uuid() })
const one = { 200: ComparisonView } as const

export const comparisonRoutes = {
  comparisons: route({
    method: 'GET',
    path: '/api/registry/comparisons',
    summary: 'Comparisons over my ground, the newest first.',
    access: sees,
    responses: { 200: z.object({ items: z.array(ComparisonItem) }) },
  }),
  create: route({
    method: 'POST',
    path: '/api/registry/comparisons',
    summary: 'Begin a comparison: with which register, on what ground, what for, over which area and fields.',
    access: starts,
    body: ComparisonBody,
    responses: { 200: ComparisonView, 201: ComparisonView },
  }),
  comparison: route({
    method: 'GET',
    path: '/api/registry/comparisons/{id}',
    summary: 'One comparison: how far it is, and agreement by grid.',
    access: sees,
    params: byId,
    responses: one,
  }),
  file: route({
    method: 'POST',
    path: '/api/registry/comparisons/{id}/file',
    summary:
      'Send the other register’s list (multipart field `file`, .xlsx or .csv). It is read once and its lines are kept sealed. Another one takes its place until it runs.',
    access: starts,
    params: byId,
    transport: 'upload',
    responses: one,
  }),
  lines: route({
    method: 'POST',
    path: '/api/registry/comparisons/{id}/lines',
    summary: 'Send lines from a system, batch by batch from 0; the same batch again changes nothing.',
    access: starts,
    params: byId,
    body: LinesBody,
    responses: one,
  }),
  start: route({
    method: 'POST',
    path: '/api/registry/comparisons/{id}/run',
    summary:
      'Confirm what the columns mean and compare, or go on after a stop. It goes on by itself after a crash.',
    access: starts,
    params: byId,
    body: StartBody,
    responses: one,
  }),
  cancel: route({
    method: 'POST',
    path: '/api/registry/comparisons/{id}/cancel',
    summary: 'Stop at the end of the chunk that is being worked on.',
    access: starts,
    params: byId,
    body: Command,
    responses: one,
  }),
  sheet: route({
    method: 'GET',
    path: '/api/registry/comparisons/{id}/sheet',
    summary: 'Agreement by grid and the tasks, masked, as a workbook. The download is audited.',
    access: sees,
    params: byId,
    transport: 'bytes',
    responses: { 200: z.unknown() },
  }),
  tasks: route({
    method: 'GET',
    path: '/api/registry/comparison-tasks',
    summary: 'Tasks on my ground, what is due first.',
    access: sees,
    query: z.strictObject({
      comparison: z.uuid().optional(),
      area: area.optional(),
      verdict: z.enum(VERDICTS).optional(),
      field: z.enum([...COMPARED_FIELDS, 'record']).optional(),
      state: z.enum(TASK_FILTERS).default('open'),
      /** Verdict of the record the task belongs to: what the report counts. */
      record: z.enum(VERDICTS).optional(),
      place: z.enum(TASK_PLACES).optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    responses: {
      200: z.object({
        items: z.array(TaskItem),
        total: z.int(),
        /** How many records these tasks belong to. */
        records: z.int(),
        nextCursor: z.string().nullable(),
      }),
    },
  }),
  task: route({
    method: 'GET',
    path: '/api/registry/comparison-tasks/{id}',
    summary: 'One task, both sides masked. Opening it leaves an audit line.',
    access: sees,
    params: byId,
    responses: { 200: TaskView },
  }),
  settle: route({
    method: 'POST',
    path: '/api/registry/comparison-tasks/{id}',
    summary:
      'Settle a task. Facts of a person change by the same rules as at the counter, with their source.',
    access: { posts: [...new Set([...KEEPER_POSTS, ...COMPARISON_POSTS])] },
    params: byId,
    body: TaskActBody,
    responses: { 200: TaskView },
  }),
  register: route({
    method: 'POST',
    path: '/api/registry/comparison-tasks/{id}/register',
    summary:
      'Register whom only the other register has at a home; the task is settled with it and points to the person.',
    access: { posts: KEEPER_POSTS },
    params: byId,
    body: RegisterTaskBody,
    responses: { 200: TaskView },
  }),
  place: route({
    method: 'POST',
    path: '/api/registry/comparison-tasks/{id}/place',
    summary:
      'Give a record whose address led to no grid its grid or its home; it is a task of that grid from then on.',
    access: starts,
    params: byId,
    body: PlaceTaskBody,
    responses: { 200: TaskView },
  }),
  theirs: route({
    method: 'POST',
    path: '/api/registry/comparison-tasks/{id}/theirs',
    summary: 'Show what the other register says, whole, for a reason; it is kept and audited.',
    access: { posts: REVEAL_POSTS },
    params: byId,
    body: TheirsBody,
    responses: { 200: Theirs },
  }),
} as const
