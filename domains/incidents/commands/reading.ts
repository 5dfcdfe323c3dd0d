import type { Actor } from '@lifang/platform/access.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { IncidentDeps } from './deps.ts'

/** Openings remembered in this process, so that a page that asks again every minute costs no statement. */
const KEPT = 50_000

/** Notes that a person opened an incident: one row a day, before the answer is sent. Programs and residents are not people who look. */
export function createReadingLog(deps: IncidentDeps): (actor: Actor, incidentId: string) => Promise<void> {
  const noted = new Set<string>()
  return async (actor, incidentId) => {
    if (actor.kind !== 'person') return
    const now = deps.clock.now()
    const day = dateOf(officeDay(now))
    const key = `${incidentId}/${actor.accountId}/${day}`
    if (noted.has(key)) return
    await deps.db.run(
      sql`insert into incident_reading (county, incident_id, account_id, day, name, post, first_at)
          values (${deps.county}, ${incidentId}, ${actor.accountId}, ${day}::date, ${actor.name}, ${actor.holdings[0]?.post ?? ''}, ${new Date(now)})
          on conflict do nothing`,
    )
    if (noted.size >= KEPT) noted.clear()
    noted.add(key)
  }
}
