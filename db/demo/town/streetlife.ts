import type { Position, Shape } from '@lifang/domains/grid/schema.ts'
import type { Dice } from '../random.ts'
import type { BlockPlan } from './blocks.ts'
import { bendGround, build, pitch, pond } from './footprints.ts'
import type { Footprint } from './footprints.ts'
import type { GridPlan } from './layout.ts'
import { apportion } from './layout.ts'
import type { Point } from './mesh.ts'
import { ESTATE_SUFFIXES, NameBook, PLACES, chineseNumber } from './names.ts'
import type { Block, Building, LandUse, PointOfInterest, Water } from './plan.ts'
import { areaOf, distanceToSegment } from './plane.ts'
import type { Survey } from './survey.ts'
import type { Warp } from './warp.ts'

/** Fills the blocks: buildings with addresses and households, parks, ponds, and the places people ask for by name. */
export interface StreetLife {
  blocks: Block[]
  buildings: Building[]
  water: Water[]
  pois: PointOfInterest[]
}

interface Context {
  survey: Survey
  plans: readonly GridPlan[]
  gridCodes: readonly string[]
  gridPlaces: readonly string[]
  lineNames: ReadonlyMap<number, string>
  lakeGrid: number | null
  shape: Warp
  chance: Dice
}

const HOMES: ReadonlySet<LandUse> = new Set<LandUse>(['estate', 'towers', 'old-town', 'village'])
const NAMED: Partial<Record<LandUse, { suffix: string; poi: PointOfInterest['kind'] }>> = {
  school: { suffix: '小学', poi: 'school' },
  campus: { suffix: '职业学院', poi: 'college' },
  hospital: { suffix: '医院', poi: 'hospital' },
  market: { suffix: '商贸城', poi: 'market' },
  park: { suffix: '公园', poi: 'park' },
}

export function fillBlocks(context: Context, plans: readonly BlockPlan[]): StreetLife {
  const life: StreetLife = { blocks: [], buildings: [], water: [], pois: [] }
  const addresses = new AddressBook(context)
  const titles = new TitleBook(context.chance.fork('titles'))
  const capacity: number[] = []
  for (const plan of plans) {
    const code = plan.grid === null ? null : (context.gridCodes[plan.grid] ?? null)
    if (plan.ground.length === 0) continue
    const shape = closed(bendGround(plan.ground, context.shape), context.shape)
    if (code === null || plan.grid === null) {
      life.blocks.push({ use: plan.use, name: null, grid: null, shape })
      continue
    }
    const place = context.gridPlaces[plan.grid] ?? ''
    const isLake = plan.grid === context.lakeGrid && plan.use === 'park'
    // A market of four blocks is one market.
    const again =
      plan.use === 'market' && life.blocks.some((block) => block.grid === code && block.use === 'market')
    const name = again ? null : titles.nameOf(plan.use, place, isLake)
    life.blocks.push({ use: plan.use, name, grid: code, shape })
    const chance = context.chance.fork(`block ${plan.face}`)
    const keepOut = openGround(plan, name, isLake, context, life, code, chance)
    const prints = build(plan.use, plan.ground, context.shape, keepOut, chance)
    prints.forEach((print, i) => {
      life.buildings.push({
        id: `b${life.buildings.length + 1}`,
        address: addresses.addressOf(plan, name, print, i + 1),
        use: plan.use,
        floors: print.floors,
        households: 0,
        grid: code,
        at: context.shape.place(print.middle),
        shape: closed(print.corners, context.shape),
      })
      capacity.push(HOMES.has(plan.use) ? areaOf(print.corners) * print.floors : 0)
    })
    const named = NAMED[plan.use]
    if (named && name !== null) {
      const middle = prints[0]?.middle ?? centreOfRing(bendGround(plan.ground, context.shape))
      life.pois.push({ kind: named.poi, name, grid: code, at: context.shape.place(middle) })
    }
  }
  settle(life.buildings, capacity, context)
  return life
}

/** Pitches and ponds; returns what stays free of buildings. */
function openGround(
  plan: BlockPlan,
  name: string | null,
  isLake: boolean,
  { shape, gridPlaces }: Context,
  life: StreetLife,
  code: string,
  chance: Dice,
): Point[][] {
  if (plan.use === 'school' || plan.use === 'campus') {
    const track = pitch(plan.ground, shape)
    if (track.length === 0) return []
    life.blocks.push({ use: 'park', name: null, grid: code, shape: closed(track, shape) })
    return [track]
  }
  if (plan.use !== 'park' && plan.use !== 'field') return []
  if (!isLake && !chance.chance(plan.use === 'park' ? 0.4 : 0.3)) return []
  const outline = pond(plan.ground, shape, isLake ? 0.78 : plan.use === 'park' ? 0.5 : 0.32, chance)
  if (outline.length === 0) return []
  const lakeName = isLake ? (gridPlaces[plan.grid ?? 0] ?? '望湖') : `${(name ?? '').slice(0, 2)}塘`
  life.water.push({ name: lakeName, kind: isLake ? 'lake' : 'pond', shape: closed(outline, shape) })
  return [outline]
}

