import { Readable } from 'node:stream'
import { writeXlsx } from 'hucre/xlsx'
import type { Actor } from '@lifang/platform/access.ts'
import { say } from '@lifang/platform/lang.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import type { ComparisonDeps } from '../commands/comparison/deps.ts'
import { registryPaths } from '../access.ts'
import { VERDICTS } from '../rules/comparison.ts'
import type { ReportRow } from '../schema/comparison.ts'
import { reportOf } from './comparison-report.ts'
import { allTasks } from './comparison-tasks.ts'
import { comparisonFor } from './comparisons.ts'

const percent = (same: number, of: number): string => (of === 0 ? '' : `${((100 * same) / of).toFixed(1)}%`)
/** Tasks of one workbook; more are asked for grid by grid. */
const MOST = 20_000

/** Agreement by grid and the tasks, masked. Who takes it away is written down before the first byte. @throws comparison.not-found */
export async function comparisonSheet(deps: ComparisonDeps, actor: Actor, id: string): Promise<Readable> {
  const { county, db, clock, phrases } = deps
  const row = await comparisonFor(deps, actor, id)
  const paths = registryPaths(actor)
  const { rows, total } = await reportOf(deps, id, paths)
  await db.transaction((tx) =>
    audit(tx, {
      county,
      actor,
      act: 'registry.comparison-sheet',
      subjectKind: 'comparison',
      subjectId: id,
      ground: row.basis,
      details: { grids: rows.length },
    }),
  )
  const word = (key: string, details: Record<string, unknown> = {}): string =>
    say(phrases, `comparison.${key}`, details)
  const register = row.register_name === '' ? word(`register.${row.register}`) : row.register_name
  const at = new Date(clock.now() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
  const stamp = [word('sheet.stamp', { by: actor.name, at, register, purpose: row.purpose })]
  const line = (r: ReportRow, name: string): string[] => [
    name,
    r.area.community ?? '',
    String(r.records),
    String(r.matched),
    ...VERDICTS.map((v) => String(r.verdicts[v])),
    percent(r.verdicts.same, r.records),
    ...row.fields.map((f) => percent(r.fields[f]?.same ?? 0, r.fields[f]?.of ?? 0)),
    String(r.open),
    r.few ? word('few') : '',
  ]
  const heads = [
    word('col.grid'),
    word('col.community'),
    word('col.records'),
    word('col.matched'),
    ...VERDICTS.map((v) => word(`verdict.${v}`)),
    word('col.rate'),
    ...row.fields.map((f) => word(`field.${f}`)),
    word('col.open'),
    word('col.note'),
  ]
  const tasks: string[][] = []
  for await (const t of allTasks(deps, paths, id)) {
    if (tasks.length >= MOST) break
    tasks.push([
      t.name,
      t.area.name,
      word(`field.${t.field ?? 'record'}`),
      word(`verdict.${t.verdict}`),
      word(`their-state.${t.theirState}`),
      word(`task-state.${t.state}`),
      t.dueOn,
      t.by ?? '',
    ])
  }
  const bytes = await writeXlsx({
    sheets: [
      {
        name: word('sheet.report'),
        columns: heads.map((_, i) => ({ width: i < 2 ? 20 : 12 })),
        rows: [
          stamp,
          heads,
          ...rows.map((r) => line(r, r.area.name)),
          ...(total === null ? [] : [line(total, word('total'))]),
          stamp,
        ],
      },
      {
        name: word('sheet.tasks'),
        columns: [14, 20, 12, 12, 12, 14, 12, 14].map((width) => ({ width })),
        rows: [
          stamp,
          ['name', 'grid', 'field', 'verdict', 'their-state', 'state', 'due', 'by'].map((c) =>
            word(`col.${c}`),
          ),
          ...tasks,
          stamp,
        ],
      },
    ],
  })
  return Readable.from(Buffer.from(bytes))
}
