import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'

/** Open incidents in these areas as points, for a redraw that must show what moves. */
export const openPoints = (
  tx: Tx,
  areaIds: readonly string[],
): Promise<{ id: string; lon: number; lat: number }[]> =>
  tx.rows(
    sql`select id, lon, lat from incident where area_id = any(${areaIds}::uuid[])
        and status in ('reported', 'verifying', 'accepted', 'filed', 'dispatched', 'handling', 'feedback', 'checking')`,
  )
