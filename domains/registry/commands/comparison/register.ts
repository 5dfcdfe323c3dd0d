import type { Actor } from '@lifang/platform/access.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { mayKeepPlace } from '../../access.ts'
import { checkVersion, once } from '../../repo/command.ts'
import { lockHome } from '../../repo/homes.ts'
import { isStranger } from '../../rules/comparison-task.ts'
import { comparisonProblem } from '../../schema/comparison-problems.ts'
import type { RegisterTaskBody } from '../../schema/comparison.ts'
import type { Done } from '../../schema/views.ts'
import { joinHome } from '../sheet.ts'
import type { ComparisonDeps } from './deps.ts'
import { factsOf, standing } from './tasks.ts'

/**
 * Registers whom only the other register has, by the rules of the household sheet, and settles the task with it: both are kept or
 * neither. The record points to the person from then on; its verdict stays what was found.
 * @throws comparison.not-found, not-possible, home-outside; registry.not-your-area, changed-meanwhile, and what the facts refuse
 */
export const registerFromTask = (
  deps: ComparisonDeps,
  actor: Actor,
  id: string,
  body: RegisterTaskBody,
): Promise<{ readonly made: boolean; readonly answer: Done }> =>
  once(
    deps,
    actor,
    { act: 'comparison-register', kind: 'comparison-task', id, details: { home: body.home } },
    body,
    async (doing) => {
      const { tx, at } = doing
      const { county } = deps
      const { task, record, comparison } = await standing(doing, id)
      must(mayKeepPlace(actor, task.area_path))
      checkVersion(task, body.version)
      if (!isStranger(factsOf(task, record)))
        throw comparisonProblem('comparison.not-possible', { field: 'id' })
      const home = await lockHome(doing, body.home, 'home')
      must(mayKeepPlace(actor, home.area_path))
      if (!home.area_path.startsWith(comparison.area_path))
        throw comparisonProblem('comparison.home-outside', { field: 'home' })
      const { person, warnings } = await joinHome(doing, home, body.entry)
      await tx.run(sql`update comparison_record set person_id = ${person}, home_id = ${home.id}, area_path = ${home.area_path}
        where county = ${county} and id = ${record.id}`)
      await tx.run(sql`update comparison_task set state = 'registered', area_path = ${home.area_path}, reason = null, by_id = ${actor.accountId},
          by_name = ${actor.name}, done_at = ${at}, version = version + 1 where county = ${county} and id = ${id}`)
      return { id, version: task.version + 1, warnings: [...warnings] }
    },
  )
