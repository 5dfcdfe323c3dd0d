import { setImmediate as breath } from 'node:timers/promises'
import { must } from '@lifang/platform/problem.ts'
import { NIL_ACCOUNT } from '@lifang/platform/access.ts'
import { sql } from '@lifang/platform/sql.ts'
import { clock } from '@lifang/domains/calendar/rules/clock.ts'
import { checkCalendar } from '@lifang/domains/calendar/rules/compose.ts'
import { parseOfficeInstant } from '@lifang/domains/calendar/rules/instants.ts'
import { ClockRule, type CalendarData } from '@lifang/domains/calendar/schema.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { eventsOf, limitOf } from '../repo/clocks.ts'
import { EFFECT_CASES, EFFECT_LINES, type EffectBody, type EffectView } from '../schema/calendar-effect.ts'
import type { ClockRun } from '../tables.ts'
import { OPEN } from './scope.ts'

const BATCH = 500

interface Moved {
  readonly number: string
  readonly run: ClockRun
  readonly due: number
  readonly dueThen: number
}

/**
 * Every running clock of the open cases that would count by the calendar, counted by its own and by this one. A unit with a
 * calendar of its own does not count by the default, and the other way round.
 * @throws those of `checkCalendar` and `parseOfficeInstant`
 */
export async function calendarEffect(deps: IncidentDeps, body: EffectBody): Promise<EffectView> {
  const data = must(checkCalendar(body.data))
  const now = deps.clock.now()
  const at = Math.max(now, must(parseOfficeInstant(body.from)))
  const department = body.department ?? null
  const counts = (run: ClockRun): boolean =>
    department === null
      ? deps.calendars.useFor(run.unit ?? null, at, deps.county).departmentId === null
      : run.unit === department
  const moved: Moved[] = []
  let [cases, clocks, after] = [0, 0, NIL_ACCOUNT]
  let capped = false
  for (;;) {
    const page = await deps.db.rows<{ id: string; number: string; clocks: readonly ClockRun[] }>(
      sql`select i.id, i.number, i.clocks from incident i where i.county = ${deps.county} and i.id > ${after}
          and ${OPEN} order by i.id limit ${BATCH}`,
    )
    for (const { id, number, clocks: runs } of page) {
      if (cases === EFFECT_CASES) {
        capped = true
        break
      }
      cases++
      after = id
      for (const run of runs) {
        if (run.stop !== undefined || !counts(run)) continue
        const [due, dueThen] = dues(deps, run, data, now)
        if (due === null || dueThen === null) continue
        clocks++
        if (due !== dueThen) moved.push({ number, run, due, dueThen })
      }
    }
    if (capped || page.length < BATCH) break
    // Other requests are answered in between.
    await breath()
  }
  const late = (m: Moved): boolean => m.due < now
  const lateThen = (m: Moved): boolean => m.dueThen < now
  return {
    cases,
    capped,
    clocks,
    moved: moved.length,
    byRecount: moved.filter((m) => m.run.provisional === true).length,
    becomeLate: moved.filter((m) => !late(m) && lateThen(m)).length,
    noLongerLate: moved.filter((m) => late(m) && !lateThen(m)).length,
    items: moved
      .toSorted((a, b) => a.due - b.due || a.number.localeCompare(b.number))
      .slice(0, EFFECT_LINES)
      .map((m) => ({
        number: m.number,
        stage: m.run.stage,
        unit: m.run.unit === undefined ? null : (deps.directory.department(m.run.unit)?.name ?? null),
        due: new Date(m.due).toISOString(),
        dueThen: new Date(m.dueThen).toISOString(),
        late: late(m),
        lateThen: lateThen(m),
        provisional: m.run.provisional === true,
      })),
  }
}

/** Deadline by the clock's own calendar and by the other; null while it stands still. */
function dues(
  deps: IncidentDeps,
  run: ClockRun,
  data: CalendarData,
  now: number,
): readonly [number | null, number | null] {
  const [version, rule] = run.by
  const events = eventsOf(run)
  const count = (by: CalendarData): number | null =>
    clock(events, limitOf(run), by, now, ClockRule.parse(rule)).due
  return [count(deps.calendars.byVersion(version)), count(data)]
}
