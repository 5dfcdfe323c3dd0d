import { buildingOrder } from '@lifang/domains/registry/rules/coverage.ts'
import type { Position } from '@lifang/domains/grid/schema.ts'
import { dice } from '../random.ts'
import { apportion } from '../town/layout.ts'
import type { Building, Town } from '../town/plan.ts'

/** How large a register is. Null: whatever follows from the plan. */
export interface RegistrySize {
  people: number
  homes: number
  /** More than the plan draws are annexes beside drawn ones. */
  buildings: number | null
  enterprises: number
  facilities: number
}
/** A street whose register is being built up: in every grid the first buildings of the round are done. */
export const STREET_REGISTRY: RegistrySize = {
  people: 8_000,
  homes: 3_560,
  buildings: null,
  enterprises: 420,
  facilities: 1_600,
}
/** The figures of the seed’s district; its count of households cannot be true and is not taken. */
export const DISTRICT_REGISTRY: RegistrySize = {
  people: 656_877,
  homes: 306_245,
  buildings: 46_529,
  enterprises: 23_420,
  facilities: 26_000,
}
/** People a household, where the plan has more homes than the register has people. */
const MEAN = 2.84

/** A building of the register before its homes are drawn. */
export interface Lot {
  key: string
  drawn: Building
  /** An annex of the drawn building, with its number; 0: the building itself. */
  annex: number
  at: Position
  sequence: string
  homes: number
  households: number
}
export interface GridLots {
  grid: string
  people: number
  lots: Lot[]
}

/** What stands where and how many homes and households each building has: the totals are exact. */
export function layLots(plan: Town, size: RegistrySize, seed: number): GridLots[] {
  const grids = plan.areas.filter((area) => area.level === 'grid')
  const drawn = new Map<string, Building[]>(grids.map((grid) => [grid.code, []]))
  for (const building of plan.buildings) drawn.get(building.grid)?.push(building)
  const planned = grids.reduce((sum, grid) => sum + grid.households, 0)
  const households = Math.min(planned, Math.round(size.people / MEAN))
  // A district with as many people as the plan has room for keeps the households of the plan, grid by grid.
  const quotas =
    households === planned || size.people / planned > 2.5
      ? grids.map((grid) => grid.households)
      : apportion(
          grids.map((grid) => grid.households),
          households,
          0,
        )
  const people = apportion(quotas, size.people, 0)
  const chosen = grids.map((grid, i) => choose(walked(drawn.get(grid.code) ?? []), quotas[i] ?? 0))
  shareHomes(chosen.flat(), size.homes)
  if (size.buildings !== null) addAnnexes(chosen, size.buildings, seed)
  number(
    chosen,
    grids.map((grid) => grid.parent ?? ''),
  )
  return grids.map((grid, i) => ({ grid: grid.code, people: people[i] ?? 0, lots: chosen[i] ?? [] }))
}

function walked(buildings: readonly Building[]): Building[] {
  const order = buildingOrder(buildings.map(({ id, at }) => ({ id, code: null, at })))
  return buildings.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
}

/** Homes in the order of the round until the grid's households are placed; and everything that is not lived in. */
function choose(buildings: readonly Building[], quota: number): Lot[] {
  let left = quota
  return buildings.flatMap((drawn): Lot[] => {
    if (drawn.households > 0 && left === 0) return []
    const households = Math.min(left, drawn.households)
    left -= households
    return [{ key: drawn.id, drawn, annex: 0, at: drawn.at, sequence: '', homes: 0, households }]
  })
}

/** Every household has a home; the rest stand empty, by the size of the building. */
function shareHomes(lots: readonly Lot[], homes: number): void {
  const lived = lots.filter((lot) => lot.households > 0)
  const spare = homes - lived.reduce((sum, lot) => sum + lot.households, 0)
  if (spare < 0) throw new Error(`${homes} homes are too few`)
  const shares = apportion(
    lived.map((lot) => lot.drawn.households),
    spare,
    0,
  )
  lived.forEach((lot, i) => {
    lot.homes = lot.households + (shares[i] ?? 0)
  })
}

/** Sheds, garages, gatehouses: not drawn, without homes, half way to a corner of the building they belong to. */
function addAnnexes(chosen: readonly Lot[][], buildings: number, seed: number): void {
  const missing = buildings - chosen.reduce((sum, lots) => sum + lots.length, 0)
  if (missing < 0) throw new Error(`the plan draws ${-missing} buildings too many`)
  const chance = dice(seed).fork('annexes')
  const shares = apportion(
    chosen.map((lots) => lots.length),
    missing,
    0,
  )
  chosen.forEach((lots, i) => {
    const hosts = chance.shuffle(lots.filter((lot) => lot.annex === 0))
    for (let n = 0; n < (shares[i] ?? 0); n++) {
      const host = hosts[n % hosts.length]
      if (!host) throw new Error('a grid without buildings')
      const annex = 1 + Math.floor(n / hosts.length)
      const [lon, lat] = host.at
      const [east, north] = firstCorner(host.drawn)
      const part = 0.5 / annex
      lots.push({
        key: `${host.key}a${annex}`,
        drawn: host.drawn,
        annex,
        at: [lon + (east - lon) * part, lat + (north - lat) * part],
        sequence: '',
        homes: 0,
        households: 0,
      })
    }
  })
}

function firstCorner({ shape, at }: Building): Position {
  const ring = shape.type === 'Polygon' ? shape.coordinates[0] : shape.coordinates[0]?.[0]
  return ring?.[0] ?? at
}

/** 00001 onwards in every community, in the order of grids and rounds (domain.md 5.1). */
function number(chosen: readonly Lot[][], communities: readonly string[]): void {
  let last = ''
  let n = 0
  chosen.forEach((lots, i) => {
    if (communities[i] !== last) n = 0
    last = communities[i] ?? ''
    for (const lot of lots) lot.sequence = String(++n).padStart(5, '0')
  })
}
