import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import type { Db } from '@lifang/platform/db.ts'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import type { RouteInput } from '@lifang/platform/route.ts'
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

type Query = RouteInput<typeof auditRoutes.entries>['query']

/** What was asked for, as the line about the reading keeps it. */
const asked = ({ limit: _limit, ...filters }: Query): Record<string, unknown> =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))

function conditions(query: Query): Sql[] {
  const { act, who, kind, subject, since, until, before } = query
  const found: Sql[] = [sql`true`]
  if (act !== undefined)
    found.push(act.includes('.') ? sql`act = ${act}` : sql`starts_with(act, ${`${act}.`})`)
  if (who !== undefined) found.push(sql`actor_name ilike ${`%${who.replaceAll(/[%_\\]/g, '\\$&')}%`}`)
  if (kind !== undefined) found.push(sql`subject_kind = ${kind}`)
  if (subject !== undefined) found.push(sql`subject_id = ${subject}`)
  if (since !== undefined) found.push(sql`at >= ${new Date(since)}`)
  if (until !== undefined) found.push(sql`at < ${new Date(until)}`)
  if (before !== undefined) found.push(sql`seq < ${before}`)
  return found
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
          details: asked(query),
        })
        return tx.rows<LineRow>(
          sql`select seq, at, actor_name, act, subject_kind, subject_id, ground, details from audit_entry
              where county = ${actor.county} and ${join(conditions(query), ' and ')}
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
