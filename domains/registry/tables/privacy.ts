import type { Asker, PrivacyForm, RequestKind } from '../schema/privacy-lists.ts'

export interface PrivacyTextRow {
  readonly county: number
  readonly id: string
  readonly form: PrivacyForm
  readonly version: number
  readonly purpose: string
  readonly ground: string
  readonly ask: string
  /** Kept after the event of the form; of 'requests': to answer one. */
  readonly days: number
  readonly reason: string
  readonly by_id: string
  readonly by_name: string
  readonly at: Date
}

/** A copy handed to the person concerned. */
export interface CopyRow {
  readonly county: number
  /** The command. */
  readonly id: string
  readonly person_id: string
  readonly asker: Asker
  /** Sealed JSON: how identity was checked, why it was asked for; null: erased with the person. */
  readonly sealed: Buffer | null
  readonly by_id: string
  readonly by_name: string
  readonly post: string
  readonly at: Date
}

export interface PersonRequestRow {
  readonly county: number
  readonly id: string
  readonly person_id: string
  readonly area_path: string
  readonly registered_path: string | null
  readonly kind: RequestKind
  readonly asker: Asker
  /** Sealed JSON: what is asked, how identity was checked; null: erased with the person. */
  readonly sealed: Buffer | null
  readonly wrongly: boolean
  readonly taken_by: string
  readonly taken_by_name: string
  readonly taken_at: Date
  readonly due_on: string
  /** Null, all four: nobody has decided. */
  readonly granted: boolean | null
  readonly decided_by: string | null
  readonly decided_by_name: string | null
  readonly decided_at: Date | null
  /** Sealed: what the answer says; null too when erased with the person. */
  readonly why: Buffer | null
  readonly version: number
}
