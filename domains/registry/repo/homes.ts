import { sql } from '@lifang/platform/sql.ts'
import { registryProblem } from '../schema/problems.ts'
import type { HomeChanges } from '../schema/bodies.ts'
import { seesPlace } from '../access.ts'
import type { BuildingRow, HomeRow } from '../tables.ts'
import { factsAfter, keepChanges, type FieldChange } from './changes.ts'
import type { Doing } from './command.ts'

/** The row, locked until the command ends. @throws registry.not-found, also for one on other people's ground */
export async function lockHome(doing: Doing, id: string, field = 'id'): Promise<HomeRow> {
  const { deps, tx, actor } = doing
  const row = await tx.maybe<HomeRow>(
    sql`select * from home where county = ${deps.county} and id = ${id} for update`,
  )
  if (row === undefined || !seesPlace(actor, row.area_path))
    throw registryProblem('registry.not-found', { field })
  return row
}
export async function lockBuilding(doing: Doing, id: string): Promise<BuildingRow> {
  const { deps, tx, actor } = doing
  const row = await tx.maybe<BuildingRow>(
    sql`select * from building where county = ${deps.county} and id = ${id} for update`,
  )
  if (row === undefined || !seesPlace(actor, row.area_path))
    throw registryProblem('registry.not-found', { field: 'id' })
  return row
}

/** Changes facts of a locked home and, where the source is a visit, its day. */
export async function changeHome(
  doing: Doing,
  row: HomeRow,
  given: HomeChanges,
  touched: boolean,
): Promise<void> {
  const { deps, tx, at, source, verifiedOn } = doing
  const changes: FieldChange[] = []
  if (given.kind !== undefined && given.kind !== row.kind)
    changes.push({ field: 'kind', old: row.kind, new: given.kind, sensitive: false })
  const hazards = given.hazards === undefined ? row.hazards : [...new Set(given.hazards)].toSorted()
  if (hazards.join() !== row.hazards.join())
    changes.push({
      field: 'hazards',
      old: row.hazards.join(',') || null,
      new: hazards.join(',') || null,
      sensitive: false,
    })
  const visited = source === 'visit' && (row.visited_on === null || verifiedOn > row.visited_on)
  if (visited) changes.push({ field: 'visitedOn', old: row.visited_on, new: verifiedOn, sensitive: false })
  if (changes.length === 0 && !touched)
    throw registryProblem('registry.nothing-to-change', { field: 'changes' })
  // What was said again is verified again, though nothing changed.
  const said: FieldChange[] = [
    ...(given.kind === undefined ? [] : [{ field: 'kind', old: null, new: null, sensitive: false }]),
    ...(given.hazards === undefined ? [] : [{ field: 'hazards', old: null, new: null, sensitive: false }]),
  ]
  await tx.run(sql`update home set kind = ${given.kind ?? row.kind}, hazards = ${hazards}::text[],
      visited_on = ${visited ? verifiedOn : row.visited_on}::date, facts = ${JSON.stringify(factsAfter(row.facts, doing, said))}::jsonb,
      version = version + 1, updated_at = ${at}
    where county = ${deps.county} and id = ${row.id}`)
  if (source === 'visit') await markReached(doing, row.id)
  await keepChanges(doing, 'home', row.id, changes)
}

/** The visit counts in the cycle it fell into; the first one is kept. */
const markReached = ({ deps, tx, verifiedOn }: Doing, home: string): Promise<number> =>
  tx.run(sql`update coverage_home r set reached_on = least(r.reached_on, ${verifiedOn}::date)
    from coverage_cycle c where r.county = ${deps.county} and r.home_id = ${home} and c.county = r.county and c.id = r.cycle_id
      and c.closed_at is null and ${verifiedOn}::date between c.from_on and c.to_on and (r.reached_on is null or r.reached_on > ${verifiedOn}::date)`)
