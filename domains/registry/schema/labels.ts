/** Labels of people, the special groups among them, and who may see those. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { Day } from './bodies.ts'
import { KEEPER_POSTS, LABEL_APPROVERS, LABEL_KINDS, LABEL_POSTS, LABEL_STATES } from './lists.ts'
import { Done } from './views.ts'

const instant = z.iso.datetime()
const text = z.string().trim().min(4).max(200)
const byId = z.object({ id: z.uuid() })

export const LabelKindView = z.object({
  kind: z.enum(LABEL_KINDS),
  special: z.boolean(),
  enabled: z.boolean(),
  /** What allows it, and who said so; null: as delivered. */
  basis: z.string().nullable(),
  by: z.string().nullable(),
  at: instant.nullable(),
  /** Whether the reader may use it: by post, or by name where it is special. */
  mine: z.boolean(),
})
export type LabelKindView = z.infer<typeof LabelKindView>

export const LabelView = z.object({
  id: z.uuid(),
  person: z.uuid(),
  /** Masked. */
  name: z.string(),
  kind: z.enum(LABEL_KINDS),
  special: z.boolean(),
  state: z.enum(LABEL_STATES),
  basis: z.string(),
  note: z.string().nullable(),
  from: Day,
  until: Day,
  proposedBy: z.string(),
  proposedAt: instant,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  endedBy: z.string().nullable(),
  /** Why it was refused or ended. */
  why: z.string().nullable(),
  version: z.int(),
  may: z.object({ decide: z.boolean(), end: z.boolean() }),
})
export type LabelView = z.infer<typeof LabelView>

export const AccessView = z.object({
  id: z.uuid(),
  kind: z.enum(LABEL_KINDS),
  account: z.string(),
  reason: z.string(),
  from: Day,
  until: Day,
  grantedBy: z.string(),
  withdrawn: z.object({ at: instant, by: z.string() }).nullable(),
  holds: z.boolean(),
})
export type AccessView = z.infer<typeof AccessView>

export const KindBody = z.strictObject({ id: z.uuid(), enabled: z.boolean(), basis: text })
export type KindBody = z.infer<typeof KindBody>
export const GrantBody = z.strictObject({
  id: z.uuid(),
  kind: z.enum(LABEL_KINDS),
  /** Username. */
  account: z.string().trim().min(1).max(60),
  until: Day,
  reason: text,
})
export type GrantBody = z.infer<typeof GrantBody>
export const LabelBody = z.strictObject({
  id: z.uuid(),
  kind: z.enum(LABEL_KINDS),
  basis: text,
  note: z.string().trim().max(400).default(''),
  from: Day,
  until: Day,
})
export type LabelBody = z.infer<typeof LabelBody>
export const DecideBody = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  approve: z.boolean(),
  why: z.string().trim().max(200).default(''),
})
export type DecideBody = z.infer<typeof DecideBody>
export const EndBody = z.strictObject({ id: z.uuid(), version: z.int().min(1), why: text })
export type EndBody = z.infer<typeof EndBody>

/** A public list (公示): nobody's number, nobody's whole name; what it may tell follows from what it is about. */
export const PublicList = z.object({
  kind: z.enum(LABEL_KINDS),
  area: z.object({ code: z.string(), name: z.string() }),
  day: Day,
  items: z.array(z.object({ name: z.string(), address: z.string().nullable() })),
})
export type PublicList = z.infer<typeof PublicList>

const sees = { posts: LABEL_POSTS } as const
const secures = { posts: ['security-admin'] } as const

export const labelRoutes = {
  kinds: route({
    method: 'GET',
    path: '/api/registry/labels/kinds',
    summary: 'Kinds of label, which are on and on what ground; special groups are off as delivered.',
    access: { posts: [...LABEL_POSTS, 'security-admin'] },
    responses: { 200: z.object({ items: z.array(LabelKindView) }) },
  }),
  setKind: route({
    method: 'POST',
    path: '/api/registry/labels/kinds/{kind}',
    summary: 'Turn a kind on or off, with what allows it. Off, nobody sees or uses a label of it.',
    access: secures,
    params: z.object({ kind: z.enum(LABEL_KINDS) }),
    body: KindBody,
    responses: { 200: Done },
  }),
  accesses: route({
    method: 'GET',
    path: '/api/registry/labels/access',
    summary: 'Who may see special groups by name.',
    access: secures,
    responses: { 200: z.object({ items: z.array(AccessView) }) },
  }),
  grant: route({
    method: 'POST',
    path: '/api/registry/labels/access',
    summary: 'Name an account that may see a special kind on its own ground, until a day.',
    access: secures,
    body: GrantBody,
    responses: { 200: Done, 201: Done },
  }),
  withdraw: route({
    method: 'POST',
    path: '/api/registry/labels/access/{id}/withdraw',
    summary: 'Take named access back; it ends at once.',
    access: secures,
    params: byId,
    body: z.strictObject({ id: z.uuid() }),
    responses: { 200: Done },
  }),
  ofPerson: route({
    method: 'GET',
    path: '/api/registry/people/{id}/labels',
    summary:
      'Labels of a person that the reader may see; special ones by name only, and each look is written down.',
    access: sees,
    params: byId,
    responses: { 200: z.object({ items: z.array(LabelView), propose: z.array(z.enum(LABEL_KINDS)) }) },
  }),
  propose: route({
    method: 'POST',
    path: '/api/registry/people/{id}/labels',
    summary: 'Propose a label with its ground and its days; it holds once somebody else approved it.',
    access: { posts: KEEPER_POSTS },
    params: byId,
    body: LabelBody,
    responses: { 200: Done, 201: Done },
  }),
  waiting: route({
    method: 'GET',
    path: '/api/registry/labels',
    summary: 'Labels of my ground by state: those that wait for a decision, and those about to lapse.',
    access: sees,
    query: z.strictObject({ state: z.enum(['proposed', 'in-force']).default('proposed') }),
    responses: { 200: z.object({ items: z.array(LabelView) }) },
  }),
  publicList: route({
    method: 'GET',
    path: '/api/registry/labels/public-list',
    summary:
      'People with a label in force in an area, masked for hanging out (公示); never of a special group.',
    access: { posts: LABEL_APPROVERS },
    query: z.strictObject({ kind: z.enum(LABEL_KINDS), area: z.string().min(1).max(32) }),
    responses: { 200: PublicList },
  }),
  decide: route({
    method: 'POST',
    path: '/api/registry/labels/{id}/decide',
    summary: 'Approve or refuse a proposed label; never one’s own.',
    access: { posts: LABEL_APPROVERS },
    params: byId,
    body: DecideBody,
    responses: { 200: Done },
  }),
  end: route({
    method: 'POST',
    path: '/api/registry/labels/{id}/end',
    summary: 'End a label before its day, with the reason.',
    access: sees,
    params: byId,
    body: EndBody,
    responses: { 200: Done },
  }),
} as const
