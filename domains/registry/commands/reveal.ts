import type { Actor } from '@lifang/platform/access.ts'
import { must } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { mayReveal, seesPerson } from '../access.ts'
import { maskIdNumber, maskPhone } from '../rules/mask.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { whereabouts } from '../repo/people.ts'
import { checkText, personPlace, readSealed } from '../repo/person.ts'
import { duplicateProblem } from '../schema/duplicates.ts'
import { registryProblem } from '../schema/problems.ts'
import type { RevealBody } from '../schema/bodies.ts'
import type { Revealed } from '../schema/lists.ts'
import type { PersonRow, RevealRow } from '../tables.ts'

/**
 * Shows one sensitive field for a reason. The row, what was seen (sealed) and the audit line are kept before the answer leaves;
 * the same command again shows the same and adds nothing.
 * @throws registry.not-found, not-your-area, nothing-to-reveal; platform.command-reused
 */
export async function reveal(
  deps: RegistryDeps,
  actor: Actor,
  id: string,
  body: RevealBody,
): Promise<{ readonly field: Revealed; readonly value: string }> {
  const { county, db, clock, fields } = deps
  checkText(body.reason, 'reason')
  const place = { table: 'registry_reveal', column: 'seen', row: body.id }
  return db.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${body.id}, 19))`)
    const row = await tx.maybe<PersonRow>(sql`select * from person where county = ${county} and id = ${id}`)
    if (row === undefined || !seesPerson(actor, whereabouts(row)))
      throw registryProblem('registry.not-found', { field: 'id' })
    if (row.merged_into !== null)
      throw duplicateProblem('duplicates.person-merged', { field: 'id', into: row.merged_into })
    must(mayReveal(actor, whereabouts(row)))
    const known = await tx.maybe<RevealRow>(
      sql`select * from registry_reveal where county = ${county} and id = ${body.id}`,
    )
    if (known !== undefined) {
      const same =
        known.person_id === id &&
        known.field === body.field &&
        known.by_id === actor.accountId &&
        known.reason === body.reason
      if (!same) throw platformProblem('platform.command-reused', { field: 'id' })
      return { field: body.field, value: fields.open(known.seen, place) }
    }
    const value = valueOf(deps, row, body.field)
    if (value === null) throw registryProblem('registry.nothing-to-reveal', { field: 'field' })
    const post = actor.holdings[0]?.post ?? ''
    await tx.run(sql`insert into registry_reveal (county, id, person_id, field, reason, seen, by_id, by_name, post, at)
      values (${county}, ${body.id}, ${id}, ${body.field}, ${body.reason}, ${fields.seal(value, place)}, ${actor.accountId}, ${actor.name},
        ${post}, ${new Date(clock.now())})`)
    await audit(tx, {
      county,
      actor,
      act: 'registry.reveal',
      subjectKind: 'person',
      subjectId: id,
      ground: body.reason,
      details: { field: body.field, seen: masked(body.field, value), post },
    })
    return { field: body.field, value }
  })
}

function valueOf(deps: RegistryDeps, row: PersonRow, field: Revealed): string | null {
  switch (field) {
    case 'idNumber':
      return row.id_number === null ? null : deps.fields.open(row.id_number, personPlace('id_number', row.id))
    case 'phone':
      return row.phone === null ? null : deps.fields.open(row.phone, personPlace('phone', row.id))
    case 'workplace':
    case 'occupation':
    case 'emergencyContact':
    case 'remark':
      return readSealed(deps, row.id, row.sealed)[field] ?? null
  }
}

/** What was seen, as a line that others read may say it. */
function masked(field: Revealed, value: string): string {
  switch (field) {
    case 'idNumber':
      return maskIdNumber(value)
    case 'phone':
      return maskPhone(value)
    case 'workplace':
    case 'occupation':
    case 'emergencyContact':
    case 'remark':
      return `${value.length}字`
  }
}
