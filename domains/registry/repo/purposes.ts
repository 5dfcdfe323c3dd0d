import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { PURPOSES, type PurposeForm } from '../rules/purposes.ts'
import type { PrivacyForm } from '../schema/privacy-lists.ts'
import type { PrivacyTextRow } from '../tables/privacy.ts'
import type { RegistryDeps } from './deps.ts'

/** Every text a form has had, the newest first; without the delivered one. */
export const textsOf = (deps: RegistryDeps, tx: Tx, form: PrivacyForm): Promise<PrivacyTextRow[]> =>
  tx.rows(
    sql`select * from privacy_text where county = ${deps.county} and form = ${form} order by version desc limit 200`,
  )

/** What a form says today. */
export async function purposeOf(
  deps: RegistryDeps,
  tx: Tx,
  form: PrivacyForm,
): Promise<PurposeForm & { readonly version: number }> {
  const own = await tx.maybe<PrivacyTextRow>(
    sql`select * from privacy_text where county = ${deps.county} and form = ${form} order by version desc limit 1`,
  )
  const { fields, after, ...delivered } = PURPOSES[form]
  if (own === undefined) return { ...delivered, fields, after, version: 0 }
  const { purpose, ground, ask, days, version } = own
  return { purpose, ground, ask, days, version, fields, after }
}
