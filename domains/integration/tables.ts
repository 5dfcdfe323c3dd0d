import type { DELIVERY_STATUSES, ENDPOINT_STATUSES } from './schema.ts'

export interface EndpointRow {
  readonly county: number
  readonly id: string
  readonly name: string
  readonly url: string
  /** Sealed. */
  readonly secret: Buffer
  readonly topics: string[]
  readonly status: (typeof ENDPOINT_STATUSES)[number]
  /** First failure since the last success; null: none. */
  readonly failing_since: Date | null
  readonly request_hash: Buffer
  readonly created_by: string
  readonly created_at: Date
}

export interface DeliveryRow {
  readonly county: number
  readonly id: string
  readonly seq: number
  readonly endpoint_id: string
  readonly event_id: string
  readonly topic: string
  /** Null: about nothing that needs an order. */
  readonly subject_id: string | null
  readonly body: string
  readonly status: (typeof DELIVERY_STATUSES)[number]
  readonly attempts: number
  readonly next_at: Date
  /** Null: the first delivery of its event. */
  readonly replay_of: string | null
  readonly created_at: Date
  readonly finished_at: Date | null
}

export interface AttemptRow {
  readonly county: number
  readonly id: string
  readonly delivery_id: string
  readonly at: Date
  readonly millis: number
  /** HTTP status; null: no answer. */
  readonly code: number | null
  /** Our word for what went wrong; null: nothing. */
  readonly error: string | null
  readonly answer: string
}
