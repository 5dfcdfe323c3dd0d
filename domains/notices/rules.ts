/**
 * Who is told of what: from an announcement of incidents and the facts of now to people. Pure, so that it can be read and
 * tested as a table. Whoever did it is never told; each person is told of one happening once, by the first line that names
 * them; what no longer waits (somebody was quicker) is not told.
 */
import {
  assignees,
  deskOf,
  inUnit,
  lastLeadPath,
  leadPath,
  leadsOf,
  over,
  whoseTurn,
} from './rules/people.ts'
import type { News, NewsRequest, Seat, Told } from './rules/model.ts'
import type { NoticeEvent } from './schema/words.ts'

type Params = Told['params']
interface Line {
  readonly event: NoticeEvent
  readonly to: readonly (string | null)[]
  readonly params?: Params
}

export function recipients(news: News, seats: readonly Seat[]): Told[] {
  const told = new Map<string, Told>()
  const actor = news.incident.step?.actorId ?? null
  for (const { event, to, params = {} } of lines(news, seats)) {
    for (const accountId of to) {
      if (accountId === null || accountId === actor || told.has(accountId)) continue
      told.set(accountId, { accountId, event, params })
    }
  }
  return [...told.values()]
}

function lines(news: News, seats: readonly Seat[]): Line[] {
  const { topic, incident } = news
  // News of work that waits is old when the incident has gone on since.
  const still = news.to === null || incident.status === news.to
  const turn = (event: NoticeEvent, to: readonly string[], params?: Params): Line[] =>
    still ? [{ event, to, ...(params === undefined ? {} : { params }) }] : []
  const desk = (...posts: string[]): string[] =>
    over(seats, posts, deskOf(news), [incident.step?.actorId ?? null])
  switch (topic) {
    case 'incidents.report':
      return incident.urgent ? turn('urgent-report', desk('intake-officer')) : []
    case 'incidents.send-verify':
      return turn('to-verify', assignees(news, 'verify'))
    case 'incidents.verify':
      return turn('verified', desk('intake-officer'))
    case 'incidents.file':
      return turn('to-dispatch', desk('dispatcher'))
    case 'incidents.dispatch':
      return [...turn('dispatched', inUnit(seats, leadPath(news))), ...assistingLines(news, seats)]
    case 'incidents.add-assisting':
      return assistingLines(news, seats)
    case 'incidents.finish-assisting':
      return [{ event: 'assisting-done', to: inUnit(seats, leadPath(news)) }]
    case 'incidents.delegate':
      return turn('delegated', inUnit(seats, leadPath(news)))
    case 'incidents.ask-return':
    case 'incidents.ask-extension':
    case 'incidents.ask-hold':
    case 'incidents.ask-force-close':
    case 'incidents.ask-reopen':
      return askedLines(news, seats)
    case 'incidents.void':
      // Of a complaint it is a question to a second person; of anything else it is done.
      return incident.status === 'voided' ? endedLines(news, seats) : askedLines(news, seats)
    case 'incidents.decide-return':
      return decidedLines(news, seats, 'return')
    case 'incidents.decide-extension':
      return decidedLines(news, seats, 'extension')
    case 'incidents.decide-hold':
      return decidedLines(news, seats, 'hold')
    case 'incidents.decide-void':
      return [...decidedLines(news, seats, 'void'), ...(news.to === 'voided' ? endedLines(news, seats) : [])]
    case 'incidents.decide-force-close':
      return [
        ...decidedLines(news, seats, 'force-close'),
        ...(news.to === 'closed' ? [{ event: 'closed', to: [incident.reportedBy] } as const] : []),
      ]
    case 'incidents.release-hold':
      return turn('hold-released', inUnit(seats, leadPath(news)))
    case 'incidents.feedback':
      return turn('feedback', desk('dispatcher'))
    case 'incidents.send-check':
      return turn('to-check', assignees(news, 'check'))
    case 'incidents.check':
      if (incident.checkResult === 'pass') return turn('check-passed', desk('intake-officer'))
      return turn('check-failed', desk('dispatcher'), { result: incident.checkResult ?? '' })
    case 'incidents.rework':
      return turn('rework', inUnit(seats, leadPath(news)))
    case 'incidents.close':
    case 'incidents.close-on-papers':
      return [{ event: 'closed', to: [incident.reportedBy] }]
    case 'incidents.decline':
    case 'incidents.merge':
      return [{ event: 'not-handled', to: [incident.reportedBy], params: { status: incident.status } }]
    case 'incidents.reopen':
      return [
        ...turn('reopened', inUnit(seats, leadPath(news))),
        ...decidedLines(news, seats, 'reopen'),
        { event: 'reopened', to: [incident.reportedBy] },
      ]
    case 'incidents.supervise':
      return [{ event: 'supervised', to: leadsOrTurn(news, seats) }]
    case 'incidents.reply-supervision':
      // Looking after a case follows its place, wherever its desk is.
      return [{ event: 'supervision-replied', to: over(seats, ['supervisor'], incident.areaPath, []) }]
    case 'incidents.hand-up':
    case 'incidents.hand-down':
    case 'incidents.hand-over':
      return turn('handed', whoseTurn(news, seats))
    case 'incidents.mark-urgent':
      return [{ event: 'made-urgent', to: whoseTurn(news, seats) }]
    case 'incidents.instruct':
      return [{ event: 'instructed', to: leadsOrTurn(news, seats) }]
    case 'incidents.urge':
      return [{ event: 'urged', to: whoseTurn(news, seats) }]
    case 'incidents.near-due':
    case 'incidents.overdue':
      return deadlineLines(news, seats)
    default:
      return []
  }
}

