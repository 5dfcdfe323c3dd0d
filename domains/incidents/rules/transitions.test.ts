import { describe, expect, it } from 'vitest'
import type { Decided } from '@lifang/platform/problem.ts'
import {
  accountOf,
  aCommand,
  aHolding,
  aMatter,
  anActor,
  anIncident,
  aRequest,
  aResident,
  aTask,
  aView,
  CLASS,
  FALLBACK_UNIT,
  FIVE_DAYS,
  NOW,
  OTHER_CLASS,
  OTHER_INCIDENT,
  OTHER_UNIT,
  REQUEST_ID,
  SECTION,
  someFacts,
  UNIT,
} from '../examples.ts'
import { decide } from '../rules.ts'
import { COMPLAINT_SOURCES, SOURCES } from '../schema/lists.ts'
import type { Act, Status } from '../schema/words.ts'
import type { Decision, Facts, Incident } from './model.ts'
import { defaultPolicy } from './policy.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
type Over = Partial<Incident>
const doing = (
  act: Act,
  incident: Over,
  body: Record<string, unknown> = {},
  facts: Partial<Facts> = {},
): Decided<Decision> => decide(anIncident(incident), aCommand(act, body), someFacts(facts))
const code = (d: Decided<Decision>): string => (d.ok ? d.value.to : d.problem.code)
const done = (d: Decided<Decision>): Decision => {
  if (!d.ok) throw new Error(`${d.problem.code} ${JSON.stringify(d.problem.details)}`)
  return d.value
}
const orders = (d: Decided<Decision>): string[] => done(d).clocks.map((c) => `${c.do} ${c.stage}`)

describe('2 handled on the spot', () => {
  it('only for classes that allow it, with a view before and after or the reason why not', () => {
    const self = (facts: Partial<Facts>, body: Record<string, unknown> = {}, over: Over = {}) =>
      code(doing('self-close', over, { withoutPhotoReason: undefined, ...body }, facts))
    expect(self({ matter: aMatter({ selfHandling: false }) })).toBe('incidents.class-not-self-handled')
    expect(self({})).toBe('incidents.evidence-missing')
    expect(self({ newEvidence: ['before'] })).toBe('incidents.evidence-missing')
    expect(self({ newEvidence: ['before', 'after'] })).toBe('self-closed')
    expect(self({ newEvidence: ['after'] }, {}, { evidence: [{ kind: 'before', thisRound: true }] })).toBe(
      'self-closed',
    )
    const reasoned = doing('self-close', {}, { withoutPhotoReason: '雨太大' })
    expect(done(reasoned)).toMatchObject({
      to: 'self-closed',
      set: { closedBy: 'self', closedAt: NOW, classKey: CLASS },
      details: { withoutPhotoReason: '雨太大', missing: ['before', 'after'] },
    })
  })
})

describe('3 and 4 verification', () => {
  it.each(SOURCES)('from %s: asked unless a professional has seen it', (source) => {
    const professional = source === 'grid-patrol' || source === 'inspector-patrol'
    expect(code(doing('send-verify', { source }))).toBe(
      professional ? 'incidents.professional-source' : 'verifying',
    )
  })
  it('needs somebody: nobody on duty and somebody unfit are two different refusals', () => {
    expect(code(doing('send-verify', {}, {}, { candidate: null }))).toBe('incidents.nobody-to-verify')
    expect(code(doing('send-verify', {}, { assignee: accountOf('leader') }, { candidate: null }))).toBe(
      'incidents.assignee-unfit',
    )
  })
  it.each([
    ['exist', 'accepted', ['stop verify', 'start file']],
    ['not-exist', 'rejected', ['stop verify']],
    ['unable', 'reported', ['stop verify', 'start accept']],
  ] as const)('%s → %s', (result, to, clocks) => {
    const d = doing('verify', { status: 'verifying' }, { result }, { actor: anActor('grid-worker') })
    expect(done(d)).toMatchObject({ to, set: { verifyResult: result }, tasks: [{ status: 'done' }] })
    expect(orders(d)).toEqual(clocks)
  })
})

