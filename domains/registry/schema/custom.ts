/** Own fields, own kinds of record: what is defined, what is written, the route table. */
import { z } from 'zod'
import { GivenPlace } from '@lifang/domains/grid/schema.ts'
import { route } from '@lifang/platform/route.ts'
import { Day } from './bodies.ts'
import {
  ATTACHMENTS,
  CUSTOM_BASES,
  DEFINITION_STATES,
  FIELD_TYPES,
  REFERENCE_KINDS,
  SUBJECT_ATTACHMENTS,
} from './custom-lists.ts'
import { KEEPER_POSTS, REGISTRY_POSTS, REVEAL_POSTS, SOURCES } from './lists.ts'
import { THING_POSTS } from './unit-lists.ts'
import { Change, Done, Fact } from './views.ts'

const instant = z.iso.datetime()
const byId = z.object({ id: z.uuid() })
const kind = z.string().trim().min(1).max(32)
const words = (max: number) => z.string().trim().max(max)

/** Its rules are in `rules/custom.ts`, which says each fault in a sentence. */
export const FieldBody = z.strictObject({
  key: words(40),
  label: words(30),
  type: z.enum(FIELD_TYPES),
  required: z.boolean().default(false),
  sensitive: z.boolean().default(false),
  help: words(200).default(''),
  min: z.number().nullable().default(null),
  max: z.number().nullable().default(null),
  unit: words(10).default(''),
  options: z.array(words(60)).max(100).default([]),
  to: z.enum(REFERENCE_KINDS).nullable().default(null),
  /** Never taken; said in a sentence rather than as an unknown key. */
  pattern: words(200).optional(),
})
export const ContentBody = z.strictObject({
  name: words(30).default(''),
  title: words(40).default(''),
  attach: z.enum(ATTACHMENTS).nullable().default(null),
  fields: z.array(FieldBody).max(60),
})
export type ContentBody = z.infer<typeof ContentBody>
const Content = z.object({
  name: z.string(),
  title: z.string(),
  attach: z.enum(ATTACHMENTS).nullable(),
  fields: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      type: z.enum(FIELD_TYPES),
      required: z.boolean(),
      sensitive: z.boolean(),
      help: z.string(),
      min: z.number().nullable(),
      max: z.number().nullable(),
      unit: z.string(),
      options: z.array(z.string()),
      to: z.enum(REFERENCE_KINDS).nullable(),
    }),
  ),
})

export const DefinitionView = z.object({
  id: z.uuid(),
  kind: z.string(),
  own: z.boolean(),
  number: z.int(),
  state: z.enum(DEFINITION_STATES),
  content: Content,
  madeBy: z.string(),
  madeAt: instant,
  publishedBy: z.string().nullable(),
  publishedAt: instant.nullable(),
  retiredAt: instant.nullable(),
  version: z.int(),
})
export type DefinitionView = z.infer<typeof DefinitionView>
/** What is asked today, of one kind. */
export const FormView = z.object({
  kind: z.string(),
  own: z.boolean(),
  number: z.int(),
  content: Content,
})
export type FormView = z.infer<typeof FormView>

const Value = z.union([z.string().max(2100), z.number(), z.boolean(), z.array(z.string().max(60)).max(100)])
export const Values = z.record(z.string().max(40), Value.nullable())
export type Values = z.infer<typeof Values>

/** One value as a page may show it. */
export const ValueView = z.object({
  key: z.string(),
  /** As the newest version names it, or the one it was written under where the newest has no such field. */
  label: z.string(),
  type: z.enum(FIELD_TYPES),
  sensitive: z.boolean(),
  /** As it may be shown: masked where sensitive; a reference by name where the reader may see it; 'true' or 'false' of a yes-no. */
  text: z.string(),
  /** A reference to something the reader may not see: the text is empty. */
  unseen: z.boolean(),
  /** For the form; null where sensitive. */
  value: Value.nullable(),
  /** What a reference points to. */
  to: z.object({ kind: z.enum(REFERENCE_KINDS), id: z.uuid() }).nullable(),
  /** False: it was written under an older version and does not fit the one of today. */
  fits: z.boolean(),
  /** Number of the version it was written under. */
  under: z.int(),
  fact: Fact.nullable(),
})
export type ValueView = z.infer<typeof ValueView>
export const ValuesView = z.object({
  /** What is asked today; null: nothing is. */
  form: FormView.nullable(),
  version: z.int(),
  values: z.array(ValueView),
  may: z.object({ edit: z.boolean(), reveal: z.boolean() }),
})
export type ValuesView = z.infer<typeof ValuesView>

