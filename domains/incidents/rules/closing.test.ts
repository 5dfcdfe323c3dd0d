import { describe, expect, it } from 'vitest'
import type { Decided } from '@lifang/platform/problem.ts'
import { systemActor } from '@lifang/platform/access.ts'
import {
  accountOf,
  aCommand,
  aHolding,
  anActor,
  anIncident,
  aRequest,
  aResident,
  aTask,
  aView,
  COUNTY,
  FIVE_DAYS,
  NOW,
  OTHER_UNIT,
  SECTION,
  someFacts,
  UNIT,
} from '../examples.ts'
import { decide } from '../rules.ts'
import { EVIDENCE_KINDS } from '../schema/lists.ts'
import type { Act } from '../schema/words.ts'
import type { Decision, Facts, Incident } from './model.ts'

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

describe('16 feedback', () => {
  const feedback = (over: Over, facts: Partial<Facts> = {}, reason?: string) =>
    doing('feedback', { status: 'handling', ...over }, { withoutEvidenceReason: reason }, facts)

  it('needs the evidence of the closing condition, or the reason why there is none', () => {
    expect(code(feedback({}))).toBe('incidents.evidence-missing')
    expect(code(feedback({}, { newEvidence: ['after'] }))).toBe('feedback')
    expect(done(feedback({}, {}, '现场封闭')).details).toEqual({
      missing: ['after'],
      withoutEvidenceReason: '现场封闭',
    })
    expect(code(feedback({ conditionSeq: 2 }))).toBe('feedback')
  })
  it('does not take the photo of an earlier round for this one', () => {
    expect(code(feedback({ evidence: [{ kind: 'after', thisRound: false }] }))).toBe(
      'incidents.evidence-missing',
    )
    expect(code(feedback({ evidence: [{ kind: 'after', thisRound: true }] }))).toBe('feedback')
  })
  it('waits for every assisting unit', () => {
    const tasks = [aTask('lead', { status: 'taken' }), aTask('assisting')]
    expect(feedback({ tasks }, { newEvidence: ['after'] })).toMatchObject({
      problem: { code: 'incidents.assisting-unfinished', details: { units: [OTHER_UNIT.name] } },
    })
    for (const status of ['done', 'excused'] as const) {
      const settled = [aTask('lead', { status: 'taken' }), aTask('assisting', { status })]
      expect(code(feedback({ tasks: settled }, { newEvidence: ['after'] }))).toBe('feedback')
    }
  })
  it('stops handling, starts checking and ends what the unit still asked for', () => {
    const d = feedback(
      { requests: [aRequest('extension'), aRequest('hold', { id: accountOf('leader') })] },
      { newEvidence: ['after'] },
    )
    expect(orders(d)).toEqual(['stop handle', 'start check'])
    expect(done(d).requests).toMatchObject([
      { do: 'decide', granted: false },
      { do: 'decide', granted: false },
    ])
  })
})

describe('17 who checks', () => {
  const unitOf = (accountId: string, unitPaths: readonly string[] = []) => ({
    candidate: { accountId, unitPaths },
  })
  it('is neither the handler nor of the handling unit, above or below', () => {
    const send = (facts: Partial<Facts>) => code(doing('send-check', { status: 'feedback' }, {}, facts))
    expect(send(unitOf(accountOf('checker')))).toBe('checking')
    expect(send(unitOf(accountOf('checker'), [OTHER_UNIT.path]))).toBe('checking')
    expect(send(unitOf(accountOf('handler')))).toBe('incidents.checker-is-handler')
    for (const path of [UNIT.path, SECTION.path, 'centre/'])
      expect(send(unitOf(accountOf('checker'), [path]))).toBe('incidents.checker-is-handler')
    expect(send({ candidate: null })).toBe('incidents.nobody-to-check')
  })
  it('counts those who assisted as handlers too', () => {
    const tasks = [
      aTask('lead', { status: 'done', doneBy: accountOf('handler') }),
      aTask('assisting', { status: 'done', doneBy: accountOf('inspector') }),
    ]
    expect(code(doing('send-check', { status: 'feedback', tasks }, {}, unitOf(accountOf('inspector'))))).toBe(
      'incidents.checker-is-handler',
    )
  })
  it('is asked again when the check is done: a handler sent by mistake is refused then', () => {
    const check = (actor: Facts['actor']) => code(doing('check', { status: 'checking' }, {}, { actor }))
    expect(check(anActor('checker'))).toBe('checking')
    expect(check(anActor('checker', { accountId: accountOf('handler') }))).toBe(
      'incidents.checker-is-handler',
    )
    expect(check(anActor('checker', { also: [aHolding('handler', { unit: UNIT })] }))).toBe(
      'incidents.checker-is-handler',
    )
    expect(check(anActor('checker', { also: [aHolding('handler', { unit: OTHER_UNIT })] }))).toBe('checking')
  })
})

