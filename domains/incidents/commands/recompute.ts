import { NIL_ACCOUNT, type Actor } from '@lifang/platform/access.ts'
import { sha256 } from '@lifang/platform/crypto.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { counted, latestOf, runOf, summary } from '../repo/clocks.ts'
import { lock, toWhole } from '../repo/load.ts'
import { RECOUNT } from '../schema/lists.ts'
import type { IncidentDeps } from './deps.ts'

export interface Recomputed {
  readonly looked: number
  /** Incidents of which a deadline moved or ceased to be provisional. */
  readonly changed: number
}

const PAGE = 200
const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString())

/**
 * Counts provisional deadlines again by the calendars in force. Only an explicit call does this: publishing a calendar
 * never moves a deadline by itself. Each incident is locked, recomputed and audited with what stood before.
 */
export async function recomputeProvisional(deps: IncidentDeps, actor: Actor): Promise<Recomputed> {
  let looked = 0
  let changed = 0
  let after = NIL_ACCOUNT
  for (;;) {
    const page = await deps.db.rows<{ id: string }>(
      sql`select id from incident where county = ${deps.county} and provisional and id > ${after} order by id limit ${PAGE}`,
    )
    for (const { id } of page) {
      looked++
      if (await recomputeOne(deps, actor, id)) changed++
      after = id
    }
    if (page.length < PAGE) return { looked, changed }
  }
}

/** The recount is a row of history like any act, so that an act in flight is decided anew on the new deadline. */
async function recomputeOne(deps: IncidentDeps, actor: Actor, id: string): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    const found = await lock(tx, deps.county, { id }, NIL_ACCOUNT)
    if (found === undefined) return false
    const now = deps.clock.now()
    const { row, clocks } = toWhole(found, deps.calendars, now)
    const after = clocks.map((c) => {
      const version = deps.calendars.forDepartment(c.row.unit ?? null, now).version
      const [before, rule] = c.row.by
      if (c.row.provisional !== true || c.row.stop !== undefined || version === before) return c
      return counted({ ...c.row, by: [version, rule] }, deps.calendars, now)
    })
    const moved = clocks.flatMap((before, i) => {
      const now = after[i]
      return now === undefined || now === before ? [] : [{ before: before.row, after: now.row }]
    })
    if (moved.length === 0) return false
    const sum = summary(row.status, latestOf(after))
    const changes = moved.map(({ before, after: now }) => ({
      stage: before.stage,
      run: runOf(before),
      calendar: [before.by[0], now.by[0]],
      due: [iso(before.due), iso(now.due)],
    }))
    await tx.run(sql`update incident set clocks = ${JSON.stringify(after.map((c) => c.row))}, version = ${row.version + 1},
        stage_due_at = ${sum.stage_due_at}, stage_yellow_at = ${sum.stage_yellow_at}, total_due_at = ${sum.total_due_at},
        total_yellow_at = ${sum.total_yellow_at}, provisional = ${sum.provisional}
      where county = ${deps.county} and id = ${id}`)
    await tx.run(sql`insert into incident_step (county, id, incident_id, seq, act, from_status, to_status, actor_name, post, at, body_hash, details)
      values (${deps.county}, ${newId()}, ${id}, ${row.version + 1}, ${RECOUNT}, ${row.status}, ${row.status}, ${actor.name}, 'system',
        ${new Date(now)}, ${sha256(JSON.stringify(changes))}, ${JSON.stringify({ clocks: changes })})`)
    await audit(tx, {
      county: deps.county,
      actor: null,
      act: 'incidents.recompute-deadlines',
      subjectKind: 'incident',
      subjectId: id,
      ground: actor.name,
      details: { number: row.number, clocks: changes },
    })
    return true
  })
}
