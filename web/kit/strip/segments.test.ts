import { expect, test } from 'vitest'
import { clock } from '@lifang/domains/calendar/rules/clock.ts'
import type { CalendarData, ClockEvent } from '@lifang/domains/calendar/schema.ts'
import type { Stage } from '@lifang/domains/incidents/schema/words.ts'
import { fillOf, miniOfRow, runningRun, segmentsOf, type StageRun } from './segments.ts'

const H = 3_600_000
const always: CalendarData = { version: 't', days: [], publishedYears: [], hours: [], roundTheClock: true }

function run(stage: Stage, from: number, to: number | null, hours: number, nth = 1): StageRun {
  const limit = { amount: hours, unit: 'working-hour' } as const
  const events: ClockEvent[] = [{ kind: 'start', at: from * H }]
  if (to !== null) events.push({ kind: 'stop', at: to * H })
  return { stage, run: nth, limit, clock: clock(events, limit, always, 20 * H) }
}
const states = (runs: readonly StageRun[], status: Parameters<typeof segmentsOf>[1]) =>
  segmentsOf(runs, status).map((s) => `${s.stage} ${s.state}${s.late ? ' late' : ''}`)

const upToHandling = [run('accept', 0, 1, 2), run('file', 1, 4, 1), run('dispatch', 4, 5, 1)]

test('stages behind are done, the running one is open, the others are to come; lateness stays', () => {
  expect(
    states(
      [...upToHandling, run('take', 5, 6, 2), run('handle', 5, null, 30), run('total', 4, null, 60)],
      'handling',
    ),
  ).toEqual([
    'accept done',
    'file done late',
    'dispatch done',
    'handle running',
    'check future',
    'close future',
  ])
})

test('after a return the stage that was begun comes again and keeps its red end', () => {
  expect(states([...upToHandling, run('handle', 5, 9, 1), run('dispatch', 9, null, 30, 2)], 'filed')).toEqual(
    [
      'accept done',
      'file done late',
      'dispatch running',
      'handle future late',
      'check future',
      'close future',
    ],
  )
})

test('verification joins where it happened; a closed case shows only what it went through', () => {
  expect(states([run('accept', 0, 1, 2), run('verify', 1, 2, 4), run('file', 2, 3, 4)], 'rejected')).toEqual([
    'accept done',
    'verify done',
    'file done',
  ])
})

test('neither the taking of the order nor the total opens the strip', () => {
  expect(runningRun([run('take', 5, null, 2), run('total', 4, null, 60)])).toBeNull()
})

test('the fill of an overdue stage is the time used, with the limit inside it', () => {
  expect(fillOf(6 * H, 10 * H)).toEqual({ used: 0.6, due: 1 })
  expect(fillOf(20 * H, 10 * H)).toEqual({ used: 1, due: 0.5 })
  expect(fillOf(5, null)).toBeNull()
})

test('a list row shows its stage with the lamp of that stage only', () => {
  const mini = miniOfRow(
    { status: 'verifying', stage: 'verify', stageLamp: 'yellow', totalLamp: 'grey' },
    null,
  )
  expect(mini.map((m) => m.state)).toEqual(['running', 'future', 'future', 'future', 'future', 'future'])
  expect(mini[0]?.lamp).toBe('yellow')
  const late = miniOfRow({ status: 'closed', stage: null, stageLamp: 'red', totalLamp: 'red' }, null)
  expect(late.at(-1)?.late).toBe(true)
})
