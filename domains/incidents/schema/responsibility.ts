/**
 * The responsibility list (责任清单) as something people work on: browse, draft, compare, try out, publish from an instant,
 * Excel in and out. Instants are ISO 8601; limits carry their unit.
 */
import { z } from 'zod'
import { problems } from '@lifang/platform/problem.ts'
import { Limit } from '@lifang/domains/calendar/schema.ts'
import { instant } from './views.ts'
import { ClassKey, EvidenceKind, Source } from './words.ts'

/** 一般 重要 紧急. */
export const LIST_GRADES = ['routine', 'important', 'urgent'] as const
export const ListGrade = z.enum(LIST_GRADES)
export type ListGrade = z.infer<typeof ListGrade>

/** Who edits the draft, who publishes it (both only for the whole county, see `mayKeepList`), and who may try its limits on past cases. */
export const LIST_EDITORS = ['duty-chief'] as const
export const LIST_PUBLISHERS = ['leader'] as const
export const LIST_WEIGHERS = ['duty-chief', 'leader', 'supervisor'] as const

export const listProblem = problems({
  'list.whole-county-only': 403,
  'list.withdraw-too-late': 409,
  'list.withdraw-not-last': 409,
  'list.draft-open': 409,
  'list.no-draft': 409,
  'list.draft-moved': 409,
  'list.base-outdated': 409,
  'list.nothing-changed': 409,
  'list.second-person-needed': 409,
  'list.unknown-version': 404,
  'list.not-in-list': 404,
  'list.unknown-class': 422,
  'list.unknown-unit': 422,
  'list.no-condition': 422,
  'list.seq-twice': 422,
  'list.extension-fraction': 422,
  'list.date-past': 422,
  'list.date-taken': 422,
  'list.date-far': 422,
  'list.not-a-sheet': 422,
  'list.sheet-empty': 422,
  'list.sheet-wrong': 422,
})

export const line = (max: number) => z.string().trim().min(1).max(max)

export const EntryCondition = z.strictObject({
  /** Kept for the life of a condition: cases name it. */
  seq: z.int().min(1).max(999),
  text: line(300),
  limit: Limit,
  closing: line(500),
  closingEvidence: z.array(EvidenceKind).max(6),
  extension: z
    .strictObject({ times: z.int().min(1).max(9), maxAmount: z.number().positive().max(10_000) })
    .nullable(),
})
export type EntryCondition = z.infer<typeof EntryCondition>

/** What may be said of a class in the list; its key and name are the catalogue's. */
export const EntryBody = z.strictObject({
  domain: line(60),
  departmentId: z.uuid().nullable(),
  legalBasis: line(500).nullable(),
  grade: ListGrade.nullable(),
  selfHandling: z.boolean(),
  confidential: z.boolean(),
  requiredEvidence: z.array(EvidenceKind).max(6),
  sources: z.array(Source).min(1).max(20).nullable(),
  conditions: z.array(EntryCondition).max(30),
})
export type EntryBody = z.infer<typeof EntryBody>
/** A class of the list whole, as it is kept and compared. */
export const ListEntry = EntryBody.extend({ key: ClassKey, name: z.string(), evidence: z.string() })
export type ListEntry = z.infer<typeof ListEntry>

/** 无责任单位 无立案条件 不可延期. */
export const LIST_FLAGS = ['no-unit', 'no-condition', 'no-extension'] as const
export const ListFlag = z.enum(LIST_FLAGS)
export type ListFlag = z.infer<typeof ListFlag>
export const CHANGE_KINDS = ['added', 'removed', 'changed'] as const
export const ChangeKind = z.enum(CHANGE_KINDS)
export type ChangeKind = z.infer<typeof ChangeKind>

/** 'draft', a version's id, or left out: the one in force. */
export const which = z.string().min(1).max(80).optional()

export const ListVersionView = z.object({
  id: z.string(),
  /** Counts the versions of this county from 1. */
  ordinal: z.int(),
  from: instant,
  note: z.string(),
  state: z.enum(['past', 'in-force', 'scheduled']),
})
export const DraftView = z.object({
  id: z.uuid(),
  base: z.string(),
  note: z.string(),
  revision: z.int(),
  openedAt: instant,
  editedBy: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  editedAt: instant.nullable(),
})
export type DraftView = z.infer<typeof DraftView>

export const ListRow = z.object({
  key: ClassKey,
  name: z.string(),
  major: z.object({ code: z.string(), name: z.string() }),
  domain: z.string(),
  conditions: z.int(),
  flags: z.array(ListFlag),
  /** Against the base of the draft; null outside the draft. */
  change: ChangeKind.nullable(),
})
export type ListRow = z.infer<typeof ListRow>
export const ListTree = z.object({
  versions: z.array(ListVersionView),
  draft: DraftView.nullable(),
  /** 'draft' or the id of the version shown. */
  shown: z.string(),
  rows: z.array(ListRow),
  /** How many rows carry each flag, whatever was searched. */
  flags: z.record(ListFlag, z.int()),
  total: z.int(),
  /** Open cases within my scope that were filed under another version than the one in force. */
  elder: z.int(),
})
export type ListTree = z.infer<typeof ListTree>

