import type { Actor } from '@lifang/platform/access.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import type { Tx } from '@lifang/platform/db.ts'

/** One line of the audit: who did what to which record, on what ground. Never holds secrets or full personal data. */
export interface AuditEntry {
  readonly county: number
  /** Null when nobody was signed in. */
  readonly actor: Pick<Actor, 'accountId' | 'name'> | null
  /** 'domain.act'. */
  readonly act: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly ground?: string | null
  readonly details?: Readonly<Record<string, unknown>>
}

/**
 * The insert as a piece of SQL, for hot statements that write a record and its audit line in one round trip:
 * sql`with a as (${auditInsert(entry)}) insert into …`.
 */
export const auditInsert = (e: AuditEntry): Sql =>
  sql`insert into audit_entry (county, actor_id, actor_name, act, subject_kind, subject_id, ground, details)
      values (${e.county}::integer, ${e.actor?.accountId ?? null}::uuid, ${e.actor?.name ?? ''}::text, ${e.act}::text,
              ${e.subjectKind}::text, ${e.subjectId}::text, ${e.ground ?? null}::text, ${JSON.stringify(e.details ?? {})}::jsonb)`

/** Entries of changes made together, in their order and in one round trip. */
export async function auditMany(tx: Tx, entries: readonly AuditEntry[]): Promise<void> {
  const rows = entries.map((e) => ({
    ...e,
    actor_id: e.actor?.accountId ?? null,
    actor_name: e.actor?.name ?? '',
    details: e.details ?? {},
  }))
  await tx.run(sql`insert into audit_entry (county, actor_id, actor_name, act, subject_kind, subject_id, ground, details)
    select e.county, e.actor_id, e.actor_name, e.act, e."subjectKind", e."subjectId", e.ground, e.details
    from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (county integer, actor_id uuid, actor_name text, act text,
        "subjectKind" text, "subjectId" text, ground text, details jsonb)) with ordinality
      as e(county, actor_id, actor_name, act, "subjectKind", "subjectId", ground, details, n)
    order by e.n`)
}

/** Writes an entry in the caller's transaction: if the change is undone, so is its line, and never the other way round. */
export async function audit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.run(auditInsert(entry))
}
