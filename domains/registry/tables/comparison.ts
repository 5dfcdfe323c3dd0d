import type { Verdict } from '../rules/comparison.ts'
import type { LineColumns, UnreadLine } from '../rules/comparison-line.ts'
import type {
  ComparedField,
  ComparisonState,
  Matched,
  REGISTERS,
  TaskState,
  TheirState,
} from '../schema/comparison-lists.ts'
import type { ResidenceKind } from '../schema/lists.ts'

export interface ComparisonRow {
  readonly county: number
  readonly id: string
  readonly by_id: string
  readonly by_name: string
  readonly register: (typeof REGISTERS)[number]
  readonly register_name: string
  /** The law or the paper that allows it. */
  readonly basis: string
  readonly purpose: string
  readonly area_id: string
  /** Ends with '/'. */
  readonly area_path: string
  readonly fields: ComparedField[]
  /** Whom of ours the other register should have. */
  readonly stay: ResidenceKind
  /** Years; null: no bound. */
  readonly age_from: number | null
  readonly age_to: number | null
  readonly via: 'file' | 'api'
  readonly file_name: string
  /** HMAC-SM3 of the content; null: no file yet, or lines by API. */
  readonly hash: Buffer | null
  readonly heads: string[]
  readonly head_line: number
  readonly lines: number
  /** Null: not confirmed. */
  readonly columns: LineColumns | null
  readonly state: ComparisonState
  readonly stop: boolean
  /** Chunks of lines that are through. */
  readonly cursor: number
  /** Null: our own people are not looked for yet. */
  readonly ours_after: string | null
  readonly ours: number
  readonly ours_done: number
  readonly unread: number
  readonly unread_lines: readonly UnreadLine[]
  /** Phrase key; null: nothing went wrong. */
  readonly problem: string | null
  readonly due_on: string | null
  readonly version: number
  readonly created_at: Date
  readonly began_at: Date | null
  readonly ended_at: Date | null
  /** Null: what the other register says is still there. */
  readonly purged_at: Date | null
}

export interface ComparisonBatchRow {
  readonly county: number
  readonly comparison_id: string
  readonly n: number
  readonly lines: number
  readonly sealed: Buffer
}

export interface ComparisonRecordRow {
  readonly county: number
  readonly id: string
  readonly comparison_id: string
  /** Null: only we have this person, or the line is forgotten. */
  readonly line: number | null
  readonly key: Buffer | null
  /** Null: only the other side has this person and nobody has registered them from here, or the line is forgotten. */
  readonly person_id: string | null
  /** Null: one side only. */
  readonly matched: Matched | null
  readonly area_path: string
  readonly verdict: Verdict
  readonly their_state: TheirState
  readonly fields: Readonly<Partial<Record<ComparedField, Verdict>>>
  /** Sealed; null: nothing differs, or it is forgotten. */
  readonly theirs: Buffer | null
  readonly elsewhere: boolean
  /** Null: nobody has said which home their address means, or it is forgotten. */
  readonly home_id: string | null
}

export interface ComparisonTaskRow {
  readonly county: number
  readonly id: string
  readonly comparison_id: string
  readonly record_id: string
  /** Empty: the record as a whole. */
  readonly field: ComparedField | ''
  readonly verdict: Verdict
  readonly area_path: string
  readonly state: TaskState
  readonly due_on: string
  /** Null: none was given, or nobody has settled it. */
  readonly reason: string | null
  readonly by_id: string | null
  readonly by_name: string | null
  readonly done_at: Date | null
  readonly version: number
}

export interface ComparisonRevealRow {
  readonly county: number
  readonly id: string
  readonly comparison_id: string
  readonly record_id: string
  /** Null: only the other side has this person. */
  readonly person_id: string | null
  readonly reason: string
  readonly fields: string[]
  readonly by_id: string
  readonly by_name: string
  readonly post: string
  readonly at: Date
}
