import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '@lifang/platform/access.ts'
import { systemActor } from '@lifang/platform/access.ts'
import { clock } from '@lifang/domains/calendar/rules/clock.ts'
import { mayAct, sees, incidentScope } from '../access.ts'
import {
  aCommand,
  accountOf,
  aHolding,
  anActor,
  aResident,
  COUNTY,
  EXAMPLE_CALENDAR,
  FALLBACK_UNIT,
  NOW,
  OTHER_UNIT,
  SECTION,
  someFacts,
  UNIT,
} from '../examples.ts'
import { actsFrom, decide } from '../rules.ts'
import { CHECK_RESULTS, IS_OPEN, SOURCES, STATUSES, VERIFY_RESULTS } from '../schema/lists.ts'
import type { Act, EvidenceKind, Source, Status } from '../schema/words.ts'
import { at, born, clocksAt, lived, type Life } from '../testing/life.ts'
import { isWaiting, type Facts } from './model.ts'

const MINUTE = 60_000
const UNITS = [UNIT, SECTION, OTHER_UNIT, FALLBACK_UNIT]

/** A street office in which some people wear two hats, since that is where the rules are tempted. */
const CAST: readonly Actor[] = [
  'grid-worker',
  'intake-officer',
  'dispatcher',
  'duty-chief',
  'leader',
  'handler',
  'handler-lead',
  'checker',
  'supervisor',
]
  .map((post) => anActor(post))
  .concat([
    anActor('duty-chief', { accountId: accountOf('inspector'), also: [aHolding('handler')] }),
    anActor('leader', { accountId: accountOf('none'), also: [aHolding('handler', { unit: OTHER_UNIT })] }),
    anActor('checker', {
      accountId: accountOf('community-manager'),
      also: [aHolding('handler'), aHolding('intake-officer')],
    }),
    aResident(),
    systemActor(COUNTY, '系统'),
  ])

interface Move {
  readonly pick: number
  readonly choice: number
  readonly minutes: number
}
const move = fc.record({
  pick: fc.nat(10_000),
  choice: fc.nat(10_000),
  minutes: fc.oneof({ weight: 4, arbitrary: fc.nat(90) }, { weight: 1, arbitrary: fc.nat(9_000) }),
})
/** Acts that end a case early or only comment on it are tried seldom, or few lives would see a check. */
const SELDOM: readonly Act[] = [
  'void',
  'merge',
  'hand-up',
  'hand-down',
  'hand-over',
  'withdraw',
  'decline',
  'self-close',
  'comment',
  'instruct',
  'supervise',
  'reply-supervision',
  'lift-supervision',
  'add-evidence',
  'urge',
  'mark-urgent',
  'add-assisting',
  'archive',
]

function bodyOf(act: Act, life: Life, choice: number): Record<string, unknown> {
  const { incident } = life
  const pick = <T>(of: readonly T[]): T | undefined => of[choice % of.length]
  switch (act) {
    case 'verify':
      return { result: pick([...VERIFY_RESULTS, 'exist']) }
    case 'check':
      return { result: pick([...CHECK_RESULTS, 'pass']), withoutPhotoReason: '室内不便拍照' }
    case 'dispatch':
      return {
        department: pick([UNIT, OTHER_UNIT])?.id,
        assisting: choice % 3 === 0 ? [FALLBACK_UNIT.id] : [],
      }
    case 'excuse-assisting': {
      const task = incident.tasks.find((t) => t.kind === 'assisting' && isWaiting(t))
      return task === undefined ? {} : { task: task.id }
    }
    case 'feedback':
      return choice % 2 === 0 ? {} : { withoutEvidenceReason: undefined }
    case 'ask-extension':
      return { amount: 1 + (choice % 4) }
    case 'ask-hold':
      return { reviewAt: new Date(NOW + 400 * 24 * 60 * MINUTE).toISOString() }
    case 'decide-return':
    case 'decide-extension':
    case 'decide-hold':
    case 'decide-force-close':
    case 'decide-void': {
      const kind = act.slice('decide-'.length)
      const request = incident.requests.find((r) => r.kind === kind && r.status === 'pending')
      return { ...(request === undefined ? {} : { request: request.id }), grant: choice % 3 !== 0 }
    }
    default:
      return {}
  }
}

/** A person and an act that is allowed now, out of all of them. */
function somebody({ incident }: Life, m: Move): { actor: Actor; act: Act } | undefined {
  const acts = actsFrom(incident.status).filter((act) => SELDOM.includes(act) === (m.choice % 11 === 0))
  const pairs = CAST.flatMap((actor) => acts.map((act) => ({ actor, act })))
  // A stride that shares no factor with the length visits every pair once, in an order without habit.
  return pairs
    .map((_, k) => pairs[(m.pick + k * 7919) % pairs.length])
    .find(
      (p) =>
        p !== undefined &&
        (p.actor.kind !== 'person' || sees(incidentScope(p.actor), incident)) &&
        mayAct(p.actor, incident, p.act).ok,
    )
}

