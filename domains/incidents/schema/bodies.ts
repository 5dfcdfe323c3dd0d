import { z } from 'zod'
import { Limit } from '@lifang/domains/calendar/schema.ts'
import { GivenPlace } from '@lifang/domains/grid/schema.ts'
import { LINKED_KINDS } from '@lifang/domains/registry/schema/linked.ts'
import {
  CHECK_RESULTS,
  DECLINE_REASONS,
  HOLD_REASONS,
  REOPEN_REASONS,
  RETURN_REASONS,
  VERIFY_RESULTS,
  VOID_REASONS,
} from './lists.ts'
import { ClassKey, EvidenceKind, Source, SupervisionLevel, type Act } from './words.ts'

const text = (max: number) => z.string().trim().min(1).max(max)
const opinion = z.string().trim().max(1000).optional()
const instant = z.iso.datetime({ offset: true })

/** A photo already uploaded through POST /api/files, with what it shows and when and where it was taken. */
export const EvidenceInput = z.strictObject({
  file: z.uuid(),
  /** Secret given with the upload; needed when the uploader had no account. */
  claim: z.string().max(100).optional(),
  kind: EvidenceKind.default('near'),
  shotAt: instant.optional(),
  place: GivenPlace.optional(),
})
export type EvidenceInput = z.infer<typeof EvidenceInput>
const Photos = z
  .array(z.union([z.uuid().transform((file) => EvidenceInput.parse({ file })), EvidenceInput]))
  .max(12)

export const Phone = z
  .string()
  .trim()
  .regex(/^\+?[0-9][0-9 -]{5,18}[0-9]$/)

/** A record of the registry that an incident is about. */
export const SubjectKind = z.enum(LINKED_KINDS)
export const SubjectGiven = z.strictObject({ kind: SubjectKind, id: z.uuid() })
export type SubjectGiven = z.infer<typeof SubjectGiven>

export const ReportBody = z.strictObject({
  id: z.uuid(),
  source: Source,
  /** When it happened, as the reporter says; kept beside the server's own time. */
  occurredAt: instant,
  place: GivenPlace,
  address: z.string().trim().max(200).optional(),
  catalogue: ClassKey.optional(),
  description: text(4000),
  photos: Photos.optional(),
  reporter: z
    .strictObject({
      name: z.string().trim().max(60).optional(),
      phone: Phone.optional(),
      /** 保密: hidden from whoever handles the incident. */
      confidential: z.boolean().optional(),
    })
    .optional(),
  /** 紧急: shorter limits on every stage that counts wall time. */
  urgent: z.boolean().optional(),
  /** Number of the same matter in another system (12345, 110). */
  foreignNumber: z.string().trim().max(60).optional(),
  /** Only of somebody who sees the records. */
  subjects: z.array(SubjectGiven).max(10).optional(),
})
export type ReportBody = z.infer<typeof ReportBody>

const decision = { request: z.uuid(), grant: z.boolean(), opinion }

