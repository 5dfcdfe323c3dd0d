/**
 * The promise to a resident in plain words' keys: what comes next, which post is responsible, why it waits, what happens when
 * it is late, and what the resident may do now. Pure; the page and the server ask the same functions.
 */
import type { Problem } from '@lifang/platform/problem.ts'
import { incidentProblem } from '../schema/problems.ts'
import type { NextStep, PromiseMore, ResidentAct, ResidentMay } from '../schema/promise.ts'
import { IS_OPEN } from '../schema/lists.ts'
import type { HoldReason, Stage, Status } from '../schema/words.ts'

const DAY = 86_400_000

/** What the promise is made of, as found by one read. Instants are epoch ms. */
export interface PromiseFacts {
  readonly status: Status
  /** The report was merged into another, whose state is told. */
  readonly merged: boolean
  readonly stage: Stage | null
  readonly checkResult: 'pass' | 'fail' | 'unable' | null
  readonly onHold: boolean
  readonly hold: { readonly reason: HoldReason; readonly reviewAt: number | null } | null
  /** What the handling unit asked for and still waits for. */
  readonly asked: 'extension' | 'return' | 'hold' | null
  readonly reopenAsked: boolean
  readonly urgedAt: number | null
  readonly closedAt: number | null
  readonly due: number | null
  /** Whole rest days between now and the deadline; 0 for limits that run through them. */
  readonly restDays: number
  readonly unit: string | null
  /** The office that takes reports in and sends them out; null: the deployment names none. */
  readonly centre: string | null
  readonly now: number
  readonly reopenDays: number
  readonly urgeIntervalMs: number
}

/** Next step by status; the two that depend on more are decided below. */
const NEXT = {
  draft: 'accept',
  reported: 'accept',
  verifying: 'verify',
  accepted: 'file',
  filed: 'dispatch',
  dispatched: 'take',
  handling: 'handle',
  feedback: 'check',
  checking: 'check',
  closed: 'rate',
  evaluated: 'done',
  archived: 'done',
  'self-closed': 'done',
  rejected: 'elsewhere',
  voided: 'ended',
} as const satisfies Record<Status, NextStep>

export function nextStep(
  f: Pick<PromiseFacts, 'status' | 'onHold' | 'checkResult' | 'reopenAsked'>,
): NextStep {
  if (f.reopenAsked && (f.status === 'closed' || f.status === 'evaluated')) return 'answer'
  if (f.status === 'handling' && f.onHold) return 'resume'
  if (f.status === 'checking' && f.checkResult === 'pass') return 'close'
  if (f.status === 'checking' && f.checkResult === 'fail') return 'rework'
  return NEXT[f.status]
}

/** The post that has to move next, and whose it is; never a person. */
export function responsibleFor(
  next: NextStep,
  f: Pick<PromiseFacts, 'unit' | 'centre'>,
): PromiseMore['responsible'] {
  const at = (post: string, unit: string | null) => ({ post, unit })
  switch (next) {
    case 'accept':
    case 'file':
    case 'close':
      return at('intake-officer', f.centre)
    case 'verify':
      return at('grid-worker', null)
    case 'dispatch':
    case 'rework':
      return at('dispatcher', f.centre)
    case 'take':
    case 'handle':
      return at('handler', f.unit)
    case 'check':
      return at('checker', null)
    case 'resume':
    case 'answer':
      return at('duty-chief', f.centre)
    case 'rate':
    case 'done':
    case 'elsewhere':
    case 'ended':
      return null
  }
}

