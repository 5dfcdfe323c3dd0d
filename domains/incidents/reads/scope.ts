import type { Scope } from '@lifang/platform/access.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'

/** Open incidents, on `incident i` or a view of it. Spelled as the partial indexes spell it, so that the planner sees that they serve. */
export const OPEN = sql`i.status in ('reported', 'verifying', 'accepted', 'filed', 'dispatched', 'handling', 'feedback', 'checking')`

/** The upper end of "everything inside this path": '/' is 0x2F and '0' follows it. */
export const pathEnd = (path: string): string => `${path.slice(0, -1)}0`

export const insidePath = (path: string): Sql =>
  sql`(i.area_path >= ${path} and i.area_path < ${pathEnd(path)})`

/**
 * The scope of `access.ts` as a condition on `incident i`: the same sentences, used by every read. The places come first,
 * so that an index on the path serves them.
 */
export function scopeCondition(scope: Scope): Sql {
  const clauses = scope.any.map((clause): Sql => {
    switch (clause.kind) {
      case 'area':
        return insidePath(clause.path)
      case 'department':
        return sql`exists (select from incident_task t where t.county = i.county and t.incident_id = i.id and t.status <> 'returned'
          and t.department_path >= ${clause.path} and t.department_path < ${pathEnd(clause.path)})`
      case 'account':
        return sql`(i.reported_by = ${clause.accountId} or exists (select from incident_task t where t.county = i.county
          and t.incident_id = i.id and t.assignee_id = ${clause.accountId}))`
    }
  })
  if (clauses.length === 0) return sql`(i.county = ${scope.county} and false)`
  return sql`(i.county = ${scope.county} and (${join(clauses, ' or ')}))`
}