/** Every topic `recipients` has a line for; the reactions hang on these. */
export const TOLD_TOPICS = [
  'report',
  'send-verify',
  'verify',
  'file',
  'dispatch',
  'add-assisting',
  'finish-assisting',
  'delegate',
  'ask-return',
  'ask-extension',
  'ask-hold',
  'ask-force-close',
  'ask-reopen',
  'void',
  'decide-return',
  'decide-extension',
  'decide-hold',
  'decide-void',
  'decide-force-close',
  'release-hold',
  'feedback',
  'send-check',
  'check',
  'rework',
  'close',
  'close-on-papers',
  'decline',
  'merge',
  'reopen',
  'supervise',
  'reply-supervision',
  'hand-up',
  'hand-down',
  'hand-over',
  'mark-urgent',
  'instruct',
  'urge',
  'near-due',
  'overdue',
] as const

const leadsOrTurn = (news: News, seats: readonly Seat[]): string[] => {
  const unit = leadPath(news)
  return unit === null ? whoseTurn(news, seats) : leadsOf(seats, unit)
}

/** Assisting units whose task this act opened. */
const assistingLines = (news: News, seats: readonly Seat[]): Line[] =>
  news.incident.tasks
    .filter(
      (t) =>
        t.kind === 'assisting' &&
        t.status === 'waiting' &&
        t.openedAt >= (news.incident.step?.at ?? Infinity),
    )
    .map((t) => ({ event: 'assisting', to: inUnit(seats, t.departmentPath) }))

/** The case ended without being handled: whoever reported it, and the unit that had it in hand. */
const endedLines = (news: News, seats: readonly Seat[]): Line[] => [
  { event: 'not-handled', to: [news.incident.reportedBy], params: { status: news.incident.status } },
  { event: 'stopped', to: inUnit(seats, lastLeadPath(news)) },
]

/** Who decides a question, in order: those of the first approval, then those of the second. domain 3.3; WHO in incidents. */
const DECIDERS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  return: [['dispatcher']],
  extension: [['dispatcher'], ['duty-chief', 'leader']],
  hold: [['duty-chief'], ['leader']],
  void: [['duty-chief', 'leader']],
  'force-close': [['leader']],
  reopen: [['duty-chief']],
}

function decidersOf(news: News, seats: readonly Seat[], request: NewsRequest): string[] {
  const rounds = DECIDERS[request.kind] ?? []
  const again =
    request.kind === 'return' &&
    news.incident.requests.some(
      (r) => r.kind === 'return' && r.status === 'granted' && r.departmentId === request.departmentId,
    )
  // A unit's second return is the duty chief's to grant.
  const posts = again ? ['duty-chief'] : (rounds[request.firstApprover === null ? 0 : 1] ?? [])
  const except = [news.incident.step?.actorId ?? null, request.askedBy, request.firstApprover]
  // Each post at its own nearest level: a leader of the street is not hidden by a nearer duty chief.
  return posts.flatMap((p) => over(seats, [p], deskOf(news), except))
}

/** A request carries the id of the step that asked. */
function askedLines(news: News, seats: readonly Seat[]): Line[] {
  const request = news.incident.requests.find((r) => r.id === news.stepId)
  if (request === undefined || request.status !== 'pending') return []
  return [{ event: 'request', to: decidersOf(news, seats, request), params: { kind: request.kind } }]
}

/** The first of two approvals passes it on to those of the second; the last word goes to who asked. */
function decidedLines(news: News, seats: readonly Seat[], kind: string): Line[] {
  const { requests, step } = news.incident
  const ended = requests.findLast((r) => r.kind === kind && r.decidedAt !== null && r.decidedAt === step?.at)
  if (ended !== undefined) {
    return [{ event: 'decided', to: [ended.askedBy], params: { kind, granted: ended.status === 'granted' } }]
  }
  const waiting = requests.find((r) => r.kind === kind && r.status === 'pending' && r.firstApprover !== null)
  if (waiting === undefined) return []
  return [{ event: 'request', to: decidersOf(news, seats, waiting), params: { kind } }]
}

/** Near its due time whoever works on it; overdue the duty chief of the place as well. The total clock is the chief's alone. */
function deadlineLines(news: News, seats: readonly Seat[]): Line[] {
  const late = news.topic === 'incidents.overdue'
  const stage = news.stage ?? ''
  // Found near its due time and past it at once (a backlog): the later word says all.
  if (!late && (news.incident.due[stage] ?? Infinity) <= news.now) return []
  const event = late ? 'overdue' : 'near-due'
  const params = { stage }
  const chief = late ? over(seats, ['duty-chief'], deskOf(news), []) : []
  const doers = stage === 'total' ? [] : stage === 'reply' ? leadsOrTurn(news, seats) : whoseTurn(news, seats)
  return [
    { event, to: doers, params },
    { event, to: chief, params },
  ]
}
