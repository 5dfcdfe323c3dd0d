import { dayStart, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { holds, type Actor } from '@lifang/platform/access.ts'
import { msOrNull } from '@lifang/platform/instant.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { incidentScope, mayAtPlace, seesReporter } from '../access.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import {
  reasonsOf,
  RETURNS_THAT_COUNT,
  REWORKS_THAT_COUNT,
  waitsForDecision,
  type Reason,
} from '../rules/exceptions.ts'
import { EXCEPTION_RULES, type ExceptionItem, type ExceptionRule, type Exceptions } from '../schema/desks.ts'
import type { RequestKind, Stage } from '../schema/words.ts'
import type { IncidentRow } from '../tables.ts'
import { lampCondition } from './lamps.ts'
import { COLUMNS, toItem } from './list.ts'
import { OPEN, scopeCondition } from './scope.ts'

/** More exceptions than this are no exceptions any more; the page says that it was cut. */
const MOST = 1000

interface Asked {
  readonly kind: RequestKind
  readonly by: string
  readonly account: string | null
  readonly at: string
  readonly first: string | null
}
type ExceptionRow = IncidentRow & { readonly asked: Asked[] | null }

/**
 * Ids of everything a rule could hold of, wide enough for each of them; the rules decide. Two sets and not one condition: an "or"
 * of what waits and what is open would read every case there ever was.
 */
const candidates = (mine: Sql, now: Date, endOfDay: Date): Sql => sql`
  select i.id from incident_request r join incident i on i.county = r.county and i.id = r.incident_id
    where r.status = 'pending' and (r.kind <> 'return' or i.return_count >= ${RETURNS_THAT_COUNT - 1}) and ${mine}
  union select i.id from incident i where ${mine} and ${OPEN} and (i.return_count >= ${RETURNS_THAT_COUNT} or i.supervision is not null
    or i.urgent or i.rework_count >= ${REWORKS_THAT_COUNT} or (i.on_hold and i.review_at <= ${endOfDay})
    or (not i.on_hold and i.total_due_at < ${now}))`

/** The page of exceptions of a chief, supervisor or leader: three statements, whatever it shows. */
export async function exceptions(deps: IncidentDeps, actor: Actor): Promise<Exceptions> {
  const now = deps.clock.now()
  const at = new Date(now)
  const endOfDay = dayStart(officeDay(now) + 1)
  const mine = scopeCondition(incidentScope(actor))
  const red = lampCondition('red', at)
  const [rows, totals, reds] = await Promise.all([
    deps.db.rows<ExceptionRow>(
      sql`select ${COLUMNS}, i.desk_path, i.confidential, i.review_at, i.return_count, i.rework_count,
            (select jsonb_agg(jsonb_build_object('kind', r.kind, 'by', r.asked_by_name, 'account', r.asked_by, 'at', r.asked_at, 'first', r.first_approver)
                order by r.asked_at) from incident_request r
              where r.county = i.county and r.incident_id = i.id and r.status = 'pending') as asked
          from incident i where i.county = ${deps.county} and i.id in (${candidates(mine, at, new Date(endOfDay))})
          order by coalesce(i.total_due_at, i.stage_due_at) nulls last, i.reported_at, i.id limit ${MOST + 1}`,
    ),
    deps.db.one<{ open: number; red: number }>(
      sql`select count(*)::integer as open, (count(*) filter (where ${red}))::integer as red from incident i where ${mine} and ${OPEN}`,
    ),
    deps.db.rows<{ unit: string | null; stage: Stage | null; n: number }>(
      sql`select i.lead_unit_id as unit, i.stage, count(*)::integer as n from incident i
          where ${mine} and ${OPEN} and ${red} group by 1, 2 order by 3 desc, 1, 2`,
    ),
  ])
  const rules = new Map<ExceptionRule, number>(EXCEPTION_RULES.map((r) => [r, 0]))
  const decide: Ordered[] = []
  const know: Ordered[] = []
  for (const row of rows.slice(0, MOST)) {
    const reasons = reasonsOf(factsOf(row, actor), readerOf(actor, row), now, endOfDay)
    if (reasons.length === 0) continue
    for (const rule of new Set(reasons.map((r) => r.rule))) rules.set(rule, (rules.get(rule) ?? 0) + 1)
    const waits = waitsForDecision(reasons)
    // What somebody waits for comes first; the others follow in the order of the rules.
    const told = waits
      ? [...reasons].sort((a, b) => Number(b.act !== null) - Number(a.act !== null))
      : reasons
    const item = { ...toItem(deps, row, now), reasons: told.map(viewOf) }
    ;(waits ? decide : know).push({ since: told[0]?.at ?? row.reported_at.getTime(), item })
  }
  return {
    at: at.toISOString(),
    decide: inOrder(decide),
    know: inOrder(know),
    rules: Object.fromEntries(rules) as Record<ExceptionRule, number>,
    ...totals,
    reds: reds.map((r) => ({
      unit: r.unit === null ? null : (deps.directory.department(r.unit)?.name ?? null),
      stage: r.stage,
      n: r.n,
    })),
    more: rows.length > MOST,
  }
}

interface Ordered {
  readonly since: number
  readonly item: ExceptionItem
}
const inOrder = (list: readonly Ordered[]): ExceptionItem[] =>
  list.toSorted((a, b) => a.since - b.since).map((o) => o.item)

const viewOf = (reason: Reason): ExceptionItem['reasons'][number] => ({
  ...reason,
  at: reason.at === null ? null : new Date(reason.at).toISOString(),
})

const factsOf = (row: ExceptionRow, actor: Actor) => ({
  status: row.status,
  urgent: row.urgent,
  onHold: row.on_hold,
  reviewAt: msOrNull(row.review_at),
  supervised: row.supervision !== null,
  replyDue: row.clocks.findLast((c) => c.stage === 'reply' && c.stop === undefined)?.due ?? null,
  returns: row.return_count,
  reworks: row.rework_count,
  totalDue: msOrNull(row.total_due_at),
  waiting: (row.asked ?? []).map((a) => ({
    kind: a.kind,
    // A confidential reporter who asks to reopen is not named here either.
    by:
      a.kind === 'reopen' &&
      row.confidential &&
      !seesReporter(actor, { confidential: row.confidential, areaPath: row.area_path })
        ? null
        : a.by,
    byAccount: a.account,
    at: Date.parse(a.at),
    firstApprover: a.first,
  })),
})

const readerOf = (actor: Actor, row: ExceptionRow) => ({
  account: actor.accountId,
  may: (act: Parameters<typeof mayAtPlace>[2]): boolean =>
    mayAtPlace(actor, { areaPath: row.area_path, deskPath: row.desk_path }, act),
  holds: (post: string): boolean => holds(actor, post),
})
