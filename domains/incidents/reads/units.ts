import type { Department } from '@lifang/domains/grid/public.ts'
import { dayStart, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { accountsById } from '@lifang/domains/identity/public.ts'
import { sql } from '@lifang/platform/sql.ts'
import { UNIT_POSTS } from '../access.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { presentIn } from '../rules/suggesting.ts'
import type { UnitLoad } from '../schema/dispatch.ts'
import { OPEN } from './scope.ts'

export interface Load {
  readonly open: number
  readonly dueToday: number
  readonly overdue: number
}
export const NO_LOAD: Load = { open: 0, dueToday: 0, overdue: 0 }

/** Lead tasks by unit: the one count behind the workload panel and the suggestion. A deadline at 24:00 is today's. */
export async function loadsOf({ db, clock, county }: IncidentDeps): Promise<ReadonlyMap<string, Load>> {
  const now = clock.now()
  const midnight = new Date(dayStart(officeDay(now) + 1))
  const rows = await db.rows<{ id: string; open: number; today: number; overdue: number }>(
    sql`select t.department_id as id, count(*)::integer as open,
          (count(*) filter (where not i.on_hold and i.stage_due_at >= ${new Date(now)} and i.stage_due_at <= ${midnight}))::integer as today,
          (count(*) filter (where not i.on_hold and i.stage_due_at < ${new Date(now)}))::integer as overdue
        from incident i join incident_task t on t.county = i.county and t.incident_id = i.id
        where i.county = ${county} and ${OPEN}
          and t.kind = 'lead' and t.status in ('waiting', 'taken') and t.department_id is not null group by 1`,
  )
  return new Map(rows.map((r) => [r.id, { open: r.open, dueToday: r.today, overdue: r.overdue }]))
}

export interface Crew {
  /** Holders of its handler posts, stand-ins not counted. */
  readonly held: number
  readonly away: readonly { readonly person: string; readonly standIn: string }[]
}

/** Who holds a unit's handler posts now, by account; a person with two posts is one. */
export function crewOf({ directory, clock }: IncidentDeps, unit: Department): Crew {
  const area = directory.area(unit.areaId)
  const holders = UNIT_POSTS.flatMap((post) =>
    directory.holdersAt(post, area?.path ?? '', clock.now()).filter((h) => h.departmentId === unit.id),
  )
  const own = new Set(holders.filter((h) => h.standsInFor === null).map((h) => h.accountId))
  const away = new Map(
    holders.flatMap((h) =>
      h.standsInFor !== null && own.has(h.standsInFor) ? [[h.standsInFor, h.accountId] as const] : [],
    ),
  )
  return { held: own.size, away: [...away].map(([person, standIn]) => ({ person, standIn })) }
}

/** The same with names instead of accounts, several units at once. */
export async function crewsOf(deps: IncidentDeps, units: readonly Department[]) {
  const crews = new Map(units.map((u) => [u.id, crewOf(deps, u)]))
  const ids = [...crews.values()].flatMap((c) => c.away.flatMap((a) => [a.person, a.standIn]))
  const names = new Map((await accountsById(deps.db, [...new Set(ids)])).map((a) => [a.id, a.name]))
  const name = (id: string): string => names.get(id) ?? ''
  return new Map(
    [...crews].map(([id, { held, away }]) => [
      id,
      { held, away: away.map((a) => ({ name: name(a.person), standIn: name(a.standIn) })) },
    ]),
  )
}

/** A centre hands out work; it is listed only where it has some. */
export const handsOut = (unit: Department): boolean =>
  unit.kind === 'command-centre' || unit.kind === 'sub-centre'

/** Workload of the handling units, the fullest first. A unit's load is the unit's: it is not cut to the reader's place. */
export async function unitLoads(deps: IncidentDeps): Promise<UnitLoad[]> {
  const loads = await loadsOf(deps)
  return deps.directory
    .departments()
    .map((unit): UnitLoad & { readonly centre: boolean } => {
      const crew = crewOf(deps, unit)
      const away = crew.away.map((a) => ({ name: a.person, standIn: a.standIn }))
      return {
        id: unit.id,
        name: unit.name,
        ...(loads.get(unit.id) ?? NO_LOAD),
        present: presentIn({ held: crew.held, away }),
        centre: handsOut(unit),
      }
    })
    .filter((u) => !u.centre || u.open > 0)
    .map(({ centre: _centre, ...load }) => load)
    .toSorted((a, b) => b.open - a.open || b.overdue - a.overdue || a.name.localeCompare(b.name, 'zh'))
}
