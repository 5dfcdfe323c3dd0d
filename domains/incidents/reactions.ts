import { newId } from '@lifang/platform/id.ts'
import { systemActor } from '@lifang/platform/access.ts'
import { announceInsert } from '@lifang/platform/outbox.ts'
import { Problem } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { act } from './commands/act.ts'
import type { IncidentDeps } from './commands/deps.ts'
import { OPEN } from './reads/scope.ts'

/** Days after closing in which a resident may rate; then the case is closed without stars. */
const RATING_DAYS = 15
const BATCH = 500

/**
 * What time does to incidents: deadlines reached are told once, a hold ends on its review date, a rating window passes.
 * Everything is read from the rows' own instants, so a tick that was missed is made good by the next.
 */
export async function runTimers(deps: IncidentDeps): Promise<void> {
  const now = new Date(deps.clock.now())
  await raiseAlarms(deps, now)
  const system = systemActor(deps.county, '系统')
  const due = await deps.db.rows<{ number: string }>(
    sql`select number from incident where county = ${deps.county} and on_hold and review_at <= ${now} limit ${BATCH}`,
  )
  for (const { number } of due) {
    await ignoreLost(
      act(deps, system, number, { act: 'release-hold', body: { id: newId(), opinion: undefined } }),
    )
  }
  const unrated = await deps.db.rows<{ number: string }>(
    sql`select number from incident where county = ${deps.county} and status = 'closed'
        and closed_at < ${new Date(now.getTime() - RATING_DAYS * 86_400_000)} limit ${BATCH}`,
  )
  for (const { number } of unrated) {
    // The stars of the body are not kept for the system: an unrated case has none.
    await ignoreLost(
      act(deps, system, number, { act: 'rate', body: { id: newId(), stars: 1, solved: false } }),
    )
  }
}

/** Somebody was quicker than the timer: that is no fault. */
async function ignoreLost(done: Promise<unknown>): Promise<void> {
  try {
    await done
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
}

/** Near-due and overdue, once per run of a clock; the overdue line is the record of slowness (缓作为、慢作为) by unit. */
async function raiseAlarms(deps: IncidentDeps, now: Date): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const raised = await tx.rows<{ incident_id: string; stage: string; run: number; kind: string }>(
      sql`insert into incident_alarm (county, incident_id, stage, run, kind, at, unit_id)
          select c.county, c.incident_id, c.stage, c.run, k.kind, ${now}, c.unit_id
          from incident i join incident_clock c on c.county = i.county and c.incident_id = i.id
            cross join lateral (values ('near-due', c.yellow_at), ('overdue', c.due_at)) k(kind, at)
          where i.county = ${deps.county}
            and ${OPEN}
            -- Only these can have a clock in the yellow: the clocks themselves stand inside the row and have no index.
            and (i.stage_yellow_at <= ${now} or i.total_yellow_at <= ${now} or i.supervision is not null)
            and c.stopped_at is null and c.paused_since is null and k.at <= ${now}
            -- Those told already must not fill the batch: the ones behind them would never be told.
            and not exists (select from incident_alarm a where a.county = c.county and a.incident_id = c.incident_id
              and a.stage = c.stage and a.run = c.run and a.kind = k.kind)
          order by k.at limit ${BATCH}
          on conflict do nothing returning incident_id, stage, run, kind`,
    )
    for (const r of raised) {
      await tx.run(
        announceInsert({
          county: deps.county,
          topic: `incidents.${r.kind}`,
          subjectId: r.incident_id,
          payload: { stage: r.stage, key: `${r.stage}:${r.run}` },
        }),
      )
    }
  })
}
