import { holds } from '@lifang/platform/access.ts'
import { HOUR } from '@lifang/domains/calendar/rules/instants.ts'
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
  type Request,
  type Rule,
  type TaskOrder,
} from './model.ts'

/** Transitions 8 and 11: exactly one lead unit, others assist. The handling clock runs from here: a unit gains nothing by not taking. */
export const dispatch: Rule<'dispatch'> = (incident, body, { units, policy, actor, now }) => {
  const lead = units.get(body.department)
  if (lead === undefined) return refuse('incidents.unknown-department', { field: 'department' })
  const again = incident.returnCount > 0
  if (body.ruling !== undefined && !holds(actor, 'duty-chief'))
    return refuse('incidents.needs-duty-chief', { field: 'ruling' })
  const assisting: TaskOrder[] = []
  for (const id of new Set(body.assisting ?? [])) {
    if (id === lead.id) return refuse('incidents.already-assisting', { field: 'assisting' })
    if (!units.has(id)) return refuse('incidents.unknown-department', { field: 'assisting' })
    assisting.push({ do: 'open', kind: 'assisting', unitId: id, assigneeId: null })
  }
  if (incident.limit === null) return refuse('incidents.unknown-condition')
  return decision('dispatched', {
    set: {
      leadUnitId: lead.id,
      dispatchedAt: now,
      newRound: true,
      ...(again ? { redispatchCount: incident.redispatchCount + 1 } : {}),
    },
    clocks: [
      ...stop(incident, 'dispatch'),
      { do: 'start', stage: 'take', limit: stageLimit(incident, policy, 'take'), unitId: lead.id },
      { do: 'start', stage: 'handle', limit: incident.limit, unitId: lead.id },
    ],
    tasks: [{ do: 'open', kind: 'lead', unitId: lead.id, assigneeId: null }, ...assisting],
    details: {
      department: lead.name,
      ...(again ? { redispatch: true } : {}),
      ...(body.ruling === undefined ? {} : { ruling: body.ruling }),
    },
  })
}

/** Transition 9. */
export const take: Rule<'take'> = (incident) => {
  const lead = leadTask(incident)
  if (lead === undefined) return refuse('incidents.no-such-task')
  return decision('handling', {
    clocks: stop(incident, 'take'),
    tasks: [{ do: 'set', task: lead.id, status: 'taken' }],
  })
}

/** Transition 10, asked: within the window, once per unit without the duty chief; the unit's clock keeps running. */
export const askReturn: Rule<'ask-return'> = (incident, body, { policy, sinceDispatchMs }) => {
  const lead = leadTask(incident)
  if (lead === undefined) return refuse('incidents.no-such-task')
  if (incident.onHold) return refuse('incidents.on-hold')
  if (pending(incident, 'return') !== undefined) return refuse('incidents.request-pending')
  if (sinceDispatchMs > policy.returnWindow.amount * HOUR) {
    return refuse('incidents.return-window-over', { hours: policy.returnWindow.amount })
  }
  return decision(incident.status, {
    requests: [{ do: 'ask', kind: 'return', unitId: lead.departmentId, details: { reason: body.reason } }],
    details: { reason: body.reason },
  })
}

const returnedBefore = (incident: Incident, request: Request): boolean =>
  incident.requests.some(
    (r) => r.kind === 'return' && r.status === 'granted' && r.departmentId === request.departmentId,
  )

/** Finds the pending request an act decides, or the problem that says why not. */
export const requestToDecide = (incident: Incident, id: string, kind: Request['kind'], facts: Facts) => {
  const request = incident.requests.find((r) => r.id === id && r.kind === kind)
  if (request === undefined) return { refused: refuse('incidents.no-such-request', { field: 'request' }) }
  if (request.status !== 'pending') return { refused: refuse('incidents.request-decided') }
  if (request.askedBy === facts.actor.accountId) return { refused: refuse('incidents.second-person-needed') }
  return { request }
}

