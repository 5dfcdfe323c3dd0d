import { holds } from '@lifang/platform/access.ts'
import type { EvidenceKind } from '../schema/words.ts'
import { requestToDecide } from './dispatching.ts'
import { failShown } from './spot.ts'
import {
  decision,
  isWaiting,
  lapse,
  leadTask,
  pending,
  refuse,
  stageLimit,
  stop,
  type Facts,
  type Incident,
  type Rule,
  type TaskOrder,
} from './model.ts'

const DAY = 86_400_000

/** Evidence the closing condition asks for and this round of handling has not given. */
export function missingEvidence(
  incident: Pick<Incident, 'conditionSeq' | 'evidence'>,
  facts: Pick<Facts, 'matter' | 'newEvidence'>,
): EvidenceKind[] {
  const condition = facts.matter?.conditions.find((c) => c.seq === incident.conditionSeq)
  const given = new Set<EvidenceKind>([
    ...facts.newEvidence,
    // The state before handling was photographed by whoever reported; the state after must be of this round.
    ...incident.evidence
      .filter((e) => e.thisRound || e.kind === 'before' || e.kind === 'near' || e.kind === 'far')
      .map((e) => e.kind),
  ])
  // A near or far view taken at the report shows the state before handling.
  if (given.has('near') || given.has('far')) given.add('before')
  return (condition?.closingEvidence ?? []).filter((k) => !given.has(k))
}

/** Transition 16: every assisting unit done or excused, evidence meets the closing condition or its lack is explained. */
export const feedback: Rule<'feedback'> = (incident, body, facts) => {
  if (incident.onHold) return refuse('incidents.on-hold')
  const lead = leadTask(incident)
  if (lead === undefined) return refuse('incidents.no-such-task')
  const open = incident.tasks.filter((t) => t.kind === 'assisting' && isWaiting(t))
  if (open.length > 0)
    return refuse('incidents.assisting-unfinished', { units: open.map((t) => t.departmentName) })
  const missing = missingEvidence(incident, facts)
  if (missing.length > 0 && body.withoutEvidenceReason === undefined) {
    return refuse('incidents.evidence-missing', { field: 'photos', kinds: missing })
  }
  return decision('feedback', {
    set: { checkResult: null },
    clocks: [
      ...stop(incident, 'handle'),
      { do: 'start', stage: 'check', limit: stageLimit(incident, facts.policy, 'check'), unitId: null },
    ],
    tasks: [{ do: 'set', task: lead.id, status: 'done' }],
    requests: lapse(incident, 'return', 'extension', 'hold'),
    details: missing.length > 0 ? { missing, withoutEvidenceReason: body.withoutEvidenceReason } : {},
  })
}

/** Accounts and units that handled it: nobody of them may check it. */
const handlers = (incident: Incident): { accounts: Set<string>; units: string[] } => ({
  accounts: new Set(
    incident.tasks.filter((t) => t.kind === 'lead' || t.kind === 'assisting').flatMap((t) => t.doneBy ?? []),
  ),
  units: incident.tasks.filter((t) => t.kind === 'lead').flatMap((t) => t.departmentPath ?? []),
})

export const isHandler = (
  incident: Incident,
  who: { accountId: string; unitPaths: readonly string[] },
): boolean => {
  const { accounts, units } = handlers(incident)
  return (
    accounts.has(who.accountId) ||
    who.unitPaths.some((p) => units.some((u) => u.startsWith(p) || p.startsWith(u)))
  )
}

/** Transition 17, and the duty chief's re-check after transition 20. */
export const sendCheck: Rule<'send-check'> = (incident, body, { candidate, policy }) => {
  if (candidate === null) {
    return refuse(body.assignee === undefined ? 'incidents.nobody-to-check' : 'incidents.assignee-unfit', {
      field: 'assignee',
    })
  }
  if (isHandler(incident, candidate)) return refuse('incidents.checker-is-handler', { field: 'assignee' })
  return decision('checking', {
    set: { checkResult: null },
    clocks:
      incident.clocks.check === undefined || incident.clocks.check.state === 'stopped'
        ? [{ do: 'start', stage: 'check', limit: stageLimit(incident, policy, 'check'), unitId: null }]
        : [],
    tasks: [{ do: 'open', kind: 'check', unitId: null, assigneeId: candidate.accountId }],
    details: body.sameTimeOfDay === true ? { sameTimeOfDay: true } : {},
  })
}

