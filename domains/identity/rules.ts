import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import { identityProblem } from './schema.ts'
import { DEFAULT_POLICY, type SignInPolicy } from './schema/policy.ts'

/**
 * Lock after a failed sign-in: none before the number the policy allows, then its first lock, doubling with every further
 * failure up to its longest. A lock slows a guesser and never needs an administrator to end.
 * @returns epoch ms until which sign-in is refused, or null.
 */
export function lockUntil(
  failedAttempts: number,
  now: number,
  policy: SignInPolicy = DEFAULT_POLICY,
): number | null {
  if (failedAttempts < policy.lockAfter) return null
  const doublings = Math.min(failedAttempts - policy.lockAfter, 20)
  return now + Math.min(policy.lockMinutes * 2 ** doublings, policy.longestLockMinutes) * 60_000
}

/** A policy of which no part undoes another: the longest lock is no shorter than the first, nobody idles past the session's end. */
export function checkPolicy(policy: SignInPolicy): Decided<SignInPolicy> {
  if (policy.longestLockMinutes < policy.lockMinutes)
    return no(identityProblem('identity.policy-lock-order', { field: 'longestLockMinutes' }))
  if (policy.idleMinutes > policy.sessionHours * 60)
    return no(identityProblem('identity.policy-idle-order', { field: 'idleMinutes' }))
  return yes(policy)
}

/** Characters as people count them: a letter outside the first plane is one. */
export const lengthOf = (password: string): number => [...password].length

/**
 * Password rule: as many characters as the policy says (ten unless it is set), of three kinds (lower, upper, digit, other), not built from the account's own
 * name, no character four times in a row. GB/T 22239-2019 8.1.4.1 asks for complexity without giving numbers.
 */
export function checkPassword(
  password: string,
  account: { username: string; name: string },
  policy: Pick<SignInPolicy, 'passwordLength'> = DEFAULT_POLICY,
): Decided<string> {
  const weak = (why: string) =>
    no<string>(
      identityProblem('identity.weak-password', { field: 'password', why, length: policy.passwordLength }),
    )
  if (!password.isWellFormed() || password.includes('\u0000')) return weak('characters')
  if (lengthOf(password) < policy.passwordLength) return weak('length')
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((k) => k.test(password)).length
  if (kinds < 3) return weak('kinds')
  const lower = password.toLowerCase()
  for (const own of [account.username, account.name]) {
    if (own.length >= 3 && lower.includes(own.toLowerCase())) return weak('own-name')
  }
  if (/(.)\1{3}/u.test(password)) return weak('repeats')
  return yes(password)
}
