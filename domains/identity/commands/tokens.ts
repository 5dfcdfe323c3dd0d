import type { Actor } from '@lifang/platform/access.ts'
import { newSecret, sha256 } from '@lifang/platform/crypto.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { administered, type IdentityDeps } from '../commands.ts'
import { identityProblem } from '../schema.ts'

export async function createToken(
  deps: IdentityDeps,
  actor: Actor,
  accountId: string,
  input: { id: string; label: string; days: number },
): Promise<{ token: string; expiresAt: Date }> {
  const token = newSecret()
  const expiresAt = new Date(deps.clock.now() + input.days * 86_400_000)
  await deps.db.transaction(async (tx) => {
    const row = await administered(tx, actor, accountId)
    if (row.kind !== 'machine') throw identityProblem('identity.not-found', { field: 'id' })
    const made = await tx.run(sql`insert into access_token (id, token_hash, account_id, label, expires_at)
      values (${input.id}, ${sha256(token)}, ${accountId}, ${input.label}, ${expiresAt}) on conflict (id) do nothing`)
    // A secret is shown once: a repeated request cannot be given the same answer, so it is refused.
    if (made === 0) throw platformProblem('platform.command-reused', { field: 'id' })
    await audit(tx, {
      county: actor.county,
      actor,
      act: 'identity.issue-token',
      subjectKind: 'account',
      subjectId: accountId,
      details: { token: input.id },
    })
  })
  return { token, expiresAt }
}

export async function revokeToken(deps: IdentityDeps, actor: Actor, id: string): Promise<void> {
  const accountId = await deps.db.transaction(async (tx) => {
    const changed = await tx.maybe<{ account_id: string }>(
      sql`update access_token t set revoked_at = coalesce(revoked_at, now()) from account a
          where t.id = ${id} and a.id = t.account_id and a.county = ${actor.county} returning t.account_id`,
    )
    if (changed === undefined) throw identityProblem('identity.not-found', { field: 'id' })
    await audit(tx, {
      county: actor.county,
      actor,
      act: 'identity.revoke-token',
      subjectKind: 'account',
      subjectId: changed.account_id,
      details: { token: id },
    })
    return changed.account_id
  })
  // After the commit, or a request in between would remember the token as good.
  deps.sessions.forget(accountId)
}
