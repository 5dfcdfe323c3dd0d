/**
 * The state machine of an incident: one pure, synchronous function. `decide` answers what an act changes, or the problem
 * that refuses it; commands save what it answers. Source: domain 3.2–3.5 (GB/T 30428 seven links, seed 000-39, 002-29).
 */
import { yes, type Decided } from '@lifang/platform/problem.ts'
import * as closing from './rules/closing.ts'
import * as dispatching from './rules/dispatching.ts'
import * as intake from './rules/intake.ts'
import { isLive, refuse, stop, type Decision, type Facts, type Incident } from './rules/model.ts'
import * as laddering from './rules/laddering.ts'
import * as overseeing from './rules/overseeing.ts'
import * as timing from './rules/timing.ts'
import type { ActCommand } from './schema/bodies.ts'
import { ACTS, IS_OPEN, OPEN_STATUSES } from './schema/lists.ts'
import type { Act, Status } from './schema/words.ts'

const OPEN = OPEN_STATUSES

/** From which states each act may start: the transition table. */
export const FROM = {
  // From a later state only by the desk below that it was handed down to.
  'self-close': ['reported', 'accepted', 'filed'],
  'send-verify': ['reported'],
  verify: ['verifying'],
  accept: ['reported'],
  decline: ['reported', 'accepted'],
  file: ['accepted'],
  dispatch: ['filed'],
  take: ['dispatched'],
  'ask-return': ['dispatched', 'handling'],
  'decide-return': ['dispatched', 'handling'],
  delegate: ['handling'],
  'add-assisting': ['dispatched', 'handling'],
  'finish-assisting': ['dispatched', 'handling'],
  'excuse-assisting': ['dispatched', 'handling'],
  'ask-extension': ['handling'],
  'decide-extension': ['handling'],
  'ask-hold': ['handling'],
  'decide-hold': ['handling'],
  'release-hold': ['handling'],
  feedback: ['handling'],
  'send-check': ['feedback'],
  check: ['checking'],
  rework: ['checking'],
  close: ['checking'],
  'close-on-papers': ['feedback'],
  'ask-force-close': ['feedback'],
  'decide-force-close': ['feedback'],
  'ask-reopen': ['closed', 'evaluated'],
  reopen: ['closed', 'evaluated'],
  rate: ['closed'],
  archive: ['evaluated'],
  void: OPEN,
  'decide-void': OPEN,
  merge: ['reported', 'verifying', 'accepted', 'filed'],
  'hand-up': ['reported', 'verifying', 'accepted', 'filed'],
  'hand-down': ['reported', 'verifying', 'accepted', 'filed'],
  'hand-over': ['reported', 'accepted', 'filed'],
  withdraw: ['reported', 'verifying', 'accepted'],
  supervise: OPEN,
  'reply-supervision': OPEN,
  'lift-supervision': OPEN,
  'mark-urgent': OPEN,
  instruct: OPEN,
  urge: OPEN,
  comment: OPEN,
  'add-evidence': OPEN,
} as const satisfies Record<Act, readonly Status[]>

/** Acts that may not be done while the incident is on hold: only looking after it and ending the hold. */
const NOT_ON_HOLD: readonly Act[] = [
  'delegate',
  'ask-extension',
  'decide-extension',
  'ask-return',
  'decide-return',
  'feedback',
]

export const mayStart = (act: Act, status: Status): boolean =>
  (FROM[act] as readonly Status[]).includes(status)
export const actsFrom = (status: Status): Act[] => ACTS.filter((act) => mayStart(act, status))

/**
 * Decides one act on an incident read under its lock. Access (who) is decided before, in `access.ts`.
 * @returns what to save, or the problem: `incidents.wrong-status` tells the loser of a race what happened.
 */
export function decide(incident: Incident, command: ActCommand, facts: Facts): Decided<Decision> {
  const decided = decideAct(incident, command, facts)
  // A supervision order ends with the case: its clock must not go on after it.
  return decided.ok && !IS_OPEN[decided.value.to] && isLive(incident, 'reply')
    ? yes({ ...decided.value, clocks: [...decided.value.clocks, ...stop(incident, 'reply')] })
    : decided
}

