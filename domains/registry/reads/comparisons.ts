import type { Actor } from '@lifang/platform/access.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { chunksFrom, type ComparisonDeps } from '../commands/comparison/deps.ts'
import { registryPaths } from '../access.ts'
import { guessLineColumns } from '../rules/comparison-line.ts'
import type { ComparisonItem, ComparisonView } from '../schema/comparison.ts'
import { comparisonProblem } from '../schema/comparison-problems.ts'
import { CHUNK } from '../schema/transfer-lists.ts'
import type { ComparisonRow } from '../tables/comparison.ts'
import { reportOf } from './comparison-report.ts'
import { areaView, inside } from './scope.ts'

/** On `comparison c`: those that touch these paths. */
const touching = (paths: readonly string[]): Sql => {
  if (paths.length === 0) return sql`false`
  const above = paths.map((path) => sql`${path} like c.area_path || '%'`)
  return sql`(${inside(sql`c.area_path`, paths)} or ${join(above, ' or ')})`
}

/** The row, for whoever's ground it touches. @throws comparison.not-found */
export async function comparisonFor(deps: ComparisonDeps, actor: Actor, id: string): Promise<ComparisonRow> {
  const row = await deps.db.maybe<ComparisonRow>(
    sql`select * from comparison c where c.county = ${deps.county} and c.id = ${id} and ${touching(registryPaths(actor))}`,
  )
  if (row === undefined) throw comparisonProblem('comparison.not-found', { field: 'id' })
  return row
}

interface Sums {
  readonly records: number
  readonly same: number
  readonly open: number
  readonly tasks: number
}
const NONE: Sums = { records: 0, same: 0, open: 0, tasks: 0 }

async function sumsOf(
  deps: ComparisonDeps,
  paths: readonly string[],
  ids: readonly string[],
): Promise<ReadonlyMap<string, Sums>> {
  const { county, db } = deps
  const of = sql`x.county = ${county} and x.comparison_id = any(${ids}::uuid[]) and ${inside(sql`x.area_path`, paths)}`
  const [records, tasks] = await Promise.all([
    db.rows<{ id: string; n: number; same: number }>(
      sql`select x.comparison_id as id, count(*)::integer as n, (count(*) filter (where x.verdict = 'same'))::integer as same
          from comparison_record x where ${of} group by 1`,
    ),
    db.rows<{ id: string; n: number; open: number }>(
      sql`select x.comparison_id as id, count(*)::integer as n, (count(*) filter (where x.state in ('open', 'unverified')))::integer as open
          from comparison_task x where ${of} group by 1`,
    ),
  ])
  return new Map(
    ids.map((id) => {
      const [r, t] = [records.find((x) => x.id === id), tasks.find((x) => x.id === id)]
      return [id, { records: r?.n ?? 0, same: r?.same ?? 0, open: t?.open ?? 0, tasks: t?.n ?? 0 }]
    }),
  )
}

function progressOf(row: ComparisonRow): ComparisonItem['progress'] {
  const theirs = row.ours_after === null
  const through =
    row.via === 'file' ? row.cursor * CHUNK : row.state === 'done' ? row.lines : row.cursor * CHUNK
  return {
    phase: theirs ? 'lines' : 'ours',
    done: theirs ? Math.min(row.lines, through) : row.ours_done,
    of: theirs ? row.lines : row.ours,
    stopping: row.stop,
  }
}

const itemOf = (deps: ComparisonDeps, actor: Actor, row: ComparisonRow, sums: Sums): ComparisonItem => ({
  id: row.id,
  register: row.register,
  registerName: row.register_name,
  area: areaView(deps, row.area_path),
  via: row.via,
  state: row.state,
  by: row.by_name,
  createdAt: row.created_at.toISOString(),
  endedAt: isoOrNull(row.ended_at),
  lines: row.lines,
  unread: row.unread,
  ...sums,
  progress: progressOf(row),
  problem: row.problem,
  purged: row.purged_at !== null,
  mine: row.by_id === actor.accountId,
})

const MOST = 100
export async function listComparisons(
  deps: ComparisonDeps,
  actor: Actor,
): Promise<{ items: ComparisonItem[] }> {
  const paths = registryPaths(actor)
  const rows = await deps.db.rows<ComparisonRow>(
    sql`select * from comparison c where c.county = ${deps.county} and ${touching(paths)} order by c.created_at desc, c.id desc limit ${MOST}`,
  )
  // What is not begun is nobody's business but its beginner's.
  const shown = rows.filter((r) => r.began_at !== null || r.by_id === actor.accountId)
  const sums = await sumsOf(
    deps,
    paths,
    shown.map((r) => r.id),
  )
  return { items: shown.map((row) => itemOf(deps, actor, row, sums.get(row.id) ?? NONE)) }
}

const SAMPLED = 5
export async function showComparison(
  deps: ComparisonDeps,
  actor: Actor,
  id: string,
): Promise<ComparisonView> {
  const row = await comparisonFor(deps, actor, id)
  const paths = registryPaths(actor)
  const mine = row.by_id === actor.accountId
  if (row.began_at === null && !mine) throw comparisonProblem('comparison.not-found', { field: 'id' })
  const [sums, report] = await Promise.all([sumsOf(deps, paths, [id]), reportOf(deps, id, paths)])
  return {
    ...itemOf(deps, actor, row, sums.get(id) ?? NONE),
    basis: row.basis,
    purpose: row.purpose,
    fields: row.fields,
    stay: row.stay,
    ageFrom: row.age_from,
    ageTo: row.age_to,
    fileName: row.file_name,
    heads: mine ? row.heads : [],
    guess: mine ? guessLineColumns(row.heads) : {},
    columns: row.columns,
    sample:
      mine && row.via === 'file' && row.lines > 0 && row.began_at === null ? await sampleOf(deps, row) : [],
    unreadLines: mine ? [...row.unread_lines] : [],
    dueOn: row.due_on,
    keepDays: deps.keepDays,
    report: report.total === null ? null : { rows: report.rows, total: report.total },
  }
}

async function sampleOf(deps: ComparisonDeps, row: ComparisonRow): Promise<ComparisonView['sample']> {
  for await (const cells of chunksFrom(deps, row, 0))
    return cells
      .slice(0, SAMPLED)
      .map((line) => line.map((c) => (typeof c === 'string' ? c.slice(0, 60) : c)))
  return []
}
