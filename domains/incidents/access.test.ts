import { describe, expect, it } from 'vitest'
import type { Actor } from '@lifang/platform/access.ts'
import { systemActor } from '@lifang/platform/access.ts'
import { POSTS, POST_SEAT } from '@lifang/domains/grid/schema.ts'
import {
  AREA_POSTS,
  incidentScope,
  mayAct,
  sees,
  seesReporter,
  STAFF_POSTS,
  UNIT_POSTS,
  WHO,
} from './access.ts'
import {
  accountOf,
  anActor,
  anIncident,
  aResident,
  aTask,
  COMMUNITY_PATH,
  COUNTY,
  FALLBACK_UNIT,
  GRID_PATH,
  NEIGHBOUR_PATH,
  OTHER_UNIT,
  SECTION,
  STREET_PATH,
  UNIT,
} from './examples.ts'
import type { Incident } from './rules/model.ts'
import { ACTS } from './schema/lists.ts'
import type { Act } from './schema/words.ts'

const STRANGER = accountOf('stranger')
/** In the hands of a unit, another assisting, with somebody sent to check: every relation exists at once. */
const INCIDENT: Incident = anIncident({
  status: 'handling',
  reportedBy: accountOf('grid-worker'),
  tasks: [
    aTask('lead', { status: 'taken', doneBy: accountOf('handler') }),
    aTask('assisting'),
    aTask('verify'),
    aTask('check'),
  ],
})
const seen = (actor: Actor): boolean => sees(incidentScope(actor), INCIDENT)
const admins = ['system-admin', 'security-admin', 'audit-admin'] as const
/** A holding of an administrator has no place and no unit. */
const anAdmin = (post: string): Actor => anActor(post, { area: '', accountId: STRANGER })

describe('who sees an incident', () => {
  /** Relation to the record → seen by posts that look after places, and by posts of units. */
  const PLACES: readonly (readonly [string, string, boolean])[] = [
    ['the county', '990602/', true],
    ['the street', STREET_PATH, true],
    ['the community', COMMUNITY_PATH, true],
    ['the grid itself', GRID_PATH, true],
    ['the grid beside it', `${COMMUNITY_PATH}004/`, false],
    ['the community beside it', NEIGHBOUR_PATH, false],
    ['another street', '990602/005/', false],
    ['a street whose code begins alike', '990602/00/', false],
    ['no place', '', false],
  ]
  describe.each(AREA_POSTS)('%s', (post) => {
    it.each(PLACES)('of %s', (_name, area, expected) => {
      expect(seen(anActor(post, { area, accountId: STRANGER }))).toBe(expected)
    })
  })

  const UNITS_SEEN = [
    ['the lead unit', UNIT, true],
    ['the unit above it', { ...UNIT, path: 'centre/' }, true],
    ['a section below it', SECTION, false],
    ['an assisting unit', OTHER_UNIT, true],
    ['a unit that has nothing to do with it', FALLBACK_UNIT, false],
  ] as const
  describe.each(UNIT_POSTS)('%s', (post) => {
    it.each(UNITS_SEEN)('of %s', (_name, unit, expected) => {
      // Wherever its seat is: a unit sees its desk, not a place.
      for (const area of [STREET_PATH, NEIGHBOUR_PATH])
        expect(seen(anActor(post, { unit, area, accountId: STRANGER }))).toBe(expected)
    })
    it('no longer, once it has given the case back', () => {
      const returned = { ...INCIDENT, tasks: [aTask('lead', { status: 'returned' })] }
      const actor = anActor(post, { accountId: STRANGER })
      expect(sees(incidentScope(actor), returned)).toBe(false)
    })
  })

  it('whoever reported it or was sent to look at it, from wherever they are, while they hold a post', () => {
    const elsewhere = (post: string) =>
      anActor('grid-worker', { area: NEIGHBOUR_PATH, accountId: accountOf(post) })
    expect(seen(elsewhere('grid-worker'))).toBe(true)
    expect(seen(elsewhere('checker'))).toBe(true)
    expect(seen(elsewhere('stranger'))).toBe(false)
    expect(seen({ ...elsewhere('checker'), holdings: [] })).toBe(false)
  })

  it('nobody of another county', () => {
    for (const post of STAFF_POSTS) expect(seen(anActor(post, { county: 990603 })), post).toBe(false)
  })

  it.each([...admins, 'grid-participant', 'volunteer-aide'])('%s sees none', (post) => {
    expect(incidentScope(anAdmin(post)).any).toEqual([])
    expect(seen(anAdmin(post))).toBe(false)
  })

  it('the posts are those of the grid domain, none forgotten without a reason', () => {
    expect(POSTS.filter((p) => !(STAFF_POSTS as readonly string[]).includes(p))).toEqual([
      'grid-participant',
      'volunteer-aide',
      // Draws borders and needs counts, no case.
      'grid-manager',
    ])
    for (const p of AREA_POSTS) expect(POST_SEAT[p], p).toBe('area')
    for (const p of UNIT_POSTS) expect(POST_SEAT[p], p).toBe('department')
  })
})

