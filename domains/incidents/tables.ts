import type { LinkedKind } from '@lifang/domains/registry/schema/linked.ts'
import type { ListEntry } from './schema/responsibility.ts'
import type {
  EvidenceKind,
  RequestKind,
  Source,
  Stage,
  Status,
  SupervisionLevel,
  TaskKind,
  TaskStatus,
} from './schema/words.ts'

/** One incident. Instants are UTC; paths end with '/'. */
export interface IncidentRow {
  readonly county: number
  readonly id: string
  readonly number: string
  readonly status: Exclude<Status, 'draft'>
  readonly source: Source
  readonly area_id: string
  readonly area_path: string
  /** Path of the area whose desk has it; null: the desks of its place. */
  readonly desk_path: string | null
  /** Border version of its day; null for places outside drawn borders (imports). */
  readonly border_id: string | null
  readonly lon: number
  readonly lat: number
  readonly address: string | null
  readonly description: string
  readonly occurred_at: Date
  readonly reported_at: Date
  /** Null: the reporter has no account. */
  readonly reported_by: string | null
  readonly request_hash: Buffer
  readonly foreign_number: string | null
  /** Class: suggested until filed_at is set, then fixed. */
  readonly class_standard: string | null
  readonly class_kind: 'component' | 'matter' | null
  readonly class_code: string | null
  /** Null until filed. */
  readonly class_version: string | null
  readonly class_name: string | null
  readonly condition_seq: number | null
  readonly limit_amount: number | null
  readonly limit_unit: 'urgent-hour' | 'working-hour' | 'working-day' | 'calendar-day' | null
  readonly lead_unit_id: string | null
  readonly confidential: boolean
  readonly urgent: boolean
  readonly on_hold: boolean
  /** Day on which a hold is looked at again; null: not on hold. */
  readonly review_at: Date | null
  readonly supervision: SupervisionLevel | null
  readonly return_count: number
  readonly redispatch_count: number
  readonly rework_count: number
  readonly extension_count: number
  readonly reopen_count: number
  readonly round: number
  readonly verify_result: 'exist' | 'not-exist' | 'unable' | null
  readonly check_result: 'pass' | 'fail' | 'unable' | null
  readonly filed_at: Date | null
  readonly dispatched_at: Date | null
  readonly closed_at: Date | null
  readonly closed_by: 'check' | 'papers' | 'force' | 'self' | null
  readonly urged_at: Date | null
  /** Set with null stars when the window passed without a rating. */
  readonly rated_at: Date | null
  readonly stars: number | null
  readonly solved: boolean | null
  readonly rating_comment: string | null
  readonly merged_into: string | null
  readonly policy_version: string
  /** Runs of the stages' clocks in the order they started. */
  readonly clocks: readonly ClockRun[]
  /** Derived from `clocks`; null: nothing runs. */
  readonly stage: Stage | null
  readonly stage_due_at: Date | null
  readonly stage_yellow_at: Date | null
  readonly total_due_at: Date | null
  readonly total_yellow_at: Date | null
  readonly provisional: boolean
  /** Total clock met; null while open or when it never ran. */
  readonly on_time: boolean | null
  readonly version: number
}

/** What an act reads of the row: the rules' facts and what saving compares. */
export const ACT_COLUMNS = [
  'county',
  'id',
  'number',
  'status',
  'source',
  'area_path',
  'desk_path',
  'reported_by',
  'class_standard',
  'class_kind',
  'class_code',
  'class_version',
  'condition_seq',
  'limit_amount',
  'limit_unit',
  'confidential',
  'urgent',
  'on_hold',
  'supervision',
  'return_count',
  'redispatch_count',
  'rework_count',
  'extension_count',
  'reopen_count',
  'round',
  'verify_result',
  'check_result',
  'dispatched_at',
  'closed_at',
  'urged_at',
  'rated_at',
  'clocks',
  'version',
] as const satisfies readonly (keyof IncidentRow)[]
export type ActRow = Pick<IncidentRow, (typeof ACT_COLUMNS)[number]>

export interface StepRow {
  readonly county: number
  readonly id: string
  readonly incident_id: string
  readonly seq: number
  readonly act: string
  readonly from_status: Status | null
  readonly to_status: Status
  readonly actor_id: string | null
  readonly actor_name: string
  readonly post: string
  readonly department_id: string | null
  readonly opinion: string | null
  readonly at: Date
  readonly body_hash: Buffer
  readonly details: Record<string, unknown>
}

export interface TaskRow {
  readonly county: number
  readonly id: string
  readonly incident_id: string
  readonly kind: TaskKind
  readonly status: TaskStatus
  readonly department_id: string | null
  readonly department_path: string | null
  readonly department_name: string | null
  readonly assignee_id: string | null
  readonly done_by: string | null
  readonly opened_at: Date
  readonly taken_at: Date | null
  readonly finished_at: Date | null
}

