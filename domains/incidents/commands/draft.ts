import type { Actor } from '@lifang/platform/access.ts'
import { sha256 } from '@lifang/platform/crypto.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { must } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { mayKeepList } from '../access.ts'
import { openDraft, openDraftRow, standingVersions, type Draft } from '../reads/drafts.ts'
import { checkEntry, classText, fieldChanges } from '../rules/listing.ts'
import {
  LIST_EDITORS,
  LIST_PUBLISHERS,
  listProblem,
  type EntryBody,
  type Edited,
  type ListEntry,
} from '../schema/responsibility.ts'
import type { ClassKey } from '../schema/words.ts'
import type { ListDraftRow } from '../tables.ts'
import type { IncidentDeps } from './deps.ts'

export interface ListCommand {
  readonly id: string
  readonly act: 'open' | 'put' | 'retire' | 'revert' | 'discard' | 'publish' | 'withdraw' | 'import'
  /** What the command says, to tell a repeated one from another under its id. */
  readonly content: unknown
}

/** By act, the posts that may do it for the whole county. */
const KEEPERS = {
  open: LIST_EDITORS,
  put: LIST_EDITORS,
  retire: LIST_EDITORS,
  revert: LIST_EDITORS,
  discard: LIST_EDITORS,
  import: LIST_EDITORS,
  publish: LIST_PUBLISHERS,
  withdraw: LIST_PUBLISHERS,
} as const satisfies Record<ListCommand['act'], readonly string[]>

/**
 * One command on the list, in one transaction: whoever comes second waits, and then decides on what the first left. A repeated
 * command gets its answer again. @throws list.whole-county-only, platform.command-reused
 */
