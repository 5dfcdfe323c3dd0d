import { describe, expect, it } from 'vitest'
import {
  aCommand,
  accountOf,
  aLadder,
  aMatter,
  anActor,
  anIncident,
  aRequest,
  aTask,
  COMMUNITY_PATH,
  OTHER_UNIT,
  someFacts,
} from './examples.ts'
import { actsFrom, decide, FROM, mayStart } from './rules.ts'
import type { Facts, Incident } from './rules/model.ts'
import { ACTS, STATUSES } from './schema/lists.ts'
import type { Act, Status } from './schema/words.ts'

/** Every open state keeps itself: the act is written down, the incident stays where it is. */
const STAYS = {
  reported: 'reported',
  verifying: 'verifying',
  accepted: 'accepted',
  filed: 'filed',
  dispatched: 'dispatched',
  handling: 'handling',
  feedback: 'feedback',
  checking: 'checking',
} as const satisfies Partial<Record<Status, Status>>
const OPEN = Object.keys(STAYS) as (keyof typeof STAYS)[]
const all = (to: Status): Partial<Record<Status, Status>> => Object.fromEntries(OPEN.map((s) => [s, to]))

/**
 * domain 3.3 written down a second time, by hand: for each act, from which state to which. What is not here is refused.
 * (Transition 1 is the report itself; `draft` never reaches the server.)
 */
const EXPECTED: Record<Act, Partial<Record<Status, Status>>> = {
  'self-close': { reported: 'self-closed', accepted: 'self-closed', filed: 'self-closed' },
  'send-verify': { reported: 'verifying' },
  verify: { verifying: 'accepted' },
  accept: { reported: 'accepted' },
  decline: { reported: 'rejected', accepted: 'rejected' },
  file: { accepted: 'filed' },
  dispatch: { filed: 'dispatched' },
  take: { dispatched: 'handling' },
  'ask-return': { dispatched: 'dispatched', handling: 'handling' },
  'decide-return': { dispatched: 'filed', handling: 'filed' },
  delegate: { handling: 'handling' },
  'add-assisting': { dispatched: 'dispatched', handling: 'handling' },
  'finish-assisting': { dispatched: 'dispatched', handling: 'handling' },
  'excuse-assisting': { dispatched: 'dispatched', handling: 'handling' },
  'ask-extension': { handling: 'handling' },
  'decide-extension': { handling: 'handling' },
  'ask-hold': { handling: 'handling' },
  'decide-hold': { handling: 'handling' },
  'release-hold': { handling: 'handling' },
  feedback: { handling: 'feedback' },
  'send-check': { feedback: 'checking' },
  check: { checking: 'checking' },
  rework: { checking: 'handling' },
  close: { checking: 'closed' },
  'close-on-papers': { feedback: 'closed' },
  'ask-force-close': { feedback: 'feedback' },
  'decide-force-close': { feedback: 'closed' },
  'ask-reopen': { closed: 'closed', evaluated: 'evaluated' },
  reopen: { closed: 'handling', evaluated: 'handling' },
  rate: { closed: 'evaluated' },
  archive: { evaluated: 'archived' },
  void: all('voided'),
  'decide-void': all('voided'),
  merge: { reported: 'voided', verifying: 'voided', accepted: 'voided', filed: 'voided' },
  'hand-up': { reported: 'reported', verifying: 'verifying', accepted: 'accepted', filed: 'filed' },
  'hand-down': { reported: 'reported', verifying: 'verifying', accepted: 'accepted', filed: 'filed' },
  'hand-over': { reported: 'reported', accepted: 'accepted', filed: 'filed' },
  withdraw: { reported: 'voided', verifying: 'voided', accepted: 'voided' },
  supervise: STAYS,
  'reply-supervision': STAYS,
  'lift-supervision': STAYS,
  'mark-urgent': STAYS,
  instruct: STAYS,
  urge: STAYS,
  comment: STAYS,
  'add-evidence': STAYS,
} satisfies Record<Act, Partial<Record<Status, Status>>>

const plain = (incident: Incident): Incident => incident
const leader = (): Partial<Facts> => ({ actor: anActor('leader') })
const chief = (): Partial<Facts> => ({ actor: anActor('duty-chief') })
const same = (): Partial<Facts> => ({})
type Setting = readonly [prepare: (incident: Incident) => Incident, facts: () => Partial<Facts>]
const asked =
  (kind: Parameters<typeof aRequest>[0], first: string | null = null) =>
  (incident: Incident): Incident => ({
    ...incident,
    requests: [aRequest(kind, first === null ? {} : { firstApprover: accountOf(first) })],
  })
const supervised = (incident: Incident): Incident => ({ ...incident, supervision: 'notice' })
const assisted = (incident: Incident): Incident => ({
  ...incident,
  tasks: [...incident.tasks, aTask('assisting')],
})