/** Transitions 18 to 20, the checker's word. Pass and fail wait for the desk; unable goes back to the duty chief. */
export const check: Rule<'check'> = (incident, body, { actor, policy, newEvidence }) => {
  const unitPaths = actor.holdings.flatMap((h) => h.departmentPath ?? [])
  if (isHandler(incident, { accountId: actor.accountId, unitPaths }))
    return refuse('incidents.checker-is-handler')
  if (incident.checkResult !== null) return refuse('incidents.request-decided')
  const shown = failShown(body.result, newEvidence, body.withoutPhotoReason !== undefined)
  if (!shown.ok) return shown
  const tasks: TaskOrder[] = incident.tasks
    .filter((t) => t.kind === 'check' && isWaiting(t))
    .map((t) => ({ do: 'set', task: t.id, status: body.result === 'unable' ? 'failed' : 'done' }))
  return decision(body.result === 'unable' ? 'feedback' : 'checking', {
    set: { checkResult: body.result },
    tasks,
    clocks: [
      ...stop(incident, 'check'),
      ...(body.result === 'pass'
        ? ([
            { do: 'start', stage: 'close', limit: stageLimit(incident, policy, 'close'), unitId: null },
          ] as const)
        : []),
    ],
    details: {
      result: body.result,
      ...(body.withoutPhotoReason === undefined ? {} : { withoutPhotoReason: body.withoutPhotoReason }),
    },
  })
}

/** Transition 19: the same unit again, with the time it had left; overdue stays overdue (nothing is given back). */
export const rework: Rule<'rework'> = (incident) => {
  if (incident.checkResult !== 'fail') return refuse('incidents.check-not-failed')
  return again(incident, { reworkCount: incident.reworkCount + 1 })
}

/** Reopens the lead unit's task for another round. The handling clock continues: stop time is not given back. */
function again(incident: Incident, set: { reworkCount?: number; reopenCount?: number }) {
  const last = [...incident.tasks].reverse().find((t) => t.kind === 'lead')
  if (last === undefined || incident.limit === null) return refuse('incidents.no-such-task')
  const before = incident.clocks.handle
  const left = before?.remainingMs ?? null
  return decision('handling', {
    set: {
      ...set,
      checkResult: null,
      newRound: true,
      // A new round is rated anew; what was said of the last one stays in the history.
      rating: 'cleared',
      leadUnitId: last.departmentId,
      closedAt: null,
      closedBy: null,
    },
    clocks: [
      ...stop(incident, 'check', 'close'),
      { do: 'start', stage: 'handle', limit: reworkLimit(incident, left), unitId: last.departmentId },
      ...(incident.clocks.total === undefined || incident.clocks.total.state === 'stopped'
        ? ([{ do: 'start', stage: 'total', limit: incident.limit, unitId: null }] as const)
        : []),
    ],
    tasks: [{ do: 'open', kind: 'lead', unitId: last.departmentId, assigneeId: last.doneBy }],
    requests: lapse(incident, 'force-close'),
    details: { remainingMs: left },
  })
}

/** Remaining time in hours of the same measure, at least half an hour so that the round has a limit at all. */
function reworkLimit(
  incident: Incident,
  leftMs: number | null,
): { amount: number; unit: 'urgent-hour' | 'working-hour' } {
  const unit =
    incident.limit?.unit === 'urgent-hour' || incident.limit?.unit === 'calendar-day'
      ? 'urgent-hour'
      : 'working-hour'
  return { unit, amount: Math.max(0.5, Math.round((leftMs ?? 0) / 60_000) / 60) }
}

/** Invariant: the handler never closes his own case, whatever other post he holds. */
const handledIt = (incident: Incident, actor: Facts['actor']): boolean =>
  isHandler(incident, { accountId: actor.accountId, unitPaths: [] })

/** Transition 18: closed by the desk on the checker's word, never by whoever handled it. */
export const close: Rule<'close'> = (incident, _body, { actor, now }) => {
  if (incident.checkResult !== 'pass') return refuse('incidents.check-result-missing')
  if (handledIt(incident, actor)) return refuse('incidents.checker-is-handler')
  return decision('closed', {
    set: { closedAt: now, closedBy: 'check' },
    clocks: stop(incident, 'close', 'total'),
  })
}

