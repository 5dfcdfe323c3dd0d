import { accountsById } from '@lifang/domains/identity/public.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { NoticeEvent } from '../schema/words.ts'
import type { NoticeRow } from '../tables.ts'
import type { NoticeDeps } from './deps.ts'
import { textOf } from './list.ts'

/** A notice as a messenger outside gets it: the text of the lock screen and whom it is for, without phone or name. */
export interface NoticeOutside {
  readonly id: string
  readonly event: NoticeEvent
  readonly account: string
  readonly username: string
  readonly title: string
  readonly body: string
  readonly number: string | null
  readonly urgent: boolean
  readonly at: string
}

export async function noticeForOutside(
  deps: NoticeDeps,
  tx: Tx,
  id: string,
): Promise<NoticeOutside | undefined> {
  const row = await tx.maybe<NoticeRow>(
    sql`select * from notice where county = ${deps.county} and id = ${id}`,
  )
  if (row === undefined) return undefined
  const [account] = await accountsById(tx, [row.account_id])
  if (account === undefined) return undefined
  return {
    id: row.id,
    event: row.event,
    account: row.account_id,
    username: account.username,
    ...textOf(deps, row, 'push', 'zh-CN'),
    number: row.number,
    urgent: row.urgent,
    at: row.at.toISOString(),
  }
}
