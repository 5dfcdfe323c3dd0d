/** "Why is it due then?": the whole stretch from start to deadline (or now), span by span, with running sums. */
import { CURRENT_RULE, isDayUnit } from '../schema/lists.ts'
import type {
  CalendarData,
  ClockDay,
  ClockEvent,
  ClockExplanation,
  ClockRule,
  ClockSpan,
  Limit,
  LimitUnit,
  SpanKind,
} from '../schema.ts'
import { viewOf } from './clock.ts'
import { dateOf, dayOf, dayStart, officeDay } from './instants.ts'
import { replay, type Run } from './run.ts'
import { exceptionOn, hoursOn } from './table.ts'

type Piece = { to: number; kind: SpanKind; counted: boolean; label: string | null; source: string | null }

/**
 * Explains a clock at `now`. The spans cover start → the later of the deadline and now (or the stop) without gap or
 * overlap; the counted ones up to the deadline sum to `view.limitMs`. Day units show the day of start as not counted.
 * `days` folds the spans by office day. No spans for a clock that has not started.
 */
export function explain(
  events: readonly ClockEvent[],
  limit: Limit | null,
  calendar: CalendarData,
  now: number,
  rule: ClockRule = CURRENT_RULE,
): ClockExplanation {
  const run = replay(events, limit, calendar)
  const view = viewOf(run, limit, calendar, now, rule)
  if (run === null) return { view, spans: [], days: [] }
  const asOf = run.stoppedAt ?? Math.max(now, run.lastAt)
  const end = Math.max(view.due ?? asOf, asOf)
  // Cuts keep a span from straddling anything a reader must see: pauses, the present, the deadline.
  const cuts = [...run.pauses.flatMap((pause) => [pause.from, pause.to ?? end]), asOf, view.due ?? end, end]
    .filter((cut) => cut > run.startedAt && cut <= end)
    .toSorted((a, b) => a - b)

  const spans: ClockSpan[] = []
  let cumulativeMs = 0
  let from = run.startedAt
  let cut = 0
  while (from < end) {
    while ((cuts[cut] ?? end) <= from) cut++
    const piece = pieceAt(from, run, limit?.unit ?? null, calendar)
    const to = Math.min(piece.to, cuts[cut] ?? end)
    const countedMs = piece.counted ? to - from : 0
    cumulativeMs += countedMs
    spans.push({
      from,
      to,
      day: dateOf(officeDay(from)),
      kind: piece.kind,
      counted: piece.counted,
      label: piece.label,
      source: piece.source,
      countedMs,
      cumulativeMs,
      phase: view.due !== null && from >= view.due ? 'overdue' : from >= asOf ? 'ahead' : 'used',
    })
    from = to
  }
  return { view, spans, days: byOfficeDay(spans, calendar) }
}

/** What the time from `at` on is, and until when that holds (at most the office midnight). */
function pieceAt(at: number, run: Run, unit: LimitUnit | null, calendar: CalendarData): Piece {
  const day = officeDay(at)
  const midnight = dayStart(day + 1)
  const plain = { to: midnight, counted: false, label: null, source: null }
  const pause = run.pauses.find((one) => at >= one.from && (one.to === null || at < one.to))
  if (pause) return { ...plain, kind: 'paused', label: pause.reason }
  if (unit !== null && isDayUnit(unit) && at < run.countFrom) return { ...plain, kind: 'day-of-start' }
  if (unit === null) return { ...plain, kind: 'wall' }
  if (unit === 'urgent-hour' || unit === 'calendar-day') return { ...plain, kind: 'wall', counted: true }
  if (calendar.roundTheClock) return { ...plain, kind: 'working', counted: true }
  return officePiece(at, day, midnight, calendar)
}

function officePiece(at: number, day: number, midnight: number, calendar: CalendarData): Piece {
  const exception = exceptionOn(calendar, day)
  const named = { label: exception?.name ?? null, source: exception?.source ?? null }
  const { spans } = hoursOn(calendar, day)
  if (spans.length === 0) {
    return { to: midnight, kind: exception ? 'holiday' : 'rest-day', counted: false, ...named }
  }
  const offset = at - dayStart(day)
  for (const [index, [open, close]] of spans.entries()) {
    if (offset < open) {
      const kind = index === 0 ? 'night' : 'lunch'
      return { to: dayStart(day) + open, kind, counted: false, label: null, source: null }
    }
    if (offset < close) {
      return {
        to: dayStart(day) + close,
        kind: exception ? 'make-up-day' : 'working',
        counted: true,
        ...named,
      }
    }
  }
  return { to: midnight, kind: 'night', counted: false, label: null, source: null }
}

/** One row a day: 当日计 and 累计. The row is called after what the day is, not after its nights. */
export function byOfficeDay(spans: readonly ClockSpan[], calendar: CalendarData): ClockDay[] {
  const days: ClockDay[] = []
  for (const span of spans) {
    const row = days.at(-1)
    if (row?.day !== span.day) {
      const { day, kind, label, source, countedMs, cumulativeMs } = span
      days.push({ day, kind, label, source, countedMs, cumulativeMs })
      continue
    }
    row.countedMs += span.countedMs
    row.cumulativeMs = span.cumulativeMs
    if (weight(span.kind) > weight(row.kind)) {
      row.kind = span.kind
      row.label = span.label
      row.source = span.source
    }
  }
  return days.map((row) => withException(row, calendar))
}

/** A make-up day of which only the evening falls into the stretch is still a make-up day to the reader. */
function withException(row: ClockDay, calendar: CalendarData): ClockDay {
  if (row.kind !== 'night' && row.kind !== 'lunch') return row
  const exception = exceptionOn(calendar, dayOf(row.day))
  return exception ? { ...row, kind: 'make-up-day', label: exception.name, source: exception.source } : row
}

const WEIGHT = {
  night: 0,
  lunch: 0,
  paused: 1,
  wall: 2,
  'rest-day': 2,
  holiday: 2,
  'day-of-start': 3,
  working: 4,
  'make-up-day': 4,
} as const satisfies Record<SpanKind, number>
const weight = (kind: SpanKind): number => WEIGHT[kind]
