/** Arithmetic of the wall on plain values: nothing here knows where they come from. */
import type { Lamp, LimitUnit } from '@lifang/domains/calendar/schema.ts'
import type { Source, Stage, Status } from '@lifang/domains/incidents/schema/words.ts'
import { BRANCHES, FLOW_ENDS, WALL_STAGES, type WallStage } from './schema.ts'

/** Fewer than this is not shown where it would point at a person. */
export const SMALL_CELL = 5
/** A rate per 1,000 households of fewer than this says something about single doors. */
export const FEWEST_HOUSEHOLDS = 50

/** Cases per 1,000 households, to one decimal; null without a denominator that can carry it. */
export const ratePer1000 = (n: number, households: number | null): number | null =>
  households === null || households < FEWEST_HOUSEHOLDS ? null : Math.round((n / households) * 10_000) / 10

/** Quantile of values, linear between the two nearest ranks. Null for fewer values than `least`. */
export function quantile(values: readonly number[], q: number, least = SMALL_CELL): number | null {
  if (values.length === 0 || values.length < least) return null
  const sorted = values.toSorted((a, b) => a - b)
  const at = q * (sorted.length - 1)
  const low = sorted[Math.floor(at)] ?? 0
  const high = sorted[Math.ceil(at)] ?? low
  return Math.round(low + (high - low) * (at - Math.floor(at)))
}

/** The stages of a box of the strip. */
export const BOXES = {
  accept: ['accept', 'verify'],
  file: ['file'],
  dispatch: ['dispatch'],
  handle: ['take', 'handle'],
  check: ['check'],
  close: ['close'],
} as const satisfies Record<WallStage, readonly Stage[]>

export const boxOf = (stage: Stage): WallStage | null =>
  WALL_STAGES.find((box) => (BOXES[box] as readonly Stage[]).includes(stage)) ?? null

export const noLamps = (): Record<Lamp, number> => ({ green: 0, yellow: 0, red: 0, grey: 0 })

/** Where a report of this state went. */
const BRANCH_OF = {
  draft: 'waiting',
  reported: 'waiting',
  verifying: 'waiting',
  accepted: 'waiting',
  filed: 'waiting',
  dispatched: 'dispatched',
  handling: 'dispatched',
  feedback: 'dispatched',
  checking: 'dispatched',
  closed: 'dispatched',
  evaluated: 'dispatched',
  archived: 'dispatched',
  'self-closed': 'self-closed',
  rejected: 'declined',
  voided: 'declined',
} as const satisfies Record<Status, (typeof BRANCHES)[number]>
/** Where a dispatched one is now; null: it was never dispatched. */
const END_OF = {
  draft: null,
  reported: null,
  verifying: null,
  accepted: null,
  filed: null,
  dispatched: 'handling',
  handling: 'handling',
  feedback: 'handling',
  checking: 'checking',
  closed: 'closed',
  evaluated: 'closed',
  archived: 'closed',
  'self-closed': null,
  rejected: null,
  voided: null,
} as const satisfies Record<Status, (typeof FLOW_ENDS)[number] | null>

export interface FlowCell {
  readonly source: Source
  readonly status: Status
  readonly n: number
}
export interface Flow {
  readonly nodes: {
    readonly id: string
    readonly n: number
    readonly sources: Source[]
    readonly statuses: Status[]
  }[]
  readonly links: { readonly from: string; readonly to: string; readonly n: number }[]
}

/** Sources worth a node of their own, the largest first; the others are folded together until they are not a small cell. */
export function foldSources(totals: ReadonlyMap<Source, number>): {
  readonly shown: readonly Source[]
  readonly folded: readonly Source[]
} {
  const sorted = [...totals]
    .filter(([, n]) => n > 0)
    .toSorted(([a, m], [b, n]) => n - m || a.localeCompare(b))
  const shown = sorted.filter(([, n]) => n >= SMALL_CELL)
  const folded = sorted.filter(([, n]) => n < SMALL_CELL)
  const sum = (): number => folded.reduce((s, [, n]) => s + n, 0)
  // A rest below five could be read off the total: the smallest of the shown joins it.
  while (folded.length > 0 && sum() < SMALL_CELL && shown.length > 0) {
    const last = shown.pop()
    if (last !== undefined) folded.unshift(last)
  }
  return { shown: shown.map(([s]) => s), folded: folded.map(([s]) => s) }
}

