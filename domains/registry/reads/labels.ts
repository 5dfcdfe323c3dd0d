import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { sql } from '@lifang/platform/sql.ts'
import { auditInsert } from '@lifang/domains/audit/public.ts'
import { decidesLabels, keepsPerson, registryPaths, seesLabels } from '../access.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { factsOf, isOn, kindsOf, labelContent, labelIndex, labelPlace, settings } from '../repo/labels.ts'
import { whereabouts } from '../repo/people.ts'
import { decideLabel, isSpecial, labelState } from '../rules/labels.ts'
import { forNotice, maskName } from '../rules/mask.ts'
import type { AccessView, LabelKindView, LabelView, PublicList } from '../schema/labels.ts'
import { LABEL_KINDS, type LabelKind } from '../schema/lists.ts'
import { registryProblem } from '../schema/problems.ts'
import type { LabelAccessRow, PersonLabelRow, PersonRow } from '../tables.ts'
import { groundOf, noSuch, personIn, today } from './scope.ts'

export async function listKinds(deps: RegistryDeps, actor: Actor): Promise<LabelKindView[]> {
  const found = await settings(deps, deps.db)
  const mine = await kindsOf(deps, deps.db, actor, today(deps))
  return LABEL_KINDS.map((kind) => {
    const row = found.get(kind)
    return {
      kind,
      special: isSpecial(kind),
      enabled: isOn(found, kind),
      basis: row?.basis ?? null,
      by: row?.by_name ?? null,
      at: isoOrNull(row?.at ?? null),
      mine: mine.has(kind),
    }
  })
}

export async function listAccess(deps: RegistryDeps): Promise<AccessView[]> {
  const day = today(deps)
  const rows = await deps.db.rows<LabelAccessRow>(
    sql`select * from label_access where county = ${deps.county} order by granted_at desc, id limit 500`,
  )
  return rows.map((r) => ({
    id: r.id,
    kind: r.kind,
    account: r.account_name,
    reason: r.reason,
    from: r.from_on,
    until: r.until_on,
    grantedBy: r.granted_by_name,
    withdrawn:
      r.withdrawn_at === null ? null : { at: r.withdrawn_at.toISOString(), by: r.withdrawn_by_name ?? '' },
    holds: r.withdrawn_at === null && r.from_on <= day && day <= r.until_on,
  }))
}

type Labelled = PersonLabelRow &
  Pick<PersonRow, 'area_path' | 'registered_path'> & { readonly person_name: string }

function viewOf(
  deps: RegistryDeps,
  actor: Actor,
  row: Labelled,
  kinds: ReadonlySet<LabelKind>,
): LabelView | undefined {
  const { kind, basis, note } = labelContent(deps, row)
  if (!kinds.has(kind)) return undefined
  const day = today(deps)
  const facts = factsOf(row)
  const at = whereabouts(row)
  const can = (act: 'approve' | 'end'): boolean => decideLabel(facts, act, actor.accountId, day).ok
  return {
    id: row.id,
    person: row.person_id,
    name: maskName(row.person_name),
    kind,
    special: isSpecial(kind),
    state: labelState(facts, day),
    basis,
    note: note === '' ? null : note,
    from: row.from_on,
    until: row.until_on,
    proposedBy: row.proposed_by_name,
    proposedAt: row.proposed_at.toISOString(),
    decidedBy: row.decided_by_name,
    decidedAt: isoOrNull(row.decided_at),
    endedBy: row.ended_by_name,
    why: row.why === null ? null : deps.fields.open(row.why, labelPlace('why', row.id)),
    version: row.version,
    may: { decide: decidesLabels(actor, at) && can('approve'), end: can('end') },
  }
}

const LABELLED = sql`select l.*, p.name as person_name, p.area_path, p.registered_path from person_label l
  join person p on p.county = l.county and p.id = l.person_id`

/** Seeing a special label is written down, without saying in the log which one it was. */
const noteSeen = (deps: RegistryDeps, tx: Tx, actor: Actor, person: string, special: number) =>
  tx.run(
    auditInsert({
      county: deps.county,
      actor,
      act: 'registry.see-labels',
      subjectKind: 'person',
      subjectId: person,
      ground: actor.holdings[0]?.post ?? null,
      details: { special },
    }),
  )

