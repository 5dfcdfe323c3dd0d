import { COMPLAINT_SOURCES, PROFESSIONAL_SOURCES } from '../schema/lists.ts'
import { holds } from '@lifang/platform/access.ts'
import { classesDiffer } from './alike.ts'
import { handledOnTheSpot } from './spot.ts'
import {
  decision,
  isWaiting,
  pending,
  refuse,
  stageLimit,
  stop,
  type Incident,
  type Rule,
  type TaskOrder,
} from './model.ts'

const finish = (incident: Incident, kind: 'verify' | 'check'): TaskOrder[] =>
  incident.tasks
    .filter((t) => t.kind === kind && isWaiting(t))
    .map((t) => ({ do: 'set', task: t.id, status: 'done' }))

/** Everything still open on the case when it ends before handling is done. */
export const excuseAll = (incident: Incident): TaskOrder[] =>
  incident.tasks.filter(isWaiting).map((t) => ({ do: 'set', task: t.id, status: 'excused' }))

/** Transition 2: handled on the spot by grid or community; before and after, or a reason why there is no photo. */
export const selfClose: Rule<'self-close'> = (incident, body, facts) => {
  if (incident.status !== 'reported' && incident.deskPath === null)
    return refuse('incidents.wrong-status', { status: incident.status, act: 'self-close' })
  const kinds = new Set([...facts.newEvidence, ...incident.evidence.map((e) => e.kind)])
  const allowed = handledOnTheSpot(facts.matter, kinds, body.withoutPhotoReason !== undefined)
  if (!allowed.ok) return allowed
  const { matter, missing } = allowed.value
  return decision('self-closed', {
    set: {
      classKey: matter.key,
      classVersion: matter.version,
      className: matter.name,
      closedAt: facts.now,
      closedBy: 'self',
    },
    clocks: stop(incident, 'accept', 'file', 'dispatch', 'total'),
    details: missing.length > 0 ? { withoutPhotoReason: body.withoutPhotoReason, missing } : {},
  })
}

/** Transition 3: somebody nearby looks first; what a professional found needs no second look. */
export const sendVerify: Rule<'send-verify'> = (incident, body, { candidate, policy }) => {
  if (PROFESSIONAL_SOURCES.includes(incident.source)) return refuse('incidents.professional-source')
  if (candidate === null) {
    return refuse(body.assignee === undefined ? 'incidents.nobody-to-verify' : 'incidents.assignee-unfit', {
      field: 'assignee',
    })
  }
  return decision('verifying', {
    clocks: [
      ...stop(incident, 'accept'),
      { do: 'start', stage: 'verify', limit: stageLimit(incident, policy, 'verify'), unitId: null },
    ],
    tasks: [{ do: 'open', kind: 'verify', unitId: null, assigneeId: candidate.accountId }],
  })
}

/** Transition 4: exists → accepted, does not exist → rejected, unable to tell → back to the desk. */
export const verify: Rule<'verify'> = (incident, body, { policy }) => {
  const tasks = finish(incident, 'verify')
  const clocks = stop(incident, 'verify')
  const set = { verifyResult: body.result }
  switch (body.result) {
    case 'exist':
      return decision('accepted', {
        set,
        tasks,
        clocks: [
          ...clocks,
          { do: 'start', stage: 'file', limit: stageLimit(incident, policy, 'file'), unitId: null },
        ],
      })
    case 'not-exist':
      return decision('rejected', { set, tasks, clocks, details: { reason: 'untrue' } })
    case 'unable':
      return decision('reported', {
        set,
        tasks,
        clocks: [
          ...clocks,
          { do: 'start', stage: 'accept', limit: stageLimit(incident, policy, 'accept'), unitId: null },
        ],
      })
  }
}

/** Transition 5. Late acceptance is still acceptance: the stage's lamp says so for ever. */
export const accept: Rule<'accept'> = (incident, _body, { policy }) =>
  decision('accepted', {
    clocks: [
      ...stop(incident, 'accept'),
      { do: 'start', stage: 'file', limit: stageLimit(incident, policy, 'file'), unitId: null },
    ],
  })

/** Transition 6: a reason from the list and where to go instead; complaint types only by the duty chief. */
export const decline: Rule<'decline'> = (incident, body, { actor }) => {
  if (COMPLAINT_SOURCES.includes(incident.source) && !holds(actor, 'duty-chief'))
    return refuse('incidents.needs-duty-chief')
  return decision('rejected', {
    clocks: stop(incident, 'accept', 'file'),
    details: { reason: body.reason, advice: body.advice },
  })
}

