import { describe, expect, test } from 'vitest'
import { accountOf, aMatter, anActor, anIncident, aRequest, NOW, someFacts } from '../examples.ts'
import type { Act } from '../schema/words.ts'
import { hindranceOf, leastOf } from './hindrance.ts'
import type { Facts, Incident } from './model.ts'

const handling = { status: 'handling' } as const satisfies Partial<Incident>
function why(act: Act, over: Partial<Incident>, facts: Partial<Facts> = {}): string {
  const incident = anIncident(over)
  const least = leastOf(incident, act, facts.now ?? NOW)
  if (least === null) return 'unknown'
  const found = hindranceOf(incident, least, someFacts(facts))
  return found === null ? 'open' : `${found.problem.code}${found.mayRefuse ? ' may-refuse' : ''}`
}
const due = anIncident(handling).clocks.handle?.due ?? 0
const first = accountOf('dispatcher')
const none = aMatter({ conditions: aMatter().conditions.map((c) => ({ ...c, extension: null })) })

describe('what stands in the way is what the rule itself refuses', () => {
  test.each<[string, Act, Partial<Incident>, Partial<Facts>, string]>([
    ['an extension the class allows', 'ask-extension', handling, {}, 'open'],
    ['a class without', 'ask-extension', handling, { matter: none }, 'incidents.no-extension-allowed'],
    ['after the deadline', 'ask-extension', handling, { now: due + 1 }, 'incidents.extension-too-late'],
    ['quota used', 'ask-extension', { ...handling, extensionCount: 1 }, {}, 'incidents.extension-quota'],
    [
      'one asked already',
      'ask-extension',
      { ...handling, requests: [aRequest('extension')] },
      {},
      'incidents.request-pending',
    ],
    ['a hold', 'ask-hold', handling, {}, 'open'],
    ['a hold on hold', 'ask-hold', { ...handling, onHold: true }, {}, 'incidents.on-hold'],
    ['a return in time', 'ask-return', handling, { sinceDispatchMs: 3_600_000 }, 'open'],
    [
      'a return too late',
      'ask-return',
      handling,
      { sinceDispatchMs: 5 * 3_600_000 },
      'incidents.return-window-over',
    ],
    ['urged a moment ago', 'urge', { ...handling, urgedAt: NOW - 1000 }, {}, 'incidents.urge-too-soon'],
    [
      'the hardest order stands',
      'supervise',
      { ...handling, supervision: 'red' },
      {},
      'incidents.already-supervised',
    ],
    ['a milder one', 'supervise', { ...handling, supervision: 'yellow' }, {}, 'open'],
    [
      'a complaint declined by the desk',
      'decline',
      { source: 'hotline' },
      { actor: anActor('intake-officer') },
      'incidents.needs-duty-chief',
    ],
    ['a complaint declined by the chief', 'decline', { source: 'hotline' }, {}, 'open'],
    ['a find of the patrol declined', 'decline', { source: 'grid-patrol' }, {}, 'open'],
    ['words alone', 'comment', handling, {}, 'unknown'],
    ['nothing to decide', 'decide-hold', handling, {}, 'unknown'],
  ])('%s', (_name, act, over, facts, expected) => {
    expect(why(act, over, facts)).toBe(expected)
  })

  test.each<[string, string, string | null, string]>([
    ['the dispatcher first', 'dispatcher', null, 'open'],
    ['the duty chief not first', 'duty-chief', null, 'incidents.not-yours may-refuse'],
    ['the dispatcher not twice', 'dispatcher', first, 'incidents.second-person-needed may-refuse'],
    ['then the duty chief', 'duty-chief', first, 'open'],
  ])('an extension is decided by %s', (_name, post, firstApprover, expected) => {
    const requests = [aRequest('extension', { firstApprover })]
    expect(why('decide-extension', { ...handling, requests }, { actor: anActor(post) })).toBe(expected)
  })
})
