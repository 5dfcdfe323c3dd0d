import { describe, expect, it } from 'vitest'
import { Problem } from '@lifang/platform/problem.ts'
import { incidentProblem } from '../schema/problems.ts'
import { RESIDENT_ACTS, type NextStep, type ResidentAct } from '../schema/promise.ts'
import { STATUSES } from '../schema/lists.ts'
import type { Status } from '../schema/words.ts'
import { mayStart } from '../rules.ts'
import {
  nextStep,
  promiseOf,
  residentRefusal,
  responsibleFor,
  toldToResident,
  waitingFor,
  whenLate,
  type PromiseFacts,
} from './promise.ts'

const NOW = Date.parse('2026-11-20T10:18:00+08:00')
const HOUR = 3_600_000
const DAY = 24 * HOUR
const facts = (over: Partial<PromiseFacts> = {}): PromiseFacts => ({
  status: 'handling',
  merged: false,
  stage: 'handle',
  checkResult: null,
  onHold: false,
  hold: null,
  asked: null,
  reopenAsked: false,
  urgedAt: null,
  closedAt: null,
  due: NOW + DAY,
  restDays: 0,
  unit: '市政设施维护站',
  centre: '云溪街道联动分中心',
  now: NOW,
  reopenDays: 30,
  urgeIntervalMs: 4 * HOUR,
  ...over,
})

describe('what comes next, and whose it is', () => {
  it.each<[Status, NextStep, string | null, string | null]>([
    ['reported', 'accept', 'intake-officer', '云溪街道联动分中心'],
    ['verifying', 'verify', 'grid-worker', null],
    ['accepted', 'file', 'intake-officer', '云溪街道联动分中心'],
    ['filed', 'dispatch', 'dispatcher', '云溪街道联动分中心'],
    ['dispatched', 'take', 'handler', '市政设施维护站'],
    ['handling', 'handle', 'handler', '市政设施维护站'],
    ['feedback', 'check', 'checker', null],
    ['checking', 'check', 'checker', null],
    ['closed', 'rate', null, null],
    ['evaluated', 'done', null, null],
    ['archived', 'done', null, null],
    ['self-closed', 'done', null, null],
    ['rejected', 'elsewhere', null, null],
    ['voided', 'ended', null, null],
  ])('%s → %s', (status, next, post, unit) => {
    const f = facts({ status })
    expect(nextStep(f)).toBe(next)
    expect(responsibleFor(next, f)).toEqual(post === null ? null : { post, unit })
  })
  it('is the review while on hold, closing or rework after a check, an answer after "not solved"', () => {
    expect(nextStep(facts({ onHold: true }))).toBe('resume')
    expect(nextStep(facts({ status: 'checking', checkResult: 'pass' }))).toBe('close')
    expect(nextStep(facts({ status: 'checking', checkResult: 'fail' }))).toBe('rework')
    expect(nextStep(facts({ status: 'checking', checkResult: 'unable' }))).toBe('check')
    for (const status of ['closed', 'evaluated'] as const)
      expect(nextStep(facts({ status, reopenAsked: true }))).toBe('answer')
    // A case handled again has had its answer.
    expect(nextStep(facts({ status: 'handling', reopenAsked: true }))).toBe('handle')
  })
})

describe('why it waits', () => {
  const waiting = (over: Partial<PromiseFacts>) => {
    const f = facts(over)
    return waitingFor(nextStep(f), f)
  }
  it('is the hold in words and when it is reviewed, before anything else', () => {
    const hold = { reason: 'funding', reviewAt: NOW + 30 * DAY } as const
    expect(waiting({ onHold: true, hold, asked: 'extension', restDays: 8 })).toEqual({
      why: 'hold',
      hold: 'funding',
      reviewAt: new Date(NOW + 30 * DAY).toISOString(),
      asked: null,
      restDays: 0,
    })
    expect(waiting({ onHold: true })).toMatchObject({ why: 'hold', hold: null, reviewAt: null })
  })
  it('is what the unit asked for, else the stage, with the rest days on the way', () => {
    expect(waiting({ asked: 'return', restDays: 2 })).toMatchObject({
      why: 'asked',
      asked: 'return',
      restDays: 2,
    })
    expect(waiting({ restDays: 2 })).toMatchObject({ why: 'stage', restDays: 2 })
  })
  it('is the answer to "not solved", and nothing once it is over', () => {
    expect(waiting({ status: 'closed', closedAt: NOW, reopenAsked: true })).toMatchObject({ why: 'answer' })
    for (const status of ['closed', 'evaluated', 'archived', 'rejected', 'voided'] as const)
      expect(waiting({ status })).toBeNull()
  })
})

