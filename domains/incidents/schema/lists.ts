/**
 * The words of an incident as plain lists: states, acts, stages, sources. Each list lives once, here; every table over one of
 * them is pinned with `satisfies Record<…>`.
 */
/** domain 3.2. `draft` exists on a device only and is never stored by the server. */
export const STATUSES = [
  'draft',
  'reported',
  'verifying',
  'accepted',
  'filed',
  'dispatched',
  'handling',
  'feedback',
  'checking',
  'closed',
  'evaluated',
  'archived',
  'self-closed',
  'rejected',
  'voided',
] as const

/** Everything that can be done to an incident after it was reported. */
export const ACTS = [
  'self-close',
  'send-verify',
  'verify',
  'accept',
  'decline',
  'file',
  'dispatch',
  'take',
  'ask-return',
  'decide-return',
  'delegate',
  'add-assisting',
  'finish-assisting',
  'excuse-assisting',
  'ask-extension',
  'decide-extension',
  'ask-hold',
  'decide-hold',
  'release-hold',
  'feedback',
  'send-check',
  'check',
  'rework',
  'close',
  'close-on-papers',
  'ask-force-close',
  'decide-force-close',
  'ask-reopen',
  'reopen',
  'rate',
  'archive',
  'void',
  'decide-void',
  'merge',
  'hand-up',
  'hand-down',
  'hand-over',
  'withdraw',
  'supervise',
  'reply-supervision',
  'lift-supervision',
  'mark-urgent',
  'instruct',
  'urge',
  'comment',
  'add-evidence',
] as const

/** What a history row may say beside an act: how it began, and that its deadlines were counted again by an explicit job. */
export const RECOUNT = 'recount'

/**
 * Timed stages. `take` runs beside `handle`; `total` runs from filing to closing beside all of them; `reply` is the clock of
 * a supervision order, beside the stages too, and moves no deadline of theirs.
 */
export const STAGES = [
  'accept',
  'verify',
  'file',
  'dispatch',
  'take',
  'handle',
  'check',
  'close',
  'total',
  'reply',
] as const

/** 网格员巡查 专职巡查员 群众上报 12345热线 110转办 上级交办 领导批示 部门转办 建议提案 信访 媒体网络 政风行风热线 视频/物联感知 民情恳谈/议事 两代表一委员. */
export const SOURCES = [
  'grid-patrol',
  'inspector-patrol',
  'resident',
  'hotline',
  'police-transfer',
  'superior-order',
  'leader-instruction',
  'department-transfer',
  'proposal',
  'petition',
  'media',
  'conduct-line',
  'sensor',
  'forum',
  'delegate',
] as const

/** Sources whose finder is a professional who has seen it: no verification is asked before filing (transition 3). */
export const PROFESSIONAL_SOURCES: readonly (typeof SOURCES)[number][] = ['grid-patrol', 'inspector-patrol']

/** Complaint types: declining and voiding need more than one intake officer (transitions 6 and 24). */
export const COMPLAINT_SOURCES: readonly (typeof SOURCES)[number][] = [
  'hotline',
  'petition',
  'conduct-line',
  'police-transfer',
]

/** 近景 远景 参照物 处置前 处置后 文书. */
export const EVIDENCE_KINDS = ['near', 'far', 'reference', 'before', 'after', 'document'] as const

/** 非本单位职责 位置错误 重复 无法定依据. */
export const RETURN_REASONS = ['not-our-duty', 'wrong-place', 'duplicate', 'no-legal-basis'] as const

/** 资金 季节 诉讼 规划. */
export const HOLD_REASONS = ['funding', 'season', 'litigation', 'planning'] as const

export const DECLINE_REASONS = [
  'not-public-matter',
  'other-authority',
  'insufficient',
  'already-settled',
  'untrue',
] as const

export const VOID_REASONS = ['duplicate', 'false', 'test', 'withdrawn'] as const

export const REOPEN_REASONS = ['not-solved', 'recurred'] as const

export const VERIFY_RESULTS = ['exist', 'not-exist', 'unable'] as const

export const CHECK_RESULTS = ['pass', 'fail', 'unable'] as const

/** 普通督办 黄牌督办 红牌督办. */
export const SUPERVISION_LEVELS = ['notice', 'yellow', 'red'] as const

/** Questions that wait for somebody else's decision. */
export const REQUEST_KINDS = ['return', 'extension', 'hold', 'void', 'force-close', 'reopen'] as const

export const TASK_KINDS = ['lead', 'assisting', 'verify', 'check'] as const

export const TASK_STATUSES = ['waiting', 'taken', 'done', 'returned', 'excused', 'failed'] as const

/** Where the incident can still be acted on by staff. */
export const IS_OPEN = {
  draft: false,
  reported: true,
  verifying: true,
  accepted: true,
  filed: true,
  dispatched: true,
  handling: true,
  feedback: true,
  checking: true,
  closed: false,
  evaluated: false,
  archived: false,
  'self-closed': false,
  rejected: false,
  voided: false,
} as const satisfies Record<(typeof STATUSES)[number], boolean>

export const OPEN_STATUSES: readonly (typeof STATUSES)[number][] = STATUSES.filter((s) => IS_OPEN[s])
