/** The one source of "now", so that tests and replays can set it. Epoch milliseconds. */
export interface Clock {
  now(): number
}
export const systemClock: Clock = { now: () => Date.now() }

/** A clock that stands where it is put: for tests and for building demo histories. */
export function setClock(start: number): Clock & { set(at: number): void; advance(ms: number): void } {
  let at = start
  return {
    now: () => at,
    set: (to) => {
      at = to
    },
    advance: (ms) => {
      at += ms
    },
  }
}
