import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { OPEN } from './scope.ts'

/** Open incidents in these areas as points, for a redraw that must show what moves. */
export const openPoints = (
  tx: Tx,
  areaIds: readonly string[],
): Promise<{ id: string; lon: number; lat: number }[]> =>
  tx.rows(
    sql`select i.id, i.lon, i.lat from incident i where i.area_id = any(${areaIds}::uuid[]) and ${OPEN}`,
  )

/** How many open incidents each grid keeps, for the tree on the desk of grids. */
export const openCounts =
  (county: number) =>
  (tx: Tx): Promise<{ areaId: string; n: number }[]> =>
    tx.rows(
      sql`select i.area_id as "areaId", count(*)::integer as n from incident i where i.county = ${county} and ${OPEN} group by 1`,
    )
