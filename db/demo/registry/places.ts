import { GridIndex } from '@lifang/domains/grid/rules/locate.ts'
import type { Position } from '@lifang/domains/grid/schema.ts'
import type { PlaceKind } from '@lifang/domains/registry/schema/unit-lists.ts'
import { dice } from '../random.ts'
import type { PointOfInterest, Town } from '../town/plan.ts'
import type { GridLots } from './lots.ts'
import { drawSurname, givenName } from './names.ts'
import type { DemoPlace } from './plan.ts'

/** What of the plan is a place one looks after as a whole. */
const KINDS: Partial<Record<PointOfInterest['kind'], readonly [kind: PlaceKind, responsible: string]>> = {
  school: ['school', '云溪区教育局'],
  college: ['school', '云溪职业学院'],
  kindergarten: ['kindergarten', '云溪区教育局'],
  hospital: ['hospital', '云溪区卫生健康局'],
  clinic: ['hospital', '云溪街道社区卫生服务中心'],
  market: ['market', '云溪农贸市场管理有限公司'],
  park: ['park', '园林所'],
  'bus-stop': ['station', '云溪公交公司'],
  library: ['culture', '云溪区文化馆'],
}
const SITES = ['安置房工地', '道路改造工地', '商住楼工地', '学校扩建工地'] as const

const aside = (at: Position, by: number): Position => {
  const moved = (degrees: number): number => Math.round((degrees + by) * 1e6) / 1e6
  return [moved(at[0]), moved(at[1])]
}

/** Schools, markets, parks and stops of the plan, and a building site in every sixth grid. */
export function* placesOf(plan: Town, grids: readonly GridLots[], seed: number): Generator<DemoPlace> {
  const chance = dice(seed).fork('places')
  const index = new GridIndex(
    plan.areas.filter((area) => area.level === 'grid').map(({ code, shape }) => ({ id: code, shape })),
  )
  let n = 0
  const make = (given: Pick<DemoPlace, 'name' | 'kind' | 'responsible' | 'grid' | 'at'>): DemoPlace => {
    n++
    return {
      ...given,
      // A stop at a border belongs to where it stands.
      grid: index.locate(...given.at) ?? given.grid,
      key: `p${n}`,
      state: chance.chance(0.96) ? 'open' : 'closed',
      contact: drawSurname(chance) + givenName(chance, chance.chance(0.5) ? 'male' : 'female', 1975),
      phone: `0000-${82_000_000 + n}`,
    }
  }
  for (const { kind, name, grid, at } of plan.pois) {
    const known = KINDS[kind]
    if (known === undefined) continue
    // The plan has stops on the middle of the road, which is a border: one waits beside it, inside the place.
    const sides = kind === 'bus-stop' ? [9e-5, -9e-5].map((by) => aside(at, by)) : []
    const beside = sides.find((side) => index.locate(...side) !== null) ?? at
    yield make({ name, kind: known[0], responsible: known[1], grid, at: beside })
  }
  for (const [i, { grid, lots }] of grids.entries()) {
    const lot = lots.find((one) => one.annex === 0)
    if (i % 6 !== 2 || lot === undefined) continue
    const [lon, lat] = lot.at
    const name = `${lot.drawn.address}旁${chance.pick(SITES)}`
    yield make({ name, kind: 'construction-site', responsible: '云溪建筑工程有限公司', grid, at: [lon, lat] })
  }
}
