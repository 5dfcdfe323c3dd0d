import { sql } from '@lifang/platform/sql.ts'
import type { Tx } from '@lifang/platform/db.ts'
import type { ErasureFacts } from '../rules/erasure.ts'
import type { PersonRow } from '../tables.ts'
import type { Doing } from './command.ts'
import type { PrivacyDeps } from './deps.ts'

/** What stands in the place of a name that is gone. */
export const ERASED_NAME = '已删除'

/** What the rule asks of a person, by id; of rows merged into them too, whose labels and pairs moved along. */
export async function erasureFacts(
  deps: PrivacyDeps,
  tx: Tx,
  ids: readonly string[],
  today: string,
  /** A request that does not count: the one being looked at. */
  except: string | null = null,
): Promise<ReadonlyMap<string, Omit<ErasureFacts, 'wrongly'>>> {
  const rows = await tx.rows<{
    id: string
    stays_open: boolean
    labelled: boolean
    under_review: boolean
    asked: boolean
    left_on: string | null
  }>(sql`select p.id,
      exists (select from residence r where r.county = p.county and r.person_id = p.id and r.to_on is null) as stays_open,
      exists (select from person_label l where l.county = p.county and l.person_id = p.id and l.ended_at is null
        and l.approved is distinct from false and l.until_on >= ${today}::date) as labelled,
      exists (select from duplicate_pair d where d.county = p.county and (d.a_id = p.id or d.b_id = p.id) and d.state in ('open', 'undone')) as under_review,
      (select count(*) from registry_request q where q.county = p.county and q.person_id = p.id and q.granted is null and q.id is distinct from ${except}::uuid) > 0 as asked,
      coalesce(p.died_on, (select max(r.to_on) from residence r where r.county = p.county and r.person_id = p.id)) as left_on
    from person p where p.county = ${deps.county} and p.id = any(${[...ids]}::uuid[])`)
  // An incident keeps the id it was given, also of a row that was merged since.
  const rowsOf = await tx.rows<{ root: string; id: string }>(sql`with recursive f as (
      select id as root, id from person where county = ${deps.county} and id = any(${[...ids]}::uuid[])
      union all select f.root, p.id from f join person p on p.county = ${deps.county} and p.merged_into = f.id)
    select root, id from f`)
  const open = new Set(
    await deps.openCases(
      tx,
      rowsOf.map((r) => r.id),
    ),
  )
  const inCases = new Set(rowsOf.filter((r) => open.has(r.id)).map((r) => r.root))
  return new Map(
    rows.map((r) => [
      r.id,
      {
        staysOpen: r.stays_open,
        labelled: r.labelled,
        underReview: r.under_review,
        asked: r.asked,
        inCase: inCases.has(r.id),
        leftOn: r.left_on,
      },
    ]),
  )
}

/**
 * Takes from every table what says who a person was. What stays: ids, dates of residence, and the lines that something was changed or
 * looked at, by whom and when. Rows that were merged into this one go along, and so do the images and histories of merges that ever
 * touched them, undone ones too: they hold whole rows. The audit log is not touched; it never held a value.
 * @param row locked
 */
