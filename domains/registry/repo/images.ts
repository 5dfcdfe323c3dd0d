import type { Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import type { PersonMergeRowRow } from '../tables.ts'
import type { Doing } from './command.ts'
import { PLACES_NOW } from './people.ts'

export const IMAGED = ['person', 'residence', 'household', 'label', 'pair'] as const
export type Imaged = (typeof IMAGED)[number]

/** The rows of a merge, by kind. */
export type Rows = Readonly<Record<Imaged, readonly string[]>>
type Images = ReadonlyMap<string, { readonly kind: Imaged; readonly image: string }>

const selectImages = (kind: Imaged, county: number, ids: readonly string[]): Sql => {
  const which = sql`t.county = ${county} and t.id = any(${[...ids]}::uuid[])`
  switch (kind) {
    case 'person':
      return sql`select t.id, to_jsonb(t)::text as image from person t where ${which}`
    case 'residence':
      return sql`select t.id, to_jsonb(t)::text as image from residence t where ${which}`
    case 'household':
      return sql`select t.id, to_jsonb(t)::text as image from household t where ${which}`
    case 'label':
      return sql`select t.id, to_jsonb(t)::text as image from person_label t where ${which}`
    case 'pair':
      return sql`select t.id, to_jsonb(t)::text as image from duplicate_pair t where ${which}`
  }
}

/** Instants are written in one zone, whatever the session's, so that an image of today can be held against one of last year. */
const inOneZone = (tx: Tx): Promise<number> => tx.run(sql`select set_config('TimeZone', 'UTC', true)`)

/** Whole rows as JSON; bytes stay sealed. */
export async function imagesOf({ deps, tx }: Doing, rows: Rows): Promise<Images> {
  await inOneZone(tx)
  const found = new Map<string, { kind: Imaged; image: string }>()
  for (const kind of IMAGED)
    for (const r of await tx.rows<{ id: string; image: string }>(selectImages(kind, deps.county, rows[kind])))
      found.set(`${kind}/${r.id}`, { kind, image: r.image })
  return found
}

/** Keeps what the merge changed, before and after; what it left alone is nobody's business at an undo. */
export async function keepImages(
  { deps, tx }: Doing,
  merge: string,
  before: Images,
  after: Images,
): Promise<void> {
  for (const [key, { kind, image }] of before) {
    const now = after.get(key)?.image
    if (now === undefined || now === image) continue
    await tx.run(sql`insert into person_merge_row (county, id, merge_id, kind, row_id, before, after)
      values (${deps.county}, ${newId()}, ${merge}, ${kind}, ${key.slice(kind.length + 1)}, ${image}::jsonb, ${now}::jsonb)`)
  }
}

/** The last line of history that the merge itself wrote: what has a higher number came after it. On `person_merge_row m`. */
const linesOf = (merge: string): Sql =>
  sql`(select max(l.id) from registry_change l where l.county = m.county and l.command_id = ${merge} and l.subject_id in (
    select r.row_id from person_merge_row r where r.county = m.county and r.merge_id = m.merge_id and r.kind = 'person'))`
/**
 * On `person t`: nothing happened since the merge but redraws of grids. Each redraw that moves a person writes a line and counts the
 * version on by one: the counts must meet.
 */
const carriedOnly = (merge: string): Sql => {
  const places = sql`array['area_path', 'registered_path', 'version', 'updated_at']`
  return sql`((to_jsonb(t) - ${places}) @> (m.after - ${places}) and t.version = (m.after ->> 'version')::integer + (
    select count(distinct c.command_id) from registry_change c where c.county = t.county and c.subject_id = t.id and c.source = 'redraw'
      and c.id > ${linesOf(merge)}))`
}

/** Rows that are no longer as the merge left them; that grids were redrawn is no change of a person. */
export async function changedSince(
  { deps, tx }: Doing,
  merge: string,
): Promise<readonly Pick<PersonMergeRowRow, 'kind' | 'row_id'>[]> {
  await inOneZone(tx)
  const of = sql`m.county = ${deps.county} and m.merge_id = ${merge}`
  // A column that came with a later release is not a change: what the image knows must still be so.
  return tx.rows(sql`
    select m.kind, m.row_id from person_merge_row m join person t on t.county = m.county and t.id = m.row_id
      where ${of} and m.kind = 'person' and not (to_jsonb(t) @> m.after) and not ${carriedOnly(merge)}
    union all select m.kind, m.row_id from person_merge_row m join residence t on t.county = m.county and t.id = m.row_id
      where ${of} and m.kind = 'residence' and not (to_jsonb(t) @> m.after)
    union all select m.kind, m.row_id from person_merge_row m join household t on t.county = m.county and t.id = m.row_id
      where ${of} and m.kind = 'household' and not (to_jsonb(t) @> m.after)
    union all select m.kind, m.row_id from person_merge_row m join person_label t on t.county = m.county and t.id = m.row_id
      where ${of} and m.kind = 'label' and not (to_jsonb(t) @> m.after)
    union all select m.kind, m.row_id from person_merge_row m left join duplicate_pair t on t.county = m.county and t.id = m.row_id
      where ${of} and m.kind = 'pair' and (t.id is null or (t.a_id, t.b_id, t.state) is distinct from
        ((m.after ->> 'a_id')::uuid, (m.after ->> 'b_id')::uuid, m.after ->> 'state'))`)
}

/**
 * Writes the rows back as they were, in the order the unique indexes allow: the survivor gives a number back before the other takes
 * it, and a residence goes back to its person before an ended one is opened again. Every column is named: a test holds the names
 * against the catalogue.
 * @param skip pairs that were decided anew since: they stay
 */
export async function restore(
  { deps, tx }: Doing,
  merge: string,
  survivor: string,
  skip: readonly string[],
): Promise<void> {
  await inOneZone(tx)
  const of = (kind: Imaged): Sql =>
    sql`m.county = ${deps.county} and m.merge_id = ${merge} and m.kind = ${kind}`
  for (const mine of [true, false])
    await tx.run(sql`update person t set name = x.name, bigrams = x.bigrams, initials = x.initials, sex = x.sex, birth_date = x.birth_date,
        nationality = x.nationality, id_kind = x.id_kind, id_number = x.id_number, id_index = x.id_index, id_masked = x.id_masked,
        phone = x.phone, phone_index = x.phone_index, phone_tail = x.phone_tail, phone_masked = x.phone_masked, sealed = x.sealed,
        sealed_fields = x.sealed_fields, care = x.care, status = x.status, died_on = x.died_on, area_path = x.area_path,
        registered_path = x.registered_path, facts = x.facts, version = x.version, updated_at = x.updated_at, merged_into = x.merged_into,
        foreign_surname = x.foreign_surname, foreign_given = x.foreign_given, latin = x.latin, id_until = x.id_until,
        stay_purpose = x.stay_purpose, arrived_on = x.arrived_on, leaves_on = x.leaves_on
      from person_merge_row m, lateral jsonb_populate_record(null::person, m.before) x
      where ${of('person')} and t.county = m.county and t.id = m.row_id and (t.id = ${survivor}) = ${mine}`)
  for (const moved of [true, false])
    await tx.run(sql`update person_label t set person_id = x.person_id, kind_index = x.kind_index, sealed = x.sealed, from_on = x.from_on,
        until_on = x.until_on, proposed_by = x.proposed_by, proposed_by_name = x.proposed_by_name, proposed_at = x.proposed_at,
        approved = x.approved, decided_by = x.decided_by, decided_by_name = x.decided_by_name, decided_at = x.decided_at,
        ended_at = x.ended_at, ended_by_name = x.ended_by_name, why = x.why, version = x.version
      from person_merge_row m, lateral jsonb_populate_record(null::person_label, m.before) x
      where ${of('label')} and t.county = m.county and t.id = m.row_id
        and (m.before ->> 'person_id' is distinct from m.after ->> 'person_id') = ${moved}`)
  for (const moved of [true, false])
    await tx.run(sql`update residence t set person_id = x.person_id, home_id = x.home_id, household_id = x.household_id, kind = x.kind,
        relation = x.relation, from_on = x.from_on, to_on = x.to_on, ended_by = x.ended_by, source = x.source
      from person_merge_row m, lateral jsonb_populate_record(null::residence, m.before) x
      where ${of('residence')} and t.county = m.county and t.id = m.row_id
        and (m.before ->> 'person_id' is distinct from m.after ->> 'person_id') = ${moved}`)
  await tx.run(sql`update household t set home_id = x.home_id, kind = x.kind, head_id = x.head_id, founded_on = x.founded_on,
      ended_on = x.ended_on, version = x.version
    from person_merge_row m, lateral jsonb_populate_record(null::household, m.before) x
    where ${of('household')} and t.county = m.county and t.id = m.row_id`)
  await tx.run(sql`update duplicate_pair t set a_id = x.a_id, b_id = x.b_id, score = x.score, verdict = x.verdict, reasons = x.reasons,
      state = x.state, decided_by = x.decided_by, decided_name = x.decided_name, decided_at = x.decided_at, note = x.note,
      run_id = x.run_id, found_at = x.found_at
    from person_merge_row m, lateral jsonb_populate_record(null::duplicate_pair, m.before) x
    where ${of('pair')} and t.county = m.county and t.id = m.row_id and t.id <> all(${[...skip]}::uuid[])`)
}

/** What has changed a row since its merge, as far as the history knows. */
export interface ChangedBy {
  /** Name of the field, as the history has it. */
  readonly what: string
  readonly by: string
  readonly at: Date
}

/** The first change that came after a merge to the rows it moved: of the people, or of whoever stood in the households. */
export async function firstChange(
  { deps, tx }: Doing,
  merge: string,
  kind: Imaged,
  rows: readonly string[],
): Promise<ChangedBy | undefined> {
  const { county } = deps
  const ids = sql`any(${[...rows]}::uuid[])`
  if (kind === 'label')
    return tx.maybe<ChangedBy>(sql`select 'label' as what, coalesce(ended_by_name, decided_by_name, proposed_by_name) as by,
        coalesce(ended_at, decided_at, proposed_at) as at
      from person_label where county = ${county} and id = ${ids} order by 3 desc limit 1`)
  const people = sql`select r.row_id from person_merge_row r where r.county = ${county} and r.merge_id = ${merge} and r.kind = 'person'`
  const households =
    kind === 'residence'
      ? sql`select household_id from residence where county = ${county} and id = ${ids}`
      : sql`select unnest(${[...rows]}::uuid[])`
  const subjects =
    kind === 'person'
      ? people
      : sql`select person_id from residence where county = ${county} and household_id in (${households}) union (${households})`
  return tx.maybe<ChangedBy>(sql`select c.field as what, c.by_name as by, c.at from registry_change c
      join person_merge_row m on m.county = c.county and m.merge_id = ${merge}
    where c.county = ${county} and c.source <> 'redraw' and c.subject_id in (${subjects}) and c.id > ${linesOf(merge)}
    order by c.id limit 1`)
}

/** Both people into the grids their homes lie in now, where grids were redrawn since the merge. @returns who was moved */
export async function carryOn({ deps, tx, at }: Doing, merge: string): Promise<readonly Moved[]> {
  const { county } = deps
  return tx.rows<Moved>(sql`with m as (select * from person_merge_row where county = ${county} and merge_id = ${merge} and kind = 'person'),
    n as (${PLACES_NOW} where q.county = ${county} and q.id in (select row_id from m) and exists (
      select from m, residence r join registry_change c on c.county = r.county and c.subject_id = r.home_id
      where r.county = ${county} and r.person_id in (select row_id from m) and c.field = 'grid' and c.source = 'redraw' and c.id > ${linesOf(merge)}))
    update person p set area_path = n.new_path, registered_path = n.new_registered, version = p.version + 1, updated_at = ${at}
    from n where p.county = ${county} and p.id = n.id
      and (n.old_path, n.old_registered) is distinct from (n.new_path, n.new_registered)
    returning p.id, n.old_path as from, n.new_path as to`)
}
export interface Moved {
  readonly id: string
  readonly from: string
  readonly to: string
}
