/** Red, yellow, green, grey: one function for phone, desk, ranking and report. */
import type { ClockState, ClockView, Lamp, LampReason, LimitUnit } from '../schema.ts'
import { DAY, HOUR, MINUTE } from './instants.ts'

/**
 * Remaining time (in the clock's measure) from which the lamp is yellow: a quarter of the limit, but at least 30 minutes
 * for 紧急工作时, one working hour for 工作时 and one working day for 工作日 (`officeDayMs`), and never more than half the
 * limit, so that a one-day limit is not yellow from the start.
 */
export function yellowThreshold(unit: LimitUnit, limitMs: number, officeDayMs: number): number {
  return Math.floor(Math.min(Math.max(limitMs / 4, floorOf(unit, officeDayMs)), limitMs / 2))
}

function floorOf(unit: LimitUnit, officeDayMs: number): number {
  switch (unit) {
    case 'urgent-hour':
      return 30 * MINUTE
    case 'working-hour':
      return HOUR
    case 'working-day':
      return officeDayMs
    case 'calendar-day':
      return 0
  }
}

export type LampFacts = {
  state: ClockState
  /** False for a stage without a limit. */
  timed: boolean
  /** Past the deadline: now while open, the moment of stopping once stopped. */
  late: boolean
  /** Late by the deadline before extensions. */
  lateOriginally: boolean
  /** Remaining time at or under `yellowThreshold`. */
  near: boolean
}

/**
 * The lamp and why. A stopped clock keeps green or red for ever; a standing one is grey even when it was late before; a
 * stage's lamp knows nothing of other stages.
 */
export function lampOf(facts: LampFacts): { lamp: Lamp; reason: LampReason } {
  if (!facts.timed) return { lamp: 'grey', reason: 'untimed' }
  switch (facts.state) {
    case 'not-started':
      return { lamp: 'grey', reason: 'not-started' }
    case 'paused':
      return { lamp: 'grey', reason: facts.late ? 'paused-overdue' : 'paused' }
    case 'stopped':
      if (facts.late) return { lamp: 'red', reason: 'done-late' }
      return { lamp: 'green', reason: facts.lateOriginally ? 'done-after-extension' : 'done-on-time' }
    case 'running':
      if (facts.late) return { lamp: 'red', reason: 'overdue' }
      return facts.near ? { lamp: 'yellow', reason: 'near-due' } : { lamp: 'green', reason: 'normal' }
  }
}

const GRAVITY = { grey: 0, green: 1, yellow: 2, red: 3 } as const satisfies Record<Lamp, number>

/** The graver of two lamps; grey gives way to any colour. */
export const worstLamp = (a: Lamp, b: Lamp): Lamp => (GRAVITY[a] >= GRAVITY[b] ? a : b)

const ICONS = { green: 'check', yellow: 'triangle', red: 'square', grey: 'pause' } as const satisfies Record<
  Lamp,
  string
>
export type LampIcon = (typeof ICONS)[Lamp]

export type LampWords = {
  lamp: Lamp
  icon: LampIcon
  /** Key of the phrase: `calendar.lamp.overdue.working-hours`. */
  key: string
  params: { amount?: number }
}

/**
 * A lamp for people: colour, shape and words. Amounts are in the clock's own measure and the phrase says which (工作时 or
 * 小时); they are rounded towards zero to one decimal, so neither time left nor lateness is ever overstated.
 */
export function humanLamp(
  view: Pick<ClockView, 'lamp' | 'reason' | 'unit' | 'remainingMs' | 'overdueMs'>,
): LampWords {
  const base = { lamp: view.lamp, icon: ICONS[view.lamp] }
  switch (view.reason) {
    case 'near-due':
      return { ...base, ...amountOf('near-due', view.remainingMs ?? 0, view.unit) }
    case 'overdue':
    case 'done-late':
    case 'paused-overdue':
      return { ...base, ...amountOf(view.reason, view.overdueMs, view.unit) }
    case 'not-started':
    case 'untimed':
    case 'paused':
    case 'normal':
    case 'done-on-time':
    case 'done-after-extension':
      return { ...base, key: `calendar.lamp.${view.reason}`, params: {} }
  }
}

/** Under a minute `moment`, under an hour minutes, then hours; wall days from two days on. */
function amountOf(phrase: string, ms: number, unit: LimitUnit | null): Pick<LampWords, 'key' | 'params'> {
  const key = `calendar.lamp.${phrase}`
  if (ms < MINUTE) return { key: `${key}.moment`, params: {} }
  if (ms < HOUR) return { key: `${key}.minutes`, params: { amount: Math.floor(ms / MINUTE) } }
  if (unit === 'working-hour' || unit === 'working-day') {
    return { key: `${key}.working-hours`, params: { amount: tenths(ms / HOUR) } }
  }
  if (ms < 2 * DAY) return { key: `${key}.hours`, params: { amount: tenths(ms / HOUR) } }
  return { key: `${key}.days`, params: { amount: tenths(ms / DAY) } }
}

const tenths = (value: number): number => Math.floor(value * 10) / 10
