/**
 * The running stage opened into an axis that is linear in counted time: nights, lunch, rest days and pauses become hatched
 * inserts of a fixed width. Pure geometry in pixels; `full.tsx` draws it.
 */
import { HOUR, MINUTE, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import type { ClockSpan, SpanKind } from '@lifang/domains/calendar/schema.ts'
import { dayLabel, dueTime, timeOf } from '../time.ts'
import { t } from '../words.ts'

export interface AxisPiece {
  readonly x: number
  readonly width: number
  /** 'off' does not count; the others are counted time. */
  readonly kind: 'used' | 'ahead' | 'overdue' | 'off'
  /** Name of an insert where it is wide enough to be read. */
  readonly label: string | null
}
export interface AxisLabel {
  readonly x: number
  readonly text: string
  readonly anchor: 'start' | 'end'
}
export interface Axis {
  readonly pieces: readonly AxisPiece[]
  /** Hour marks. */
  readonly ticks: readonly number[]
  readonly days: readonly AxisLabel[]
  readonly times: readonly AxisLabel[]
  readonly nowX: number | null
  readonly dueX: number | null
}

interface Part {
  readonly counted: boolean
  readonly from: number
  to: number
  readonly phase: ClockSpan['phase']
  kind: SpanKind
  label: string | null
}

/** Which of several reasons not to count names an insert. */
const GRAVITY = {
  paused: 6,
  holiday: 5,
  'rest-day': 4,
  'day-of-start': 3,
  night: 2,
  lunch: 1,
  'make-up-day': 0,
  working: 0,
  wall: 0,
} as const satisfies Record<SpanKind, number>

const INSERT = {
  paused: 112,
  holiday: 112,
  'rest-day': 104,
  'day-of-start': 72,
  night: 38,
  lunch: 30,
  'make-up-day': 30,
  working: 30,
  wall: 30,
} as const satisfies Record<SpanKind, number>

/** Share of the axis that time off may take before it is drawn narrower. */
const MOST_OFF = 0.4

export const textWidth = (text: string, size = 12): number =>
  [...text].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e7f ? size : size * 0.58), 0)

export const insertName = (kind: SpanKind, label: string | null, day: number): string => {
  switch (kind) {
    case 'holiday':
      return label === null ? t('console.span.rest-day') : t('calendar.span.holiday', { name: label })
    case 'rest-day':
      return t('console.weekday-off', { day: t(`console.weekday.${String((((day + 4) % 7) + 7) % 7)}`) })
    case 'paused':
    case 'day-of-start':
    case 'night':
    case 'lunch':
    case 'make-up-day':
    case 'working':
    case 'wall':
      return t(`console.span.${kind}`)
  }
}

function partsOf(spans: readonly ClockSpan[]): Part[] {
  const parts: Part[] = []
  for (const s of spans) {
    const last = parts.at(-1)
    const joins =
      last !== undefined &&
      last.counted === s.counted &&
      (!s.counted || (last.phase === s.phase && last.to === s.from))
    if (!joins) {
      const { counted, from, to, phase, kind, label } = s
      parts.push({ counted, from, to, phase, kind, label })
      continue
    }
    last.to = s.to
    if (GRAVITY[s.kind] > GRAVITY[last.kind]) {
      last.kind = s.kind
      last.label = s.label
    }
  }
  return parts
}

export interface AxisInput {
  readonly spans: readonly ClockSpan[]
  /** Null when the clock stands still: then the rest of the limit is drawn without times. */
  readonly due: number | null
  readonly now: number | null
  /** Time left of the limit, ms of the clock's measure. */
  readonly remainingMs: number
  readonly width: number
}

