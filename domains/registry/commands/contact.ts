import type { Actor } from '@lifang/platform/access.ts'
import { must } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { mayRevealContact, seesThing } from '../access.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { checkText } from '../repo/person.ts'
import { contactPlace, selectThing } from '../repo/things.ts'
import { registryProblem } from '../schema/problems.ts'
import type { ContactReveal } from '../schema/unit-bodies.ts'
import type { ContactField } from '../schema/unit-lists.ts'
import type { ContactRevealRow, PlaceRow } from '../tables/units.ts'

type ContactRow = Pick<PlaceRow, 'area_path' | 'contact' | 'contact_masked' | 'phone' | 'phone_masked'>

/**
 * Shows the name or phone of who answers for an enterprise or place, for a reason. The row, what was seen (sealed) and the audit line
 * are kept before the answer leaves; the same command again shows the same and adds nothing.
 * @throws registry.not-found, not-your-area, nothing-to-reveal; platform.command-reused
 */
export async function revealContact(
  deps: RegistryDeps,
  actor: Actor,
  kind: 'enterprise' | 'place',
  id: string,
  body: ContactReveal,
): Promise<{ readonly field: ContactField; readonly value: string }> {
  const { county, db, clock, fields } = deps
  checkText(body.reason, 'reason')
  const seenAt = { table: 'contact_reveal', column: 'seen', row: body.id }
  return db.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${body.id}, 19))`)
    const row = await tx.maybe<ContactRow>(sql`${selectThing(kind)} where county = ${county} and id = ${id}`)
    if (row === undefined || !seesThing(actor, row.area_path))
      throw registryProblem('registry.not-found', { field: 'id' })
    must(mayRevealContact(actor, row.area_path))
    const known = await tx.maybe<ContactRevealRow>(
      sql`select * from contact_reveal where county = ${county} and id = ${body.id}`,
    )
    if (known !== undefined) {
      const same =
        known.subject_id === id &&
        known.subject_kind === kind &&
        known.field === body.field &&
        known.by_id === actor.accountId &&
        known.reason === body.reason
      if (!same) throw platformProblem('platform.command-reused', { field: 'id' })
      return { field: body.field, value: fields.open(known.seen, seenAt) }
    }
    const sealed = row[body.field]
    if (sealed === null) throw registryProblem('registry.nothing-to-reveal', { field: 'field' })
    const value = fields.open(sealed, contactPlace(kind, body.field, id))
    const post = actor.holdings[0]?.post ?? ''
    await tx.run(sql`insert into contact_reveal (county, id, subject_kind, subject_id, field, reason, seen, by_id, by_name, post, at)
      values (${county}, ${body.id}, ${kind}, ${id}, ${body.field}, ${body.reason}, ${fields.seal(value, seenAt)}, ${actor.accountId},
        ${actor.name}, ${post}, ${new Date(clock.now())})`)
    await audit(tx, {
      county,
      actor,
      act: 'registry.reveal',
      subjectKind: kind,
      subjectId: id,
      ground: body.reason,
      details: {
        field: body.field,
        seen: body.field === 'phone' ? row.phone_masked : row.contact_masked,
        post,
      },
    })
    return { field: body.field, value }
  })
}
