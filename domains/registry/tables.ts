import type {
  Confidence,
  ExportDepth,
  HomeKind,
  IdKind,
  LabelKind,
  PersonState,
  ResidenceKind,
  Revealed,
  SealedField,
  Source,
  StayPurpose,
  SubjectKind,
  BUILDING_USES,
  HAZARDS,
  SEXES,
} from './schema/lists.ts'
import type { DuplicateReason, DuplicateVerdict, PairState, RunState } from './schema/duplicate-lists.ts'

/** How a field of a row is known, by field name. */
export type FactsColumn = Readonly<
  Record<
    string,
    { readonly source: Source; readonly on: string; readonly by: string; readonly confidence: Confidence }
  >
>

export interface BuildingRow {
  readonly county: number
  readonly id: string
  readonly area_id: string
  /** Ends with '/'. */
  readonly area_path: string
  readonly border_id: string | null
  /** Address chain; empty text where a part does not exist. */
  readonly road: string
  readonly estate: string
  readonly door: string
  readonly block: string
  readonly address: string
  readonly bigrams: string[]
  /** Degrees, CGCS2000. */
  readonly lon: number
  readonly lat: number
  /** GeoJSON; null: not drawn. */
  readonly outline: unknown
  /** Of the file it came from; null: entered by hand. */
  readonly source_id: string | null
  readonly storeys: number
  readonly use: (typeof BUILDING_USES)[number]
  readonly facts: FactsColumn
  readonly version: number
  readonly updated_at: Date
}

export interface HomeRow {
  readonly county: number
  readonly id: string
  readonly building_id: string
  readonly area_id: string
  readonly area_path: string
  /** Empty: the building has one. */
  readonly entrance: string
  /** Below ground is negative; there is no 0. */
  readonly floor: number
  readonly room: string
  readonly kind: HomeKind
  readonly hazards: (typeof HAZARDS)[number][]
  readonly address: string
  readonly bigrams: string[]
  /** 'YYYY-MM-DD'; null: never visited. */
  readonly visited_on: string | null
  readonly care: boolean
  readonly facts: FactsColumn
  readonly version: number
  readonly updated_at: Date
}

export interface PersonRow {
  readonly county: number
  readonly id: string
  readonly name: string
  readonly bigrams: string[]
  readonly initials: string[]
  readonly sex: (typeof SEXES)[number]
  /** Null: not known. */
  readonly birth_date: string | null
  /** ISO 3166 alpha-3. */
  readonly nationality: string
  readonly id_kind: IdKind
  /** Sealed; null together with index and mask: none is known. */
  readonly id_number: Buffer | null
  readonly id_index: Buffer | null
  readonly id_masked: string | null
  readonly phone: Buffer | null
  readonly phone_index: Buffer | null
  readonly phone_tail: string | null
  readonly phone_masked: string | null
  /** Sealed JSON of the other sensitive fields; null: none. */
  readonly sealed: Buffer | null
  readonly sealed_fields: SealedField[]
  readonly care: boolean
  /** Merged: another row of the same person stands for this one. Erased: nothing of the person is left but the id. */
  readonly status: PersonState | 'merged' | 'erased'
  readonly died_on: string | null
  readonly area_path: string
  readonly registered_path: string | null
  readonly facts: FactsColumn
  readonly version: number
  readonly updated_at: Date
  /** Null: it stands for itself. */
  readonly merged_into: string | null
  /** As the paper prints them, in capitals; null: none known. */
  readonly foreign_surname: string | null
  readonly foreign_given: string | null
  /** Both without marks, in small letters, for the search; null: neither. */
  readonly latin: string | null
  /** 'YYYY-MM-DD', last day the paper holds; null: not known, or nobody from elsewhere. */
  readonly id_until: string | null
  readonly stay_purpose: StayPurpose | null
  /** 'YYYY-MM-DD' */
  readonly arrived_on: string | null
  /** 'YYYY-MM-DD', last day they mean to stay. */
  readonly leaves_on: string | null
}

export interface HouseholdRow {
  readonly county: number
  readonly id: string
  readonly home_id: string
  readonly kind: ResidenceKind
  /** Null: empty, or the next head is not settled. */
  readonly head_id: string | null
  readonly founded_on: string
  /** Null: it stands. */
  readonly ended_on: string | null
  readonly version: number
}

export interface ResidenceRow {
  readonly county: number
  readonly id: string
  readonly person_id: string
  readonly home_id: string
  readonly household_id: string
  readonly kind: ResidenceKind
  /** GB/T 4761; null: not known. */
  readonly relation: string | null
  readonly from_on: string
  /** Null: goes on. */
  readonly to_on: string | null
  readonly ended_by: 'moved-out' | 'moved-in-elsewhere' | 'died' | 'correction' | null
  readonly source: Source
}

export interface ChangeRow {
  readonly county: number
  readonly id: number
  readonly subject_kind: SubjectKind
  readonly subject_id: string
  readonly field: string
  /** Null: nothing stood there, or it is sealed. */
  readonly old_value: string | null
  readonly new_value: string | null
  readonly old_sealed: Buffer | null
  readonly new_sealed: Buffer | null
  /** `redraw`: the grid changed around it. */
  readonly source: Source | 'redraw'
  readonly verified_on: string
  readonly confidence: Confidence
  readonly note: string | null
  readonly by_id: string
  readonly by_name: string
  readonly command_id: string
  readonly at: Date
}

