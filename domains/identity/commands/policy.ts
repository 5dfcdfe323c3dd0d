import type { Actor } from '@lifang/platform/access.ts'
import { must } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import type { IdentityDeps } from '../commands.ts'
import { policyVersion, policyVersions } from '../reads/policy.ts'
import { checkPolicy } from '../rules.ts'
import { identityProblem } from '../schema.ts'
import { POLICY_FIELDS, type PolicyBody, type PolicyVersion, type SignInPolicy } from '../schema/policy.ts'
import type { SignInPolicyRow } from '../tables.ts'

/**
 * Sets the sign-in policy from now on: locks and session length hold for whoever signs in next, the idle time at once.
 * @throws identity.policy-lock-order, identity.policy-idle-order, identity.policy-moved when somebody else set it meanwhile,
 *   platform.command-reused
 */
export async function setPolicy(
  deps: IdentityDeps,
  actor: Actor,
  body: PolicyBody,
): Promise<{ version: PolicyVersion; made: boolean }> {
  const policy = must(checkPolicy(body.policy))
  const { county } = actor
  return deps.db.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtext('identity.policy'), ${county}::integer)`)
    const known = await tx.maybe<SignInPolicyRow>(
      sql`select * from sign_in_policy where county = ${county} and id = ${body.id}`,
    )
    if (known !== undefined) {
      const version = policyVersion(known)
      const same =
        known.by_id === actor.accountId &&
        known.reason === body.reason &&
        changedFields(version.policy, policy).length === 0
      if (!same) throw platformProblem('platform.command-reused', { field: 'id' })
      return { version, made: false }
    }
    const { current } = await policyVersions(tx, county)
    if (current.ordinal !== body.seen)
      throw identityProblem('identity.policy-moved', { by: current.by ?? '' })
    const row =
      await tx.one<SignInPolicyRow>(sql`insert into sign_in_policy (county, id, ordinal, lock_after, lock_minutes,
        longest_lock_minutes, password_length, session_hours, idle_minutes, reason, by_id, by_name, at)
      values (${county}, ${body.id}, ${current.ordinal + 1}, ${policy.lockAfter}, ${policy.lockMinutes},
        ${policy.longestLockMinutes}, ${policy.passwordLength}, ${policy.sessionHours}, ${policy.idleMinutes}, ${body.reason},
        ${actor.accountId}, ${actor.name}, ${new Date(deps.clock.now())}) returning *`)
    await audit(tx, {
      county,
      actor,
      act: 'identity.set-policy',
      subjectKind: 'sign-in-policy',
      subjectId: String(row.ordinal),
      ground: body.reason,
      details: Object.fromEntries(
        changedFields(current.policy, policy).map((f) => [f, [current.policy[f], policy[f]]]),
      ),
    })
    return { version: policyVersion(row), made: true }
  })
}

const changedFields = (a: SignInPolicy, b: SignInPolicy) => POLICY_FIELDS.filter((f) => a[f] !== b[f])
