/** What an answer from the place must carry, so that the desk can act on it without asking back. */
import { CHECK_RESULTS, VERIFY_RESULTS } from '@lifang/domains/incidents/schema/lists.ts'

export type Result = (typeof CHECK_RESULTS)[number] | (typeof VERIFY_RESULTS)[number]
export const RESULTS = { check: CHECK_RESULTS, verify: VERIFY_RESULTS } as const

export const ASKS = {
  pass: [],
  // What was not done is shown, and said: the unit does its work again by it.
  fail: ['photos', 'opinion'],
  unable: ['opinion'],
  exist: [],
  'not-exist': ['opinion'],
} as const satisfies Record<Result, readonly ('photos' | 'opinion')[]>

/** What of it is still missing. */
export function lacks(
  result: Result,
  given: { readonly photos: number; readonly words: string },
): readonly ('photos' | 'opinion')[] {
  return ASKS[result].filter((what) => (what === 'photos' ? given.photos === 0 : given.words.trim() === ''))
}
