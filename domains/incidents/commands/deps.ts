import type { Calendars } from '@lifang/domains/calendar/public.ts'
import type { Directory } from '@lifang/domains/grid/public.ts'
import type { Clock } from '@lifang/platform/clock.ts'
import type { Db } from '@lifang/platform/db.ts'
import type { Files } from '@lifang/platform/files.ts'
import type { Numbers } from '../repo/numbers.ts'
import type { ActReader } from '../repo/together.ts'
import type { ResponsibilityList } from '../reads/responsibility.ts'
import type { Policy } from '../rules/model.ts'

/** What the incident domain is given when the server is composed: plain values, no hidden injection. */
export interface IncidentDeps {
  readonly db: Db
  readonly clock: Clock
  /** Six-digit code of the county this deployment serves. */
  readonly county: number
  readonly directory: Directory
  readonly calendars: Calendars
  readonly list: ResponsibilityList
  readonly numbers: Numbers
  readonly actReader: ActReader
  readonly policy: Policy
  readonly files: Files
  /** 48 bytes: seals reporters' names and phones. */
  readonly fieldKey: Buffer
  /** 32 bytes: blind index of number and last four digits. */
  readonly indexKey: Buffer
}
