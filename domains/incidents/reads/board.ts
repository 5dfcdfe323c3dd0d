import type { Actor } from '@lifang/platform/access.ts'
import { sha256 } from '@lifang/platform/crypto.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { incidentScope } from '../access.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import type { BoardQuery } from '../schema/views.ts'
import { insidePath } from './scope.ts'

type By = BoardQuery['by']

const KEYS = {
  place: sql`area_path`,
  category: sql`class_major`,
  status: sql`status`,
  cell: sql`area_path, class_major, status`,
} as const satisfies Record<By, Sql>
const COLUMNS = {
  place: ['place', 'n'],
  category: ['category', 'n'],
  status: ['status', 'n'],
  cell: ['place', 'category', 'status', 'n'],
} as const satisfies Record<By, readonly string[]>

const depthOf = (path: string): number => path.split('/').length - 1

/** A board as it goes over the wire, with the tag of its content. */
export interface BoardBytes {
  readonly body: Buffer
  readonly etag: string
}

/** Boards kept while nothing changed, one entry a question; old questions are dropped. */
const KEPT = 200

/**
 * Boards from the counters: folded cells of the asked level plus the delta rows not folded yet, so they equal a recount at
 * any moment. The bytes are kept and given again while the delta rows are the same ones: a change of any counter is a delta
 * row before it is anything else.
 */
export function createBoards(deps: IncidentDeps) {
  const kept = new Map<string, { readonly mark: string; readonly bytes: BoardBytes }>()
  return async (actor: Actor, query: BoardQuery): Promise<BoardBytes> => {
    const where = whereOf(deps, actor, query)
    const key = JSON.stringify([where.paths, where.depth, query])
    const { mark } = await deps.db.one<{ mark: string }>(
      sql`select concat_ws(' ', count(*), max(id), sum(id), (select max(id) from incident_fold)) as mark from incident_delta where county = ${deps.county}`,
    )
    const known = kept.get(key)
    if (known?.mark === mark) return known.bytes
    const bytes = await read(deps, query, where)
    if (kept.size >= KEPT) kept.clear()
    kept.set(key, { mark, bytes })
    return bytes
  }
}

interface Where {
  readonly paths: readonly string[]
  readonly depth: number
}

/** Boards are for posts that look after places; a unit's own numbers are its list. */
function whereOf(deps: IncidentDeps, actor: Actor, query: BoardQuery): Where {
  let paths = incidentScope(actor).any.flatMap((c) => (c.kind === 'area' ? [c.path] : []))
  let depth = deps.directory.areas().find((a) => a.levelKey === query.level)?.level ?? 1
  if (query.area !== undefined) {
    const asked = deps.directory.areaByCode(query.area)
    if (asked === undefined) throw platformProblem('platform.invalid-input', { field: 'area' })
    paths = paths.flatMap((p) =>
      asked.path.startsWith(p) ? [asked.path] : p.startsWith(asked.path) ? [p] : [],
    )
  }
  // A place inside another that is held too adds nothing: the manager of a community who leads one of its grids.
  paths = paths.filter((p) => !paths.some((q) => q !== p && p.startsWith(q)))
  // A holder of one grid cannot be shown the sum of its community.
  for (const p of paths) depth = Math.max(depth, depthOf(p))
  return { paths: [...new Set(paths)].toSorted(), depth }
}

async function read(deps: IncidentDeps, query: BoardQuery, where: Where): Promise<BoardBytes> {
  const inside = where.paths.length === 0 ? sql`false` : sql`(${join(where.paths.map(insidePath), ' or ')})`
  const rows = await deps.db.rows<{ area_path?: string; class_major?: string; status?: string; n: number }>(
    sql`select ${KEYS[query.by]}, sum(n)::integer as n from (
          select area_path, class_major, status, n from incident_count i
            where i.county = ${deps.county} and i.depth = ${where.depth} and ${inside}
          union all select ${prefix(where.depth)}, class_major, status, n from incident_delta i
            where i.county = ${deps.county} and ${inside}) c
        group by ${KEYS[query.by]} having sum(n) <> 0 order by ${KEYS[query.by]}`,
  )
  const codeOf = (path: string): string => deps.directory.areaByPath(path)?.code ?? path
  const content = JSON.stringify({
    by: query.by,
    level: deps.directory.areas().find((a) => a.level === where.depth)?.levelKey ?? query.level,
    columns: COLUMNS[query.by],
    rows: rows.map((r) => [
      ...(r.area_path === undefined ? [] : [codeOf(r.area_path)]),
      ...(r.class_major === undefined ? [] : [r.class_major]),
      ...(r.status === undefined ? [] : [r.status]),
      r.n,
    ]),
  })
  return { body: Buffer.from(content), etag: `"${sha256(content).toString('base64url').slice(0, 22)}"` }
}

/** The first labels of a path, each with its '/'. */
const prefix = (depth: number): Sql =>
  sql`array_to_string((string_to_array(area_path, '/'))[1:${depth}::integer], '/') || '/'`

/**
 * Folds waiting delta rows into the cells of every level: exact, because rows are moved in one statement. One process folds
 * at a time; the mark in incident_fold tells the boards.
 */
export const foldDeltas = (db: Tx): Promise<number> =>
  db.run(sql`with taken as (delete from incident_delta where (county, id) in (
        select county, id from incident_delta order by id limit 50000 for update skip locked)
      returning county, area_path, class_major, status, n),
    mark as (insert into incident_fold (rows) select count(*) from taken having count(*) > 0),
    spread as (
      select county, array_to_string((string_to_array(area_path, '/'))[1:d], '/') || '/' as area_path, d as depth, class_major, status, n
      from taken cross join lateral generate_series(1, array_length(string_to_array(area_path, '/'), 1) - 1) d),
    summed as (select county, area_path, depth, class_major, status, sum(n)::integer as n from spread group by 1, 2, 3, 4, 5 having sum(n) <> 0)
    insert into incident_count as c (county, area_path, depth, class_major, status, n)
    select county, area_path, depth, class_major, status, n from summed
    on conflict (county, depth, area_path, class_major, status) do update set n = c.n + excluded.n`)

/** Cells that differ from a recount, for the test and the doctor: an empty answer is the proof. */
export const boardDifferences = (db: Db) =>
  db.rows<{ area_path: string; class_major: string; status: string; counted: number; real: number }>(
    sql`with counted as (select county, area_path, class_major, status, sum(n)::integer as n from (
          select county, area_path, class_major, status, n from incident_count where depth = (select max(depth) from incident_count)
          union all select county, area_path, class_major, status, n from incident_delta) c group by 1, 2, 3, 4 having sum(n) <> 0),
        real as (select county, area_path,
            case when class_code is null then '' when class_code like 'L%' then left(class_code, 3) else left(class_code, 2) end as class_major,
            status, count(*)::integer as n from incident group by 1, 2, 3, 4)
        select coalesce(c.area_path, r.area_path) as area_path, coalesce(c.class_major, r.class_major) as class_major,
          coalesce(c.status, r.status) as status, coalesce(c.n, 0) as counted, coalesce(r.n, 0) as real
        from counted c full join real r using (county, area_path, class_major, status)
        where coalesce(c.n, 0) <> coalesce(r.n, 0)`,
  )