/** One move of a life: an act that somebody may do now, refused by the rules or carried out. */
function step(life: Life, m: Move, now: number): Life {
  const here = at(life, now)
  const picked = somebody(here, m)
  if (picked === undefined) return here
  const { actor, act } = picked
  const command = aCommand(act, bodyOf(act, here, m.choice))
  const kinds: readonly EvidenceKind[] = m.choice % 5 === 0 ? ['after'] : []
  const checker = CAST[m.choice % CAST.length]
  const facts: Facts = someFacts({
    actor,
    now,
    newEvidence: act === 'feedback' || act === 'self-close' || act === 'add-evidence' ? kinds : [],
    units: new Map(UNITS.map((u) => [u.id, u])),
    candidate: {
      accountId: act === 'send-check' ? (checker?.accountId ?? '') : accountOf('grid-worker'),
      unitPaths: act === 'send-check' ? (checker?.holdings ?? []).flatMap((h) => h.departmentPath ?? []) : [],
    },
    sinceDispatchMs: here.incident.dispatchedAt === null ? 0 : now - here.incident.dispatchedAt,
  })
  const decided = decide(here.incident, command, facts)
  return decided.ok ? lived(here, command, decided.value, facts) : here
}

const lifeOf = fc
  .tuple(fc.constantFrom(...SOURCES), fc.array(move, { minLength: 60, maxLength: 90 }))
  .map(([source, moves]) => ({ source, moves }))

function live(
  source: Source,
  moves: readonly Move[],
  each?: (before: Life, after: Life, now: number) => void,
): Life {
  let now = NOW
  let life = born(source, now)
  for (const m of moves) {
    now += m.minutes * MINUTE
    const after = step(life, m, now)
    each?.(life, after, now)
    life = after
  }
  return life
}

const runs = (numRuns: number) => ({ numRuns, seed: 20261120 })
const worked = (life: Life): Set<string> =>
  new Set(
    life.incident.tasks
      .filter((t) => t.kind === 'lead' || t.kind === 'assisting')
      .flatMap((t) => t.doneBy ?? []),
  )

