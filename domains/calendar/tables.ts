import type { CalendarData } from './schema.ts'

/** A calendar as published; never edited, so any past deadline recomputes. */
export interface CalendarVersionRow {
  /** The same text as `data.version`. */
  readonly id: string
  readonly data: CalendarData
  /** Why it was published, as typed. */
  readonly note: string
  readonly created_at: Date
}

/** Which calendar counts for whom since when; the newest entry that has begun counts. */
export interface CalendarUseRow {
  /** UUIDv7: of two entries from one instant the later written counts. */
  readonly id: string
  readonly county: number
  /** Null: everyone without an entry of their own. */
  readonly department_id: string | null
  readonly calendar_id: string
  readonly valid_from: Date
}
