import type { Channel, Language, NoticeEvent } from './schema/words.ts'

export interface NoticeRow {
  readonly county: number
  readonly id: string
  readonly account_id: string
  readonly event: NoticeEvent
  /** The one happening; unique together with the account. */
  readonly event_key: string
  /** Null: about no incident. */
  readonly subject_id: string | null
  readonly number: string | null
  readonly params: Record<string, unknown>
  readonly urgent: boolean
  readonly at: Date
  readonly read_at: Date | null
  /** Null: no push is owed, or it is done. */
  readonly push_at: Date | null
}

export interface PreferenceRow {
  readonly county: number
  readonly account_id: string
  readonly push: boolean
  /** 'HH:MM' office time; both or neither. */
  readonly quiet_from: string | null
  readonly quiet_to: string | null
  readonly digest_at: string | null
  readonly language: Language
  readonly updated_at: Date
}

export interface SubscriptionRow {
  readonly county: number
  readonly id: string
  readonly account_id: string
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
  readonly agent: string | null
  readonly created_at: Date
}

export interface PushDeliveryRow {
  readonly county: number
  readonly id: string
  readonly account_id: string
  readonly subscription_id: string
  readonly notices: string[]
  readonly message: {
    readonly title: string
    readonly body: string
    readonly url: string
    readonly tag: string
  }
  readonly urgent: boolean
  readonly status: 'waiting' | 'sent' | 'gone' | 'failed'
  readonly attempts: number
  readonly next_at: Date
  readonly created_at: Date
  readonly finished_at: Date | null
  /** HTTP status of the last answer; null: none. */
  readonly code: number | null
  readonly error: string | null
}

export interface TemplateRow {
  readonly event: NoticeEvent
  readonly channel: Channel
  readonly language: Language
  readonly origin: 'reference' | 'override'
  readonly version: number
  /** Null (of an override): the release's text is in force again. */
  readonly title: string | null
  readonly body: string | null
  readonly made_by: string | null
  readonly made_at: Date
}
