/**
 * What if last quarter's cases had run under the draft's limits? Every case is recomputed by the provable clock, its own
 * calendar and its own pauses, once under the limit in force and once under the draft's. Granted extensions are left out on
 * both sides: a limit is judged before anybody asked for more. Pure, case by case, so that a reader can stream.
 */
import { clock } from '@lifang/domains/calendar/rules/clock.ts'
import { DAY, dayStart, newYear, officeDay, yearOf } from '@lifang/domains/calendar/rules/instants.ts'
import type { CalendarData, ClockEvent, Limit } from '@lifang/domains/calendar/schema.ts'
import type { EntryCondition, ListEntry, Tally, WhatIfView } from '../schema/responsibility.ts'
import type { ClassKey } from '../schema/words.ts'
import { classText, type ListMap } from './listing.ts'

/** A closed case's whole run of handling. `run` null: it was closed without one. */
export interface PastCase {
  readonly key: ClassKey
  readonly seq: number
  readonly unitId: string | null
  readonly run: { readonly events: readonly ClockEvent[]; readonly calendar: CalendarData } | null
}

interface Count {
  n: number
  now: number
  next: number
}
interface OfCondition extends Count {
  readonly entry: ListEntry
  readonly was: EntryCondition
  readonly is: EntryCondition
  /** Real use in the new limit's unit, and whether in time under either. */
  readonly used: { readonly amount: number; readonly now: boolean; readonly next: boolean }[]
}

const BARS = 20
/** Rank only above a stated minimum: below it a percentage is chance. */
export const UNIT_MINIMUM = 5

export type WhatIfResult = Omit<WhatIfView, 'from' | 'to' | 'read' | 'sampled' | 'units'> & {
  readonly units: readonly (Tally & { readonly id: string | null })[]
}

export function createWhatIf(before: ListMap, after: ListMap) {
  const all: Count = { n: 0, now: 0, next: 0 }
  const units = new Map<string | null, Count>()
  const conditions = new Map<string, OfCondition>()
  let unhandled = 0
  let unmatched = 0
  let worse = 0
  let better = 0
  let late = 0

  const add = (past: PastCase): void => {
    if (past.run === null) {
      unhandled++
      return
    }
    const key = classText(past.key)
    const entry = after.get(key)
    const was = before.get(key)?.conditions.find((c) => c.seq === past.seq)
    const is = entry?.conditions.find((c) => c.seq === past.seq)
    if (entry === undefined || was === undefined || is === undefined) {
      unmatched++
      return
    }
    const { calendar } = past.run
    const events = past.run.events.filter((e) => e.kind !== 'extend')
    const read = (limit: Limit) => clock(events, limit, calendar, 0)
    const nextView = read(is.limit)
    const nowIn = read(was.limit).onTime
    const nextIn = nextView.onTime
    if (nowIn === null || nextIn === null) {
      unhandled++
      return
    }
    const unit = units.get(past.unitId) ?? { n: 0, now: 0, next: 0 }
    units.set(past.unitId, unit)
    const id = `${key}|${past.seq}`
    const of = conditions.get(id) ?? { n: 0, now: 0, next: 0, entry, was, is, used: [] }
    conditions.set(id, of)
    for (const count of [all, unit, of]) {
      count.n++
      if (nowIn) count.now++
      if (nextIn) count.next++
    }
    if (nowIn && !nextIn) worse++
    if (!nowIn && nextIn) better++
    if (!nowIn && !nextIn) late++
    const { usedMs, limitMs } = nextView
    if (limitMs !== null && limitMs > 0)
      of.used.push({ amount: (usedMs / limitMs) * is.limit.amount, now: nowIn, next: nextIn })
  }

  const result = (): WhatIfResult => {
    const [only] = conditions.size === 1 ? conditions.values() : []
    return {
      tally: { ...all },
      worse,
      better,
      late,
      excluded: { unhandled, unmatched },
      units: [...units]
        .map(([id, count]) => ({ id, ...count }))
        .filter((u) => u.n >= UNIT_MINIMUM)
        .toSorted((a, b) => b.n - a.n),
      conditions: [...conditions.values()]
        .map(({ n, now, next, entry, was, is }) => ({
          n,
          now,
          next,
          key: entry.key,
          name: entry.name,
          seq: is.seq,
          text: is.text,
          limit: was.limit,
          nextLimit: is.limit,
        }))
        .toSorted((a, b) => b.n - a.n),
      histogram: only === undefined ? null : histogram(only),
    }
  }
  return { add, result }
}

/** Twenty bars over twice the larger limit; the last one is open to the right. */
function histogram({ was, is, used }: OfCondition): NonNullable<WhatIfView['histogram']> {
  const sameUnit = was.limit.unit === is.limit.unit
  const reach = 2 * Math.max(is.limit.amount, sameUnit ? was.limit.amount : 0)
  const width = reach / BARS
  const bars = Array.from({ length: BARS }, (_, i) => ({
    upTo: Math.round((i + 1) * width * 1000) / 1000,
    both: 0,
    one: 0,
    none: 0,
  }))
  for (const u of used) {
    const bar = bars[Math.min(BARS - 1, Math.max(0, Math.ceil(u.amount / width) - 1))]
    if (bar === undefined) continue
    if (u.now && u.next) bar.both++
    else if (u.now || u.next) bar.one++
    else bar.none++
  }
  return { unit: is.limit.unit, now: sameUnit ? was.limit.amount : null, next: is.limit.amount, bars }
}

/** Conditions whose limit the draft changes, by class key text and seq. */
export function changedLimits(before: ListMap, after: ListMap): ReadonlySet<string> {
  const changed = new Set<string>()
  for (const [key, entry] of after) {
    const base = before.get(key)
    if (base === undefined || base === entry) continue
    for (const c of entry.conditions) {
      const was = base.conditions.find((b) => b.seq === c.seq)
      if (was !== undefined && (was.limit.amount !== c.limit.amount || was.limit.unit !== c.limit.unit))
        changed.add(`${key}|${c.seq}`)
    }
  }
  return changed
}

/** The calendar quarter before this one, or the last 90 office days up to now. Epoch ms, end excluded. */
export function periodOf(period: 'quarter' | 'days-90', now: number): { from: number; to: number } {
  const today = officeDay(now)
  if (period === 'days-90') return { from: dayStart(today - 90), to: now }
  const year = yearOf(today)
  const month = new Date(today * DAY).getUTCMonth()
  const first = (y: number, m: number): number => newYear(y) + (Date.UTC(y, m, 1) - Date.UTC(y, 0, 1)) / DAY
  const begin = Math.floor(month / 3) * 3
  const to = first(year, begin)
  const from = begin === 0 ? first(year - 1, 9) : first(year, begin - 3)
  return { from: dayStart(from), to: dayStart(to) }
}
