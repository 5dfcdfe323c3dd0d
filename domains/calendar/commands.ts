import { readdir, readFile } from 'node:fs/promises'
import type { Actor } from '@lifang/platform/access.ts'
import { constraintOf, sqlState, type Db, type Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { announce } from '@lifang/platform/outbox.ts'
import { must } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { checkCalendar, checkPublication, composeCalendar } from './rules/compose.ts'
import { parseOfficeInstant } from './rules/instants.ts'
import type { Calendars } from './reads.ts'
import { problem } from './schema/problems.ts'
import { type CalendarPublication } from './schema/routes.ts'
import { CalendarYear, type CalendarData } from './schema.ts'

/** Notices as typed in, one file a year. */
const REFERENCE = new URL('../../db/reference/calendar/', import.meta.url)
/** Another set of years, or a correction, is another version: raise the last number. */
const REFERENCE_RELEASE = 1
/** Before any case, so that old histories find a calendar. */
const EVER = new Date(0)

export interface CalendarDeps {
  readonly db: Db
  readonly calendars: Calendars
}

/** The published years of `db/reference/calendar`, default hours; version 'cn-2024-2026-1'. */
export async function referenceCalendar(): Promise<CalendarData> {
  const names = (await readdir(REFERENCE)).filter((name) => /^cn-\d{4}\.json$/.test(name)).sort()
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, REFERENCE), 'utf8')))
  const years = texts.map((text) => CalendarYear.parse(JSON.parse(text)))
  const [first, last] = [years[0]?.year, years.at(-1)?.year]
  return must(checkCalendar(composeCalendar(`cn-${first}-${last}-${REFERENCE_RELEASE}`, years)))
}

/**
 * Stores the reference calendar of this release and makes it the county's default unless it has one; repeating changes
 * nothing. A county that published its own default keeps it: a release never replaces what an office decided.
 * @returns the reference version's id
 */
export async function seedCalendars(tx: Tx, county: number): Promise<string> {
  const data = await referenceCalendar()
  const notices = [...new Set(data.days.map((day) => day.source))].join('、')
  // Two processes starting at once: the second waits here for the first and then finds its entry.
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('calendar.seed'))`)
  await tx.run(sql`insert into calendar_version (id, data, note)
    values (${data.version}, ${JSON.stringify(data)}::jsonb, ${notices}) on conflict (id) do nothing`)
  await tx.run(sql`insert into calendar_use (id, county, department_id, calendar_id, valid_from)
    select ${newId()}, ${county}, null, ${data.version}, ${EVER}
    where not exists (select from calendar_use where county = ${county} and department_id is null)`)
  return data.version
}

export interface Published {
  readonly id: string
  readonly department: string | null
  /** Epoch ms. */
  readonly from: number
  readonly note: string
  /** False: this very publication stood already. */
  readonly made: boolean
}

/**
 * Publishes a calendar for a department (or as the default) from an instant on. Clocks started from then on count by it;
 * those already running keep theirs, and move only by the explicit, logged job.
 * @throws calendar.version-differs, calendar.instant-malformed, calendar.department-unknown, those of `checkCalendar`,
 *   platform.command-reused when the id stands for other content: a version is never edited.
 */
export async function publishCalendar(
  { db, calendars }: CalendarDeps,
  actor: Actor,
  asked: CalendarPublication,
): Promise<Published> {
  const data = must(checkPublication(asked))
  const from = must(parseOfficeInstant(asked.from))
  const { id, note } = asked
  const department = asked.department ?? null
  const json = JSON.stringify(data)
  const at = new Date(from)
  const made = await mapUnknownDepartment(() =>
    db.transaction(async (tx) => {
      const stored = await tx.run(sql`insert into calendar_version (id, data, note)
        values (${id}, ${json}::jsonb, ${note}) on conflict (id) do nothing`)
      if (stored === 0) {
        const same =
          await tx.maybe(sql`select 1 from calendar_version v join calendar_use u on u.calendar_id = v.id
          where v.id = ${id} and v.data = ${json}::jsonb and v.note = ${note} and u.county = ${actor.county}
            and u.department_id is not distinct from ${department}::uuid and u.valid_from = ${at} limit 1`)
        if (same === undefined) throw platformProblem('platform.command-reused', { field: 'id' })
        return false
      }
      await tx.run(sql`insert into calendar_use (id, county, department_id, calendar_id, valid_from)
        values (${newId()}, ${actor.county}, ${department}, ${id}, ${at})`)
      await audit(tx, {
        county: actor.county,
        actor,
        act: 'calendar.publish',
        subjectKind: 'calendar',
        subjectId: id,
        ground: note,
        details: { department, from: at.toISOString(), years: data.publishedYears },
      })
      // Other processes hold the calendars in memory and hear of it here.
      await announce(tx, {
        county: actor.county,
        topic: 'calendar.published',
        subjectId: null,
        payload: { calendar: id },
      })
      return true
    }),
  )
  await calendars.reload()
  return { id, department, from, note, made }
}

async function mapUnknownDepartment<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (sqlState(error) === '23503' && constraintOf(error) === 'calendar_use_department_fk') {
      throw problem('calendar.department-unknown', { field: 'department' })
    }
    throw error
  }
}
