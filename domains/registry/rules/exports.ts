/** Exports: masked at once, whole only with the approval of somebody else, and neither for ever (domain 2.12: export needs approval and is stamped). */
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import { registryProblem } from '../schema/problems.ts'
import type { ExportDepth, ExportState } from '../schema/lists.ts'

/** How long one may be taken after it was asked for or approved, hours. */
export const VALID_HOURS = { masked: 24, full: 72 } as const satisfies Record<ExportDepth, number>
/** People in one whole export at most: more is a copy of the register. */
export const MOST_FULL = 20_000

export interface ExportFacts {
  readonly depth: ExportDepth
  readonly approved: boolean | null
  /** Epoch ms; null: not approved. */
  readonly validUntil: number | null
  readonly requestedBy: string
}

export function exportState(of: ExportFacts, now: number): ExportState {
  if (of.approved === false) return 'refused'
  if (of.validUntil === null) return 'waiting'
  return now < of.validUntil ? 'ready' : 'expired'
}

/** @returns registry.export-state; registry.export-own: who asked for one does not approve it */
export function mayDecideExport(of: ExportFacts, accountId: string, now: number): Decided<true> {
  const state = exportState(of, now)
  if (state !== 'waiting') return no(registryProblem('registry.export-state', { field: 'id', state }))
  return of.requestedBy === accountId
    ? no(registryProblem('registry.export-own', { field: 'id' }))
    : yes(true)
}

/** Only who asked takes it. @returns registry.export-state */
export function mayTakeExport(of: ExportFacts, accountId: string, now: number): Decided<true> {
  const state = exportState(of, now)
  return state === 'ready' && of.requestedBy === accountId
    ? yes(true)
    : no(registryProblem('registry.export-state', { field: 'id', state }))
}
