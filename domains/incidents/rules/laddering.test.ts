import { describe, expect, it } from 'vitest'
import type { Decided } from '@lifang/platform/problem.ts'
import {
  aCommand,
  aLadder,
  anActor,
  anIncident,
  aTask,
  aView,
  COMMUNITY_PATH,
  FIVE_DAYS,
  NOW,
  someFacts,
  STREET_PATH,
  UNIT,
} from '../examples.ts'
import { mayAct } from '../access.ts'
import { decide } from '../rules.ts'
import type { Act, Status } from '../schema/words.ts'
import type { Decision, Facts, Incident } from './model.ts'

const doing = (
  act: Act,
  incident: Partial<Incident>,
  facts: Partial<Facts> = {},
  body: Record<string, unknown> = {},
): Decided<Decision> => decide(anIncident(incident), aCommand(act, body), someFacts(facts))
const code = (d: Decided<Decision>): string => (d.ok ? d.value.to : d.problem.code)
const set = (d: Decided<Decision>): Decision['set'] => {
  if (!d.ok) throw new Error(d.problem.code)
  return d.value.set
}
const orders = (d: Decided<Decision>): string[] => {
  if (!d.ok) throw new Error(d.problem.code)
  return d.value.clocks.map((c) => `${c.do} ${c.stage}`)
}

describe('handing up', () => {
  it('moves it to the next desk above and keeps state, clocks and origin', () => {
    const up = doing('hand-up', { status: 'accepted' })
    expect(up).toMatchObject({
      ok: true,
      value: {
        to: 'accepted',
        set: { deskPath: '990602/' },
        clocks: [],
        details: { from: '云溪街道', to: '云溪区' },
      },
    })
  })
  it('is done by the desk that has it or one above, not by one below', () => {
    const by = (post: string, area: string, ladder = aLadder()) =>
      code(doing('hand-up', { status: 'accepted' }, { actor: anActor(post, { area }), ladder }))
    expect(by('community-manager', COMMUNITY_PATH)).toBe('incidents.not-your-desk')
    expect(by('community-manager', COMMUNITY_PATH, aLadder({ desk: 'community', above: 'street' }))).toBe(
      'accepted',
    )
    expect(by('duty-chief', STREET_PATH)).toBe('accepted')
    expect(by('duty-chief', STREET_PATH, aLadder({ desk: 'county', above: null }))).toBe(
      'incidents.not-your-desk',
    )
    expect(by('duty-chief', '990602/', aLadder({ desk: 'county', above: null }))).toBe(
      'incidents.no-desk-above',
    )
  })
})

describe('handing down', () => {
  it.each([
    ['community', 'accepted'],
    ['neighbour', 'incidents.desk-not-below'],
    ['grid', 'incidents.desk-not-below'],
    ['street', 'incidents.desk-not-below'],
    ['county', 'incidents.desk-not-below'],
    [null, 'incidents.desk-not-below'],
  ] as const)('to %s: %s', (target, expected) => {
    expect(code(doing('hand-down', { status: 'accepted' }, { ladder: aLadder({ target }) }))).toBe(expected)
  })
  it('lets the desk below finish it on the spot from a later state, nobody else', () => {
    const self = (deskPath: string | null, status: Status) => code(doing('self-close', { status, deskPath }))
    expect(self(COMMUNITY_PATH, 'accepted')).toBe('self-closed')
    expect(self(COMMUNITY_PATH, 'filed')).toBe('self-closed')
    expect(self(null, 'filed')).toBe('incidents.wrong-status')
    expect(orders(doing('self-close', { status: 'filed', deskPath: COMMUNITY_PATH }))).toEqual([
      'stop dispatch',
      'stop total',
    ])
  })
  it.each([
    ['community-manager', COMMUNITY_PATH, 'self-close', true],
    ['grid-worker', '990602/004/011/003/', 'self-close', false],
    ['intake-officer', STREET_PATH, 'file', true],
  ] as const)('%s of %s may %s: %s', (post, area, act, expected) => {
    const incident = anIncident({ status: 'accepted', deskPath: COMMUNITY_PATH })
    expect(mayAct(anActor(post, { area }), incident, act).ok).toBe(expected)
  })
  it.each([
    ['file', false],
    ['dispatch', false],
    ['comment', true],
    ['urge', true],
  ] as const)('once it is above, the street may %s: %s', (act, expected) => {
    const incident = anIncident({ status: 'filed', deskPath: '990602/' })
    expect(mayAct(anActor('duty-chief', { area: STREET_PATH }), incident, act).ok).toBe(expected)
    expect(mayAct(anActor('duty-chief', { area: '990602/' }), incident, act).ok).toBe(true)
  })
})

describe('handing over', () => {
  it('moves it to the grid it belongs to and to the desks of that place', () => {
    const over = doing(
      'hand-over',
      { status: 'accepted', deskPath: COMMUNITY_PATH },
      { ladder: aLadder({ target: 'other-grid' }) },
    )
    expect(set(over)).toMatchObject({ place: { path: '990602/004/011/0042/' }, deskPath: null })
  })
  it.each([
    ['community', 'incidents.not-a-grid'],
    ['grid', 'incidents.same-grid'],
    [null, 'incidents.not-a-grid'],
  ] as const)('to %s: %s', (target, expected) => {
    expect(code(doing('hand-over', { status: 'accepted' }, { ladder: aLadder({ target }) }))).toBe(expected)
  })
})

describe('the reply clock of a supervision order', () => {
  const running = { reply: aView(FIVE_DAYS, [{ kind: 'start', at: NOW }]) }
  it('starts with the order, begins again with a harder one, and stops with the reply or when the order is lifted', () => {
    expect(orders(doing('supervise', { status: 'handling' }))).toEqual(['start reply'])
    const supervised = { status: 'handling', supervision: 'notice', clocks: running } as const
    expect(orders(doing('supervise', supervised, {}, { level: 'red' }))).toEqual([
      'stop reply',
      'start reply',
    ])
    expect(orders(doing('reply-supervision', supervised))).toEqual(['stop reply'])
    expect(orders(doing('lift-supervision', supervised))).toEqual(['stop reply'])
  })
  it('is the lead unit’s, and the desk’s while no unit has it', () => {
    const unitOf = (status: Status) => {
      const d = doing('supervise', { status })
      const start = d.ok ? d.value.clocks.find((c) => c.do === 'start') : undefined
      return start?.do === 'start' ? start.unitId : undefined
    }
    expect([unitOf('handling'), unitOf('accepted')]).toEqual([UNIT.id, null])
  })
  it('ends with the case', () => {
    const checked = { status: 'checking', checkResult: 'pass', supervision: 'red' } as const
    const d = doing('close', { ...checked, clocks: { ...anIncident(checked).clocks, ...running } })
    expect(orders(d)).toContain('stop reply')
  })
  it('may be answered by the unit after its feedback too, not by one that sent the task back', () => {
    const unit = anActor('handler', { accountId: 'other' })
    const incident = anIncident({ status: 'checking', supervision: 'red' })
    expect(mayAct(unit, incident, 'reply-supervision').ok).toBe(true)
    const returned = { ...incident, tasks: [aTask('lead', { status: 'returned' })] }
    expect(mayAct(unit, returned, 'reply-supervision').ok).toBe(false)
  })
})
