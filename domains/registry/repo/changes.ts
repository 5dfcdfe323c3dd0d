import type { FieldPlace } from '@lifang/platform/crypto.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { Confidence, Source, SubjectKind } from '../schema/lists.ts'
import type { FactsColumn } from '../tables.ts'
import type { Doing } from './command.ts'

/** A field that got another value. Text as a reader would see it; null: nothing. */
export interface FieldChange {
  readonly field: string
  readonly old: string | null
  readonly new: string | null
  /** Kept sealed. */
  readonly sensitive: boolean
  /** Below what the source is worth, where a rule doubts the value. */
  readonly confidence?: Confidence
  readonly note?: string | null
}

/** What a source is worth unless a rule doubts the value: a paper or a register seen, against what was said. */
const WORTH = {
  certificate: 'certain',
  comparison: 'certain',
  visit: 'probable',
  self: 'probable',
} as const satisfies Record<Source, Confidence>

export const worthOf = (doing: Doing, change?: Pick<FieldChange, 'confidence'>): Confidence =>
  change?.confidence ?? WORTH[doing.source]

/** The metadata of a row after some fields were verified. */
export function factsAfter(before: FactsColumn, doing: Doing, changes: readonly FieldChange[]): FactsColumn {
  const { source, verifiedOn: on, actor } = doing
  const now = changes.map(
    (c) => [c.field, { source, on, by: actor.name, confidence: worthOf(doing, c) }] as const,
  )
  return { ...before, ...Object.fromEntries(now) }
}

/** Where a sealed value of the history stands: a command changes a field of a subject once. */
export const changePlace = (
  column: 'old_sealed' | 'new_sealed',
  at: { readonly subject_id: string; readonly command_id: string; readonly field: string },
): FieldPlace => ({ table: 'registry_change', column, row: `${at.subject_id}/${at.command_id}/${at.field}` })

/** Appends the changes of one subject to the history, in one statement. */
export async function keepChanges(
  doing: Doing,
  kind: SubjectKind,
  id: string,
  changes: readonly FieldChange[],
): Promise<void> {
  if (changes.length === 0) return
  const { deps, tx, actor, commandId, at, source, verifiedOn } = doing
  const hex = (column: 'old_sealed' | 'new_sealed', field: string, text: string | null): string | null =>
    text === null
      ? null
      : deps.fields
          .seal(text, changePlace(column, { subject_id: id, command_id: commandId, field }))
          .toString('hex')
  const rows = changes.map((c) => ({
    field: c.field,
    old_value: c.sensitive ? null : c.old,
    new_value: c.sensitive ? null : c.new,
    old_sealed: c.sensitive ? hex('old_sealed', c.field, c.old) : null,
    new_sealed: c.sensitive ? hex('new_sealed', c.field, c.new) : null,
    confidence: worthOf(doing, c),
    note: c.note ?? null,
  }))
  await tx.run(sql`insert into registry_change (county, subject_kind, subject_id, field, old_value, new_value, old_sealed, new_sealed,
      source, verified_on, confidence, note, by_id, by_name, command_id, at)
    select ${deps.county}, ${kind}, ${id}, c.field, c.old_value, c.new_value, decode(c.old_sealed, 'hex'), decode(c.new_sealed, 'hex'),
      ${source}, ${verifiedOn}::date, c.confidence, c.note, ${actor.accountId}, ${actor.name}, ${commandId}, ${at}
    from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (field text, old_value text, new_value text, old_sealed text,
      new_sealed text, confidence text, note text)) with ordinality as c(field, old_value, new_value, old_sealed, new_sealed, confidence, note, n)
    order by c.n`)
}
