import type { Reason } from '../rules/transfer/cells.ts'
import type { Columns } from '../rules/transfer/heads.ts'
import type { Source } from '../schema/lists.ts'
import type {
  ImportCount,
  ImportField,
  ImportPass,
  ImportState,
  KNOWN_RULES,
  LineVerdict,
} from '../schema/transfer-lists.ts'

/** What the columns of a file mean and how its lines are taken in. */
export interface ImportPlan {
  /** Column from 0, by field. */
  readonly columns: Columns
  readonly known: (typeof KNOWN_RULES)[number]
  readonly source: Source
  readonly verifiedOn: string
}
export type ImportCounts = Readonly<Record<ImportCount, number>>
/** What an undo took back, and what it left. */
export interface UndoneCounts {
  readonly people: number
  readonly homes: number
  readonly households: number
  readonly buildings: number
  readonly kept: number
}

export interface ImportRow {
  readonly county: number
  readonly id: string
  readonly by_id: string
  readonly by_name: string
  readonly file_name: string
  readonly format: 'csv' | 'xlsx'
  /** As sent. */
  readonly bytes: number
  /** HMAC-SM3 of the content. */
  readonly hash: Buffer
  readonly heads: string[]
  /** As Excel counts: a title may stand above. */
  readonly head_line: number
  /** Below the heads, blank ones included. */
  readonly lines: number
  /** Null: not said yet. */
  readonly plan: ImportPlan | null
  readonly state: ImportState
  readonly stop: boolean
  /** Chunks that are through. */
  readonly cursor: number
  readonly checked: ImportCounts | null
  readonly counts: ImportCounts | null
  readonly undone: UndoneCounts | null
  /** Phrase key; null: nothing went wrong. */
  readonly problem: string | null
  readonly undo_reason: string | null
  readonly began_at: Date | null
  readonly began_line: number
  readonly ended_at: Date | null
  readonly created_at: Date
  /** Null: the file is there. */
  readonly purged_at: Date | null
}

export interface ImportLineRow {
  readonly county: number
  readonly import_id: string
  readonly pass: ImportPass
  /** As Excel counts in the file that was sent. */
  readonly line: number
  readonly verdict: LineVerdict
  readonly reasons: readonly Reason[]
}

export interface ImportMappingRow {
  readonly county: number
  readonly id: string
  readonly by_id: string
  readonly name: string
  /** Head by field. */
  readonly heads: Readonly<Partial<Record<ImportField, string>>>
  readonly at: Date
}
