/** Builders of valid things: `anIncident({ status: 'dispatched' })`. For tests, and for the stories of the screens. */
import type { Actor, Holding } from '@lifang/platform/access.ts'
import { NIL_ACCOUNT } from '@lifang/platform/access.ts'
import { aCalendar, office } from '@lifang/domains/calendar/examples.ts'
import { clock } from '@lifang/domains/calendar/rules/clock.ts'
import type { ClockEvent, ClockView, Limit } from '@lifang/domains/calendar/schema.ts'
import { UNIT_POSTS } from './access.ts'
import type { Facts, Incident, Ladder, Matter, Request, Step, Task, Unit } from './rules/model.ts'
import { defaultPolicy } from './rules/policy.ts'
import { actBodies, type ActCommand } from './schema/bodies.ts'
import type { Act, ClassKey, RequestKind, Stage, Status, TaskKind } from './schema/words.ts'

/** Friday, in office hours: every example lives around this instant. */
export const NOW = office('2026-11-20 10:00')
export const EXAMPLE_CALENDAR = aCalendar()
export const COUNTY = 990602

/** Readable ids: the last digits tell who or what it is. */
const id = (kind: number, n: number): string =>
  `00000000-0000-7000-8${String(kind).padStart(3, '0')}-${String(n).padStart(12, '0')}`

export const GRID_PATH = '990602/004/011/003/'
export const COMMUNITY_PATH = '990602/004/011/'
export const STREET_PATH = '990602/004/'
/** A community beside ours. */
export const NEIGHBOUR_PATH = '990602/004/012/'

export const UNIT: Unit = { id: id(1, 1), name: '环卫所', path: 'centre/sanitation/', fallback: false }
export const SECTION: Unit = {
  id: id(1, 2),
  name: '环卫所清运班',
  path: 'centre/sanitation/haul/',
  fallback: false,
}
export const OTHER_UNIT: Unit = { id: id(1, 3), name: '园林所', path: 'centre/parks/', fallback: false }
export const FALLBACK_UNIT: Unit = {
  id: id(1, 4),
  name: '市政设施维护站',
  path: 'centre/works/',
  fallback: true,
}

const PEOPLE = [
  'grid-worker',
  'intake-officer',
  'dispatcher',
  'duty-chief',
  'leader',
  'handler',
  'handler-lead',
  'checker',
  'supervisor',
  'inspector',
  'community-manager',
] as const
/** The account a post's example holder has. */
export const accountOf = (post: string): string =>
  id(2, (PEOPLE as readonly string[]).indexOf(post) + 1 || 99)

/**
 * Somebody holding one post: units' posts in a unit (by default the one that handles the example), others in a place (by
 * default the street). `also` adds a second holding, for people who wear two hats.
 */
export function anActor(
  post: string,
  over: { area?: string; unit?: Unit; accountId?: string; also?: readonly Holding[]; county?: number } = {},
): Actor {
  return {
    accountId: over.accountId ?? accountOf(post),
    name: `${post} 甲`,
    kind: 'person',
    county: over.county ?? COUNTY,
    holdings: [aHolding(post, over), ...(over.also ?? [])],
  }
}
export function aHolding(post: string, over: { area?: string; unit?: Unit } = {}): Holding {
  const inUnit = (UNIT_POSTS as readonly string[]).includes(post)
  const unit = over.unit ?? UNIT
  return {
    post,
    areaPath: over.area ?? STREET_PATH,
    departmentId: inUnit ? unit.id : null,
    departmentPath: inUnit ? unit.path : null,
    standsInFor: null,
  }
}
export const aResident = (): Actor => ({
  accountId: NIL_ACCOUNT,
  name: '',
  kind: 'resident',
  county: COUNTY,
  holdings: [],
})

export const CLASS: ClassKey = { standard: 'GB/T 47678.5-2026', kind: 'matter', code: '01010' }
export const OTHER_CLASS: ClassKey = { standard: 'GB/T 47678.5-2026', kind: 'matter', code: '02020' }
export const FIVE_DAYS: Limit = { amount: 5, unit: 'working-day' }

