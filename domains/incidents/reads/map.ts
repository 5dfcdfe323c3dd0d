import type { Actor } from '@lifang/platform/access.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { incidentScope } from '../access.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import type { Points, PointsQuery } from '../schema/dispatch.ts'
import type { IncidentRow } from '../tables.ts'
import { lampCondition, lampsOf } from './lamps.ts'
import { statusCondition } from './list.ts'
import { insidePath, scopeCondition } from './scope.ts'

/** More pins than this nobody tells apart; what is due last is left off, and the total says so. */
const MOST = 2000

/** Open incidents an actor may see, as points. @throws platform.invalid-input for an unknown area or status */
export async function incidentPoints(deps: IncidentDeps, actor: Actor, query: PointsQuery): Promise<Points> {
  const now = deps.clock.now()
  const where: Sql[] = [scopeCondition(incidentScope(actor)), statusCondition(query.status ?? 'open')]
  if (query.area !== undefined) {
    const area = deps.directory.areaByCode(query.area)
    if (area === undefined) throw platformProblem('platform.invalid-input', { field: 'area' })
    where.push(insidePath(area.path))
  }
  if (query.lamp !== undefined) where.push(lampCondition(query.lamp, new Date(now)))
  const rows = await deps.db.rows<IncidentRow>(
    sql`select i.number, i.lon, i.lat, i.status, i.class_name, i.on_hold, i.on_time, i.stage_due_at, i.stage_yellow_at, i.total_due_at,
          i.total_yellow_at from incident i where ${join(where, ' and ')}
        order by coalesce(i.stage_due_at, i.total_due_at) nulls last, i.id limit ${MOST + 1}`,
  )
  const total =
    rows.length <= MOST
      ? rows.length
      : (
          await deps.db.one<{ n: number }>(
            sql`select count(*)::integer as n from incident i where ${join(where, ' and ')}`,
          )
        ).n
  return {
    columns: ['number', 'lon', 'lat', 'lamp', 'status', 'class', 'due'],
    rows: rows
      .slice(0, MOST)
      .map((r) => [
        r.number,
        r.lon,
        r.lat,
        lampsOf(r, now).lamp,
        r.status,
        r.class_name,
        isoOrNull(r.stage_due_at ?? r.total_due_at),
      ]),
    total,
  }
}
