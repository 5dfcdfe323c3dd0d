/** Why a case is on the page of exceptions. Pure: the page, its counts and its test read the same sentences. */
import type { ExceptionRule } from '../schema/desks.ts'
import { IS_OPEN } from '../schema/lists.ts'
import type { Act, RequestKind, Status } from '../schema/words.ts'

export interface Waiting {
  readonly kind: RequestKind
  /** Null: not to be named to this reader. */
  readonly by: string | null
  readonly byAccount: string | null
  /** Epoch ms. */
  readonly at: number
  readonly firstApprover: string | null
}
export interface ExceptionFacts {
  readonly status: Status
  readonly urgent: boolean
  readonly onHold: boolean
  /** Epoch ms, as are all instants here. */
  readonly reviewAt: number | null
  readonly supervised: boolean
  /** Deadline of the answer to a supervision order; null: none is owed. */
  readonly replyDue: number | null
  readonly returns: number
  readonly reworks: number
  readonly totalDue: number | null
  readonly waiting: readonly Waiting[]
}
export interface Reason {
  readonly rule: ExceptionRule
  readonly times: number | null
  readonly at: number | null
  readonly by: string | null
  readonly act: Act | null
}

/** Returns, an asked one included, after which a case is nobody's by itself: somebody above the dispatcher rules. */
export const RETURNS_THAT_COUNT = 3
export const REWORKS_THAT_COUNT = 2

/** Once a unit has the case, the order is the unit's to answer. */
const WITH_A_UNIT: readonly Status[] = ['dispatched', 'handling', 'feedback', 'checking']

const DECIDES = {
  extension: 'decide-extension',
  hold: 'decide-hold',
  void: 'decide-void',
  'force-close': 'decide-force-close',
  reopen: 'reopen',
} as const satisfies Partial<Record<RequestKind, Act>>

/** Who reads: the account, and whether an act is open to the posts held at the case's place. */
export interface Reader {
  readonly account: string
  readonly may: (act: Act) => boolean
  readonly holds: (post: string) => boolean
}

/**
 * Whether a request waits for this reader. Two people decide an extension (dispatcher, then chief or leader) and a hold
 * (chief, then leader), and nobody decides what they asked or approved themselves.
 */
export function waitsForMe(request: Waiting, reader: Reader): Act | null {
  const { kind } = request
  if (kind === 'return') return null
  const act = DECIDES[kind]
  if (!reader.may(act) || request.firstApprover === reader.account || request.byAccount === reader.account)
    return null
  if (kind === 'extension' && request.firstApprover === null && !reader.holds('dispatcher')) return null
  if (kind === 'hold' && !reader.holds(request.firstApprover === null ? 'duty-chief' : 'leader')) return null
  return act
}

/** Every rule that holds, in the order of the list; empty: the case is no exception. */
export function reasonsOf(c: ExceptionFacts, reader: Reader, now: number, endOfDay: number): Reason[] {
  const open = IS_OPEN[c.status]
  const reasons: Reason[] = []
  const add = (
    rule: ExceptionRule,
    told: Partial<Omit<Reason, 'rule' | 'act'>>,
    act: Act | null = null,
  ): void => {
    reasons.push({
      rule,
      times: told.times ?? null,
      at: told.at ?? null,
      by: told.by ?? null,
      act: act !== null && reader.may(act) ? act : null,
    })
  }
  const asksReturn = c.waiting.find((w) => w.kind === 'return')
  const returns = c.returns + (asksReturn === undefined ? 0 : 1)
  if (open && returns >= RETURNS_THAT_COUNT)
    add(
      'returned-thrice',
      { times: returns, at: asksReturn?.at ?? null, by: asksReturn?.by ?? null },
      asksReturn !== undefined ? 'decide-return' : c.status === 'filed' ? 'dispatch' : null,
    )
  for (const kind of ['extension', 'hold', 'void', 'force-close', 'reopen'] as const)
    for (const w of c.waiting) if (w.kind === kind) add(kind, { at: w.at, by: w.by }, waitsForMe(w, reader))
  if (open && c.supervised) {
    if (c.replyDue !== null && c.replyDue < now)
      add('reply-overdue', { at: c.replyDue }, WITH_A_UNIT.includes(c.status) ? null : 'reply-supervision')
    else add('supervised', { at: c.replyDue }, 'lift-supervision')
  }
  if (open && c.onHold && c.reviewAt !== null && c.reviewAt <= endOfDay)
    add('hold-review', { at: c.reviewAt }, 'release-hold')
  if (open && c.reworks >= REWORKS_THAT_COUNT) add('reworked-twice', { times: c.reworks }, 'instruct')
  if (open && c.urgent) add('urgent', {}, 'instruct')
  if (open && !c.onHold && !c.supervised && c.totalDue !== null && c.totalDue < now)
    add('total-overdue', { at: c.totalDue }, 'supervise')
  return reasons
}

/** Decisions somebody waits for; the other steps are offered beside what is only to be known. */
const WAITED_FOR: readonly Act[] = [
  'dispatch',
  'decide-return',
  'decide-extension',
  'decide-hold',
  'decide-void',
  'decide-force-close',
  'reopen',
  'reply-supervision',
  'release-hold',
  'supervise',
]
export const waitsForDecision = (reasons: readonly Reason[]): boolean =>
  reasons.some((r) => r.act !== null && WAITED_FOR.includes(r.act))
