import { describe, expect, it } from 'vitest'
import { ACTS } from '@lifang/domains/incidents/schema/lists.ts'
import { recipients, TOLD_TOPICS } from './rules.ts'
import { AT, aRequest, aSeat, aTask, OTHER_UNIT, SEATS, SECTION, someNews, UNIT } from './examples.ts'
import type { News } from './rules/model.ts'

const told = (news: News, seats = SEATS): string[] =>
  recipients(news, seats)
    .map((t) => `${t.accountId} ${t.event}`)
    .toSorted()

const lead = [aTask({ kind: 'lead' })]
const taken = [aTask({ kind: 'lead', status: 'taken' })]
const unit = (event: string): string[] => ['handler-1', 'handler-2', 'lead-1'].map((who) => `${who} ${event}`)

type Case = [what: string, news: News, who: readonly string[]]

describe('who is told', () => {
  it.each<Case>([
    ['an ordinary report fills the queue and tells nobody', someNews('report', { to: 'reported' }), []],
    [
      'an urgent report: the intake desk',
      someNews('report', { to: 'reported', incident: { urgent: true } }),
      ['intake-1 urgent-report', 'intake-2 urgent-report'],
    ],
    [
      'sent to verify: whom it was sent to',
      someNews('send-verify', {
        to: 'verifying',
        incident: { tasks: [aTask({ kind: 'verify', assigneeId: 'worker' })] },
      }),
      ['worker to-verify'],
    ],
    [
      'verified: the intake desk',
      someNews('verify', { to: 'reported', actor: 'worker' }),
      ['intake-1 verified', 'intake-2 verified'],
    ],
    [
      'filed: the dispatchers of the street, not those of the next',
      someNews('file', { to: 'filed', actor: 'intake-1' }),
      ['dispatch-1 to-dispatch', 'dispatch-2 to-dispatch'],
    ],
    [
      'dispatched: everybody of the lead unit, and of the assisting one',
      someNews('dispatch', {
        to: 'dispatched',
        actor: 'dispatch-1',
        incident: { tasks: [...lead, aTask({ kind: 'assisting', departmentPath: OTHER_UNIT })] },
      }),
      ['gardener assisting', ...unit('dispatched')],
    ],
    [
      'dispatched to a section nobody sits in: the unit above it',
      someNews('dispatch', {
        to: 'dispatched',
        incident: { tasks: [aTask({ kind: 'lead', departmentPath: SECTION })] },
      }),
      unit('dispatched'),
    ],
    [
      'an assisting unit added later: that one, not those asked before',
      someNews('add-assisting', {
        actor: 'lead-1',
        incident: {
          tasks: [
            ...taken,
            aTask({ kind: 'assisting', departmentPath: UNIT, openedAt: AT - 1 }),
            aTask({ kind: 'assisting', departmentPath: OTHER_UNIT }),
          ],
        },
      }),
      ['gardener assisting'],
    ],
    [
      'assistance finished: the lead unit',
      someNews('finish-assisting', { actor: 'gardener', incident: { tasks: taken } }),
      unit('assisting-done'),
    ],
    [
      'delegated: the unit it went to',
      someNews('delegate', { actor: 'lead-1', incident: { tasks: taken } }),
      unit('delegated').filter((t) => !t.startsWith('lead-1')),
    ],
    [
      'taken: nobody waits for that',
      someNews('take', { actor: 'handler-1', incident: { tasks: taken } }),
      [],
    ],
    [
      'a return asked for: the dispatchers',
      someNews('ask-return', { actor: 'handler-1', incident: { requests: [aRequest({ kind: 'return' })] } }),
      ['dispatch-1 request', 'dispatch-2 request'],
    ],
    [
      'a unit’s second return: the duty chiefs of the street, not the county’s',
      someNews('ask-return', {
        actor: 'handler-1',
        incident: {
          requests: [
            aRequest({ kind: 'return', id: 'before', status: 'granted', decidedAt: AT - 9 }),
            aRequest({ kind: 'return' }),
          ],
        },
      }),
      ['chief-1 request', 'chief-2 request'],
    ],
    [
      'an extension approved first: those of the second approval, not the first approver',
      someNews('decide-extension', {
        actor: 'dispatch-1',
        incident: { requests: [aRequest({ kind: 'extension', firstApprover: 'dispatch-1' })] },
      }),
      ['chief-1 request', 'chief-2 request', 'leader-1 request'],
    ],
    [
      'an extension decided: who asked',
      someNews('decide-extension', {
        actor: 'chief-1',
        incident: {
          requests: [
            aRequest({ kind: 'extension', status: 'granted', firstApprover: 'dispatch-1', decidedAt: AT }),
          ],
        },
      }),
      ['handler-1 decided'],
    ],
    [
      'a return refused: who asked',
      someNews('decide-return', {
        actor: 'dispatch-1',
        incident: { requests: [aRequest({ kind: 'return', status: 'refused', decidedAt: AT })] },
      }),
      ['handler-1 decided'],
    ],
    [
      'a hold asked for: the duty chiefs; approved by one of them: the leader',
      someNews('decide-hold', {
        actor: 'chief-1',
        incident: { requests: [aRequest({ kind: 'hold', firstApprover: 'chief-1' })] },
      }),
      ['leader-1 request'],
    ],
    [
      'a forced closing asked for: the leader',
      someNews('ask-force-close', {
        to: 'feedback',
        actor: 'chief-1',
        incident: { requests: [aRequest({ kind: 'force-close', askedBy: 'chief-1' })] },
      }),
      ['leader-1 request'],
    ],
    [
      'forced closed: who asked, and who reported',
      someNews('decide-force-close', {
        to: 'closed',
        actor: 'leader-1',
        incident: {
          requests: [aRequest({ kind: 'force-close', askedBy: 'chief-1', status: 'granted', decidedAt: AT })],
        },
      }),
      ['chief-1 decided', 'worker closed'],
    ],
    [
      '“not solved” by a resident: the duty chiefs',
      someNews('ask-reopen', {
        to: 'closed',
        incident: { requests: [aRequest({ kind: 'reopen', askedBy: null })] },
      }),
      ['chief-1 request', 'chief-2 request'],
    ],
    [
      'voided at once: who reported, and the unit that had it',
      someNews('void', {
        to: 'voided',
        actor: 'chief-1',
        incident: { tasks: [aTask({ kind: 'lead', status: 'excused' })] },
      }),
      [...unit('stopped'), 'worker not-handled'],
    ],
    [
      'voiding a complaint is a question: the other duty chief and the leader',
      someNews('void', {
        actor: 'chief-1',
        incident: { requests: [aRequest({ kind: 'void', askedBy: 'chief-1' })] },
      }),
      ['chief-2 request', 'leader-1 request'],
    ],
    [
      'a hold that ended by itself: the unit',
      someNews('release-hold', { incident: { tasks: taken } }),
      unit('hold-released'),
    ],
    [
      'fed back: the dispatchers, who send the check',
      someNews('feedback', { to: 'feedback', actor: 'handler-1' }),
      ['dispatch-1 feedback', 'dispatch-2 feedback'],
    ],
    [
      'sent to check: the checker',
      someNews('send-check', {
        to: 'checking',
        actor: 'dispatch-1',
        incident: { tasks: [aTask({ kind: 'check', assigneeId: 'checker' })] },
      }),
      ['checker to-check'],
    ],
    [
      'check passed: the intake desk, which closes',
      someNews('check', { to: 'checking', actor: 'checker', incident: { checkResult: 'pass' } }),
      ['intake-1 check-passed', 'intake-2 check-passed'],
    ],
    [
      'check failed: the dispatchers, who order rework',
      someNews('check', { to: 'checking', actor: 'checker', incident: { checkResult: 'fail' } }),
      ['dispatch-1 check-failed', 'dispatch-2 check-failed'],
    ],
    [
      'rework: the unit',
      someNews('rework', { actor: 'dispatch-1', incident: { tasks: taken } }),
      unit('rework'),
    ],
    ['closed: who reported', someNews('close', { to: 'closed', actor: 'intake-1' }), ['worker closed']],
    [
      'closed, reported by a resident: nobody here',
      someNews('close', { to: 'closed', incident: { reportedBy: null } }),
      [],
    ],
    [
      'declined: who reported',
      someNews('decline', { to: 'rejected', actor: 'intake-1' }),
      ['worker not-handled'],
    ],
    [
      'reopened: the unit, who reported, who asked',
      someNews('reopen', {
        actor: 'chief-1',
        incident: {
          tasks: taken,
          requests: [aRequest({ kind: 'reopen', askedBy: 'intake-1', status: 'granted', decidedAt: AT })],
        },
      }),
      ['intake-1 decided', ...unit('reopened'), 'worker reopened'].toSorted(),
    ],
    [
      'supervised: the unit’s leads',
      someNews('supervise', { actor: 'supervisor-1', incident: { tasks: taken } }),
      ['lead-1 supervised'],
    ],
    [
      'supervised in a unit without a lead: everybody there',
      someNews('supervise', {
        actor: 'supervisor-1',
        incident: { tasks: [aTask({ kind: 'lead', departmentPath: OTHER_UNIT })] },
      }),
      ['gardener supervised'],
    ],
    [
      'supervised before any unit has it: whose turn it is',
      someNews('supervise', { to: 'filed', actor: 'supervisor-1' }),
      ['dispatch-1 supervised', 'dispatch-2 supervised'],
    ],
    [
      'supervision answered: the supervisor',
      someNews('reply-supervision', { actor: 'lead-1' }),
      ['supervisor-1 supervision-replied'],
    ],
    ['urged: the unit', someNews('urge', { incident: { tasks: taken } }), unit('urged')],
    [
      'urged before acceptance: the intake desk',
      someNews('urge', { to: 'reported' }),
      ['intake-1 urged', 'intake-2 urged'],
    ],
    [
      'marked urgent while it is checked: the checker',
      someNews('mark-urgent', {
        to: 'checking',
        incident: { tasks: [aTask({ kind: 'check', assigneeId: 'checker' })] },
      }),
      ['checker made-urgent'],
    ],
    [
      'handling nearly due: the unit',
      someNews('near-due', { stage: 'handle', incident: { tasks: taken } }),
      unit('near-due'),
    ],
    [
      'handling found past its due time already: not that it is near, too',
      someNews('near-due', { stage: 'handle', incident: { tasks: taken, due: { handle: AT - 1 } } }),
      [],
    ],
    [
      'handling overdue: the unit and the duty chiefs',
      someNews('overdue', { stage: 'handle', incident: { tasks: taken } }),
      ['chief-1 overdue', 'chief-2 overdue', ...unit('overdue')],
    ],
    [
      'dispatching overdue: the dispatchers and the duty chiefs',
      someNews('overdue', { stage: 'dispatch', incident: { status: 'filed' } }),
      ['chief-1 overdue', 'chief-2 overdue', 'dispatch-1 overdue', 'dispatch-2 overdue'],
    ],
    [
      'the total nearly due: nobody twice',
      someNews('near-due', { stage: 'total', incident: { tasks: taken } }),
      [],
    ],
    [
      'the total overdue: the duty chiefs',
      someNews('overdue', { stage: 'total', incident: { tasks: taken } }),
      ['chief-1 overdue', 'chief-2 overdue'],
    ],
    [
      'handed up to the county: its desk',
      someNews('hand-up', {
        to: 'filed',
        actor: 'dispatch-1',
        incident: { deskPath: '990602/' },
      }),
      ['county-desk handed'],
    ],
    [
      'overdue at the county’s desk: the county’s duty chief',
      someNews('overdue', { stage: 'dispatch', incident: { status: 'filed', deskPath: '990602/' } }),
      ['county-chief overdue', 'county-desk overdue'],
    ],
    [
      'the reply to a supervision order nearly due: the unit’s leads',
      someNews('near-due', { stage: 'reply', incident: { tasks: taken } }),
      ['lead-1 near-due'],
    ],
    [
      'the reply overdue: the leads and the duty chiefs',
      someNews('overdue', { stage: 'reply', incident: { tasks: taken } }),
      ['chief-1 overdue', 'chief-2 overdue', 'lead-1 overdue'],
    ],
    ['a comment: nobody', someNews('comment', { incident: { tasks: taken } }), []],
  ])('%s', (_what, news, who) => {
    expect(told(news)).toEqual([...who].toSorted())
  })
})

