import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import { identityProblem } from './schema.ts'

/** Failures allowed before the first lock. */
const FREE_ATTEMPTS = 5
const FIRST_LOCK_MS = 60_000
const LONGEST_LOCK_MS = 60 * 60_000

/**
 * Lock after a failed sign-in: none for the first four, then one minute, doubling with every further failure up to an
 * hour. A lock slows a guesser and never needs an administrator to end.
 * @returns epoch ms until which sign-in is refused, or null.
 */
export function lockUntil(failedAttempts: number, now: number): number | null {
  if (failedAttempts < FREE_ATTEMPTS) return null
  const doublings = Math.min(failedAttempts - FREE_ATTEMPTS, 10)
  return now + Math.min(FIRST_LOCK_MS * 2 ** doublings, LONGEST_LOCK_MS)
}

/**
 * Password rule: at least ten characters of three kinds (lower, upper, digit, other), not built from the account's own
 * name, no character four times in a row. GB/T 22239-2019 8.1.4.1 asks for complexity without giving numbers.
 */
export function checkPassword(
  password: string,
  account: { username: string; name: string },
): Decided<string> {
  const weak = (why: string) =>
    no<string>(identityProblem('identity.weak-password', { field: 'password', why }))
  if (!password.isWellFormed() || password.includes('\u0000')) return weak('characters')
  if ([...password].length < 10) return weak('length')
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((k) => k.test(password)).length
  if (kinds < 3) return weak('kinds')
  const lower = password.toLowerCase()
  for (const own of [account.username, account.name]) {
    if (own.length >= 3 && lower.includes(own.toLowerCase())) return weak('own-name')
  }
  if (/(.)\1{3}/u.test(password)) return weak('repeats')
  return yes(password)
}
