import { setImmediate as breath } from 'node:timers/promises'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { eventsOf } from '../repo/clocks.ts'
import { classText } from '../rules/listing.ts'
import { changedLimits, createWhatIf, periodOf, type PastCase } from '../rules/what-if.ts'
import type { WhatIfQuery, WhatIfView } from '../schema/responsibility.ts'
import type { ClockRun } from '../tables.ts'
import { openDraft } from './drafts.ts'

/** Cases recomputed at most, the newest first, and how many are read at a time. */
export const WHAT_IF_CASES = 20_000
const BATCH = 1000

interface Row {
  readonly id: string
  readonly closed_at: Date
  readonly class_standard: string
  readonly class_kind: 'component' | 'matter'
  readonly class_code: string
  readonly condition_seq: number
  readonly limit_amount: number | null
  readonly limit_unit: string | null
  readonly lead_unit_id: string | null
  readonly runs: readonly ClockRun[] | null
}

/**
 * Closed cases of a past period under the draft's limits: those of one condition, of one class, or of every condition whose limit
 * the draft changes. Read in batches, so that a city's quarter needs no memory of its own.
 * @throws list.no-draft
 */
export async function whatIf(deps: IncidentDeps, query: WhatIfQuery): Promise<WhatIfView> {
  const draft = await openDraft(deps, deps.db)
  const period = periodOf(query.period, deps.clock.now())
  const { standard, kind, code, seq } = query
  const one = standard !== undefined && kind !== undefined && code !== undefined
  const changed = one ? null : changedLimits(draft.base, draft.list)
  const sum = createWhatIf(draft.base, draft.list)
  const scope = one
    ? sql`i.class_standard = ${standard} and i.class_kind = ${kind} and i.class_code = ${code}${seq === undefined ? sql`` : sql` and i.condition_seq = ${seq}`}`
    : sql`i.class_code = any(${[...new Set([...(changed ?? [])].map((c) => c.split('|')[2] ?? ''))]}::text[])`
  const { read, sampled } = await eachClosed(deps, period, scope, (row) => {
    const past = pastCase(deps, row)
    if (changed !== null && !changed.has(`${classText(past.key)}|${past.seq}`)) return false
    sum.add(past)
    return true
  })
  const result = sum.result()
  return {
    ...result,
    from: new Date(period.from).toISOString(),
    to: new Date(period.to).toISOString(),
    read,
    sampled,
    units: result.units.map((u) => ({
      ...u,
      name: (u.id === null ? undefined : deps.directory.department(u.id)?.name) ?? '',
    })),
  }
}

/** @returns how many counted, and whether the bound cut some off */
async function eachClosed(
  deps: IncidentDeps,
  period: { readonly from: number; readonly to: number },
  scope: Sql,
  take: (row: Row) => boolean,
): Promise<{ read: number; sampled: boolean }> {
  let read = 0
  let after: { readonly at: Date; readonly id: string } | null = null
  for (let seen = 0; seen < WHAT_IF_CASES;) {
    const rows: readonly Row[] = await deps.db.rows<Row>(
      sql`select i.id, i.closed_at, i.class_standard, i.class_kind, i.class_code, i.condition_seq, i.limit_amount, i.limit_unit, i.lead_unit_id,
            (select jsonb_agg(c) from jsonb_array_elements(i.clocks) c where c ->> 'stage' = 'handle') as runs
          from incident i where i.county = ${deps.county} and i.closed_at >= ${new Date(period.from)} and i.closed_at < ${new Date(period.to)}
            and i.status in ('closed', 'evaluated', 'archived') and i.condition_seq is not null and i.class_code is not null
            and ${scope} ${after === null ? sql`` : sql`and (i.closed_at, i.id) < (${after.at}, ${after.id})`}
          order by i.closed_at desc, i.id desc limit ${BATCH}`,
    )
    for (const row of rows) if (take(row)) read++
    seen += rows.length
    const last = rows.at(-1)
    if (last === undefined || rows.length < BATCH) return { read, sampled: false }
    after = { at: last.closed_at, id: last.id }
    // Other requests are answered between two batches.
    await breath()
  }
  return { read, sampled: true }
}

function pastCase(deps: IncidentDeps, row: Row): PastCase {
  const key = { standard: row.class_standard, kind: row.class_kind, code: row.class_code }
  // A round of rework has what was left of the limit; the last run with the whole limit is what the limit is about.
  const run = (row.runs ?? []).findLast(
    (r) => r.stop !== undefined && r.limit[0] === row.limit_amount && r.limit[1] === row.limit_unit,
  )
  const calendar = run === undefined ? null : deps.calendars.find(run.by[0])
  return {
    key,
    seq: row.condition_seq,
    unitId: run?.unit ?? row.lead_unit_id,
    run: run === undefined || calendar === null ? null : { events: eventsOf(run), calendar },
  }
}
