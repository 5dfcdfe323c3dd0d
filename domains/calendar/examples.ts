/** Valid calendars and clocks for tests and for the screens' stories. */
import cn2024 from '../../db/reference/calendar/cn-2024.json' with { type: 'json' }
import cn2025 from '../../db/reference/calendar/cn-2025.json' with { type: 'json' }
import cn2026 from '../../db/reference/calendar/cn-2026.json' with { type: 'json' }
import { CalendarYear, type CalendarData, type ClockEvent, type Limit } from './schema.ts'
import { composeCalendar, type Office } from './rules/compose.ts'
import { parseOfficeInstant } from './rules/instants.ts'
import { parseLimit } from './rules/limits.ts'
import { must } from '@lifang/platform/problem.ts'

const years = [cn2024, cn2025, cn2026].map((year) => CalendarYear.parse(year))

/** The published years 2024–2026 with default hours, or an office's own. */
export const aCalendar = (office: Office = {}): CalendarData =>
  composeCalendar('example-2024-2026', years, office)

/** '2026-02-13 16:30' (office time) → epoch ms. Throws on a malformed text. */
export const office = (text: string): number => must(parseOfficeInstant(text))

/** '2工作时' → limit. Throws on a malformed text. */
export const aLimit = (text: string): Limit => must(parseLimit(text))

/** A clock started at an office time, with whatever happened after. */
export const aClock = (start: string, ...after: ClockEvent[]): ClockEvent[] => [
  { kind: 'start', at: office(start) },
  ...after,
]