describe('never', () => {
  it('the person who did it, in any act, in whatever role the rule would name them', () => {
    for (const seat of SEATS)
      for (const act of ACTS)
        for (const status of [
          'reported',
          'filed',
          'dispatched',
          'handling',
          'feedback',
          'checking',
          'closed',
        ]) {
          const news = someNews(act, {
            to: status,
            actor: seat.accountId,
            incident: {
              reportedBy: seat.accountId,
              tasks: [
                aTask({ kind: 'lead' }),
                aTask({ kind: 'check', assigneeId: seat.accountId }),
                aTask({ kind: 'verify', assigneeId: seat.accountId }),
              ],
              requests: [aRequest({ kind: 'return', askedBy: seat.accountId })],
            },
          })
          expect(recipients(news, SEATS).map((t) => t.accountId)).not.toContain(seat.accountId)
        }
  })

  it('of work that somebody has taken on meanwhile', () => {
    const gone = (act: string, to: string, status: string): string[] =>
      told(someNews(act, { to, incident: { status, tasks: taken } }))
    expect(gone('dispatch', 'dispatched', 'handling')).toEqual([])
    expect(gone('file', 'filed', 'dispatched')).toEqual([])
    expect(gone('feedback', 'feedback', 'checking')).toEqual([])
  })

  it('the one who is away: the stand-in is told, and only for the post stood in for', () => {
    const seats = [
      ...SEATS,
      aSeat({ accountId: 'substitute', post: 'dispatcher', standsInFor: 'dispatch-1' }),
      // dispatch-1 is a duty chief too and is there as such.
      aSeat({ accountId: 'dispatch-1', post: 'duty-chief' }),
    ]
    expect(told(someNews('file', { to: 'filed' }), seats)).toEqual([
      'dispatch-2 to-dispatch',
      'substitute to-dispatch',
    ])
    const asked = someNews('ask-reopen', {
      to: 'closed',
      incident: { requests: [aRequest({ kind: 'reopen', askedBy: null })] },
    })
    expect(told(asked, seats)).toContain('dispatch-1 request')
  })

  it('by a border of the day before: whoever holds the ground now is told', () => {
    const seats = [
      aSeat({
        accountId: 'new-desk',
        post: 'dispatcher',
        areaPath: '990602/009/',
        formerPaths: ['990602/004/'],
      }),
    ]
    expect(told(someNews('file', { to: 'filed' }), seats)).toEqual(['new-desk to-dispatch'])
  })

  it('nobody, where one level is empty: the next above decides', () => {
    const seats = SEATS.filter((s) => !s.accountId.startsWith('chief'))
    const asked = someNews('ask-reopen', {
      to: 'closed',
      incident: { requests: [aRequest({ kind: 'reopen', askedBy: null })] },
    })
    expect(told(asked, seats)).toEqual(['county-chief request'])
  })
})

it('the topics the reactions hang on are acts or deadlines', () => {
  const known: readonly string[] = ['report', 'near-due', 'overdue', ...ACTS]
  expect(TOLD_TOPICS.filter((t) => !known.includes(t))).toEqual([])
})
