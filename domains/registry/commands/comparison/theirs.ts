import type { Actor } from '@lifang/platform/access.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { revealsContact, seesPlace } from '../../access.ts'
import { checkText } from '../../repo/person.ts'
import type { TheirValues } from '../../rules/comparison-line.ts'
import { comparisonProblem } from '../../schema/comparison-problems.ts'
import type { TheirsBody } from '../../schema/comparison.ts'
import { registryProblem } from '../../schema/problems.ts'
import type { ComparisonRecordRow, ComparisonRevealRow, ComparisonTaskRow } from '../../tables/comparison.ts'
import { leadsOf } from '../../reads/comparison-leads.ts'
import type { Theirs } from '../../schema/comparison.ts'
import { openTheirs, type ComparisonDeps } from './deps.ts'

/**
 * Shows what the other register says of somebody, for a reason. Who, why and which fields are kept before the answer leaves; the same
 * command again shows the same and adds nothing.
 * @throws comparison.not-found, nothing-to-show; registry.not-your-area; platform.command-reused
 */
export async function showTheirs(
  deps: ComparisonDeps,
  actor: Actor,
  id: string,
  body: TheirsBody,
): Promise<Theirs> {
  const { county, db, clock } = deps
  checkText(body.reason, 'reason')
  const { values, task, record } = await shown()
  const leads = await leadsOf(deps, actor, {
    within: task.area_path,
    home: record.home_id,
    address: values.address,
  })
  return { values, leads }

  function shown(): Promise<{
    readonly values: TheirValues
    readonly task: ComparisonTaskRow
    readonly record: ComparisonRecordRow
  }> {
    return db.transaction(async (tx) => {
      await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${body.id}, 19))`)
      const task = await tx.maybe<ComparisonTaskRow>(
        sql`select * from comparison_task where county = ${county} and id = ${id}`,
      )
      if (task === undefined || !seesPlace(actor, task.area_path))
        throw comparisonProblem('comparison.not-found', { field: 'id' })
      if (!revealsContact(actor, task.area_path))
        throw registryProblem('registry.not-your-area', { field: 'id' })
      const record = await tx.one<ComparisonRecordRow>(
        sql`select * from comparison_record where county = ${county} and id = ${task.record_id}`,
      )
      if (record.theirs === null) throw comparisonProblem('comparison.nothing-to-show', { field: 'id' })
      const values = openTheirs(deps, record)
      const known = await tx.maybe<ComparisonRevealRow>(
        sql`select * from comparison_reveal where county = ${county} and id = ${body.id}`,
      )
      if (known !== undefined) {
        if (known.record_id !== record.id || known.by_id !== actor.accountId || known.reason !== body.reason)
          throw platformProblem('platform.command-reused', { field: 'id' })
        return { values, task, record }
      }
      const fields = Object.keys(values)
      const post = actor.holdings[0]?.post ?? ''
      await tx.run(sql`insert into comparison_reveal (county, id, comparison_id, record_id, person_id, reason, fields, by_id, by_name, post, at)
      values (${county}, ${body.id}, ${task.comparison_id}, ${record.id}, ${record.person_id}, ${body.reason}, ${fields}::text[],
        ${actor.accountId}, ${actor.name}, ${post}, ${new Date(clock.now())})`)
      await audit(tx, {
        county,
        actor,
        act: 'registry.comparison-theirs',
        subjectKind: 'comparison-task',
        subjectId: id,
        ground: body.reason,
        details: { comparison: task.comparison_id, fields, post },
      })
      return { values, task, record }
    })
  }
}