export const RecordItem = z.object({
  id: z.uuid(),
  kind: z.string(),
  title: z.string(),
  /** What it belongs to, or the grid it stands in. */
  where: z.string(),
  grid: z.string(),
  /** Open values of the first fields, as text. */
  cells: z.record(z.string(), z.string()),
  updatedAt: instant,
})
export type RecordItem = z.infer<typeof RecordItem>
export const RecordView = ValuesView.extend({
  id: z.uuid(),
  kind: z.string(),
  kindName: z.string(),
  title: z.string(),
  subject: z.object({ kind: z.enum(SUBJECT_ATTACHMENTS), id: z.uuid(), name: z.string() }).nullable(),
  /** Null of a record that belongs to something, or to a grid as a whole. */
  place: z.object({ lon: z.number(), lat: z.number() }).nullable(),
  grid: z.string(),
  changes: z.array(Change),
  looked: z.array(
    z.object({ at: instant, label: z.string(), reason: z.string(), by: z.string(), post: z.string() }),
  ),
})
export type RecordView = z.infer<typeof RecordView>

const proof = { id: z.uuid(), source: z.enum(SOURCES), verifiedOn: Day }
export const DraftBody = z.strictObject({ id: z.uuid(), kind, content: ContentBody })
export type DraftBody = z.infer<typeof DraftBody>
export const DraftEdit = z.strictObject({ id: z.uuid(), version: z.int().min(1), content: ContentBody })
export type DraftEdit = z.infer<typeof DraftEdit>
export const StateBody = z.strictObject({ id: z.uuid(), version: z.int().min(1) })
export type StateBody = z.infer<typeof StateBody>
/** Version 0: nothing was written yet. Null takes a value away. */
export const ValuesBody = z.strictObject({ ...proof, version: z.int().min(0), values: Values })
export type ValuesBody = z.infer<typeof ValuesBody>
export const RecordBody = z.strictObject({
  ...proof,
  kind,
  /** Of a record that belongs to a person, a home or a building. */
  subject: z.uuid().nullable().default(null),
  /** Of one that stands in a grid or at a point. */
  place: GivenPlace.nullable().default(null),
  /** Code of the grid of a record that belongs to one; a point in it says the same. */
  grid: z.string().min(1).max(32).nullable().default(null),
  values: Values,
})
export type RecordBody = z.infer<typeof RecordBody>
export const RecordEdit = z.strictObject({ ...proof, version: z.int().min(1), values: Values })
export type RecordEdit = z.infer<typeof RecordEdit>
export const CustomReveal = z.strictObject({
  id: z.uuid(),
  key: words(40).min(1),
  reason: words(200).min(4),
})
export type CustomReveal = z.infer<typeof CustomReveal>

const defines = { posts: ['system-admin'] } as const
const subject = z.object({ base: z.enum(CUSTOM_BASES), id: z.uuid() })
const shown = z.object({ key: z.string(), value: z.string() })

