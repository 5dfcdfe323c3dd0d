import { SUPERVISION_LEVELS } from '../schema/lists.ts'
import { decision, leadTask, refuse, stop, type Rule } from './model.ts'

/** Transition 25: a supervision order has its own reply clock and moves no deadline. */
export const supervise: Rule<'supervise'> = (incident, body, { policy }) => {
  const now = incident.supervision === null ? -1 : SUPERVISION_LEVELS.indexOf(incident.supervision)
  if (SUPERVISION_LEVELS.indexOf(body.level) <= now)
    return refuse('incidents.already-supervised', { field: 'level' })
  const reply = body.reply ?? policy.supervisionReply[body.level]
  const unitId = leadTask(incident)?.departmentId ?? null
  return decision(incident.status, {
    set: { supervision: body.level },
    // A harder order is answered within its own limit; what was owed on the milder one lapses.
    clocks: [...stop(incident, 'reply'), { do: 'start', stage: 'reply', limit: reply, unitId }],
    details: { level: body.level, reply },
  })
}
export const replySupervision: Rule<'reply-supervision'> = (incident) =>
  incident.supervision === null
    ? refuse('incidents.not-supervised')
    : decision(incident.status, { clocks: stop(incident, 'reply') })
export const liftSupervision: Rule<'lift-supervision'> = (incident) =>
  incident.supervision === null
    ? refuse('incidents.not-supervised')
    : decision(incident.status, {
        set: { supervision: null },
        clocks: stop(incident, 'reply'),
        details: { level: incident.supervision },
      })

export const markUrgent: Rule<'mark-urgent'> = (incident) =>
  incident.urgent ? refuse('incidents.already-urgent') : decision(incident.status, { set: { urgent: true } })

export const instruct: Rule<'instruct'> = (incident) => decision(incident.status)
export const comment: Rule<'comment'> = (incident) => decision(incident.status)
export const addEvidence: Rule<'add-evidence'> = (incident, body) =>
  decision(incident.status, { details: { photos: body.photos.length } })

/** A fair limit: one urge per interval, whoever asks. */
export const urge: Rule<'urge'> = (incident, _body, { now, policy }) => {
  const next = (incident.urgedAt ?? -Infinity) + policy.urgeIntervalMs
  if (now < next) return refuse('incidents.urge-too-soon', { seconds: Math.ceil((next - now) / 1000) })
  return decision(incident.status, { set: { urgedAt: now } })
}
