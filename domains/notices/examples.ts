/** Builders of valid things for the tests of notices. */
import type { News, NewsRequest, NewsTask, Seat } from './rules/model.ts'

/** The street of the tests: two grids' worth of people in every post a rule names; `county-chief` sits one level above. */
export const STREET = '990602/004/'
export const PLACE = '990602/004/001/003/'
export const UNIT = 'works/'
export const SECTION = 'works/lights/'
export const OTHER_UNIT = 'parks/'

export const aSeat = (over: Partial<Seat> & Pick<Seat, 'accountId' | 'post'>): Seat => ({
  areaPath: STREET,
  departmentPath: null,
  standsInFor: null,
  ...over,
})

export const SEATS: readonly Seat[] = [
  aSeat({ accountId: 'intake-1', post: 'intake-officer' }),
  aSeat({ accountId: 'intake-2', post: 'intake-officer' }),
  aSeat({ accountId: 'dispatch-1', post: 'dispatcher' }),
  aSeat({ accountId: 'dispatch-2', post: 'dispatcher' }),
  aSeat({ accountId: 'chief-1', post: 'duty-chief' }),
  aSeat({ accountId: 'chief-2', post: 'duty-chief' }),
  aSeat({ accountId: 'county-chief', post: 'duty-chief', areaPath: '990602/' }),
  aSeat({ accountId: 'county-desk', post: 'dispatcher', areaPath: '990602/' }),
  aSeat({ accountId: 'leader-1', post: 'leader' }),
  aSeat({ accountId: 'supervisor-1', post: 'supervisor' }),
  aSeat({ accountId: 'next-street', post: 'dispatcher', areaPath: '990602/005/' }),
  aSeat({ accountId: 'lead-1', post: 'handler-lead', departmentPath: UNIT }),
  aSeat({ accountId: 'handler-1', post: 'handler', departmentPath: UNIT }),
  aSeat({ accountId: 'handler-2', post: 'handler', departmentPath: UNIT }),
  aSeat({ accountId: 'gardener', post: 'handler', departmentPath: OTHER_UNIT }),
]

export const AT = Date.UTC(2026, 9, 12, 2)

export const aTask = (over: Partial<NewsTask> & Pick<NewsTask, 'kind'>): NewsTask => ({
  status: 'waiting',
  departmentPath: over.kind === 'lead' ? UNIT : null,
  assigneeId: null,
  openedAt: AT,
  ...over,
})

export const aRequest = (over: Partial<NewsRequest> & Pick<NewsRequest, 'kind'>): NewsRequest => ({
  id: 'step',
  status: 'pending',
  askedBy: 'handler-1',
  departmentId: 'works',
  firstApprover: null,
  decidedAt: null,
  ...over,
})

export interface NewsOver {
  readonly to?: string
  readonly stage?: string
  readonly actor?: string | null
  readonly incident?: Partial<News['incident']>
}

/** News of an act that led to the state the incident is still in. */
export function someNews(topic: string, over: NewsOver = {}): News {
  const to = over.stage === undefined ? (over.to ?? 'handling') : null
  return {
    now: AT,
    topic: `incidents.${topic}`,
    to,
    stage: over.stage ?? null,
    stepId: over.stage === undefined ? 'step' : null,
    incident: {
      status: to ?? 'handling',
      areaPath: PLACE,
      deskPath: null,
      urgent: false,
      reportedBy: 'worker',
      checkResult: null,
      due: {},
      tasks: [],
      requests: [],
      step:
        over.stage === undefined ? { act: topic, actorId: over.actor ?? null, at: AT, granted: null } : null,
      ...over.incident,
    },
  }
}