export interface RevealRow {
  readonly county: number
  /** The command. */
  readonly id: string
  readonly person_id: string
  readonly field: Revealed
  readonly reason: string
  /** Sealed: what stood there; empty: erased with the person. */
  readonly seen: Buffer
  readonly by_id: string
  readonly by_name: string
  readonly post: string
  readonly at: Date
}

export interface CommandRow {
  readonly county: number
  readonly id: string
  readonly act: string
  /** HMAC-SM3. */
  readonly body_hash: Buffer
  readonly answer: unknown
  readonly by_id: string
  readonly at: Date
}

export interface CoverageCycleRow {
  readonly county: number
  readonly id: string
  readonly name: string
  readonly area_id: string
  readonly area_path: string
  /** Days; the last one counts. */
  readonly from_on: string
  readonly to_on: string
  readonly started_by: string
  readonly started_by_name: string
  readonly started_at: Date
  /** Null, all three: nobody ended it before its day. */
  readonly closed_at: Date | null
  readonly closed_by_name: string | null
  readonly closed_why: string | null
}

export interface CoverageHomeRow {
  readonly county: number
  readonly cycle_id: string
  readonly home_id: string
  /** The grid it stood in when the cycle began. */
  readonly area_path: string
  /** First day in the cycle; null: not reached yet. */
  readonly reached_on: string | null
}

export interface LabelSettingRow {
  readonly county: number
  readonly id: string
  readonly kind: LabelKind
  readonly enabled: boolean
  readonly basis: string
  readonly by_id: string
  readonly by_name: string
  readonly at: Date
}

export interface LabelAccessRow {
  readonly county: number
  readonly id: string
  readonly kind: LabelKind
  readonly account_id: string
  readonly account_name: string
  readonly reason: string
  readonly from_on: string
  readonly until_on: string
  readonly granted_by: string
  readonly granted_by_name: string
  readonly granted_at: Date
  /** Null, both: it holds until its last day. */
  readonly withdrawn_at: Date | null
  readonly withdrawn_by_name: string | null
}

export interface PersonLabelRow {
  readonly county: number
  readonly id: string
  readonly person_id: string
  /** HMAC-SM3 of the kind. */
  readonly kind_index: Buffer
  /** Sealed JSON: kind, basis, note. */
  readonly sealed: Buffer
  readonly from_on: string
  readonly until_on: string
  readonly proposed_by: string
  readonly proposed_by_name: string
  readonly proposed_at: Date
  /** Null, all four: nobody has decided. */
  readonly approved: boolean | null
  readonly decided_by: string | null
  readonly decided_by_name: string | null
  readonly decided_at: Date | null
  /** Null, both: not ended before its day. */
  readonly ended_at: Date | null
  readonly ended_by_name: string | null
  /** Sealed; null: neither refused nor ended. */
  readonly why: Buffer | null
  readonly version: number
}

export interface ExportRow {
  readonly county: number
  readonly id: string
  readonly area_id: string
  readonly area_path: string
  readonly filters: unknown
  readonly depth: ExportDepth
  readonly reason: string
  /** When it was asked for. */
  readonly people: number
  readonly requested_by: string
  readonly requested_by_name: string
  readonly post: string
  readonly requested_at: Date
  /** Null, all three: nobody has decided, or it needs nobody. */
  readonly approved: boolean | null
  readonly decided_by: string | null
  readonly decided_by_name: string | null
  readonly decided_at: Date | null
  readonly why: string | null
  /** Null: not yet approved. */
  readonly valid_until: Date | null
  readonly version: number
}

export interface ExportTakenRow {
  readonly county: number
  readonly id: string
  readonly export_id: string
  readonly by_id: string
  readonly by_name: string
  readonly at: Date
  /** Null: it broke off. */
  readonly people: number | null
}

export interface ExportPersonRow {
  readonly county: number
  readonly export_id: string
  readonly person_id: string
}

/** Two people who may be one. */
export interface DuplicatePairRow {
  readonly county: number
  readonly id: string
  /** The smaller id. */
  readonly a_id: string
  readonly b_id: string
  /** 0 to 100 */
  readonly score: number
  readonly verdict: DuplicateVerdict
  readonly reasons: DuplicateReason[]
  readonly state: PairState
  /** Null together: nobody yet. */
  readonly decided_by: string | null
  readonly decided_name: string | null
  readonly decided_at: Date | null
  readonly note: string | null
  /** Null: noticed at entry. */
  readonly run_id: string | null
  readonly found_at: Date
}

export interface DuplicateRunRow {
  readonly county: number
  readonly id: string
  readonly state: RunState
  /** Nil: the nightly one. */
  readonly by_id: string
  readonly by_name: string
  readonly asked_at: Date
  readonly started_at: Date | null
  readonly beat_at: Date | null
  readonly finished_at: Date | null
  /** Steps. */
  readonly done: number
  readonly total: number
  readonly pairs: number
  /** Keys too common to compare by. */
  readonly skipped: number
}

export interface PersonMergeRow {
  readonly county: number
  /** The command. */
  readonly id: string
  readonly survivor_id: string
  readonly loser_id: string
  readonly reason: string
  readonly by_id: string
  readonly by_name: string
  readonly at: Date
  /** Null together: it stands. */
  readonly undone_by: string | null
  readonly undone_name: string | null
  readonly undone_at: Date | null
  readonly undone_reason: string | null
}

/** A row that a merge changed. */
export interface PersonMergeRowRow {
  readonly county: number
  readonly id: string
  readonly merge_id: string
  readonly kind: 'person' | 'residence' | 'household' | 'label' | 'pair'
  readonly row_id: string
  /** The row as JSON, sealed bytes as hexadecimal. */
  readonly before: unknown
  readonly after: unknown
}
