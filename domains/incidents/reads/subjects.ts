import { holds, type Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { namesOfSubjects } from '@lifang/domains/registry/public.ts'
import { THING_POSTS } from '@lifang/domains/registry/schema/unit-lists.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import type { Subjects } from '../schema/subjects.ts'
import type { SubjectRow } from '../tables.ts'
import { readVisible } from './show.ts'

/** What an incident is about, named where the reader may see the record. */
export async function subjectsOf(deps: IncidentDeps, actor: Actor, number: string): Promise<Subjects> {
  const { row } = await readVisible(deps, actor, number)
  return subjectsOfId(deps, deps.db, actor, row.id)
}

export async function subjectsOfId(
  deps: IncidentDeps,
  db: Pick<Tx, 'rows'>,
  actor: Actor,
  incident: string,
): Promise<Subjects> {
  const rows = await db.rows<SubjectRow>(
    sql`select * from incident_subject where county = ${deps.county} and incident_id = ${incident} and removed_at is null order by added_at, id`,
  )
  const names = await namesOfSubjects(
    deps,
    actor,
    rows.map((r) => ({ kind: r.kind, id: r.subject_id })),
  )
  return {
    items: rows.map((r) => {
      const name = names.get(r.subject_id)
      return {
        id: r.id,
        kind: r.kind,
        record: name === undefined ? null : { id: r.subject_id, name },
        by: r.added_name,
        at: r.added_at.toISOString(),
      }
    }),
    may: holds(actor, ...THING_POSTS),
  }
}
