import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'

export const AuditLine = z.object({
  seq: z.int(),
  at: z.string(),
  actor: z.string(),
  act: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  ground: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
})

export type AuditLine = z.infer<typeof AuditLine>

export const auditRoutes = {
  entries: route({
    method: 'GET',
    path: '/api/audit',
    summary: 'The audit by who, what, when and on which record, newest first. Reading it is audited too.',
    access: { posts: ['audit-admin'] },
    query: z.strictObject({
      /** An act such as identity.sign-in, or all of a domain: identity. */
      act: z.string().max(80).optional(),
      /** Part of the name of who did it. */
      who: z.string().max(60).optional(),
      /** What kind of record: account, incident, holding. */
      kind: z.string().max(40).optional(),
      subject: z.string().max(80).optional(),
      since: z.iso.datetime({ offset: true }).optional(),
      /** The first instant left out. */
      until: z.iso.datetime({ offset: true }).optional(),
      before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    responses: { 200: z.object({ items: z.array(AuditLine), next: z.int().nullable() }) },
  }),
  verify: route({
    method: 'GET',
    path: '/api/audit/verification',
    summary: 'Walk the sealed chain: every changed, missing, added or reordered entry is named.',
    access: { posts: ['audit-admin'] },
    responses: {
      200: z.object({
        ok: z.boolean(),
        entries: z.int(),
        seals: z.int(),
        unsealed: z.int(),
        findings: z.array(z.record(z.string(), z.union([z.string(), z.number()]))),
      }),
    },
  }),
} as const