const CAPACITIES = [
  'lead-unit',
  'assisting-unit',
  'verifier',
  'checker-sent',
  'reporter',
  'resident',
  'system',
] as const
type Who = (typeof AREA_POSTS)[number] | (typeof CAPACITIES)[number]
const everyArea = [...AREA_POSTS]
/** domain 3.3, the column "who", written a second time by hand. */
const EXPECTED = {
  'self-close': ['grid-worker', 'grid-lead', 'inspector', 'community-manager'],
  'send-verify': ['intake-officer', 'duty-chief', 'system'],
  verify: ['verifier'],
  accept: ['intake-officer', 'duty-chief'],
  decline: ['intake-officer', 'duty-chief'],
  file: ['intake-officer', 'duty-chief'],
  dispatch: ['dispatcher', 'duty-chief', 'system'],
  take: ['lead-unit'],
  'ask-return': ['lead-unit'],
  'decide-return': ['dispatcher', 'duty-chief'],
  delegate: ['lead-unit'],
  'add-assisting': ['lead-unit', 'dispatcher', 'duty-chief'],
  'finish-assisting': ['assisting-unit'],
  'excuse-assisting': ['dispatcher', 'duty-chief'],
  'ask-extension': ['lead-unit'],
  'decide-extension': ['dispatcher', 'duty-chief', 'leader'],
  'ask-hold': ['lead-unit'],
  'decide-hold': ['duty-chief', 'leader'],
  'release-hold': ['dispatcher', 'duty-chief', 'system'],
  feedback: ['lead-unit'],
  'send-check': ['dispatcher', 'duty-chief', 'system'],
  check: ['checker-sent'],
  rework: ['dispatcher', 'duty-chief'],
  close: ['intake-officer', 'duty-chief'],
  'close-on-papers': ['duty-chief'],
  'ask-force-close': ['duty-chief'],
  'decide-force-close': ['leader'],
  'ask-reopen': ['resident', 'reporter', 'intake-officer'],
  reopen: ['duty-chief'],
  rate: ['resident', 'reporter', 'intake-officer', 'system'],
  archive: ['intake-officer', 'duty-chief', 'system'],
  void: ['duty-chief'],
  'decide-void': ['duty-chief', 'leader'],
  merge: ['intake-officer', 'dispatcher', 'duty-chief'],
  'hand-up': ['community-manager', 'intake-officer', 'dispatcher', 'duty-chief'],
  'hand-down': ['intake-officer', 'dispatcher', 'duty-chief'],
  'hand-over': ['intake-officer', 'dispatcher', 'duty-chief'],
  withdraw: ['resident', 'reporter'],
  supervise: ['supervisor', 'leader', 'system'],
  'reply-supervision': ['lead-unit', 'duty-chief'],
  'lift-supervision': ['supervisor', 'leader'],
  'mark-urgent': ['supervisor', 'leader', 'duty-chief', 'intake-officer'],
  instruct: ['leader'],
  urge: [
    'resident',
    'reporter',
    'intake-officer',
    'dispatcher',
    'duty-chief',
    'supervisor',
    'community-manager',
  ],
  comment: [...everyArea, 'lead-unit', 'assisting-unit'],
  'add-evidence': [...everyArea, 'lead-unit', 'assisting-unit', 'reporter'],
} as const satisfies Record<Act, readonly Who[]>

