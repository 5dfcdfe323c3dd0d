import type { Decided } from '@lifang/platform/problem.ts'
import { no, yes } from '@lifang/platform/problem.ts'
import { problem } from '../schema.ts'

/** A redraw may be taken back for so long after it took effect; later the streets have got used to it. */
export const ROLL_BACK_MS = 7 * 86_400_000
/** Publication may be set this far ahead. */
export const FURTHEST_AHEAD_MS = 366 * 86_400_000

/** What stands of a redraw when somebody wants it back. Instants are epoch milliseconds. */
export interface InForce {
  readonly status: string
  readonly effectiveAt: number | null
  /** True when it was rolled back already. */
  readonly undone: boolean
  /** Its grids that are no longer as it left them: redrawn again, or about to be. */
  readonly builtUpon: readonly { readonly code: string; readonly name: string }[]
}

/** @returns grid.redraw-not-published, grid.rollback-done, grid.rollback-too-late, grid.rollback-built-upon */
export function mayRollBack(redraw: InForce, now: number): Decided<true> {
  const { status, effectiveAt, undone, builtUpon } = redraw
  if (status !== 'published' || effectiveAt === null) return no(problem('grid.redraw-not-published'))
  if (undone) return no(problem('grid.rollback-done'))
  if (now > effectiveAt + ROLL_BACK_MS) return no(problem('grid.rollback-too-late', { days: 7 }))
  const [first] = builtUpon
  if (first !== undefined)
    return no(problem('grid.rollback-built-upon', { name: first.name, count: builtUpon.length }))
  return yes(true)
}