/** A real reason or none: a hold in words, an answer somebody waits for, rest days on the way, the stage it is in. */
export function waitingFor(next: NextStep, f: PromiseFacts): PromiseMore['waiting'] {
  const none = { hold: null, reviewAt: null, asked: null, restDays: 0 }
  if (f.onHold)
    return {
      ...none,
      why: 'hold',
      hold: f.hold?.reason ?? null,
      reviewAt: f.hold?.reviewAt == null ? null : new Date(f.hold.reviewAt).toISOString(),
    }
  if (next === 'answer') return { ...none, why: 'answer' }
  if (!IS_OPEN[f.status]) return null
  if (f.asked !== null) return { ...none, why: 'asked', asked: f.asked, restDays: f.restDays }
  return { ...none, why: 'stage', restDays: f.restDays }
}

/** What happens when the deadline passes: said beforehand, and said truly when it has. */
export function whenLate(f: Pick<PromiseFacts, 'status' | 'onHold' | 'due' | 'now'>): PromiseMore['late'] {
  if (!IS_OPEN[f.status]) return 'over'
  if (f.onHold) return 'paused'
  if (f.due === null) return 'untimed'
  return f.now > f.due ? 'late' : 'before'
}

/** Why a resident's act is refused now; null: it is not. The server's own rules refuse in the same cases. */
export function residentRefusal(act: ResidentAct, f: PromiseFacts, own: Status): Problem | null {
  if (f.merged) return incidentProblem('incidents.merged-report')
  const open = IS_OPEN[own]
  const ended = (): Problem => incidentProblem('incidents.case-ended', { status: own, act })
  switch (act) {
    case 'urge': {
      if (!open) return ended()
      const next = (f.urgedAt ?? -Infinity) + f.urgeIntervalMs
      return f.now < next
        ? incidentProblem('incidents.urge-too-soon', { seconds: Math.ceil((next - f.now) / 1000) })
        : null
    }
    case 'rate':
      if (own === 'closed') return null
      if (own === 'evaluated') return incidentProblem('incidents.rated-already')
      return open ? incidentProblem('incidents.not-closed-yet', { act }) : ended()
    case 'ask-reopen':
      if (open) return incidentProblem('incidents.not-closed-yet', { act })
      if (own !== 'closed' && own !== 'evaluated') return ended()
      if (f.closedAt === null || f.now > f.closedAt + f.reopenDays * DAY)
        return incidentProblem('incidents.reopen-window-over', { days: f.reopenDays })
      return f.reopenAsked ? incidentProblem('incidents.reopen-asked') : null
    case 'withdraw':
      if (own === 'reported' || own === 'verifying' || own === 'accepted') return null
      return open ? incidentProblem('incidents.withdraw-too-late') : ended()
  }
}

/** What the office's own refusal means to a resident, who knows neither states nor posts. */
export function toldToResident(problem: Problem, act: ResidentAct, f: PromiseFacts, own: Status): Problem {
  const mine = ['incidents.wrong-status', 'incidents.request-pending'].includes(problem.code)
  return mine ? (residentRefusal(act, f, own) ?? problem) : problem
}

/** Everything the card says beyond the state itself. `own` is the state of the report itself, which may be merged. */
export function promiseOf(f: PromiseFacts, own: Status): PromiseMore {
  const next = nextStep(f)
  const may = (act: ResidentAct): ResidentMay => {
    const refusal = residentRefusal(act, f, own)
    return refusal === null
      ? { may: true, why: null, details: {} }
      : { may: false, why: refusal.code, details: refusal.details }
  }
  const urgeAgain = f.urgedAt === null ? null : f.urgedAt + f.urgeIntervalMs
  return {
    next,
    responsible: responsibleFor(next, f),
    waiting: waitingFor(next, f),
    late: whenLate(f),
    reopenUntil: f.closedAt === null ? null : new Date(f.closedAt + f.reopenDays * DAY).toISOString(),
    urgeFrom:
      urgeAgain === null || urgeAgain <= f.now || !IS_OPEN[own] ? null : new Date(urgeAgain).toISOString(),
    acts: {
      urge: may('urge'),
      rate: may('rate'),
      'ask-reopen': may('ask-reopen'),
      withdraw: may('withdraw'),
    },
  }
}
