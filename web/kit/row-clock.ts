/**
 * What a list row can say of its clock without a request of its own: the time left is counted to the stored deadline by the
 * same calendar rule that made it.
 */
import { workingMs } from '@lifang/domains/calendar/rules.ts'
import { hoursOn } from '@lifang/domains/calendar/rules/table.ts'
import { HOUR, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import type { CalendarData, ClockView, Lamp, LampReason, Limit } from '@lifang/domains/calendar/schema.ts'
import { IS_OPEN } from '@lifang/domains/incidents/schema/lists.ts'
import type { IncidentItem } from '@lifang/domains/incidents/schema/views.ts'
import { fillOf, type Fill } from './strip/segments.ts'

export interface RowClock {
  readonly view: Pick<ClockView, 'lamp' | 'reason' | 'unit' | 'remainingMs' | 'overdueMs'>
  /** True when the lamp is the total's and not the running stage's. */
  readonly byTotal: boolean
  readonly due: number | null
  readonly fill: Fill | null
}

const OFFICE_DAY = 7 * HOUR

/** The calendar this page has, and whose it is: null is the deployment's default. */
export interface KnownCalendar {
  readonly department: string | null
  readonly data: CalendarData
}

/**
 * The calendar a clock of this item runs by, where this page knows it: a unit's own stages follow the unit, the desk's stages
 * and the total the default. Undefined is better than a number counted by somebody else's hours.
 */
function calendarOf(
  item: IncidentItem,
  ofTotal: boolean,
  known: KnownCalendar | undefined,
): CalendarData | undefined {
  const byUnit = !ofTotal && (item.stage === 'handle' || item.stage === 'take')
  const whose = byUnit ? (item.department?.id ?? null) : null
  return known !== undefined && known.department === whose ? known.data : undefined
}

export function rowClock(item: IncidentItem, now: number, known: KnownCalendar | undefined): RowClock {
  const byTotal = item.stageLamp !== item.lamp
  const limit = item.stageLimit
  const unit = (byTotal ? item.totalLimit : limit)?.unit ?? null
  const calendar = calendarOf(item, byTotal, known)
  const due = instantOf(byTotal ? item.totalDueAt : item.dueAt)
  const remainingMs = due === null ? null : timeTo(due, now, unit, calendar)
  const view = {
    lamp: item.lamp,
    reason: reasonOf(item, item.lamp),
    unit,
    remainingMs,
    overdueMs: Math.max(0, -(remainingMs ?? 0)),
  }
  const stageDue = instantOf(item.dueAt)
  const ofStage = calendarOf(item, false, known)
  const left = stageDue === null ? null : timeTo(stageDue, now, limit?.unit ?? null, ofStage)
  return { view, byTotal, due, fill: fillFor(limit, left, ofStage, now) }
}

const instantOf = (text: string | null): number | null => (text === null ? null : Date.parse(text))

/** Time to a deadline in a clock's own measure; null where the unit or its calendar is not known here. */
function timeTo(
  due: number,
  now: number,
  unit: Limit['unit'] | null,
  calendar: CalendarData | undefined,
): number | null {
  switch (unit) {
    case null:
      return null
    case 'urgent-hour':
    case 'calendar-day':
      return due - now
    case 'working-hour':
    case 'working-day':
      return calendar === undefined ? null : workingMs(now, due, calendar)
  }
}

function reasonOf(item: IncidentItem, lamp: Lamp): LampReason {
  const open = IS_OPEN[item.status]
  switch (lamp) {
    case 'red':
      return open ? 'overdue' : 'done-late'
    case 'yellow':
      return 'near-due'
    case 'green':
      return open ? 'normal' : 'done-on-time'
    case 'grey':
      return item.onHold ? 'paused' : 'untimed'
  }
}

function fillFor(
  limit: Limit | null,
  remainingMs: number | null,
  calendar: CalendarData | undefined,
  now: number,
): Fill | null {
  if (limit === null || remainingMs === null) return null
  const limitMs = limit.amount * unitMs(limit.unit, calendar, now)
  return fillOf(Math.max(0, limitMs - remainingMs), limitMs)
}

function unitMs(unit: Limit['unit'], calendar: CalendarData | undefined, now: number): number {
  switch (unit) {
    case 'urgent-hour':
    case 'working-hour':
      return HOUR
    case 'calendar-day':
      return 24 * HOUR
    case 'working-day': {
      if (calendar?.roundTheClock === true) return 24 * HOUR
      const today = calendar === undefined ? 0 : hoursOn(calendar, officeDay(now)).total
      return today === 0 ? OFFICE_DAY : today
    }
  }
}
