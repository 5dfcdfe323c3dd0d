import type { Directory } from '@lifang/domains/grid/public.ts'
import type { Clock } from '@lifang/platform/clock.ts'
import type { Db } from '@lifang/platform/db.ts'

/** What the registry is given when the server is composed. */
export interface RegistryDeps {
  readonly db: Db
  readonly clock: Clock
  /** Six-digit code of the county this deployment serves. */
  readonly county: number
  readonly directory: Directory
  /** 48 bytes: seals numbers, phones and other sensitive fields. */
  readonly fieldKey: Buffer
  /** 32 bytes: blind indexes. */
  readonly indexKey: Buffer
}
