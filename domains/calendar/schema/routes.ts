import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { CalendarData } from '../schema.ts'

/** A calendar version to publish: who counts by it (null: everyone without an entry of their own), and since when. */
export const CalendarPublication = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,79}$/),
  data: CalendarData,
  note: z.string().trim().min(2).max(400),
  department: z.uuid().nullish(),
  /** Office time unless it says otherwise: 2027-01-01T00:00+08:00. */
  from: z.string().max(40),
})
export type CalendarPublication = z.infer<typeof CalendarPublication>

/** A program that forgets to escape '+' in an address sends a space; after a time of day nothing else can stand there. */
const queryInstant = z
  .string()
  .max(40)
  .transform((text) => text.replace(/(:\d\d(?:\.\d+)?) (\d\d:\d\d)$/, '$1+$2'))

const Published = z.object({
  id: z.string(),
  department: z.uuid().nullable(),
  from: z.string(),
  note: z.string(),
})

export const calendarRoutes = {
  current: route({
    method: 'GET',
    path: '/api/calendar',
    summary: 'The calendar that counts for my department now, or the default (department null).',
    access: 'signed-in',
    responses: { 200: z.object({ department: z.uuid().nullable(), from: z.string(), data: CalendarData }) },
  }),
  uses: route({
    method: 'GET',
    path: '/api/calendar/uses',
    summary: 'Who counts by which calendar since when, the newest first; entries of the future too.',
    access: { posts: ['system-admin'] },
    responses: {
      200: z.object({
        items: z.array(
          z.object({
            department: z.uuid().nullable(),
            calendar: z.string(),
            from: z.iso.datetime(),
            note: z.string(),
          }),
        ),
      }),
    },
  }),
  version: route({
    method: 'GET',
    path: '/api/calendar/versions/{id}',
    summary: 'One calendar version, as a clock names it; it never changes.',
    access: 'signed-in',
    params: z.object({ id: z.string().max(80) }),
    responses: { 200: CalendarData },
  }),
  due: route({
    method: 'GET',
    path: '/api/calendar/due',
    summary: 'When a limit such as 2工作时 or 5工作日 runs out by my calendar, as ISO instant with offset.',
    access: 'signed-in',
    query: z.strictObject({ from: queryInstant, limit: z.string().max(40) }),
    responses: { 200: z.object({ due: z.string(), provisional: z.boolean(), calendar: z.string() }) },
  }),
  publish: route({
    method: 'POST',
    path: '/api/calendar/versions',
    summary: 'Publish a calendar version and who counts by it from when. Open deadlines do not move.',
    access: { posts: ['system-admin'] },
    body: CalendarPublication,
    responses: { 200: Published, 201: Published },
  }),
} as const
