import type { Calendars } from '@lifang/domains/calendar/public.ts'
import { dateOf, dayStart, MINUTE, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { exceptionOn, hoursOn } from '@lifang/domains/calendar/rules/table.ts'
import type { Directory } from '@lifang/domains/grid/public.ts'
import { incidentScope } from '@lifang/domains/incidents/access.ts'
import { stageUses } from '@lifang/domains/incidents/public.ts'
import type { Actor } from '@lifang/platform/access.ts'
import type { Clock } from '@lifang/platform/clock.ts'
import type { Db } from '@lifang/platform/db.ts'
import { keepJson, type Kept } from '@lifang/platform/http/kept.ts'
import { BOXES, boxOf, flowOf, noLamps, ratePer1000, usesOf } from '../rules.ts'
import { WALL_STAGES, type Wall } from '../schema.ts'
import { flowCells, lastActs, openCells, trendCells, type OpenCell } from './cells.ts'

export interface AnalysisDeps {
  readonly db: Db
  readonly clock: Clock
  readonly county: number
  readonly directory: Directory
  readonly calendars: Calendars
}

/** How long an answer is given again, and what is counted run by run. */
const KEPT_MS = 1_000
const USES_KEPT_MS = MINUTE
const KEPT = 200
export const TREND_DAYS = 30
const WEEK_DAYS = 7
const FEED_MS = 120 * MINUTE

/** Keeps the promise, not the value: many walls that open at once ask the database once. */
function keeping<T>(clock: Clock, ms: number) {
  const kept = new Map<string, { readonly at: number; readonly value: Promise<T> }>()
  return (key: string, make: () => Promise<T>): Promise<T> => {
    const now = clock.now()
    const known = kept.get(key)
    if (known !== undefined && now >= known.at && now - known.at < ms) return known.value
    if (kept.size >= KEPT) kept.clear()
    const value = make()
    kept.set(key, { at: now, value })
    // A failure is not given again.
    value.catch(() => kept.delete(key))
    return value
  }
}

/** The wall of a reader's scope. The instant is told to the minute, so that the tag stays while nothing changes. */
export function createWall(deps: AnalysisDeps): (actor: Actor) => Promise<Kept> {
  const walls = keeping<Kept>(deps.clock, KEPT_MS)
  const uses = keeping<Wall['uses']>(deps.clock, USES_KEPT_MS)
  return (actor) => {
    const key = JSON.stringify(incidentScope(actor))
    return walls(key, async () => keepJson(await readWall(deps, actor, (make) => uses(key, make))))
  }
}

async function readWall(
  deps: AnalysisDeps,
  actor: Actor,
  keepUses: (make: () => Promise<Wall['uses']>) => Promise<Wall['uses']>,
): Promise<Wall> {
  const now = deps.clock.now()
  const minute = Math.floor(now / MINUTE) * MINUTE
  const today = officeDay(now)
  const weekStart = new Date(dayStart(today - WEEK_DAYS + 1))
  const feedSince = new Date(minute - FEED_MS)
  const [open, flow, trend, acts, uses] = await Promise.all([
    openCells(deps.db, actor, now),
    flowCells(deps.db, actor, new Date(dayStart(today))),
    trendCells(deps.db, actor, new Date(dayStart(today - TREND_DAYS + 1))),
    lastActs(deps.db, actor, feedSince, now),
    keepUses(async () => {
      const { cases, uses } = await stageUses(deps, actor, weekStart, now)
      return { since: weekStart.toISOString(), cases, rows: usesOf(uses) }
    }),
  ])
  const { place, grids } = placesOf(deps, actor, open)
  const sum = (fits: (c: OpenCell) => boolean): number => open.reduce((s, c) => (fits(c) ? s + c.n : s), 0)
  const openN = sum(() => true)
  const overdue = sum((c) => c.lamp === 'red')
  const days = trendOf(deps, today, trend)
  const week = trend.filter((t) => t.day > today - WEEK_DAYS)
  const of = (statuses: readonly string[]): number =>
    flow.reduce((s, c) => (statuses.includes(c.status) ? s + c.n : s), 0)
  return {
    at: new Date(minute).toISOString(),
    place,
    open: {
      n: openN,
      overdue,
      onHold: sum((c) => c.on_hold),
      rate: ratePer1000(openN, place.households),
      overdueRate: ratePer1000(overdue, place.households),
    },
    today: {
      since: new Date(dayStart(today)).toISOString(),
      reported: flow.reduce((s, c) => s + c.n, 0),
      filed: flow.reduce((s, c) => s + c.filed, 0),
      declined: of(['rejected', 'voided']),
      closed: trend.find((t) => t.day === today)?.closed ?? 0,
    },
    onTime: {
      since: weekStart.toISOString(),
      timed: week.reduce((s, t) => s + t.timed, 0),
      onTime: week.reduce((s, t) => s + t.timed - t.late, 0),
    },
    stages: WALL_STAGES.map((stage) => {
      const lamps = noLamps()
      for (const c of open) if (c.stage !== null && boxOf(c.stage) === stage) lamps[c.lamp] += c.n
      return { stage, stages: [...BOXES[stage]], lamps }
    }),
    grids,
    units: unitsOf(deps, open),
    flow: flowOf(flow),
    trend: days,
    uses,
    feed: {
      since: feedSince.toISOString(),
      rows: acts.map((a) => ({
        id: a.id,
        at: a.at.toISOString(),
        number: a.number,
        act: a.act,
        status: a.to_status,
        lamp: a.lamp,
        className: a.class_name,
        grid: deps.directory.area(a.area_id)?.name ?? '',
      })),
    },
  }
}

/** The places of the scope that are in force, with what is open in them; a case of a grid that ended stands in no grid. */
function placesOf(
  { directory, clock }: AnalysisDeps,
  actor: Actor,
  open: readonly OpenCell[],
): Pick<Wall, 'place' | 'grids'> {
  const held = incidentScope(actor).any.flatMap((c) => (c.kind === 'area' ? [c.path] : []))
  const inForce = directory
    .areas()
    .filter(
      (a) => (a.validTo === null || a.validTo > clock.now()) && held.some((path) => a.path.startsWith(path)),
    )
  const byPath = new Map<string, { open: number; overdue: number }>()
  for (const c of open) {
    const at = byPath.get(c.area_path) ?? { open: 0, overdue: 0 }
    at.open += c.n
    if (c.lamp === 'red') at.overdue += c.n
    byPath.set(c.area_path, at)
  }
  const grids = inForce
    .filter((a) => a.levelKey === 'grid')
    .toSorted((a, b) => a.code.localeCompare(b.code))
    .map((a) => {
      const { open: n, overdue } = byPath.get(a.path) ?? { open: 0, overdue: 0 }
      return {
        code: a.code,
        name: a.name,
        community: (a.parentId === null ? undefined : directory.area(a.parentId))?.name ?? null,
        households: a.households,
        open: n,
        overdue,
        rate: ratePer1000(n, a.households),
        overdueRate: ratePer1000(overdue, a.households),
      }
    })
  const known = grids.filter((g) => g.households !== null)
  return {
    place: {
      name: directory.areaByPath(held.toSorted((a, b) => a.length - b.length)[0] ?? '')?.name ?? '',
      communities: inForce.filter((a) => a.levelKey === 'community').length,
      grids: grids.length,
      households: known.length === 0 ? null : known.reduce((s, g) => s + (g.households ?? 0), 0),
    },
    grids,
  }
}

function unitsOf({ directory }: AnalysisDeps, open: readonly OpenCell[]): Wall['units'] {
  const units = new Map<string, { open: number; overdue: number; since: Date | null }>()
  for (const c of open) {
    if (c.lead_unit_id === null) continue
    const unit = units.get(c.lead_unit_id) ?? { open: 0, overdue: 0, since: null }
    unit.open += c.n
    if (c.lamp === 'red') {
      unit.overdue += c.n
      if (c.overdue_since !== null && (unit.since === null || c.overdue_since < unit.since))
        unit.since = c.overdue_since
    }
    units.set(c.lead_unit_id, unit)
  }
  return [...units]
    .map(([id, u]) => ({
      id,
      name: directory.department(id)?.name ?? '',
      open: u.open,
      overdue: u.overdue,
      overdueSince: u.since?.toISOString() ?? null,
    }))
    .toSorted((a, b) => b.overdue - a.overdue || b.open - a.open || a.name.localeCompare(b.name, 'zh'))
}

function trendOf(
  { calendars, clock, county }: AnalysisDeps,
  today: number,
  cells: Awaited<ReturnType<typeof trendCells>>,
): Wall['trend'] {
  const calendar = calendars.forDepartment(null, clock.now(), county)
  return Array.from({ length: TREND_DAYS }, (_, i) => {
    const day = today - TREND_DAYS + 1 + i
    const cell = cells.find((c) => c.day === day)
    return {
      date: dateOf(day),
      reported: cell?.reported ?? 0,
      closed: cell?.closed ?? 0,
      late: cell?.late ?? 0,
      rest: hoursOn(calendar, day).spans.length === 0,
      name: exceptionOn(calendar, day)?.name ?? null,
    }
  })
}
