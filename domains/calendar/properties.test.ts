/** Properties of the clock over random cases, and an independent count by the minute that knows none of our tables. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CalendarData, ClockEvent, Limit, OfficeSeason } from './schema.ts'
import { aCalendar, office } from './examples.ts'
import { addWorking, dueAt, workingMs } from './rules.ts'
import { clock } from './rules/clock.ts'
import { explain } from './rules/explain.ts'
import { DAY, HOUR, MINUTE, parseOfficeInstant } from './rules/instants.ts'

const RUNS = 2000
const SUMMER: OfficeSeason[] = [
  {
    from: '06-01',
    to: '09-30',
    spans: [
      ['08:00', '12:00'],
      ['15:00', '18:00'],
    ],
  },
  { from: '11-15', to: '03-15', spans: [['09:00', '16:45']] },
]
const calendars: CalendarData[] = [
  aCalendar(),
  aCalendar({ hours: SUMMER }),
  aCalendar({ roundTheClock: true }),
]

const first = office('2023-12-20 00:00')
const last = office('2027-02-01 00:00')
/** Instants with odd milliseconds, and many that lie exactly on the edges of office spans. */
const instant = fc.oneof(
  fc.integer({ min: first, max: last }),
  fc
    .tuple(fc.integer({ min: 0, max: 1130 }), fc.constantFrom(0, 8, 8.5, 9, 12, 14, 15, 16.75, 17.5, 18))
    .map(([day, hour]) => first + day * DAY + hour * HOUR),
)
const calendar = fc.constantFrom(...calendars)
const amount = fc.oneof(
  fc.integer({ min: 1, max: 60 }),
  fc.integer({ min: 1, max: 240 }).map((n) => n / 4),
)
const hourLimit = fc.record({
  amount,
  unit: fc.constantFrom('urgent-hour' as const, 'working-hour' as const),
})
const dayLimit = fc.record({
  amount: fc.integer({ min: 1, max: 40 }),
  unit: fc.constantFrom('working-day' as const, 'calendar-day' as const),
})
const limit: fc.Arbitrary<Limit> = fc.oneof(hourLimit, dayLimit)

/** A start and then sound events at random gaps, ending in any state. */
const history = fc
  .tuple(
    instant,
    fc.array(fc.record({ gap: fc.nat({ max: 3 * DAY }), pick: fc.nat({ max: 9 }) }), { maxLength: 8 }),
  )
  .map(([start, steps]) => {
    const events: ClockEvent[] = [{ kind: 'start', at: start }]
    let at = start
    let paused = false
    for (const { gap, pick } of steps) {
      at += gap
      if (pick < 5) {
        events.push(paused ? { kind: 'resume', at } : { kind: 'pause', at, reason: '挂账' })
        paused = !paused
      } else if (pick < 7) events.push({ kind: 'extend', at, amount: pick - 3 })
      else if (pick < 9) events.push({ kind: 'hand-over', at, from: '甲', to: '乙' })
      else {
        events.push({ kind: 'stop', at })
        break
      }
    }
    return events
  })

const check = <Ts extends [unknown, ...unknown[]]>(property: fc.IProperty<Ts>, runs = RUNS) =>
  fc.assert(property, { numRuns: runs, seed: 20261122 })

/** Working time by looking at the wall clock every minute; slow, and written without the day tables. */
function minutesOfWork(from: number, to: number, data: CalendarData): number {
  const exceptions = new Map(data.days.map((day) => [day.date, day.kind]))
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  })
  let minutes = 0
  for (let at = from; at < to; at += MINUTE) {
    const [date = '', time = ''] = format.format(at).split(' ')
    const weekend = [0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay())
    const open = exceptions.has(date) ? exceptions.get(date) === 'work' : !weekend
    const monthDay = date.slice(5)
    const season = data.hours.find(({ from: a, to: b }) =>
      a <= b ? a <= monthDay && monthDay <= b : a <= monthDay || monthDay <= b,
    )
    const spans = season?.spans ?? [
      ['08:30', '12:00'],
      ['14:00', '17:30'],
    ]
    if (data.roundTheClock || (open && spans.some(([a, b]) => a <= time && time < b))) minutes++
  }
  return minutes
}