describe('6 declining', () => {
  it.each(SOURCES)('of %s: complaint types only by the duty chief', (source) => {
    const by = (post: string) => code(doing('decline', { source }, {}, { actor: anActor(post) }))
    expect(by('duty-chief')).toBe('rejected')
    expect(by('intake-officer')).toBe(
      COMPLAINT_SOURCES.includes(source) ? 'incidents.needs-duty-chief' : 'rejected',
    )
  })
  it('says why and where to go instead', () => {
    expect(done(doing('decline', {})).details).toEqual({
      reason: 'other-authority',
      advice: '请向电力公司反映',
    })
    expect(() => aCommand('decline', { advice: '' })).toThrow()
    expect(() => aCommand('decline', { reason: 'because' })).toThrow()
  })
})

describe('7 filing', () => {
  it('fixes class, list version, condition and limit, and starts the total clock beside dispatching', () => {
    const d = doing('file', { status: 'accepted' })
    expect(done(d).set).toMatchObject({
      classKey: CLASS,
      classVersion: 'list-1',
      conditionSeq: 1,
      limit: FIVE_DAYS,
      filedAt: NOW,
    })
    expect(orders(d)).toEqual(['stop file', 'start dispatch', 'start total'])
    expect(done(d).clocks.find((c) => c.stage === 'total')).toMatchObject({
      limit: { amount: 6, unit: 'working-day' },
    })
  })
  it('refuses a condition the class does not have', () => {
    expect(code(doing('file', { status: 'accepted' }, { condition: 3 }))).toBe('incidents.unknown-condition')
  })
  it('makes a confidential class confidential, and never the other way round', () => {
    const filed = (confidential: boolean, matter: boolean) =>
      done(
        doing(
          'file',
          { status: 'accepted', confidential },
          {},
          { matter: aMatter({ confidential: matter }) },
        ),
      ).set.confidential
    expect(filed(false, true)).toBe(true)
    expect(filed(true, false)).toBeUndefined()
  })
})

describe('8, 9 and 11 dispatching', () => {
  it('opens exactly one lead task and one for each assisting unit', () => {
    const d = doing(
      'dispatch',
      { status: 'filed' },
      { assisting: [OTHER_UNIT.id, FALLBACK_UNIT.id, OTHER_UNIT.id] },
    )
    expect(done(d).tasks).toEqual([
      { do: 'open', kind: 'lead', unitId: UNIT.id, assigneeId: null },
      { do: 'open', kind: 'assisting', unitId: OTHER_UNIT.id, assigneeId: null },
      { do: 'open', kind: 'assisting', unitId: FALLBACK_UNIT.id, assigneeId: null },
    ])
    expect(orders(d)).toEqual(['stop dispatch', 'start take', 'start handle'])
    expect(code(doing('dispatch', { status: 'filed' }, { assisting: [UNIT.id] }))).toBe(
      'incidents.already-assisting',
    )
    expect(code(doing('dispatch', { status: 'filed' }, { assisting: [accountOf('leader')] }))).toBe(
      'incidents.unknown-department',
    )
    expect(code(doing('dispatch', { status: 'filed' }, { department: accountOf('leader') }))).toBe(
      'incidents.unknown-department',
    )
  })
  it('taking stops its own clock and leaves the handling clock running', () => {
    const d = doing('take', { status: 'dispatched' })
    expect(orders(d)).toEqual(['stop take'])
    expect(done(d).tasks).toEqual([{ do: 'set', task: aTask('lead').id, status: 'taken' }])
    expect(code(doing('take', { status: 'dispatched', tasks: [] }))).toBe('incidents.no-such-task')
  })
  it('counts a second dispatch only after a return, and only the duty chief rules over a dispute', () => {
    expect(done(doing('dispatch', { status: 'filed' })).set.redispatchCount).toBeUndefined()
    const second = done(doing('dispatch', { status: 'filed', returnCount: 1, redispatchCount: 0 }))
    expect(second.set.redispatchCount).toBe(1)
    expect(second.details).toMatchObject({ redispatch: true })
    const ruling = (post: string) =>
      doing(
        'dispatch',
        { status: 'filed', returnCount: 1 },
        { department: FALLBACK_UNIT.id, ruling: '无主设施由兜底单位处置' },
        { actor: anActor(post) },
      )
    expect(code(ruling('dispatcher'))).toBe('incidents.needs-duty-chief')
    expect(done(ruling('duty-chief')).details).toMatchObject({ ruling: '无主设施由兜底单位处置' })
  })
})

