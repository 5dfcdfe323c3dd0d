import type { FieldProvider } from '@lifang/platform/crypto.ts'
import type { Db } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { labelIndex, labelPlace } from '@lifang/domains/registry/public.ts'
import type { LabelKind } from '@lifang/domains/registry/schema/lists.ts'

/** Ordinary labels only: special groups are off, in the demo too. */
const KINDS: readonly (readonly [LabelKind, string])[] = [
  ['minimum-income', '低保审批表（区民政局）'],
  ['disability', '残疾人证'],
  ['living-alone', '入户核实，子女均在外地'],
  ['veteran', '退役军人优待证'],
]
const PEOPLE = 24
/** Every so many waits for a decision. */
const WAITING = 5

/** A few labels of the demo's people: proposed by the manager of their community, most approved by the duty chief of the street. */
export async function loadDemoLabels(
  admin: Db,
  { county, fields, now }: { readonly county: number; readonly fields: FieldProvider; readonly now: number },
): Promise<void> {
  const there = await admin.maybe(sql`select 1 from person_label limit 1`)
  const people = await admin.rows<{ id: string; manager: string; name: string }>(
    sql`select distinct on (p.id) p.id, n.id as manager, n.name from person p
        join area a on starts_with(p.area_path, a.path) and a.level_key = 'community' and a.valid_to is null
        join holding h on h.area_id = a.id and h.post = 'community-manager' and h.valid_to is null join account n on n.id = h.account_id
        where p.county = ${county} and p.care and p.status = 'here' order by p.id, n.id limit ${PEOPLE}`,
  )
  const chief = await admin.maybe<{ id: string; name: string }>(
    sql`select n.id, n.name from holding h join area a on a.id = h.area_id and a.level_key = 'street' join account n on n.id = h.account_id
        where h.post = 'duty-chief' and h.valid_to is null order by n.id limit 1`,
  )
  if (there !== undefined || chief === undefined) return
  const today = officeDay(now)
  for (const [i, person] of people.entries()) {
    const [kind, basis] = KINDS[i % KINDS.length] ?? ['disability', '残疾人证']
    const id = newId()
    const content = JSON.stringify({ kind, basis, note: '' })
    const waits = i % WAITING === WAITING - 1
    const proposed = new Date(now - (waits ? 2 + i / 12 : 30 + i) * 86_400_000)
    await admin.run(sql`insert into person_label (county, id, person_id, kind_index, sealed, from_on, until_on, proposed_by, proposed_by_name,
        proposed_at, approved, decided_by, decided_by_name, decided_at, version)
      values (${county}, ${id}, ${person.id}, ${labelIndex({ fields }, kind)}, ${fields.seal(content, labelPlace('sealed', id))},
        ${dateOf(today - (waits ? 0 : 28))}::date, ${dateOf(today + 300 - i * 9)}::date, ${person.manager}, ${person.name}, ${proposed},
        ${waits ? null : true}, ${waits ? null : chief.id}, ${waits ? null : chief.name},
        ${waits ? null : new Date(proposed.getTime() + 86_400_000)}, ${waits ? 1 : 2})`)
  }
}