describe('working time', () => {
  it('equals a count by the minute', () => {
    const minute = fc.integer({ min: first / MINUTE, max: last / MINUTE }).map((n) => n * MINUTE)
    check(
      fc.property(minute, fc.nat({ max: 6 * 1440 }), calendar, (from, minutes, data) => {
        const to = from + minutes * MINUTE
        expect(workingMs(from, to, data)).toBe(minutesOfWork(from, to, data) * MINUTE)
      }),
      120,
    )
  })

  it('does not change when an interval is split', () => {
    check(
      fc.property(instant, instant, instant, calendar, (a, b, c, data) => {
        const [x, y, z] = [a, b, c].toSorted((p, q) => p - q)
        if (x === undefined || y === undefined || z === undefined) throw new Error('three instants')
        expect(workingMs(x, y, data) + workingMs(y, z, data)).toBe(workingMs(x, z, data))
        expect(workingMs(z, x, data)).toBe(-workingMs(x, z, data))
      }),
    )
  })

  it('is undone by adding it, and adding never overshoots', () => {
    check(
      fc.property(instant, fc.integer({ min: 1, max: 400 * HOUR }), calendar, (from, ms, data) => {
        const to = addWorking(from, ms, data)
        expect(workingMs(from, to, data)).toBe(ms)
        expect(workingMs(from, to - 1, data)).toBe(ms - 1)
      }),
    )
  })
})

describe('deadlines', () => {
  it('of working hours never fall outside working time', () => {
    check(
      fc.property(instant, amount, calendar, (start, hours, data) => {
        const { due } = dueAt(start, { amount: hours, unit: 'working-hour' }, data)
        // The millisecond before the deadline is working time; the deadline may be closing time itself.
        expect(workingMs(due - 1, due, data)).toBe(1)
        expect(workingMs(start, due, data)).toBe(hours * HOUR)
      }),
    )
  })

  it('are never earlier for more limit, nor for a later start', () => {
    check(
      fc.property(
        instant,
        limit,
        fc.integer({ min: 1, max: 30 }),
        fc.nat(),
        calendar,
        (start, own, more, wait, data) => {
          const { due } = dueAt(start, own, data)
          expect(due).toBeGreaterThan(start)
          expect(dueAt(start, { ...own, amount: own.amount + more }, data).due).toBeGreaterThan(due)
          expect(dueAt(start + (wait % (5 * DAY)), own, data).due).toBeGreaterThanOrEqual(due)
        },
      ),
    )
  })

  it('of day units lie at a close of business or at 24:00 of the n-th day', () => {
    check(
      fc.property(instant, dayLimit, calendar, (start, own, data) => {
        const { due } = dueAt(start, own, data)
        if (own.unit === 'calendar-day') {
          expect((due + 8 * HOUR) % DAY).toBe(0)
          expect(Math.floor((due - 1 + 8 * HOUR) / DAY) - Math.floor((start + 8 * HOUR) / DAY)).toBe(
            own.amount,
          )
        } else {
          const midnight = due - 1 + DAY - ((due - 1 + 8 * HOUR) % DAY)
          expect(workingMs(due - 1, due, data)).toBe(1)
          expect(workingMs(due, midnight, data)).toBe(0)
        }
      }),
    )
  })
})

