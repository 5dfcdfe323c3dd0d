/** Who may see an incident and who may do what to it, as sentences over the actor and the record. */
import { covers, type Actor, type Scope, type ScopeClause } from '@lifang/platform/access.ts'
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import { incidentProblem } from './schema/problems.ts'
import { listProblem } from './schema/responsibility.ts'
import type { Act, Source } from './schema/words.ts'
import { isWaiting, type Incident } from './rules/model.ts'

/** Posts that see every incident of the place they hold. */
export const AREA_POSTS = [
  'grid-worker',
  'grid-lead',
  'grid-adviser',
  'grid-assistant',
  'steward',
  'police-officer',
  'fire-officer',
  'monitor',
  'inspector',
  'community-manager',
  'intake-officer',
  'dispatcher',
  'duty-chief',
  'checker',
  'supervisor',
  'leader',
] as const
/** Posts that see what is on their unit's desk, wherever it lies. */
export const UNIT_POSTS = ['handler', 'handler-lead'] as const
/** Posts that may be sent to verify a report, and to check a case (domain 3.3, 3 and 17); the first that is there is asked first. */
export const VERIFIERS = ['grid-worker', 'inspector', 'grid-lead', 'community-manager'] as const
export const CHECKERS = ['checker', 'inspector', 'grid-worker', 'grid-lead', 'community-manager'] as const
export const STAFF_POSTS = [...AREA_POSTS, ...UNIT_POSTS] as const

/** Posts a source belongs to; every other source is registered by the desk. */
export const SOURCE_POSTS: Readonly<Partial<Record<Source, readonly string[]>>> = {
  'grid-patrol': ['grid-worker', 'grid-lead', 'grid-assistant', 'community-manager', 'intake-officer'],
  'inspector-patrol': ['inspector', 'intake-officer'],
  resident: [...STAFF_POSTS],
}
/** What somebody with these posts reports from the street as: what they found on patrol, else what they were told there. */
export const streetSource = (posts: readonly string[]): Source =>
  (['grid-patrol', 'inspector-patrol'] as const).find((source) =>
    SOURCE_POSTS[source]?.some((post) => posts.includes(post)),
  ) ?? 'resident'

/**
 * Place × department × post, written once: an incident is seen by those who hold its place in a post that looks after
 * places, by the units that have a task on it, and by whoever reported or was sent to look at it. Administrators of
 * accounts, security and audit see none.
 */
export function incidentScope(actor: Actor): Scope {
  const any: ScopeClause[] = []
  for (const h of actor.holdings) {
    if ((AREA_POSTS as readonly string[]).includes(h.post) && h.areaPath !== '')
      for (const path of [h.areaPath, ...(h.formerPaths ?? [])]) any.push({ kind: 'area', path })
    if ((UNIT_POSTS as readonly string[]).includes(h.post) && h.departmentPath !== null) {
      any.push({ kind: 'department', path: h.departmentPath })
    }
  }
  if (actor.kind === 'person' && any.length > 0) any.push({ kind: 'account', accountId: actor.accountId })
  return { county: actor.county, any }
}

/** The same scope on a plain record. */
export function sees(scope: Scope, incident: Incident): boolean {
  if (incident.county !== scope.county) return false
  return scope.any.some((clause) => {
    switch (clause.kind) {
      case 'area':
        return incident.areaPath.startsWith(clause.path)
      case 'department':
        return incident.tasks.some(
          (t) => t.departmentPath?.startsWith(clause.path) === true && t.status !== 'returned',
        )
      case 'account':
        return (
          incident.reportedBy === clause.accountId ||
          incident.tasks.some((t) => t.assigneeId === clause.accountId)
        )
    }
  })
}

/** In what capacity an act is done. */
export type Capacity =
  | { readonly as: 'area'; readonly posts: readonly string[] }
  | { readonly as: 'lead-unit' }
  | { readonly as: 'assisting-unit' }
  /** The unit that handles it or has handled it, as long as the task was not sent back. */
  | { readonly as: 'handling-unit' }
  | { readonly as: 'assignee'; readonly kind: 'verify' | 'check' }
  | { readonly as: 'reporter' }
  | { readonly as: 'resident' }
  | { readonly as: 'system' }

