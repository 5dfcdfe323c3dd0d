import type { Actor } from '@lifang/platform/access.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { personPlace, readSealed } from '../repo/person.ts'
import { paperNumber } from '../repo/requests.ts'
import type { CopyBody, CopyView } from '../schema/privacy.ts'
import type { PersonRow, ResidenceRow } from '../tables.ts'
import type { CopyRow } from '../tables/privacy.ts'
import { ownOf } from './custom.ts'
import { looksAt } from './exports.ts'
import { labelsOf } from './labels.ts'
import { foreignView } from './foreign.ts'
import { gridName, noSuch, today } from './scope.ts'

/** Everything the registry holds of a person, whole, for the copy that was noted. @throws registry.not-found */
export async function ownCopy(
  deps: RegistryDeps,
  actor: Actor,
  copy: CopyRow,
  body: CopyBody,
): Promise<CopyView> {
  const { county, db, fields } = deps
  const { person_id: id } = copy
  const row = await db.maybe<PersonRow>(sql`select * from person where county = ${county} and id = ${id}`)
  if (row === undefined || row.status === 'merged' || row.status === 'erased') throw noSuch()
  const [stays, labels, looks, own] = await Promise.all([
    // Their own addresses are told whole, wherever they are.
    db.rows<ResidenceRow & { readonly address: string; readonly area_path: string }>(
      sql`select r.*, h.address, h.area_path from residence r join home h on h.county = r.county and h.id = r.home_id
        where r.county = ${county} and r.person_id = ${id} order by r.to_on desc nulls first, r.from_on desc, r.kind`,
    ),
    labelsOf(deps, actor, id),
    looksAt(deps, actor, id),
    ownOf(deps, actor, id),
  ])
  return {
    id: copy.id,
    number: paperNumber(copy.id),
    at: copy.at.toISOString(),
    by: copy.by_name,
    post: copy.post,
    asker: copy.asker,
    checked: body.checked,
    reason: body.reason,
    person: {
      name: row.name,
      sex: row.sex,
      birthDate: row.birth_date,
      nationality: row.nationality,
      foreign: foreignView(deps, row, today(deps)),
      idKind: row.id_kind,
      idNumber: row.id_number === null ? null : fields.open(row.id_number, personPlace('id_number', id)),
      phone: row.phone === null ? null : fields.open(row.phone, personPlace('phone', id)),
      sealed: readSealed(deps, id, row.sealed),
      care: row.care,
      status: row.status,
      diedOn: row.died_on,
    },
    facts: row.facts,
    stays: stays.map((s) => ({
      id: s.id,
      kind: s.kind,
      household: s.household_id,
      relation: s.relation,
      from: s.from_on,
      to: s.to_on,
      endedBy: s.ended_by,
      home: { id: s.home_id, address: s.address, grid: gridName(deps, s.area_path) },
    })),
    labels: labels.items.map(({ kind, state, basis, note, from, until }) => ({
      kind,
      state,
      basis,
      note,
      from,
      until,
    })),
    own,
    looks: looks.items,
  }
}
