import { dayStart, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import type { Actor } from '@lifang/platform/access.ts'
import { join, sql, type Sql } from '@lifang/platform/sql.ts'
import { UNIT_POSTS } from '../access.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { classKeyOf } from '../repo/load.ts'
import { missingEvidence } from '../rules/closing.ts'
import { handlingTabs } from '../rules/handling.ts'
import { HANDLING_TABS, type Handling, type HandlingItem, type HandlingTab } from '../schema/desks.ts'
import type { EvidenceKind, RequestKind, TaskStatus } from '../schema/words.ts'
import type { IncidentRow } from '../tables.ts'
import { COLUMNS, toItem } from './list.ts'
import { pathEnd } from './scope.ts'

/** A unit with more in hand than this has other worries than its list; the page says that it was cut. */
const MOST = 1000

/** Tasks of the units whose handler posts this person holds. */
function myTasks(actor: Actor): Sql {
  const posts: readonly string[] = UNIT_POSTS
  const paths = actor.holdings.flatMap((h) => (posts.includes(h.post) ? (h.departmentPath ?? []) : []))
  if (paths.length === 0) return sql`false`
  const inside = [...new Set(paths)].map(
    (p) => sql`(t.department_path >= ${p} and t.department_path < ${pathEnd(p)})`,
  )
  return sql`(${join(inside, ' or ')})`
}

type HandlingRow = IncidentRow & {
  readonly task: TaskStatus
  readonly given: { readonly kind: EvidenceKind; readonly round: number }[] | null
  readonly asked: RequestKind[] | null
}

/** The unit's lead tasks with the tabs they stand on, due first: one statement. */
export async function handlingDesk(deps: IncidentDeps, actor: Actor): Promise<Handling> {
  const now = deps.clock.now()
  const endOfDay = dayStart(officeDay(now) + 1)
  const rows = await deps.db.rows<HandlingRow>(
    sql`select ${COLUMNS}, i.class_version, i.condition_seq, i.round, i.rework_count, i.reopen_count, t.status as task,
          (select jsonb_agg(jsonb_build_object('kind', v.kind, 'round', v.round)) from incident_evidence v
            where v.county = i.county and v.incident_id = i.id) as given,
          (select jsonb_agg(r.kind) from incident_request r
            where r.county = i.county and r.incident_id = i.id and r.status = 'pending') as asked
        from incident i join incident_task t on t.county = i.county and t.incident_id = i.id
        where i.county = ${deps.county} and i.status in ('dispatched', 'handling')
          and t.kind = 'lead' and t.status in ('waiting', 'taken') and ${myTasks(actor)}
        order by coalesce(i.stage_due_at, i.total_due_at) nulls last, i.reported_at, i.id limit ${MOST + 1}`,
  )
  const items = await Promise.all(
    rows.slice(0, MOST).map(async (row): Promise<HandlingItem> => {
      const key = classKeyOf(row)
      const matter =
        key === null || row.class_version === null
          ? null
          : ((await deps.list.entryOf(row.class_version, key)) ?? null)
      const evidence = (row.given ?? []).map((e) => ({ kind: e.kind, thisRound: e.round === row.round }))
      const missing = missingEvidence(
        { conditionSeq: row.condition_seq, evidence },
        { matter, newEvidence: [] },
      )
      const sentBack = row.rework_count + row.reopen_count
      const due = row.stage_due_at ?? row.total_due_at
      return {
        ...toItem(deps, row, now),
        task: row.task,
        tabs: handlingTabs(
          { task: row.task, due: due?.getTime() ?? null, onHold: row.on_hold, sentBack, missing },
          endOfDay,
        ),
        sentBack,
        missing,
        asked: row.asked ?? [],
      }
    }),
  )
  const count = (tab: HandlingTab): number => items.filter((i) => i.tabs.includes(tab)).length
  return {
    at: new Date(now).toISOString(),
    counts: {
      take: count('take'),
      today: count('today'),
      returned: count('returned'),
      evidence: count('evidence'),
      all: count('all'),
    } satisfies Record<(typeof HANDLING_TABS)[number], number>,
    items,
    more: rows.length > MOST,
  }
}