const area = (...posts: readonly string[]): Capacity => ({ as: 'area', posts })
const unit: Capacity = { as: 'lead-unit' }
const system: Capacity = { as: 'system' }

/** domain 3.3, the column "who". Any one of the capacities is enough. */
export const WHO = {
  'self-close': [area('grid-worker', 'grid-lead', 'inspector', 'community-manager')],
  'send-verify': [area('intake-officer', 'duty-chief'), system],
  verify: [{ as: 'assignee', kind: 'verify' }],
  accept: [area('intake-officer', 'duty-chief')],
  decline: [area('intake-officer', 'duty-chief')],
  file: [area('intake-officer', 'duty-chief')],
  dispatch: [area('dispatcher', 'duty-chief'), system],
  take: [unit],
  'ask-return': [unit],
  'decide-return': [area('dispatcher', 'duty-chief')],
  delegate: [unit],
  'add-assisting': [unit, area('dispatcher', 'duty-chief')],
  'finish-assisting': [{ as: 'assisting-unit' }],
  'excuse-assisting': [area('dispatcher', 'duty-chief')],
  'ask-extension': [unit],
  'decide-extension': [area('dispatcher', 'duty-chief', 'leader')],
  'ask-hold': [unit],
  'decide-hold': [area('duty-chief', 'leader')],
  'release-hold': [area('dispatcher', 'duty-chief'), system],
  feedback: [unit],
  'send-check': [area('dispatcher', 'duty-chief'), system],
  check: [{ as: 'assignee', kind: 'check' }],
  rework: [area('dispatcher', 'duty-chief')],
  close: [area('intake-officer', 'duty-chief')],
  'close-on-papers': [area('duty-chief')],
  'ask-force-close': [area('duty-chief')],
  'decide-force-close': [area('leader')],
  'ask-reopen': [{ as: 'resident' }, { as: 'reporter' }, area('intake-officer')],
  reopen: [area('duty-chief')],
  rate: [{ as: 'resident' }, { as: 'reporter' }, area('intake-officer'), system],
  archive: [area('intake-officer', 'duty-chief'), system],
  void: [area('duty-chief')],
  'decide-void': [area('duty-chief', 'leader')],
  merge: [area('intake-officer', 'dispatcher', 'duty-chief')],
  'hand-up': [area('community-manager', 'intake-officer', 'dispatcher', 'duty-chief')],
  'hand-down': [area('intake-officer', 'dispatcher', 'duty-chief')],
  'hand-over': [area('intake-officer', 'dispatcher', 'duty-chief')],
  withdraw: [{ as: 'resident' }, { as: 'reporter' }],
  supervise: [area('supervisor', 'leader'), system],
  // Before a unit has it, and when the unit was wrong, the order is the desk's to answer.
  'reply-supervision': [{ as: 'handling-unit' }, area('duty-chief')],
  'lift-supervision': [area('supervisor', 'leader')],
  'mark-urgent': [area('supervisor', 'leader', 'duty-chief', 'intake-officer')],
  instruct: [area('leader')],
  urge: [
    { as: 'resident' },
    { as: 'reporter' },
    area('intake-officer', 'dispatcher', 'duty-chief', 'supervisor', 'community-manager'),
  ],
  comment: [area(...AREA_POSTS), unit, { as: 'assisting-unit' }],
  'add-evidence': [area(...AREA_POSTS), unit, { as: 'assisting-unit' }, { as: 'reporter' }],
} as const satisfies Record<Act, readonly Capacity[]>

/** Looking after a case does not need its desk: these follow the place alone. */
const BESIDE_THE_DESK: readonly Act[] = [
  'comment',
  'add-evidence',
  'urge',
  'supervise',
  'reply-supervision',
  'lift-supervision',
  'mark-urgent',
  'instruct',
  'hand-up',
]

/** The place an act answers for: the grid, or the desk it was handed to. */
const placeOf = (incident: Pick<Incident, 'areaPath' | 'deskPath'>, act: Act): string =>
  BESIDE_THE_DESK.includes(act) ? incident.areaPath : (incident.deskPath ?? incident.areaPath)