/** An entry of the responsibility list that allows everything: self-handling, one extension of three days. */
export const aMatter = (over: Partial<Matter> = {}): Matter => ({
  key: CLASS,
  version: 'list-1',
  name: '暴露垃圾',
  departmentId: UNIT.id,
  selfHandling: true,
  confidential: false,
  requiredEvidence: ['near'],
  conditions: [
    {
      seq: 1,
      text: '1 立方米以上',
      limit: FIVE_DAYS,
      closing: '清除干净',
      closingEvidence: ['after'],
      extension: { times: 1, maxAmount: 3 },
    },
    {
      seq: 2,
      text: '1 立方米以下',
      limit: { amount: 4, unit: 'working-hour' },
      closing: '清除干净',
      closingEvidence: [],
      extension: null,
    },
  ],
  ...over,
})

export const OTHER_INCIDENT = {
  id: id(3, 2),
  number: '9906022026112000002',
  status: 'handling',
  classKey: CLASS,
} as const satisfies Facts['other']

const aStep = (path: string, name: string, isDesk: boolean): Step => ({
  id: id(8, path.length),
  name,
  path,
  isDesk,
  borderId: isDesk ? null : id(9, path.length),
})
const STEPS = {
  grid: aStep(GRID_PATH, '桂园 03', false),
  'other-grid': aStep('990602/004/011/0042/', '桂园 04', false),
  community: aStep(COMMUNITY_PATH, '桂园社区', true),
  neighbour: aStep(NEIGHBOUR_PATH, '文昌社区', true),
  street: aStep(STREET_PATH, '云溪街道', true),
  county: aStep('990602/', '云溪区', true),
} as const satisfies Record<string, Step>
type StepName = keyof typeof STEPS

/** The ladder as it stands at the report: the street has it, the district is above. */
export const aLadder = (over: Partial<Record<'desk' | 'above' | 'target', StepName | null>> = {}): Ladder => {
  const step = (name: StepName | null | undefined): Step | null => (name == null ? null : STEPS[name])
  return {
    grid: STEPS.grid,
    desk: STEPS[over.desk ?? 'street'],
    above: step(over.above === undefined ? 'county' : over.above),
    target: step(over.target),
  }
}

export const someFacts = (over: Partial<Facts> = {}): Facts => ({
  actor: anActor('duty-chief'),
  now: NOW,
  policy: defaultPolicy,
  matter: aMatter(),
  units: new Map([UNIT, SECTION, OTHER_UNIT, FALLBACK_UNIT].map((u) => [u.id, u])),
  candidate: { accountId: accountOf('checker'), unitPaths: [] },
  newEvidence: [],
  sinceDispatchMs: 0,
  ladder: aLadder(),
  other: OTHER_INCIDENT,
  ...over,
})

let made = 0
export function aTask(kind: TaskKind, over: Partial<Task> = {}): Task {
  const unit = kind === 'lead' ? UNIT : kind === 'assisting' ? OTHER_UNIT : null
  const assignee = kind === 'verify' ? 'grid-worker' : kind === 'check' ? 'checker' : null
  return {
    id: id(4, ['lead', 'assisting', 'verify', 'check'].indexOf(kind) + 1),
    kind,
    status: 'waiting',
    departmentId: unit?.id ?? null,
    departmentPath: unit?.path ?? null,
    departmentName: unit?.name ?? null,
    assigneeId: assignee === null ? null : accountOf(assignee),
    doneBy: null,
    openedAt: NOW - HOUR,
    ...over,
  }
}
/** What each kind of request carries. */
const ASKED = {
  return: { reason: 'not-our-duty' },
  extension: { amount: 2, unit: 'working-day' },
  hold: { reason: 'funding', plan: '列入明年预算', reviewAt: NOW + 30 * 86_400_000 },
  void: { reason: 'false' },
  'force-close': {},
  reopen: { reason: 'not-solved' },
} as const satisfies Record<RequestKind, Record<string, unknown>>
/** Who asks for each kind. */
const ASKER = {
  return: 'handler',
  extension: 'handler',
  hold: 'handler',
  void: 'duty-chief',
  'force-close': 'duty-chief',
  reopen: 'intake-officer',
} as const satisfies Record<RequestKind, string>
export const REQUEST_ID = id(5, 1)
export const aRequest = (kind: RequestKind, over: Partial<Request> = {}): Request => ({
  id: REQUEST_ID,
  kind,
  status: 'pending',
  askedBy: accountOf(ASKER[kind]),
  departmentId: kind === 'return' ? UNIT.id : null,
  firstApprover: null,
  details: ASKED[kind],
  ...over,
})

