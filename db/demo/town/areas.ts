import { area } from '@lifang/domains/grid/rules/geometry.ts'
import type { Position, Shape } from '@lifang/domains/grid/schema.ts'
import type { Dice } from '../random.ts'
import type { GridPlan } from './layout.ts'
import type { Point } from './mesh.ts'
import type { TownArea } from './plan.ts'
import { boundingRectangle, centreOf, contains } from './plane.ts'
import type { Survey } from './survey.ts'
import type { Warp } from './warp.ts'
import { drawRing } from './warp.ts'

/** The tree above the blocks: county, streets, communities, grids, with codes, names and borders. */

/** Names and counts of the levels above communities. */
export interface Title {
  county: { code: string; name: string }
  streets: readonly (readonly [name: string, suffix: string])[]
  communities: readonly string[]
}

/** What each grid is, by where it lies: old town in the middle, estates around it, villages at the edge. */
export function planGrids(survey: Survey, chance: Dice): GridPlan[] {
  const { layout } = survey
  const [cx, cy] = survey.centre
  const size = groups(survey, (place) => place.grid)
  const plans = size.map((faces): GridPlan => {
    const largest = faces.toSorted((a, b) => layout.area(b) - layout.area(a))[0]
    const [x, y] = largest === undefined ? survey.centre : layout.centre(largest)
    const away = Math.hypot((x - cx) / cx, (y - cy) / cy)
    const type = chance.weighted<GridPlan['type']>(
      away < 0.4
        ? [
            ['scattered', 62],
            ['estate', 22],
            ['institutional', 16],
          ]
        : away < 0.85
          ? [
              ['estate', 66],
              ['scattered', 20],
              ['institutional', 14],
            ]
          : [
              ['estate', 48],
              ['rural', 44],
              ['institutional', 8],
            ],
    )
    const households: Record<GridPlan['type'], readonly [number, number]> = {
      scattered: [330, 500],
      estate: [310, 495],
      institutional: [210, 400],
      rural: [170, 320],
    }
    return { type, kind: 'general', households: chance.int(...households[type]) }
  })
  // One grid in twenty is a market or a business park with hardly anybody living in it.
  const candidates = chance.shuffle(
    plans.filter((plan) => plan.type === 'institutional' || plan.type === 'estate'),
  )
  for (const plan of candidates.slice(0, Math.max(1, Math.round(plans.length / 20)))) {
    Object.assign(plan, { kind: 'dedicated', type: 'institutional', households: chance.int(4, 40) })
  }
  // Two grids outside the norm, so that the checks have something to say.
  const homes = plans.filter((plan) => plan.kind === 'general' && plan.type === 'estate')
  const [crowded, thin] = chance.shuffle(homes)
  if (crowded) crowded.households = 642
  if (thin) thin.households = 268
  return plans
}

/** Faces by street, community or grid number. */
function groups(
  survey: Survey,
  key: (place: { street: number; community: number; grid: number }) => number,
): number[][] {
  const found: number[][] = []
  for (const [face, place] of survey.layout.places) (found[key(place)] ??= []).push(face)
  return found
}

/** Codes run west to east, north to south (DB6101/T 3185-2024): bands of this height, metres. */
const BAND = 420

const pad = (n: number, digits: number): string => String(n).padStart(digits, '0')

export interface Drawn {
  areas: TownArea[]
  /** Code by grid number. */
  gridCodes: string[]
  /** Short name of its community by grid number. */
  gridPlaces: string[]
}

