import type { CustomBase, DefinitionState, FilterRoom, SubjectAttachment } from '../schema/custom-lists.ts'
import type { CustomContent, Written } from '../rules/custom.ts'
import type { FactsColumn } from '../tables.ts'

export interface CustomDefinitionRow {
  readonly county: number
  readonly id: string
  /** A base, or the key of an own kind. */
  readonly kind: string
  readonly own: boolean
  readonly number: number
  readonly state: DefinitionState
  readonly content: CustomContent
  readonly made_by_name: string
  readonly made_at: Date
  /** Null: never published. */
  readonly published_by_name: string | null
  readonly published_at: Date | null
  /** Null: not retired. */
  readonly retired_at: Date | null
  readonly version: number
}

export interface CustomValueRow {
  readonly county: number
  /** The record's. */
  readonly id: string
  readonly subject_kind: CustomBase
  readonly plain: Readonly<Record<string, Written>>
  /** Sealed JSON of the same shape; null: none. */
  readonly sealed: Buffer | null
  readonly facts: FactsColumn
  readonly version: number
  readonly updated_at: Date
}

export interface CustomRecordRow {
  readonly county: number
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly bigrams: string[]
  /** Null together: it stands at a point. */
  readonly subject_kind: SubjectAttachment | null
  readonly subject_id: string | null
  /** Null together: it is where its subject is. */
  readonly area_id: string | null
  readonly area_path: string | null
  readonly border_id: string | null
  /** Degrees, CGCS2000. */
  readonly lon: number | null
  readonly lat: number | null
  readonly plain: Readonly<Record<string, Written>>
  readonly sealed: Buffer | null
  readonly facts: FactsColumn
  readonly version: number
  readonly updated_at: Date
}

export interface CustomRevealRow {
  readonly county: number
  /** The command. */
  readonly id: string
  readonly subject_kind: CustomBase | 'record'
  readonly subject_id: string
  readonly field: string
  readonly label: string
  readonly reason: string
  /** Sealed: what stood there. */
  readonly seen: Buffer
  readonly by_id: string
  readonly by_name: string
  readonly post: string
  readonly at: Date
}

export interface SavedFilterRow {
  readonly county: number
  readonly id: string
  readonly account_id: string
  readonly room: FilterRoom
  readonly name: string
  /** The page's search as its address holds it. */
  readonly search: Readonly<Record<string, string>>
  readonly version: number
  readonly at: Date
}
