import { describe, expect, it } from 'vitest'
import { EXCEPTION_RULES } from '../schema/desks.ts'
import type { Act, RequestKind } from '../schema/words.ts'
import { reasonsOf, waitsForDecision, waitsForMe, type ExceptionFacts, type Reader } from './exceptions.ts'

const NOW = Date.parse('2026-10-10T16:40+08:00')
const END = Date.parse('2026-10-11T00:00+08:00')
const HOUR = 3_600_000

const quiet: ExceptionFacts = {
  status: 'handling',
  urgent: false,
  onHold: false,
  reviewAt: null,
  supervised: false,
  replyDue: null,
  returns: 0,
  reworks: 0,
  totalDue: NOW + HOUR,
  waiting: [],
}
const asked = (kind: RequestKind, firstApprover: string | null = null) => ({
  kind,
  by: '马国栋',
  byAccount: 'asker',
  at: NOW - HOUR,
  firstApprover,
})
const reader = (post: string, acts: readonly Act[], account = 'me'): Reader => ({
  account,
  may: (act) => acts.includes(act),
  holds: (p) => p === post,
})
const everything = reader('leader', [
  'dispatch',
  'decide-return',
  'decide-extension',
  'decide-hold',
  'decide-void',
  'decide-force-close',
  'reopen',
  'supervise',
  'lift-supervision',
  'reply-supervision',
  'release-hold',
  'instruct',
])
const told = (over: Partial<ExceptionFacts>, who = everything) =>
  reasonsOf({ ...quiet, ...over }, who, NOW, END).map((r) => `${r.rule}:${r.act ?? '-'}`)

describe('why a case is an exception', () => {
  it.each<[string, Partial<ExceptionFacts>, string[]]>([
    ['a case on its way is none', {}, []],
    ['a second return is the dispatcher’s', { status: 'filed', returns: 2 }, []],
    [
      'a third return waits for somebody to rule',
      { status: 'filed', returns: 3 },
      ['returned-thrice:dispatch'],
    ],
    [
      'asked for the third time',
      { returns: 2, waiting: [asked('return')] },
      ['returned-thrice:decide-return'],
    ],
    ['asked for the second time', { returns: 1, waiting: [asked('return')] }, []],
    ['after the third return a unit has it again', { returns: 3 }, ['returned-thrice:-']],
    ['an extension the dispatcher has not seen', { waiting: [asked('extension')] }, ['extension:-']],
    [
      'an extension seen by the dispatcher',
      { waiting: [asked('extension', 'x')] },
      ['extension:decide-extension'],
    ],
    ['a hold the chief has approved', { waiting: [asked('hold', 'chief')] }, ['hold:decide-hold']],
    ['a voiding', { status: 'accepted', waiting: [asked('void')] }, ['void:decide-void']],
    ['a forced closing', { waiting: [asked('force-close')] }, ['force-close:decide-force-close']],
    [
      'a closed case asked to be reopened',
      { status: 'closed', waiting: [asked('reopen')] },
      ['reopen:reopen'],
    ],
    [
      'an order with time to answer',
      { supervised: true, replyDue: NOW + 1 },
      ['supervised:lift-supervision'],
    ],
    ['an order answered', { supervised: true }, ['supervised:lift-supervision']],
    ['an order not answered in time', { supervised: true, replyDue: NOW - 1 }, ['reply-overdue:-']],
    [
      'an order the desk has not answered',
      { status: 'filed', supervised: true, replyDue: NOW - 1 },
      ['reply-overdue:reply-supervision'],
    ],
    ['a hold to be looked at today', { onHold: true, reviewAt: END }, ['hold-review:release-hold']],
    ['a hold to be looked at tomorrow', { onHold: true, reviewAt: END + 1 }, []],
    ['reworked once', { reworks: 1 }, []],
    ['reworked twice', { reworks: 2 }, ['reworked-twice:instruct']],
    ['urgent', { urgent: true }, ['urgent:instruct']],
    ['urgent and closed', { urgent: true, status: 'closed' }, []],
    ['past its total', { totalDue: NOW - 1 }, ['total-overdue:supervise']],
    ['past its total and on hold', { totalDue: NOW - 1, onHold: true }, []],
    [
      'past its total and supervised',
      { totalDue: NOW - 1, supervised: true },
      ['supervised:lift-supervision'],
    ],
    ['exactly at its total', { totalDue: NOW }, []],
  ])('%s', (_name, facts, expected) => {
    expect(told(facts)).toEqual(expected)
  })

  it('tells several at once in the order of the rules', () => {
    const all = told({ urgent: true, reworks: 2, totalDue: NOW - 1, waiting: [asked('hold', 'chief')] }).map(
      (r) => r.split(':')[0],
    )
    expect(all).toEqual(['hold', 'reworked-twice', 'urgent', 'total-overdue'])
    expect(EXCEPTION_RULES.filter((r) => all.includes(r))).toEqual(all)
  })

  it('offers nobody a step their post does not have', () => {
    expect(told({ urgent: true, waiting: [asked('void')] }, reader('supervisor', ['supervise']))).toEqual([
      'void:-',
      'urgent:-',
    ])
  })
})

describe('whose decision a request is', () => {
  const chief = reader('duty-chief', ['decide-hold', 'decide-extension', 'decide-void', 'decide-return'])
  const leader = reader('leader', ['decide-hold', 'decide-extension', 'decide-void'])
  it.each<[string, RequestKind, string | null, Reader, Act | null]>([
    ['a hold is the chief’s first', 'hold', null, chief, 'decide-hold'],
    ['and not the leader’s before', 'hold', null, leader, null],
    ['then it is the leader’s', 'hold', 'chief', leader, 'decide-hold'],
    ['and no more the chief’s', 'hold', 'other', chief, null],
    ['an extension is not the chief’s before the dispatcher', 'extension', null, chief, null],
    ['then it is', 'extension', 'dispatcher', chief, 'decide-extension'],
    ['but not of whoever approved it first', 'extension', 'me', chief, null],
    ['a return is the dispatcher’s', 'return', null, chief, null],
    ['nobody decides what they asked', 'void', null, { ...chief, account: 'asker' }, null],
  ])('%s', (_name, kind, first, who, act) => {
    expect(waitsForMe(asked(kind, first), who)).toBe(act)
  })
})

it('a step that nobody waits for puts nothing among the decisions', () => {
  const of = (over: Partial<ExceptionFacts>) =>
    waitsForDecision(reasonsOf({ ...quiet, ...over }, everything, NOW, END))
  expect(of({ urgent: true })).toBe(false)
  expect(of({ supervised: true, replyDue: NOW + 1 })).toBe(false)
  expect(of({ waiting: [asked('extension')] })).toBe(false)
  expect(of({ waiting: [asked('extension', 'x')] })).toBe(true)
  expect(of({ totalDue: NOW - 1 })).toBe(true)
})
