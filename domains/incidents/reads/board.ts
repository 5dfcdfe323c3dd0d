import type { Actor } from '@lifang/platform/access.ts'
import type { Tx, Db } from '@lifang/platform/db.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { incidentScope } from '../access.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { insidePath } from './scope.ts'

export type BoardBy = 'place' | 'category' | 'status' | 'cell'

/**
 * Counts from the counters: folded cells plus the delta rows not folded yet, so they equal a recount at any moment.
 * Boards are for posts that look after places; a unit's own numbers are its list.
 */
export async function board(
  deps: IncidentDeps,
  actor: Actor,
  query: { area?: string | undefined; by: BoardBy },
) {
  const scope = incidentScope(actor)
  const paths = scope.any.flatMap((c) => (c.kind === 'area' ? [c.path] : []))
  const where: Sql[] = [sql`i.county = ${deps.county}`]
  where.push(paths.length === 0 ? sql`false` : sql`(${join(paths.map(insidePath), ' or ')})`)
  if (query.area !== undefined) {
    const area = deps.directory.areaByCode(query.area)
    if (area === undefined) throw platformProblem('platform.invalid-input', { field: 'area' })
    where.push(insidePath(area.path))
  }
  const on = join(where, ' and ')
  const keys = KEYS[query.by]
  const rows = await deps.db.rows<{ area_path?: string; class_major?: string; status?: string; n: number }>(
    sql`select ${keys}, sum(n)::integer as n from (
          select area_path, class_major, status, n from incident_count i where ${on}
          union all select area_path, class_major, status, n from incident_delta i where ${on}) c
        group by ${keys} having sum(n) <> 0 order by ${keys}`,
  )
  const codes = new Map<string, string>()
  const codeOf = (path: string): string => {
    const known = codes.get(path)
    if (known !== undefined) return known
    const code = deps.directory.areaByPath(path)?.code ?? path
    codes.set(path, code)
    return code
  }
  return {
    by: query.by,
    columns: COLUMNS[query.by],
    rows: rows.map((r) => [
      ...(r.area_path === undefined ? [] : [codeOf(r.area_path)]),
      ...(r.class_major === undefined ? [] : [r.class_major]),
      ...(r.status === undefined ? [] : [r.status]),
      r.n,
    ]),
  }
}

const KEYS = {
  place: sql`area_path`,
  category: sql`class_major`,
  status: sql`status`,
  cell: sql`area_path, class_major, status`,
} as const satisfies Record<BoardBy, Sql>
const COLUMNS = {
  place: ['place', 'n'],
  category: ['category', 'n'],
  status: ['status', 'n'],
  cell: ['place', 'category', 'status', 'n'],
} as const satisfies Record<BoardBy, readonly string[]>

/** Folds waiting delta rows into the cells: exact, because rows are moved in one statement. */
export const foldDeltas = (db: Tx): Promise<number> =>
  db.run(sql`with taken as (delete from incident_delta where (county, id) in (
        select county, id from incident_delta order by id limit 20000 for update skip locked)
      returning county, area_path, class_major, status, n),
    summed as (select county, area_path, class_major, status, sum(n)::integer as n from taken group by 1, 2, 3, 4 having sum(n) <> 0)
    insert into incident_count as c (county, area_path, class_major, status, n)
    select county, area_path, class_major, status, n from summed
    on conflict (county, area_path, class_major, status) do update set n = c.n + excluded.n`)

/** Cells that differ from a recount, for the test and the doctor: an empty answer is the proof. */
export const boardDifferences = (db: Db) =>
  db.rows<{ area_path: string; class_major: string; status: string; counted: number; real: number }>(
    sql`with counted as (select county, area_path, class_major, status, sum(n)::integer as n from (
          select county, area_path, class_major, status, n from incident_count
          union all select county, area_path, class_major, status, n from incident_delta) c group by 1, 2, 3, 4 having sum(n) <> 0),
        real as (select county, area_path,
            case when class_code is null then '' when class_code like 'L%' then left(class_code, 3) else left(class_code, 2) end as class_major,
            status, count(*)::integer as n from incident group by 1, 2, 3, 4)
        select coalesce(c.area_path, r.area_path) as area_path, coalesce(c.class_major, r.class_major) as class_major,
          coalesce(c.status, r.status) as status, coalesce(c.n, 0) as counted, coalesce(r.n, 0) as real
        from counted c full join real r using (county, area_path, class_major, status)
        where coalesce(c.n, 0) <> coalesce(r.n, 0)`,
  )
