/**
 * An incident living in memory: what `repo` does with a decision, without a database. For properties over many lives.
 */
import type { Actor } from '@lifang/platform/access.ts'
import { NIL_ACCOUNT } from '@lifang/platform/access.ts'
import { clock } from '@lifang/domains/calendar/rules/clock.ts'
import type { ClockEvent, ClockView, Limit } from '@lifang/domains/calendar/schema.ts'
import { anIncident, EXAMPLE_CALENDAR } from '../examples.ts'
import type { ClockOrder, Decision, Facts, Incident, Request, Task } from '../rules/model.ts'
import { stageLimit } from '../rules/model.ts'
import { defaultPolicy } from '../rules/policy.ts'
import type { ActCommand } from '../schema/bodies.ts'
import type { Source, Stage, Status } from '../schema/words.ts'

export interface LivedClock {
  readonly stage: Stage
  readonly run: number
  readonly limit: Limit
  readonly events: readonly ClockEvent[]
}
export interface LivedStep {
  readonly act: ActCommand['act'] | 'report'
  readonly from: Status | null
  readonly to: Status
  readonly actor: Actor | null
  readonly at: number
  readonly command: ActCommand | null
  readonly details: Readonly<Record<string, unknown>>
}
export interface Life {
  readonly incident: Incident
  readonly clocks: readonly LivedClock[]
  readonly steps: readonly LivedStep[]
  readonly closedBy: 'check' | 'papers' | 'force' | 'self' | null
  readonly mergedInto: string | null
  /** Where the current round of handling began, as an index of `steps`. */
  readonly roundFrom: number
  readonly minted: number
}

const mint = (life: { minted: number }, n: number): string =>
  `00000000-0000-7000-9000-${String(life.minted + n).padStart(12, '0')}`

/** A stopped clock says the same for ever, so it is read once. */
const stopped = new WeakMap<LivedClock, ClockView>()
export function viewAt(c: LivedClock, now: number): ClockView {
  const known = stopped.get(c)
  if (known !== undefined) return known
  const view = clock(c.events, c.limit, EXAMPLE_CALENDAR, now)
  if (view.state === 'stopped') stopped.set(c, view)
  return view
}
/** Latest run of each stage, as the rules see them. */
export const clocksAt = (clocks: readonly LivedClock[], now: number): Incident['clocks'] =>
  Object.fromEntries(clocks.toSorted((a, b) => a.run - b.run).map((c) => [c.stage, viewAt(c, now)]))

/** An incident just reported. */
export function born(source: Source, now: number, over: Partial<Incident> = {}): Life {
  const limit = stageLimit({ urgent: over.urgent ?? false }, defaultPolicy, 'accept')
  const clocks: LivedClock[] = [{ stage: 'accept', run: 1, limit, events: [{ kind: 'start', at: now }] }]
  return {
    incident: anIncident({ status: 'reported', source, ...over, clocks: clocksAt(clocks, now) }),
    clocks,
    steps: [{ act: 'report', from: null, to: 'reported', actor: null, at: now, command: null, details: {} }],
    closedBy: null,
    mergedInto: null,
    roundFrom: 0,
    minted: 0,
  }
}

/** The life as it looks at an instant: clocks move though nothing happens. */
export const at = (life: Life, now: number): Life => ({
  ...life,
  incident: { ...life.incident, clocks: clocksAt(life.clocks, now) },
})