describe('10 returning', () => {
  it('is asked within the window, measured in working hours', () => {
    const ask = (hours: number) =>
      code(doing('ask-return', { status: 'dispatched' }, {}, { sinceDispatchMs: hours * HOUR }))
    expect(ask(4)).toBe('dispatched')
    expect(ask(4.01)).toBe('incidents.return-window-over')
  })
  it('leaves the unit’s clock running until somebody else decides', () => {
    const asked = doing('ask-return', { status: 'dispatched' })
    expect(orders(asked)).toEqual([])
    expect(done(asked).requests).toMatchObject([{ do: 'ask', kind: 'return', unitId: UNIT.id }])
    expect(code(doing('ask-return', { status: 'dispatched', requests: [aRequest('return')] }))).toBe(
      'incidents.request-pending',
    )
    const granted = doing('decide-return', { status: 'dispatched', requests: [aRequest('return')] })
    expect(orders(granted)).toEqual(['stop take', 'stop handle', 'start dispatch'])
    expect(done(granted)).toMatchObject({
      to: 'filed',
      set: { returnCount: 1, leadUnitId: null },
      tasks: [{ status: 'returned' }],
      requests: [{ do: 'decide', granted: true }],
    })
    const refused = doing(
      'decide-return',
      { status: 'dispatched', requests: [aRequest('return')] },
      { grant: false },
    )
    expect(done(refused)).toMatchObject({ to: 'dispatched', clocks: [], tasks: [] })
  })
  it('of a unit that has returned it once needs the duty chief', () => {
    const requests = [
      aRequest('return', { id: accountOf('grid-worker'), status: 'granted' }),
      aRequest('return'),
    ]
    const by = (post: string, grant = true) =>
      code(doing('decide-return', { status: 'dispatched', requests }, { grant }, { actor: anActor(post) }))
    expect(by('dispatcher')).toBe('incidents.return-once-only')
    expect(by('dispatcher', false)).toBe('dispatched')
    expect(by('duty-chief')).toBe('filed')
    const other = [{ ...requests[0], departmentId: OTHER_UNIT.id }, aRequest('return')] as typeof requests
    expect(
      code(
        doing(
          'decide-return',
          { status: 'dispatched', requests: other },
          {},
          { actor: anActor('dispatcher') },
        ),
      ),
    ).toBe('filed')
  })
  it('takes everything the unit asked for with it, so that the next unit starts clean', () => {
    const pending = (['extension', 'hold'] as const).map((kind, i) =>
      aRequest(kind, { id: accountOf(i === 0 ? 'grid-worker' : 'leader') }),
    )
    const d = done(doing('decide-return', { status: 'handling', requests: [aRequest('return'), ...pending] }))
    const decided = d.requests.flatMap((r) => (r.do === 'decide' ? [[r.request, r.granted]] : []))
    expect(decided).toEqual([
      [REQUEST_ID, true],
      [pending[0]?.id, false],
      [pending[1]?.id, false],
    ])
  })
  it.each([
    ['decide-return', 'return', 'dispatched'],
    ['decide-extension', 'extension', 'handling'],
    ['decide-hold', 'hold', 'handling'],
    ['decide-force-close', 'force-close', 'feedback'],
    ['decide-void', 'void', 'handling'],
  ] as const)('%s: whoever asked does not decide, and nobody decides twice', (act, kind, status) => {
    const mine = aRequest(kind, { askedBy: accountOf('leader') })
    const facts = { actor: anActor('leader') }
    expect(code(doing(act, { status, requests: [mine] }, {}, facts))).toBe('incidents.second-person-needed')
    const decided = aRequest(kind, { status: 'refused' })
    expect(code(doing(act, { status, requests: [decided] }, {}, facts))).toBe('incidents.request-decided')
    expect(code(doing(act, { status, requests: [] }, {}, facts))).toBe('incidents.no-such-request')
    const otherKind = aRequest(kind === 'hold' ? 'extension' : 'hold')
    expect(code(doing(act, { status, requests: [otherKind] }, {}, facts))).toBe('incidents.no-such-request')
  })
})

