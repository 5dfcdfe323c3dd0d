import type { Actor } from '@lifang/platform/access.ts'
import { HOUR } from '@lifang/domains/calendar/rules/instants.ts'
import { distance } from '@lifang/domains/grid/rules/geometry.ts'
import { borderShape } from '@lifang/domains/grid/public.ts'
import { sql } from '@lifang/platform/sql.ts'
import { incidentScope } from '../access.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { classKeyOf } from '../repo/load.ts'
import { mayStart } from '../rules.ts'
import { NEAR_HOURS, NEAR_METRES, type Neighbour, type Related } from '../schema/dispatch.ts'
import { classesDiffer, sameClass } from '../rules/alike.ts'
import { IS_OPEN } from '../schema/lists.ts'
import type { IncidentRow } from '../tables.ts'
import { lampsOf } from './lamps.ts'
import { openAround } from './around.ts'
import { scopeCondition } from './scope.ts'
import { readVisible } from './show.ts'

const MOST = 20

/** Cases merged with this one and open ones near it, of those the reader may see. */
export async function relatedTo(deps: IncidentDeps, actor: Actor, number: string): Promise<Related> {
  const { row } = await readVisible(deps, actor, number)
  const now = deps.clock.now()
  const scope = scopeCondition(incidentScope(actor))
  const reported = row.reported_at.getTime()
  const [grid, into, merged, near] = await Promise.all([
    row.border_id === null ? undefined : borderShape(deps.db, row.border_id),
    row.merged_into === null
      ? undefined
      : deps.db.maybe<{ number: string }>(
          sql`select i.number from incident i where i.id = ${row.merged_into} and ${scope}`,
        ),
    deps.db.rows<Pick<IncidentRow, 'number' | 'class_name' | 'reported_at' | 'address'>>(
      sql`select i.number, i.class_name, i.reported_at, i.address from incident i
          where i.county = ${deps.county} and i.merged_into = ${row.id} and ${scope} order by i.reported_at limit 100`,
    ),
    deps.db.rows<IncidentRow>(
      sql`select i.* from incident i where ${openAround(row.lon, row.lat, row.area_path)} and ${scope} and i.id <> ${row.id}
            and i.reported_at between ${new Date(reported - NEAR_HOURS * HOUR)} and ${new Date(reported + NEAR_HOURS * HOUR)}
          limit 200`,
    ),
  ])
  const mine = classKeyOf(row)
  return {
    grid: grid ?? null,
    into: into?.number ?? null,
    merged: merged.map((m) => ({
      number: m.number,
      class: m.class_name,
      reportedAt: m.reported_at.toISOString(),
      address: m.address,
    })),
    nearby: near
      .map((o): Neighbour => {
        const category = classKeyOf(o)
        return {
          number: o.number,
          class: o.class_name,
          category,
          status: o.status,
          lamp: lampsOf(o, now).lamp,
          address: o.address,
          place: [o.lon, o.lat],
          metres: Math.round(distance([row.lon, row.lat], [o.lon, o.lat])),
          minutes: Math.round(Math.abs(o.reported_at.getTime() - reported) / 60_000),
          reportedAt: o.reported_at.toISOString(),
          sameClass: sameClass(mine, category),
          apart: !IS_OPEN[row.status]
            ? 'this-ended'
            : classesDiffer(mine, category)
              ? 'class-differs'
              : mayStart('merge', o.status)
                ? null
                : 'under-way',
        }
      })
      .filter((o) => o.metres <= NEAR_METRES)
      .toSorted((a, b) => Number(b.sameClass) - Number(a.sameClass) || a.metres - b.metres)
      .slice(0, MOST),
  }
}