const Unit = z.object({ id: z.uuid(), name: z.string() })
export const EntryView = z.object({
  entry: ListEntry,
  unit: Unit.nullable(),
  flags: z.array(ListFlag),
  /** In the draft: what it was, null when it is new. Outside it null. */
  base: ListEntry.nullable(),
  change: ChangeKind.nullable(),
  /** Open cases within my scope that name this class. */
  open: z.int(),
})
export type EntryView = z.infer<typeof EntryView>

export const LIST_FIELDS = [
  'name',
  'domain',
  'unit',
  'legalBasis',
  'grade',
  'selfHandling',
  'confidential',
  'requiredEvidence',
  'sources',
  'condition',
  'text',
  'limit',
  'closing',
  'closingEvidence',
  'extension',
] as const
export const ListField = z.enum(LIST_FIELDS)
export type ListField = z.infer<typeof ListField>
export const FieldChange = z.object({
  field: ListField,
  /** Of the condition; null for the entry's own fields. */
  seq: z.int().nullable(),
  /** Codes joined by commas, 'yes' and 'no', limits as written; null: nothing. */
  from: z.string().nullable(),
  to: z.string().nullable(),
})
export type FieldChange = z.infer<typeof FieldChange>
export const EntryChange = z.object({
  key: ClassKey,
  name: z.string(),
  change: ChangeKind,
  fields: z.array(FieldChange),
  /** Who changed it last, in the draft. */
  by: z.string().nullable(),
})
export type EntryChange = z.infer<typeof EntryChange>
export const Comparison = z.object({
  from: z.string(),
  to: z.string(),
  items: z.array(EntryChange),
  counts: z.record(ChangeKind, z.int()),
  /** Fields that differ, over all changed classes. */
  fields: z.int(),
})
export type Comparison = z.infer<typeof Comparison>

export const PERIODS = ['quarter', 'days-90'] as const
export const WhatIfQuery = z.strictObject({
  standard: z.string().min(1).max(40).optional(),
  kind: ClassKey.shape.kind.optional(),
  code: z.string().min(1).max(20).optional(),
  seq: z.coerce.number().int().min(1).max(999).optional(),
  period: z.enum(PERIODS).default('quarter'),
})
export type WhatIfQuery = z.infer<typeof WhatIfQuery>
/** Cases counted, and how many of them were in time under each limit. */
const Tally = z.object({ n: z.int(), now: z.int(), next: z.int() })
export type Tally = z.infer<typeof Tally>
export const WhatIfView = z.object({
  from: instant,
  to: instant,
  /** Closed in the period in this scope; `sampled` says that only the newest `read` of them were recomputed. */
  read: z.int(),
  sampled: z.boolean(),
  tally: Tally,
  /** In time now and late under the new limit; late now and in time; late under both. */
  worse: z.int(),
  better: z.int(),
  late: z.int(),
  excluded: z.object({
    /** Closed without a whole run of handling (on the spot, on papers). */
    unhandled: z.int(),
    /** The class or condition is in one of the two lists only. */
    unmatched: z.int(),
  }),
  units: z.array(Tally.extend({ id: z.uuid().nullable(), name: z.string() })),
  conditions: z.array(
    Tally.extend({
      key: ClassKey,
      name: z.string(),
      seq: z.int(),
      text: z.string(),
      limit: Limit,
      nextLimit: Limit,
    }),
  ),
  /** Real use of one condition's cases; null for more than one. `upTo` closes the bar, in `unit`; the last is open. */
  histogram: z
    .object({
      unit: Limit.shape.unit,
      now: z.number().nullable(),
      next: z.number(),
      bars: z.array(z.object({ upTo: z.number(), both: z.int(), one: z.int(), none: z.int() })),
    })
    .nullable(),
})
export type WhatIfView = z.infer<typeof WhatIfView>

const SheetError = z.object({
  /** As the sheet counts: 1 is the head. */
  row: z.int(),
  /** Head of the column. */
  column: z.string(),
  code: z.string(),
  value: z.string(),
})
export type SheetError = z.infer<typeof SheetError>
export const ImportView = z.object({
  rows: z.int(),
  classes: z.int(),
  added: z.int(),
  changed: z.int(),
  same: z.int(),
  errors: z.array(SheetError),
  /** Null: a dry run, or nothing was done. */
  revision: z.int().nullable(),
})
export type ImportView = z.infer<typeof ImportView>

export const Edited = z.object({ draft: z.uuid(), revision: z.int() })
export type Edited = z.infer<typeof Edited>
