import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'

const OPEN = sql`status in ('reported', 'verifying', 'accepted', 'filed', 'dispatched', 'handling', 'feedback', 'checking')`

/** Open incidents in these areas as points, for a redraw that must show what moves. */
export const openPoints = (
  tx: Tx,
  areaIds: readonly string[],
): Promise<{ id: string; lon: number; lat: number }[]> =>
  tx.rows(
    sql`select id, lon, lat from incident where area_id = any(${areaIds}::uuid[])
        and ${OPEN}`,
  )

/** How many open incidents each grid keeps, for the tree on the desk of grids. */
export const openCounts =
  (county: number) =>
  (tx: Tx): Promise<{ areaId: string; n: number }[]> =>
    tx.rows(
      sql`select area_id as "areaId", count(*)::integer as n from incident where county = ${county} and ${OPEN} group by area_id`,
    )
