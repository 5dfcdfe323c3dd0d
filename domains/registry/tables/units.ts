/** Rows of enterprises, facilities and places. */
import type {
  ContactField,
  EnterpriseHazard,
  EnterpriseKind,
  EnterpriseState,
  FacilityState,
  Photographed,
  PlaceKind,
  PlaceState,
  SmallPlace,
} from '../schema/unit-lists.ts'
import type { FactsColumn } from '../tables.ts'

export interface EnterpriseRow {
  readonly county: number
  readonly id: string
  readonly area_id: string
  readonly area_path: string
  readonly border_id: string | null
  readonly name: string
  readonly bigrams: string[]
  readonly initials: string[]
  readonly kind: EnterpriseKind
  /** GB 32100, 18 characters; null: none is known. */
  readonly uscc: string | null
  /** Empty: not known. */
  readonly industry: string
  readonly legal_person: string
  readonly state: EnterpriseState
  /** Null: none of the nine. */
  readonly small_place: SmallPlace | null
  readonly hazards: EnterpriseHazard[]
  /** Null: it stands at a point of its own. */
  readonly building_id: string | null
  readonly home_id: string | null
  readonly address: string
  /** Degrees, CGCS2000. */
  readonly lon: number
  readonly lat: number
  /** Sealed; null together with its mask: none is known. */
  readonly contact: Buffer | null
  readonly contact_masked: string | null
  readonly phone: Buffer | null
  readonly phone_masked: string | null
  /** Blind indexes of the number and its shorter forms; empty: no phone. */
  readonly phone_keys: Buffer[]
  /** Last four digits; null: no phone, or one that has none. */
  readonly phone_tail: string | null
  readonly facts: FactsColumn
  readonly version: number
  readonly updated_at: Date
}

export interface FacilityRow {
  readonly county: number
  readonly id: string
  readonly area_id: string
  readonly area_path: string
  readonly border_id: string | null
  readonly name: string
  readonly bigrams: string[]
  readonly initials: string[]
  readonly class_standard: string
  readonly class_code: string
  /** As the catalogue called it on the day it was entered. */
  readonly class_name: string
  /** Null: the survey gave none. */
  readonly identity_code: string | null
  /** 主管部门; empty: not known. */
  readonly owner: string
  /** A department of the tree; null together with `keeper`: nobody known. */
  readonly keeper_id: string | null
  readonly keeper: string | null
  readonly state: FacilityState
  readonly address: string
  readonly lon: number
  readonly lat: number
  readonly facts: FactsColumn
  readonly version: number
  readonly updated_at: Date
}

export interface PlaceRow {
  readonly county: number
  readonly id: string
  readonly area_id: string
  readonly area_path: string
  readonly border_id: string | null
  readonly name: string
  readonly bigrams: string[]
  readonly initials: string[]
  readonly kind: PlaceKind
  readonly state: PlaceState
  /** 责任单位; empty: not known. */
  readonly responsible: string
  readonly address: string
  readonly lon: number
  readonly lat: number
  /** GeoJSON, null: a point only. */
  readonly outline: object | null
  readonly contact: Buffer | null
  readonly contact_masked: string | null
  readonly phone: Buffer | null
  readonly phone_masked: string | null
  /** Blind indexes of the number and its shorter forms; empty: no phone. */
  readonly phone_keys: Buffer[]
  /** Last four digits; null: no phone, or one that has none. */
  readonly phone_tail: string | null
  readonly facts: FactsColumn
  readonly version: number
  readonly updated_at: Date
}

export interface ThingPhotoRow {
  readonly county: number
  /** The command that added it. */
  readonly id: string
  readonly subject_kind: Photographed
  readonly subject_id: string
  readonly file_id: string
  /** As the device or the person says; null: nobody did. */
  readonly taken_at: Date | null
  readonly added_by: string
  readonly added_name: string
  readonly added_at: Date
  /** Null together with the three below: it stands. */
  readonly removed_by: string | null
  readonly removed_name: string | null
  readonly removed_at: Date | null
  readonly removed_reason: string | null
}

export interface ContactRevealRow {
  readonly county: number
  /** The command. */
  readonly id: string
  readonly subject_kind: 'enterprise' | 'place'
  readonly subject_id: string
  readonly field: ContactField
  readonly reason: string
  /** Sealed: what stood there. */
  readonly seen: Buffer
  readonly by_id: string
  readonly by_name: string
  readonly post: string
  readonly at: Date
}
