import type { Tx } from '@lifang/platform/db.ts'
import { sql, type Sql } from '@lifang/platform/sql.ts'
import { DEFAULT_POLICY, type PolicyVersion, type SignInPolicy } from '../schema/policy.ts'
import type { SignInPolicyRow } from '../tables.ts'

/** As delivered: nobody has set anything. */
const DELIVERED: PolicyVersion = { ordinal: 0, policy: DEFAULT_POLICY, reason: null, by: null, at: null }
const SHOWN = 20

export const policyVersion = (row: SignInPolicyRow): PolicyVersion => ({
  ordinal: row.ordinal,
  policy: {
    lockAfter: row.lock_after,
    lockMinutes: row.lock_minutes,
    longestLockMinutes: row.longest_lock_minutes,
    passwordLength: row.password_length,
    sessionHours: row.session_hours,
    idleMinutes: row.idle_minutes,
  },
  reason: row.reason,
  by: row.by_name,
  at: row.at.toISOString(),
})

/** The policy in force and those before it, the newest first. */
export async function policyVersions(
  tx: Tx,
  county: number,
): Promise<{ current: PolicyVersion; before: PolicyVersion[] }> {
  const rows = await tx.rows<SignInPolicyRow>(
    sql`select * from sign_in_policy where county = ${county} order by ordinal desc limit ${SHOWN}`,
  )
  const [current = DELIVERED, ...before] = rows.map(policyVersion)
  const delivered = before.length + 1 < SHOWN && rows.length > 0 ? [DELIVERED] : []
  return { current, before: [...before, ...delivered] }
}

export async function policyOf(tx: Tx, county: number): Promise<SignInPolicy> {
  const row = await tx.maybe<SignInPolicyRow>(
    sql`select * from sign_in_policy where county = ${county} order by ordinal desc limit 1`,
  )
  return row === undefined ? DEFAULT_POLICY : policyVersion(row).policy
}

/** Minutes after which an unused session of a county is over, as a piece of SQL. @param county a column */
export const idleOf = (county: Sql): Sql =>
  sql`coalesce((select p.idle_minutes from sign_in_policy p where p.county = ${county} order by p.ordinal desc limit 1),
      ${DEFAULT_POLICY.idleMinutes}::integer)`
