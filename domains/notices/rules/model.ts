/** What the rule of who is told reads and answers: plain data. */
import type { NoticeEvent } from '../schema/words.ts'

/** Somebody in a post now; stand-ins beside those they stand in for. */
export interface Seat {
  readonly accountId: string
  readonly post: string
  readonly areaPath: string
  /** Ground that a redraw made into this area; see `covers`. */
  readonly formerPaths?: readonly string[]
  readonly departmentPath: string | null
  readonly standsInFor: string | null
}

export interface NewsTask {
  readonly kind: 'lead' | 'assisting' | 'verify' | 'check'
  readonly status: string
  readonly departmentPath: string | null
  readonly assigneeId: string | null
  readonly openedAt: number
}
export interface NewsRequest {
  readonly id: string
  readonly kind: string
  readonly status: 'pending' | 'granted' | 'refused'
  readonly askedBy: string | null
  readonly departmentId: string | null
  readonly firstApprover: string | null
  readonly decidedAt: number | null
}

/** An announcement of incidents with the facts of now. */
export interface News {
  /** Epoch ms: what is due is judged by it. */
  readonly now: number
  /** 'incidents.dispatch', 'incidents.overdue'. */
  readonly topic: string
  /** State the act led to; null for a deadline. */
  readonly to: string | null
  /** Stage of a deadline; null for an act. */
  readonly stage: string | null
  readonly stepId: string | null
  readonly incident: {
    readonly status: string
    readonly areaPath: string
    /** Path of the area whose desk has it; null: the desks of its place. */
    readonly deskPath: string | null
    readonly urgent: boolean
    readonly reportedBy: string | null
    /** When each running stage is due, epoch ms. */
    readonly due: Readonly<Record<string, number>>
    readonly checkResult: 'pass' | 'fail' | 'unable' | null
    readonly tasks: readonly NewsTask[]
    readonly requests: readonly NewsRequest[]
    readonly step: {
      readonly act: string
      readonly actorId: string | null
      /** Epoch ms. */
      readonly at: number
      readonly granted: boolean | null
    } | null
  }
}

export interface Told {
  readonly accountId: string
  readonly event: NoticeEvent
  /** What the text says beside the incident: the kind of request, whether granted, the stage. */
  readonly params: Readonly<Record<string, string | boolean>>
}