describe('what happens when it is late', () => {
  it.each<[string, Partial<PromiseFacts>, ReturnType<typeof whenLate>]>([
    ['before', {}, 'before'],
    ['at the very instant', { due: NOW }, 'before'],
    ['a moment later', { due: NOW - 1 }, 'late'],
    ['on hold', { onHold: true, due: NOW - DAY }, 'paused'],
    ['without a limit', { due: null }, 'untimed'],
    ['closed', { status: 'closed', due: NOW - DAY }, 'over'],
  ])('%s', (_, over, late) => {
    expect(whenLate(facts(over))).toBe(late)
  })
})

describe('what a resident may do', () => {
  const code = (act: ResidentAct, over: Partial<PromiseFacts>, own: Status = over.status ?? 'handling') =>
    residentRefusal(act, facts(over), own)?.code ?? 'may'

  it.each<[ResidentAct, Partial<PromiseFacts>, string]>([
    ['urge', {}, 'may'],
    ['urge', { urgedAt: NOW - 4 * HOUR }, 'may'],
    ['urge', { urgedAt: NOW - 4 * HOUR + 1 }, 'incidents.urge-too-soon'],
    ['urge', { status: 'closed' }, 'incidents.case-ended'],
    ['rate', {}, 'incidents.not-closed-yet'],
    ['rate', { status: 'closed' }, 'may'],
    ['rate', { status: 'evaluated' }, 'incidents.rated-already'],
    ['rate', { status: 'archived' }, 'incidents.case-ended'],
    ['ask-reopen', {}, 'incidents.not-closed-yet'],
    ['ask-reopen', { status: 'closed', closedAt: NOW - 30 * DAY }, 'may'],
    ['ask-reopen', { status: 'evaluated', closedAt: NOW - 30 * DAY - 1 }, 'incidents.reopen-window-over'],
    ['ask-reopen', { status: 'closed', closedAt: NOW, reopenAsked: true }, 'incidents.reopen-asked'],
    ['ask-reopen', { status: 'archived', closedAt: NOW }, 'incidents.case-ended'],
    ['withdraw', { status: 'accepted' }, 'may'],
    ['withdraw', { status: 'filed' }, 'incidents.withdraw-too-late'],
    ['withdraw', { status: 'voided' }, 'incidents.case-ended'],
  ])('%s %o → %s', (act, over, expected) => {
    expect(code(act, over)).toBe(expected)
  })

  it('never more than the state machine lets start', () => {
    for (const status of STATUSES)
      for (const act of RESIDENT_ACTS)
        if (code(act, { status, closedAt: NOW }) === 'may')
          expect(mayStart(act, status), `${act} ${status}`).toBe(true)
  })

  it('nothing on a report that was merged into another', () => {
    for (const act of RESIDENT_ACTS)
      expect(code(act, { merged: true, status: 'handling' }, 'voided')).toBe('incidents.merged-report')
  })

  it('is told in a resident’s words what the office refuses in its own, and nothing else is changed', () => {
    const wrong = incidentProblem('incidents.wrong-status', { status: 'handling', act: 'rate' })
    expect(toldToResident(wrong, 'rate', facts(), 'handling').code).toBe('incidents.not-closed-yet')
    const other = new Problem('platform.command-reused', 409, {})
    expect(toldToResident(other, 'rate', facts(), 'handling')).toBe(other)
  })
})

describe('the whole promise', () => {
  it('says when the next urge and the last "not solved" are possible', () => {
    const urged = promiseOf(facts({ urgedAt: NOW - HOUR }), 'handling')
    expect(urged.urgeFrom).toBe(new Date(NOW + 3 * HOUR).toISOString())
    expect(urged.acts.urge).toEqual({
      may: false,
      why: 'incidents.urge-too-soon',
      details: { seconds: 10_800 },
    })
    expect(promiseOf(facts({ urgedAt: NOW - 5 * HOUR }), 'handling').urgeFrom).toBeNull()
    expect(promiseOf(facts({ status: 'closed', closedAt: NOW, urgedAt: NOW }), 'closed')).toMatchObject({
      urgeFrom: null,
      reopenUntil: new Date(NOW + 30 * DAY).toISOString(),
    })
  })
})
