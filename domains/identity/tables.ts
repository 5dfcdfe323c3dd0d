import type { AdminKind } from './schema.ts'

export interface AccountRow {
  readonly id: string
  readonly county: number
  readonly username: string
  readonly name: string
  readonly kind: 'person' | 'machine'
  /** argon2id PHC string; null for machines. */
  readonly password_hash: string | null
  /** Null: not an administrator. */
  readonly admin: AdminKind | null
  readonly phone: string | null
  readonly must_change_password: boolean
  /** Sealed secret; null: no authenticator. */
  readonly totp_secret: Buffer | null
  readonly totp_confirmed: boolean
  /** Last accepted 30-second step; 0: none yet. */
  readonly totp_last_step: number
  readonly failed_attempts: number
  /** Null: not locked. */
  readonly locked_until: Date | null
  /** Null: in use. */
  readonly disabled_at: Date | null
  readonly version: number
  readonly created_at: Date
}

export interface SessionRow {
  readonly token_hash: Buffer
  readonly account_id: string
  readonly created_at: Date
  readonly last_seen_at: Date
  readonly expires_at: Date
  readonly second_factor: boolean
  readonly address: string | null
  readonly agent: string | null
}

/** One version of the sign-in policy; the highest ordinal holds. */
export interface SignInPolicyRow {
  readonly county: number
  /** Id of the command that set it. */
  readonly id: string
  readonly ordinal: number
  readonly lock_after: number
  readonly lock_minutes: number
  readonly longest_lock_minutes: number
  /** Characters. */
  readonly password_length: number
  readonly session_hours: number
  readonly idle_minutes: number
  readonly reason: string
  readonly by_id: string
  readonly by_name: string
  readonly at: Date
}
