import type { Directory } from '@lifang/domains/grid/public.ts'
import type { Clock } from '@lifang/platform/clock.ts'
import type { FieldProvider } from '@lifang/platform/crypto.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'

/** What the registry is given when the server is composed. */
export interface RegistryDeps {
  readonly db: Db
  readonly clock: Clock
  /** Six-digit code of the county this deployment serves. */
  readonly county: number
  readonly directory: Directory
  /** Seals numbers, phones and other sensitive fields, each bound to its place; makes blind indexes. */
  readonly fields: FieldProvider
  /** Days before a foreign resident's paper or stay ends that its lamp turns yellow; those of the rule unless said. */
  readonly foreignDueDays?: number | undefined
}

/** Incidents stand above and say whom an open one is about: such a person is not erased. */
export interface PrivacyDeps extends RegistryDeps {
  readonly openCases: (tx: Tx, people: readonly string[]) => Promise<readonly string[]>
}
