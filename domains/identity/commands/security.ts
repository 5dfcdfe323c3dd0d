import type { Actor } from '@lifang/platform/access.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { administered, type IdentityDeps } from '../commands.ts'
import { identityProblem } from '../schema.ts'

/** Ends a lock-out before its time. @throws identity.not-found */
export async function unlockAccount(
  deps: IdentityDeps,
  actor: Actor,
  id: string,
  reason: string,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const row = await administered(tx, actor, id)
    await tx.run(sql`update account set failed_attempts = 0, locked_until = null where id = ${id}`)
    await audit(tx, {
      county: actor.county,
      actor,
      act: 'identity.unlock',
      subjectKind: 'account',
      subjectId: id,
      ground: reason,
      details: { attempts: row.failed_attempts },
    })
  })
}

/**
 * Has a new password chosen at the next sign-in and ends what is open: for a password somebody may have seen. Unlike a reset
 * it sets none, so that nobody but its owner ever knows one.
 * @throws identity.not-found, platform.not-allowed on one's own account
 */
export async function requirePassword(
  deps: IdentityDeps,
  actor: Actor,
  id: string,
  reason: string,
): Promise<void> {
  if (id === actor.accountId) throw platformProblem('platform.not-allowed', { field: 'id' })
  await deps.db.transaction(async (tx) => {
    const row = await administered(tx, actor, id)
    if (row.kind !== 'person') throw identityProblem('identity.not-found', { field: 'id' })
    await tx.run(sql`update account set must_change_password = true, version = version + 1 where id = ${id}`)
    await tx.run(sql`delete from session where account_id = ${id}`)
    await audit(tx, {
      county: actor.county,
      actor,
      act: 'identity.require-password',
      subjectKind: 'account',
      subjectId: id,
      ground: reason,
    })
  })
  deps.sessions.forget(id)
}
