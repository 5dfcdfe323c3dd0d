import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import type { Area } from '@lifang/domains/grid/public.ts'
import { registryPaths } from '../access.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import type { CycleView } from '../schema/coverage.ts'
import type { CoverageCycleRow } from '../tables.ts'
import { noSuch } from './scope.ts'

export type CycleCounted = CoverageCycleRow & { readonly homes: number }
const COUNTED = sql`c.*, (select count(*)::integer from coverage_home r where r.county = c.county and r.cycle_id = c.id) as homes`

export const isRunning = (row: CoverageCycleRow, today: string): boolean =>
  row.closed_at === null && row.to_on >= today

/** The last day that counts: closed earlier, the day it was closed. */
export const lastDay = (row: CoverageCycleRow): string =>
  row.closed_at === null ? row.to_on : dateOf(officeDay(row.closed_at.getTime()))

export const areaOf = (area: Area | undefined) => ({
  code: area?.code ?? '',
  name: area?.name ?? '',
  level: area?.levelKey ?? '',
})

export const cycleView = (deps: RegistryDeps, row: CycleCounted, today: string): CycleView => ({
  id: row.id,
  name: row.name,
  area: areaOf(deps.directory.area(row.area_id)),
  from: row.from_on,
  to: row.to_on,
  homes: row.homes,
  startedBy: row.started_by_name,
  startedAt: row.started_at.toISOString(),
  closed:
    row.closed_at === null
      ? null
      : { at: isoOrNull(row.closed_at) ?? '', by: row.closed_by_name ?? '', why: row.closed_why ?? '' },
  running: isRunning(row, today),
})

/** @throws registry.not-found */
export async function cycleById(deps: RegistryDeps, tx: Tx, id: string): Promise<CycleCounted> {
  const row = await tx.maybe<CycleCounted>(
    sql`select ${COUNTED} from coverage_cycle c where c.county = ${deps.county} and c.id = ${id}`,
  )
  if (row === undefined) throw noSuch()
  return row
}

/** Of which a part lies on these paths, or which lie on one of them. */
const touching = (paths: readonly string[]): Sql =>
  sql`exists (select from unnest(${[...paths]}::text[]) p(path) where starts_with(c.area_path, p.path) or starts_with(p.path, c.area_path))`

/** The newest first. */
export const cyclesOf = (deps: RegistryDeps, actor: Actor): Promise<CycleCounted[]> =>
  deps.db.rows<CycleCounted>(
    sql`select ${COUNTED} from coverage_cycle c where c.county = ${deps.county} and ${touching(registryPaths(actor))}
      order by c.started_at desc, c.id limit 60`,
  )

/**
 * The cycle asked for, or the one that runs over an area: its own, or of an area above.
 * @throws registry.not-found for one that does not touch the reader's ground
 */
export async function cycleFor(
  deps: RegistryDeps,
  actor: Actor,
  path: string,
  id: string | undefined,
  today: string,
): Promise<CycleCounted | undefined> {
  const rows = await cyclesOf(deps, actor)
  if (id !== undefined) {
    const row = rows.find((r) => r.id === id)
    if (row === undefined) throw noSuch('cycle')
    return row
  }
  return rows.find((r) => isRunning(r, today) && path.startsWith(r.area_path))
}