describe('12 delegating and assisting', () => {
  it('goes down the unit’s own tree and hands the clock over without restarting it', () => {
    const d = doing('delegate', { status: 'handling' })
    expect(orders(d)).toEqual(['hand-over handle'])
    expect(done(d).set).toEqual({ leadUnitId: SECTION.id })
    for (const unit of [UNIT, OTHER_UNIT])
      expect(code(doing('delegate', { status: 'handling' }, { department: unit.id }))).toBe(
        'incidents.not-below-your-unit',
      )
  })
  it('adds a unit once; the lead cannot assist itself', () => {
    const tasks = [aTask('lead'), aTask('assisting')]
    expect(code(doing('add-assisting', { status: 'handling' }))).toBe('handling')
    expect(code(doing('add-assisting', { status: 'handling', tasks }))).toBe('incidents.already-assisting')
    expect(code(doing('add-assisting', { status: 'handling' }, { department: UNIT.id }))).toBe(
      'incidents.already-assisting',
    )
  })
  it('is finished by the assisting unit alone, and excused by task', () => {
    const tasks = [aTask('lead', { status: 'taken' }), aTask('assisting')]
    const finish = (unit: typeof UNIT) =>
      code(
        doing('finish-assisting', { status: 'handling', tasks }, {}, { actor: anActor('handler', { unit }) }),
      )
    expect(finish(OTHER_UNIT)).toBe('handling')
    expect(finish(UNIT)).toBe('incidents.not-your-unit')
    expect(code(doing('excuse-assisting', { status: 'handling', tasks }))).toBe('handling')
    expect(code(doing('excuse-assisting', { status: 'handling', tasks }, { task: aTask('lead').id }))).toBe(
      'incidents.no-such-task',
    )
  })
})

describe('13 extension', () => {
  const handling = { status: 'handling' } as const satisfies Over
  it('is asked before the deadline, within the quota and the class maximum', () => {
    const ask = (over: Over, body: Record<string, unknown> = {}, facts: Partial<Facts> = {}) =>
      code(doing('ask-extension', { ...handling, ...over }, body, facts))
    expect(ask({})).toBe('handling')
    expect(ask({}, { amount: 3 })).toBe('handling')
    expect(ask({}, { amount: 4 })).toBe('incidents.extension-too-long')
    expect(ask({}, { amount: 1.5 })).toBe('incidents.extension-too-long')
    expect(ask({ extensionCount: 1 })).toBe('incidents.extension-quota')
    expect(ask({ conditionSeq: 2 })).toBe('incidents.no-extension-allowed')
    expect(ask({ requests: [aRequest('extension')] })).toBe('incidents.request-pending')
    const due = anIncident(handling).clocks.handle?.due ?? 0
    expect(ask({}, {}, { now: due })).toBe('handling')
    expect(ask({}, {}, { now: due + 1 })).toBe('incidents.extension-too-late')
  })
  it('counts what was granted before against the class maximum', () => {
    const clocks = {
      handle: aView(FIVE_DAYS, [
        { kind: 'start', at: NOW - HOUR },
        { kind: 'extend', at: NOW - HOUR, amount: 2 },
      ]),
    }
    const twice = aMatter({
      conditions: aMatter().conditions.map((c) => ({ ...c, extension: { times: 2, maxAmount: 3 } })),
    })
    const ask = (amount: number) =>
      code(doing('ask-extension', { ...handling, clocks, extensionCount: 1 }, { amount }, { matter: twice }))
    expect(ask(1)).toBe('handling')
    expect(ask(2)).toBe('incidents.extension-too-long')
  })
  it('is in the unit of the class: what is left in a rework round is hours, to which no days are added', () => {
    const hours = aView({ amount: 3, unit: 'working-hour' }, [{ kind: 'start', at: NOW }])
    expect(code(doing('ask-extension', { ...handling, clocks: { handle: hours } }))).toBe(
      'incidents.no-extension-allowed',
    )
  })
  it('needs the dispatcher first and then another: duty chief or leader', () => {
    const decideBy = (post: string, first: string | null, accountId?: string) =>
      doing(
        'decide-extension',
        {
          ...handling,
          requests: [aRequest('extension', { firstApprover: first === null ? null : accountOf(first) })],
        },
        {},
        { actor: anActor(post, accountId === undefined ? {} : { accountId }) },
      )
    expect(code(decideBy('duty-chief', null))).toBe('incidents.not-yours')
    expect(done(decideBy('dispatcher', null))).toMatchObject({
      clocks: [],
      requests: [{ do: 'approve-first' }],
    })
    expect(code(decideBy('dispatcher', 'dispatcher'))).toBe('incidents.second-person-needed')
    expect(code(decideBy('dispatcher', 'dispatcher', accountOf('inspector')))).toBe(
      'incidents.needs-duty-chief',
    )
    for (const post of ['duty-chief', 'leader'])
      expect(done(decideBy(post, 'dispatcher'))).toMatchObject({
        to: 'handling',
        set: { extensionCount: 1 },
        clocks: [
          { do: 'extend', stage: 'handle', amount: 2 },
          { do: 'extend', stage: 'total', amount: 2 },
        ],
      })
  })
  it('keeps the original deadline for the statistics', () => {
    const start = { kind: 'start', at: NOW } as const
    const before = aView(FIVE_DAYS, [start])
    const after = aView(FIVE_DAYS, [start, { kind: 'extend', at: NOW, amount: 2 }])
    expect(after.originalDue).toBe(before.due)
    expect(after.due).toBeGreaterThan(before.due ?? Infinity)
  })
})

