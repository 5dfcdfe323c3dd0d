import { describe, expect, it } from 'vitest'
import { office } from '@lifang/domains/calendar/examples.ts'
import { DAY, HOUR } from '@lifang/domains/calendar/rules/instants.ts'
import { STATUSES } from '@lifang/domains/incidents/schema/lists.ts'
import type { Status } from '@lifang/domains/incidents/schema/words.ts'
import {
  answerOf,
  classesOf,
  missedOf,
  ratingsOf,
  standOf,
  stillUp,
  sumsOf,
  suppress,
  topicOf,
  upOf,
  waitOf,
  weekBefore,
  weekOf,
  wentUpIn,
  type Counted,
} from './week.ts'

const span = { since: office('2026-11-16 00:00'), until: office('2026-11-23 00:00') }
const inWeek = office('2026-11-18 10:00')
const NOW = office('2026-11-26 09:00')

const aCase = (over: Partial<Counted> = {}): Counted => ({
  status: 'handling',
  source: 'hotline',
  className: '暴露垃圾',
  wentUp: false,
  onHold: false,
  lamp: 'green',
  reviewAt: null,
  returns: 0,
  reworks: 0,
  reopens: 0,
  reportedAt: inWeek,
  closedAt: null,
  closedBy: null,
  onTime: null,
  stageDue: null,
  totalDue: null,
  stars: null,
  solved: null,
  ratedAt: null,
  asked: [],
  steps: [],
  ...over,
})

describe('the week', () => {
  it.each([
    ['a Thursday without a date: the last full one', undefined, '2026-11-16'],
    ['its Monday', '2026-11-16', '2026-11-16'],
    ['its Sunday', '2026-11-22', '2026-11-16'],
    ['the next Monday', '2026-11-23', '2026-11-23'],
    ['over the year', '2027-01-01', '2026-12-28'],
  ])('%s', (_name, date, monday) => {
    const week = weekOf(date, NOW)
    expect(week.since).toBe(office(`${monday} 00:00`))
    expect(week.until - week.since).toBe(7 * DAY)
    expect(weekBefore(week)).toEqual({ since: week.since - 7 * DAY, until: week.since })
  })
  it.each([
    ['Sunday 23:59 of the office', '2026-11-22 23:59', '2026-11-09'],
    ['Monday 00:00', '2026-11-23 00:00', '2026-11-16'],
  ])('without a date at %s', (_name, now, monday) => {
    expect(weekOf(undefined, office(now)).since).toBe(office(`${monday} 00:00`))
  })
})

describe('what happened', () => {
  it('counts from Monday 00:00 until before the next', () => {
    const ends = [span.since - 1, span.since, span.until - 1, span.until]
    expect(
      sumsOf(
        ends.map((at) => aCase({ reportedAt: at })),
        span,
      ).reported,
    ).toBe(2)
    expect(
      sumsOf(
        ends.map((at) => aCase({ closedAt: at })),
        span,
      ).closed,
    ).toBe(2)
  })
  it('has the timed ones as the denominator of what was on time', () => {
    const closed = (over: Partial<Counted>) =>
      aCase({ status: 'closed', closedAt: inWeek, closedBy: 'check', ...over })
    const sums = sumsOf(
      [
        closed({ onTime: true }),
        closed({ onTime: false }),
        closed({ status: 'self-closed', closedBy: 'self', onTime: null }),
        aCase({ onTime: null, steps: [{ act: 'reopen', at: inWeek }] }),
        aCase({ status: 'rejected', steps: [{ act: 'decline', at: inWeek }] }),
        aCase({ steps: [{ act: 'reopen', at: span.until }] }),
      ],
      span,
    )
    expect(sums).toEqual({ reported: 6, closed: 3, self: 1, timed: 2, onTime: 1, reopened: 1, declined: 1 })
  })
  it('tells open, overdue and on hold of open cases only', () => {
    expect(
      standOf([
        aCase({ lamp: 'red' }),
        aCase({ lamp: 'grey', onHold: true }),
        aCase({ status: 'closed', lamp: 'red' }),
      ]),
    ).toEqual({ open: 2, overdue: 1, onHold: 1 })
  })
  it('names eight classes and adds up to what was reported', () => {
    const cases = Array.from({ length: 10 }, (_, i) =>
      Array.from({ length: i + 1 }, () => aCase({ className: `类 ${String(i)}` })),
    ).flat()
    const all = [
      ...cases,
      aCase({ className: null }),
      aCase({ className: '类 9', reportedAt: inWeek - 7 * DAY }),
    ]
    const { rows, others, unnamed } = classesOf(all, span)
    expect(rows).toHaveLength(8)
    expect(rows[0]).toEqual({ name: '类 9', n: 10, before: 1 })
    expect(rows.reduce((s, r) => s + r.n, 0) + others + unnamed).toBe(sumsOf(all, span).reported)
  })
})

