/**
 * When work that failed is tried again.
 * @param delays milliseconds after the first failure, the second, …
 * @param failures how often it has failed, from 1
 * @returns milliseconds to wait, or null when every try is used up
 */
export const delayAfter = (delays: readonly number[], failures: number): number | null =>
  delays[failures - 1] ?? null
