import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { announce } from '@lifang/platform/outbox.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { openDraft, standingVersions } from '../reads/drafts.ts'
import { checkEntry, classText, compareLists } from '../rules/listing.ts'
import { listProblem, type ListEntry } from '../schema/responsibility.ts'
import { draftUnmoved, listCommand } from './draft.ts'
import type { IncidentDeps } from './deps.ts'

/** A list is announced at most this far ahead: what lies further is a slip of the year. */
const FARTHEST_MS = 400 * 86_400_000

/**
 * Publishes the draft whole, from now or a future instant on (`from` null: now). Open incidents keep the version they were
 * filed under. Whoever edited last does not publish alone: somebody else has looked at it.
 * @throws list.draft-moved, list.second-person-needed, list.base-outdated, list.nothing-changed, list.date-past, list.date-far, list.date-taken
 */
export async function publishDraft(
  deps: IncidentDeps,
  actor: Actor,
  body: { readonly id: string; readonly revision: number; readonly from: string | null },
): Promise<{ version: string; from: string }> {
  const { id, ...content } = body
  const done = await listCommand(deps, actor, { id, act: 'publish', content }, async (tx) => {
    const row = await draftUnmoved(deps, tx, body.revision)
    if (row.edited_by === actor.accountId)
      throw listProblem('list.second-person-needed', { by: row.edited_name ?? '' })
    const [last] = await standingVersions(tx, deps.county)
    if (last?.id !== row.base_id) throw listProblem('list.base-outdated')
    const now = deps.clock.now()
    const from = new Date(body.from ?? now)
    if (from.getTime() < now) throw listProblem('list.date-past', { field: 'from' })
    if (from.getTime() > now + FARTHEST_MS) throw listProblem('list.date-far', { field: 'from' })
    if (from <= last.valid_from)
      throw listProblem('list.date-taken', { field: 'from', at: last.valid_from.toISOString() })
    const draft = await openDraft(deps, tx, row)
    const changes = compareLists(draft.base, draft.list, (unit) => unit)
    if (changes.length === 0) throw listProblem('list.nothing-changed')
    // A unit may have ended since the class was edited; classes nobody touched are not held up by it.
    for (const change of changes) {
      const entry = draft.list.get(classText(change.key))
      if (entry !== undefined)
        must(checkEntry(bodyOf(entry), (unit) => deps.directory.department(unit) !== undefined))
    }
    // Those taken back are counted too: a number is not given twice.
    const { n } = await tx.one<{ n: number }>(
      sql`select count(*)::integer as n from list_version where county = ${deps.county}`,
    )
    const version = `${deps.county}-${n + 1}`
    await writeVersion(
      tx,
      { id: version, county: deps.county, from, note: row.note },
      actor,
      [...draft.list.values()],
      new Date(now),
    )
    await tx.run(sql`update list_draft set status = 'published', version_id = ${version}
      where county = ${row.county} and id = ${row.id}`)
    await announce(tx, {
      county: deps.county,
      topic: 'list.published',
      subjectId: row.id,
      payload: { version, from: from.toISOString() },
    })
    return {
      draft: row.id,
      answer: { version, from: from.toISOString() },
      details: { version, from: from.toISOString(), classes: changes.length },
    }
  })
  await deps.list.reload()
  return done
}

const bodyOf = ({ key: _key, name: _name, evidence: _evidence, ...body }: ListEntry) => body

async function writeVersion(
  tx: Tx,
  version: { readonly id: string; readonly county: number; readonly from: Date; readonly note: string },
  actor: Actor,
  entries: readonly ListEntry[],
  at: Date,
): Promise<void> {
  const { id, county, from, note } = version
  await tx.run(sql`insert into list_version (id, county, valid_from, note, published_at, published_by)
    values (${id}, ${county}, ${from}, ${note}, ${at}, ${actor.accountId})`)
  const json = JSON.stringify(entries)
  await tx.run(sql`insert into list_entry (version_id, standard, kind, code, name, domain, department_id, legal_basis, grade, self_handling,
      confidential, required_evidence, sources, evidence)
    select ${id}::text, e -> 'key' ->> 'standard', e -> 'key' ->> 'kind', e -> 'key' ->> 'code', e ->> 'name', e ->> 'domain',
      (e ->> 'departmentId')::uuid, e ->> 'legalBasis', e ->> 'grade', (e ->> 'selfHandling')::boolean, (e ->> 'confidential')::boolean,
      array(select jsonb_array_elements_text(e -> 'requiredEvidence')),
      case when jsonb_typeof(e -> 'sources') = 'array' then array(select jsonb_array_elements_text(e -> 'sources')) end, e ->> 'evidence'
    from jsonb_array_elements(${json}::jsonb) e`)
  await tx.run(sql`insert into list_condition (version_id, standard, kind, code, seq, text, limit_amount, limit_unit, closing, closing_evidence,
      extension_times, extension_max)
    select ${id}::text, e -> 'key' ->> 'standard', e -> 'key' ->> 'kind', e -> 'key' ->> 'code', (c ->> 'seq')::smallint, c ->> 'text',
      (c -> 'limit' ->> 'amount')::double precision, c -> 'limit' ->> 'unit', c ->> 'closing',
      array(select jsonb_array_elements_text(c -> 'closingEvidence')),
      (c -> 'extension' ->> 'times')::smallint, (c -> 'extension' ->> 'maxAmount')::double precision
    from jsonb_array_elements(${json}::jsonb) e cross join lateral jsonb_array_elements(e -> 'conditions') c`)
}
