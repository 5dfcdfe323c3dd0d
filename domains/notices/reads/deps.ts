import type { Directory } from '@lifang/domains/grid/public.ts'
import type { Clock } from '@lifang/platform/clock.ts'
import type { Db } from '@lifang/platform/db.ts'
import type { Phrases } from '@lifang/platform/lang.ts'
import type { Outbound } from '@lifang/platform/outbound.ts'
import type { Language } from '../schema/words.ts'
import type { Templates } from './templates.ts'

/** Key pair of this deployment towards push services (RFC 8292), base64url. */
export interface Vapid {
  readonly publicKey: string
  readonly privateKey: string
  /** 'mailto:' or 'https:' address at which a push service finds whoever runs this deployment. */
  readonly contact: string
}

export interface NoticeDeps {
  readonly db: Db
  readonly clock: Clock
  readonly county: number
  readonly directory: Directory
  readonly templates: Templates
  readonly phrases: Readonly<Record<Language, Phrases>>
  readonly outbound: Outbound
  readonly vapid: Vapid
}
