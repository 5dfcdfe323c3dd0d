/** Arithmetic of the weekly pack on plain cases: nothing here knows where they come from. */
import { dayOf, dayStart, DAY, officeDay, weekday } from '@lifang/domains/calendar/rules/instants.ts'
import { RETURNS_THAT_COUNT, REWORKS_THAT_COUNT } from '@lifang/domains/incidents/rules/exceptions.ts'
import { OWN_SOURCES } from '@lifang/domains/incidents/schema/community.ts'
import { IS_OPEN } from '@lifang/domains/incidents/schema/lists.ts'
import type { RequestKind, Source, Status } from '@lifang/domains/incidents/schema/words.ts'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import { SMALL_CELL } from '../rules.ts'
import type { Week, WeekOverdue, WeekSums, WeekTopic, WeekUp } from '../schema/week.ts'

export const WEEK_DAYS = 7
/** Classes named one by one. */
const TOP = 8
/** A hold whose review comes within so many days is for this meeting: the next one would be too late. */
const REVIEW_DAYS = 7
/** A second return already is for the meeting; the page of exceptions waits for the third. */
const RETURNS_FOR_MEETING = RETURNS_THAT_COUNT - 1

/** What is counted of a case. Epoch ms. */
export interface Counted {
  readonly status: Status
  readonly source: Source
  readonly className: string | null
  readonly wentUp: boolean
  readonly onHold: boolean
  readonly lamp: Lamp
  readonly reviewAt: number | null
  readonly returns: number
  readonly reworks: number
  readonly reopens: number
  readonly reportedAt: number
  readonly closedAt: number | null
  readonly closedBy: 'check' | 'papers' | 'force' | 'self' | null
  readonly onTime: boolean | null
  readonly stageDue: number | null
  readonly totalDue: number | null
  readonly stars: number | null
  readonly solved: boolean | null
  readonly ratedAt: number | null
  readonly asked: readonly RequestKind[]
  readonly steps: readonly {
    readonly act: 'hand-up' | 'hand-down' | 'decline' | 'reopen'
    readonly at: number
  }[]
}

export interface Span {
  readonly since: number
  readonly until: number
}

/** The Monday of a day of the office (0 = Sunday). */
const mondayOf = (day: number): number => day - ((weekday(day) + 6) % 7)
/** Monday 00:00 to Monday 00:00: the week of a date, or without one the last that has ended. */
export function weekOf(date: string | undefined, now: number): Span & { readonly monday: number } {
  const monday = mondayOf(date === undefined ? officeDay(now) - WEEK_DAYS : dayOf(date))
  return { monday, since: dayStart(monday), until: dayStart(monday + WEEK_DAYS) }
}
export const weekBefore = ({ since, until }: Span): Span => ({
  since: since - WEEK_DAYS * DAY,
  until: until - WEEK_DAYS * DAY,
})

const inside = (at: number | null, span: Span): boolean => at !== null && at >= span.since && at < span.until
const isOpen = (c: Counted): boolean => IS_OPEN[c.status]
/** Overdue now is an open case whose lamp is red, as everywhere. */
export const isOverdue = (c: Counted): boolean => isOpen(c) && c.lamp === 'red'

export function sumsOf(cases: readonly Counted[], span: Span): WeekSums {
  const closed = cases.filter((c) => inside(c.closedAt, span))
  const timed = closed.filter((c) => c.onTime !== null)
  const did = (act: Counted['steps'][number]['act']): number =>
    cases.filter((c) => c.steps.some((s) => s.act === act && inside(s.at, span))).length
  return {
    reported: cases.filter((c) => inside(c.reportedAt, span)).length,
    closed: closed.length,
    self: closed.filter((c) => c.closedBy === 'self').length,
    timed: timed.length,
    onTime: timed.filter((c) => c.onTime === true).length,
    reopened: did('reopen'),
    declined: did('decline'),
  }
}

export const standOf = (cases: readonly Counted[]) => ({
  open: cases.filter(isOpen).length,
  overdue: cases.filter(isOverdue).length,
  onHold: cases.filter((c) => isOpen(c) && c.onHold).length,
})

/** Classes of what was reported in the week, with the week before beside each. */
export function classesOf(cases: readonly Counted[], span: Span): Week['classes'] {
  const earlier = weekBefore(span)
  const now = new Map<string, number>()
  const before = new Map<string, number>()
  let unnamed = 0
  for (const c of cases) {
    if (inside(c.reportedAt, earlier) && c.className !== null)
      before.set(c.className, (before.get(c.className) ?? 0) + 1)
    if (!inside(c.reportedAt, span)) continue
    if (c.className === null) unnamed++
    else now.set(c.className, (now.get(c.className) ?? 0) + 1)
  }
  const sorted = [...now].toSorted(([a, m], [b, n]) => n - m || a.localeCompare(b, 'zh'))
  return {
    rows: sorted.slice(0, TOP).map(([name, n]) => ({ name, n, before: before.get(name) ?? 0 })),
    others: sorted.slice(TOP).reduce((sum, [, n]) => sum + n, 0),
    unnamed,
  }
}

