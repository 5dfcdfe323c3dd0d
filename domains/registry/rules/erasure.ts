/**
 * When somebody may be erased (PIPL art. 47), and when a request is due. Whoever lives or is registered here, has a label that counts,
 * or is under review is kept: the purpose still stands. Who left is kept for the days of the registration form; what was collected
 * without ground goes at once, with the reason.
 */
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import { dateOf, dayOf } from '@lifang/domains/calendar/rules/instants.ts'
import { privacyProblem } from '../schema/privacy-problems.ts'
import type { RequestLamp, RequestState } from '../schema/privacy-lists.ts'

export interface ErasureFacts {
  /** 户籍 or residence open here. */
  readonly staysOpen: boolean
  /** Proposed, approved or in force. */
  readonly labelled: boolean
  readonly underReview: boolean
  /** An open incident is about them. */
  readonly inCase: boolean
  /** Another request waits. */
  readonly asked: boolean
  /** Last day here, or the day of death; null: never lived here. */
  readonly leftOn: string | null
  /** Somebody says it was collected without ground. */
  readonly wrongly: boolean
}

/** First day on which it may go. */
export const keptUntil = (leftOn: string, days: number): string => dateOf(dayOf(leftOn) + days)

/** @param today YYYY-MM-DD @returns privacy.stays-open, label-counts, under-review, in-open-case, request-open, kept-until {until} */
export function mayErase(facts: ErasureFacts, retentionDays: number, today: string): Decided<true> {
  if (facts.staysOpen) return no(privacyProblem('privacy.stays-open', { field: 'id' }))
  if (facts.labelled) return no(privacyProblem('privacy.label-counts', { field: 'id' }))
  if (facts.underReview) return no(privacyProblem('privacy.under-review', { field: 'id' }))
  if (facts.inCase) return no(privacyProblem('privacy.in-open-case', { field: 'id' }))
  if (facts.asked) return no(privacyProblem('privacy.request-open', { field: 'id' }))
  if (facts.wrongly || facts.leftOn === null) return yes(true)
  const until = keptUntil(facts.leftOn, retentionDays)
  return today >= until ? yes(true) : no(privacyProblem('privacy.kept-until', { field: 'id', until }))
}

export const requestState = (granted: boolean | null): RequestState =>
  granted === null ? 'open' : granted ? 'done' : 'refused'

/** Days before the due day from which the lamp warns. A setting of ours. */
export const WARN_DAYS = 5
export function requestLamp(granted: boolean | null, dueOn: string, today: string): RequestLamp {
  if (granted !== null) return 'grey'
  if (today > dueOn) return 'red'
  return dayOf(dueOn) - dayOf(today) <= WARN_DAYS ? 'yellow' : 'green'
}
