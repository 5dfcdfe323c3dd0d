/** The words of the calendar as plain lists and constants. */
/** 紧急工作时 · 工作时 · 工作日 · 自然日, the four units in which Chinese limits are written (GB/T 30428.8 tables). */
export const LIMIT_UNITS = ['urgent-hour', 'working-hour', 'working-day', 'calendar-day'] as const

/** Hours may be fractional (核查 1.5 工作时); days are whole, because a day limit is counted in days of the calendar. */
export const isDayUnit = (unit: (typeof LIMIT_UNITS)[number]): boolean =>
  unit === 'working-day' || unit === 'calendar-day'

/** Largest amount of any unit: 40 years of working days, so that no typing slip reaches the end of a day table. */
export const LARGEST_AMOUNT = 10_000

/** Hours on days no season covers: 08:30–12:00 and 14:00–17:30, seven hours. */
export const DEFAULT_SPANS: [string, string][] = [
  ['08:30', '12:00'],
  ['14:00', '17:30'],
]

export const LAMPS = ['green', 'yellow', 'red', 'grey'] as const

export const SPAN_KINDS = [
  'working',
  'night',
  'lunch',
  'rest-day',
  'holiday',
  'make-up-day',
  'paused',
  'day-of-start',
  'wall',
] as const

/** Of `ClockRule`. */
export const CURRENT_RULE = 'clock-1'
