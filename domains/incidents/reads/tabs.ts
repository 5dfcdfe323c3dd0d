import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { lampCondition } from './lamps.ts'

/**
 * How many cases stand on each tab of a desk, and those of the tab asked for by lamp; one statement.
 * @param among condition on `incident i` that all tabs share
 * @param tabs their conditions on `incident i`
 */
export async function tabCounts<T extends string>(
  db: Tx,
  among: Sql,
  tabs: Readonly<Record<T, Sql>>,
  tab: T,
  at: Date,
): Promise<{ counts: Record<T, number>; lamps: Record<Lamp, number> }> {
  const names = Object.keys(tabs) as T[]
  const counted = (condition: Sql): Sql => sql`count(*) filter (where ${condition})`
  const inTab = (lamp: Lamp): Sql => counted(sql`(${tabs[tab]}) and ${lampCondition(lamp, at)}`)
  const { by_tab, ...lamps } = await db.one<{ by_tab: number[] } & Record<Lamp, number>>(
    sql`select array[${join(
      names.map((name) => counted(tabs[name])),
      ', ',
    )}]::integer[] as by_tab, ${inTab('red')}::integer as red, ${inTab('yellow')}::integer as yellow,
          ${inTab('green')}::integer as green, ${inTab('grey')}::integer as grey
        from incident i where ${among}`,
  )
  return {
    counts: Object.fromEntries(names.map((name, n) => [name, by_tab[n] ?? 0])) as Record<T, number>,
    lamps,
  }
}