describe('over random lives', () => {
  it('the lives tried reach every state but the draft and every act', () => {
    const states = new Set<Status>()
    const acts = new Set<string>()
    fc.assert(
      fc.property(lifeOf, ({ source, moves }) => {
        const life = live(source, moves)
        for (const s of life.steps) {
          states.add(s.to)
          acts.add(s.act)
        }
      }),
      runs(400),
    )
    expect(STATUSES.filter((s) => !states.has(s))).toEqual(['draft'])
    // A property over lives that never dispatch would prove nothing: name what was not tried.
    expect(
      [
        'close',
        'close-on-papers',
        'decide-force-close',
        'rework',
        'reopen',
        'release-hold',
        'decide-void',
      ].filter((a) => !acts.has(a)),
    ).toEqual([])
  })

  it('nothing is closed without evidence or a reason, and a check by another or a recorded waiver', () => {
    fc.assert(
      fc.property(lifeOf, ({ source, moves }) => {
        live(source, moves, (before, after) => {
          if (after.incident.status !== 'closed' || before.incident.status === 'closed') return
          const round = after.steps.slice(after.roundFrom)
          const last = after.steps.at(-1)
          const feedback = round.findLast((s) => s.act === 'feedback')
          expect(feedback, 'a round without feedback').toBeDefined()
          const shown = after.incident.evidence.some((e) => e.kind === 'after' && e.thisRound)
          expect(shown || feedback?.details['withoutEvidenceReason'] !== undefined).toBe(true)
          switch (after.closedBy) {
            case 'check': {
              const check = round.findLast((s) => s.act === 'check')
              expect(check?.details['result']).toBe('pass')
              expect(worked(after)).not.toContain(check?.actor?.accountId)
              return
            }
            case 'papers':
              expect(last?.details['waiver']).toMatch(/./)
              expect(round.some((s) => s.act === 'check' && s.details['result'] === 'unable')).toBe(true)
              return
            case 'force': {
              const asked = round.findLast((s) => s.act === 'ask-force-close')
              expect(asked).toBeDefined()
              expect(asked?.actor?.accountId).not.toBe(last?.actor?.accountId)
              return
            }
            case 'self':
            case null:
              expect.unreachable(`closed by ${after.closedBy}`)
          }
        })
      }),
      runs(200),
    )
  })

  it('whoever handled it never checks or closes it', () => {
    fc.assert(
      fc.property(lifeOf, ({ source, moves }) => {
        live(source, moves, (before, after) => {
          const last = after.steps.at(-1)
          if (after === before || last === undefined || after.steps.length === before.steps.length) return
          const ends = last.to === 'closed' && last.from !== 'closed'
          if (ends || last.act === 'check') expect(worked(before)).not.toContain(last.actor?.accountId)
        })
      }),
      runs(200),
    )
  })

  it('there is one lead while a unit has it and none else, and nothing runs where nothing is left to do', () => {
    fc.assert(
      fc.property(lifeOf, ({ source, moves }) => {
        live(source, moves, (_before, { incident, clocks }, now) => {
          const leads = incident.tasks.filter((t) => t.kind === 'lead' && isWaiting(t)).length
          expect(leads).toBe(incident.status === 'dispatched' || incident.status === 'handling' ? 1 : 0)
          const running = Object.entries(clocksAt(clocks, now))
            .filter(([, v]) => v.state === 'running' || v.state === 'paused')
            .map(([stage]) => stage)
          if (!IS_OPEN[incident.status]) {
            expect(running).toEqual([])
            expect(incident.tasks.filter(isWaiting)).toEqual([])
          } else if (incident.status !== 'feedback' && incident.status !== 'checking')
            expect(running.filter((s) => s !== 'total').length, incident.status).toBeGreaterThan(0)
          expect(incident.onHold).toBe(
            running.some((s) => clocksAt(clocks, now)[s as 'handle']?.state === 'paused'),
          )
          const kinds = incident.requests.filter((r) => r.status === 'pending').map((r) => r.kind)
          expect(new Set(kinds).size).toBe(kinds.length)
        })
      }),
      runs(100),
    )
  })

  it('one stage never reddens another: each clock says the same alone, and a finished colour never changes', () => {
    fc.assert(
      fc.property(lifeOf, ({ source, moves }) => {
        const frozen = new Map<string, string>()
        const life = live(source, moves, (_before, after, now) => {
          for (const c of after.clocks) {
            const view = clock(c.events, c.limit, EXAMPLE_CALENDAR, now)
            const key = `${c.stage} ${c.run}`
            // Its own events and limit are all that enters: red is its own lateness and nothing else.
            if (view.lamp === 'red')
              expect((view.stoppedAt ?? now) > (view.due ?? Infinity) || view.state === 'paused').toBe(true)
            if (view.state !== 'stopped') continue
            const known = frozen.get(key)
            if (known === undefined) frozen.set(key, view.lamp)
            else expect(view.lamp).toBe(known)
          }
        })
        const dispatch = life.steps.find((s) => s.act === 'dispatch')
        const handle = life.clocks.find((c) => c.stage === 'handle' && c.run === 1)
        // The unit's time begins when it gets the case, however late the desk was.
        if (dispatch !== undefined) expect(handle?.events[0]?.at).toBe(dispatch.at)
      }),
      runs(60),
    )
  })

  it('every step is written with who, from, to and when, in order', () => {
    fc.assert(
      fc.property(lifeOf, ({ source, moves }) => {
        const { steps, incident } = live(source, moves)
        steps.forEach((s, i) => {
          expect(s.from).toBe(i === 0 ? null : steps[i - 1]?.to)
          expect(s.at).toBeGreaterThanOrEqual(steps[i - 1]?.at ?? 0)
        })
        expect(steps.at(-1)?.to).toBe(incident.status)
      }),
      runs(50),
    )
  })

  it('the sum by source equals the sum by state, counted by changes as well as counted again', () => {
    fc.assert(
      fc.property(fc.array(lifeOf, { minLength: 5, maxLength: 15 }), (plans) => {
        const lives = plans.map(({ source, moves }) => live(source, moves))
        const cells = new Map<string, number>()
        const add = (source: Source, status: Status, n: number) => {
          const key = `${source} ${status}`
          cells.set(key, (cells.get(key) ?? 0) + n)
        }
        for (const { incident, steps } of lives)
          for (const s of steps) {
            if (s.from !== null) add(incident.source, s.from, -1)
            add(incident.source, s.to, 1)
          }
        const sum = (part: 0 | 1): Record<string, number> => {
          const out: Record<string, number> = {}
          for (const [key, n] of cells) {
            const name = key.split(' ')[part] ?? ''
            if (n !== 0) out[name] = (out[name] ?? 0) + n
          }
          return out
        }
        const count = (of: (life: Life) => string): Record<string, number> => {
          const out: Record<string, number> = {}
          for (const life of lives) out[of(life)] = (out[of(life)] ?? 0) + 1
          return out
        }
        expect(sum(0)).toEqual(count((l) => l.incident.source))
        expect(sum(1)).toEqual(count((l) => l.incident.status))
        const total = (o: Record<string, number>) => Object.values(o).reduce((a, b) => a + b, 0)
        expect(total(sum(0))).toBe(total(sum(1)))
      }),
      runs(8),
    )
  })
})
