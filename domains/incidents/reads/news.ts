import type { Tx } from '@lifang/platform/db.ts'
import type { Announcement } from '@lifang/platform/outbox.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { RequestKind, Stage, Status, SupervisionLevel, TaskKind, TaskStatus } from '../schema/words.ts'

/**
 * What other domains may know of an incident when they tell somebody of it. No words of the reporter, no name, no phone; a
 * confidential incident has no address and no point.
 */
export interface IncidentNews {
  readonly id: string
  readonly number: string
  readonly status: Status
  readonly areaId: string
  readonly areaPath: string
  /** Path of the area whose desk has it; null: the desks of its place. */
  readonly deskPath: string | null
  readonly address: string | null
  readonly lon: number | null
  readonly lat: number | null
  readonly classCode: string | null
  readonly className: string | null
  readonly confidential: boolean
  readonly urgent: boolean
  readonly supervision: SupervisionLevel | null
  /** Account that reported it; null: a resident. */
  readonly reportedBy: string | null
  readonly reportedAt: Date
  readonly leadUnitId: string | null
  readonly checkResult: 'pass' | 'fail' | 'unable' | null
  /** The stage that runs now. */
  readonly stage: Stage | null
  readonly stageDueAt: Date | null
  /** When each running stage is due, epoch ms. */
  readonly due: Partial<Record<Stage, number>>
  readonly tasks: readonly {
    readonly kind: TaskKind
    readonly status: TaskStatus
    readonly departmentPath: string | null
    readonly assigneeId: string | null
    /** Epoch ms. */
    readonly openedAt: number
  }[]
  readonly requests: readonly {
    readonly id: string
    readonly kind: RequestKind
    readonly status: 'pending' | 'granted' | 'refused'
    readonly askedBy: string | null
    readonly departmentId: string | null
    readonly firstApprover: string | null
    /** Epoch ms; null: waits. */
    readonly decidedAt: number | null
  }[]
  /** The act the news is of; null for a deadline. */
  readonly step: {
    readonly act: string
    readonly actorId: string | null
    readonly at: Date
    readonly granted: boolean | null
  } | null
}

type Row = Omit<IncidentNews, 'step'> & {
  readonly asked: number
  readonly step_act: string | null
  readonly step_actor: string | null
  readonly step_at: Date | null
  readonly step_granted: boolean | null
}

/** What is announced of an incident. */
export interface Asked {
  readonly incidentId: string
  /** The act; null: a deadline of the incident. */
  readonly stepId: string | null
}

/** The act an announcement of incidents is about; null: a deadline. A report's first step has the incident's own id. */
export function announcedStep({ topic, subjectId, payload }: Announcement): string | null {
  const step = payload['step']
  return typeof step === 'string' ? step : topic === 'incidents.report' ? subjectId : null
}

/** The incident as it is now. @returns an answer to each question, in their order; undefined: no such incident */
export async function incidentNews(
  tx: Tx,
  county: number,
  asked: readonly Asked[],
): Promise<(IncidentNews | undefined)[]> {
  const rows = await tx.rows<Row>(sql`
    select q.n::integer as asked,
      i.id, i.number, i.status, i.area_id as "areaId", i.area_path as "areaPath", i.desk_path as "deskPath",
      case when i.confidential then null else i.address end as address,
      case when i.confidential then null else i.lon end as lon, case when i.confidential then null else i.lat end as lat,
      i.class_code as "classCode", i.class_name as "className", i.confidential, i.urgent, i.supervision,
      i.reported_by as "reportedBy", i.reported_at as "reportedAt", i.lead_unit_id as "leadUnitId",
      i.check_result as "checkResult", i.stage, i.stage_due_at as "stageDueAt",
      coalesce((select jsonb_object_agg(c.stage, (extract(epoch from c.due_at) * 1000)::bigint) from incident_clock c
        where c.county = i.county and c.incident_id = i.id and c.stopped_at is null and c.due_at is not null), '{}') as due,
      coalesce((select jsonb_agg(jsonb_build_object('kind', t.kind, 'status', t.status, 'departmentPath', t.department_path,
          'assigneeId', t.assignee_id, 'openedAt', (extract(epoch from t.opened_at) * 1000)::bigint) order by t.opened_at, t.id)
        from incident_task t where t.county = i.county and t.incident_id = i.id), '[]') as tasks,
      coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'status', r.status, 'askedBy', r.asked_by,
          'departmentId', r.department_id, 'firstApprover', r.first_approver,
          'decidedAt', (extract(epoch from r.decided_at) * 1000)::bigint) order by r.asked_at, r.id)
        from incident_request r where r.county = i.county and r.incident_id = i.id), '[]') as requests,
      s.act as step_act, s.actor_id as step_actor, s.at as step_at, (s.details ->> 'granted')::boolean as step_granted
    from unnest(${asked.map((a) => a.incidentId)}::uuid[], ${asked.map((a) => a.stepId)}::uuid[])
        with ordinality as q(incident_id, step_id, n)
      join incident i on i.county = ${county} and i.id = q.incident_id
      left join incident_step s on s.county = i.county and s.incident_id = i.id and s.id = q.step_id`)
  const found = new Map(rows.map(({ asked: n, ...row }) => [n, newsOf(row)]))
  return asked.map((_, i) => found.get(i + 1))
}

function newsOf({ step_act, step_actor, step_at, step_granted, ...rest }: Omit<Row, 'asked'>): IncidentNews {
  return {
    ...rest,
    step:
      step_act === null || step_at === null
        ? null
        : { act: step_act, actorId: step_actor, at: step_at, granted: step_granted },
  }
}
