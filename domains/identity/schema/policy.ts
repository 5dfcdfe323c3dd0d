/** How people sign in: the numbers a security administrator may set, and how far. */
import { z } from 'zod'

/**
 * Limits of each number, both ends included. GB/T 22239-2019 8.1.4.1 asks for failed attempts to be bounded, sessions to end
 * and passwords to be complex without giving numbers; no setting here turns one of the three off.
 */
export const POLICY_LIMITS = {
  lockAfter: { min: 3, max: 10 },
  lockMinutes: { min: 1, max: 60 },
  longestLockMinutes: { min: 5, max: 1440 },
  passwordLength: { min: 8, max: 32 },
  sessionHours: { min: 1, max: 24 },
  idleMinutes: { min: 10, max: 480 },
} as const
export type PolicyField = keyof typeof POLICY_LIMITS
export const POLICY_FIELDS = Object.keys(POLICY_LIMITS) as readonly PolicyField[]

const within = (field: PolicyField) => z.int().min(POLICY_LIMITS[field].min).max(POLICY_LIMITS[field].max)

export const SignInPolicy = z.strictObject({
  /** Failures that bring the first lock. */
  lockAfter: within('lockAfter'),
  /** The first lock; every further failure doubles it. */
  lockMinutes: within('lockMinutes'),
  longestLockMinutes: within('longestLockMinutes'),
  /** Characters a password has at least. A shorter one in use must be changed at the next sign-in. */
  passwordLength: within('passwordLength'),
  /** A session ends that long after sign-in: a working day and a night shift by default. */
  sessionHours: within('sessionHours'),
  /** A session nobody used for that long is over. */
  idleMinutes: within('idleMinutes'),
})
export type SignInPolicy = z.infer<typeof SignInPolicy>

/** Before anybody set anything. */
export const DEFAULT_POLICY: SignInPolicy = {
  lockAfter: 5,
  lockMinutes: 1,
  longestLockMinutes: 60,
  passwordLength: 10,
  sessionHours: 12,
  idleMinutes: 120,
}

export const PolicyVersion = z.object({
  /** 0: as delivered. */
  ordinal: z.int(),
  policy: SignInPolicy,
  reason: z.string().nullable(),
  by: z.string().nullable(),
  at: z.iso.datetime().nullable(),
})
export type PolicyVersion = z.infer<typeof PolicyVersion>

export const PolicyBody = z.strictObject({
  id: z.uuid(),
  /** Ordinal of the version the editor saw. */
  seen: z.int().min(0).max(1_000_000),
  policy: SignInPolicy,
  reason: z.string().trim().min(2).max(200),
})
export type PolicyBody = z.output<typeof PolicyBody>