function decideAct(incident: Incident, command: ActCommand, facts: Facts): Decided<Decision> {
  const { act } = command
  if (!mayStart(act, incident.status))
    return refuse('incidents.wrong-status', { status: incident.status, act })
  if (incident.onHold && NOT_ON_HOLD.includes(act)) return refuse('incidents.on-hold')
  switch (command.act) {
    case 'self-close':
      return intake.selfClose(incident, command.body, facts)
    case 'send-verify':
      return intake.sendVerify(incident, command.body, facts)
    case 'verify':
      return intake.verify(incident, command.body, facts)
    case 'accept':
      return intake.accept(incident, command.body, facts)
    case 'decline':
      return intake.decline(incident, command.body, facts)
    case 'file':
      return intake.file(incident, command.body, facts)
    case 'dispatch':
      return dispatching.dispatch(incident, command.body, facts)
    case 'take':
      return dispatching.take(incident, command.body, facts)
    case 'ask-return':
      return dispatching.askReturn(incident, command.body, facts)
    case 'decide-return':
      return dispatching.decideReturn(incident, command.body, facts)
    case 'delegate':
      return dispatching.delegate(incident, command.body, facts)
    case 'add-assisting':
      return dispatching.addAssisting(incident, command.body, facts)
    case 'finish-assisting':
      return dispatching.finishAssisting(incident, command.body, facts)
    case 'excuse-assisting':
      return dispatching.excuseAssisting(incident, command.body, facts)
    case 'ask-extension':
      return timing.askExtension(incident, command.body, facts)
    case 'decide-extension':
      return timing.decideExtension(incident, command.body, facts)
    case 'ask-hold':
      return timing.askHold(incident, command.body, facts)
    case 'decide-hold':
      return timing.decideHold(incident, command.body, facts)
    case 'release-hold':
      return timing.releaseHold(incident, command.body, facts)
    case 'feedback':
      return closing.feedback(incident, command.body, facts)
    case 'send-check':
      return closing.sendCheck(incident, command.body, facts)
    case 'check':
      return closing.check(incident, command.body, facts)
    case 'rework':
      return closing.rework(incident, command.body, facts)
    case 'close':
      return closing.close(incident, command.body, facts)
    case 'close-on-papers':
      return closing.closeOnPapers(incident, command.body, facts)
    case 'ask-force-close':
      return closing.askForceClose(incident, command.body, facts)
    case 'decide-force-close':
      return closing.decideForceClose(incident, command.body, facts)
    case 'ask-reopen':
      return closing.askReopen(incident, command.body, facts)
    case 'reopen':
      return closing.reopen(incident, command.body, facts)
    case 'rate':
      return closing.rate(incident, command.body, facts)
    case 'archive':
      return closing.archive(incident, command.body, facts)
    case 'void':
      return intake.voidIt(incident, command.body, facts)
    case 'decide-void':
      return intake.decideVoid(incident, command.body, facts)
    case 'merge':
      return intake.merge(incident, command.body, facts)
    case 'hand-up':
      return laddering.handUp(incident, command.body, facts)
    case 'hand-down':
      return laddering.handDown(incident, command.body, facts)
    case 'hand-over':
      return laddering.handOver(incident, command.body, facts)
    case 'withdraw':
      return intake.withdraw(incident, command.body, facts)
    case 'supervise':
      return overseeing.supervise(incident, command.body, facts)
    case 'reply-supervision':
      return overseeing.replySupervision(incident, command.body, facts)
    case 'lift-supervision':
      return overseeing.liftSupervision(incident, command.body, facts)
    case 'mark-urgent':
      return overseeing.markUrgent(incident, command.body, facts)
    case 'instruct':
      return overseeing.instruct(incident, command.body, facts)
    case 'urge':
      return overseeing.urge(incident, command.body, facts)
    case 'comment':
      return overseeing.comment(incident, command.body, facts)
    case 'add-evidence':
      return overseeing.addEvidence(incident, command.body, facts)
  }
}
