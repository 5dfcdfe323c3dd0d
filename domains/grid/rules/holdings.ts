import type { Decided } from '@lifang/platform/problem.ts'
import { no, yes } from '@lifang/platform/problem.ts'
import { POST_SEAT, TEAM_TEMPLATES, problem } from '../schema.ts'
import type { Holding, Post, StandIn, TeamTemplateName } from '../schema.ts'

/**
 * Who is in which post at an instant. Exactly one primary grid worker per grid (1格1员); AB岗: a stand-in does the work for a
 * while and it returns by itself, because nothing but dates decides.
 */

interface Period {
  from: number
  to: number | null
}
const holds = (period: Period, at: number): boolean =>
  period.from <= at && (period.to === null || at < period.to)
const overlap = (a: Period, b: Period): boolean =>
  (b.to === null || a.from < b.to) && (a.to === null || b.from < a.to)

/** Who works a holding at an instant: the holder, or the stand-in while one is due. */
export interface OnDuty {
  holding: string
  person: string
  /** The holder when a stand-in works; null when the holder does. */
  standingInFor: string | null
  /** When the holder is back; null without a stand-in. */
  until: number | null
}

/** All who are on duty for a post in a seat at an instant, stand-ins put in place of those they stand in for. */
export function onDuty(
  holdings: readonly Holding[],
  standIns: readonly StandIn[],
  seat: string,
  post: Post,
  at: number,
): OnDuty[] {
  return holdings
    .filter((holding) => holding.seat === seat && holding.post === post && holds(holding, at))
    .map((holding) => {
      const standIn = standIns.find((s) => s.holding === holding.id && holds(s, at))
      return standIn
        ? { holding: holding.id, person: standIn.person, standingInFor: holding.person, until: standIn.to }
        : { holding: holding.id, person: holding.person, standingInFor: null, until: null }
    })
}

/** The one grid worker on duty in a grid, or null: a vacancy, which boards show. */
export function primaryWorker(
  holdings: readonly Holding[],
  standIns: readonly StandIn[],
  grid: string,
  at: number,
): OnDuty | null {
  return onDuty(holdings, standIns, grid, 'grid-worker', at)[0] ?? null
}

/**
 * May this holding begin? `existing` are the holdings of the same seat.
 * @returns grid.worker-already-there for a second primary grid worker at any instant, grid.seat-full for other posts whose
 *   number the team template bounds
 */
export function checkHolding(
  wanted: Holding,
  existing: readonly Holding[],
  seatKind: 'area' | 'department',
  template: TeamTemplateName | null,
): Decided<Holding> {
  if (wanted.to !== null && wanted.to <= wanted.from) return no(problem('grid.period-empty', { field: 'to' }))
  if (POST_SEAT[wanted.post] !== seatKind) {
    return no(
      problem('grid.post-wrong-seat', { field: 'post', post: wanted.post, expected: POST_SEAT[wanted.post] }),
    )
  }
  const others = existing.filter(
    (h) => h.id !== wanted.id && h.seat === wanted.seat && h.post === wanted.post && overlap(h, wanted),
  )
  if (others.some((h) => h.person === wanted.person)) {
    return no(problem('grid.seat-full', { field: 'person', post: wanted.post, max: 1 }))
  }
  const seats = template === null ? [] : TEAM_TEMPLATES[template]
  const max = wanted.post === 'grid-worker' ? 1 : seats.find((seat) => seat.post === wanted.post)?.max
  if (max === undefined || max === null || crowd(wanted, others) < max) return yes(wanted)
  if (wanted.post === 'grid-worker') {
    return no(problem('grid.worker-already-there', { field: 'from', until: others[0]?.to ?? null }))
  }
  return no(problem('grid.seat-full', { field: 'post', post: wanted.post, max }))
}

/** Most holders at one instant inside a period. The number can only rise where somebody begins. */
function crowd(period: Period, others: readonly Holding[]): number {
  const starts = [period.from, ...others.map((h) => h.from).filter((at) => holds(period, at))]
  return Math.max(...starts.map((at) => others.filter((h) => holds(h, at)).length))
}

/**
 * May this stand-in be arranged? One at a time for a holding, inside its dates, by somebody else who is not away himself then
 * (chains would leave nobody who knows).
 * @param holdings of everybody, to see whether the substitute is away
 */
export function checkStandIn(
  wanted: StandIn,
  holdings: readonly Holding[],
  standIns: readonly StandIn[],
): Decided<StandIn> {
  const holding = holdings.find((h) => h.id === wanted.holding)
  if (!holding) return no(problem('grid.not-found', { field: 'holding' }))
  if (wanted.to <= wanted.from) return no(problem('grid.period-empty', { field: 'to' }))
  if (wanted.person === holding.person) return no(problem('grid.stand-in-self', { field: 'person' }))
  if (wanted.from < holding.from || (holding.to !== null && wanted.to > holding.to)) {
    return no(problem('grid.stand-in-outside-holding', { field: 'from', from: holding.from, to: holding.to }))
  }
  const others = standIns.filter((s) => s.id !== wanted.id && overlap(s, wanted))
  if (others.some((s) => s.holding === wanted.holding)) {
    return no(problem('grid.stand-in-overlaps', { field: 'from' }))
  }
  const personOf = new Map(holdings.map((h) => [h.id, h.person]))
  if (others.some((s) => personOf.get(s.holding) === wanted.person)) {
    return no(problem('grid.stand-in-absent', { field: 'person' }))
  }
  if (others.some((s) => s.person === holding.person)) {
    return no(problem('grid.stand-in-absent', { field: 'holding' }))
  }
  return yes(wanted)
}

/** A team beside its template: filled and vacant seats. */
export interface TeamState {
  post: Post
  min: number
  max: number | null
  people: string[]
  vacancies: number
}
export function teamState(
  template: TeamTemplateName,
  holdings: readonly Holding[],
  standIns: readonly StandIn[],
  grid: string,
  at: number,
): TeamState[] {
  return TEAM_TEMPLATES[template].map(({ post, min, max }) => {
    const people = onDuty(holdings, standIns, grid, post, at).map((duty) => duty.person)
    return { post, min, max, people, vacancies: Math.max(0, min - people.length) }
  })
}

/** Seats nobody holds, by template: a post stands in the list once for each vacant seat. @param held one entry a holding */
export function vacanciesOf(held: readonly Post[]): Record<TeamTemplateName, Post[]> {
  const vacant = (name: TeamTemplateName): Post[] =>
    TEAM_TEMPLATES[name].flatMap(({ post, min }) =>
      Array.from<Post>({ length: Math.max(0, min - held.filter((p) => p === post).length) }).fill(post),
    )
  return { '1+4+X': vacant('1+4+X'), 'one-lead-three-members': vacant('one-lead-three-members') }
}
