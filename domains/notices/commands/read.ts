import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { announce } from '@lifang/platform/outbox.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import type { NoticeDeps } from '../reads/deps.ts'
import { unreadOf } from '../reads/list.ts'
import { noticeProblem } from '../schema.ts'

/** Marks mine as read; the first time counts, so doing it again changes nothing. A push still owed is no longer. */
async function mark(deps: NoticeDeps, actor: Actor, which: Sql): Promise<number> {
  return deps.db.transaction(async (tx: Tx) => {
    const n = await tx.run(
      sql`update notice set read_at = ${new Date(deps.clock.now())}, push_at = null
          where county = ${deps.county} and account_id = ${actor.accountId} and read_at is null and ${which}`,
    )
    // Other windows of the same person count down too.
    if (n > 0)
      await announce(tx, {
        county: deps.county,
        topic: 'notices.read',
        subjectId: actor.accountId,
        payload: {},
      })
    return unreadOf(tx, deps.county, actor.accountId)
  })
}

/** @throws notices.not-found, also for another person's */
export async function readOne(deps: NoticeDeps, actor: Actor, id: string): Promise<number> {
  const mine = await deps.db.maybe(
    sql`select 1 as yes from notice where county = ${deps.county} and id = ${id} and account_id = ${actor.accountId}`,
  )
  if (mine === undefined) throw noticeProblem('notices.not-found', { field: 'id' })
  return mark(deps, actor, sql`id = ${id}`)
}

export const readMany = (
  deps: NoticeDeps,
  actor: Actor,
  which: { readonly upTo: string } | { readonly number: string },
): Promise<number> =>
  mark(
    deps,
    actor,
    'upTo' in which
      ? sql`at <= ${new Date(which.upTo)}`
      : sql`number = ${which.number.replaceAll(/[\s-]/g, '')}`,
  )