/** Nodes and links of today's flow: source → where it went → where it is. What goes in comes out. */
export function flowOf(cells: readonly FlowCell[]): Flow {
  const totals = new Map<Source, number>()
  for (const { source, n } of cells) totals.set(source, (totals.get(source) ?? 0) + n)
  const { shown, folded } = foldSources(totals)
  const nodeOf = (source: Source): string => (shown.includes(source) ? `source:${source}` : 'source:others')
  const nodes = new Map<string, { n: number; sources: Set<Source>; statuses: Set<Status> }>()
  const links = new Map<string, { from: string; to: string; n: number }>()
  const add = (id: string, n: number, source: Source | null, status: Status | null): void => {
    const node = nodes.get(id) ?? { n: 0, sources: new Set<Source>(), statuses: new Set<Status>() }
    node.n += n
    if (source !== null) node.sources.add(source)
    if (status !== null) node.statuses.add(status)
    nodes.set(id, node)
  }
  const tie = (from: string, to: string, n: number): void => {
    const link = links.get(`${from} ${to}`) ?? { from, to, n: 0 }
    link.n += n
    links.set(`${from} ${to}`, link)
  }
  for (const { source, status, n } of cells) {
    if (n === 0) continue
    const [from, branch, end] = [nodeOf(source), BRANCH_OF[status], END_OF[status]]
    add(from, n, source, null)
    add(branch, n, null, status)
    tie(from, branch, n)
    if (end === null) continue
    add(end, n, null, status)
    tie(branch, end, n)
  }
  const order = [
    ...shown.map((s) => `source:${s}`),
    ...(folded.length > 0 ? ['source:others'] : []),
    'dispatched',
    'self-closed',
    'waiting',
    'declined',
    'closed',
    'handling',
    'checking',
  ]
  return {
    nodes: order.flatMap((id) => {
      const node = nodes.get(id)
      return node === undefined
        ? []
        : [{ id, n: node.n, sources: [...node.sources].toSorted(), statuses: [...node.statuses].toSorted() }]
    }),
    links: [...links.values()].toSorted(
      (a, b) => order.indexOf(a.from) - order.indexOf(b.from) || order.indexOf(a.to) - order.indexOf(b.to),
    ),
  }
}

export interface Use {
  readonly stage: Stage
  readonly usedMs: number
  readonly limitMs: number | null
  readonly unit: LimitUnit
}
export const USE_STAGES = [
  'accept',
  'verify',
  'file',
  'dispatch',
  'handle',
  'check',
  'close',
  'total',
] as const

/** Working units have one measure, wall units another; the two cannot be put side by side. */
const measureOf = (unit: LimitUnit): 'working' | 'wall' =>
  unit === 'working-hour' || unit === 'working-day' ? 'working' : 'wall'

/** What each stage took, in the order of the loop. Of several measures the one most runs have; the count is of those. */
export function usesOf(uses: readonly Use[]) {
  return USE_STAGES.flatMap((stage) => {
    const all = uses.filter((u) => u.stage === stage)
    if (all.length === 0) return []
    const working = all.filter((u) => measureOf(u.unit) === 'working')
    const wall = all.filter((u) => measureOf(u.unit) === 'wall')
    const most = working.length >= wall.length ? working : wall
    const used = most.map((u) => u.usedMs)
    return [
      {
        stage,
        n: most.length,
        median: quantile(used, 0.5),
        p90: quantile(used, 0.9),
        limit: quantile(
          most.flatMap((u) => (u.limitMs === null ? [] : [u.limitMs])),
          0.5,
        ),
        time: most === working ? ('working' as const) : ('wall' as const),
      },
    ]
  })
}