describe('18 to 20 the result', () => {
  const facts = { actor: anActor('checker') }
  it.each([
    ['pass', 'checking', ['stop check', 'start close'], 'done'],
    ['fail', 'checking', ['stop check'], 'done'],
    ['unable', 'feedback', ['stop check'], 'failed'],
  ] as const)('%s → %s', (result, to, clocks, task) => {
    const d = doing('check', { status: 'checking' }, { result }, { ...facts, newEvidence: ['after'] })
    expect(done(d)).toMatchObject({ to, set: { checkResult: result }, tasks: [{ status: task }] })
    expect(orders(d)).toEqual(clocks)
  })
  it('a fail is shown, or its lack explained; pass and unable need no photo', () => {
    const check = (body: Record<string, unknown>, newEvidence: Facts['newEvidence'] = []) =>
      doing('check', { status: 'checking' }, body, { ...facts, newEvidence })
    expect(check({ result: 'fail' })).toMatchObject({
      ok: false,
      problem: { code: 'incidents.evidence-missing', details: { field: 'photos', kinds: ['after'] } },
    })
    for (const kind of EVIDENCE_KINDS) expect(code(check({ result: 'fail' }, [kind]))).toBe('checking')
    const reasoned = done(check({ result: 'fail', withoutPhotoReason: '室内不便拍照' }))
    expect(reasoned.details).toEqual({ result: 'fail', withoutPhotoReason: '室内不便拍照' })
    expect(code(check({ result: 'pass' }))).toBe('checking')
    expect(code(check({ result: 'unable' }))).toBe('feedback')
  })
  it('is given once', () => {
    expect(code(doing('check', { status: 'checking', checkResult: 'pass' }, {}, facts))).toBe(
      'incidents.request-decided',
    )
  })
  it('closing needs a pass', () => {
    for (const checkResult of [null, 'fail', 'unable'] as const)
      expect(code(doing('close', { status: 'checking', checkResult }))).toBe('incidents.check-result-missing')
    const d = doing('close', { status: 'checking', checkResult: 'pass' })
    expect(done(d)).toMatchObject({ to: 'closed', set: { closedAt: NOW, closedBy: 'check' } })
  })
  it('no way of closing is open to whoever handled it, whatever other post they hold', () => {
    const accountId = accountOf('handler')
    const by = (act: Act, post: string, over: Over) =>
      code(doing(act, over, {}, { actor: anActor(post, { accountId }) }))
    expect(by('close', 'intake-officer', { status: 'checking', checkResult: 'pass' })).toBe(
      'incidents.checker-is-handler',
    )
    expect(by('close-on-papers', 'duty-chief', { status: 'feedback', checkResult: 'unable' })).toBe(
      'incidents.checker-is-handler',
    )
    expect(by('ask-force-close', 'duty-chief', { status: 'feedback' })).toBe('incidents.checker-is-handler')
    expect(
      by('decide-force-close', 'leader', { status: 'feedback', requests: [aRequest('force-close')] }),
    ).toBe('incidents.checker-is-handler')
  })
  it('rework needs a fail; it goes to the same unit with the time that was left', () => {
    for (const checkResult of [null, 'pass'] as const)
      expect(code(doing('rework', { status: 'checking', checkResult }))).toBe('incidents.check-not-failed')
    const d = doing('rework', { status: 'checking', checkResult: 'fail' })
    expect(done(d)).toMatchObject({
      to: 'handling',
      set: { reworkCount: 1, leadUnitId: UNIT.id, newRound: true, checkResult: null },
      tasks: [{ do: 'open', kind: 'lead', unitId: UNIT.id }],
    })
    const left = anIncident({ status: 'checking' }).clocks.handle?.remainingMs ?? 0
    expect(done(d).clocks.find((c) => c.do === 'start' && c.stage === 'handle')).toMatchObject({
      limit: { amount: left / HOUR, unit: 'working-hour' },
    })
  })
  it('rework gives an overdue unit half an hour, not its time back', () => {
    const late = aView(FIVE_DAYS, [
      { kind: 'start', at: NOW - 60 * DAY },
      { kind: 'stop', at: NOW },
    ])
    const over: Over = { status: 'checking', checkResult: 'fail' }
    const clocks = { ...anIncident(over).clocks, handle: late }
    const d = doing('rework', { ...over, clocks })
    expect(done(d).clocks.find((c) => c.do === 'start' && c.stage === 'handle')).toMatchObject({
      limit: { amount: 0.5 },
    })
  })
  it('what could not be checked is checked again, or closed on papers with a waiver', () => {
    const unable = { status: 'feedback', checkResult: 'unable' } as const satisfies Over
    expect(done(doing('send-check', unable, { sameTimeOfDay: true })).details).toEqual({
      sameTimeOfDay: true,
    })
    expect(done(doing('close-on-papers', unable))).toMatchObject({
      to: 'closed',
      set: { closedBy: 'papers' },
      details: { waiver: '围挡封闭，凭验收单结案' },
    })
    expect(code(doing('close-on-papers', { status: 'feedback' }))).toBe('incidents.check-not-unable')
    expect(() => aCommand('close-on-papers', { waiver: ' ' })).toThrow()
  })
})