export const customRoutes = {
  definitions: route({
    method: 'GET',
    path: '/api/registry/custom/definitions',
    summary: 'Every version of own fields and own kinds: drafts, the one in use, those of before.',
    access: defines,
    responses: { 200: z.object({ items: z.array(DefinitionView) }) },
  }),
  draft: route({
    method: 'POST',
    path: '/api/registry/custom/definitions',
    summary: 'Begin the next version of a kind as a draft; the first of an own kind makes the kind.',
    access: defines,
    body: DraftBody,
    responses: { 200: Done, 201: Done },
  }),
  editDraft: route({
    method: 'POST',
    path: '/api/registry/custom/definitions/{id}',
    summary: 'Change a draft. What is published is never changed.',
    access: defines,
    params: byId,
    body: DraftEdit,
    responses: { 200: Done },
  }),
  publish: route({
    method: 'POST',
    path: '/api/registry/custom/definitions/{id}/publish',
    summary: 'Publish a draft; the version before it is retired, what was written under it stays as written.',
    access: defines,
    params: byId,
    body: StateBody,
    responses: { 200: Done },
  }),
  retire: route({
    method: 'POST',
    path: '/api/registry/custom/definitions/{id}/retire',
    summary:
      'Retire a draft or the version in use: nothing more is written of it, what was written is shown.',
    access: defines,
    params: byId,
    body: StateBody,
    responses: { 200: Done },
  }),
  forms: route({
    method: 'GET',
    path: '/api/registry/custom/forms',
    summary: 'What is asked today: the published version of every kind.',
    access: { posts: THING_POSTS },
    responses: { 200: z.object({ items: z.array(FormView) }) },
  }),
  values: route({
    method: 'GET',
    path: '/api/registry/custom/values/{base}/{id}',
    summary: 'Own fields of a record, as the reader of that record may see them.',
    access: { posts: THING_POSTS },
    params: subject,
    responses: { 200: ValuesView },
  }),
  saveValues: route({
    method: 'POST',
    path: '/api/registry/custom/values/{base}/{id}',
    summary: 'Write own fields of a record; each keeps its source and the number of its version.',
    access: { posts: KEEPER_POSTS },
    params: subject,
    body: ValuesBody,
    responses: { 200: Done },
  }),
  revealValue: route({
    method: 'POST',
    path: '/api/registry/custom/values/{base}/{id}/reveal',
    summary: 'Show one sensitive own field for a reason; what was seen is kept and audited.',
    access: { posts: REVEAL_POSTS },
    params: subject,
    body: CustomReveal,
    responses: { 200: shown },
  }),
  records: route({
    method: 'GET',
    path: '/api/registry/custom/records',
    summary: 'Records of an own kind on my ground, by title; filtered by fragment, place and choices.',
    access: { posts: REGISTRY_POSTS },
    query: z.strictObject({
      kind,
      q: words(60).optional(),
      area: z.string().min(1).max(32).optional(),
      /** Those of one person, home or building. */
      subject: z.uuid().optional(),
      field: words(40).optional(),
      value: words(60).optional(),
      /** Several choices at once, all of which must hold: JSON of the field's key to what was chosen. */
      chosen: z.string().max(1200).optional(),
      cursor: z.string().max(300).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    responses: {
      200: z.object({ items: z.array(RecordItem), total: z.int(), nextCursor: z.string().nullable() }),
    },
  }),
  createRecord: route({
    method: 'POST',
    path: '/api/registry/custom/records',
    summary: 'Write down a record of an own kind.',
    access: { posts: KEEPER_POSTS },
    body: RecordBody,
    responses: { 200: Done, 201: Done },
  }),
  record: route({
    method: 'GET',
    path: '/api/registry/custom/records/{id}',
    summary: 'A record of an own kind: values with their sources, what became of them, who looked.',
    access: { posts: REGISTRY_POSTS },
    params: byId,
    responses: { 200: RecordView },
  }),
  editRecord: route({
    method: 'POST',
    path: '/api/registry/custom/records/{id}',
    summary: 'Change values of a record.',
    access: { posts: KEEPER_POSTS },
    params: byId,
    body: RecordEdit,
    responses: { 200: Done },
  }),
  revealRecord: route({
    method: 'POST',
    path: '/api/registry/custom/records/{id}/reveal',
    summary: 'Show one sensitive value of a record for a reason; what was seen is kept and audited.',
    access: { posts: REVEAL_POSTS },
    params: byId,
    body: CustomReveal,
    responses: { 200: shown },
  }),
} as const
