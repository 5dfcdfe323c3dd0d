/** The stages of an incident as the clock strip shows them: what is done, what runs, what is to come. */
import type { ClockView, Lamp, Limit } from '@lifang/domains/calendar/schema.ts'
import { IS_OPEN } from '@lifang/domains/incidents/schema/lists.ts'
import type { Stage, Status } from '@lifang/domains/incidents/schema/words.ts'

/** 受理 立案 派遣 处置 核查 结案; 核实 joins where it happened, 接单 runs inside 处置, the total is words only. */
const SEQUENCE = [
  'accept',
  'file',
  'dispatch',
  'handle',
  'check',
  'close',
] as const satisfies readonly Stage[]

export interface StageRun {
  readonly stage: Stage
  readonly run: number
  readonly limit: Limit
  readonly clock: ClockView
}

export interface Segment {
  readonly stage: Stage
  readonly state: 'done' | 'running' | 'future'
  /** Some run of this stage ended after its deadline: the red end cap stays for ever. */
  readonly late: boolean
  /** The latest run, where there was one. */
  readonly last: StageRun | null
}

const isOpenClock = (clock: ClockView): boolean => clock.state === 'running' || clock.state === 'paused'

/** The stage whose clock the strip opens: the last in the sequence that still runs or stands. */
export const runningRun = (stages: readonly StageRun[]): StageRun | null =>
  stages
    .filter((s) => !['total', 'take', 'reply'].includes(s.stage) && isOpenClock(s.clock))
    .toSorted((a, b) => placeOf(a.stage) - placeOf(b.stage) || a.run - b.run)
    .at(-1) ?? null

const placeOf = (stage: Stage): number =>
  stage === 'verify' ? 0.5 : (SEQUENCE as readonly Stage[]).indexOf(stage)

/** Segments in order. A stage that was done but comes again (after a return or rework) is to come, with its history kept. */
export function segmentsOf(stages: readonly StageRun[], status: Status): Segment[] {
  const running = runningRun(stages)
  const at = running === null ? Number.POSITIVE_INFINITY : placeOf(running.stage)
  const verified = stages.some((s) => s.stage === 'verify')
  const order: Stage[] = verified ? ['accept', 'verify', ...SEQUENCE.slice(1)] : [...SEQUENCE]
  return order.flatMap((stage): Segment[] => {
    const runs = stages.filter((s) => s.stage === stage).toSorted((a, b) => a.run - b.run)
    const last = runs.at(-1) ?? null
    const late = runs.some((r) => r.clock.onTime === false)
    if (running?.stage === stage) return [{ stage, state: 'running', late, last }]
    if (last !== null && placeOf(stage) < at) return [{ stage, state: 'done', late, last }]
    // A closed incident shows only what it went through.
    return IS_OPEN[status] ? [{ stage, state: 'future', late, last }] : []
  })
}

/** Where a running clock stands inside its own segment, as fractions of the segment's width. */
export interface Fill {
  readonly used: number
  /** Where the limit lies; 1 while there is time left. */
  readonly due: number
}

/** Overdue, the segment is the whole time used, so that the length of red is the lateness. */
export function fillOf(usedMs: number, limitMs: number | null): Fill | null {
  if (limitMs === null || limitMs <= 0) return null
  return usedMs <= limitMs ? { used: usedMs / limitMs, due: 1 } : { used: 1, due: limitMs / usedMs }
}

export interface MiniSegment {
  readonly stage: Stage
  readonly state: Segment['state']
  readonly late: boolean
  readonly lamp: Lamp
  readonly fill: Fill | null
}

/** The strip of a case whose clocks are at hand. */
export const miniOf = (stages: readonly StageRun[], status: Status): MiniSegment[] =>
  segmentsOf(stages, status).map(({ stage, state, late, last }) => ({
    stage,
    state,
    late,
    lamp: last?.clock.lamp ?? 'grey',
    fill: state === 'running' && last !== null ? fillOf(last.clock.usedMs, last.clock.limitMs) : null,
  }))

export interface RowFacts {
  readonly status: Status
  readonly stage: Stage | null
  readonly stageLamp: Lamp
  readonly totalLamp: Lamp
}

/** The strip of a list row: which stage, its lamp, and its fill where it is known. */
export function miniOfRow(row: RowFacts, fill: Fill | null): MiniSegment[] {
  if (row.stage === null || row.stage === 'total') {
    return SEQUENCE.map((stage) => ({
      stage,
      state: 'done',
      late: stage === 'close' && row.totalLamp === 'red',
      lamp: row.totalLamp,
      fill: null,
    }))
  }
  const at = row.stage === 'verify' ? 0 : row.stage === 'take' ? 3 : placeOf(row.stage)
  return SEQUENCE.map((stage, i) => ({
    stage,
    state: i < at ? 'done' : i === at ? 'running' : 'future',
    late: false,
    lamp: row.stageLamp,
    fill: i === at ? fill : null,
  }))
}
