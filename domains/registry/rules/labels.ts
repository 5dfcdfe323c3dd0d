/**
 * Labels of people: who proposes, who approves, when one holds. A label says something of a person's need or past, so each has its
 * ground, an approver who is not the proposer, and a last day (issue text; PIPL art. 28: sensitive data needs a specific purpose).
 */
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import { dayOf } from '@lifang/domains/calendar/rules/instants.ts'
import { registryProblem } from '../schema/problems.ts'
import { LABEL_KINDS, SPECIAL_KINDS, type LabelKind, type LabelState } from '../schema/lists.ts'

export const isSpecial = (kind: LabelKind): boolean => SPECIAL_KINDS.some((k) => k === kind)

/** Longest days of one approval: afterwards somebody decides again. */
export const LONGEST_DAYS = { special: 366, ordinary: 1_097 } as const

export interface LabelFacts {
  readonly fromOn: string
  readonly untilOn: string
  /** Null: nobody has decided. */
  readonly approved: boolean | null
  readonly ended: boolean
  readonly proposedBy: string
}

/** @param today YYYY-MM-DD */
export function labelState(label: LabelFacts, today: string): LabelState {
  if (label.approved === false) return 'refused'
  if (label.ended) return 'ended'
  if (today > label.untilOn) return 'lapsed'
  if (label.approved === null) return 'proposed'
  return today < label.fromOn ? 'approved' : 'in-force'
}

/** @returns registry.label-days with the longest, when the days are the wrong way round, over, or too many */
export function checkDays(kind: LabelKind, fromOn: string, untilOn: string, today: string): Decided<true> {
  const most = LONGEST_DAYS[isSpecial(kind) ? 'special' : 'ordinary']
  const days = dayOf(untilOn) - dayOf(fromOn)
  return days < 0 || untilOn < today || days > most
    ? no(registryProblem('registry.label-days', { field: 'until', most }))
    : yes(true)
}

export type LabelAct = 'approve' | 'refuse' | 'end'

/** @returns registry.label-state, registry.label-own (who proposed it does not decide it) */
export function decideLabel(
  label: LabelFacts,
  act: LabelAct,
  accountId: string,
  today: string,
): Decided<LabelState> {
  const state = labelState(label, today)
  switch (act) {
    case 'approve':
    case 'refuse':
      if (state !== 'proposed') return no(registryProblem('registry.label-state', { field: 'id', state }))
      if (label.proposedBy === accountId) return no(registryProblem('registry.label-own', { field: 'id' }))
      return yes(act === 'refuse' ? 'refused' : labelState({ ...label, approved: true }, today))
    case 'end':
      // Who proposed one in error takes it back the same way.
      return state === 'in-force' || state === 'approved' || state === 'proposed'
        ? yes('ended')
        : no(registryProblem('registry.label-state', { field: 'id', state }))
  }
}

export const kindOf = (text: unknown): LabelKind | undefined => LABEL_KINDS.find((k) => k === text)