describe('what went up', () => {
  it.each([
    ['own people, not settled', { source: 'grid-patrol', wentUp: true }, { how: 'own-report', at: inWeek }],
    ['a caller', {}, null],
    [
      'handed up by a desk',
      { wentUp: true, steps: [{ act: 'hand-up', at: inWeek + HOUR }] },
      { how: 'hand-up', at: inWeek + HOUR },
    ],
  ] as const)('%s', (_name, over, up) => {
    expect(upOf(aCase(over))).toEqual(up)
  })
  it('is of the week it went up in; earlier ones count while they are open', () => {
    const earlier = aCase({ source: 'forum', wentUp: true, reportedAt: span.since - 1 })
    expect([wentUpIn(earlier, span), stillUp(earlier, span)]).toEqual([false, true])
    expect(stillUp({ ...earlier, status: 'closed' }, span)).toBe(false)
    expect(wentUpIn(aCase({ source: 'forum', wentUp: true }), span)).toBe(true)
  })
  it('has an answer in every state', () => {
    const answers = {
      draft: 'waiting',
      reported: 'waiting',
      verifying: 'waiting',
      accepted: 'waiting',
      filed: 'waiting',
      dispatched: 'in-hand',
      handling: 'in-hand',
      feedback: 'in-hand',
      checking: 'in-hand',
      closed: 'closed',
      evaluated: 'closed',
      archived: 'closed',
      'self-closed': 'closed',
      rejected: 'declined',
      voided: 'voided',
    } as const satisfies Record<Status, string>
    for (const status of STATUSES) expect(answerOf(aCase({ status })).answer, status).toBe(answers[status])
    expect(answerOf(aCase({ onHold: true })).answer).toBe('held')
    const down = [
      { act: 'hand-up' as const, at: 1 },
      { act: 'hand-down' as const, at: 2 },
    ]
    expect(answerOf(aCase({ status: 'accepted', steps: down }))).toEqual({
      answer: 'handed-down',
      answeredAt: 2,
    })
  })
})

describe('why it waits', () => {
  it.each([
    ['a decision before all', { asked: ['extension'], reworks: 1, returns: 1 }, 'asked'],
    ['a failed check', { reworks: 2, returns: 1 }, 'reworked'],
    ['a return', { returns: 1 }, 'returned'],
    ['its stage', {}, 'stage'],
  ] as const)('%s', (_name, over, waits) => {
    expect(waitOf(aCase(over)).waits).toBe(waits)
  })
  it('is late since the earliest deadline missed', () => {
    expect(missedOf(aCase({ stageDue: NOW - 1, totalDue: NOW - HOUR }), NOW)).toBe(NOW - HOUR)
    expect(missedOf(aCase({ stageDue: NOW + 1, totalDue: NOW - 5 }), NOW)).toBe(NOW - 5)
    expect(missedOf(aCase({ stageDue: NOW + 1 }), NOW)).toBeNull()
  })
})

describe('what the meeting decides', () => {
  const rules = (over: Partial<Counted>): string[] => topicOf(aCase(over), span, NOW).map((r) => r.rule)
  it.each<[string, Partial<Counted>, string[]]>([
    ['one return', { returns: 1 }, []],
    ['two returns', { returns: 2 }, ['returned-twice']],
    ['two returns of a closed case', { returns: 2, status: 'closed' }, []],
    ['two failed checks', { reworks: 2 }, ['reworked-twice']],
    ['a reopening asked for', { status: 'closed', asked: ['reopen'] }, ['disputed']],
    ['reopened and open', { reopens: 1 }, ['disputed']],
    ['reopened and closed again', { reopens: 1, status: 'closed' }, []],
    [
      'said not to be solved this week',
      { status: 'evaluated', solved: false, ratedAt: inWeek },
      ['disputed'],
    ],
    ['said so earlier', { status: 'evaluated', solved: false, ratedAt: span.since - 1 }, []],
    ['a hold to be reviewed in six days', { onHold: true, reviewAt: NOW + 6 * DAY }, ['hold-review']],
    ['a hold to be reviewed in eight', { onHold: true, reviewAt: NOW + 8 * DAY }, []],
    ['both', { returns: 3, onHold: true, reviewAt: NOW }, ['returned-twice', 'hold-review']],
  ])('%s', (_name, over, expected) => {
    expect(rules(over)).toEqual(expected)
  })
})

describe('ratings', () => {
  it.each<[number[], (number | null)[]]>([
    [
      [20, 6, 5],
      [20, 6, 5],
    ],
    [
      [20, 6, 2],
      [20, null, null],
    ],
    [
      [20, 0, 2],
      [null, 0, null],
    ],
    [
      [3, 1, 1],
      [null, null, null],
    ],
    [
      [9, 0, 0],
      [9, 0, 0],
    ],
  ])('%j is told as %j', (cells, told) => {
    expect(suppress(cells)).toEqual(told)
  })
  it('of a small week are not told, of none are none', () => {
    const rated = (stars: number, solved = true) => aCase({ stars, solved, ratedAt: inWeek })
    expect(ratingsOf([rated(5), rated(1)], span)).toMatchObject({ n: null, average: null, solved: null })
    expect(ratingsOf([aCase({ stars: 5, ratedAt: span.until })], span)).toMatchObject({ n: 0, average: null })
    const six = ratingsOf([rated(5), rated(5), rated(4), rated(4), rated(5), rated(1, false)], span)
    expect(six).toEqual({ n: 6, high: null, middle: 0, low: null, solved: null, average: 4 })
  })
})
