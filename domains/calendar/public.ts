/** The door for other domains and the server: calendars in memory, the reference calendar, one deadline by hand. */
export { createCalendars, type Calendars, type CalendarUse } from './reads.ts'
export { referenceCalendar, seedCalendars } from './commands.ts'
export { dueCommand } from './rules.ts'
