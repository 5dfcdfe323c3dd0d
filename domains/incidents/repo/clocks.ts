import type { Calendars } from '@lifang/domains/calendar/public.ts'
import { clock } from '@lifang/domains/calendar/rules/clock.ts'
import { ClockRule, CURRENT_RULE, type ClockEvent, type ClockView } from '@lifang/domains/calendar/schema.ts'
import { dateOrNull } from '@lifang/platform/instant.ts'
import type { ClockOrder } from '../rules/model.ts'
import { IS_OPEN, type Stage, type Status } from '../schema/words.ts'
import type { ClockEventRow, ClockRow } from '../tables.ts'

/** A clock as loaded: its row, the events after the start, and what it says at this moment. */
export interface Loaded {
  readonly row: ClockRow
  readonly events: readonly ClockEventRow[]
  readonly view: ClockView
}

/** Start and stop stand in the clock's own row, written once each; what happened between them are events. */
export const eventsOf = (
  row: Pick<ClockRow, 'started_at' | 'stopped_at'>,
  events: readonly ClockEventRow[],
): ClockEvent[] => [
  { kind: 'start', at: row.started_at.getTime() },
  ...events.map((e): ClockEvent => {
    const at = e.at.getTime()
    switch (e.kind) {
      case 'pause':
        return { kind: 'pause', at, reason: e.note?.reason ?? '' }
      case 'resume':
        return { kind: 'resume', at }
      case 'extend':
        return { kind: 'extend', at, amount: e.amount ?? 0 }
      case 'hand-over':
        return {
          kind: 'hand-over',
          at,
          from: e.note?.from ?? '',
          to: e.note?.to ?? '',
        }
    }
  }),
  ...(row.stopped_at === null ? [] : [{ kind: 'stop', at: row.stopped_at.getTime() } as const]),
]

/** Recomputes a clock from its events, its own calendar version and its own rule version. */
export const viewOf = (
  row: ClockRow,
  events: readonly ClockEventRow[],
  calendars: Calendars,
  now: number,
): ClockView =>
  clock(
    eventsOf(row, events),
    { amount: row.limit_amount, unit: row.limit_unit },
    calendars.byVersion(row.calendar_id),
    now,
    ClockRule.parse(row.rule),
  )

/** The columns that are derived from the view. */
export const derived = (view: ClockView) => ({
  due_at: dateOrNull(view.due),
  yellow_at: dateOrNull(view.yellowFrom),
  paused_since: dateOrNull(view.pausedSince),
  stopped_at: dateOrNull(view.stoppedAt),
  extended_by: view.extendedBy,
  on_time: view.onTime,
  provisional: view.provisional,
})

export interface ClockWrites {
  readonly started: ClockRow[]
  readonly changed: ClockRow[]
  readonly events: ClockEventRow[]
  /** Views after the orders, latest run of each stage. */
  readonly after: ReadonlyMap<Stage, { row: ClockRow; view: ClockView }>
}

/** Carries out a decision's clock orders on the loaded clocks: new rows, new events, and every derived column again. */
export function carryOut(
  orders: readonly ClockOrder[],
  loaded: readonly Loaded[],
  at: { county: number; incidentId: string; stepId: string; now: number },
  calendars: Calendars,
): ClockWrites {
  const latest = new Map<Stage, { row: ClockRow; events: ClockEventRow[]; view: ClockView; fresh: boolean }>()
  for (const { row, events, view } of loaded) {
    const known = latest.get(row.stage)
    if (known === undefined || known.row.run < row.run)
      latest.set(row.stage, { row, events: [...events], view, fresh: false })
  }
  const started: ClockRow[] = []
  const touched = new Set<Stage>()
  const written: ClockEventRow[] = []
  const when = new Date(at.now)
  for (const order of orders) {
    const known = latest.get(order.stage)
    if (order.do === 'start') {
      const calendar = calendars.forDepartment(order.unitId, at.now)
      const base: ClockRow = {
        county: at.county,
        incident_id: at.incidentId,
        stage: order.stage,
        run: (known?.row.run ?? 0) + 1,
        limit_amount: order.limit.amount,
        limit_unit: order.limit.unit,
        calendar_id: calendar.version,
        rule: CURRENT_RULE,
        unit_id: order.unitId,
        started_at: when,
        due_at: null,
        yellow_at: null,
        original_due_at: when,
        paused_since: null,
        stopped_at: null,
        extended_by: 0,
        on_time: null,
        provisional: false,
      }
      const view = viewOf(base, [], calendars, at.now)
      const row: ClockRow = {
        ...base,
        ...derived(view),
        original_due_at: new Date(view.originalDue ?? at.now),
      }
      started.push(row)
      latest.set(order.stage, { row, events: [], view, fresh: true })
      continue
    }
    if (known === undefined) continue
    if (order.do === 'stop') {
      const stopped = { ...known.row, stopped_at: when }
      const view = viewOf(stopped, known.events, calendars, at.now)
      latest.set(order.stage, { ...known, row: { ...stopped, ...derived(view) }, view })
      touched.add(order.stage)
      continue
    }
    const event: ClockEventRow = {
      county: at.county,
      incident_id: at.incidentId,
      stage: order.stage,
      run: known.row.run,
      seq: known.events.length + 1,
      kind: order.do,
      at: when,
      amount: order.do === 'extend' ? order.amount : null,
      note:
        order.do === 'pause'
          ? { reason: order.reason }
          : order.do === 'hand-over'
            ? { from: order.from, to: order.to }
            : null,
      step_id: at.stepId,
    }
    known.events.push(event)
    written.push(event)
    const view = viewOf(known.row, known.events, calendars, at.now)
    latest.set(order.stage, { ...known, row: { ...known.row, ...derived(view) }, view })
    touched.add(order.stage)
  }
  return {
    started,
    changed: [...touched].flatMap((s) => latest.get(s)?.row ?? []),
    events: written,
    after: latest,
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

/** The incident's own summary of its clocks, for lists: earliest deadline of the running stage clocks, and the total's. */
export function summary(status: Status, after: ClockWrites['after']) {
  const running = [...after.entries()]
    .filter(([s, c]) => s !== 'total' && c.view.state === 'running')
    .map(([, c]) => c)
  const earliest = (key: 'due' | 'yellowFrom') =>
    running.reduce<number | null>((min, { view }) => {
      const t = view[key]
      return t === null ? min : min === null ? t : Math.min(min, t)
    }, null)
  const total = after.get('total')?.view
  const open = IS_OPEN[status]
  const main =
    status === 'checking' && after.get('close')?.view.state === 'running' ? 'close' : MAIN_STAGE[status]
  return {
    stage: open ? main : null,
    stage_due_at: open ? dateOrNull(earliest('due')) : null,
    stage_yellow_at: open ? dateOrNull(earliest('yellowFrom')) : null,
    total_due_at: open && total?.state === 'running' ? dateOrNull(total.due) : null,
    total_yellow_at: open && total?.state === 'running' ? dateOrNull(total.yellowFrom) : null,
    provisional:
      open && [...running, ...(total === undefined ? [] : [{ view: total }])].some((c) => c.view.provisional),
    // A declined or voided incident is no due case: it was neither in time nor late.
    on_time: total?.state === 'stopped' && status !== 'voided' && status !== 'rejected' ? total.onTime : null,
  }
}