export function layoutAxis({ spans, due, now, remainingMs, width }: AxisInput): Axis {
  const parts = partsOf(spans)
  const restMs = due === null ? Math.max(0, remainingMs) : 0
  const countedMs = parts.reduce((sum, p) => sum + (p.counted ? p.to - p.from : 0), restMs)
  const wanted = parts.reduce((sum, p) => sum + (p.counted ? 0 : INSERT[p.kind]), 0)
  const scale = wanted === 0 ? 1 : Math.min(1, (width * (countedMs === 0 ? 1 : MOST_OFF)) / wanted)
  const perMs = countedMs === 0 ? 0 : (width - wanted * scale) / countedMs

  const pieces: AxisPiece[] = []
  const starts: { part: Part; x: number; width: number }[] = []
  let x = 0
  for (const part of parts) {
    const w = part.counted ? (part.to - part.from) * perMs : INSERT[part.kind] * scale
    const name = part.counted || isPlain(part.kind) ? null : nameOf(part)
    pieces.push({
      x,
      width: w,
      kind: part.counted ? part.phase : 'off',
      label: name !== null && textWidth(name) + 14 <= w ? name : null,
    })
    starts.push({ part, x, width: w })
    x += w
  }
  if (restMs > 0) pieces.push({ x, width: restMs * perMs, kind: 'ahead', label: null })

  const xOf = (at: number): number | null => {
    for (const s of starts)
      if (at >= s.part.from && at <= s.part.to)
        return (
          s.x + (s.part.to === s.part.from ? 0 : ((at - s.part.from) / (s.part.to - s.part.from)) * s.width)
        )
    return null
  }
  const dueX = due === null ? null : xOf(due)
  const lastTo = parts.at(-1)?.to ?? 0
  const nowX = now === null ? null : (xOf(now) ?? (now > lastTo ? x : 0))
  const labels = labelsOf(starts, dueX, due, width, INSERT.night * scale >= NARROW_NIGHT)
  return { pieces, ticks: ticksOf(starts, perMs), ...labels, nowX, dueX }
}

/** Nights and lunch come every day and need no name. */
const isPlain = (kind: SpanKind): boolean => kind === 'night' || kind === 'lunch'

const nameOf = (part: Part): string => {
  // From Friday's closing: longer than a night and a day is the whole weekend.
  if (part.kind === 'rest-day' && part.to - part.from > 40 * HOUR) return t('console.weekend-off')
  return insertName(part.kind, part.label, officeDay(part.from + (part.to - part.from) / 2))
}

/** Nights drawn narrower than this leave no room for clock times that anybody could tell apart. */
const NARROW_NIGHT = 22

function ticksOf(starts: readonly { part: Part; x: number }[], perMs: number): number[] {
  if (perMs * HOUR < 14) return []
  const ticks: number[] = []
  let counted = 0
  for (const { part, x } of starts) {
    if (!part.counted) continue
    const length = part.to - part.from
    for (let ms = (Math.floor(counted / HOUR) + 1) * HOUR; ms < counted + length; ms += HOUR)
      ticks.push(x + (ms - counted) * perMs)
    counted += length
  }
  return ticks
}

function labelsOf(
  starts: readonly { part: Part; x: number; width: number }[],
  dueX: number | null,
  due: number | null,
  width: number,
  withTimes: boolean,
): { days: AxisLabel[]; times: AxisLabel[] } {
  const days: AxisLabel[] = []
  const times: AxisLabel[] = []
  let dayFree = 0
  let seenDay: number | null = null
  // The due label is right-aligned at its line and comes before any clock time.
  const dueText = due === null ? 0 : textWidth(t('console.due-at', { time: dueTime(due) })) + 10
  const taken: [number, number][] =
    dueX === null ? [] : [[Math.max(0, dueX - dueText), Math.max(dueX, dueText) + 4]]
  // An opening is written to the right of its line and a closing to the left, so that a night keeps them apart; the other
  // side where there is no room.
  const put = (at: number, px: number, opening: boolean): void => {
    const text = timeOf(at)
    const size = textWidth(text)
    for (const anchor of opening ? (['start', 'end'] as const) : (['end', 'start'] as const)) {
      const from = anchor === 'start' ? px : px - size
      const to = from + size
      if (from < 0 || to > width || taken.some(([a, b]) => from - 6 < b && to + 6 > a)) continue
      taken.push([from, to])
      times.push({ x: px, text, anchor })
      return
    }
  }
  starts.forEach(({ part, x, width: w }, i) => {
    if (!part.counted) return
    const day = officeDay(part.from)
    if (day !== seenDay) {
      seenDay = day
      const text =
        part.kind === 'make-up-day'
          ? `${dayLabel(part.from)} · ${t('console.span.make-up-day')}`
          : dayLabel(part.from)
      const size = textWidth(text)
      const from = Math.min(x, width - size)
      const crossed = dueX !== null && dueX > from && dueX < from + size
      if (from >= dayFree && !crossed) {
        days.push({ x: from, text, anchor: 'start' })
        dayFree = from + size + 12
      }
    }
    if (!withTimes && i > 1) return
    const before = starts[i - 1]
    const after = starts[i + 1]
    if (before === undefined || !before.part.counted) put(part.from, x, true)
    if (after !== undefined && !after.part.counted && part.to - part.from >= MINUTE)
      put(part.to, x + w, false)
  })
  return { days, times }
}
