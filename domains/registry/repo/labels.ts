import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { z } from 'zod'
import { seesLabels, type Whereabouts } from '../access.ts'
import { isSpecial, type LabelFacts } from '../rules/labels.ts'
import { LABEL_KINDS, type LabelKind } from '../schema/lists.ts'
import type { LabelAccessRow, LabelSettingRow, PersonLabelRow } from '../tables.ts'
import type { RegistryDeps } from './deps.ts'

export const labelIndex = (deps: Pick<RegistryDeps, 'fields'>, kind: LabelKind): Buffer =>
  deps.fields.blind('registry-label', kind)
export const labelPlace = (column: 'sealed' | 'why', id: string) => ({
  table: 'person_label',
  column,
  row: id,
})
const Content = z.object({ kind: z.enum(LABEL_KINDS), basis: z.string(), note: z.string() })
export type LabelContent = z.infer<typeof Content>
export const labelContent = (deps: RegistryDeps, row: PersonLabelRow): LabelContent =>
  Content.parse(JSON.parse(deps.fields.open(row.sealed, labelPlace('sealed', row.id))))

export const factsOf = (row: PersonLabelRow): LabelFacts => ({
  fromOn: row.from_on,
  untilOn: row.until_on,
  approved: row.approved,
  ended: row.ended_at !== null,
  proposedBy: row.proposed_by,
})

/** The newest decision on each kind that has one. */
export async function settings(deps: RegistryDeps, tx: Tx): Promise<ReadonlyMap<LabelKind, LabelSettingRow>> {
  const rows = await tx.rows<LabelSettingRow>(
    sql`select distinct on (kind) * from label_setting where county = ${deps.county} order by kind, at desc, id desc`,
  )
  return new Map(rows.map((r) => [r.kind, r]))
}

export const isOn = (found: ReadonlyMap<LabelKind, LabelSettingRow>, kind: LabelKind): boolean =>
  found.get(kind)?.enabled ?? !isSpecial(kind)

/** Special kinds an account was named for, today. */
export async function namedFor(
  deps: RegistryDeps,
  tx: Tx,
  actor: Actor,
  today: string,
): Promise<ReadonlySet<LabelKind>> {
  const rows = await tx.rows<Pick<LabelAccessRow, 'kind'>>(
    sql`select distinct kind from label_access where county = ${deps.county} and account_id = ${actor.accountId} and withdrawn_at is null
      and ${today}::date between from_on and until_on`,
  )
  return new Set(rows.map((r) => r.kind))
}

/** Kinds this person may see and use: what is on, by post; the special ones by name. */
export async function kindsOf(
  deps: RegistryDeps,
  tx: Tx,
  actor: Actor,
  today: string,
): Promise<ReadonlySet<LabelKind>> {
  const found = await settings(deps, tx)
  const named = await namedFor(deps, tx, actor, today)
  return new Set(LABEL_KINDS.filter((k) => isOn(found, k) && (!isSpecial(k) || named.has(k))))
}

export const mayLook = (actor: Actor, at: Whereabouts, kinds: ReadonlySet<LabelKind>, kind: LabelKind) =>
  seesLabels(actor, at) && kinds.has(kind)
