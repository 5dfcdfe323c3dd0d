import type { Actor } from '@lifang/platform/access.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import type { ReadingRow } from '../tables.ts'
import { readVisible } from './show.ts'

/** 谁看过: everybody who opened the incident, a line a day, the newest first. @throws incidents.not-found */
export async function readersOf(deps: IncidentDeps, actor: Actor, number: string) {
  const { row } = await readVisible(deps, actor, number)
  const rows = await deps.db.rows<ReadingRow>(
    sql`select name, post, day, first_at from incident_reading where county = ${deps.county} and incident_id = ${row.id}
        order by first_at desc, account_id limit 200`,
  )
  return {
    items: rows.map(({ name, post, day, first_at }) => ({
      name,
      post,
      day,
      firstAt: first_at.toISOString(),
    })),
  }
}
