import type { Actor } from '@lifang/platform/access.ts'
import { sql } from '@lifang/platform/sql.ts'
import { deskPaths } from '../access.ts'
import type { GridDeps } from '../commands/deps.ts'
import { vacanciesOf } from '../rules/holdings.ts'
import type { Post } from '../schema.ts'
import type { DeskGrid } from '../schema/desk.ts'

interface HeldRow {
  readonly area_id: string
  readonly post: Post
  readonly account_id: string
}

/** Grids in force that this person looks after, with what the tree shows beside each. */
export async function gridDesk(deps: GridDeps, actor: Actor): Promise<DeskGrid[]> {
  const { db, clock, directory } = deps
  const paths = deskPaths(actor)
  const now = clock.now()
  const grids = directory
    .areas()
    .filter(
      (a) =>
        a.levelKey === 'grid' &&
        (a.validTo === null || a.validTo > now) &&
        paths.some((p) => a.path.startsWith(p)),
    )
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
  const ids = grids.map((g) => g.id)
  const held = await db.rows<HeldRow>(
    sql`select area_id, post, account_id from holding where area_id = any(${ids}::uuid[]) and department_id is null
        and stands_in_for is null and valid_from <= ${new Date(now)} and (valid_to is null or valid_to > ${new Date(now)})`,
  )
  const [open, accounts] = await Promise.all([
    openByGrid(deps, ids),
    deps.accounts(db, [...new Set(held.flatMap((h) => (h.post === 'grid-worker' ? [h.account_id] : [])))]),
  ])
  const names = new Map(accounts.map((a) => [a.id, a.name]))
  const byGrid = new Map<string, HeldRow[]>()
  for (const h of held) byGrid.set(h.area_id, [...(byGrid.get(h.area_id) ?? []), h])
  return grids.map((g): DeskGrid => {
    const mine = byGrid.get(g.id) ?? []
    const worker = mine.find((h) => h.post === 'grid-worker')
    return {
      code: g.code,
      openIncidents: open.get(g.id) ?? 0,
      worker: worker === undefined ? null : (names.get(worker.account_id) ?? null),
      vacancies: vacanciesOf(mine.map((h) => h.post)),
    }
  })
}

/** Open incidents by the grid they are kept under; those of a grid that has ended count where they lie now. */
async function openByGrid(deps: GridDeps, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  const mine = new Set(ids)
  const ended: string[] = []
  for (const { areaId, n } of await deps.openCounts(deps.db)) {
    if (mine.has(areaId)) counts.set(areaId, n)
    else if (deps.directory.area(areaId)?.validTo !== null) ended.push(areaId)
  }
  if (ended.length === 0) return counts
  for (const { lon, lat } of await deps.openPoints(deps.db, ended)) {
    const id = deps.directory.locate(lon, lat)?.grid.id
    if (id !== undefined && mine.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}
