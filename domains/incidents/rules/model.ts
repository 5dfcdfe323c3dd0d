/** What the rules read and what they answer: plain data, no database, no clock of their own. */
import type { Actor } from '@lifang/platform/access.ts'
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import type { ClockView, Limit } from '@lifang/domains/calendar/schema.ts'
import type { ActCommand } from '../schema/bodies.ts'
import { incidentProblem } from '../schema/problems.ts'
import type {
  Act,
  ClassKey,
  EvidenceKind,
  RequestKind,
  Source,
  Stage,
  Status,
  SupervisionLevel,
  TaskKind,
  TaskStatus,
} from '../schema/words.ts'

export interface Task {
  readonly id: string
  readonly kind: TaskKind
  readonly status: TaskStatus
  readonly departmentId: string | null
  readonly departmentPath: string | null
  readonly departmentName: string | null
  readonly assigneeId: string | null
  /** Account that took or finished it: the handler, for the rule that nobody checks his own work. */
  readonly doneBy: string | null
  /** Epoch ms. */
  readonly openedAt: number
}

export interface Request {
  readonly id: string
  readonly kind: RequestKind
  readonly status: 'pending' | 'granted' | 'refused'
  readonly askedBy: string | null
  readonly departmentId: string | null
  /** First of two approvers, when the kind needs two. */
  readonly firstApprover: string | null
  /** Extension: amount; return: reason; hold: reason, plan and review date; void and reopen: reason. */
  readonly details: Readonly<Record<string, unknown>>
}

/** The state the rules decide on, read under the row's lock. */
export interface Incident {
  readonly id: string
  readonly number: string
  readonly county: number
  readonly status: Status
  readonly source: Source
  readonly areaPath: string
  /** Path of the area whose desk has it, where it was handed up or down. */
  readonly deskPath: string | null
  readonly reportedBy: string | null
  readonly classKey: ClassKey | null
  readonly conditionSeq: number | null
  /** The limit fixed at filing; null before. */
  readonly limit: Limit | null
  readonly confidential: boolean
  readonly urgent: boolean
  readonly onHold: boolean
  readonly supervision: SupervisionLevel | null
  readonly returnCount: number
  readonly redispatchCount: number
  readonly reworkCount: number
  readonly extensionCount: number
  readonly reopenCount: number
  readonly verifyResult: 'exist' | 'not-exist' | 'unable' | null
  readonly checkResult: 'pass' | 'fail' | 'unable' | null
  /** Epoch ms. */
  readonly dispatchedAt: number | null
  readonly closedAt: number | null
  readonly urgedAt: number | null
  readonly rated: boolean
  readonly tasks: readonly Task[]
  readonly requests: readonly Request[]
  /** Evidence on the case, by kind, with whether it was added since handling last began. */
  readonly evidence: readonly { readonly kind: EvidenceKind; readonly thisRound: boolean }[]
  /** Running or paused clocks. */
  readonly clocks: Partial<Record<Stage, ClockView>>
}

/** One filing condition of a class in the responsibility list. */
export interface Condition {
  readonly seq: number
  readonly text: string
  readonly limit: Limit
  readonly closing: string
  readonly closingEvidence: readonly EvidenceKind[]
  /** Times an extension may be granted and the most it may add in all, in the limit's unit; null: none. */
  readonly extension: { readonly times: number; readonly maxAmount: number } | null
}

export interface Matter {
  readonly key: ClassKey
  /** Version of the list the entry comes from; a filed incident keeps it. */
  readonly version: string
  readonly name: string
  readonly departmentId: string | null
  readonly selfHandling: boolean
  readonly confidential: boolean
  readonly requiredEvidence: readonly EvidenceKind[]
  readonly conditions: readonly Condition[]
}

export interface Unit {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly fallback: boolean
}

/** Somebody who could verify or check: their account and the units they belong to. */
export interface Candidate {
  readonly accountId: string
  readonly unitPaths: readonly string[]
}

/** Limits of the stages that the deployment sets itself, windows and quotas: configuration, never constants of a rule. */
export interface Policy {
  readonly version: string
  readonly stages: Readonly<
    Record<'accept' | 'verify' | 'file' | 'dispatch' | 'take' | 'check' | 'close', Limit>
  >
  /** The same for urgent incidents. */
  readonly urgentStages: Readonly<
    Record<'accept' | 'verify' | 'file' | 'dispatch' | 'take' | 'check' | 'close', Limit>
  >
  /** What the total clock adds to the handling limit, by its unit. */
  readonly totalExtra: Readonly<Record<Limit['unit'], number>>
  readonly returnWindow: Limit
  readonly reopenDays: number
  readonly urgeIntervalMs: number
  /** Levels of the tree with a desk, from below, and the one that has a new incident. */
  readonly deskLevels: readonly string[]
  readonly firstDesk: string
  readonly supervisionReply: Readonly<Record<SupervisionLevel, Limit>>
}

/** An area as a step of the ladder. */
export interface Step {
  readonly id: string
  readonly name: string
  readonly path: string
  /** A level that has a desk of its own. */
  readonly isDesk: boolean
  /** Border in force, for grids. */
  readonly borderId: string | null
}
export interface Ladder {
  readonly grid: Step | null
  readonly desk: Step
  readonly above: Step | null
  readonly target: Step | null
}