describe('14 and 15 hold', () => {
  const handling = { status: 'handling' } as const satisfies Over
  it('names a day that lies ahead', () => {
    expect(code(doing('ask-hold', handling))).toBe('handling')
    expect(code(doing('ask-hold', handling, { reviewAt: '2026-11-20T10:00:00+08:00' }))).toBe(
      'incidents.review-date-past',
    )
    expect(code(doing('ask-hold', { ...handling, requests: [aRequest('hold')] }))).toBe(
      'incidents.request-pending',
    )
  })
  it('needs the duty chief first and then a leader, and stops both clocks', () => {
    const by = (post: string, first: string | null) =>
      doing(
        'decide-hold',
        {
          ...handling,
          requests: [
            aRequest('hold', {
              firstApprover: first === null ? null : accountOf(first),
              askedBy: accountOf('handler'),
            }),
          ],
        },
        {},
        { actor: anActor(post) },
      )
    expect(code(by('leader', null))).toBe('incidents.needs-duty-chief')
    expect(orders(by('duty-chief', null))).toEqual([])
    expect(code(by('duty-chief', 'duty-chief'))).toBe('incidents.second-person-needed')
    expect(code(by('duty-chief', 'leader'))).toBe('incidents.needs-leader')
    expect(done(by('leader', 'duty-chief'))).toMatchObject({
      set: { onHold: true, reviewAt: NOW + 30 * DAY },
      clocks: [
        { do: 'pause', stage: 'handle', reason: 'funding' },
        { do: 'pause', stage: 'total', reason: 'funding' },
      ],
    })
  })
  it('goes on with what was left', () => {
    const clocks = Object.fromEntries(
      (['handle', 'total'] as const).map((s) => [
        s,
        aView(FIVE_DAYS, [
          { kind: 'start', at: NOW - HOUR },
          { kind: 'pause', at: NOW - HOUR / 2 },
        ]),
      ]),
    )
    expect(orders(doing('release-hold', { ...handling, onHold: true, clocks }))).toEqual([
      'resume handle',
      'resume total',
    ])
    expect(code(doing('release-hold', handling))).toBe('incidents.not-on-hold')
  })
})