/** What each act finds when every guard but the state is met. */
const SETTING: Record<Act, Setting> = {
  'self-close': [(i) => ({ ...i, deskPath: COMMUNITY_PATH }), same],
  'send-verify': [plain, same],
  verify: [plain, () => ({ actor: anActor('grid-worker') })],
  accept: [plain, same],
  decline: [plain, same],
  file: [plain, same],
  dispatch: [plain, same],
  take: [plain, same],
  'ask-return': [plain, same],
  'decide-return': [asked('return'), same],
  delegate: [plain, same],
  'add-assisting': [plain, same],
  'finish-assisting': [assisted, () => ({ actor: anActor('handler', { unit: OTHER_UNIT }) })],
  'excuse-assisting': [assisted, same],
  'ask-extension': [plain, same],
  'decide-extension': [asked('extension', 'dispatcher'), chief],
  'ask-hold': [plain, same],
  'decide-hold': [asked('hold', 'duty-chief'), leader],
  'release-hold': [(i) => ({ ...i, onHold: true }), same],
  feedback: [plain, same],
  'send-check': [plain, same],
  check: [plain, () => ({ actor: anActor('checker') })],
  rework: [(i) => ({ ...i, checkResult: 'fail' }), same],
  close: [(i) => ({ ...i, checkResult: 'pass' }), same],
  'close-on-papers': [(i) => ({ ...i, checkResult: 'unable' }), same],
  'ask-force-close': [plain, same],
  'decide-force-close': [asked('force-close'), leader],
  'ask-reopen': [plain, same],
  reopen: [plain, same],
  rate: [plain, same],
  archive: [plain, same],
  void: [plain, same],
  'decide-void': [asked('void'), leader],
  merge: [plain, same],
  'hand-up': [plain, same],
  'hand-down': [plain, () => ({ ladder: aLadder({ target: 'community' }) })],
  'hand-over': [plain, () => ({ ladder: aLadder({ target: 'other-grid' }) })],
  withdraw: [plain, same],
  supervise: [plain, same],
  'reply-supervision': [supervised, same],
  'lift-supervision': [supervised, same],
  'mark-urgent': [plain, same],
  instruct: [plain, same],
  urge: [plain, same],
  comment: [plain, same],
  'add-evidence': [plain, same],
} satisfies Record<Act, Setting>

describe('every state × every act', () => {
  for (const act of ACTS) {
    it.each(STATUSES)(`${act} from %s`, (status) => {
      const [prepare, facts] = SETTING[act]
      const decided = decide(prepare(anIncident({ status })), aCommand(act), someFacts(facts()))
      const expected = EXPECTED[act][status]
      if (expected !== undefined) {
        expect(decided.ok ? decided.value.to : decided.problem.code).toBe(expected)
        return
      }
      expect(decided).toMatchObject({
        ok: false,
        problem: { code: 'incidents.wrong-status', status: 409, details: { status, act } },
      })
    })
  }
})

describe('the transition table', () => {
  it('lets the client ask the same as the server decides', () => {
    for (const status of STATUSES) {
      expect(actsFrom(status)).toEqual(ACTS.filter((act) => EXPECTED[act][status] !== undefined))
      for (const act of ACTS) expect(mayStart(act, status)).toBe(EXPECTED[act][status] !== undefined)
    }
  })

  it('has no act that starts nowhere and no end from which staff may go on', () => {
    for (const act of ACTS) expect(FROM[act].length, act).toBeGreaterThan(0)
    for (const end of ['draft', 'archived', 'self-closed', 'rejected', 'voided'] as const)
      expect(actsFrom(end), end).toEqual([])
  })

  it('reaches every state but the draft from a report', () => {
    const reached = new Set<Status>(['reported'])
    for (let grew = true; grew;) {
      grew = false
      for (const act of ACTS)
        for (const [from, to] of Object.entries(EXPECTED[act]) as [Status, Status][])
          if (reached.has(from) && !reached.has(to)) {
            reached.add(to)
            grew = true
          }
    }
    expect([...reached].toSorted()).toEqual(STATUSES.filter((s) => s !== 'draft').toSorted())
  })

  it('refuses on hold what would move a case that stands, and allows what looks after it', () => {
    const blocked = ACTS.filter((act) => {
      if (!mayStart(act, 'handling')) return false
      const [prepare, facts] = SETTING[act]
      const held = { ...prepare(anIncident({ status: 'handling' })), onHold: true }
      const decided = decide(held, aCommand(act), someFacts(facts()))
      return !decided.ok && decided.problem.code === 'incidents.on-hold'
    })
    expect(blocked.toSorted()).toEqual(
      [
        'ask-extension',
        'ask-hold',
        'ask-return',
        'decide-extension',
        'decide-return',
        'delegate',
        'feedback',
      ].toSorted(),
    )
  })

  it('takes a matter from the list and nothing else for granted', () => {
    const bare = someFacts({ matter: null, candidate: null, units: new Map(), other: null })
    const refusals = ACTS.flatMap((act) => {
      const from = FROM[act][0]
      const [prepare] = SETTING[act]
      const decided = decide(prepare(anIncident({ status: from })), aCommand(act), {
        ...bare,
        ...SETTING[act][1](),
      })
      return decided.ok ? [] : [`${act}: ${decided.problem.code}`]
    })
    expect(refusals).toEqual([
      'self-close: incidents.unknown-class',
      'send-verify: incidents.nobody-to-verify',
      'file: incidents.unknown-class',
      'dispatch: incidents.unknown-department',
      'delegate: incidents.unknown-department',
      'add-assisting: incidents.unknown-department',
      'ask-extension: incidents.no-extension-allowed',
      'send-check: incidents.nobody-to-check',
      'merge: incidents.merge-target-not-open',
    ])
    expect(aMatter().conditions).toHaveLength(2)
  })

  it.each([
    'accept',
    'file',
    'dispatch',
    'take',
    'send-verify',
    'verify',
    'delegate',
    'check',
    'close',
    'rate',
  ] as const)('%s reads neither requests nor evidence: commands/act.ts loads it without them', (act) => {
    const [prepare, facts] = SETTING[act]
    const unread = (what: string) => ({
      get: () => {
        throw new Error(`${act} reads ${what}`)
      },
    })
    const incident = Object.defineProperties(
      { ...prepare(anIncident({ status: FROM[act][0] })) },
      { requests: unread('requests'), evidence: unread('evidence') },
    )
    expect(decide(incident, aCommand(act), someFacts(facts())).ok).toBe(true)
  })
})
