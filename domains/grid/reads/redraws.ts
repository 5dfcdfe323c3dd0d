import type { Tx } from '@lifang/platform/db.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { GridDeps } from '../commands/deps.ts'
import { ROLL_BACK_MS } from '../rules/rollback.ts'
import { problem } from '../schema.ts'
import { RedrawPlan, type RedrawItem, type RedrawView } from '../schema/views.ts'
import type { RedrawRow } from '../tables.ts'
import { ref } from './places.ts'

export const planKept = (row: RedrawRow): RedrawPlan => RedrawPlan.parse(row.plan)

const rollBackUntil = (row: RedrawRow): string | null =>
  row.status === 'published' && row.effective_at !== null
    ? new Date(row.effective_at.getTime() + ROLL_BACK_MS).toISOString()
    : null

type Deps = Pick<GridDeps, 'directory'>

function headOf({ directory }: Deps, row: RedrawRow) {
  const parent = directory.area(row.parent_id)
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    parent: parent === undefined ? null : ref(parent),
    draftedAt: row.drafted_at.toISOString(),
    publishedAt: isoOrNull(row.published_at),
    effectiveAt: isoOrNull(row.effective_at),
    document: row.document,
    undoes: row.undoes,
    rollBackUntil: rollBackUntil(row),
    failure: row.failure,
  }
}

export function redrawView(deps: Deps, row: RedrawRow): RedrawView {
  const plan = planKept(row)
  return { ...plan, ...headOf(deps, row) }
}

/** @throws grid.not-found */
export async function redrawRow(
  tx: Tx,
  county: number,
  id: string,
  lock: 'locked' | 'read',
): Promise<RedrawRow> {
  const row = await tx.maybe<RedrawRow>(
    lock === 'locked'
      ? sql`select * from redraw where county = ${county} and id = ${id} for update`
      : sql`select * from redraw where county = ${county} and id = ${id}`,
  )
  if (row === undefined) throw problem('grid.not-found', { field: 'id' })
  return row
}

/** Redraws of the places one sees, the newest first; the last 200 of the county are looked through. */
export async function listRedraws(
  deps: Pick<GridDeps, 'db' | 'county' | 'directory'>,
  paths: readonly string[],
  parent: string | undefined,
): Promise<RedrawItem[]> {
  const rows = await deps.db.rows<RedrawRow & { undone: boolean }>(
    sql`select r.*, exists (select from redraw u where u.undoes = r.id) as undone from redraw r
        where r.county = ${deps.county} order by r.drafted_at desc, r.id desc limit 200`,
  )
  return rows.flatMap((row): RedrawItem[] => {
    const plan = planKept(row)
    const head = headOf(deps, row)
    const path = head.parent === null ? undefined : deps.directory.area(head.parent.id)?.path
    if (path === undefined || !paths.some((p) => path.startsWith(p))) return []
    if (parent !== undefined && head.parent?.code !== parent) return []
    const names = (list: RedrawPlan['before']): string[] => list.map((p) => p.name)
    return [{ ...head, before: names(plan.before), after: names(plan.after), undone: row.undone }]
  })
}
