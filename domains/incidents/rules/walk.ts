/** The round of a checker: in which order places are walked, and when a place looks as it did when it was reported. */
import { DAY, dayStart, MINUTE, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { distance } from '@lifang/domains/grid/rules/geometry.ts'

export interface Stop {
  readonly place: readonly [number, number]
}
type Place = Stop['place']

const metres = (a: Place, b: Place): number => distance([...a], [...b])

/** Metres of the way from the start through all stops in this order, as the crow flies; nobody is led back. */
export function lengthOf(start: Place, stops: readonly Stop[]): number {
  let sum = 0
  let from = start
  for (const { place } of stops) {
    sum += metres(from, place)
    from = place
  }
  return sum
}

/** The nearest next each time; of equally near ones the first given. */
export function nearestFirst<T extends Stop>(start: Place, stops: readonly T[]): T[] {
  const left = [...stops]
  const walk: T[] = []
  let from = start
  while (left.length > 0) {
    let best = 0
    for (const [i, stop] of left.entries())
      if (metres(from, stop.place) < metres(from, left[best]?.place ?? stop.place)) best = i
    for (const stop of left.splice(best, 1)) {
      walk.push(stop)
      from = stop.place
    }
  }
  return walk
}

/** Less than this is not a shorter way but rounding. */
const GAIN = 0.01

/**
 * A short way from the start through all stops, open at its end: nearest first, then every stretch that is shorter walked the
 * other way round is turned (2-opt), until none is. Not always the shortest; the same stops give the same way.
 */
export function walkOrder<T extends Stop>(start: Place, stops: readonly T[]): T[] {
  let walk = nearestFirst(start, stops)
  let turned = true
  while (turned) {
    turned = false
    for (let i = 0; i < walk.length - 1; i++)
      for (let j = i + 1; j < walk.length; j++) {
        const before = i === 0 ? start : walk[i - 1]?.place
        const [first, last, after] = [walk[i]?.place, walk[j]?.place, walk[j + 1]?.place]
        if (before === undefined || first === undefined || last === undefined) continue
        const gain =
          metres(before, first) -
          metres(before, last) +
          (after === undefined ? 0 : metres(last, after) - metres(first, after))
        if (gain <= GAIN) continue
        walk = [...walk.slice(0, i), ...walk.slice(i, j + 1).reverse(), ...walk.slice(j + 1)]
        turned = true
      }
  }
  return walk
}

/** How far from the hour of the report a check still counts as at the same time of day. */
export const SAME_TIME_MINUTES = 60

/**
 * The next stretch of the day at which the place is as it was when the thing happened, or the one that runs: lamps are dark
 * at night, stalls stand in the morning (transition 20, 同时段核查). Epoch ms, office time.
 */
export function sameTimeOfDay(happened: number, now: number): { from: number; to: number; inside: boolean } {
  const ofDay = happened - dayStart(officeDay(happened))
  const around = SAME_TIME_MINUTES * MINUTE
  // A stretch around midnight reaches into the day before.
  let at = dayStart(officeDay(now)) + ofDay - DAY
  while (at + around < now) at += DAY
  return { from: at - around, to: at + around, inside: at - around <= now }
}
