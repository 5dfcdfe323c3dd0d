import type { Actor } from '@lifang/platform/access.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import type { CheckItem, Checks } from '../schema/checks.ts'
import type { IncidentRow } from '../tables.ts'
import { COLUMNS, FIRST_PHOTO, photoUrl, toItem } from './list.ts'

/** More than anybody walks in a day. */
const MOST = 200

type CheckRow = IncidentRow & {
  readonly task: CheckItem['task']
  readonly sent_at: Date
  readonly same_time: boolean
  readonly photo: string | null
}

/** The open tasks of one person, whatever place they lie in: being sent is what lets one see them. One statement. */
export async function myChecks(deps: IncidentDeps, actor: Actor): Promise<Checks> {
  const now = deps.clock.now()
  const rows = await deps.db.rows<CheckRow>(
    sql`select ${COLUMNS}, i.lon, i.lat, t.kind as task, t.opened_at as sent_at,
          coalesce((select s.details ->> 'sameTimeOfDay' = 'true' from incident_step s
            where s.county = i.county and s.incident_id = i.id and s.act = 'send-check' order by s.seq desc limit 1), false) as same_time,
          ${FIRST_PHOTO} as photo
        from incident_task t join incident i on i.county = t.county and i.id = t.incident_id
        where t.county = ${deps.county} and t.assignee_id = ${actor.accountId} and t.status in ('waiting', 'taken')
          and ((t.kind = 'verify' and i.status = 'verifying') or (t.kind = 'check' and i.status = 'checking'))
        order by coalesce(i.stage_due_at, i.total_due_at) nulls last, i.reported_at, i.id limit ${MOST + 1}`,
  )
  return {
    at: new Date(now).toISOString(),
    items: rows.slice(0, MOST).map((row) => ({
      ...toItem(deps, row, now),
      task: row.task,
      sentAt: row.sent_at.toISOString(),
      place: [row.lon, row.lat],
      sameTimeOfDay: row.task === 'check' && row.same_time,
      photo: photoUrl(row.photo),
    })),
    more: rows.length > MOST,
  }
}
