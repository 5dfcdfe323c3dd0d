import type { NoticeDeps } from '@lifang/domains/notices/public.ts'
import type { Db } from '@lifang/platform/db.ts'
import type { Clock } from '@lifang/platform/clock.ts'
import type { Directory } from '@lifang/domains/grid/public.ts'
import type { Outbound } from '@lifang/platform/outbound.ts'

export interface IntegrationDeps {
  readonly db: Db
  readonly clock: Clock
  readonly county: number
  readonly directory: Directory
  readonly outbound: Outbound
  /** 48 bytes: seals the endpoints' secrets. */
  readonly fieldKey: Buffer
  /** To tell administrators, and to read what people were told. */
  readonly notices: NoticeDeps
}
