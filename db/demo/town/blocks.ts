import type { Dice } from '../random.ts'
import type { GridPlan, LineClass } from './layout.ts'
import type { Point } from './mesh.ts'
import type { LandUse } from './plan.ts'
import { areaOf, inset } from './plane.ts'
import type { Survey } from './survey.ts'
import { RIVER_HALF } from './survey.ts'

/** A block between lanes: what stands on a face of the mesh once streets have taken their width. */
export interface BlockPlan {
  face: number
  /** Number of the grid, null outside. */
  grid: number | null
  use: LandUse
  /** Ground left inside the kerbs, plan metres; empty when streets took everything. */
  ground: Point[]
}

/** Half of the street's width, metres. */
const KERB: Record<LineClass, number> = {
  river: RIVER_HALF,
  riverside: 9,
  arterial: 17,
  collector: 11,
  lane: 7,
}

/** Ground a block of this grid type likes to have, square metres. */
const BLOCK_SIZE = { scattered: 19_000, estate: 30_000, institutional: 36_000, rural: 60_000 } as const

const USES: Record<GridPlan['type'], readonly (readonly [LandUse, number])[]> = {
  estate: [
    ['estate', 58],
    ['towers', 14],
    ['commercial', 9],
    ['school', 7],
    ['park', 7],
    ['office', 5],
  ],
  scattered: [
    ['old-town', 62],
    ['estate', 14],
    ['commercial', 14],
    ['park', 5],
    ['office', 5],
  ],
  institutional: [
    ['campus', 26],
    ['office', 24],
    ['hospital', 12],
    ['school', 8],
    ['estate', 30],
  ],
  rural: [
    ['field', 44],
    ['village', 34],
    ['wood', 12],
    ['industry', 10],
  ],
}
const HOMES: Record<GridPlan['type'], LandUse> = {
  estate: 'estate',
  scattered: 'old-town',
  institutional: 'estate',
  rural: 'village',
}
const DEDICATED: readonly (readonly [LandUse, number])[] = [
  ['market', 70],
  ['commercial', 30],
]

/**
 * Divides every grid into blocks and says what each is for. Every grid with households gets at least two blocks of homes.
 * @param lakeGrid grid that keeps one large block for a lake park, or null
 */
export function layBlocks(
  survey: Survey,
  grids: readonly GridPlan[],
  lakeGrid: number | null,
  chance: Dice,
): BlockPlan[] {
  const { layout } = survey
  const plans: BlockPlan[] = []
  const byGrid = new Map<number, BlockPlan[]>()
  const banks = new Set(survey.banks)
  for (const face of layout.mesh.ids()) {
    const place = layout.places.get(face)
    const grid = place ? grids[place.grid] : undefined
    const onBank = layout.touches(face, survey.river) && [...banks].some((line) => layout.touches(face, line))
    if (onBank) {
      plans.push({ face, grid: place?.grid ?? null, use: 'bank', ground: [] })
      continue
    }
    const size = grid ? BLOCK_SIZE[grid.type] : 90_000
    const count = place && place.grid === lakeGrid ? 3 : Math.max(1, Math.round(layout.area(face) / size))
    for (const part of layout.divide(face, count, 'lane')) {
      if (!place || !grid) {
        plans.push({ face: part, grid: null, use: 'outside', ground: [] })
        continue
      }
      const use = chance.weighted(grid.kind === 'dedicated' ? DEDICATED : USES[grid.type])
      const plan: BlockPlan = { face: part, grid: place.grid, use, ground: [] }
      plans.push(plan)
      byGrid.set(place.grid, [...(byGrid.get(place.grid) ?? []), plan])
    }
  }
  for (const [index, blocks] of byGrid) {
    const grid = grids[index]
    if (!grid) continue
    const largest = blocks.toSorted((a, b) => layout.area(b.face) - layout.area(a.face))
    if (grid.kind !== 'dedicated') {
      once(largest, HOMES[grid.type])
      settleHomes(largest, HOMES[grid.type])
    }
    const [lake] = largest
    if (index === lakeGrid && lake) {
      lake.use = 'park'
      settleHomes(largest.slice(1), HOMES[grid.type])
    }
  }
  for (const plan of plans) plan.ground = groundOf(survey, plan)
  return plans
}

/** A grid has one park, one school, one hospital, not five: the rest become homes. */
function once(largest: readonly BlockPlan[], home: LandUse): void {
  for (const use of ['park', 'school', 'hospital', 'campus'] as const) {
    for (const block of largest.filter((b) => b.use === use).slice(1)) block.use = home
  }
}

function settleHomes(largest: readonly BlockPlan[], home: LandUse): void {
  const homes = largest.filter((block) => block.use === home)
  for (const block of largest.filter((b) => b.use !== home).slice(0, Math.max(0, 2 - homes.length)))
    block.use = home
}

function groundOf({ layout }: Survey, { face, use }: BlockPlan): Point[] {
  const { ring } = layout.mesh.face(face)
  const kerbs = ring.map((a, i) => {
    const kind = layout.lines[layout.mesh.lineOf(a, ring[(i + 1) % ring.length] ?? a)]
    if (!kind) return 0
    // The green along the water runs on under the side roads, which stop short of it, and a little way under the water.
    if (use === 'bank' && kind !== 'riverside' && kind !== 'arterial')
      return kind === 'river' ? RIVER_HALF - 16 : 0
    return KERB[kind]
  })
  const ground = inset(layout.mesh.points(face), kerbs)
  return areaOf(ground) < 400 ? [] : ground
}
