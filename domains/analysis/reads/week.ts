import { dateOf } from '@lifang/domains/calendar/rules/instants.ts'
import type { Area } from '@lifang/domains/grid/public.ts'
import {
  chosenOf,
  communitiesOf,
  deskOf,
  gridsOf,
  headOf,
  weekCases,
  type IncidentDeps,
  type WeekCase,
} from '@lifang/domains/incidents/public.ts'
import { mayStart } from '@lifang/domains/incidents/rules.ts'
import { IS_OPEN } from '@lifang/domains/incidents/schema/lists.ts'
import type { Actor } from '@lifang/platform/access.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { ratePer1000 } from '../rules.ts'
import {
  answerOf,
  classesOf,
  isOverdue,
  missedOf,
  ratingsOf,
  standOf,
  stillUp,
  sumsOf,
  topicOf,
  upOf,
  waitOf,
  WEEK_DAYS,
  weekBefore,
  weekOf,
  wentUpIn,
  type Span,
} from '../rules/week.ts'
import type { Week, WeekQuery } from '../schema/week.ts'
import type { AnalysisDeps } from './wall.ts'

export type WeekDeps = AnalysisDeps & Pick<IncidentDeps, 'policy'>

const EARLIEST = Date.UTC(2000, 0, 1)

const iso = (at: number): string => new Date(at).toISOString()

/** The weekly pack of one of the reader's communities: one statement, counted by `rules/week.ts`. */
export async function communityWeek(deps: WeekDeps, actor: Actor, query: WeekQuery): Promise<Week> {
  const { directory } = deps
  const now = deps.clock.now()
  const communities = communitiesOf(actor, directory, now)
  const own = chosenOf(communities, query.community)
  const span = weekOf(query.week, now)
  // A week that has not begun, or was before any record, has nothing to meet about.
  if (span.since > now || span.since < EARLIEST)
    throw platformProblem('platform.invalid-input', { field: 'week' })
  const grids = gridsOf(directory, own, now)
  const cases = await weekCases(
    deps.db,
    actor,
    own,
    new Date(weekBefore(span).since),
    new Date(span.until),
    now,
  )
  const line = lineOf(deps, grids)
  const earlier = weekBefore(span)
  return {
    at: iso(now),
    communities: communities.map(({ area }) => ({ code: area.code, name: area.name })),
    community: headOf(directory, own, grids),
    monday: dateOf(span.monday),
    sunday: dateOf(span.monday + WEEK_DAYS - 1),
    since: iso(span.since),
    until: iso(span.until),
    running: span.until > now,
    sums: sumsOf(cases, span),
    before: sumsOf(cases, earlier),
    ...standOf(cases),
    grids: gridsTable(cases, grids, span),
    classes: classesOf(cases, span),
    up: cases
      .flatMap((c) => {
        const up = upOf(c)
        if (up === null || !wentUpIn(c, span)) return []
        const { answer, answeredAt } = answerOf(c)
        return [{ at: up.at, c, how: up.how, answer, answeredAt }]
      })
      .toSorted((a, b) => a.at - b.at)
      .map(({ at, c, how, answer, answeredAt }) => ({
        ...line(c),
        how,
        source: c.source,
        at: iso(at),
        answer,
        answeredAt: answeredAt === null ? null : iso(answeredAt),
      })),
    upEarlier: cases.filter((c) => stillUp(c, span)).length,
    late: cases
      .flatMap((c) => (isOverdue(c) ? [{ c, since: missedOf(c, now) ?? now }] : []))
      .toSorted((a, b) => a.since - b.since)
      .map(({ c, since }) => ({
        ...line(c),
        reportedAt: iso(c.reportedAt),
        dueSince: iso(since),
        ...waitOf(c),
      })),
    held: cases
      .filter((c) => IS_OPEN[c.status] && c.onHold)
      .toSorted((a, b) => (a.reviewAt ?? Infinity) - (b.reviewAt ?? Infinity))
      .map((c) => ({
        ...line(c),
        reason: c.pausedFor,
        reviewAt: c.reviewAt === null ? null : iso(c.reviewAt),
      })),
    ratings: ratingsOf(cases, span),
    topics: cases.flatMap((c) => {
      const reasons = topicOf(c, span, now)
      if (reasons.length === 0) return []
      return [{ ...line(c), reasons: reasons.map((r) => ({ ...r, at: r.at === null ? null : iso(r.at) })) }]
    }),
  }
}

/** How a case is called in the pack. */
function lineOf(deps: WeekDeps, grids: readonly Area[]) {
  const names = new Map(grids.map((g) => [g.id, g.name]))
  return (c: WeekCase) => ({
    number: c.number,
    className: c.className,
    confidential: c.confidential,
    grid: names.get(c.areaId) ?? null,
    status: c.status,
    unit: c.unitId === null ? null : (deps.directory.department(c.unitId)?.name ?? null),
    desk: IS_OPEN[c.status] && mayStart('hand-up', c.status) ? (deskOf(deps, c)?.name ?? null) : null,
    stage: c.stage,
    lamp: c.lamp,
  })
}

/** A row a grid in force, and one for cases of grids that ended, where there are any. */
function gridsTable(cases: readonly WeekCase[], grids: readonly Area[], span: Span): Week['grids'] {
  const row = (name: string | null, households: number | null, of: readonly WeekCase[]) => {
    const { reported, closed, self, timed, onTime } = sumsOf(of, span)
    const { open, overdue } = standOf(of)
    return {
      name,
      households,
      reported,
      closed,
      self,
      timed,
      onTime,
      open,
      overdue,
      rate: ratePer1000(reported, households),
    }
  }
  const rows = grids.map((g) =>
    row(
      g.name,
      g.households,
      cases.filter((c) => c.areaId === g.id),
    ),
  )
  const known = new Set(grids.map((g) => g.id))
  const ended = row(
    null,
    null,
    cases.filter((c) => !known.has(c.areaId)),
  )
  return ended.reported + ended.closed + ended.open === 0 ? rows : [...rows, ended]
}