const HOUR = 3_600_000
/** A clock started an hour ago, stopped a minute ago when `done`. */
const view = (limit: Limit, done: boolean): ClockView =>
  aView(limit, [
    { kind: 'start', at: NOW - HOUR },
    ...(done ? [{ kind: 'stop', at: NOW - 60_000 } as const] : []),
  ])
/** What a clock with these events says at NOW (or another instant). */
export const aView = (limit: Limit, events: readonly ClockEvent[], now = NOW): ClockView =>
  clock(events, limit, EXAMPLE_CALENDAR, now)

const limitOf = (stage: Stage): Limit => {
  if (stage === 'handle') return FIVE_DAYS
  if (stage === 'total') return { amount: 6, unit: 'working-day' }
  // Longer than the policy's half hours, so that an example is not late before a test begins.
  return { amount: 2, unit: 'working-hour' }
}

type Progress = { readonly done: readonly Stage[]; readonly running: readonly Stage[] }
const TO_FILE = ['accept', 'file'] as const
const ALL_DONE = [...TO_FILE, 'dispatch', 'take', 'handle', 'check', 'close', 'total'] as const
/** Which clocks have stopped and which run in each state, by the shortest way there. */
const PROGRESS = {
  draft: { done: [], running: [] },
  reported: { done: [], running: ['accept'] },
  verifying: { done: ['accept'], running: ['verify'] },
  accepted: { done: ['accept'], running: ['file'] },
  filed: { done: TO_FILE, running: ['dispatch', 'total'] },
  dispatched: { done: [...TO_FILE, 'dispatch'], running: ['take', 'handle', 'total'] },
  handling: { done: [...TO_FILE, 'dispatch', 'take'], running: ['handle', 'total'] },
  feedback: { done: [...TO_FILE, 'dispatch', 'take', 'handle'], running: ['check', 'total'] },
  checking: { done: [...TO_FILE, 'dispatch', 'take', 'handle'], running: ['check', 'total'] },
  closed: { done: ALL_DONE, running: [] },
  evaluated: { done: ALL_DONE, running: [] },
  archived: { done: ALL_DONE, running: [] },
  'self-closed': { done: ['accept'], running: [] },
  rejected: { done: ['accept'], running: [] },
  voided: { done: ['accept'], running: [] },
} as const satisfies Record<Status, Progress>

const takenLead = (status: Task['status']): Task => aTask('lead', { status, doneBy: accountOf('handler') })
const TASKS = {
  draft: [],
  reported: [],
  verifying: [aTask('verify')],
  accepted: [],
  filed: [],
  dispatched: [aTask('lead')],
  handling: [takenLead('taken')],
  feedback: [takenLead('done')],
  checking: [takenLead('done'), aTask('check')],
  closed: [takenLead('done'), aTask('check', { status: 'done', doneBy: accountOf('checker') })],
  evaluated: [takenLead('done'), aTask('check', { status: 'done', doneBy: accountOf('checker') })],
  archived: [takenLead('done'), aTask('check', { status: 'done', doneBy: accountOf('checker') })],
  'self-closed': [],
  rejected: [],
  voided: [],
} as const satisfies Record<Status, readonly Task[]>

const isFiled = (status: Status): boolean => (PROGRESS[status].done as readonly Stage[]).includes('file')
const isFinished = (status: Status): boolean => ['closed', 'evaluated', 'archived'].includes(status)