/** Every grid's households go to its homes, by floor space. */
function settle(buildings: Building[], capacity: readonly number[], { plans, gridCodes }: Context): void {
  plans.forEach((plan, grid) => {
    const code = gridCodes[grid]
    const homes = buildings
      .map((building, i) => ({ building, space: capacity[i] ?? 0 }))
      .filter((h) => h.building.grid === code)
    // A market or office park has no blocks of homes: whoever lives there lives above the shops.
    const lived = homes.some((h) => h.space > 0)
      ? homes.filter((h) => h.space > 0)
      : homes.map((h) => ({ ...h, space: 1 }))
    if (lived.length === 0) throw new Error(`grid ${code ?? grid} has households and no building`)
    const shares = apportion(
      lived.map((h) => h.space),
      plan.households,
      0,
    )
    lived.forEach(({ building }, i) => {
      building.households = shares[i] ?? 0
    })
  })
}

/** 学府路 74 号 from the nearest named street, 望湖花园 6 栋 inside an estate, 叶家湾 12 号 in a village. Never twice. */
class AddressBook {
  readonly #context: Context
  readonly #taken = new Set<string>()
  constructor(context: Context) {
    this.#context = context
  }

  addressOf(plan: BlockPlan, name: string | null, print: Footprint, count: number): string {
    if (name !== null && (plan.use === 'estate' || plan.use === 'towers'))
      return this.#once(name, count, '栋', 1)
    if (name !== null && plan.use === 'village') return this.#once(name, count, '号', 1)
    const { survey, shape, lineNames } = this.#context
    const { mesh } = survey.layout
    const { ring } = mesh.face(plan.face)
    const fronts = ring.flatMap((a, i) => {
      const b = ring[(i + 1) % ring.length] ?? a
      const road = lineNames.get(mesh.lineOf(a, b))
      if (road === undefined) return []
      const [p, q] = [mesh.at(a), mesh.at(b)]
      return [{ road, p, q, metres: distanceToSegment(print.middle, shape.bend(p), shape.bend(q)) }]
    })
    const front = fronts.toSorted((a, b) => a.metres - b.metres)[0]
    if (!front) return this.#once('无名路', 1, '号', 1)
    // Numbers rise with the distance from the west or south end; odd on one side, even on the other.
    const [dx, dy] = [front.q[0] - front.p[0], front.q[1] - front.p[1]]
    const eastwards = Math.abs(dx) > Math.abs(dy)
    const along = eastwards ? print.middle[0] + survey.centre[0] : print.middle[1] + survey.centre[1]
    const odd = (eastwards ? dx : dy) > 0
    const number = 2 * Math.max(1, Math.round(along / 16)) - (odd ? 1 : 0)
    return this.#once(front.road, number, '号', 2)
  }

  #once(stem: string, from: number, unit: string, step: number): string {
    let number = from
    while (this.#taken.has(`${stem} ${number} ${unit}`)) number += step
    const address = `${stem} ${number} ${unit}`
    this.#taken.add(address)
    return address
  }
}

/** Names of estates, villages, schools …, each used once. */
class TitleBook {
  readonly #chance: Dice
  readonly #used = new Set<string>()
  readonly #villages: NameBook
  constructor(chance: Dice) {
    this.#chance = chance
    const stems = PLACES.filter((place) => place.endsWith('家'))
    this.#villages = new NameBook(
      chance.shuffle(stems.flatMap((stem) => ['湾', '垄', '坪', '冲'].map((end) => stem + end))),
      (n) => `新村${chineseNumber(n)}组`,
    )
  }

  nameOf(use: LandUse, community: string, isLake: boolean): string | null {
    if (isLake) return this.#once([`${community}公园`])
    if (use === 'village') return this.#villages.take()
    if (use === 'estate' || use === 'towers') {
      const stems = this.#chance.shuffle([community, ...PLACES])
      const suffix = this.#chance.pick(ESTATE_SUFFIXES)
      return this.#once(stems.map((stem) => stem + suffix))
    }
    const named = NAMED[use]
    if (!named) return null
    return this.#once(
      ['', '第二', '第三', '第四', '第五', '东区', '西区', '新区'].map(
        (part) => community + part + named.suffix,
      ),
    )
  }

  #once(candidates: readonly string[]): string {
    const name =
      candidates.find((candidate) => !this.#used.has(candidate)) ?? `${candidates[0] ?? ''}${this.#used.size}`
    this.#used.add(name)
    return name
  }
}

function centreOfRing(ring: readonly Point[]): Point {
  const sum = ring.reduce<Point>(([x, y], [a, b]) => [x + a, y + b], [0, 0])
  return [sum[0] / ring.length, sum[1] / ring.length]
}

function closed(ring: readonly Point[], shape: Warp): Shape {
  const positions: Position[] = ring.map((point) => shape.place(point))
  const [first] = positions
  return { type: 'Polygon', coordinates: [first ? [...positions, first] : []] }
}
