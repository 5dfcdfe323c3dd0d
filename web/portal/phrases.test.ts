import { expect, test } from 'vitest'
import { LAMPS } from '@lifang/domains/calendar/schema/lists.ts'
import { NEXT_STEPS, RESIDENT_ACTS } from '@lifang/domains/incidents/schema/promise.ts'
import { HOLD_REASONS, REOPEN_REASONS, STAGES, STATUSES } from '@lifang/domains/incidents/schema/lists.ts'
import { promiseOf, type PromiseFacts } from '@lifang/domains/incidents/rules/promise.ts'
import { has } from '../kit/words.ts'

const facts = (over: Partial<PromiseFacts>): PromiseFacts => ({
  status: 'handling',
  merged: false,
  stage: null,
  checkResult: null,
  onHold: false,
  hold: null,
  asked: null,
  reopenAsked: false,
  urgedAt: null,
  closedAt: null,
  due: 1,
  restDays: 1,
  unit: null,
  centre: null,
  now: 0,
  reopenDays: 30,
  urgeIntervalMs: 1,
  ...over,
})

test('every word the portal composes stands in its phrases', () => {
  const under = (prefix: string, list: readonly (string | number)[]): string[] =>
    list.map((one) => `portal.${prefix}.${one}`)
  const keys = [
    ...under('next', NEXT_STEPS),
    ...under('hold', [...HOLD_REASONS, 'unsaid']),
    ...under('waiting.asked', ['extension', 'return', 'hold']),
    ...under('late', ['before', 'late', 'paused', 'untimed']),
    ...under('lamp', LAMPS),
    ...under('lamp.ended', LAMPS),
    ...RESIDENT_ACTS.flatMap((a) => [`portal.act.${a}`, ...under(`act.${a}`, ['what', 'press', 'done'])]),
    ...under('reopen', REOPEN_REASONS),
    ...under('rate.star', [1, 2, 3, 4, 5]),
    ...under('domain', ['urban-management', 'ecology', 'hazard', 'livelihood', 'public-health', 'rural']),
    ...under('month', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    ...under('weekday', [0, 1, 2, 3, 4, 5, 6]),
    ...under('duty', [1, 2, 3, 4]),
    ...under('step', ['photo', 'place', 'words', 'contact', 'check']),
    ...under('photo', ['too-large', 'not-a-photo', 'pdf', 'cannot-read', 'empty']),
    ...under('words', ['empty', 'short', 'long']),
    ...under('place.from', ['photo', 'phone', 'map', 'list']),
    ...under('forget', ['goes', 'stays', 'lost']),
    ...under('map', ['many', 'some', 'few']),
    ...STAGES.map((s) => `incidents.stage.${s}`),
  ]
  expect(keys.filter((key) => !has(key))).toEqual([])
})

test('every promise that can be made has its post and its reason in words', () => {
  for (const status of STATUSES)
    for (const over of [
      {},
      { checkResult: 'pass' },
      { checkResult: 'fail' },
      { reopenAsked: true },
    ] as const) {
      const { responsible, waiting, next } = promiseOf(facts({ status, ...over }), status)
      if (responsible !== null) expect(has(`portal.post.${responsible.post}`), responsible.post).toBe(true)
      if (waiting?.why === 'stage') expect(has(`portal.waiting.${next}`), next).toBe(true)
    }
})