/** Everybody there is, each in one capacity only. */
const CAST: Readonly<Record<Who, Actor>> = {
  ...(Object.fromEntries(AREA_POSTS.map((p) => [p, anActor(p, { accountId: STRANGER })])) as Record<
    (typeof AREA_POSTS)[number],
    Actor
  >),
  'lead-unit': anActor('handler', { accountId: STRANGER }),
  'assisting-unit': anActor('handler', { unit: OTHER_UNIT, accountId: STRANGER }),
  // Sent from elsewhere: only the task speaks for them.
  verifier: anActor('grid-participant', { accountId: accountOf('grid-worker'), area: NEIGHBOUR_PATH }),
  'checker-sent': anActor('grid-participant', { accountId: accountOf('checker'), area: NEIGHBOUR_PATH }),
  reporter: anActor('grid-participant', { accountId: accountOf('leader'), area: NEIGHBOUR_PATH }),
  resident: aResident(),
  system: systemActor(COUNTY, '系统'),
}
const reportedByLeader: Incident = { ...INCIDENT, reportedBy: accountOf('leader') }

describe.each(ACTS)('who may %s', (act) => {
  const allowed: readonly Who[] = EXPECTED[act]
  it('is this, and nobody else', () => {
    const may = (Object.keys(CAST) as Who[]).filter((who) => mayAct(CAST[who], reportedByLeader, act).ok)
    expect(may.toSorted()).toEqual([...allowed].toSorted())
  })
  it('not the same posts of a neighbouring place, nor units that have no task here', () => {
    for (const post of AREA_POSTS)
      expect(mayAct(anActor(post, { area: NEIGHBOUR_PATH, accountId: STRANGER }), INCIDENT, act).ok).toBe(
        false,
      )
    for (const post of UNIT_POSTS)
      expect(mayAct(anActor(post, { unit: FALLBACK_UNIT, accountId: STRANGER }), INCIDENT, act).ok).toBe(
        false,
      )
    for (const post of admins) expect(mayAct(anAdmin(post), INCIDENT, act).ok).toBe(false)
  })
  it('names who may, in the words of the refusal', () => {
    const refused = mayAct(
      anActor('fire-officer', { area: NEIGHBOUR_PATH, accountId: STRANGER }),
      INCIDENT,
      act,
    )
    if (refused.ok) throw new Error('allowed')
    const first = WHO[act][0]?.as
    const unitAct = first === 'lead-unit' || first === 'assisting-unit' || first === 'handling-unit'
    expect(refused.problem.code).toBe(unitAct ? 'incidents.not-your-unit' : 'incidents.not-yours')
    expect(refused.problem.status).toBe(403)
    if (!allowed.includes('resident'))
      expect(mayAct(aResident(), INCIDENT, act)).toMatchObject({ ok: false, problem: { status: 403 } })
  })
})

describe('in which post', () => {
  it('the history names the post that gave the right, not the first one held', () => {
    const both = anActor('dispatcher', { also: [...anActor('intake-officer').holdings] })
    expect(mayAct(both, INCIDENT, 'accept')).toEqual({ ok: true, value: 'intake-officer' })
    expect(mayAct(both, INCIDENT, 'dispatch')).toEqual({ ok: true, value: 'dispatcher' })
    expect(mayAct(anActor('handler-lead'), INCIDENT, 'take')).toEqual({ ok: true, value: 'handler-lead' })
  })
  it('a unit above acts for the unit below, never the other way', () => {
    const below = { ...INCIDENT, tasks: [aTask('lead', { departmentPath: SECTION.path })] }
    expect(mayAct(anActor('handler', { unit: UNIT }), below, 'take').ok).toBe(true)
    expect(mayAct(anActor('handler', { unit: SECTION }), INCIDENT, 'take').ok).toBe(false)
  })
  it('a task that is done gives no right any more', () => {
    const done = { ...INCIDENT, tasks: INCIDENT.tasks.map((t) => ({ ...t, status: 'done' as const })) }
    for (const act of ['take', 'finish-assisting', 'verify', 'check', 'feedback'] as const)
      for (const actor of [CAST['lead-unit'], CAST['assisting-unit'], CAST.verifier, CAST['checker-sent']])
        expect(mayAct(actor, done, act).ok, act).toBe(false)
  })
})

describe('who may know the reporter', () => {
  it.each(STAFF_POSTS)('%s', (post) => {
    const knows = post === 'intake-officer' || post === 'duty-chief'
    expect(seesReporter(anActor(post), INCIDENT)).toBe(knows)
    expect(seesReporter(anActor(post, { area: NEIGHBOUR_PATH }), INCIDENT)).toBe(false)
  })
})
