import { worstLamp } from '@lifang/domains/calendar/rules/lamps.ts'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { IS_OPEN } from '../schema/lists.ts'
import type { IncidentRow } from '../tables.ts'
import { OPEN } from './scope.ts'

/** Lamp of one deadline at an instant (domain 3.5): red after it, yellow from the stored instant, grey without one. */
const lampAt = (due: Date | null, yellow: Date | null, now: number): Lamp => {
  if (due === null) return 'grey'
  if (now > due.getTime()) return 'red'
  return yellow !== null && now >= yellow.getTime() ? 'yellow' : 'green'
}

export interface Lamps {
  readonly lamp: Lamp
  readonly stage: Lamp
  readonly total: Lamp
}

/** Lamps of an incident as lists show them: computed from stored instants, never stored themselves. */
export function lampsOf(
  row: Pick<
    IncidentRow,
    'status' | 'on_hold' | 'stage_due_at' | 'stage_yellow_at' | 'total_due_at' | 'total_yellow_at' | 'on_time'
  >,
  now: number,
): Lamps {
  if (!IS_OPEN[row.status]) {
    const frozen: Lamp = row.on_time === null ? 'grey' : row.on_time ? 'green' : 'red'
    return { lamp: frozen, stage: frozen, total: frozen }
  }
  if (row.on_hold) return { lamp: 'grey', stage: 'grey', total: 'grey' }
  const stage = lampAt(row.stage_due_at, row.stage_yellow_at, now)
  const total = lampAt(row.total_due_at, row.total_yellow_at, now)
  return { lamp: worstLamp(stage, total), stage, total }
}

/** The same rule as a condition, so that a list can be filtered by lamp before it is read. */
export function lampCondition(lamp: Lamp, now: Date): Sql {
  const red = sql`(i.stage_due_at < ${now} or i.total_due_at < ${now})`
  const yellow = sql`(i.stage_yellow_at <= ${now} or i.total_yellow_at <= ${now})`
  switch (lamp) {
    case 'red':
      return sql`((${OPEN} and not i.on_hold and coalesce(${red}, false)) or (not ${OPEN} and i.on_time = false))`
    case 'yellow':
      return sql`(${OPEN} and not i.on_hold and not coalesce(${red}, false) and coalesce(${yellow}, false))`
    case 'green':
      return sql`((${OPEN} and not i.on_hold and not coalesce(${red}, false) and not coalesce(${yellow}, false)
        and (i.stage_due_at is not null or i.total_due_at is not null)) or (not ${OPEN} and i.on_time))`
    case 'grey':
      return sql`((${OPEN} and (i.on_hold or (i.stage_due_at is null and i.total_due_at is null))) or (not ${OPEN} and i.on_time is null))`
  }
}