export async function listCommand<A extends object>(
  deps: IncidentDeps,
  actor: Actor,
  command: ListCommand,
  work: (tx: Tx) => Promise<{ readonly draft: string; readonly answer: A; readonly details: object }>,
): Promise<A> {
  must(mayKeepList(actor, KEEPERS[command.act]))
  const hash = sha256(JSON.stringify([command.act, actor.accountId, command.content]))
  return deps.db.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtext('incidents.list'), ${deps.county}::integer)`)
    const done = await tx.maybe<{ request_hash: Buffer; answer: A }>(
      sql`select request_hash, answer from list_edit where county = ${deps.county} and id = ${command.id}`,
    )
    if (done !== undefined) {
      if (!done.request_hash.equals(hash)) throw platformProblem('platform.command-reused', { field: 'id' })
      return done.answer
    }
    const { draft, answer, details } = await work(tx)
    await tx.run(sql`insert into list_edit (county, id, draft_id, act, request_hash, answer, by_id, at)
      values (${deps.county}, ${command.id}, ${draft}, ${command.act}, ${hash}, ${JSON.stringify(answer)}::jsonb,
        ${actor.accountId}, ${new Date(deps.clock.now())})`)
    await audit(tx, {
      county: deps.county,
      actor,
      act: `incidents.list-${command.act}`,
      subjectKind: 'list-draft',
      subjectId: draft,
      details: { ...details },
    })
    return answer
  })
}

/** @throws list.no-draft, list.draft-moved when anything changed since `seen` */
export async function draftUnmoved(deps: IncidentDeps, tx: Tx, seen: number): Promise<ListDraftRow> {
  const row = await openDraftRow(tx, deps.county, 'locked')
  if (row === undefined) throw listProblem('list.no-draft')
  if (row.revision !== seen)
    throw listProblem('list.draft-moved', { by: row.edited_name ?? '', revision: row.revision })
  return row
}

/** Opens a draft over the version last published. @throws list.draft-open, list.unknown-version */
export async function openListDraft(
  deps: IncidentDeps,
  actor: Actor,
  body: { readonly id: string; readonly note: string },
): Promise<Edited> {
  return listCommand(deps, actor, { id: body.id, act: 'open', content: body.note }, async (tx) => {
    const open = await openDraftRow(tx, deps.county)
    if (open !== undefined) throw listProblem('list.draft-open', { note: open.note })
    const [last] = await standingVersions(tx, deps.county)
    if (last === undefined) throw listProblem('list.unknown-version', { field: 'version' })
    await tx.run(sql`insert into list_draft (county, id, base_id, note, status, revision, opened_by, opened_at)
      values (${deps.county}, ${body.id}, ${last.id}, ${body.note}, 'open', 0, ${actor.accountId}, ${new Date(deps.clock.now())})`)
    return { draft: body.id, answer: { draft: body.id, revision: 0 }, details: { base: last.id } }
  })
}

type Change =
  | { readonly state: 'changed'; readonly entry: ListEntry }
  | { readonly state: 'retired' | 'same'; readonly entry: null }

interface OnClass {
  readonly id: string
  readonly revision: number
  readonly key: ClassKey
}

/**
 * Changes one class of the draft. Refused when somebody else changed this class after the revision the editor saw; changes of
 * other classes do not stand in the way.
 */
async function changeClass(
  deps: IncidentDeps,
  actor: Actor,
  act: 'put' | 'retire' | 'revert',
  command: OnClass & { readonly entry?: EntryBody },
  decide: (draft: Draft, tx: Tx) => Promise<Change>,
): Promise<Edited> {
  const { id, ...content } = command
  return listCommand(deps, actor, { id, act, content }, async (tx) => {
    const row = await openDraftRow(tx, deps.county, 'locked')
    if (row === undefined) throw listProblem('list.no-draft')
    const draft = await openDraft(deps, tx, row)
    const text = classText(command.key)
    const known = draft.changes.find((c) => classText(c) === text)
    if (command.revision > row.revision || (known !== undefined && known.revision > command.revision))
      throw listProblem('list.draft-moved', {
        by: known?.changed_name ?? row.edited_name ?? '',
        revision: row.revision,
      })
    const change = await decide(draft, tx)
    const revision = row.revision + 1
    await saveChanges(tx, actor, { row, revision, at: new Date(deps.clock.now()) }, [
      { key: command.key, ...change },
    ])
    const base = draft.base.get(text)
    const fields =
      change.entry === null || base === undefined
        ? []
        : fieldChanges(base, change.entry, (unit) => unit).map((f) => f.field)
    return {
      draft: row.id,
      answer: { draft: row.id, revision },
      details: { class: text, state: change.state, fields: [...new Set(fields)] },
    }
  })
}

/** Writes changes of classes and the draft's new revision. */
export async function saveChanges(
  tx: Tx,
  actor: Actor,
  of: { readonly row: ListDraftRow; readonly revision: number; readonly at: Date },
  changes: readonly ({ readonly key: ClassKey } & Change)[],
): Promise<void> {
  const { row, revision, at } = of
  const rows = changes.map(({ key, state, entry }) => ({ ...key, state, entry }))
  await tx.run(sql`insert into list_draft_entry (county, draft_id, standard, kind, code, state, entry, revision, changed_by, changed_name, changed_at)
    select ${row.county}::integer, ${row.id}::uuid, c ->> 'standard', c ->> 'kind', c ->> 'code', c ->> 'state', nullif(c -> 'entry', 'null'),
      ${revision}::integer, ${actor.accountId}::uuid, ${actor.name}::text, ${at}::timestamptz
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) c
    on conflict (county, draft_id, standard, kind, code) do update set state = excluded.state, entry = excluded.entry,
      revision = excluded.revision, changed_by = excluded.changed_by, changed_name = excluded.changed_name, changed_at = excluded.changed_at`)
  await tx.run(sql`update list_draft set revision = ${revision}, edited_by = ${actor.accountId}, edited_name = ${actor.name}, edited_at = ${at}
    where county = ${row.county} and id = ${row.id}`)
}

/** Changes a class, or adds one of the catalogues. @throws list.unknown-class and what `checkEntry` finds */
export const putEntry = (
  deps: IncidentDeps,
  actor: Actor,
  command: OnClass & { readonly entry: EntryBody },
): Promise<Edited> =>
  changeClass(deps, actor, 'put', command, async (draft, tx) => {
    const entry = must(checkEntry(command.entry, (id) => deps.directory.department(id) !== undefined))
    const text = classText(command.key)
    const known = draft.list.get(text) ?? draft.base.get(text)
    const { standard, kind, code } = command.key
    const named =
      known ??
      (await tx.maybe<{ name: string; evidence: string }>(
        sql`select name, evidence from catalogue_class where standard = ${standard} and kind = ${kind} and code = ${code}`,
      ))
    if (named === undefined) throw listProblem('list.unknown-class', { field: 'key' })
    const made: ListEntry = { ...entry, key: command.key, name: named.name, evidence: named.evidence }
    const base = draft.base.get(text)
    return base !== undefined && fieldChanges(base, made, (unit) => unit).length === 0
      ? { state: 'same', entry: null }
      : { state: 'changed', entry: made }
  })

/** Takes a class out. @throws list.not-in-list */
export const retireEntry = (deps: IncidentDeps, actor: Actor, command: OnClass): Promise<Edited> =>
  changeClass(deps, actor, 'retire', command, (draft) => {
    const text = classText(command.key)
    if (!draft.list.has(text)) throw listProblem('list.not-in-list', { field: 'key' })
    return Promise.resolve({ state: draft.base.has(text) ? 'retired' : 'same', entry: null })
  })

/** Takes back what the draft changes in a class. @throws list.not-in-list */
export const revertEntry = (deps: IncidentDeps, actor: Actor, command: OnClass): Promise<Edited> =>
  changeClass(deps, actor, 'revert', command, (draft) => {
    if (!draft.changes.some((c) => classText(c) === classText(command.key)))
      throw listProblem('list.not-in-list', { field: 'key' })
    return Promise.resolve({ state: 'same', entry: null })
  })

/** Gives the draft up; what was collected stays in the database and in nobody's way. */
export async function discardDraft(
  deps: IncidentDeps,
  actor: Actor,
  body: { readonly id: string; readonly revision: number },
): Promise<Edited> {
  return listCommand(deps, actor, { id: body.id, act: 'discard', content: body.revision }, async (tx) => {
    const row = await draftUnmoved(deps, tx, body.revision)
    await tx.run(
      sql`update list_draft set status = 'discarded' where county = ${row.county} and id = ${row.id}`,
    )
    return { draft: row.id, answer: { draft: row.id, revision: row.revision }, details: {} }
  })
}
