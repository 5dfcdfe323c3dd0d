import { NIL_ACCOUNT, type Actor } from '@lifang/platform/access.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { carryOut, derived, summary, viewOf } from '../repo/clocks.ts'
import { lock, toWhole } from '../repo/load.ts'
import type { ClockRow } from '../tables.ts'
import type { IncidentDeps } from './deps.ts'

export interface Recomputed {
  readonly looked: number
  /** Incidents of which a deadline moved or ceased to be provisional. */
  readonly changed: number
}

const PAGE = 200

/**
 * Counts provisional deadlines again by the calendars in force. Only an explicit call does this: publishing a calendar
 * never moves a deadline by itself. Each incident is locked, recomputed and audited with what stood before.
 */
export async function recomputeProvisional(deps: IncidentDeps, actor: Actor): Promise<Recomputed> {
  let looked = 0
  let changed = 0
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const page = await deps.db.rows<{ incident_id: string }>(
      sql`select distinct incident_id from incident_clock where county = ${deps.county} and provisional and stopped_at is null
          and incident_id > ${after} order by incident_id limit ${PAGE}`,
    )
    for (const { incident_id } of page) {
      looked++
      if (await recomputeOne(deps, actor, incident_id)) changed++
      after = incident_id
    }
    if (page.length < PAGE) return { looked, changed }
  }
}

async function recomputeOne(deps: IncidentDeps, actor: Actor, id: string): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    const found = await lock(tx, deps.county, { id }, NIL_ACCOUNT)
    if (found === undefined) return false
    const now = deps.clock.now()
    const whole = toWhole(found, deps.calendars, now)
    const moved: { before: ClockRow; after: ClockRow }[] = []
    const clocks = whole.clocks.map((c) => {
      if (!c.row.provisional || c.row.stopped_at !== null) return c
      const calendar = deps.calendars.forDepartment(c.row.unit_id, now)
      if (calendar.version === c.row.calendar_id) return c
      const counted = { ...c.row, calendar_id: calendar.version }
      const view = viewOf(counted, c.events, deps.calendars, now)
      const row: ClockRow = {
        ...counted,
        ...derived(view),
        original_due_at: new Date(view.originalDue ?? c.row.original_due_at.getTime()),
      }
      moved.push({ before: c.row, after: row })
      return { ...c, row, view }
    })
    if (moved.length === 0) return false
    for (const { after } of moved) {
      await tx.run(sql`update incident_clock set calendar_id = ${after.calendar_id}, due_at = ${after.due_at}, yellow_at = ${after.yellow_at},
          original_due_at = ${after.original_due_at}, provisional = ${after.provisional}
        where county = ${after.county} and incident_id = ${after.incident_id} and stage = ${after.stage} and run = ${after.run}`)
    }
    const at = { county: deps.county, incidentId: id, stepId: id, now }
    const sum = summary(whole.row.status, carryOut([], clocks, at, deps.calendars).after)
    await tx.run(sql`update incident set stage_due_at = ${sum.stage_due_at}, stage_yellow_at = ${sum.stage_yellow_at},
        total_due_at = ${sum.total_due_at}, total_yellow_at = ${sum.total_yellow_at}, provisional = ${sum.provisional}
      where county = ${deps.county} and id = ${id}`)
    await audit(tx, {
      county: deps.county,
      actor: null,
      act: 'incidents.recompute-deadlines',
      subjectKind: 'incident',
      subjectId: id,
      ground: actor.name,
      details: {
        number: whole.row.number,
        clocks: moved.map(({ before, after }) => ({
          stage: before.stage,
          run: before.run,
          calendar: [before.calendar_id, after.calendar_id],
          due: [isoOrNull(before.due_at), isoOrNull(after.due_at)],
        })),
      },
    })
    return true
  })
}
