import { problems } from '@lifang/platform/problem.ts'

export const problem = problems({
  'calendar.limit-malformed': 422,
  'calendar.limit-unit-unknown': 422,
  'calendar.limit-urgent-day': 422,
  'calendar.limit-fraction': 422,
  'calendar.limit-out-of-range': 422,
  'calendar.instant-malformed': 422,
  'calendar.day-twice': 422,
  'calendar.day-outside-years': 422,
  'calendar.hours-malformed': 422,
  'calendar.seasons-overlap': 422,
  'calendar.version-differs': 422,
  'calendar.department-unknown': 422,
  'calendar.clock-not-started': 409,
  'calendar.clock-already-started': 409,
  'calendar.clock-not-running': 409,
  'calendar.clock-not-paused': 409,
  'calendar.clock-stopped': 409,
  'calendar.clock-backwards': 409,
  'calendar.clock-untimed': 409,
})
