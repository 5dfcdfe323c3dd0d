import type { Actor } from '@lifang/platform/access.ts'
import type { Db } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { CalendarData } from './schema.ts'
import type { CalendarUseRow, CalendarVersionRow } from './tables.ts'

/** A calendar and since when it counts. */
export interface CalendarUse {
  /** Null: the default of everyone without an entry of their own. */
  readonly departmentId: string | null
  /** Epoch ms. */
  readonly from: number
  readonly data: CalendarData
}

/**
 * All calendars of the deployment, in memory: a deadline is computed without asking the database. Every version is one
 * object for the life of the process, because its day table is kept by that object's identity.
 */
export interface Calendars {
  /**
   * What counts for a department at an instant (epoch ms): its own entry, else the default.
   * @param county whose default; may be left out where the deployment is one county.
   */
  forDepartment(departmentId: string | null, at: number, county?: number): CalendarData
  /** The same, and which entry it rests on. */
  useFor(departmentId: string | null, at: number, county?: number): CalendarUse
  /** The version a clock was started under. Unknown: a bug, versions are never removed. */
  byVersion(id: string): CalendarData
  /** The version, or null: for ids that come from outside. */
  find(id: string): CalendarData | null
  /** Reads everything; call once before the first use. */
  load(): Promise<void>
  /** Reads what is new: after publishing here, and on 'calendar.published' from another process. */
  reload(): Promise<void>
}

interface Entry extends CalendarUse {
  readonly county: number
}

export function createCalendars(db: Db): Calendars {
  const versions = new Map<string, CalendarData>()
  /** Entries by department ('' the default), the one that counts last first. */
  let uses = new Map<string, readonly Entry[]>()

  const reload = async (): Promise<void> => {
    const rows = await db.rows<
      Pick<CalendarUseRow, 'county' | 'department_id' | 'calendar_id' | 'valid_from'>
    >(
      sql`select county, department_id, calendar_id, valid_from from calendar_use order by valid_from desc, id desc`,
    )
    // After the entries, so that every version they name is there.
    const fresh = await db.rows<Pick<CalendarVersionRow, 'id' | 'data'>>(
      sql`select id, data from calendar_version where not (id = any(${[...versions.keys()]}::text[]))`,
    )
    // Two reloads may run at once: the first object stays.
    for (const { id, data } of fresh) if (!versions.has(id)) versions.set(id, data)
    const next = new Map<string, Entry[]>()
    for (const row of rows) {
      const key = row.department_id ?? ''
      const list = next.get(key) ?? []
      next.set(key, list)
      const data = byVersion(row.calendar_id)
      list.push({ county: row.county, departmentId: row.department_id, from: row.valid_from.getTime(), data })
    }
    uses = next
  }

  const byVersion = (id: string): CalendarData => {
    const data = versions.get(id)
    if (data === undefined) throw new Error(`calendar version ${id} is not loaded`)
    return data
  }

  const entryOf = (key: string, at: number, county: number | undefined): CalendarUse | undefined =>
    uses.get(key)?.find((use) => use.from <= at && (county === undefined || use.county === county))

  const useFor = (departmentId: string | null, at: number, county?: number): CalendarUse => {
    const own = departmentId === null ? undefined : entryOf(departmentId, at, undefined)
    const use = own ?? entryOf('', at, county)
    if (use === undefined)
      throw new Error('no calendar is loaded: seed the reference calendar and load() first')
    return use
  }

  return {
    useFor,
    forDepartment: (departmentId, at, county) => useFor(departmentId, at, county).data,
    byVersion,
    find: (id) => versions.get(id) ?? null,
    load: reload,
    reload,
  }
}

/** What counts for a person: the first of their departments that has a calendar of its own, else the default. */
export function calendarOf(calendars: Calendars, actor: Actor, at: number): CalendarUse {
  for (const { departmentId } of actor.holdings) {
    if (departmentId === null) continue
    const use = calendars.useFor(departmentId, at, actor.county)
    if (use.departmentId !== null) return use
  }
  return calendars.useFor(null, at, actor.county)
}

/** Who counts by which calendar since when, the newest first. */
export async function listUses(
  db: Db,
  county: number,
): Promise<{ department: string | null; calendar: string; from: string; note: string }[]> {
  const rows = await db.rows<CalendarUseRow & Pick<CalendarVersionRow, 'note'>>(
    sql`select u.*, v.note from calendar_use u join calendar_version v on v.id = u.calendar_id
        where u.county = ${county} order by u.valid_from desc, u.id desc limit 500`,
  )
  return rows.map((r) => ({
    department: r.department_id,
    calendar: r.calendar_id,
    from: r.valid_from.toISOString(),
    note: r.note,
  }))
}
