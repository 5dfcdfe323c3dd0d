import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import type { CHECK_RESULTS } from '../schema/lists.ts'
import { incidentProblem } from '../schema/problems.ts'
import type { EvidenceKind } from '../schema/words.ts'

/**
 * Whether a matter may be recorded as handled on the spot (transition 2): the list must allow it for the class, and there
 * are photos of before and after, or a reason why there are none. A telephone asks the same before it sends.
 * @param matter entry of the class in the list; null: the list does not have it
 * @param kinds evidence on the case and with the act
 * @returns the matter, and the kinds that are missing for the reason given
 */
export function handledOnTheSpot<M extends { readonly selfHandling: boolean }>(
  matter: M | null,
  kinds: ReadonlySet<EvidenceKind>,
  reasoned: boolean,
): Decided<{ readonly matter: M; readonly missing: readonly EvidenceKind[] }> {
  if (matter === null) return no(incidentProblem('incidents.unknown-class', { field: 'catalogue' }))
  if (!matter.selfHandling)
    return no(incidentProblem('incidents.class-not-self-handled', { field: 'catalogue' }))
  const missing = (['before', 'after'] as const).filter((kind) => !kinds.has(kind))
  return missing.length > 0 && !reasoned
    ? no(incidentProblem('incidents.evidence-missing', { field: 'photos', kinds: missing }))
    : yes({ matter, missing })
}

/**
 * A failed check shows what was not done, or says why it cannot be shown: the unit does its work again by it. What it shows is free;
 * the page offers the state after handling.
 * @param kinds evidence with the act
 */
export const failShown = (
  result: (typeof CHECK_RESULTS)[number],
  kinds: readonly EvidenceKind[],
  reasoned: boolean,
): Decided<true> =>
  result === 'fail' && kinds.length === 0 && !reasoned
    ? no(incidentProblem('incidents.evidence-missing', { field: 'photos', kinds: ['after'] }))
    : yes(true)
