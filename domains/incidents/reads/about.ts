import type { Actor } from '@lifang/platform/access.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { mergedInto, namesOfSubjects, type SubjectRef } from '@lifang/domains/registry/public.ts'
import { LINKED_KINDS } from '@lifang/domains/registry/schema/linked.ts'
import type { IncidentDeps } from '../commands/deps.ts'

/**
 * `kind:id` as a condition on `incident i`. A record the reader may not see has no incidents for them, so that nobody learns by a
 * guessed id what happened to whom.
 * @throws platform.invalid-input
 */
export async function subjectCondition(deps: IncidentDeps, actor: Actor, text: string): Promise<Sql> {
  const [kind, id = ''] = text.split(':')
  const known = LINKED_KINDS.find((k) => k === kind)
  if (known === undefined || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    throw platformProblem('platform.invalid-input', { field: 'subject' })
  const ref: SubjectRef = { kind: known, id }
  const names = await namesOfSubjects(deps, actor, [ref])
  if (!names.has(id)) return sql`false`
  // A case about somebody who was merged is a case about the person they became.
  const ids = known === 'person' ? await mergedInto(deps, id) : [id]
  return sql`exists (select from incident_subject s where s.county = i.county and s.incident_id = i.id and s.kind = ${known}
    and s.subject_id = any(${ids}::uuid[]) and s.removed_at is null)`
}
