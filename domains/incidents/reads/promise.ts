import { NIL_ACCOUNT, type Actor } from '@lifang/platform/access.ts'
import { sameBytes } from '@lifang/platform/crypto.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { sql } from '@lifang/platform/sql.ts'
import { plainNumber } from '../commands/act.ts'
import { tailIndex } from '../commands/report.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import type { PromiseCard } from '../schema/views.ts'
import { incidentProblem } from '../schema/problems.ts'
import type { IncidentRow, StepRow } from '../tables.ts'
import { lampsOf } from './lamps.ts'

export const resident = (county: number): Actor => ({
  accountId: NIL_ACCOUNT,
  name: '',
  kind: 'resident',
  county,
  holdings: [],
})

/**
 * Proves that somebody knows both the number and the last four digits of the phone given. A wrong number and wrong digits
 * get the same answer in the same way, so a number alone reveals nothing.
 * @throws incidents.lookup-failed
 */
export async function proveResident(deps: IncidentDeps, number: string, tail: string): Promise<IncidentRow> {
  const plain = plainNumber(number)
  const row = await deps.db.maybe<IncidentRow & { tail_index: Buffer | null }>(
    sql`select i.*, r.tail_index from incident i left join incident_reporter r on r.county = i.county and r.incident_id = i.id
        where i.county = ${deps.county} and i.number = ${plain}`,
  )
  const expected = tailIndex(deps.indexKey, plain, tail)
  if (row === undefined || row.tail_index === null || !sameBytes(row.tail_index, expected)) {
    throw incidentProblem('incidents.lookup-failed')
  }
  return row
}

/** Steps a resident is told of: what was decided about their matter, not how the office works inside. */
const TOLD = [
  'report',
  'accept',
  'decline',
  'file',
  'dispatch',
  'take',
  'feedback',
  'close',
  'close-on-papers',
  'decide-hold',
  'release-hold',
  'reopen',
  'rate',
  'withdraw',
  'merge',
  'void',
  'self-close',
  'urge',
  'ask-reopen',
]

/** Steps told only when they moved the case: a refusal inside the office is nobody's news. */
const TOLD_WHEN_IT_ENDS = ['verify', 'decide-void', 'decide-force-close']

export async function promiseCard(deps: IncidentDeps, row: IncidentRow): Promise<PromiseCard> {
  const now = deps.clock.now()
  // A merged report follows its master, and the master of that one: all reporters are kept informed.
  let followed = row
  while (followed.merged_into !== null) {
    followed = await deps.db.one<IncidentRow>(
      sql`select * from incident where county = ${deps.county} and id = ${followed.merged_into}`,
    )
  }
  const steps = await deps.db.rows<Pick<StepRow, 'act' | 'to_status' | 'at' | 'details'>>(
    sql`select act, to_status, at, details from incident_step where county = ${deps.county} and incident_id = ${followed.id}
        and (act = any(${TOLD}::text[]) or (act = any(${TOLD_WHEN_IT_ENDS}::text[]) and from_status <> to_status)) order by seq`,
  )
  const advice = steps.find((s) => s.act === 'decline')?.details['advice']
  const reopenable =
    row.closed_at !== null &&
    now <= row.closed_at.getTime() + deps.policy.reopenDays * 86_400_000 &&
    ['closed', 'evaluated'].includes(row.status)
  return {
    number: row.number,
    status: followed.status,
    reportedAt: row.reported_at.toISOString(),
    category: followed.class_name,
    department:
      followed.lead_unit_id === null
        ? null
        : (deps.directory.department(followed.lead_unit_id)?.name ?? null),
    stage: followed.stage,
    dueAt: isoOrNull(followed.total_due_at ?? followed.stage_due_at),
    provisional: followed.provisional,
    lamp: lampsOf(followed, now).lamp,
    onHold: followed.on_hold,
    timeline: steps.map((s) => ({
      act: s.act as PromiseCard['timeline'][number]['act'],
      to: s.to_status,
      at: s.at.toISOString(),
    })),
    advice: typeof advice === 'string' ? advice : null,
    mayRate: row.status === 'closed',
    mayReopen: reopenable,
  }
}