export function drawAreas(survey: Survey, plans: readonly GridPlan[], title: Title, shape: Warp): Drawn {
  const { layout } = survey
  const border = (faces: readonly number[]): Shape => ({
    type: 'Polygon',
    coordinates: [drawRing(layout.mesh, layout.mesh.outline(faces), shape)],
  })
  const middle = (faces: readonly number[]): Point => {
    const ring = layout.mesh.outline(faces).map((corner) => shape.bend(layout.mesh.at(corner)))
    const centre = centreOf(ring)
    return contains(ring, centre) ? centre : boundingRectangle(ring).centre
  }
  const build = (
    fields: Pick<TownArea, 'code' | 'name' | 'level' | 'parent'>,
    faces: readonly number[],
    households: number,
    plan: GridPlan | null,
  ): TownArea => {
    const drawn = border(faces)
    const centre: Position = shape.place(middle(faces))
    return {
      ...fields,
      kind: plan?.kind ?? null,
      type: plan?.type ?? null,
      households,
      squareMetres: Math.round(area(drawn)),
      centre,
      shape: drawn,
    }
  }
  const inOrder = (numbers: readonly number[], all: readonly number[][]): number[] =>
    numbers
      .map((number) => ({ number, at: middle(all[number] ?? []) }))
      .toSorted((a, b) => Math.round(b.at[1] / BAND) - Math.round(a.at[1] / BAND) || a.at[0] - b.at[0])
      .map(({ number }) => number)

  const all = {
    street: groups(survey, (p) => p.street),
    community: groups(survey, (p) => p.community),
    grid: groups(survey, (p) => p.grid),
  }
  const below = (level: 'community' | 'grid', above: 'street' | 'community', number: number): number[] => [
    ...new Set([...layout.places.values()].filter((p) => p[above] === number).map((p) => p[level])),
  ]
  const streets: TownArea[] = []
  const communities: TownArea[] = []
  const grids: TownArea[] = []
  const gridCodes: string[] = []
  const gridPlaces: string[] = []
  const counters = { 街道: 0, 镇: 99, 乡: 199 }
  let named = 0
  const sum = (areas: readonly TownArea[], parent: string): number =>
    areas.filter((a) => a.parent === parent).reduce((total, a) => total + a.households, 0)

  const streetOrder = inOrder([...all.street.keys()], all.street)
  streetOrder.forEach((street, s) => {
    const [name, suffix] = title.streets[s] ?? [`第${s + 1}`, '街道']
    const kind = suffix === '镇' || suffix === '乡' ? suffix : '街道'
    const streetCode = title.county.code + pad(++counters[kind], 3)
    const inStreet = below('community', 'street', street)
    // In the one hand-drawn town communities keep the order of their names; elsewhere they are numbered by place.
    const ordered =
      all.street.length === 1 ? inStreet.toSorted((a, b) => a - b) : inOrder(inStreet, all.community)
    ordered.forEach((community, c) => {
      const communityName = title.communities[named++] ?? `第${named}`
      const communityCode = streetCode + pad(c + 1, 3)
      const counter = { general: 0, dedicated: 900 }
      for (const grid of inOrder(below('grid', 'community', community), all.grid)) {
        const plan = plans[grid]
        if (!plan) continue
        const n = plan.kind === 'dedicated' ? ++counter.dedicated : ++counter.general
        const code = communityCode + pad(n, 3)
        gridCodes[grid] = code
        gridPlaces[grid] = communityName
        const gridName =
          plan.kind === 'dedicated'
            ? `${communityName}专属 ${pad(n - 900, 2)}`
            : `${communityName} ${pad(n, 2)}`
        const fields = { code, name: gridName, level: 'grid', parent: communityCode } as const
        grids.push(build(fields, all.grid[grid] ?? [], plan.households, plan))
      }
      const fields = {
        code: communityCode,
        name: `${communityName}社区`,
        level: 'community',
        parent: streetCode,
      } as const
      communities.push(build(fields, all.community[community] ?? [], sum(grids, communityCode), null))
    })
    const fields = {
      code: streetCode,
      name: name + suffix,
      level: 'street',
      parent: title.county.code,
    } as const
    streets.push(build(fields, all.street[street] ?? [], sum(communities, streetCode), null))
  })
  const { code, name } = title.county
  const county = build(
    { code, name, level: 'county', parent: null },
    [...layout.places.keys()],
    sum(streets, code),
    null,
  )
  const byCode = (a: TownArea, b: TownArea): number => (a.code < b.code ? -1 : 1)
  return {
    areas: [county, ...streets.toSorted(byCode), ...communities.toSorted(byCode), ...grids.toSorted(byCode)],
    gridCodes,
    gridPlaces,
  }
}
