/**
 * Who should lead: the unit the responsibility list names, held against place, load and absence. A suggestion always carries
 * its grounds; when one of them speaks against it, a person must look (domain 3.3, transition 8: exactly one lead unit).
 */
import type { Ground, Suggestion } from '../schema/dispatch.ts'

export interface UnitFacts {
  readonly id: string
  readonly name: string
  /** Units of one kind are each other's peers. */
  readonly kind: string
  /** The area it serves, and whether the case lies in it. */
  readonly serves: string
  readonly covers: boolean
  readonly open: number
  readonly dueToday: number
  readonly overdue: number
  /** Holders of its handler posts, stand-ins not counted. */
  readonly held: number
  readonly away: readonly { readonly name: string; readonly standIn: string }[]
  /** It gave this very case back, and that was granted. */
  readonly returned: boolean
}

export interface SuggestFacts {
  readonly grid: string
  /** The list's entry for the class of the case; null: it has no class, or the list knows none. */
  readonly entry: {
    readonly version: string
    readonly code: string
    readonly name: string
    readonly unitId: string | null
  } | null
  readonly condition: { readonly seq: number; readonly text: string } | null
  /** Other entries of the same major class, in the order of the list. */
  readonly siblings: readonly {
    readonly code: string
    readonly name: string
    readonly unitId: string | null
  }[]
  readonly units: readonly UnitFacts[]
  /** A unit the dispatcher asks about; null: the list's. */
  readonly asked: string | null
}

/** A unit is overloaded when it has half as many again as its peers, and more than a handful above them. */
const OVER_SHARE = 1.5
const OVER_TASKS = 3
const MOST_NOT_CHOSEN = 3

export type Grounds = Pick<Suggestion, 'unit' | 'agrees' | 'grounds' | 'notChosen'>

export function suggest(facts: SuggestFacts): Grounds {
  const named = facts.units.find((u) => u.id === facts.entry?.unitId)
  const unit = facts.asked === null ? named : facts.units.find((u) => u.id === facts.asked)
  const list = listGround(facts, named, unit)
  const notChosen = passedOver(facts, named, unit)
  if (unit === undefined) return { unit: null, agrees: false, grounds: [list], notChosen }
  const grounds: Ground[] = [
    list,
    { kind: 'place', agrees: unit.covers, serves: unit.serves, grid: facts.grid },
    loadGround(facts.units, unit),
    absenceGround(unit),
  ]
  return {
    unit: { id: unit.id, name: unit.name },
    agrees: grounds.every((g) => g.agrees),
    grounds,
    notChosen,
  }
}

function listGround(
  { entry, condition }: SuggestFacts,
  named: UnitFacts | undefined,
  unit: UnitFacts | undefined,
): Ground {
  const why =
    entry === null
      ? 'no-entry'
      : named === undefined
        ? 'no-unit'
        : unit === undefined || unit.id !== named.id
          ? 'other-unit'
          : unit.returned
            ? 'returned'
            : 'named'
  return {
    kind: 'list',
    agrees: why === 'named',
    why,
    version: entry?.version ?? null,
    code: entry?.code ?? null,
    name: entry?.name ?? null,
    condition,
    unit: named?.name ?? null,
  }
}

function loadGround(units: readonly UnitFacts[], unit: UnitFacts): Ground {
  const peers = units.filter((u) => u.kind === unit.kind && u.id !== unit.id)
  const mean = peers.length === 0 ? null : peers.reduce((sum, u) => sum + u.open, 0) / peers.length
  return {
    kind: 'load',
    agrees: mean === null || unit.open <= Math.max(mean * OVER_SHARE, mean + OVER_TASKS),
    open: unit.open,
    mean: mean === null ? null : Math.round(mean * 10) / 10,
    peers: peers.length,
    dueToday: unit.dueToday,
    overdue: unit.overdue,
  }
}

/** Somebody must be there: each who is away is replaced by a stand-in, so that only a unit without holders is empty. */
const absenceGround = (unit: UnitFacts): Ground => ({
  kind: 'absence',
  agrees: presentIn(unit) > 0,
  held: unit.held,
  present: presentIn(unit),
  away: [...unit.away],
})
export const presentIn = ({ held, away }: Pick<UnitFacts, 'held' | 'away'>): number => {
  const standIns = new Set(away.map((a) => a.standIn)).size
  return held - away.length + standIns
}

/** Units one might think of: the list's when another was asked about, those that gave it back, those of sibling classes. */
function passedOver(
  { entry, siblings, units }: SuggestFacts,
  named: UnitFacts | undefined,
  unit: UnitFacts | undefined,
): Suggestion['notChosen'] {
  const found = new Map<string, Suggestion['notChosen'][number]>()
  const add = (
    u: UnitFacts,
    why: Suggestion['notChosen'][number]['why'],
    code: string | null,
    name: string | null,
  ): void => {
    if (u.id !== unit?.id && !found.has(u.id)) found.set(u.id, { unit: u.name, why, code, class: name })
  }
  if (named !== undefined)
    add(named, named.returned ? 'returned' : 'list-names-it', entry?.code ?? null, entry?.name ?? null)
  for (const u of units) if (u.returned) add(u, 'returned', null, null)
  for (const s of siblings) {
    const other = units.find((u) => u.id === s.unitId)
    if (other !== undefined) add(other, 'other-class', s.code, s.name)
  }
  return [...found.values()].slice(0, MOST_NOT_CHOSEN)
}