export interface RequestRow {
  readonly county: number
  readonly id: string
  readonly incident_id: string
  readonly kind: RequestKind
  readonly status: 'pending' | 'granted' | 'refused'
  readonly asked_by: string | null
  readonly asked_by_name: string
  readonly department_id: string | null
  readonly first_approver: string | null
  readonly decided_by: string | null
  readonly details: Record<string, unknown>
  readonly asked_at: Date
  readonly decided_at: Date | null
}

/**
 * One run of one stage's clock, as it stands in `incident.clocks`. What is absent is null, false, zero or, for `run`, one.
 * Instants are milliseconds since 1970. Start, stop and events only ever get added; the rest is derived from them by
 * domains/calendar and can be recomputed at any time.
 */
export interface ClockRun {
  readonly stage: Stage
  readonly run?: number
  readonly limit: readonly [number, 'urgent-hour' | 'working-hour' | 'working-day' | 'calendar-day']
  /** Calendar version and rule version it is counted by. */
  readonly by: readonly [string, string]
  /** Whose clock it is: the handling unit; absent: the desk. */
  readonly unit?: string
  readonly from: number
  /** Absent while paused with time left. */
  readonly due?: number
  readonly yellow?: number
  /** The deadline before any extension or pause, where it differs from `due`. */
  readonly first?: number
  readonly paused?: number
  readonly stop?: number
  readonly extended?: number
  readonly onTime?: boolean
  readonly provisional?: boolean
  readonly events?: readonly ClockHappening[]
}
/** What happened to a clock between its start and its stop. */
export interface ClockHappening {
  readonly kind: 'pause' | 'resume' | 'extend' | 'hand-over'
  readonly at: number
  readonly amount?: number
  /** Reason of a pause; units of a hand-over. */
  readonly note?: { readonly reason?: string; readonly from?: string; readonly to?: string }
  /** History row that did it. */
  readonly step: string
}

export interface EvidenceRow {
  readonly county: number
  readonly id: string
  readonly incident_id: string
  readonly step_id: string
  readonly kind: EvidenceKind
  readonly round: number
  readonly shot_at: Date | null
  readonly lon: number | null
  readonly lat: number | null
  readonly added_by: string | null
  readonly added_at: Date
}

/** Whether cases are shown to everybody, and of which domains of the responsibility list; no row: nothing is shown. */
export interface IncidentPublicationRow {
  readonly county: number
  readonly shown: boolean
  readonly domains: readonly string[]
  readonly decided_at: Date
}

/** Somebody opened an incident: one row a person, incident and office day. */
/** What an incident is about, of the registry. */
export interface SubjectRow {
  readonly county: number
  /** The command that added it, or made with the report. */
  readonly id: string
  readonly incident_id: string
  readonly kind: LinkedKind
  readonly subject_id: string
  /** Null: it came with the report of somebody without an account. */
  readonly added_by: string | null
  readonly added_name: string
  readonly added_at: Date
  readonly removed_by: string | null
  readonly removed_name: string | null
  /** Null: it stands. */
  readonly removed_at: Date | null
  /** The command that took it off. */
  readonly removed_command: string | null
}

export interface ReadingRow {
  readonly county: number
  readonly incident_id: string
  readonly account_id: string
  /** 'YYYY-MM-DD', office day. */
  readonly day: string
  readonly name: string
  readonly post: string
  readonly first_at: Date
}

/** Changes somebody collects over a published version of the responsibility list; at most one is open. */
export interface ListDraftRow {
  readonly county: number
  readonly id: string
  readonly base_id: string
  readonly note: string
  readonly status: 'open' | 'published' | 'discarded'
  readonly revision: number
  readonly opened_by: string
  readonly opened_at: Date
  /** Null: nobody has edited it yet. */
  readonly edited_by: string | null
  readonly edited_name: string | null
  readonly edited_at: Date | null
  /** The version it became. */
  readonly version_id: string | null
}
/** A published version that was taken back before its day. */
export interface ListWithdrawalRow {
  readonly county: number
  readonly version_id: string
  readonly reason: string
  readonly by_id: string
  readonly at: Date
}
/** One class the draft changes, or changed and took back ('same'). */
export interface ListDraftEntryRow {
  readonly county: number
  readonly draft_id: string
  readonly standard: string
  readonly kind: 'component' | 'matter'
  readonly code: string
  readonly state: 'changed' | 'retired' | 'same'
  /** The whole entry; null unless changed. */
  readonly entry: ListEntry | null
  /** Revision of the draft at which it last changed. */
  readonly revision: number
  readonly changed_by: string
  readonly changed_name: string
  readonly changed_at: Date
}