/** When and how a case went up; null: it did not. A desk's hand-up counts before the report of our own people. */
export function upOf(c: Counted): { readonly how: WeekUp['how']; readonly at: number } | null {
  if (!c.wentUp) return null
  const handed = c.steps.findLast((s) => s.act === 'hand-up')
  if (handed !== undefined) return { how: 'hand-up', at: handed.at }
  return OWN_SOURCES.includes(c.source) ? { how: 'own-report', at: c.reportedAt } : null
}
export const wentUpIn = (c: Counted, span: Span): boolean => inside(upOf(c)?.at ?? null, span)
/** Went up before the week and nobody has ended it. */
export const stillUp = (c: Counted, span: Span): boolean => {
  const up = upOf(c)
  return up !== null && up.at < span.since && isOpen(c)
}

/** What became of a case that went up. */
export function answerOf(c: Counted): Pick<WeekUp, 'answer'> & { readonly answeredAt: number | null } {
  switch (c.status) {
    case 'closed':
    case 'evaluated':
    case 'archived':
    case 'self-closed':
      return { answer: 'closed', answeredAt: c.closedAt }
    case 'rejected':
      return { answer: 'declined', answeredAt: c.steps.findLast((s) => s.act === 'decline')?.at ?? null }
    case 'voided':
      return { answer: 'voided', answeredAt: null }
    case 'dispatched':
    case 'handling':
    case 'feedback':
    case 'checking':
      return { answer: c.onHold ? 'held' : 'in-hand', answeredAt: null }
    case 'draft':
    case 'reported':
    case 'verifying':
    case 'accepted':
    case 'filed': {
      const last = c.steps.findLast((s) => s.act === 'hand-up' || s.act === 'hand-down')
      return last?.act === 'hand-down'
        ? { answer: 'handed-down', answeredAt: last.at }
        : { answer: 'waiting', answeredAt: null }
    }
  }
}

/** Why an overdue case waits: what somebody must decide, a round that failed, a unit that gave it back; else its stage. */
export function waitOf(c: Counted): Pick<WeekOverdue, 'waits' | 'asked' | 'times'> {
  const [asked = null] = c.asked
  const none = { asked: null, times: null }
  if (asked !== null) return { ...none, waits: 'asked', asked }
  if (c.reworks > 0) return { ...none, waits: 'reworked', times: c.reworks }
  if (c.returns > 0) return { ...none, waits: 'returned', times: c.returns }
  return { ...none, waits: 'stage' }
}

/** The earliest deadline a case has missed; null: none. */
export function missedOf(c: Counted, now: number): number | null {
  const missed = [c.stageDue, c.totalDue].flatMap((due) => (due !== null && due < now ? [due] : []))
  return missed.length === 0 ? null : Math.min(...missed)
}

/** What brings an open or disputed case to the meeting; empty: nothing. */
export function topicOf(
  c: Counted,
  span: Span,
  now: number,
): {
  readonly rule: WeekTopic['reasons'][number]['rule']
  readonly times: number | null
  readonly at: number | null
}[] {
  const open = isOpen(c)
  const unsolved = c.solved === false && inside(c.ratedAt, span)
  return [
    ...(open && c.returns >= RETURNS_FOR_MEETING
      ? [{ rule: 'returned-twice' as const, times: c.returns, at: null }]
      : []),
    ...(open && c.reworks >= REWORKS_THAT_COUNT
      ? [{ rule: 'reworked-twice' as const, times: c.reworks, at: null }]
      : []),
    ...(c.asked.includes('reopen') || unsolved || (open && c.reopens > 0)
      ? [
          {
            rule: 'disputed' as const,
            times: c.reopens > 0 ? c.reopens : null,
            at: unsolved ? c.ratedAt : null,
          },
        ]
      : []),
    ...(open && c.onHold && c.reviewAt !== null && c.reviewAt < now + REVIEW_DAYS * DAY
      ? [{ rule: 'hold-review' as const, times: null, at: c.reviewAt }]
      : []),
  ]
}

/**
 * Counts that add up to a total that is told: one to four are not told, and where one alone would be left out, the smallest of
 * the others goes with it, for the total would give it away.
 */
export function suppress(cells: readonly number[]): (number | null)[] {
  const small = (n: number): boolean => n > 0 && n < SMALL_CELL
  const hidden = new Set(cells.flatMap((n, i) => (small(n) ? [i] : [])))
  if (hidden.size === 1) {
    const next = cells
      .map((n, i) => ({ n, i }))
      .filter(({ n, i }) => n > 0 && !hidden.has(i))
      .toSorted((a, b) => a.n - b.n)[0]
    if (next !== undefined) hidden.add(next.i)
  }
  return cells.map((n, i) => (hidden.has(i) ? null : n))
}

/** Ratings residents gave in the week: 4–5, 3 and 1–2 stars, and how many said it was solved. */
export function ratingsOf(cases: readonly Counted[], span: Span): Week['ratings'] {
  const rated = cases.flatMap((c) =>
    c.stars !== null && inside(c.ratedAt, span) ? [{ stars: c.stars, solved: c.solved }] : [],
  )
  const n = rated.length
  if (n > 0 && n < SMALL_CELL)
    return { n: null, high: null, middle: null, low: null, solved: null, average: null }
  const band = (from: number, to: number): number =>
    rated.filter((r) => r.stars >= from && r.stars <= to).length
  const [high = null, middle = null, low = null] = suppress([band(4, 5), band(3, 3), band(1, 2)])
  const solved = rated.filter((r) => r.solved === true).length
  const [toldSolved = null] = suppress([solved, n - solved])
  const sum = rated.reduce((s, r) => s + r.stars, 0)
  return {
    n,
    high,
    middle,
    low,
    solved: toldSolved,
    average: n === 0 ? null : Math.round((sum / n) * 10) / 10,
  }
}
