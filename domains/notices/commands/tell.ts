import { newId } from '@lifang/platform/id.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { announce } from '@lifang/platform/outbox.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { NoticeDeps } from '../reads/deps.ts'
import { preferenceOf } from '../reads/list.ts'
import type { Told } from '../rules/model.ts'
import { pushAt } from '../rules/times.ts'
import { NOTICE_WEIGHT } from '../schema/words.ts'
import type { PreferenceRow } from '../tables.ts'

/** One happening, and what every text about it may say. */
export interface Happening {
  /** `announcementKey` of what happened. */
  readonly key: string
  readonly subjectId: string | null
  readonly number: string | null
  readonly urgent: boolean
  readonly at: Date
  readonly params: Readonly<Record<string, unknown>>
}

/**
 * Writes a notice for each person told, once for a happening whatever is replayed, decides when it is pushed, and announces
 * 'notices.told' (subject: the account) so that open screens and webhooks follow.
 * @returns how many people were told now
 */
export async function tell(
  deps: NoticeDeps,
  tx: Tx,
  what: Happening,
  told: readonly Told[],
): Promise<number> {
  if (told.length === 0) return 0
  const { county } = deps
  const accounts = told.map((t) => t.accountId)
  const rows = await tx.rows<PreferenceRow>(
    sql`select * from notice_preference where county = ${county} and account_id = any(${accounts}::uuid[])`,
  )
  const reachable = await tx.rows<{ account_id: string }>(
    sql`select distinct account_id from push_subscription where county = ${county} and account_id = any(${accounts}::uuid[])`,
  )
  const preferences = new Map(rows.map((r) => [r.account_id, preferenceOf(r)]))
  const devices = new Set(reachable.map((r) => r.account_id))
  const now = deps.clock.now()
  const wanted = told.map((t) => {
    const weight = NOTICE_WEIGHT[t.event]
    const push = devices.has(t.accountId)
      ? pushAt(now, preferences.get(t.accountId) ?? preferenceOf(undefined), { urgent: what.urgent, weight })
      : null
    return {
      id: newId(),
      account: t.accountId,
      event: t.event,
      params: { ...what.params, ...t.params },
      push: push === null ? null : new Date(push).toISOString(),
    }
  })
  const made = await tx.rows<{ id: string; account_id: string }>(
    sql`insert into notice (county, id, account_id, event, event_key, subject_id, number, params, urgent, at, push_at)
        select ${county}, w.id, w.account, w.event, ${what.key}, ${what.subjectId}, ${what.number}, w.params, ${what.urgent},
          ${what.at}, w.push
        from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
          as w(id uuid, account uuid, event text, params jsonb, push timestamptz)
        on conflict on constraint notice_once do nothing returning id, account_id`,
  )
  for (const m of made)
    await announce(tx, {
      county,
      topic: 'notices.told',
      subjectId: m.account_id,
      payload: { notice: m.id, key: m.id },
    })
  return made.length
}