describe('24 to 26 ending early', () => {
  it.each(SOURCES)('void from %s: two persons for complaint types', (source) => {
    const d = done(doing('void', { source }))
    if (COMPLAINT_SOURCES.includes(source)) {
      expect(d).toMatchObject({ to: 'reported', requests: [{ do: 'ask', kind: 'void' }], clocks: [] })
    } else expect(d).toMatchObject({ to: 'voided', details: { reason: 'false' } })
  })
  it('void stops every clock that runs and excuses everybody', () => {
    const d = doing('void', { status: 'checking' })
    expect(orders(d)).toEqual(['stop check', 'stop total'])
    expect(done(d).tasks).toEqual([{ do: 'set', task: aTask('check').id, status: 'excused' }])
    expect(code(doing('void', { requests: [aRequest('void')] }))).toBe('incidents.request-pending')
  })
  it('a refused void leaves everything as it was', () => {
    const d = doing(
      'decide-void',
      { status: 'handling', requests: [aRequest('void')] },
      { grant: false },
      { actor: anActor('leader') },
    )
    expect(done(d)).toMatchObject({ to: 'handling', clocks: [], tasks: [] })
  })
  it('merges into an open incident of the same class only', () => {
    const into = (other: Facts['other'], over: Over = {}) =>
      code(doing('merge', { status: 'filed', ...over }, {}, { other }))
    expect(into(OTHER_INCIDENT)).toBe('voided')
    expect(into({ ...OTHER_INCIDENT, classKey: null })).toBe('voided')
    expect(into(OTHER_INCIDENT, { status: 'reported', classKey: null })).toBe('voided')
    expect(into({ ...OTHER_INCIDENT, classKey: OTHER_CLASS })).toBe('incidents.merge-class-differs')
    expect(into({ ...OTHER_INCIDENT, id: anIncident().id })).toBe('incidents.same-incident')
    for (const status of [
      'closed',
      'evaluated',
      'archived',
      'rejected',
      'voided',
      'self-closed',
    ] as const satisfies readonly Status[])
      expect(into({ ...OTHER_INCIDENT, status })).toBe('incidents.merge-target-not-open')
    expect(done(doing('merge', {})).set).toEqual({ mergedInto: OTHER_INCIDENT.id })
  })
  it('is withdrawn before filing; a complaint that was verified stays', () => {
    const withdraw = (over: Over) => code(doing('withdraw', over, {}, { actor: aResident() }))
    expect(withdraw({})).toBe('voided')
    expect(withdraw({ status: 'accepted', verifyResult: 'exist' })).toBe('voided')
    expect(withdraw({ source: 'petition' })).toBe('voided')
    expect(withdraw({ status: 'accepted', source: 'petition', verifyResult: 'exist' })).toBe(
      'incidents.withdraw-too-late',
    )
    expect(withdraw({ status: 'filed' })).toBe('incidents.wrong-status')
  })
})

describe('25 looking over it', () => {
  it('raises a supervision order step by step, never to the same or a lower level', () => {
    const level = (now: Incident['supervision'], to: string) =>
      code(doing('supervise', { status: 'handling', supervision: now }, { level: to }))
    expect([level(null, 'notice'), level('notice', 'red'), level('yellow', 'red')]).toEqual(
      Array(3).fill('handling'),
    )
    for (const [now, to] of [
      ['notice', 'notice'],
      ['yellow', 'notice'],
      ['red', 'yellow'],
    ] as const)
      expect(level(now, to)).toBe('incidents.already-supervised')
    for (const act of ['reply-supervision', 'lift-supervision'] as const)
      expect(code(doing(act, { status: 'handling' }))).toBe('incidents.not-supervised')
  })
  it('has a reply limit of its own and moves no deadline', () => {
    const d = done(doing('supervise', { status: 'handling' }, { level: 'red' }))
    expect(d.details).toEqual({ level: 'red', reply: { amount: 1, unit: 'working-day' } })
    expect(d.clocks.map((c) => c.stage)).toEqual(['reply'])
    for (const act of ['instruct', 'mark-urgent', 'urge', 'comment'] as const)
      expect(orders(doing(act, { status: 'handling' }))).toEqual([])
  })
  it('gives an urgent incident the urgent stage limits from the next stage on', () => {
    expect(code(doing('mark-urgent', { urgent: true }))).toBe('incidents.already-urgent')
    const next = (urgent: boolean) =>
      done(doing('accept', { urgent })).clocks.find((c) => c.do === 'start' && c.stage === 'file')
    expect(next(true)).toMatchObject({ limit: defaultPolicy.urgentStages.file })
    expect(next(false)).toMatchObject({ limit: defaultPolicy.stages.file })
  })
  it('is urged once an interval, whoever asks', () => {
    const urged = (ago: number) => doing('urge', { urgedAt: NOW - ago })
    expect(done(urged(4 * HOUR)).set).toEqual({ urgedAt: NOW })
    expect(urged(4 * HOUR - 1500)).toMatchObject({
      ok: false,
      problem: { code: 'incidents.urge-too-soon', details: { seconds: 2 } },
    })
  })
})

describe('two hats', () => {
  it('do not make one person two: asking as chief and deciding as leader is refused', () => {
    const both = anActor('duty-chief', { also: [aHolding('leader')] })
    const requests = [aRequest('force-close', { askedBy: both.accountId })]
    expect(code(doing('decide-force-close', { status: 'feedback', requests }, {}, { actor: both }))).toBe(
      'incidents.second-person-needed',
    )
  })
})
