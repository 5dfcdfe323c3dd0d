import { readAddress } from '@lifang/domains/registry/rules/address.ts'
import { HAZARDS } from '@lifang/domains/registry/schema/lists.ts'
import type { Dice } from '../random.ts'
import type { LandUse } from '../town/plan.ts'
import type { Lot } from './lots.ts'
import { drawer } from './names.ts'
import { household, visitDay } from './people.ts'
import type { Settling } from './people.ts'
import type { DemoBuilding, DemoHome, HomeUse } from './plan.ts'

/** Homes on one floor of one entrance; the others have a single entrance. */
const PER_UNIT: Partial<Record<LandUse, number>> = { estate: 2, towers: 4 }
/** Share of the homes lived in that are let. */
const LET: Partial<Record<LandUse, number>> = { 'old-town': 0.36, village: 0.1, towers: 0.24, estate: 0.2 }

/** A building without its homes; its address in parts. */
export function buildingOf(lot: Lot, grid: string): Omit<DemoBuilding, 'homes'> {
  const { drawn, annex } = lot
  const address = drawn.address.replaceAll(' ', '') + (annex === 0 ? '' : `附${annex}号`)
  const read = readAddress(drawn.address)
  const door = read.door ?? (drawn.use === 'village' ? read.building : null)
  return {
    key: lot.key,
    road: read.road,
    door: door === null || annex === 0 ? door : `${door}附${annex}`,
    estate: read.estate ?? read.hamlet,
    block: door === null ? (annex === 0 ? read.building : `${read.building ?? ''}附${annex}`) : null,
    address,
    use: drawn.use,
    floors: annex === 0 ? drawn.floors : 1,
    grid,
    sequence: lot.sequence,
    at: lot.at,
    drawn: annex === 0 ? drawn.id : null,
  }
}

interface Slot {
  unit: string | null
  floor: number
  room: string
}

/** So many homes spread over the floors from the ground up: 301 is the first of the third floor of its entrance. */
export function slotsOf(use: LandUse, floors: number, homes: number): Slot[] {
  const slots: Slot[] = []
  const perUnit = PER_UNIT[use] ?? Infinity
  const most = Math.ceil(homes / floors)
  const units = Math.ceil(most / perUnit)
  for (let floor = 1; floor <= floors; floor++) {
    const here = Math.floor((floor * homes) / floors) - Math.floor(((floor - 1) * homes) / floors)
    for (let i = 0; i < here; i++) {
      const unit = Number.isFinite(perUnit) ? Math.floor(i / perUnit) + 1 : null
      const inUnit = unit === null ? i : i % perUnit
      slots.push({
        unit: unit === null || (units === 1 && use !== 'estate') ? null : String(unit),
        floor,
        room: `${floor}${String(inUnit + 1).padStart(2, '0')}`,
      })
    }
  }
  return slots
}

const drawEmpty = drawer<HomeUse>([
  ['vacant', 78],
  ['other-use', 13],
  ['unknown', 9],
])

/**
 * The homes of a building and who lives there. @param sizes of its households @param earlier keys of homes of the same grid that a
 * 户籍 may stand in; those of this building are added
 */
export function homesOf(
  lot: Lot,
  sizes: readonly number[],
  earlier: string[],
  settling: Settling,
): DemoHome[] {
  const { chance, today } = settling
  const slots = slotsOf(lot.drawn.use, lot.drawn.floors, lot.homes)
  const lived = new Set(chance.shuffle(slots.map((_, i) => i)).slice(0, sizes.length))
  let next = 0
  return slots.map((slot, i): DemoHome => {
    const key = `${lot.key}-${slot.unit ?? ''}${slot.unit === null ? '' : '-'}${slot.room}`
    const size = lived.has(i) ? sizes[next++] : undefined
    if (size === undefined) {
      const kind = drawEmpty(chance)
      const visitedOn = kind !== 'unknown' && chance.chance(0.8) ? visitDay(today, chance) : null
      return { key, ...slot, kind, hazards: [], visitedOn, household: null }
    }
    const kind = chance.chance(LET[lot.drawn.use] ?? 0.3) ? 'rental' : 'owner-occupied'
    const other = earlier.length === 0 ? null : (earlier[chance.int(0, earlier.length - 1)] ?? null)
    const home: DemoHome = {
      key,
      ...slot,
      kind,
      hazards: hazardsOf(kind, size, chance),
      visitedOn: chance.chance(0.95) ? visitDay(today, chance) : null,
      household: household({ key, kind }, size, other, settling),
    }
    if (kind === 'owner-occupied') {
      earlier.push(key)
      if (earlier.length > 60) earlier.shift()
    }
    return home
  })
}

function hazardsOf(kind: HomeUse, size: number, chance: Dice): readonly string[] {
  if (!chance.chance(kind === 'rental' ? 0.06 : 0.02)) return []
  return kind === 'rental' && size >= 4 ? ['group-rental'] : [chance.pick(HAZARDS.slice(0, 6))]
}
