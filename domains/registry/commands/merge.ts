import type { Actor } from '@lifang/platform/access.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { mayMerge } from '../access.ts'
import { preferredStay } from '../rules/merge.ts'
import { settleHouseholds } from '../repo/cascade.ts'
import { keepChanges } from '../repo/changes.ts'
import { checkVersion, once, type Doing } from '../repo/command.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { imagesOf, keepImages, type Rows } from '../repo/images.ts'
import { mergedFacts, openPerson } from '../repo/merged-facts.ts'
import { decide, inOrder, likelyOf } from '../repo/pairs.ts'
import { lockPerson, setColumns, settleCare, settlePlaces, whereabouts } from '../repo/people.ts'
import { checkText } from '../repo/person.ts'
import { addressOf, end, HEAD, Left } from '../repo/stays.ts'
import type { Kept } from '../schema/duplicate-lists.ts'
import { duplicateProblem, type MergeBody } from '../schema/duplicates.ts'
import { RESIDENCE_KINDS, type ResidenceKind } from '../schema/lists.ts'
import type { Done } from '../schema/views.ts'
import type { PersonRow, ResidenceRow } from '../tables.ts'

/**
 * Another row becomes this person. The other row stays as it is, points here, and is in no list from now on; residences, heads of
 * households and pairs follow; of two open residences of one kind one is kept. Everything that changes is kept as it was, for the
 * undo.
 * @throws registry.not-found, not-your-area, changed-meanwhile; duplicates.same-person-twice, person-merged
 */
export const mergePeople = (
  deps: RegistryDeps,
  actor: Actor,
  survivor: string,
  body: MergeBody,
): Promise<{ readonly made: boolean; readonly answer: Done }> =>
  once(
    deps,
    actor,
    { act: 'merge', kind: 'person', id: survivor, details: { other: body.other, reason: body.reason } },
    { ...body, source: 'comparison' as const },
    async (doing) => {
      if (survivor === body.other) throw duplicateProblem('duplicates.same-person-twice', { field: 'other' })
      checkText(body.reason, 'reason')
      const [mine, other] = await lockBoth(doing, survivor, body.other)
      must(mayMerge(actor, whereabouts(mine), whereabouts(other)))
      checkVersion(mine, body.version)
      checkVersion(other, body.otherVersion, 'otherVersion')
      const rows = await touched(doing, mine.id, other.id)
      const before = await imagesOf(doing, rows)
      const warnings = await carryOut(doing, mine, other, body)
      await doing.tx
        .run(sql`insert into person_merge (county, id, survivor_id, loser_id, reason, by_id, by_name, at)
        values (${deps.county}, ${body.id}, ${mine.id}, ${other.id}, ${body.reason}, ${actor.accountId}, ${actor.name}, ${doing.at})`)
      await keepImages(doing, body.id, before, await imagesOf(doing, rows))
      return { id: mine.id, version: mine.version + 1, warnings: [...new Set(warnings)] }
    },
  )

/** Both rows, locked in the order of their ids, so that two who merge them crosswise wait for each other and do not lock up. */
async function lockBoth(doing: Doing, one: string, other: string): Promise<readonly [PersonRow, PersonRow]> {
  const [first, second] = inOrder(one, other)
  const a = await lockPerson(doing, first)
  const b = await lockPerson(doing, second)
  return one === first ? [a, b] : [b, a]
}

/** Every row a merge of these two can change. Households are locked, so that nobody joins one meanwhile. */
async function touched({ deps, tx }: Doing, one: string, other: string): Promise<Rows> {
  const { county } = deps
  const both = [one, other]
  const ids = async (of: Promise<{ id: string }[]>): Promise<string[]> => (await of).map((r) => r.id)
  const household = await ids(
    tx.rows(sql`select id from household where county = ${county} and id in (
        select household_id from residence where county = ${county} and person_id = any(${both}::uuid[]) and to_on is null
        union select id from household where county = ${county} and head_id = any(${both}::uuid[]))
      order by id for update`),
  )
  const residence = await ids(
    tx.rows(sql`select id from residence where county = ${county} and (person_id = any(${both}::uuid[])
      or (household_id = any(${household}::uuid[]) and to_on is null)) order by id for update`),
  )
  const [a, b] = inOrder(one, other)
  const pair = await ids(
    tx.rows(sql`select id from duplicate_pair where county = ${county} and (a_id = any(${both}::uuid[]) or b_id = any(${both}::uuid[]))
      and (a_id, b_id) <> (${a}::uuid, ${b}::uuid) order by id for update`),
  )
  const label = await ids(
    tx.rows(
      sql`select id from person_label where county = ${county} and person_id = any(${both}::uuid[]) order by id for update`,
    ),
  )
  return { person: both, household, residence, label, pair }
}

