/** What PIPL asks: purposes, a person's own copy, correction, erasure, and what is past its time. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { RETENTION_AFTER } from '../rules/purposes.ts'
import { Day } from './bodies.ts'
import { FIELD_TYPES } from './custom-lists.ts'
import { LookView } from './exports.ts'
import {
  ID_KINDS,
  LABEL_KINDS,
  LABEL_STATES,
  PERSON_STATES,
  REVEAL_POSTS,
  SEALED_FIELDS,
  SEXES,
} from './lists.ts'
import {
  ASKERS,
  ERASURE_POSTS,
  PRIVACY_FORMS,
  PURPOSE_KEEPERS,
  REQUEST_KINDS,
  REQUEST_LAMPS,
  REQUEST_STATES,
} from './privacy-lists.ts'
import { Done, Fact, PersonView, StayView } from './views.ts'

const instant = z.iso.datetime()
const byId = z.object({ id: z.uuid() })
const text = (max: number) => z.string().trim().min(4).max(max)

export const PurposeView = z.object({
  form: z.enum(PRIVACY_FORMS),
  purpose: z.string(),
  ground: z.string(),
  /** Keys of what is collected. */
  fields: z.array(z.string()),
  /** Kept so many days after the event; of 'requests': answered within them. */
  days: z.int(),
  after: z.enum(RETENTION_AFTER),
  ask: z.string(),
  /** 0: as delivered. */
  version: z.int(),
})
export type PurposeView = z.infer<typeof PurposeView>
/** A text as it was, or is. */
export const PurposeVersion = z.object({
  version: z.int(),
  purpose: z.string(),
  ground: z.string(),
  ask: z.string(),
  days: z.int(),
  reason: z.string().nullable(),
  by: z.string().nullable(),
  at: instant.nullable(),
})
export const PurposeBody = z.strictObject({
  id: z.uuid(),
  /** The version this one follows. */
  version: z.int().min(0).max(100_000),
  purpose: text(500),
  ground: text(500),
  ask: text(200),
  days: z.int().min(1).max(36_500),
  reason: text(200),
})
export type PurposeBody = z.infer<typeof PurposeBody>

const askedBy = {
  asker: z.enum(ASKERS),
  /** How their identity was checked. */
  checked: text(200),
}
export const CopyBody = z.strictObject({ id: z.uuid(), ...askedBy, reason: text(200) })
export type CopyBody = z.infer<typeof CopyBody>
export const CopyView = z.object({
  id: z.uuid(),
  number: z.string(),
  at: instant,
  by: z.string(),
  post: z.string(),
  asker: z.enum(ASKERS),
  checked: z.string(),
  reason: z.string(),
  person: z.object({
    name: z.string(),
    sex: z.enum(SEXES),
    birthDate: Day.nullable(),
    nationality: z.string(),
    foreign: PersonView.shape.foreign,
    idKind: z.enum(ID_KINDS),
    idNumber: z.string().nullable(),
    phone: z.string().nullable(),
    sealed: z.partialRecord(z.enum(SEALED_FIELDS), z.string()),
    care: z.boolean(),
    status: z.enum(PERSON_STATES),
    diedOn: Day.nullable(),
  }),
  facts: z.record(z.string(), Fact),
  stays: z.array(StayView),
  labels: z.array(
    z.object({
      kind: z.enum(LABEL_KINDS),
      state: z.enum(LABEL_STATES),
      basis: z.string(),
      note: z.string().nullable(),
      from: Day,
      until: Day,
    }),
  ),
  /** Own fields of the deployment, and records of own kinds about the person; the title is empty of the fields. */
  own: z.array(
    z.object({
      title: z.string(),
      values: z.array(
        z.object({ label: z.string(), type: z.enum(FIELD_TYPES), text: z.string(), unseen: z.boolean() }),
      ),
    }),
  ),
  looks: z.array(LookView),
})
export type CopyView = z.infer<typeof CopyView>

export const RequestBody = z.strictObject({
  id: z.uuid(),
  kind: z.enum(REQUEST_KINDS),
  ...askedBy,
  what: text(500),
  wrongly: z.boolean().default(false),
})
export type RequestBody = z.infer<typeof RequestBody>
export const RequestDecision = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  grant: z.boolean(),
  /** Said to the person: why not, or what was done. */
  why: z.string().trim().max(300).default(''),
})
export type RequestDecision = z.infer<typeof RequestDecision>
export const RequestView = z.object({
  id: z.uuid(),
  number: z.string(),
  /** Null: erased since, nothing says who it was. */
  person: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  kind: z.enum(REQUEST_KINDS),
  asker: z.enum(ASKERS),
  /** Null: erased with the person. */
  what: z.string().nullable(),
  checked: z.string().nullable(),
  wrongly: z.boolean(),
  state: z.enum(REQUEST_STATES),
  lamp: z.enum(REQUEST_LAMPS),
  dueOn: Day,
  takenBy: z.string(),
  takenAt: instant,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  why: z.string().nullable(),
  version: z.int(),
  may: z.object({ decide: z.boolean() }),
  /** Problem code that stands against erasing today; null: none, or no erasure. */
  against: z.string().nullable(),
  until: Day.nullable(),
})
export type RequestView = z.infer<typeof RequestView>

