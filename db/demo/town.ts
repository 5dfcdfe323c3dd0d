import type { Position } from '@lifang/domains/grid/schema.ts'
import { dice } from './random.ts'
import { drawAreas, planGrids } from './town/areas.ts'
import { layBlocks } from './town/blocks.ts'
import { PLACES, STREETS, TOWN_COMMUNITIES } from './town/names.ts'
import type { Town } from './town/plan.ts'
import { drawRiver, drawRoads, nameLines } from './town/roads.ts'
import { placeServices } from './town/services.ts'
import { fillBlocks } from './town/streetlife.ts'
import { surveyDistrict, surveyTown } from './town/survey.ts'
import type { Survey } from './town/survey.ts'
import { warp } from './town/warp.ts'

/**
 * The fictional place of the demo: 云溪街道 in the county 990602. No division of China begins with 99 (GB/T 2260 uses 11 to
 * 82), so nothing here can be taken for a real code; names are invented, and the position only gives the map a latitude.
 */
export const DEMO_COUNTY = { code: '990602', name: '云溪区' } as const
export const DEMO_STREET = '990602001'
const ORIGIN: Position = [113.13, 29.37]

export interface TownOptions {
  seed?: number
  origin?: Position
  /** An even number: half of them on each bank. */
  communities?: number
  grids?: number
}

/** One street: 8 communities, 40 grids, every block and building drawn. The same options give the same town, byte for byte. */
export function town({
  seed = 20_261_010,
  origin = ORIGIN,
  communities = 8,
  grids = 40,
}: TownOptions = {}): Town {
  const survey = surveyTown(communities, grids, dice(seed).fork('survey'))
  return draw(survey, { seed, origin, streets: STREETS, communities: TOWN_COMMUNITIES, buildings: true })
}

export interface DistrictOptions {
  seed?: number
  origin?: Position
  streets?: number
  communities?: number
  grids?: number
  /** Blocks and buildings too: about 40,000 of them. Off for the bench, which needs borders only. */
  buildings?: boolean
}

/** A district of 15 streets, 99 communities and 652 grids, the size of the seed text's district. Its first street is 云溪街道. */
export function district({
  seed = 20_261_010,
  origin = ORIGIN,
  streets = 15,
  communities = 99,
  grids = 652,
  buildings = false,
}: DistrictOptions = {}): Town {
  const chance = dice(seed).fork('district')
  const survey = surveyDistrict(streets, communities, grids, chance.fork('survey'))
  const names = [...TOWN_COMMUNITIES, ...chance.fork('communities').shuffle(PLACES)]
  return draw(survey, { seed, origin, streets: STREETS, communities: names, buildings })
}

interface Drawing {
  seed: number
  origin: Position
  streets: readonly (readonly [string, string])[]
  communities: readonly string[]
  buildings: boolean
}

function draw(survey: Survey, { seed, origin, streets, communities, buildings }: Drawing): Town {
  const chance = dice(seed).fork('draw')
  const shape = warp(origin, survey.centre, 0.6)
  const plans = planGrids(survey, chance.fork('grids'))
  const lakeGrid = buildings ? lakeIn(survey) : null
  const blockPlans = buildings ? layBlocks(survey, plans, lakeGrid, chance.fork('blocks')) : []
  const lineNames = nameLines(survey, chance.fork('names'))
  // Borders last: they take every corner that the cuts above have put on them.
  const { areas, gridCodes, gridPlaces } = drawAreas(
    survey,
    plans,
    { county: DEMO_COUNTY, streets, communities },
    shape,
  )
  const roads = drawRoads(survey, lineNames, shape)
  const life = fillBlocks(
    {
      survey,
      plans: buildings ? plans : [],
      gridCodes,
      gridPlaces,
      lineNames,
      lakeGrid,
      shape,
      chance: chance.fork('life'),
    },
    blockPlans,
  )
  return {
    seed,
    origin,
    areas,
    roads,
    water: [drawRiver(survey, '云溪', shape), ...life.water],
    blocks: life.blocks,
    buildings: life.buildings,
    pois: [...life.pois, ...placeServices(areas, life.buildings, roads, chance.fork('services'))],
  }
}

/** The lake lies in the last community (望湖): its largest grid away from the river. */
function lakeIn({ layout, communities, river }: Survey): number | null {
  const candidates = [...layout.places]
    .filter(([face, place]) => place.community === communities - 1 && !layout.touches(face, river))
    .toSorted(([a], [b]) => layout.area(b) - layout.area(a))
  return candidates[0]?.[1].grid ?? null
}