describe('the clock', () => {
  it('agrees with dueAt before anything happens to it', () => {
    check(
      fc.property(instant, limit, calendar, (start, own, data) => {
        const view = clock([{ kind: 'start', at: start }], own, data, start)
        const { due, provisional } = dueAt(start, own, data)
        expect(view).toMatchObject({ due, originalDue: due, provisional, usedMs: 0 })
        expect(view.remainingMs).toBe(view.limitMs)
        expect(view.lamp).toBe('green')
      }),
    )
  })

  it('is changed by nothing when a pause is added and removed, or has no length', () => {
    check(
      fc.property(
        history,
        limit,
        calendar,
        fc.nat({ max: 20 * DAY }),
        fc.nat(),
        (events, own, data, later, where) => {
          const start = events[0]?.at ?? 0
          const now = start + later
          const plain = clock(events, own, data, now)
          const at = start + (where % (later + 1))
          const pause: ClockEvent = { kind: 'pause', at }
          const resume: ClockEvent = { kind: 'resume', at }
          const added = [...events, pause]
          expect(
            clock(
              added.filter((event) => event !== pause),
              own,
              data,
              now,
            ),
          ).toEqual(plain)
          const running =
            clock(
              events.filter((event) => event.at <= at),
              own,
              data,
              at,
            ).state === 'running'
          if (!running || at > now) return
          const index = events.findIndex((event) => event.at > at)
          const withBoth = events.toSpliced(index < 0 ? events.length : index, 0, pause, resume)
          const view = clock(withBoth, own, data, now)
          // A pause exactly at the deadline or its yellow threshold finds nothing left to keep.
          expect({ ...view }).toEqual({ ...plain })
        },
      ),
    )
  })

  it('recomputes to the same view from a copy of its events, limit and calendar', () => {
    check(
      fc.property(history, limit, calendar, fc.nat({ max: 60 * DAY }), (events, own, data, later) => {
        const now = (events[0]?.at ?? 0) + later
        const [copy, again, other] = structuredClone([events, own, data] as const)
        expect(clock(copy, again, other, now)).toEqual(clock(events, own, data, now))
      }),
    )
  })

  it('shows the lamp that its own instants promise', () => {
    check(
      fc.property(history, limit, calendar, fc.nat({ max: 60 * DAY }), (events, own, data, later) => {
        const now = Math.max((events[0]?.at ?? 0) + later, events.at(-1)?.at ?? 0)
        const view = clock(events, own, data, now)
        if (view.state !== 'running' || view.due === null || view.yellowFrom === null) return
        expect(view.lamp).toBe(now > view.due ? 'red' : now >= view.yellowFrom ? 'yellow' : 'green')
        expect(view.yellowFrom).toBeLessThanOrEqual(view.due)
        expect(view.due).toBeGreaterThanOrEqual(view.originalDue ?? 0)
        expect(view.usedMs + (view.remainingMs ?? 0)).toBe(view.limitMs)
      }),
    )
  })

  it('explains itself without gap or overlap, and the sum is the limit', () => {
    check(
      fc.property(history, limit, calendar, fc.nat({ max: 40 * DAY }), (events, own, data, later) => {
        const now = (events[0]?.at ?? 0) + later
        const { view, spans, days } = explain(events, own, data, now)
        const asOf = view.stoppedAt ?? Math.max(now, events.at(-1)?.at ?? 0)
        const end = Math.max(view.due ?? asOf, asOf)
        let at = view.startedAt ?? 0
        let sum = 0
        for (const span of spans) {
          expect(span.from).toBe(at)
          expect(span.to).toBeGreaterThan(span.from)
          expect(span.countedMs).toBe(span.counted ? span.to - span.from : 0)
          sum += span.countedMs
          expect(span.cumulativeMs).toBe(sum)
          at = span.to
          if (span.to === view.due) expect(sum).toBe(view.limitMs)
          if (span.to === asOf) expect(sum).toBe(view.usedMs)
        }
        expect(at).toBe(end)
        expect(days.reduce((total, day) => total + day.countedMs, 0)).toBe(sum)
        expect(new Set(days.map((day) => day.day)).size).toBe(days.length)
      }),
    )
  })
})

it('reads back every instant it writes', () => {
  check(
    fc.property(fc.integer({ min: 0, max: office('2199-12-31 23:59') }), (at) => {
      const text = new Date(at).toISOString()
      const read = parseOfficeInstant(text)
      expect(read.ok && read.value).toBe(at)
    }),
  )
})