/** Whether a post at the place opens an act, for pages that list many cases; the state and the tasks are not asked. */
export const mayAtPlace = (
  actor: Actor,
  incident: Pick<Incident, 'areaPath' | 'deskPath'>,
  act: Act,
): boolean => {
  const capacities: readonly Capacity[] = WHO[act]
  return capacities.some(
    (c) =>
      c.as === 'area' &&
      actor.holdings.some((h) => c.posts.includes(h.post) && covers(h, placeOf(incident, act))),
  )
}

function inCapacity(actor: Actor, incident: Incident, capacity: Capacity, act: Act): string | null {
  const unitHolding = (kind: 'lead' | 'assisting') =>
    actor.holdings.find(
      (h) =>
        (UNIT_POSTS as readonly string[]).includes(h.post) &&
        h.departmentPath !== null &&
        incident.tasks.some(
          (t) =>
            t.kind === kind && isWaiting(t) && t.departmentPath?.startsWith(h.departmentPath ?? ' ') === true,
        ),
    )
  switch (capacity.as) {
    case 'area':
      return (
        actor.holdings.find((h) => capacity.posts.includes(h.post) && covers(h, placeOf(incident, act)))
          ?.post ?? null
      )
    case 'lead-unit':
      return unitHolding('lead')?.post ?? null
    case 'handling-unit':
      return (
        actor.holdings.find(
          (h) =>
            (UNIT_POSTS as readonly string[]).includes(h.post) &&
            h.departmentPath !== null &&
            incident.tasks.some(
              (t) =>
                t.kind === 'lead' &&
                t.status !== 'returned' &&
                t.departmentPath?.startsWith(h.departmentPath ?? ' ') === true,
            ),
        )?.post ?? null
      )
    case 'assisting-unit':
      return unitHolding('assisting')?.post ?? null
    case 'assignee':
      return incident.tasks.some(
        (t) => t.kind === capacity.kind && isWaiting(t) && t.assigneeId === actor.accountId,
      )
        ? (actor.holdings[0]?.post ?? 'assignee')
        : null
    case 'reporter':
      return incident.reportedBy !== null && incident.reportedBy === actor.accountId ? 'reporter' : null
    case 'resident':
      return actor.kind === 'resident' ? 'resident' : null
    case 'system':
      return actor.kind === 'system' ? 'system' : null
  }
}

/** The post in which this actor may do this act here, or the problem that names who may. */
export function mayAct(actor: Actor, incident: Incident, act: Act): Decided<string> {
  const capacities: readonly Capacity[] = WHO[act]
  for (const capacity of capacities) {
    const post = inCapacity(actor, incident, capacity, act)
    if (post !== null) return yes(post)
  }
  const [first] = capacities
  const who = capacities.flatMap((c) => (c.as === 'area' ? c.posts : [c.as]))
  if (first?.as === 'lead-unit' || first?.as === 'assisting-unit' || first?.as === 'handling-unit')
    return no(incidentProblem('incidents.not-your-unit', { who }))
  if (actor.kind === 'resident') return no(incidentProblem('incidents.not-the-reporter'))
  return no(incidentProblem('incidents.not-yours', { who }))
}

/**
 * The county has one responsibility list (domain 002-06, 002-14), and what it says binds every street: it is kept by posts of the
 * command centre of the whole county (002-08). The same post in a street (分中心) works by the list and reads it, no more.
 */
export function mayKeepList(actor: Actor, posts: readonly string[]): Decided<true> {
  const whole = `${String(actor.county)}/`
  return actor.holdings.some((h) => posts.includes(h.post) && covers(h, whole))
    ? yes(true)
    : no(listProblem('list.whole-county-only'))
}

/** A confidential reporter is hidden from whoever handles the incident; lists and other posts see a masked name. */
export const seesReporter = (actor: Actor, incident: Pick<Incident, 'confidential' | 'areaPath'>): boolean =>
  actor.holdings.some(
    (h) => ['intake-officer', 'duty-chief'].includes(h.post) && covers(h, incident.areaPath),
  )
