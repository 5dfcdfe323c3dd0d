/** The door for other domains: calendars in memory, and the reference calendar stored at start. */
export { createCalendars, type Calendars, type CalendarUse } from './reads.ts'
export { seedCalendars } from './commands.ts'