/** What each act carries besides its `id`. */
export const actBodies = {
  'self-close': z.strictObject({
    id: z.uuid(),
    catalogue: ClassKey,
    photos: Photos.optional(),
    withoutPhotoReason: text(200).optional(),
    opinion,
  }),
  'send-verify': z.strictObject({ id: z.uuid(), assignee: z.uuid().optional(), opinion }),
  verify: z.strictObject({
    id: z.uuid(),
    result: z.enum(VERIFY_RESULTS),
    photos: Photos.optional(),
    opinion,
  }),
  accept: z.strictObject({ id: z.uuid(), opinion }),
  decline: z.strictObject({ id: z.uuid(), reason: z.enum(DECLINE_REASONS), advice: text(500) }),
  file: z.strictObject({ id: z.uuid(), catalogue: ClassKey, condition: z.int().min(1).max(99), opinion }),
  dispatch: z.strictObject({
    id: z.uuid(),
    department: z.uuid(),
    assisting: z.array(z.uuid()).max(8).optional(),
    /** 权责裁决: the duty chief assigns the fallback unit after a dispute. */
    ruling: text(500).optional(),
    opinion,
  }),
  take: z.strictObject({ id: z.uuid(), opinion }),
  'ask-return': z.strictObject({ id: z.uuid(), reason: z.enum(RETURN_REASONS), opinion: text(1000) }),
  'decide-return': z.strictObject({ id: z.uuid(), ...decision }),
  delegate: z.strictObject({ id: z.uuid(), department: z.uuid(), opinion }),
  'add-assisting': z.strictObject({ id: z.uuid(), department: z.uuid(), opinion }),
  'finish-assisting': z.strictObject({ id: z.uuid(), opinion: text(1000), photos: Photos.optional() }),
  'excuse-assisting': z.strictObject({ id: z.uuid(), task: z.uuid(), opinion: text(500) }),
  'ask-extension': z.strictObject({
    id: z.uuid(),
    amount: z.number().positive().max(1000),
    opinion: text(1000),
  }),
  'decide-extension': z.strictObject({ id: z.uuid(), ...decision }),
  'ask-hold': z.strictObject({
    id: z.uuid(),
    reason: z.enum(HOLD_REASONS),
    plan: text(1000),
    reviewAt: instant,
  }),
  'decide-hold': z.strictObject({ id: z.uuid(), ...decision }),
  'release-hold': z.strictObject({ id: z.uuid(), opinion }),
  feedback: z.strictObject({
    id: z.uuid(),
    opinion: text(2000),
    photos: Photos.optional(),
    /** Said when the closing condition's evidence cannot be had; the checker and the duty chief see it. */
    withoutEvidenceReason: text(500).optional(),
  }),
  'send-check': z.strictObject({
    id: z.uuid(),
    assignee: z.uuid().optional(),
    sameTimeOfDay: z.boolean().optional(),
    opinion,
  }),
  check: z.strictObject({
    id: z.uuid(),
    result: z.enum(CHECK_RESULTS),
    photos: Photos.optional(),
    /** Of a fail that cannot be shown: a reply, a matter inside somebody's home. */
    withoutPhotoReason: text(200).optional(),
    opinion,
  }),
  rework: z.strictObject({ id: z.uuid(), opinion }),
  close: z.strictObject({ id: z.uuid(), opinion }),
  'close-on-papers': z.strictObject({ id: z.uuid(), waiver: text(500) }),
  'ask-force-close': z.strictObject({ id: z.uuid(), opinion: text(1000) }),
  'decide-force-close': z.strictObject({ id: z.uuid(), ...decision }),
  'ask-reopen': z.strictObject({ id: z.uuid(), reason: z.enum(REOPEN_REASONS), opinion: text(1000) }),
  reopen: z.strictObject({ id: z.uuid(), reason: z.enum(REOPEN_REASONS), opinion: text(1000) }),
  rate: z.strictObject({
    id: z.uuid(),
    stars: z.int().min(1).max(5),
    solved: z.boolean(),
    comment: z.string().trim().max(1000).optional(),
  }),
  archive: z.strictObject({ id: z.uuid() }),
  void: z.strictObject({ id: z.uuid(), reason: z.enum(VOID_REASONS), opinion: text(500) }),
  'decide-void': z.strictObject({ id: z.uuid(), ...decision }),
  merge: z.strictObject({ id: z.uuid(), into: z.string().min(1).max(40), opinion }),
  'hand-up': z.strictObject({ id: z.uuid(), opinion: text(1000) }),
  /** `area`: code of the street or community that takes it. */
  'hand-down': z.strictObject({ id: z.uuid(), area: text(32), opinion: text(1000) }),
  /** `area`: code of the grid it belongs to. */
  'hand-over': z.strictObject({ id: z.uuid(), area: text(32), opinion: text(1000) }),
  withdraw: z.strictObject({ id: z.uuid(), opinion }),
  supervise: z.strictObject({
    id: z.uuid(),
    level: SupervisionLevel,
    opinion: text(1000),
    reply: Limit.optional(),
  }),
  'reply-supervision': z.strictObject({ id: z.uuid(), opinion: text(2000) }),
  'lift-supervision': z.strictObject({ id: z.uuid(), opinion }),
  'mark-urgent': z.strictObject({ id: z.uuid(), opinion }),
  instruct: z.strictObject({ id: z.uuid(), opinion: text(2000) }),
  urge: z.strictObject({ id: z.uuid(), opinion }),
  comment: z.strictObject({ id: z.uuid(), opinion: text(2000) }),
  'add-evidence': z.strictObject({ id: z.uuid(), photos: Photos, opinion }),
} as const satisfies Record<Act, z.ZodType>
export type ActBodies = { readonly [A in Act]: z.output<(typeof actBodies)[A]> }
/** An act with its body: what `decide` receives. */
export type ActCommand = { [A in Act]: { readonly act: A; readonly body: ActBodies[A] } }[Act]
