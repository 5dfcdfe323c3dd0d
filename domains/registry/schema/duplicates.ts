/** Duplicates of people: noticed at entry, searched for across the county, reviewed side by side, merged, and merges undone. */
import { z } from 'zod'
import { problems } from '@lifang/platform/problem.ts'
import { route } from '@lifang/platform/route.ts'
import { KEEPER_POSTS } from './lists.ts'
import { Day } from './bodies.ts'
import {
  DUPLICATE_REASONS,
  DUPLICATE_VERDICTS,
  KEPT,
  LIKENED,
  LISTED_STATES,
  MERGE_FIELDS,
  MERGE_POSTS,
  PAIR_STATES,
  RUN_STATES,
  SEARCH_POSTS,
} from './duplicate-lists.ts'
import { ID_KINDS, RESIDENCE_KINDS, SEXES } from './lists.ts'
import { Done, PersonItem, PersonView } from './views.ts'

export const duplicateProblem = problems({
  'duplicates.no-pair': 404,
  'duplicates.no-merge': 404,
  'duplicates.same-person-twice': 422,
  'duplicates.person-merged': 409,
  'duplicates.merged-already': 409,
  'duplicates.undone-already': 409,
  'duplicates.merged-on': 409,
  'duplicates.number-given-since': 409,
  'duplicates.person-changed-since': 409,
  'duplicates.residence-changed-since': 409,
  'duplicates.household-changed-since': 409,
  'duplicates.label-changed-since': 409,
  'duplicates.changed-somehow': 409,
})

const instant = z.iso.datetime()
const byId = z.object({ id: z.uuid() })
const reason = z.string().trim().min(2).max(200)
const version = z.int().min(1)
const likeness = {
  /** 0 to 100 */
  score: z.int(),
  verdict: z.enum(DUPLICATE_VERDICTS),
  reasons: z.array(z.enum(DUPLICATE_REASONS)),
}

/** What is typed about somebody so far. Days are 'YYYY-MM-DD'; what is half typed may stand as it is and finds nothing. */
export const CheckBody = z.strictObject({
  name: z.string().trim().max(50).default(''),
  sex: z.enum(SEXES).default('unknown'),
  birthDate: Day.nullable().default(null),
  idKind: z.enum(ID_KINDS).default('none'),
  idNumber: z.string().trim().max(40).nullable().default(null),
  phone: z.string().trim().max(30).nullable().default(null),
  home: z.uuid().nullable().default(null),
  /** The person whose facts are edited: what is not typed is taken from there, and they are no duplicate of themselves. */
  person: z.uuid().nullable().default(null),
})
export type CheckBody = z.infer<typeof CheckBody>
export const LikelyPerson = z.object({
  person: PersonItem,
  /** For moving them here. */
  version: z.int(),
  ...likeness,
})
export type LikelyPerson = z.infer<typeof LikelyPerson>
export const Checked = z.object({
  /** People of my ground, the likeliest first, six at most. */
  likely: z.array(LikelyPerson),
  /** Somebody on ground of others has this number: that, where, and nothing else of them. */
  elsewhere: z.object({ place: z.string(), person: z.uuid(), version: z.int() }).nullable(),
})
export type Checked = z.infer<typeof Checked>

export const NotSameBody = z.strictObject({
  /** The command. */
  id: z.uuid(),
  people: z.tuple([z.uuid(), z.uuid()]),
  reason,
})
export type NotSameBody = z.infer<typeof NotSameBody>

export const PairItem = z.object({
  id: z.uuid(),
  state: z.enum(PAIR_STATES),
  ...likeness,
  a: PersonItem,
  b: PersonItem,
  /** Null: nobody decided yet. */
  decided: z.object({ by: z.string(), at: instant, note: z.string().nullable() }).nullable(),
})
export type PairItem = z.infer<typeof PairItem>
export const RunView = z.object({
  id: z.uuid(),
  state: z.enum(RUN_STATES),
  by: z.string(),
  askedAt: instant,
  finishedAt: instant.nullable(),
  done: z.int(),
  total: z.int(),
  pairs: z.int(),
  /** Keys too common to compare by. */
  skipped: z.int(),
})
export type RunView = z.infer<typeof RunView>

