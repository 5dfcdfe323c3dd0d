import type { Calendars } from '@lifang/domains/calendar/public.ts'
import { clock } from '@lifang/domains/calendar/rules/clock.ts'
import { CURRENT_RULE } from '@lifang/domains/calendar/schema/lists.ts'
import { ClockRule, type ClockEvent, type ClockView, type Limit } from '@lifang/domains/calendar/schema.ts'
import { dateOrNull } from '@lifang/platform/instant.ts'
import type { ClockOrder } from '../rules/model.ts'
import { IS_OPEN } from '../schema/lists.ts'
import type { Stage, Status } from '../schema/words.ts'
import type { ClockHappening, ClockRun } from '../tables.ts'

/** A clock as loaded and what it says at this moment. */
export interface Loaded {
  readonly row: ClockRun
  readonly view: ClockView
}

export const runOf = (row: Pick<ClockRun, 'run'>): number => row.run ?? 1

export const limitOf = ({ limit: [amount, unit] }: Pick<ClockRun, 'limit'>): Limit => ({ amount, unit })

export const eventsOf = (row: Pick<ClockRun, 'from' | 'stop' | 'events'>): ClockEvent[] => [
  { kind: 'start', at: row.from },
  ...(row.events ?? []).map(({ kind, at, amount, note }): ClockEvent => {
    switch (kind) {
      case 'pause':
        return { kind: 'pause', at, reason: note?.reason ?? '' }
      case 'resume':
        return { kind: 'resume', at }
      case 'extend':
        return { kind: 'extend', at, amount: amount ?? 0 }
      case 'hand-over':
        return { kind: 'hand-over', at, from: note?.from ?? '', to: note?.to ?? '' }
    }
  }),
  ...(row.stop === undefined ? [] : [{ kind: 'stop', at: row.stop } as const]),
]

/** What is asked of a clock and what happened to it: everything else follows from this. */
type Told = Pick<ClockRun, 'stage' | 'run' | 'limit' | 'by' | 'unit' | 'from' | 'stop' | 'events'>

/** Recomputes a clock from its events, its own calendar version and its own rule version. */
export const viewOf = (row: Told, calendars: Calendars, now: number): ClockView => {
  const [calendar, rule] = row.by
  return clock(eventsOf(row), limitOf(row), calendars.byVersion(calendar), now, ClockRule.parse(rule))
}

/** A clock with every derived value as its events give them now. */
export function counted(told: Told, calendars: Calendars, now: number): Loaded {
  const view = viewOf(told, calendars, now)
  const { stage, run, limit, by, unit, from, stop, events } = told
  const first = view.originalDue ?? view.due
  const row: ClockRun = {
    stage,
    ...(run === undefined || run === 1 ? {} : { run }),
    limit,
    by,
    ...(unit === undefined ? {} : { unit }),
    from,
    ...(view.due === null ? {} : { due: view.due }),
    ...(view.yellowFrom === null ? {} : { yellow: view.yellowFrom }),
    ...(first === null || first === view.due ? {} : { first }),
    ...(view.pausedSince === null ? {} : { paused: view.pausedSince }),
    ...(stop === undefined ? {} : { stop }),
    ...(view.extendedBy === 0 ? {} : { extended: view.extendedBy }),
    ...(view.onTime === null ? {} : { onTime: view.onTime }),
    ...(view.provisional ? { provisional: true } : {}),
    ...(events === undefined || events.length === 0 ? {} : { events }),
  }
  return { row, view }
}

/** Latest run of each stage. */
export type Latest = ReadonlyMap<Stage, Loaded>
export function latestOf(clocks: readonly Loaded[]): Latest {
  const latest = new Map<Stage, Loaded>()
  for (const one of clocks) {
    const known = latest.get(one.row.stage)
    if (known === undefined || runOf(known.row) < runOf(one.row)) latest.set(one.row.stage, one)
  }
  return latest
}

export interface ClockWrites {
  /** All runs after the orders, in the order they started; null: nothing changed. */
  readonly runs: readonly ClockRun[] | null
  readonly after: Latest
}

