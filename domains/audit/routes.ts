import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import type { Db } from '@lifang/platform/db.ts'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from './commands.ts'
import { auditRoutes } from './schema.ts'
import { verifyAudit } from './reads.ts'

export interface AuditRouteDeps {
  readonly db: Db
  /** File of the roots kept outside the database. */
  readonly anchor: string
}

interface LineRow {
  readonly seq: number
  readonly at: Date
  readonly actor_name: string
  readonly act: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly ground: string | null
  readonly details: Record<string, unknown>
}

export function auditRoutesOn(app: FastifyInstance, deps: AuditRouteDeps): void {
  bind(app, 'audit', auditRoutes, {
    entries: async ({ actor, query }) => {
      const rows = await deps.db.transaction(async (tx) => {
        await audit(tx, {
          county: actor.county,
          actor,
          act: 'audit.read',
          subjectKind: 'audit',
          subjectId: query.subject ?? 'all',
          details: { act: query.act ?? null, before: query.before ?? null },
        })
        return tx.rows<LineRow>(
          sql`select seq, at, actor_name, act, subject_kind, subject_id, ground, details from audit_entry
              where county = ${actor.county} and (${query.act ?? null}::text is null or act = ${query.act ?? null})
                and (${query.subject ?? null}::text is null or subject_id = ${query.subject ?? null})
                and (${query.before ?? null}::bigint is null or seq < ${query.before ?? null})
              order by seq desc limit ${query.limit}`,
        )
      })
      const last = rows[rows.length - 1]
      return answer(200, {
        items: rows.map((r) => ({
          seq: r.seq,
          at: r.at.toISOString(),
          actor: r.actor_name,
          act: r.act,
          subjectKind: r.subject_kind,
          subjectId: r.subject_id,
          ground: r.ground,
          details: r.details,
        })),
        next: rows.length === query.limit && last !== undefined ? last.seq : null,
      })
    },
    verify: async () => {
      const anchors = await readFile(deps.anchor, 'utf8').catch(() => null)
      const result = await verifyAudit(deps.db, anchors)
      return answer(200, { ...result, findings: result.findings.slice(0, 1000).map((f) => ({ ...f })) })
    },
  })
}
