import type { Actor } from '@lifang/platform/access.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { mayPlaceTask } from '../../access.ts'
import { checkVersion, once, type Doing } from '../../repo/command.ts'
import { lockHome } from '../../repo/homes.ts'
import { isStranger } from '../../rules/comparison-task.ts'
import { comparisonProblem } from '../../schema/comparison-problems.ts'
import type { PlaceTaskBody } from '../../schema/comparison.ts'
import type { Done } from '../../schema/views.ts'
import type { ComparisonDeps } from './deps.ts'
import { factsOf, standing } from './tasks.ts'

/**
 * Gives a record of the other register its place, where its address gave it none or a wrong one: a grid, or a home and with it its
 * grid. It is a task of that grid from then on, and the report counts it there.
 * @throws comparison.not-found, not-possible, place-needed, place-outside, no-grid-there; registry.not-your-area, not-found (home),
 *   changed-meanwhile
 */
export const placeTask = (
  deps: ComparisonDeps,
  actor: Actor,
  id: string,
  body: PlaceTaskBody,
): Promise<{ readonly made: boolean; readonly answer: Done }> =>
  once(
    deps,
    actor,
    {
      act: 'comparison-place',
      kind: 'comparison-task',
      id,
      details: { grid: body.grid ?? null, home: body.home ?? null },
    },
    body,
    async (doing) => {
      const { tx } = doing
      const { county } = deps
      const { task, record, comparison } = await standing(doing, id)
      must(mayPlaceTask(actor, task.area_path))
      checkVersion(task, body.version)
      if (!isStranger(factsOf(task, record)))
        throw comparisonProblem('comparison.not-possible', { field: 'id' })
      const { path, field } = await pathOf(doing, body)
      if (!path.startsWith(comparison.area_path))
        throw comparisonProblem('comparison.place-outside', { field })
      await tx.run(sql`update comparison_record set area_path = ${path}, home_id = ${body.home ?? null}
        where county = ${county} and id = ${record.id}`)
      await tx.run(sql`update comparison_task set area_path = ${path}, version = version + 1
        where county = ${county} and record_id = ${record.id}`)
      return { id, version: task.version + 1, warnings: [] }
    },
  )

async function pathOf(
  doing: Doing,
  { grid, home }: PlaceTaskBody,
): Promise<{ readonly path: string; readonly field: 'grid' | 'home' }> {
  if ((grid === undefined) === (home === undefined))
    throw comparisonProblem('comparison.place-needed', { field: 'grid' })
  if (home !== undefined) return { path: (await lockHome(doing, home, 'home')).area_path, field: 'home' }
  const area = doing.deps.directory.areaByCode(grid ?? '')
  // A grid that ended is known by its code, and nobody keeps it.
  if (area === undefined || area.levelKey !== 'grid' || area.validTo !== null)
    throw comparisonProblem('comparison.no-grid-there', { field: 'grid' })
  return { path: area.path, field: 'grid' }
}
