/** Which of the acts the server allows make sense to offer now, in the order in which they wait. */
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import type { Act, RequestKind } from '@lifang/domains/incidents/schema/words.ts'
import { mayStart } from '@lifang/domains/incidents/rules.ts'
import { doersOf, FORWARD } from '../../desk/duties.ts'
import { t } from '../../../kit/words.ts'
import { specOf } from './spec.ts'

const ORDER: readonly Act[] = [
  'decide-return',
  'decide-extension',
  'decide-hold',
  'decide-force-close',
  'decide-void',
  'reply-supervision',
  'accept',
  'file',
  'dispatch',
  'take',
  'finish-assisting',
  'feedback',
  'verify',
  'check',
  'close',
  'rework',
  'send-check',
  'close-on-papers',
  'reopen',
  'rate',
  'release-hold',
  'send-verify',
  'self-close',
  'comment',
  'add-evidence',
  'urge',
  'add-assisting',
  'delegate',
  'ask-extension',
  'ask-hold',
  'ask-return',
  'excuse-assisting',
  'mark-urgent',
  'instruct',
  'supervise',
  'lift-supervision',
  'hand-down',
  'hand-up',
  'hand-over',
  'merge',
  'decline',
  'withdraw',
  'ask-reopen',
  'ask-force-close',
  'archive',
  'void',
]

const ASKS: Partial<Record<Act, RequestKind>> = {
  'ask-return': 'return',
  'ask-extension': 'extension',
  'ask-hold': 'hold',
  'ask-force-close': 'force-close',
  'ask-reopen': 'reopen',
  void: 'void',
}
const NOT_ON_HOLD: readonly Act[] = ['feedback', 'ask-return', 'ask-extension', 'ask-hold', 'delegate']

/** The server answers by post and state; what plainly waits for something else is left out here, never the other way. */
export function offered(incident: IncidentDetail): Act[] {
  const pending = new Set(incident.requests.filter((r) => r.status === 'pending').map((r) => r.kind))
  const lastCheck = lastCheckResult(incident)
  const fits = (act: Act): boolean => {
    const { decides } = specOf(act)
    if (decides !== undefined) return pending.has(decides)
    const asks = ASKS[act]
    if (asks !== undefined && pending.has(asks)) return false
    if (incident.onHold && NOT_ON_HOLD.includes(act)) return false
    switch (act) {
      case 'self-close':
        return incident.status === 'reported' || incident.desk !== null
      case 'release-hold':
        return incident.onHold
      case 'close':
        return lastCheck === 'pass'
      case 'rework':
        return lastCheck === 'fail'
      case 'close-on-papers':
        return lastCheck === 'unable'
      case 'reply-supervision':
      case 'lift-supervision':
        return incident.supervision !== null
      case 'mark-urgent':
        return !incident.urgent
      case 'excuse-assisting':
        return incident.tasks.some(
          (x) => x.kind === 'assisting' && (x.status === 'waiting' || x.status === 'taken'),
        )
      case 'check':
        return lastCheck === null
      default:
        return true
    }
  }
  const allowed = new Set(incident.acts)
  return ORDER.filter((act) => allowed.has(act) && fits(act))
}

/** Refusals that only say the act has no object: nobody misses a 撤销督办 where nothing is supervised. */
const NO_OBJECT: readonly string[] = [
  'incidents.not-supervised',
  'incidents.already-urgent',
  'incidents.not-on-hold',
  'incidents.check-result-missing',
  'incidents.check-not-failed',
  'incidents.check-not-unable',
]

/** Acts of this person's post that the rules refuse now, each with the sentence that says why. */
export const hindered = (incident: IncidentDetail): { readonly act: Act; readonly why: string }[] =>
  incident.hindered
    .filter((h) => !h.mayRefuse && !NO_OBJECT.includes(h.code))
    .map((h) => ({ act: h.act, why: t(h.code, h.details) }))

/** Why a request can only be refused here; null where it can be granted too. */
export function onlyRefusable(incident: IncidentDetail, act: Act): string | null {
  const found = incident.hindered.find((h) => h.act === act && h.mayRefuse)
  return found === undefined ? null : t(found.code, found.details)
}

/** What the checker said since the last check was sent; null while nobody has. */
function lastCheckResult(incident: IncidentDetail): unknown {
  const step = incident.timeline.findLast(
    (s) => s.act === 'check' || s.act === 'send-check' || s.act === 'feedback',
  )
  return step?.act === 'check' ? step.details['result'] : null
}

/** True for the acts the page opens by itself: the step the incident waits for, or a decision. */
export const leads = (act: Act): boolean =>
  specOf(act).decides !== undefined ||
  FORWARD.includes(act) ||
  act === 'finish-assisting' ||
  act === 'reply-supervision'

/** The step the incident waits for and who does it, when that is somebody else. */
export function waitsFor(incident: IncidentDetail): { act: Act; who: string[] } | null {
  const lastCheck = lastCheckResult(incident)
  const next = FORWARD.find((act) => {
    if (!mayStart(act, incident.status) || act === 'send-verify') return false
    if (act === 'check') return lastCheck === null
    if (act === 'rework') return lastCheck === 'fail'
    if (act === 'close') return lastCheck === 'pass'
    return true
  })
  return next === undefined || incident.acts.includes(next) ? null : { act: next, who: doersOf(next) }
}