/** Transition 7: class, condition and limit are fixed by the list as it stands today; the total clock starts. */
export const file: Rule<'file'> = (incident, body, { matter, policy, now }) => {
  if (matter === null) return refuse('incidents.unknown-class', { field: 'catalogue' })
  const condition = matter.conditions.find((c) => c.seq === body.condition)
  if (condition === undefined) return refuse('incidents.unknown-condition', { field: 'condition' })
  const { limit } = condition
  return decision('filed', {
    set: {
      classKey: matter.key,
      classVersion: matter.version,
      className: matter.name,
      conditionSeq: condition.seq,
      limit,
      filedAt: now,
      ...(matter.confidential ? { confidential: true } : {}),
    },
    clocks: [
      ...stop(incident, 'file'),
      { do: 'start', stage: 'dispatch', limit: stageLimit(incident, policy, 'dispatch'), unitId: null },
      {
        do: 'start',
        stage: 'total',
        limit: { unit: limit.unit, amount: limit.amount + policy.totalExtra[limit.unit] },
        unitId: null,
      },
    ],
    details: { catalogue: matter.key, version: matter.version, condition: condition.seq, limit },
  })
}

/** Transition 26: the reporter takes it back, before filing and before anyone verified it. */
export const withdraw: Rule<'withdraw'> = (incident) => {
  if (COMPLAINT_SOURCES.includes(incident.source) && incident.verifyResult !== null)
    return refuse('incidents.withdraw-too-late')
  return decision('voided', {
    clocks: stop(incident, 'accept', 'verify', 'file'),
    tasks: excuseAll(incident),
    details: { reason: 'withdrawn' },
  })
}

/** Transition 24: void with a reason; complaint types need a second person. */
export const voidIt: Rule<'void'> = (incident, body) => {
  if (pending(incident, 'void') !== undefined) return refuse('incidents.request-pending')
  if (COMPLAINT_SOURCES.includes(incident.source)) {
    return decision(incident.status, {
      requests: [{ do: 'ask', kind: 'void', unitId: null, details: { reason: body.reason } }],
      details: { reason: body.reason },
    })
  }
  return decision('voided', {
    clocks: stop(
      incident,
      'accept',
      'verify',
      'file',
      'dispatch',
      'take',
      'handle',
      'check',
      'close',
      'total',
    ),
    tasks: excuseAll(incident),
    set: { onHold: false },
    details: { reason: body.reason },
  })
}

export const decideVoid: Rule<'decide-void'> = (incident, body, { actor }) => {
  const request = incident.requests.find((r) => r.id === body.request && r.kind === 'void')
  if (request === undefined) return refuse('incidents.no-such-request', { field: 'request' })
  if (request.status !== 'pending') return refuse('incidents.request-decided')
  if (request.askedBy === actor.accountId) return refuse('incidents.second-person-needed')
  const requests = [{ do: 'decide', request: request.id, granted: body.grant }] as const
  if (!body.grant) return decision(incident.status, { requests })
  return decision('voided', {
    clocks: stop(
      incident,
      'accept',
      'verify',
      'file',
      'dispatch',
      'take',
      'handle',
      'check',
      'close',
      'total',
    ),
    tasks: excuseAll(incident),
    set: { onHold: false },
    requests,
    details: request.details,
  })
}

/** Transition 24, merged duplicates: the same class, into an open incident; its reporters are told of the master's end. */
export const merge: Rule<'merge'> = (incident, _body, { other }) => {
  if (other === null) return refuse('incidents.merge-target-not-open', { field: 'into' })
  if (other.id === incident.id) return refuse('incidents.same-incident', { field: 'into' })
  if (['closed', 'evaluated', 'archived', 'rejected', 'voided', 'self-closed'].includes(other.status)) {
    return refuse('incidents.merge-target-not-open', { field: 'into' })
  }
  if (classesDiffer(incident.classKey, other.classKey))
    return refuse('incidents.merge-class-differs', { field: 'into' })
  return decision('voided', {
    set: { mergedInto: other.id },
    clocks: stop(incident, 'accept', 'verify', 'file', 'dispatch', 'total'),
    tasks: excuseAll(incident),
    details: { reason: 'duplicate', into: other.number },
  })
}
