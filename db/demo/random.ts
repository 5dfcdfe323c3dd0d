/** Seeded chance: everything in the demo comes from it, so that the same seed gives the same town on every machine. */
export interface Dice {
  /** Next number in [0, 1). */
  next(): number
  /** A number in [from, to). */
  between(from: number, to: number): number
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  /** One of the list. @throws Error for an empty list */
  pick<T>(list: readonly T[]): T
  /** One of the list by weight. @throws Error for an empty list */
  weighted<T>(list: readonly (readonly [T, number])[]): T
  /** The list in another order. */
  shuffle<T>(list: readonly T[]): T[]
  /** Independent dice for a part of the work, so that a change there does not disturb the rest. */
  fork(label: string): Dice
}

/** FNV-1a over the label, mixed with the seed. */
function hash(seed: number, label: string): number {
  let h = (0x811c9dc5 ^ seed) >>> 0
  for (const char of label) h = Math.imul(h ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return h
}

/** mulberry32: 32 bits of state, fast, good enough to draw a town. */
export function dice(seed: number): Dice {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (from: number, to: number): number => from + next() * (to - from)
  const int = (from: number, to: number): number => Math.floor(between(from, to + 1))
  const weighted = <T>(list: readonly (readonly [T, number])[]): T => {
    let left = between(
      0,
      list.reduce((sum, [, weight]) => sum + weight, 0),
    )
    for (const [value, weight] of list) {
      left -= weight
      if (left < 0) return value
    }
    const last = list.at(-1)
    if (!last) throw new Error('nothing to choose from')
    return last[0]
  }
  return {
    next,
    between,
    int,
    chance: (probability) => next() < probability,
    pick: (list) => weighted(list.map((value) => [value, 1] as const)),
    weighted,
    shuffle: (list) =>
      list
        .map((value) => ({ value, order: next() }))
        .toSorted((a, b) => a.order - b.order)
        .map(({ value }) => value),
    fork: (label) => dice(hash(seed, label)),
  }
}
