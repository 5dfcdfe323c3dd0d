/** People from sheets: upload, what its columns mean, a dry run, the import, its errors in a workbook, and taking it back. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { IMPORT_WATCHERS, KEEPER_POSTS } from './lists.ts'
import { Day } from './bodies.ts'
import { SOURCES } from './lists.ts'
import {
  IMPORT_COUNTS,
  IMPORT_FIELDS,
  IMPORT_PASSES,
  IMPORT_STATES,
  KNOWN_RULES,
  LINE_VERDICTS,
} from './transfer-lists.ts'

/** Column of a field, from 0. */
const Columns = z.partialRecord(z.enum(IMPORT_FIELDS), z.int().min(0).max(99))
export const PlanBody = z.strictObject({
  /** The command. */
  id: z.uuid(),
  columns: Columns,
  known: z.enum(KNOWN_RULES),
  source: z.enum(SOURCES),
  /** Day of the sheet; not after today. Residences without a day begin with it. */
  verifiedOn: Day,
  /** Keeps the columns under this name for the next sheet. */
  saveAs: z.string().trim().min(1).max(40).optional(),
})
export type PlanBody = z.infer<typeof PlanBody>
const Command = z.strictObject({ id: z.uuid() })
export const UndoBody = z.strictObject({ id: z.uuid(), reason: z.string().trim().min(4).max(200) })
export type UndoBody = z.infer<typeof UndoBody>

const Counts = z.record(z.enum(IMPORT_COUNTS), z.int())
export const ImportItem = z.object({
  id: z.uuid(),
  fileName: z.string(),
  format: z.enum(['csv', 'xlsx']),
  bytes: z.int(),
  lines: z.int(),
  state: z.enum(IMPORT_STATES),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** Of the dry run and of the import; null: not begun. */
  checked: Counts.nullable(),
  counts: Counts.nullable(),
  undone: z
    .object({ people: z.int(), homes: z.int(), households: z.int(), buildings: z.int(), kept: z.int() })
    .nullable(),
  /** Phrase key of why it was given up. */
  problem: z.string().nullable(),
  /** What runs now, or ran last. */
  progress: z.object({
    done: z.int(),
    of: z.int(),
    /** Lines a second since it began or went on; null: not known yet. */
    rate: z.number().nullable(),
    secondsLeft: z.int().nullable(),
    stopping: z.boolean(),
  }),
  /** The file and what was wrong with its lines are removed. */
  purged: z.boolean(),
  by: z.string(),
  /** Sent by the reader; somebody else's can be looked at and not touched. */
  mine: z.boolean(),
})
export type ImportItem = z.infer<typeof ImportItem>

const Mapping = z.object({ id: z.uuid(), name: z.string(), columns: Columns })
export const ImportView = ImportItem.extend({
  heads: z.array(z.string()),
  headLine: z.int(),
  plan: PlanBody.omit({ id: true, saveAs: true }).nullable(),
  /** What the heads look like. */
  guess: Columns,
  /** Kept earlier under a name, as far as this file has the heads. */
  mappings: z.array(Mapping),
  /** First lines as they were sent, for whoever sent them; for others masked. */
  sample: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  undoReason: z.string().nullable(),
  /** Days after which the file is removed. */
  keepDays: z.int(),
})
export type ImportView = z.infer<typeof ImportView>

export const SaidLine = z.object({
  line: z.int(),
  verdict: z.enum(LINE_VERDICTS),
  reasons: z.array(
    z.object({
      field: z.enum(IMPORT_FIELDS).nullable(),
      /** Phrase key. */
      code: z.string(),
      details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    }),
  ),
})
export type SaidLine = z.infer<typeof SaidLine>

const keeps = { posts: KEEPER_POSTS } as const
const watches = { posts: IMPORT_WATCHERS } as const
const byId = z.object({ id: z.uuid() })
const one = { 200: ImportView } as const

export const transferRoutes = {
  template: route({
    method: 'GET',
    path: '/api/registry/imports/template',
    summary: 'The workbook to fill in, with a sheet that explains every column.',
    access: keeps,
    transport: 'bytes',
    responses: { 200: z.unknown() },
  }),
  imports: route({
    method: 'GET',
    path: '/api/registry/imports',
    summary: 'My imports and those of whose ground I look after, the newest first.',
    access: watches,
    responses: { 200: z.object({ items: z.array(ImportItem) }) },
  }),
  uploadImport: route({
    method: 'POST',
    path: '/api/registry/imports',
    summary:
      'Send a sheet of people (multipart field `file`, .xlsx or .csv, UTF-8 or GB 18030) under an id of one’s own. It is read once and its lines are kept sealed; nothing is taken in yet.',
    access: keeps,
    query: z.strictObject({ id: z.uuid() }),
    transport: 'upload',
    responses: { 200: ImportView, 201: ImportView },
  }),
  import: route({
    method: 'GET',
    path: '/api/registry/imports/{id}',
    summary:
      'One import: its columns, how far it is, what it came to. Of somebody else: masked, and opening it leaves an audit line.',
    access: watches,
    params: byId,
    responses: one,
  }),
  planImport: route({
    method: 'POST',
    path: '/api/registry/imports/{id}/plan',
    summary: 'Say which column is what, and what to do with people who are known.',
    access: keeps,
    params: byId,
    body: PlanBody,
    responses: one,
  }),
  checkImport: route({
    method: 'POST',
    path: '/api/registry/imports/{id}/check',
    summary: 'Dry run: everything is judged and counted as in the import, nothing is written.',
    access: keeps,
    params: byId,
    body: Command,
    responses: one,
  }),
  runImport: route({
    method: 'POST',
    path: '/api/registry/imports/{id}/run',
    summary: 'Take the people in, or go on after a stop. It goes on by itself after a crash.',
    access: keeps,
    params: byId,
    body: Command,
    responses: one,
  }),
  cancelImport: route({
    method: 'POST',
    path: '/api/registry/imports/{id}/cancel',
    summary: 'Stop at the end of the chunk that is being worked on; what is in stays until it is undone.',
    access: keeps,
    params: byId,
    body: Command,
    responses: one,
  }),
  undoImport: route({
    method: 'POST',
    path: '/api/registry/imports/{id}/undo',
    summary:
      'Take back what the import made, except what was changed since or is referred to; that is listed.',
    access: keeps,
    params: byId,
    body: UndoBody,
    responses: one,
  }),
  importLines: route({
    method: 'GET',
    path: '/api/registry/imports/{id}/lines',
    summary: 'Lines with something to say, reasons without the cells, the first 200 after a line.',
    access: watches,
    params: byId,
    query: z.strictObject({
      pass: z.enum(IMPORT_PASSES),
      verdict: z.enum(LINE_VERDICTS).optional(),
      after: z.coerce.number().int().min(0).max(2_000_000).default(0),
    }),
    responses: { 200: z.object({ items: z.array(SaidLine), total: z.int() }) },
  }),
  importErrors: route({
    method: 'GET',
    path: '/api/registry/imports/{id}/errors',
    summary:
      'The lines that were not taken in, as they were sent, with a column of reasons: a workbook to mend and send again. The download is audited.',
    access: keeps,
    params: byId,
    query: z.strictObject({ pass: z.enum(['check', 'run']) }),
    transport: 'bytes',
    responses: { 200: z.unknown() },
  }),
} as const