export async function erase({ deps, tx, at }: Doing, row: PersonRow): Promise<void> {
  const { county } = deps
  const all = (
    await tx.rows<{ id: string }>(sql`with recursive f as (select ${row.id}::uuid as id
        union all select p.id from f join person p on p.county = ${county} and p.merged_into = f.id)
      select id from f`)
  ).map((r) => r.id)
  const merges = (
    await tx.rows<{ id: string }>(
      sql`select id from person_merge where county = ${county} and (survivor_id = any(${all}::uuid[]) or loser_id = any(${all}::uuid[]))`,
    )
  ).map((r) => r.id)
  await tx.run(sql`update person set name = ${ERASED_NAME}, bigrams = '{}', initials = '{}', sex = 'unknown', birth_date = null,
      nationality = 'CHN', id_kind = 'none', id_number = null, id_index = null, id_masked = null, phone = null, phone_index = null,
      phone_tail = null, phone_masked = null, sealed = null, sealed_fields = '{}', care = false, died_on = null, area_path = '',
      foreign_surname = null, foreign_given = null, latin = null, id_until = null, stay_purpose = null, arrived_on = null, leaves_on = null,
      registered_path = null, facts = '{}', status = case when merged_into is null then 'erased' else status end,
      version = version + 1, updated_at = ${at}
    where county = ${county} and id = any(${all}::uuid[])`)
  await tx.run(sql`update registry_change set old_value = null, new_value = null, old_sealed = null, new_sealed = null, note = null
    where county = ${county} and subject_kind = 'person' and (subject_id = any(${all}::uuid[])
      or (command_id = any(${merges}::uuid[]) or (field in ('merged', 'merged-into', 'merge-undone') and subject_id in (
        select survivor_id from person_merge where county = ${county} and id = any(${merges}::uuid[])
        union select loser_id from person_merge where county = ${county} and id = any(${merges}::uuid[])))))`)
  await tx.run(
    sql`update registry_reveal set seen = ''::bytea where county = ${county} and person_id = any(${all}::uuid[])`,
  )
  await tx.run(
    sql`update registry_copy set sealed = null where county = ${county} and person_id = any(${all}::uuid[])`,
  )
  await tx.run(
    sql`update registry_request set sealed = null, why = null where county = ${county} and person_id = any(${all}::uuid[])`,
  )
  // The kind is hidden as well: its index is the same for everybody who has it.
  await tx.run(sql`update person_label set sealed = ''::bytea, kind_index = uuid_send(id), why = null
    where county = ${county} and person_id = any(${all}::uuid[])`)
  await tx.run(sql`update duplicate_pair set note = null, reasons = '{}'
    where county = ${county} and (a_id = any(${all}::uuid[]) or b_id = any(${all}::uuid[]))`)
  await tx.run(sql`update person_merge set reason = '', undone_reason = case when undone_reason is null then null else '' end
    where county = ${county} and id = any(${merges}::uuid[])`)
  // An image that no row contains: the undo finds the person changed since, and refuses.
  await tx.run(sql`update person_merge_row set before = '{"erased": true}', after = '{"erased": true}'
    where county = ${county} and merge_id = any(${merges}::uuid[]) and kind in ('person', 'label', 'pair')`)
  // Fields of the deployment's own, and records of its own kinds about this person.
  await tx.run(sql`update custom_value set plain = '{}', sealed = null, facts = '{}', version = version + 1, updated_at = ${at}
    where county = ${county} and subject_kind = 'person' and id = any(${all}::uuid[])`)
  const records = (
    await tx.rows<{
      id: string
    }>(sql`update custom_record set title = ${ERASED_NAME}, bigrams = '{}', plain = '{}', sealed = null, facts = '{}',
        version = version + 1, updated_at = ${at}
      where county = ${county} and subject_kind = 'person' and subject_id = any(${all}::uuid[]) returning id`)
  ).map((r) => r.id)
  await tx.run(sql`update registry_change set old_value = null, new_value = null, old_sealed = null, new_sealed = null, note = null
    where county = ${county} and subject_kind = 'record' and subject_id = any(${records}::uuid[])`)
  await tx.run(
    sql`update custom_reveal set seen = ''::bytea where county = ${county} and subject_id = any(${[...all, ...records]}::uuid[])`,
  )
  // What another register said of them, and the tasks that came of it.
  await tx.run(sql`update comparison_task t set reason = null, state = case t.state when 'open' then 'lapsed' else t.state end
    from comparison_record r where t.county = ${county} and r.county = t.county and r.id = t.record_id and r.person_id = any(${all}::uuid[])`)
  await tx.run(sql`update comparison_record set theirs = null, key = null, line = null, home_id = null
    where county = ${county} and person_id = any(${all}::uuid[])`)
}
