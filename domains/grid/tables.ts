import type { Post, Shape } from './schema.ts'
import type { BaseGeometry, BaseKind } from './schema/map.ts'

export interface AreaRow {
  readonly id: string
  readonly county: number
  readonly parent_id: string | null
  /** 1 = root of this deployment. */
  readonly level: number
  readonly level_key: string
  readonly code: string
  readonly name: string
  /** Ends with '/'. */
  readonly path: string
  /** Null above grids. */
  readonly grid_kind: 'general' | 'dedicated' | 'micro' | null
  readonly grid_type: 'scattered' | 'estate' | 'institutional' | 'rural' | null
  /** Null: not counted yet. */
  readonly households: number | null
  /** Code in the statistical tree; null: none corresponds. */
  readonly division_code: string | null
  readonly valid_from: Date
  /** Null: in force. */
  readonly valid_to: Date | null
}

export interface BorderRow {
  readonly id: string
  readonly area_id: string
  readonly version: number
  /** CGCS2000. */
  readonly polygon: Shape
  readonly area_m2: number
  readonly valid_from: Date
  readonly valid_to: Date | null
  readonly document: string | null
}

export interface DepartmentRow {
  readonly id: string
  readonly county: number
  readonly key: string
  readonly name: string
  readonly kind: 'department' | 'command-centre' | 'sub-centre' | 'community-station' | 'contractor'
  readonly parent_id: string | null
  readonly path: string
  readonly area_id: string
  readonly phone: string | null
  readonly fallback: boolean
  readonly valid_from: Date
  readonly valid_to: Date | null
}

export interface HoldingRow {
  readonly id: string
  readonly county: number
  readonly account_id: string
  readonly post: Post
  readonly area_id: string
  /** Null: the post is held in a place. */
  readonly department_id: string | null
  readonly valid_from: Date
  /** Null: open. */
  readonly valid_to: Date | null
  /** Account whose work this is; null: one's own. */
  readonly stands_in_for: string | null
}

export interface RedrawRow {
  readonly id: string
  readonly county: number
  readonly kind: 'split' | 'merge' | 'reshape' | 'draw' | 'restore'
  readonly status: 'draft' | 'scheduled' | 'published' | 'withdrawn'
  readonly request: unknown
  readonly plan: unknown
  readonly drafted_by: string
  readonly drafted_at: Date
  readonly published_by: string | null
  readonly published_at: Date | null
  /** Of a scheduled one: when it is to take effect. */
  readonly effective_at: Date | null
  readonly document: string | null
  /** Redraw that this one rolls back; null: an ordinary one. */
  readonly undoes: string | null
  /** The community (or grid, for micro grids) whose ground it is. */
  readonly parent_id: string
  /** Posts that ended with it and went on nowhere; null: not in force. */
  readonly laid_down: unknown
  /** Code of the problem that kept it from taking effect at its instant. */
  readonly failure: string | null
}

/** What of a grid worker's public card is approved for publication; no row: the default of `rules/card.ts`. */
export interface GridPublicationRow {
  readonly county: number
  readonly card_fields: readonly ('surname' | 'full-name' | 'office-phone' | 'duties' | 'photo')[]
  /** Null: the platform's wording. */
  readonly duties: readonly string[] | null
  readonly decided_at: Date
}

/** A grid worker's portrait; of each person one counts, the others have ended and have no bytes any more. */
export interface WorkerPortraitRow {
  readonly county: number
  /** Id of the command that gave it. */
  readonly id: string
  readonly account_id: string
  /** Of one that ended: gone, kept for the repeated command. */
  readonly file_id: string
  readonly given_by: string
  readonly given_at: Date
  /** Null: nobody approved it, it is shown to nobody outside. Never the person. */
  readonly approved_by: string | null
  readonly approved_at: Date | null
  readonly approval_id: string | null
  /** Null: the one that counts. */
  readonly ended_at: Date | null
  readonly ended_by: string | null
  /** Command that took it back; null: another took its place, or it counts. */
  readonly end_id: string | null
}

/** One thing of the base map, or many of one kind without names. */
export interface BaseFeatureRow {
  readonly id: string
  readonly county: number
  readonly kind: BaseKind
  /** What sort of road, water, block …: the style reads it. */
  readonly class: string
  /** Null: nothing is written beside it. */
  readonly name: string | null
  /** CGCS2000. */
  readonly geometry: BaseGeometry
  readonly loaded_at: Date
}

/** An import of staff that was carried out, so that a repeated command gets its answer again. */
export interface StaffImportRow {
  readonly county: number
  /** Id of the command. */
  readonly id: string
  readonly kind: 'accounts' | 'posts'
  readonly request_hash: Buffer
  /** Counts, and usernames of the accounts made; never a password. */
  readonly answer: unknown
  readonly by_id: string
  readonly at: Date
}