/** One field of both: how they compare, and whose value is proposed. Sensitive ones are compared without being shown. */
const compared = z.object({
  field: z.enum(MERGE_FIELDS),
  likened: z.enum(LIKENED),
  /** The id of the person whose value is proposed. */
  proposed: z.uuid(),
})
const contested = z.object({ kind: z.enum(RESIDENCE_KINDS), proposed: z.uuid() })
export const PairView = z.object({
  id: z.uuid(),
  state: z.enum(PAIR_STATES),
  ...likeness,
  people: z.tuple([PersonView, PersonView]),
  fields: z.array(compared),
  /** Kinds of residence both have open, in different places. */
  stays: z.array(contested),
  /** Which row is proposed to stay. */
  survivor: z.uuid(),
  decided: PairItem.shape.decided,
  may: z.object({ judge: z.boolean() }),
})
export type PairView = z.infer<typeof PairView>

const kept = z.enum(KEPT)
export const MergeBody = z.strictObject({
  /** The command; it becomes the merge's id. */
  id: z.uuid(),
  version,
  other: z.uuid(),
  otherVersion: version,
  /** Fields that nobody chose follow the proposal. */
  keep: z.partialRecord(z.enum(MERGE_FIELDS), kept).default({}),
  stays: z.partialRecord(z.enum(RESIDENCE_KINDS), kept).default({}),
  reason,
})
export type MergeBody = z.infer<typeof MergeBody>
export const UndoBody = z.strictObject({ id: z.uuid(), reason })
export type UndoBody = z.infer<typeof UndoBody>
export const MergeItem = z.object({
  id: z.uuid(),
  at: instant,
  by: z.string(),
  reason: z.string(),
  survivor: PersonItem,
  /** Name of the row that went. 张*. */
  loser: z.string(),
  undone: z.object({ by: z.string(), at: instant, reason: z.string() }).nullable(),
  may: z.object({ undo: z.boolean() }),
})
export type MergeItem = z.infer<typeof MergeItem>

const page = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
}
const sees = { posts: MERGE_POSTS } as const

export const duplicateRoutes = {
  checkDuplicates: route({
    method: 'POST',
    path: '/api/registry/duplicates/check',
    summary:
      'People like the one being written down: of my ground with the reasons, elsewhere only that the number is taken.',
    access: { posts: KEEPER_POSTS },
    body: CheckBody,
    responses: { 200: Checked },
  }),
  notSame: route({
    method: 'POST',
    path: '/api/registry/duplicates/not-same',
    summary: 'Two people are two people: the pair is remembered and not asked again.',
    access: sees,
    body: NotSameBody,
    responses: { 200: Done },
  }),
  duplicateRun: route({
    method: 'GET',
    path: '/api/registry/duplicates/run',
    summary: 'The last search across the county and how far it is.',
    access: sees,
    responses: { 200: z.object({ run: RunView.nullable(), may: z.object({ start: z.boolean() }) }) },
  }),
  findDuplicates: route({
    method: 'POST',
    path: '/api/registry/duplicates/run',
    summary: 'Ask for a search across the county; one that waits or runs already is answered instead.',
    access: { posts: SEARCH_POSTS },
    body: z.strictObject({ id: z.uuid() }),
    responses: { 200: RunView },
  }),
  duplicates: route({
    method: 'GET',
    path: '/api/registry/duplicates',
    summary: 'Pairs of which I see both, the likeliest first.',
    access: sees,
    query: z.strictObject({
      ...page,
      state: z.enum(LISTED_STATES).default('open'),
      area: z.string().min(1).max(32).optional(),
      reason: z.enum(DUPLICATE_REASONS).optional(),
    }),
    responses: {
      200: z.object({
        items: z.array(PairItem),
        counts: z.object({ open: z.int(), undone: z.int(), 'not-same': z.int() }),
        nextCursor: z.string().nullable(),
      }),
    },
  }),
  duplicate: route({
    method: 'GET',
    path: '/api/registry/duplicates/{id}',
    summary:
      'Both people side by side, field by field, with what is proposed. Opening it leaves an audit line for each.',
    access: sees,
    params: byId,
    responses: { 200: PairView },
  }),
  mergePeople: route({
    method: 'POST',
    path: '/api/registry/people/{id}/merge',
    summary: 'Another row becomes this person; everything that refers to it follows.',
    access: sees,
    params: byId,
    body: MergeBody,
    responses: { 200: Done },
  }),
  merges: route({
    method: 'GET',
    path: '/api/registry/merges',
    summary: 'Merges of people of my ground, the newest first.',
    access: sees,
    query: z.strictObject(page),
    responses: { 200: z.object({ items: z.array(MergeItem), nextCursor: z.string().nullable() }) },
  }),
  undoMerge: route({
    method: 'POST',
    path: '/api/registry/merges/{id}/undo',
    summary: 'Both rows and everything that referred to them as before; refused when it was changed since.',
    access: sees,
    params: byId,
    body: UndoBody,
    responses: { 200: Done },
  }),
} as const