export const DueView = z.object({
  id: z.uuid(),
  /** Masked. */
  name: z.string(),
  status: z.enum(['moved-out', 'dead']),
  leftOn: Day,
  /** First day on which it may go. */
  until: Day,
  address: z.string().nullable(),
  /** Problem code; null: may go. */
  against: z.string().nullable(),
})
export type DueView = z.infer<typeof DueView>
export const ClearBody = z.strictObject({
  id: z.uuid(),
  people: z.array(z.uuid()).min(1).max(50),
  reason: text(200),
})
export type ClearBody = z.infer<typeof ClearBody>

const keeps = { posts: REVEAL_POSTS } as const
const made = { 200: Done, 201: Done } as const
export const privacyRoutes = {
  purposes: route({
    method: 'GET',
    path: '/api/registry/purposes',
    summary:
      'What each collection form is for: purpose, legal ground, fields, days kept, whom to ask. For everybody.',
    access: 'public',
    responses: { 200: z.object({ items: z.array(PurposeView) }) },
  }),
  purposeVersions: route({
    method: 'GET',
    path: '/api/registry/purposes/{form}',
    summary: 'Every text a form has had, the newest first; the last is the delivered one.',
    access: 'signed-in',
    params: z.object({ form: z.enum(PRIVACY_FORMS) }),
    responses: { 200: z.object({ items: z.array(PurposeVersion) }) },
  }),
  setPurpose: route({
    method: 'POST',
    path: '/api/registry/purposes/{form}',
    summary: 'Say a form’s text anew, with the reason; what it said before is kept.',
    access: { posts: PURPOSE_KEEPERS },
    params: z.object({ form: z.enum(PRIVACY_FORMS) }),
    body: PurposeBody,
    responses: { 200: Done },
  }),
  copy: route({
    method: 'POST',
    path: '/api/registry/people/{id}/copy',
    summary:
      'Everything the registry holds of a person, whole, to be handed to them (PIPL art. 45). Kept nowhere; that it was made is.',
    access: keeps,
    params: byId,
    body: CopyBody,
    responses: { 200: CopyView },
  }),
  requestsOf: route({
    method: 'GET',
    path: '/api/registry/people/{id}/requests',
    summary: 'Requests of a person to correct or erase.',
    access: keeps,
    params: byId,
    responses: { 200: z.object({ items: z.array(RequestView) }) },
  }),
  request: route({
    method: 'POST',
    path: '/api/registry/people/{id}/requests',
    summary: 'Take down that something be corrected or all of it erased (PIPL art. 46, 47).',
    access: keeps,
    params: byId,
    body: RequestBody,
    responses: made,
  }),
  requests: route({
    method: 'GET',
    path: '/api/registry/requests',
    summary: 'Requests of my ground, those due first.',
    access: keeps,
    query: z.strictObject({ state: z.enum(['open', 'decided']).default('open') }),
    responses: { 200: z.object({ items: z.array(RequestView) }) },
  }),
  oneRequest: route({
    method: 'GET',
    path: '/api/registry/requests/{id}',
    summary: 'One request with what was answered, for the letter.',
    access: keeps,
    params: byId,
    responses: { 200: RequestView },
  }),
  decideRequest: route({
    method: 'POST',
    path: '/api/registry/requests/{id}/decide',
    summary:
      'Grant or refuse. A correction is done once the facts were changed; an erasure is decided by the duty chief who did not take it down.',
    access: keeps,
    params: byId,
    body: RequestDecision,
    responses: { 200: Done },
  }),
  due: route({
    method: 'GET',
    path: '/api/registry/retention',
    summary: 'Who left or died longer ago than is kept. Nothing goes by itself.',
    access: { posts: ERASURE_POSTS },
    responses: { 200: z.object({ days: z.int(), items: z.array(DueView), more: z.boolean() }) },
  }),
  clear: route({
    method: 'POST',
    path: '/api/registry/retention',
    summary: 'Erase chosen people who are past their time; all of them or none, each with a line of its own.',
    access: { posts: ERASURE_POSTS },
    body: ClearBody,
    responses: { 200: Done },
  }),
} as const
