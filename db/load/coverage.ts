import type { Db } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'

/** Days a demo cycle has run and goes on. */
const BEHIND = 40
const AHEAD = 50

/**
 * A cycle of collection that the duty chief of each street began forty days ago, over the homes of the demo. What was visited since
 * counts, as everywhere.
 */
export async function loadDemoCycle(admin: Db, county: number, now: number): Promise<void> {
  const today = officeDay(now)
  const [from, to] = [dateOf(today - BEHIND), dateOf(today + AHEAD)]
  const streets = await admin.rows<{ id: string; path: string; account_id: string; name: string }>(
    sql`select distinct on (a.id) a.id, a.path, h.account_id, n.name from area a
        join holding h on h.area_id = a.id and h.post = 'duty-chief' and h.valid_to is null join account n on n.id = h.account_id
        where a.county = ${county} and a.valid_to is null and a.level_key = 'street' order by a.id, h.account_id`,
  )
  for (const street of streets) {
    const id = newId()
    await admin.run(sql`insert into coverage_cycle (county, id, name, area_id, area_path, from_on, to_on, started_by, started_by_name, started_at)
      select ${county}, ${id}, '年末入户走访', ${street.id}, ${street.path}, ${from}::date, ${to}::date, ${street.account_id}, ${street.name},
        ${new Date(now - BEHIND * 86_400_000)}
      where not exists (select from coverage_cycle where county = ${county})`)
    await admin.run(sql`insert into coverage_home (county, cycle_id, home_id, area_path, reached_on)
      select h.county, ${id}, h.id, h.area_path, case when h.visited_on >= ${from}::date then h.visited_on end from home h
      where h.county = ${county} and starts_with(h.area_path, ${street.path})
        and exists (select from coverage_cycle where county = ${county} and id = ${id})`)
  }
}
