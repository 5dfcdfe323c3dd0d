/**
 * What stands in the way of an act whatever is typed into its form: the rule itself is asked with the least that could be
 * asked for. So a page offers only what may be done, and says of the rest why not, in the sentence of the refusal.
 */
import type { Problem } from '@lifang/platform/problem.ts'
import { DAY } from '@lifang/domains/calendar/rules/instants.ts'
import { isDayUnit } from '@lifang/domains/calendar/schema/lists.ts'
import { decide } from '../rules.ts'
import type { ActCommand } from '../schema/bodies.ts'
import {
  DECLINE_REASONS,
  HOLD_REASONS,
  REOPEN_REASONS,
  RETURN_REASONS,
  SUPERVISION_LEVELS,
} from '../schema/lists.ts'
import type { Act, RequestKind } from '../schema/words.ts'
import { pending, type Facts, type Incident } from './model.ts'

/** No rule reads the id of a command or judges its words. */
const id = '00000000-0000-0000-0000-000000000000'
const opinion = '-'

/** The least an act could ask for; null: nothing can be said before the form is filled in. A decision grants. */
export function leastOf(incident: Incident, act: Act, now: number): ActCommand | null {
  const granting = (kind: RequestKind) => {
    const request = pending(incident, kind)
    return request === undefined ? null : { id, request: request.id, grant: true }
  }
  switch (act) {
    case 'ask-extension': {
      const whole = incident.limit !== null && isDayUnit(incident.limit.unit)
      return { act, body: { id, amount: whole ? 1 : 0.5, opinion } }
    }
    case 'ask-hold': {
      const reviewAt = new Date(now + DAY).toISOString()
      return { act, body: { id, reason: HOLD_REASONS[0], plan: opinion, reviewAt } }
    }
    case 'decline':
      return { act, body: { id, reason: DECLINE_REASONS[0], advice: opinion } }
    case 'ask-return':
      return { act, body: { id, reason: RETURN_REASONS[0], opinion } }
    case 'ask-reopen':
    case 'reopen':
      return { act, body: { id, reason: REOPEN_REASONS[0], opinion } }
    case 'ask-force-close':
    case 'hand-up':
    case 'reply-supervision':
      return { act, body: { id, opinion } }
    case 'supervise':
      return { act, body: { id, level: SUPERVISION_LEVELS[2], opinion } }
    case 'check':
      return { act, body: { id, result: 'pass' } }
    case 'close-on-papers':
      return { act, body: { id, waiver: opinion } }
    case 'send-verify':
    case 'send-check':
    case 'accept':
    case 'take':
    case 'close':
    case 'rework':
    case 'archive':
    case 'release-hold':
    case 'urge':
    case 'mark-urgent':
    case 'lift-supervision':
      return { act, body: { id } }
    case 'decide-return': {
      const body = granting('return')
      return body === null ? null : { act, body }
    }
    case 'decide-extension': {
      const body = granting('extension')
      return body === null ? null : { act, body }
    }
    case 'decide-hold': {
      const body = granting('hold')
      return body === null ? null : { act, body }
    }
    case 'decide-force-close': {
      const body = granting('force-close')
      return body === null ? null : { act, body }
    }
    case 'decide-void': {
      const body = granting('void')
      return body === null ? null : { act, body }
    }
    default:
      return null
  }
}

export interface Hindrance {
  readonly problem: Problem
  /** A request may not be granted by this person now, but it may be refused. */
  readonly mayRefuse: boolean
}

/** Why the least of an act is refused; null: it is not. @param facts looked up for `least` */
export function hindranceOf(incident: Incident, least: ActCommand, facts: Facts): Hindrance | null {
  const decided = decide(incident, least, facts)
  if (decided.ok) return null
  const refusing = refusingOf(least)
  return {
    problem: decided.problem,
    mayRefuse: refusing !== null && decide(incident, refusing, facts).ok,
  }
}

/** The same answer to a request, the other way. */
function refusingOf(command: ActCommand): ActCommand | null {
  switch (command.act) {
    case 'decide-return':
    case 'decide-extension':
    case 'decide-hold':
    case 'decide-force-close':
    case 'decide-void':
      return { ...command, body: { ...command.body, grant: false } }
    default:
      return null
  }
}