/** Everything looked up for one act before deciding. */
export interface Facts {
  readonly actor: Actor
  readonly now: number
  readonly policy: Policy
  /** Entry of the class named in the body, or of the incident's own class. */
  readonly matter: Matter | null
  /** Units named in the body, by id. */
  readonly units: ReadonlyMap<string, Unit>
  /** Person named in the body, or the one the system would choose; null: nobody fits. */
  readonly candidate: Candidate | null
  /** Evidence that comes with the act. */
  readonly newEvidence: readonly EvidenceKind[]
  /** Working time since dispatch, in ms, by the unit's calendar. */
  readonly sinceDispatchMs: number
  /** Where it stands on the ladder of desks, and the area named in the body. */
  readonly ladder: Ladder
  /** The incident named in a merge; null when there is none in reach. */
  readonly other: {
    readonly id: string
    readonly number: string
    readonly status: Status
    readonly classKey: ClassKey | null
  } | null
}

export type ClockOrder =
  | { readonly do: 'start'; readonly stage: Stage; readonly limit: Limit; readonly unitId: string | null }
  | { readonly do: 'stop'; readonly stage: Stage }
  | { readonly do: 'pause'; readonly stage: Stage; readonly reason: string }
  | { readonly do: 'resume'; readonly stage: Stage }
  | { readonly do: 'extend'; readonly stage: Stage; readonly amount: number }
  | { readonly do: 'hand-over'; readonly stage: Stage; readonly from: string; readonly to: string }

export type TaskOrder =
  | {
      readonly do: 'open'
      readonly kind: TaskKind
      readonly unitId: string | null
      readonly assigneeId: string | null
    }
  | { readonly do: 'set'; readonly task: string; readonly status: TaskStatus; readonly unitId?: string }

export type RequestOrder =
  | {
      readonly do: 'ask'
      readonly kind: RequestKind
      readonly unitId: string | null
      readonly details: Readonly<Record<string, unknown>>
    }
  | { readonly do: 'approve-first'; readonly request: string }
  | { readonly do: 'decide'; readonly request: string; readonly granted: boolean }

/** Columns an act may change; absent means unchanged. */
export interface Changes {
  classKey?: ClassKey
  classVersion?: string
  className?: string
  conditionSeq?: number
  limit?: Limit
  leadUnitId?: string | null
  confidential?: boolean
  urgent?: boolean
  onHold?: boolean
  reviewAt?: number | null
  supervision?: SupervisionLevel | null
  returnCount?: number
  redispatchCount?: number
  reworkCount?: number
  extensionCount?: number
  reopenCount?: number
  verifyResult?: Incident['verifyResult']
  checkResult?: Incident['checkResult']
  filedAt?: number
  dispatchedAt?: number | null
  closedAt?: number | null
  urgedAt?: number
  rating?: { stars: number; solved: boolean; comment: string | null } | 'none' | 'cleared'
  mergedInto?: string
  deskPath?: string | null
  /** It belongs to another grid than was told. */
  place?: { readonly id: string; readonly path: string; readonly borderId: string }
  /** How it was closed: recorded apart, so that a waiver or a force never counts as a checked close. */
  closedBy?: 'check' | 'papers' | 'force' | 'self' | null
  /** A round of handling begins: evidence of earlier rounds no longer proves the closing condition. */
  newRound?: boolean
}

export interface Decision {
  readonly to: Status
  readonly set: Changes
  readonly clocks: readonly ClockOrder[]
  readonly tasks: readonly TaskOrder[]
  readonly requests: readonly RequestOrder[]
  /** Kept in the history row beside who, when and the opinion. */
  readonly details: Readonly<Record<string, unknown>>
}

export const decision = (to: Status, rest: Partial<Omit<Decision, 'to'>> = {}): Decided<Decision> =>
  yes({ to, set: {}, clocks: [], tasks: [], requests: [], details: {}, ...rest })

export type Rule<A extends Act> = (
  incident: Incident,
  body: Extract<ActCommand, { act: A }>['body'],
  facts: Facts,
) => Decided<Decision>

export const refuse = (code: Parameters<typeof incidentProblem>[0], details: Record<string, unknown> = {}) =>
  no<Decision>(incidentProblem(code, details))

export const stageLimit = (
  incident: Pick<Incident, 'urgent'>,
  policy: Policy,
  stage: keyof Policy['stages'],
): Limit => (incident.urgent ? policy.urgentStages : policy.stages)[stage]

/** Stops these clocks where they run. */
export const stop = (incident: Incident, ...stages: readonly Stage[]): ClockOrder[] =>
  stages.filter((s) => isLive(incident, s)).map((stage) => ({ do: 'stop', stage }))

export const isLive = (incident: Incident, stage: Stage): boolean => {
  const state = incident.clocks[stage]?.state
  return state === 'running' || state === 'paused'
}

export const isWaiting = (t: Task): boolean => t.status === 'waiting' || t.status === 'taken'
export const leadTask = (incident: Incident): Task | undefined =>
  incident.tasks.find((t) => t.kind === 'lead' && isWaiting(t))
export const pending = (incident: Incident, kind: RequestKind): Request | undefined =>
  incident.requests.find((r) => r.kind === kind && r.status === 'pending')
/** What was asked and not answered ends with the stage it was about: nobody can grant it in a later one. */
export const lapse = (incident: Incident, ...kinds: readonly RequestKind[]): RequestOrder[] =>
  incident.requests
    .filter((r) => r.status === 'pending' && kinds.includes(r.kind))
    .map((r) => ({ do: 'decide', request: r.id, granted: false }))
