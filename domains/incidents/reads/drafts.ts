import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { classText, type ListMap } from '../rules/listing.ts'
import { listProblem, type DraftView, type ListEntry } from '../schema/responsibility.ts'
import type { ListDraftEntryRow, ListDraftRow } from '../tables.ts'
import type { ListedMatter } from './responsibility.ts'

export const entryOfMatter = (m: ListedMatter): ListEntry => ({
  key: m.key,
  name: m.name,
  domain: m.domain,
  departmentId: m.departmentId,
  legalBasis: m.legalBasis,
  grade: m.grade,
  selfHandling: m.selfHandling,
  confidential: m.confidential,
  requiredEvidence: [...m.requiredEvidence],
  sources: m.sources === null ? null : [...m.sources],
  evidence: m.evidence,
  conditions: m.conditions.map((c) => ({ ...c, closingEvidence: [...c.closingEvidence] })),
})

/** Published lists never change, so each is turned into entries once: two readings share their objects. */
const kept = new WeakMap<ReadonlyMap<string, ListedMatter>, ListMap>()
export async function publishedList(deps: Pick<IncidentDeps, 'list'>, version: string): Promise<ListMap> {
  const whole = await deps.list.whole(version)
  if (whole === undefined) throw listProblem('list.unknown-version', { field: 'version' })
  const known = kept.get(whole)
  if (known !== undefined) return known
  const made: ListMap = new Map([...whole].map(([key, m]) => [key, entryOfMatter(m)]))
  kept.set(whole, made)
  return made
}

export interface Draft {
  readonly row: ListDraftRow
  readonly changes: readonly ListDraftEntryRow[]
  readonly base: ListMap
  readonly list: ListMap
}

/** Published versions of which none was taken back, the one that begins last first. */
export const standingVersions = (tx: Tx, county: number): Promise<{ id: string; valid_from: Date }[]> =>
  tx.rows(
    sql`select v.id, v.valid_from from list_version v where v.county = ${county} and not exists (
          select 1 from list_withdrawal w where w.county = v.county and w.version_id = v.id)
        order by v.valid_from desc, v.id desc`,
  )

export const openDraftRow = (
  tx: Tx,
  county: number,
  lock: 'locked' | 'plain' = 'plain',
): Promise<ListDraftRow | undefined> =>
  lock === 'locked'
    ? tx.maybe<ListDraftRow>(
        sql`select * from list_draft where county = ${county} and status = 'open' for update`,
      )
    : tx.maybe<ListDraftRow>(sql`select * from list_draft where county = ${county} and status = 'open'`)

/** The open draft with its base and the list it makes. @throws list.no-draft */
export async function openDraft(
  deps: Pick<IncidentDeps, 'list' | 'county'>,
  tx: Tx,
  given?: ListDraftRow,
): Promise<Draft> {
  const row = given ?? (await openDraftRow(tx, deps.county))
  if (row === undefined) throw listProblem('list.no-draft')
  const changes = await tx.rows<ListDraftEntryRow>(
    sql`select * from list_draft_entry where county = ${row.county} and draft_id = ${row.id}`,
  )
  const base = await publishedList(deps, row.base_id)
  return { row, changes, base, list: overlaid(base, changes) }
}

/** The base with the draft's changes over it, in the order of class keys. */
export function overlaid(base: ListMap, changes: readonly ListDraftEntryRow[]): ListMap {
  const list = new Map(base)
  for (const c of changes) {
    const key = classText(c)
    if (c.state === 'retired') list.delete(key)
    else if (c.state === 'changed' && c.entry !== null) list.set(key, c.entry)
  }
  return new Map([...list].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

export const draftView = (r: ListDraftRow): DraftView => ({
  id: r.id,
  base: r.base_id,
  note: r.note,
  revision: r.revision,
  openedAt: r.opened_at.toISOString(),
  editedBy: r.edited_by === null ? null : { id: r.edited_by, name: r.edited_name ?? '' },
  editedAt: r.edited_at?.toISOString() ?? null,
})

/** 'draft', an id, or left out for the one in force. @throws list.unknown-version, list.no-draft */
export async function listNamed(
  deps: Pick<IncidentDeps, 'list' | 'county' | 'db'>,
  version: string | undefined,
): Promise<{ readonly shown: string; readonly list: ListMap; readonly draft: Draft | null }> {
  if (version === 'draft') {
    const draft = await openDraft(deps, deps.db)
    return { shown: 'draft', list: draft.list, draft }
  }
  const id = version ?? deps.list.version()
  // Before the first list is published there is none in force, and that is an empty one.
  const list = id === '' && version === undefined ? new Map() : await publishedList(deps, id)
  return { shown: id, list, draft: null }
}
