import { holds } from '@lifang/platform/access.ts'
import {
  decision,
  isLive,
  pending,
  refuse,
  type Condition,
  type Facts,
  type Incident,
  type Rule,
} from './model.ts'
import { requestToDecide } from './dispatching.ts'

const conditionOf = (incident: Incident, facts: Facts): Condition | undefined =>
  facts.matter?.conditions.find((c) => c.seq === incident.conditionSeq)

/** Transition 13, asked: before the deadline, within the class's quota. */
export const askExtension: Rule<'ask-extension'> = (incident, body, facts) => {
  if (incident.onHold) return refuse('incidents.on-hold')
  if (pending(incident, 'extension') !== undefined) return refuse('incidents.request-pending')
  const clock = incident.clocks.handle
  if (clock === undefined || clock.due === null || facts.now > clock.due)
    return refuse('incidents.extension-too-late')
  const allowed = conditionOf(incident, facts)?.extension ?? null
  // A rework round is what was left of the limit, in hours: days of a class cannot be added to it.
  if (allowed === null || clock.unit !== incident.limit?.unit) return refuse('incidents.no-extension-allowed')
  if (incident.extensionCount >= allowed.times)
    return refuse('incidents.extension-quota', { times: allowed.times })
  if (clock.extendedBy + body.amount > allowed.maxAmount) {
    return refuse('incidents.extension-too-long', {
      field: 'amount',
      max: allowed.maxAmount,
      unit: incident.limit?.unit,
    })
  }
  if (
    (incident.limit?.unit === 'working-day' || incident.limit?.unit === 'calendar-day') &&
    !Number.isInteger(body.amount)
  ) {
    return refuse('incidents.extension-too-long', {
      field: 'amount',
      max: allowed.maxAmount,
      unit: incident.limit.unit,
    })
  }
  return decision(incident.status, {
    requests: [
      {
        do: 'ask',
        kind: 'extension',
        unitId: null,
        details: { amount: body.amount, unit: incident.limit?.unit },
      },
    ],
    details: { amount: body.amount, unit: incident.limit?.unit },
  })
}

/** Transition 13, decided: the dispatcher first, then the duty chief or a leader. The original deadline is kept by the clock. */
export const decideExtension: Rule<'decide-extension'> = (incident, body, facts) => {
  const found = requestToDecide(incident, body.request, 'extension', facts)
  if (found.refused !== undefined) return found.refused
  const { request } = found
  if (!body.grant) {
    return decision(incident.status, {
      requests: [{ do: 'decide', request: request.id, granted: false }],
      details: request.details,
    })
  }
  if (request.firstApprover === null) {
    if (!holds(facts.actor, 'dispatcher')) return refuse('incidents.not-yours', { who: 'dispatcher' })
    return decision(incident.status, {
      requests: [{ do: 'approve-first', request: request.id }],
      details: request.details,
    })
  }
  if (request.firstApprover === facts.actor.accountId) return refuse('incidents.second-person-needed')
  if (!holds(facts.actor, 'duty-chief', 'leader')) return refuse('incidents.needs-duty-chief')
  const amount = request.details['amount']
  if (typeof amount !== 'number') return refuse('incidents.no-such-request')
  return decision(incident.status, {
    set: { extensionCount: incident.extensionCount + 1 },
    clocks: [
      { do: 'extend', stage: 'handle', amount },
      { do: 'extend', stage: 'total', amount },
    ],
    requests: [{ do: 'decide', request: request.id, granted: true }],
    details: request.details,
  })
}

/** Transition 14, asked: a reason from the list, a plan, and the day on which it will be looked at again. */
export const askHold: Rule<'ask-hold'> = (incident, body, { now }) => {
  if (incident.onHold) return refuse('incidents.on-hold')
  if (pending(incident, 'hold') !== undefined) return refuse('incidents.request-pending')
  const reviewAt = Date.parse(body.reviewAt)
  if (reviewAt <= now) return refuse('incidents.review-date-past', { field: 'reviewAt' })
  const details = { reason: body.reason, plan: body.plan, reviewAt }
  return decision(incident.status, {
    requests: [{ do: 'ask', kind: 'hold', unitId: null, details }],
    details,
  })
}

/** Transition 14, decided: the duty chief and a leader both approve; then the clocks stand. */
export const decideHold: Rule<'decide-hold'> = (incident, body, facts) => {
  const found = requestToDecide(incident, body.request, 'hold', facts)
  if (found.refused !== undefined) return found.refused
  const { request } = found
  if (!body.grant) {
    return decision(incident.status, {
      requests: [{ do: 'decide', request: request.id, granted: false }],
      details: request.details,
    })
  }
  if (request.firstApprover === null) {
    if (!holds(facts.actor, 'duty-chief')) return refuse('incidents.needs-duty-chief')
    return decision(incident.status, {
      requests: [{ do: 'approve-first', request: request.id }],
      details: request.details,
    })
  }
  if (request.firstApprover === facts.actor.accountId) return refuse('incidents.second-person-needed')
  if (!holds(facts.actor, 'leader')) return refuse('incidents.needs-leader')
  const { reviewAt, reason } = request.details
  return decision(incident.status, {
    set: { onHold: true, reviewAt: typeof reviewAt === 'number' ? reviewAt : null },
    clocks: (['handle', 'total'] as const)
      .filter((s) => incident.clocks[s]?.state === 'running')
      .map((stage) => ({ do: 'pause', stage, reason: String(reason) })),
    requests: [{ do: 'decide', request: request.id, granted: true }],
    details: request.details,
  })
}

/** Transition 15: the dispatcher, or the system on the review date; the clocks go on with what was left. */
export const releaseHold: Rule<'release-hold'> = (incident) => {
  if (!incident.onHold) return refuse('incidents.not-on-hold')
  return decision(incident.status, {
    set: { onHold: false, reviewAt: null },
    clocks: (['handle', 'total'] as const)
      .filter((s) => isLive(incident, s) && incident.clocks[s]?.state === 'paused')
      .map((stage) => ({ do: 'resume', stage })),
  })
}
