/** When a webhook is tried again, and when we give an endpoint up. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Pauses after each failure: 10 s, 1 min, 5 min, 30 min, 2 h, 6 h; then the delivery is parked until somebody replays it. */
export const DELIVERY_DELAYS: readonly number[] = [
  10_000,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
]

/** An endpoint that took nothing for this long is disabled, and the administrators are told. */
export const DISABLE_AFTER_MS = 24 * HOUR

export type Outcome = 'delivered' | 'retry' | 'parked'

/** Any 2xx is taken; everything else is a failure, since only the receiver knows whether the same would fail again. */
export const outcome = (code: number | null, failures: number): Outcome => {
  if (code !== null && code >= 200 && code < 300) return 'delivered'
  return failures > DELIVERY_DELAYS.length ? 'parked' : 'retry'
}

export const isGivenUp = (failingSince: number | null, now: number): boolean =>
  failingSince !== null && now - failingSince >= DISABLE_AFTER_MS