/** Transition 10, decided by the dispatcher; a unit's second return by the duty chief. */
export const decideReturn: Rule<'decide-return'> = (incident, body, facts) => {
  const found = requestToDecide(incident, body.request, 'return', facts)
  if (found.refused !== undefined) return found.refused
  const { request } = found
  if (body.grant && returnedBefore(incident, request) && !holds(facts.actor, 'duty-chief')) {
    return refuse('incidents.return-once-only')
  }
  const requests = [{ do: 'decide', request: request.id, granted: body.grant }] as const
  if (!body.grant) return decision(incident.status, { requests, details: request.details })
  return decision('filed', {
    set: { returnCount: incident.returnCount + 1, leadUnitId: null, dispatchedAt: null },
    clocks: [
      ...stop(incident, 'take', 'handle'),
      { do: 'start', stage: 'dispatch', limit: stageLimit(incident, facts.policy, 'dispatch'), unitId: null },
    ],
    tasks: incident.tasks
      .filter((t) => isWaiting(t) && (t.kind === 'lead' || t.kind === 'assisting'))
      .map((t) => ({ do: 'set', task: t.id, status: t.kind === 'lead' ? 'returned' : 'excused' })),
    requests: [...requests, ...lapse(incident, 'extension', 'hold')],
    details: request.details,
  })
}

/** Transition 12: down one's own tree; the clock is handed over, not restarted. */
export const delegate: Rule<'delegate'> = (incident, body, { units }) => {
  const lead = leadTask(incident)
  if (lead === undefined) return refuse('incidents.no-such-task')
  const unit = units.get(body.department)
  if (unit === undefined) return refuse('incidents.unknown-department', { field: 'department' })
  if (
    lead.departmentPath === null ||
    unit.id === lead.departmentId ||
    !unit.path.startsWith(lead.departmentPath)
  ) {
    return refuse('incidents.not-below-your-unit', { field: 'department' })
  }
  return decision('handling', {
    set: { leadUnitId: unit.id },
    clocks: [{ do: 'hand-over', stage: 'handle', from: lead.departmentName ?? '', to: unit.name }],
    tasks: [{ do: 'set', task: lead.id, status: lead.status, unitId: unit.id }],
    details: { department: unit.name },
  })
}

export const addAssisting: Rule<'add-assisting'> = (incident, body, { units }) => {
  const unit = units.get(body.department)
  if (unit === undefined) return refuse('incidents.unknown-department', { field: 'department' })
  if (
    incident.tasks.some(
      (t) => isWaiting(t) && t.departmentId === unit.id && (t.kind === 'lead' || t.kind === 'assisting'),
    )
  ) {
    return refuse('incidents.already-assisting', { field: 'department' })
  }
  return decision(incident.status, {
    tasks: [{ do: 'open', kind: 'assisting', unitId: unit.id, assigneeId: null }],
    details: { department: unit.name },
  })
}

export const finishAssisting: Rule<'finish-assisting'> = (incident, _body, { actor }) => {
  const mine = incident.tasks.find(
    (t) =>
      t.kind === 'assisting' &&
      isWaiting(t) &&
      actor.holdings.some(
        (h) => h.departmentPath !== null && t.departmentPath?.startsWith(h.departmentPath) === true,
      ),
  )
  if (mine === undefined) return refuse('incidents.not-your-unit')
  return decision(incident.status, {
    tasks: [{ do: 'set', task: mine.id, status: 'done' }],
    details: { department: mine.departmentName },
  })
}

export const excuseAssisting: Rule<'excuse-assisting'> = (incident, body) => {
  const task = incident.tasks.find((t) => t.id === body.task && t.kind === 'assisting' && isWaiting(t))
  if (task === undefined) return refuse('incidents.no-such-task', { field: 'task' })
  return decision(incident.status, {
    tasks: [{ do: 'set', task: task.id, status: 'excused' }],
    details: { department: task.departmentName },
  })
}
