import { sql } from '@lifang/platform/sql.ts'
import { agreementByGrid, VERDICTS, type Verdict } from '../rules/comparison.ts'
import { COMPARED_FIELDS, FEW, type ComparedField } from '../schema/comparison-lists.ts'
import type { ReportRow } from '../schema/comparison.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { areaView, inside } from './scope.ts'

type Counted = Omit<ReportRow, 'area' | 'placed'>
type Shares = Readonly<Partial<Record<ComparedField, { readonly same: number; readonly of: number }>>>

/** What several rows come to: the totals of a report are its rows added up, never a count of their own. */
export function together(rows: readonly Counted[]): Counted {
  const sum = (of: (row: Counted) => number): number => rows.reduce((n, row) => n + of(row), 0)
  const records = sum((r) => r.records)
  const verdicts = Object.fromEntries(VERDICTS.map((v) => [v, sum((r) => r.verdicts[v])])) as Record<
    Verdict,
    number
  >
  const fields: Shares = Object.fromEntries(
    COMPARED_FIELDS.flatMap((f) => {
      const of = sum((r) => r.fields[f]?.of ?? 0)
      return of === 0 ? [] : [[f, { same: sum((r) => r.fields[f]?.same ?? 0), of }]]
    }),
  )
  const matched = sum((r) => r.matched)
  return {
    records,
    matched,
    verdicts,
    fields,
    rate: records === 0 ? null : verdicts.same / records,
    open: sum((r) => r.open),
    tasks: sum((r) => r.tasks),
    few: records < FEW,
  }
}

/** Agreement by grid of a comparison, of what lies on these paths, and everything of it together. */
export async function reportOf(
  deps: RegistryDeps,
  comparison: string,
  paths: readonly string[],
): Promise<{ rows: ReportRow[]; total: ReportRow | null }> {
  const { county, db } = deps
  const of = sql`x.county = ${county} and x.comparison_id = ${comparison} and ${inside(sql`x.area_path`, paths)}`
  const [records, fields, tasks] = await Promise.all([
    db.rows<{ grid: string; verdict: Verdict; n: number; matched: number }>(
      sql`select x.area_path as grid, x.verdict, count(*)::integer as n, (count(*) filter (where x.matched is not null))::integer as matched
          from comparison_record x where ${of} group by 1, 2`,
    ),
    db.rows<{ grid: string; field: ComparedField; same: number; n: number }>(
      sql`select x.area_path as grid, f.key as field, count(*)::integer as n, (count(*) filter (where f.value = 'same'))::integer as same
          from comparison_record x, jsonb_each_text(x.fields) f where ${of} group by 1, 2`,
    ),
    db.rows<{ grid: string; open: number; n: number }>(
      sql`select x.area_path as grid, count(*)::integer as n, (count(*) filter (where x.state in ('open', 'unverified')))::integer as open
          from comparison_task x where ${of} group by 1`,
    ),
  ])
  const rows = agreementByGrid(records).map((a): ReportRow => {
    const task = tasks.find((t) => t.grid === a.grid)
    return {
      area: areaView(deps, a.grid),
      placed: deps.directory.areaByPath(a.grid)?.levelKey === 'grid',
      records: a.records,
      matched: records.filter((r) => r.grid === a.grid).reduce((n, r) => n + r.matched, 0),
      verdicts: { ...a.verdicts },
      fields: Object.fromEntries(
        fields.filter((f) => f.grid === a.grid).map((f) => [f.field, { same: f.same, of: f.n }]),
      ),
      rate: a.rate,
      open: task?.open ?? 0,
      tasks: task?.n ?? 0,
      few: a.records < FEW,
    }
  })
  return {
    rows,
    total:
      rows.length === 0
        ? null
        : { area: { code: '', name: '', community: null }, placed: true, ...together(rows) },
  }
}
