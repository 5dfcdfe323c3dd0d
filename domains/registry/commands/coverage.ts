import type { Actor } from '@lifang/platform/access.ts'
import { sql } from '@lifang/platform/sql.ts'
import { dayOf } from '@lifang/domains/calendar/rules/instants.ts'
import { mayCycle, seesPlace } from '../access.ts'
import { cycleById, cycleView, isRunning, type CycleCounted } from '../reads/cycles.ts'
import { checkDay, once } from '../repo/command.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { checkText } from '../repo/person.ts'
import type { CloseCycleBody, CycleBody, CycleView } from '../schema/coverage.ts'
import { registryProblem } from '../schema/problems.ts'

/** A cycle longer than this is no cycle. Calendar days. */
const LONGEST_DAYS = 400

/**
 * Begins a cycle today: the homes that stand on its ground now are its denominator, whatever becomes of them (domain 3.8).
 * @throws registry.unknown-area, not-your-area, cycle-days, cycle-overlaps {name, until}, cycle-no-homes
 */
export const startCycle = (
  deps: RegistryDeps,
  actor: Actor,
  body: CycleBody,
): Promise<{ readonly made: boolean; readonly answer: CycleView }> =>
  once(deps, actor, { act: 'start-cycle', kind: 'cycle', id: body.id }, body, async ({ tx, at, today }) => {
    const { county } = deps
    const area = deps.directory.areaByCode(body.area)
    if (area === undefined || area.validTo !== null || !seesPlace(actor, area.path))
      throw registryProblem('registry.unknown-area', { field: 'area' })
    if (!mayCycle(actor, area.path)) throw registryProblem('registry.not-your-area', { field: 'area' })
    const name = checkText(body.name, 'name')
    checkDay(body.to, '9999-12-31', 'to')
    const days = dayOf(body.to) - dayOf(today)
    if (days < 0 || days > LONGEST_DAYS)
      throw registryProblem('registry.cycle-days', { field: 'to', most: LONGEST_DAYS })
    // Two who begin one at once: the second waits, and sees the first.
    await tx.run(sql`select pg_advisory_xact_lock(hashtext('registry.cycle'), ${county}::integer)`)
    const rows = await tx.rows<{ name: string; to_on: string; area_path: string }>(
      sql`select name, to_on, area_path from coverage_cycle where county = ${county} and closed_at is null and to_on >= ${today}::date`,
    )
    const other = rows.find((r) => r.area_path.startsWith(area.path) || area.path.startsWith(r.area_path))
    if (other !== undefined)
      throw registryProblem('registry.cycle-overlaps', {
        field: 'area',
        name: other.name,
        until: other.to_on,
      })
    await tx.run(sql`insert into coverage_cycle (county, id, name, area_id, area_path, from_on, to_on, started_by, started_by_name, started_at)
      values (${county}, ${body.id}, ${name}, ${area.id}, ${area.path}, ${today}::date, ${body.to}::date, ${actor.accountId}, ${actor.name}, ${at})`)
    const homes = await tx.run(sql`insert into coverage_home (county, cycle_id, home_id, area_path)
      select county, ${body.id}, id, area_path from home where county = ${county} and starts_with(area_path, ${area.path})`)
    if (homes === 0) throw registryProblem('registry.cycle-no-homes', { field: 'area' })
    return cycleView(deps, await cycleById(deps, tx, body.id), today)
  })

/** Ends a cycle before its day. @throws registry.not-found, not-your-area, cycle-over */
export const closeCycle = (
  deps: RegistryDeps,
  actor: Actor,
  id: string,
  body: CloseCycleBody,
): Promise<{ readonly made: boolean; readonly answer: CycleView }> =>
  once(deps, actor, { act: 'close-cycle', kind: 'cycle', id }, body, async ({ tx, at, today }) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtext('registry.cycle'), ${deps.county}::integer)`)
    const row: CycleCounted | undefined = await cycleById(deps, tx, id).catch(() => undefined)
    if (row === undefined || !seesPlace(actor, row.area_path))
      throw registryProblem('registry.not-found', { field: 'id' })
    if (!mayCycle(actor, row.area_path)) throw registryProblem('registry.not-your-area', { field: 'id' })
    if (!isRunning(row, today)) throw registryProblem('registry.cycle-over', { field: 'id' })
    const why = checkText(body.why, 'why')
    await tx.run(
      sql`update coverage_cycle set closed_at = ${at}, closed_by_name = ${actor.name}, closed_why = ${why} where county = ${deps.county} and id = ${id}`,
    )
    return cycleView(deps, await cycleById(deps, tx, id), today)
  })