/** @throws registry.not-found for a person of other people's ground, or whose labels are nobody's business of the reader */
export async function labelsOf(
  deps: RegistryDeps,
  actor: Actor,
  id: string,
): Promise<{ items: LabelView[]; propose: LabelKind[] }> {
  const { county, db } = deps
  const person = await db.maybe<PersonRow>(sql`select * from person where county = ${county} and id = ${id}`)
  if (person === undefined || !seesLabels(actor, whereabouts(person))) throw noSuch()
  const kinds = await kindsOf(deps, db, actor, today(deps))
  const rows = await db.rows<Labelled>(
    sql`${LABELLED} where l.county = ${county} and l.person_id = ${id} order by l.proposed_at desc, l.id`,
  )
  const items = rows.flatMap((row) => viewOf(deps, actor, row, kinds) ?? [])
  const special = items.filter((i) => i.special).length
  if (special > 0) await noteSeen(deps, db, actor, id, special)
  return { items, propose: keepsPerson(actor, whereabouts(person)) ? [...kinds] : [] }
}

/** Labels of my ground in one state, the oldest first; those in force by their last day. */
export async function listLabels(
  deps: RegistryDeps,
  actor: Actor,
  state: 'proposed' | 'in-force',
): Promise<LabelView[]> {
  const { county, db } = deps
  const day = today(deps)
  const kinds = await kindsOf(deps, db, actor, day)
  const which =
    state === 'proposed'
      ? sql`l.approved is null order by l.proposed_at, l.id`
      : sql`l.approved order by l.until_on, l.id`
  const rows = await db.rows<Labelled>(
    sql`${LABELLED} where l.county = ${county} and l.ended_at is null and l.until_on >= ${day}::date
      and ${personIn(registryPaths(actor))} and ${which} limit 500`,
  )
  const items = rows
    .filter((row) => seesLabels(actor, whereabouts(row)))
    .flatMap((row) => viewOf(deps, actor, row, kinds) ?? [])
    .filter((i) => i.state === state)
  const special = new Map<string, number>()
  for (const i of items.filter((one) => one.special)) special.set(i.person, (special.get(i.person) ?? 0) + 1)
  for (const [person, n] of special) await noteSeen(deps, db, actor, person, n)
  return items
}

/**
 * A public list of an area, masked by what it tells (`forNotice`: a benefit shows 张* and the building). Made of labels in force, in the
 * order of addresses; that it was made is written down.
 * @throws registry.label-off (the kind is off, or a special group: those are hung out nowhere), unknown-area
 */
export async function publicList(
  deps: RegistryDeps,
  actor: Actor,
  { kind, area: code }: { readonly kind: LabelKind; readonly area: string },
): Promise<PublicList> {
  const { county, db, directory } = deps
  const day = today(deps)
  const kinds = await kindsOf(deps, db, actor, day)
  if (isSpecial(kind) || !kinds.has(kind)) throw registryProblem('registry.label-off', { field: 'kind' })
  const paths = groundOf(deps, actor, code).filter((path) =>
    decidesLabels(actor, { areaPath: path, registeredPath: null }),
  )
  const area = directory.areaByCode(code)
  if (paths.length === 0 || area === undefined)
    throw registryProblem('registry.unknown-area', { field: 'area' })
  const rows = await db.rows<{ name: string; address: string | null }>(
    sql`select p.name, b.address from person_label l join person p on p.county = l.county and p.id = l.person_id
        left join lateral (select b.address from residence r join home h on h.county = r.county and h.id = r.home_id
            join building b on b.county = h.county and b.id = h.building_id
          where r.county = p.county and r.person_id = p.id and r.to_on is null order by r.kind desc limit 1) b on true
      where l.county = ${county} and l.kind_index = ${labelIndex(deps, kind)} and l.approved and l.ended_at is null
        and ${day}::date between l.from_on and l.until_on and p.status = 'here' and ${personIn(paths)} order by b.address, p.id limit 5000`,
  )
  await db.run(
    auditInsert({
      county,
      actor,
      act: 'registry.public-list',
      subjectKind: 'label-kind',
      subjectId: kind,
      ground: actor.holdings[0]?.post ?? null,
      details: { area: area.code, people: rows.length },
    }),
  )
  return {
    kind,
    area: { code: area.code, name: area.name },
    day,
    items: rows.map((row) => forNotice('benefit', row)),
  }
}