/** Carries out a decision's clock orders on the loaded clocks: new runs, new events, and every derived value again. */
export function carryOut(
  orders: readonly ClockOrder[],
  loaded: readonly Loaded[],
  at: { stepId: string; now: number },
  calendars: Calendars,
): ClockWrites {
  const { now } = at
  const clocks = [...loaded]
  for (const order of orders) {
    const known = latestOf(clocks).get(order.stage)
    if (order.do === 'start') {
      const told: Told = {
        stage: order.stage,
        run: known === undefined ? 1 : runOf(known.row) + 1,
        limit: [order.limit.amount, order.limit.unit],
        by: [calendars.forDepartment(order.unitId, now).version, CURRENT_RULE],
        ...(order.unitId === null ? {} : { unit: order.unitId }),
        from: now,
      }
      clocks.push(counted(told, calendars, now))
      continue
    }
    if (known === undefined) continue
    const { row } = known
    const told: Told =
      order.do === 'stop'
        ? { ...row, stop: now }
        : { ...row, events: [...(row.events ?? []), happening(order, at)] }
    clocks[clocks.indexOf(known)] = counted(told, calendars, now)
  }
  return { runs: orders.length === 0 ? null : clocks.map((c) => c.row), after: latestOf(clocks) }
}

function happening(
  order: Exclude<ClockOrder, { do: 'start' | 'stop' }>,
  { stepId, now }: { stepId: string; now: number },
): ClockHappening {
  const base = { kind: order.do, at: now, step: stepId }
  switch (order.do) {
    case 'pause':
      return { ...base, note: { reason: order.reason } }
    case 'resume':
      return base
    case 'extend':
      return { ...base, amount: order.amount }
    case 'hand-over':
      return { ...base, note: { from: order.from, to: order.to } }
  }
}

/** Stage shown for each state; `take` is shown while dispatched because that is what waits. */
const MAIN_STAGE = {
  draft: null,
  reported: 'accept',
  verifying: 'verify',
  accepted: 'file',
  filed: 'dispatch',
  dispatched: 'take',
  handling: 'handle',
  feedback: 'check',
  checking: 'check',
  closed: null,
  evaluated: null,
  archived: null,
  'self-closed': null,
  rejected: null,
  voided: null,
} as const satisfies Record<Status, Stage | null>

/** Clocks beside the stages: they turn no stage's lamp. */
const BESIDE: readonly Stage[] = ['total', 'reply']

/** The incident's own summary of its clocks, for lists: earliest deadline of the running stage clocks, and the total's. */
export function summary(status: Status, after: Latest) {
  const running = [...after.entries()]
    .filter(([s, c]) => !BESIDE.includes(s) && c.view.state === 'running')
    .map(([, c]) => c)
  const earliest = (key: 'due' | 'yellowFrom') =>
    running.reduce<number | null>((min, { view }) => {
      const t = view[key]
      return t === null ? min : min === null ? t : Math.min(min, t)
    }, null)
  const total = after.get('total')?.view
  const beside = BESIDE.flatMap((s) => after.get(s) ?? [])
  const open = IS_OPEN[status]
  const main =
    status === 'checking' && after.get('close')?.view.state === 'running' ? 'close' : MAIN_STAGE[status]
  return {
    stage: open ? main : null,
    stage_due_at: open ? dateOrNull(earliest('due')) : null,
    stage_yellow_at: open ? dateOrNull(earliest('yellowFrom')) : null,
    total_due_at: open && total?.state === 'running' ? dateOrNull(total.due) : null,
    total_yellow_at: open && total?.state === 'running' ? dateOrNull(total.yellowFrom) : null,
    provisional: open && [...running, ...beside].some((c) => c.view.provisional),
    // A declined or voided incident is no due case: it was neither in time nor late.
    on_time: total?.state === 'stopped' && status !== 'voided' && status !== 'rejected' ? total.onTime : null,
  }
}