/** An incident of any state, as the shortest way there leaves it; whatever is given replaces what would be there. */
export function anIncident(over: Partial<Incident> = {}): Incident {
  const status = over.status ?? 'reported'
  const { done, running } = PROGRESS[status]
  const filed = isFiled(status)
  const finished = isFinished(status)
  const selfClosed = status === 'self-closed'
  return {
    id: id(3, 1),
    number: '9906022026112000001',
    county: COUNTY,
    status,
    source: 'resident',
    areaPath: GRID_PATH,
    deskPath: null,
    reportedBy: null,
    classKey: filed || selfClosed ? CLASS : null,
    conditionSeq: filed ? 1 : null,
    limit: filed ? FIVE_DAYS : null,
    confidential: false,
    urgent: false,
    onHold: false,
    supervision: null,
    returnCount: 0,
    redispatchCount: 0,
    reworkCount: 0,
    extensionCount: 0,
    reopenCount: 0,
    verifyResult: null,
    checkResult: finished ? 'pass' : null,
    dispatchedAt: TASKS[status].some((t: Task) => t.kind === 'lead') ? NOW - HOUR : null,
    closedAt: finished || selfClosed ? NOW - 60_000 : null,
    urgedAt: null,
    rated: status === 'evaluated' || status === 'archived',
    tasks: TASKS[status],
    requests: [],
    evidence: [],
    clocks: {
      ...Object.fromEntries(done.map((s) => [s, view(limitOf(s), true)])),
      ...Object.fromEntries(running.map((s) => [s, view(limitOf(s), false)])),
    },
    ...over,
  }
}

const request = REQUEST_ID
const grant = true
/** A valid body for every act, fitting the example incident. */
const BODIES = {
  'self-close': { catalogue: CLASS, withoutPhotoReason: '雨太大' },
  'send-verify': {},
  verify: { result: 'exist' },
  accept: {},
  decline: { reason: 'other-authority', advice: '请向电力公司反映' },
  file: { catalogue: CLASS, condition: 1 },
  dispatch: { department: UNIT.id },
  take: {},
  'ask-return': { reason: 'not-our-duty', opinion: '不是本单位职责' },
  'decide-return': { request, grant },
  delegate: { department: SECTION.id },
  'add-assisting': { department: OTHER_UNIT.id },
  'finish-assisting': { opinion: '已协助' },
  'excuse-assisting': { task: aTask('assisting').id, opinion: '不需要了' },
  'ask-extension': { amount: 2, opinion: '材料未到' },
  'decide-extension': { request, grant },
  'ask-hold': { reason: 'funding', plan: '列入明年预算', reviewAt: '2026-12-20T10:00:00+08:00' },
  'decide-hold': { request, grant },
  'release-hold': {},
  feedback: { opinion: '已清理', withoutEvidenceReason: '现场不便拍照' },
  'send-check': {},
  check: { result: 'pass' },
  rework: {},
  close: {},
  'close-on-papers': { waiver: '围挡封闭，凭验收单结案' },
  'ask-force-close': { opinion: '诉求人不配合' },
  'decide-force-close': { request, grant },
  'ask-reopen': { reason: 'not-solved', opinion: '还是有垃圾' },
  reopen: { reason: 'not-solved', opinion: '情况属实' },
  rate: { stars: 4, solved: true },
  archive: {},
  void: { reason: 'false', opinion: '现场没有' },
  'decide-void': { request, grant },
  merge: { into: OTHER_INCIDENT.number },
  'hand-up': { opinion: '超出街道权限' },
  'hand-down': { area: '990602001001', opinion: '社区可以办' },
  'hand-over': { area: '990602001001002', opinion: '位置在隔壁网格' },
  withdraw: {},
  supervise: { level: 'notice', opinion: '请抓紧' },
  'reply-supervision': { opinion: '今天完成' },
  'lift-supervision': {},
  'mark-urgent': {},
  instruct: { opinion: '请妥善处置' },
  urge: {},
  comment: { opinion: '已联系' },
  'add-evidence': { photos: [{ file: id(6, 1), kind: 'near' }] },
} as const satisfies { readonly [A in Act]: Record<string, unknown> }

/** A command as `decide` receives it, with a fresh id. @throws ZodError when `over` makes it invalid */
export function aCommand<A extends Act>(
  act: A,
  over: Record<string, unknown> = {},
): Extract<ActCommand, { act: A }> {
  const body = actBodies[act].parse({ id: id(7, ++made), ...BODIES[act], ...over })
  return { act, body } as Extract<ActCommand, { act: A }>
}