describe('21 reopening', () => {
  it('is possible within the window and counts', () => {
    const closed = (ago: number) => ({ status: 'closed', closedAt: NOW - ago }) as const
    for (const act of ['ask-reopen', 'reopen'] as const) {
      expect(doing(act, closed(30 * DAY)).ok).toBe(true)
      expect(code(doing(act, closed(30 * DAY + 1)))).toBe('incidents.reopen-window-over')
    }
    const d = done(doing('reopen', { ...closed(DAY), requests: [aRequest('reopen')] }))
    expect(d).toMatchObject({
      to: 'handling',
      set: { reopenCount: 1, closedAt: null, closedBy: null, newRound: true },
      requests: [{ do: 'decide', granted: true }],
      details: { reason: 'not-solved' },
    })
    expect(d.clocks.map((c) => `${c.do} ${c.stage}`)).toEqual(['start handle', 'start total'])
  })
  it('is asked for once at a time', () => {
    expect(code(doing('ask-reopen', { status: 'closed', requests: [aRequest('reopen')] }))).toBe(
      'incidents.request-pending',
    )
  })
})

describe('22 and 23 rating', () => {
  it('keeps what was said; the system makes no stars up', () => {
    expect(done(doing('rate', { status: 'closed' }, {}, { actor: aResident() })).set.rating).toEqual({
      stars: 4,
      solved: true,
      comment: null,
    })
    const system = done(doing('rate', { status: 'closed' }, {}, { actor: systemActor(COUNTY, '系统') }))
    expect(system.set.rating).toBe('none')
    expect(system.details).toEqual({ unrated: true })
    for (const stars of [0, 6, 4.5]) expect(() => aCommand('rate', { stars })).toThrow()
  })
  it('is possible again after a reopened incident was closed once more', () => {
    expect(code(doing('rate', { status: 'closed', rated: true, reopenCount: 1 }))).toBe('evaluated')
  })
  it('is filed away by the desk; while "not solved" waits only by the duty chief, which answers it', () => {
    const requests = [aRequest('reopen')]
    const by = (post: string, over: Over = {}) =>
      doing('archive', { status: 'evaluated', ...over }, {}, { actor: anActor(post) })
    expect(code(by('intake-officer'))).toBe('archived')
    expect(code(by('intake-officer', { requests }))).toBe('incidents.needs-duty-chief')
    expect(done(by('duty-chief', { requests }))).toMatchObject({
      to: 'archived',
      requests: [{ do: 'decide', granted: false }],
    })
  })
})

describe('27 forced closing', () => {
  it('is asked by the duty chief, decided by a leader, and counted apart', () => {
    expect(done(doing('ask-force-close', { status: 'feedback' })).requests).toMatchObject([
      { do: 'ask', kind: 'force-close' },
    ])
    const requests = [aRequest('force-close')]
    expect(code(doing('ask-force-close', { status: 'feedback', requests }))).toBe('incidents.request-pending')
    const by = (grant: boolean) =>
      done(
        doing(
          'decide-force-close',
          { status: 'feedback', requests },
          { grant },
          { actor: anActor('leader') },
        ),
      )
    expect(by(true)).toMatchObject({ to: 'closed', set: { closedBy: 'force' } })
    expect(by(false)).toMatchObject({ to: 'feedback', set: {} })
  })
})

describe('what was asked ends with its stage', () => {
  const asks = (['force-close', 'void'] as const).map((kind, i) =>
    aRequest(kind, { id: accountOf(i === 0 ? 'grid-worker' : 'handler-lead') }),
  )
  it.each([
    ['reopen', { status: 'closed' }, 2],
    ['rework', { status: 'checking', checkResult: 'fail' }, 1],
  ] as const)('%s leaves nothing to be granted in a later stage', (act, over, lapsed) => {
    const d = done(doing(act, { ...over, requests: asks }))
    expect(d.requests).toEqual(
      asks.slice(0, lapsed).map((r) => ({ do: 'decide', request: r.id, granted: false })),
    )
  })
})