async function carryOut(
  doing: Doing,
  mine: PersonRow,
  other: PersonRow,
  body: MergeBody,
): Promise<readonly string[]> {
  const { deps, tx, at, today } = doing
  const { county } = deps
  const [a, b] = await likelyOf(deps, tx, [mine.id, other.id])
  if (a !== undefined && b !== undefined) await decide(doing, a, b, { state: 'merged', note: body.reason })
  const merged = mergedFacts(deps, openPerson(deps, mine), openPerson(deps, other), body.keep, body.reason)
  // The number is free before the other takes it.
  await tx.run(sql`update person set status = 'merged', merged_into = ${mine.id}, version = version + 1, updated_at = ${at}
    where county = ${county} and id = ${other.id}`)
  await tx.run(sql`update person set ${setColumns(merged.columns)}, died_on = ${merged.diedOn}::date,
      facts = ${JSON.stringify(merged.facts)}::jsonb, version = version + 1, updated_at = ${at}
    where county = ${county} and id = ${mine.id}`)
  const left = new Left()
  const homes = await moveStays(doing, mine, other, body.stays, left)
  await tx.run(
    sql`update household set head_id = ${mine.id}, version = version + 1 where county = ${county} and head_id = ${other.id}`,
  )
  if (merged.diedOn !== null) await endAll(doing, mine.id, merged.diedOn, left)
  await tx.run(sql`update residence r set relation = ${HEAD} from household h
    where r.county = ${county} and r.person_id = ${mine.id} and r.to_on is null and h.county = r.county and h.id = r.household_id
      and h.head_id = r.person_id and r.relation is distinct from ${HEAD}`)
  await settlePlaces(doing, [mine.id], false)
  await settleCare(doing, [...homes, ...left.homes])
  const warnings = await settleHouseholds(doing, left, today)
  await moveLabels(doing, mine.id, other.id)
  await movePairs(doing, mine.id, other.id)
  await keepChanges(doing, 'person', mine.id, [
    ...merged.changes,
    { field: 'merged', old: null, new: other.name, sensitive: false, note: body.reason },
  ])
  await keepChanges(doing, 'person', other.id, [
    { field: 'merged-into', old: null, new: mine.name, sensitive: false, note: body.reason },
  ])
  return warnings
}

/** The other's residences become mine; of two open ones of a kind one ends as never true. @returns homes of both */
async function moveStays(
  doing: Doing,
  mine: PersonRow,
  other: PersonRow,
  keep: Readonly<Partial<Record<ResidenceKind, Kept>>>,
  left: Left,
): Promise<readonly string[]> {
  const { deps, tx, today } = doing
  const { county } = deps
  const stays = await tx.rows<ResidenceRow>(
    sql`select * from residence where county = ${county} and person_id = any(${[mine.id, other.id]}::uuid[]) order by id`,
  )
  for (const kind of RESIDENCE_KINDS) {
    const openOf = (id: string): ResidenceRow | undefined =>
      stays.find((s) => s.person_id === id && s.kind === kind && s.to_on === null)
    const [my, their] = [openOf(mine.id), openOf(other.id)]
    if (my === undefined || their === undefined) continue
    const kept = keep[kind] ?? preferredStay({ from: my.from_on }, { from: their.from_on })
    const gone = kept === 'mine' ? their : my
    await end(doing, gone, gone.from_on > today ? gone.from_on : today, 'correction')
    if (my.household_id !== their.household_id) left.note(gone)
    if (kept === 'other' && my.home_id !== their.home_id)
      await keepChanges(doing, 'person', mine.id, [
        {
          field: kind,
          old: await addressOf(doing, my.home_id),
          new: await addressOf(doing, their.home_id),
          sensitive: false,
        },
      ])
  }
  await tx.run(
    sql`update residence set person_id = ${mine.id} where county = ${county} and person_id = ${other.id}`,
  )
  return [...new Set(stays.map((s) => s.home_id))]
}

/** One of the two was known to be dead: nothing of theirs goes on. */
async function endAll(doing: Doing, person: string, on: string, left: Left): Promise<void> {
  const { deps, tx } = doing
  const open = await tx.rows<ResidenceRow>(
    sql`select * from residence where county = ${deps.county} and person_id = ${person} and to_on is null order by id`,
  )
  for (const stay of open) {
    await end(doing, stay, on < stay.from_on ? stay.from_on : on, 'died')
    left.note(stay)
  }
}

/** What was found or decided of the other with third people holds of me. */
async function movePairs({ deps, tx }: Doing, mine: string, other: string): Promise<void> {
  const { county } = deps
  const theirs = sql`select d.id, d.state, d.decided_by, d.decided_name, d.decided_at, d.note,
      case when d.a_id = ${other} then d.b_id else d.a_id end as third
    from duplicate_pair d where d.county = ${county} and (d.a_id = ${other} or d.b_id = ${other}) and d.state in ('open', 'not-same', 'undone')`
  await tx.run(sql`update duplicate_pair m set state = 'not-same', decided_by = o.decided_by, decided_name = o.decided_name,
      decided_at = o.decided_at, note = o.note
    from (${theirs}) o where m.county = ${county} and o.state = 'not-same' and m.state in ('open', 'undone')
      and m.a_id = least(o.third, ${mine}::uuid) and m.b_id = greatest(o.third, ${mine}::uuid)`)
  await tx.run(sql`update duplicate_pair m set a_id = least(o.third, ${mine}::uuid), b_id = greatest(o.third, ${mine}::uuid)
    from (${theirs}) o where m.county = ${county} and m.id = o.id and o.third <> ${mine}::uuid
      and not exists (select from duplicate_pair e where e.county = ${county} and e.a_id = least(o.third, ${mine}::uuid)
        and e.b_id = greatest(o.third, ${mine}::uuid))`)
}

/** Labels go along. Of two of one kind that are proposed or in force one ends: the one that waits, else the other's. */
async function moveLabels({ deps, tx, actor, at }: Doing, mine: string, other: string): Promise<void> {
  const { county } = deps
  const ended = sql`ended_at = ${at}, ended_by_name = ${actor.name}, version = l.version + 1`
  const both = sql`l.county = ${county} and t.county = l.county and t.kind_index = l.kind_index and l.ended_at is null and t.ended_at is null
    and l.approved is distinct from false and t.approved is distinct from false`
  await tx.run(sql`update person_label l set ${ended} from person_label t
    where ${both} and l.person_id = ${mine} and t.person_id = ${other} and l.approved is null and t.approved`)
  await tx.run(sql`update person_label l set ${ended} from person_label t
    where ${both} and l.person_id = ${other} and t.person_id = ${mine}`)
  await tx.run(
    sql`update person_label set person_id = ${mine} where county = ${county} and person_id = ${other}`,
  )
}