/** Transition 20: nothing could be seen on the spot; the duty chief closes on papers and says why. */
export const closeOnPapers: Rule<'close-on-papers'> = (incident, body, { actor, now }) => {
  if (incident.checkResult !== 'unable') return refuse('incidents.check-not-unable')
  if (handledIt(incident, actor)) return refuse('incidents.checker-is-handler')
  return decision('closed', {
    set: { closedAt: now, closedBy: 'papers' },
    clocks: stop(incident, 'check', 'close', 'total'),
    details: { waiver: body.waiver },
  })
}

/** Transition 27: the duty chief asks, a leader decides; counted apart. */
export const askForceClose: Rule<'ask-force-close'> = (incident, _body, { actor }) => {
  if (handledIt(incident, actor)) return refuse('incidents.checker-is-handler')
  if (pending(incident, 'force-close') !== undefined) return refuse('incidents.request-pending')
  return decision(incident.status, {
    requests: [{ do: 'ask', kind: 'force-close', unitId: null, details: {} }],
  })
}
export const decideForceClose: Rule<'decide-force-close'> = (incident, body, facts) => {
  const found = requestToDecide(incident, body.request, 'force-close', facts)
  if (found.refused !== undefined) return found.refused
  if (handledIt(incident, facts.actor)) return refuse('incidents.checker-is-handler')
  const requests = [{ do: 'decide', request: found.request.id, granted: body.grant }] as const
  if (!body.grant) return decision(incident.status, { requests })
  return decision('closed', {
    set: { closedAt: facts.now, closedBy: 'force' },
    clocks: stop(incident, 'check', 'close', 'total'),
    tasks: incident.tasks.filter(isWaiting).map((t) => ({ do: 'set', task: t.id, status: 'excused' })),
    requests,
  })
}

const withinWindow = (incident: Incident, { policy, now }: Facts): boolean =>
  incident.closedAt !== null && now <= incident.closedAt + policy.reopenDays * DAY

/** A resident says it is not solved: the duty chief must answer. */
export const askReopen: Rule<'ask-reopen'> = (incident, body, facts) => {
  if (!withinWindow(incident, facts))
    return refuse('incidents.reopen-window-over', { days: facts.policy.reopenDays })
  if (pending(incident, 'reopen') !== undefined) return refuse('incidents.request-pending')
  const details = { reason: body.reason }
  return decision(incident.status, {
    requests: [{ do: 'ask', kind: 'reopen', unitId: null, details }],
    details,
  })
}

/** Transition 21. */
export const reopen: Rule<'reopen'> = (incident, body, facts) => {
  if (!withinWindow(incident, facts))
    return refuse('incidents.reopen-window-over', { days: facts.policy.reopenDays })
  const asked = pending(incident, 'reopen')
  const result = again(incident, { reopenCount: incident.reopenCount + 1 })
  if (!result.ok) return result
  const granted = asked === undefined ? [] : [{ do: 'decide', request: asked.id, granted: true } as const]
  return decision(result.value.to, {
    ...result.value,
    // Whatever was left unanswered when it was closed is not granted in the new round.
    requests: [...granted, ...result.value.requests, ...lapse(incident, 'void')],
    details: { ...result.value.details, reason: body.reason },
  })
}

/**
 * Transition 22: the resident's own word, a call-back by the desk, or the system when the window has passed (no stars are
 * made up). Rating leaves the closed state, so a closed incident rated before was reopened since: the last word counts.
 */
export const rate: Rule<'rate'> = (_incident, body, { actor }) =>
  decision('evaluated', {
    set: {
      rating:
        actor.kind === 'system'
          ? 'none'
          : { stars: body.stars, solved: body.solved, comment: body.comment ?? null },
    },
    details: actor.kind === 'system' ? { unrated: true } : { stars: body.stars, solved: body.solved },
  })

/** Transition 23. "Not solved" must be answered: while it waits, only the duty chief files it away, which refuses it. */
export const archive: Rule<'archive'> = (incident, _body, { actor }) => {
  if (pending(incident, 'reopen') !== undefined && !holds(actor, 'duty-chief'))
    return refuse('incidents.needs-duty-chief')
  return decision('archived', { requests: lapse(incident, 'reopen') })
}
