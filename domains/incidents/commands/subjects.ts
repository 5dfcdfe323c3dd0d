import { accountOrNull, type Actor } from '@lifang/platform/access.ts'
import { constraintOf, sqlState, type Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { namesOfSubjects } from '@lifang/domains/registry/public.ts'
import { readVisible } from '../reads/show.ts'
import { subjectsOfId } from '../reads/subjects.ts'
import { incidentProblem } from '../schema/problems.ts'
import type { SubjectGiven } from '../schema/bodies.ts'
import { MOST_SUBJECTS, type Subjects } from '../schema/subjects.ts'
import type { SubjectRow } from '../tables.ts'
import type { IncidentDeps } from './deps.ts'

/** @throws incidents.subject-unknown for a record that the actor may not see, or that does not exist */
export async function checkSubjects(
  deps: IncidentDeps,
  actor: Actor | null,
  given: readonly SubjectGiven[],
): Promise<void> {
  if (given.length === 0) return
  const names = actor === null ? new Map<string, string>() : await namesOfSubjects(deps, actor, given)
  if (given.some((s) => !names.has(s.id)))
    throw incidentProblem('incidents.subject-unknown', { field: 'subjects' })
}

/** The links that come with a report, as a piece of its statement. */
export function subjectsInsert(
  county: number,
  incident: string,
  actor: Actor | null,
  given: readonly SubjectGiven[],
  at: Date,
): Sql {
  const rows = [...new Map(given.map((s) => [`${s.kind}:${s.id}`, s])).values()].map((s) => ({
    id: newId(),
    kind: s.kind,
    subject_id: s.id,
  }))
  return sql`insert into incident_subject (county, id, incident_id, kind, subject_id, added_by, added_name, added_at)
    select ${county}::integer, n.id, ${incident}::uuid, n.kind, n.subject_id, ${actor === null ? null : accountOrNull(actor)}::uuid,
      ${actor?.name ?? ''}, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, kind text, subject_id uuid)`
}

/**
 * Says what an incident is about. Who may see the case and the record may link the two; the record itself is not changed: that a
 * facility is damaged is for somebody who has seen it.
 * @throws incidents.not-found, subject-unknown, subject-linked, too-many-subjects; platform.command-reused
 */
export async function linkSubject(
  deps: IncidentDeps,
  actor: Actor,
  number: string,
  body: { readonly id: string; readonly subject: SubjectGiven },
): Promise<Subjects> {
  const { row } = await readVisible(deps, actor, number)
  const { kind, id: subject } = body.subject
  try {
    return await deps.db.transaction(async (tx) => {
      const known = await linkOf(deps, tx, body.id)
      if (known !== undefined) {
        const same =
          known.incident_id === row.id &&
          known.kind === kind &&
          known.subject_id === subject &&
          known.added_by === accountOrNull(actor)
        if (!same) throw platformProblem('platform.command-reused', { field: 'id' })
        return subjectsOfId(deps, tx, actor, row.id)
      }
      await checkSubjects(deps, actor, [body.subject])
      const { n } = await tx.one<{ n: number }>(
        sql`select count(*)::integer as n from incident_subject where county = ${deps.county} and incident_id = ${row.id} and removed_at is null`,
      )
      if (n >= MOST_SUBJECTS)
        throw incidentProblem('incidents.too-many-subjects', { field: 'subject', max: MOST_SUBJECTS })
      await tx.run(sql`insert into incident_subject (county, id, incident_id, kind, subject_id, added_by, added_name, added_at)
        values (${deps.county}, ${body.id}, ${row.id}, ${kind}, ${subject}, ${accountOrNull(actor)}, ${actor.name},
          ${new Date(deps.clock.now())})`)
      await written(deps, tx, actor, 'link-subject', row.id, { number: row.number, kind, subject })
      return subjectsOfId(deps, tx, actor, row.id)
    })
  } catch (error) {
    if (sqlState(error) !== '23505') throw error
    if (constraintOf(error) === 'incident_subject_once')
      throw incidentProblem('incidents.subject-linked', { field: 'subject' })
    if (constraintOf(error) === 'incident_subject_pkey') return linkSubject(deps, actor, number, body)
    throw error
  }
}

/** @throws incidents.not-found also for a link of another case; a link that is off already stays off */
export async function unlinkSubject(
  deps: IncidentDeps,
  actor: Actor,
  number: string,
  body: { readonly id: string; readonly link: string },
): Promise<Subjects> {
  const { row } = await readVisible(deps, actor, number)
  return deps.db.transaction(async (tx) => {
    const link = await linkOf(deps, tx, body.link)
    if (link === undefined || link.incident_id !== row.id)
      throw incidentProblem('incidents.not-found', { field: 'link' })
    const done = await tx.maybe<SubjectRow>(
      sql`select * from incident_subject where county = ${deps.county} and removed_command = ${body.id}`,
    )
    if (done !== undefined && done.id !== link.id)
      throw platformProblem('platform.command-reused', { field: 'id' })
    if (link.removed_at === null) {
      await tx.run(sql`update incident_subject set removed_by = ${accountOrNull(actor)}, removed_name = ${actor.name},
          removed_at = ${new Date(deps.clock.now())}, removed_command = ${body.id}
        where county = ${deps.county} and id = ${link.id}`)
      await written(deps, tx, actor, 'unlink-subject', row.id, {
        number: row.number,
        kind: link.kind,
        subject: link.subject_id,
      })
    }
    return subjectsOfId(deps, tx, actor, row.id)
  })
}

const linkOf = (deps: IncidentDeps, tx: Tx, id: string): Promise<SubjectRow | undefined> =>
  tx.maybe<SubjectRow>(
    sql`select * from incident_subject where county = ${deps.county} and id = ${id} for update`,
  )

const written = (
  { county }: IncidentDeps,
  tx: Tx,
  actor: Actor,
  act: 'link-subject' | 'unlink-subject',
  subjectId: string,
  details: Record<string, unknown>,
): Promise<void> =>
  audit(tx, {
    county,
    actor,
    act: `incidents.${act}`,
    subjectKind: 'incident',
    subjectId,
    ground: actor.holdings[0]?.post ?? null,
    details,
  })