/** Saves a decision. */
export function lived(life: Life, command: ActCommand, decision: Decision, facts: Facts): Life {
  const { actor, now, units } = facts
  const { set } = decision
  const me = actor.accountId === NIL_ACCOUNT ? null : actor.accountId
  const clocks = decision.clocks.reduce((all, order) => ordered(all, order, now), life.clocks)
  const before = life.incident
  let tasks: Task[] = [...before.tasks]
  decision.tasks.forEach((order, i) => {
    if (order.do === 'set') {
      tasks = tasks.map((t) => {
        if (t.id !== order.task) return t
        const unit = order.unitId === undefined ? undefined : units.get(order.unitId)
        const moved =
          unit === undefined
            ? {}
            : { departmentId: unit.id, departmentPath: unit.path, departmentName: unit.name }
        const doer = order.status === 'taken' || order.status === 'done' ? { doneBy: me } : {}
        return { ...t, status: order.status, ...moved, ...doer }
      })
      return
    }
    const former = tasks.findLast((t) => t.kind === 'lead')
    const unit = order.unitId === null ? undefined : units.get(order.unitId)
    const again = order.unitId !== null && unit === undefined && former !== undefined
    const reworked = order.kind === 'lead' && order.assigneeId !== null && former !== undefined
    tasks.push({
      id: mint(life, i),
      kind: order.kind,
      status: again || reworked ? 'taken' : 'waiting',
      departmentId: again ? former.departmentId : (unit?.id ?? null),
      departmentPath: again ? former.departmentPath : (unit?.path ?? null),
      departmentName: again ? former.departmentName : (unit?.name ?? null),
      assigneeId: order.assigneeId,
      doneBy: again || reworked ? former.doneBy : null,
      openedAt: now,
    })
  })
  let requests: Request[] = [...before.requests]
  decision.requests.forEach((order, i) => {
    switch (order.do) {
      case 'ask':
        requests.push({
          id: mint(life, 20 + i),
          kind: order.kind,
          status: 'pending',
          askedBy: me,
          departmentId: order.unitId,
          firstApprover: null,
          details: order.details,
        })
        return
      case 'approve-first':
        requests = requests.map((r) => (r.id === order.request ? { ...r, firstApprover: me } : r))
        return
      case 'decide':
        requests = requests.map((r) =>
          r.id === order.request ? { ...r, status: order.granted ? 'granted' : 'refused' } : r,
        )
    }
  })
  const { rating, mergedInto, newRound, closedBy, ...rest } = set
  const known = new Set(Object.keys(before))
  const columns = Object.fromEntries(Object.entries(rest).filter(([k]) => known.has(k)))
  const evidence = [
    ...before.evidence.map((e) => (newRound === true ? { ...e, thisRound: false } : e)),
    ...facts.newEvidence.map((kind) => ({ kind, thisRound: newRound !== true })),
  ]
  return {
    incident: {
      ...before,
      ...columns,
      status: decision.to,
      rated: before.rated || rating !== undefined,
      evidence,
      tasks,
      requests,
      clocks: clocksAt(clocks, now),
    },
    clocks,
    steps: [
      ...life.steps,
      {
        act: command.act,
        from: before.status,
        to: decision.to,
        actor,
        at: now,
        command,
        details: decision.details,
      },
    ],
    closedBy: closedBy === undefined ? life.closedBy : closedBy,
    mergedInto: mergedInto ?? life.mergedInto,
    roundFrom: newRound === true ? life.steps.length : life.roundFrom,
    minted: life.minted + 40,
  }
}

function ordered(clocks: readonly LivedClock[], order: ClockOrder, now: number): LivedClock[] {
  const last = clocks.filter((c) => c.stage === order.stage).at(-1)
  if (order.do === 'start') {
    const events: ClockEvent[] = [{ kind: 'start', at: now }]
    return [...clocks, { stage: order.stage, run: (last?.run ?? 0) + 1, limit: order.limit, events }]
  }
  if (last === undefined) return [...clocks]
  return clocks.map((c) => (c === last ? { ...c, events: [...c.events, eventOf(order, now)] } : c))
}

function eventOf(order: Exclude<ClockOrder, { do: 'start' }>, at: number): ClockEvent {
  switch (order.do) {
    case 'stop':
    case 'resume':
      return { kind: order.do, at }
    case 'pause':
      return { kind: 'pause', at, reason: order.reason }
    case 'extend':
      return { kind: 'extend', at, amount: order.amount }
    case 'hand-over':
      return { kind: 'hand-over', at, from: order.from, to: order.to }
  }
}
