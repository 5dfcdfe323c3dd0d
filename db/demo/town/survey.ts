import type { Dice } from '../random.ts'
import { Layout, apportion } from './layout.ts'
import type { Place } from './layout.ts'
import type { Point } from './mesh.ts'

/** Lays out a place on the plan: river, main roads, streets, communities, grids. */
export interface Survey {
  layout: Layout
  centre: Point
  river: number
  /** Roads along the water, north bank and south bank. */
  banks: [number, number]
  /** Main roads by name, for the one town whose roads are named by hand. */
  named: Map<number, string>
  communities: number
  grids: number
}

/** Half of the water's width and the distance of the riverside roads from mid-stream, metres. */
export const RIVER_HALF = 52
export const BANK = 92

type Segment = [p: Point, q: Point]
const leftSide = ([p, q]: Segment, [x, y]: Point): boolean =>
  (q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0]) > 0

const sheet = (width: number, height: number): Point[] => [
  [-700, -600],
  [width + 700, -600],
  [width + 700, height + 600],
  [-700, height + 600],
]

/** The four sides of the place, a little askew; the place lies to the left of each. */
function border(width: number, height: number): Segment[] {
  const [w, h] = [width, height]
  return [
    [
      [0.02 * w, 0],
      [0.98 * w, 0.03 * h],
    ],
    [
      [0.98 * w, 0],
      [w, h],
    ],
    [
      [w, 0.98 * h],
      [0, h],
    ],
    [
      [0, h],
      [0.03 * w, 0],
    ],
  ]
}

/**
 * 云溪街道: 3.5 × 3 km, four communities on each bank, main roads by hand, grids by area (smaller towards the middle).
 * @param communities 8 for the town as drawn; the four columns follow from it
 */
export function surveyTown(communities: number, grids: number, chance: Dice): Survey {
  const [width, height] = [3500, 3000]
  const columns = Math.ceil(communities / 2)
  const layout = new Layout(sheet(width, height), chance.fork('layout'))
  const named = new Map<number, string>()
  const road = (name: string, [p, q]: Segment): void => {
    named.set(layout.cutThrough(p, q, 'arterial'), name)
  }
  const river: Segment = [
    [0, 1440],
    [width, 1620],
  ]
  const riverLine = layout.cutThrough(...river, 'river')
  // The second of the roads across the river is a diagonal: it gives the middle of the town its odd corners.
  const slant = [170, 620, -120]
  const across = Array.from({ length: columns - 1 }, (_, i): Segment => {
    const foot = (width * (i + 1)) / columns - (slant[i % 3] ?? 0) / 2
    return [
      [foot, 0],
      [foot + (slant[i % 3] ?? 0), height],
    ]
  })
  const roadNames = ['学府路', '解放路', '望湖路']
  across.forEach((segment, i) => road(roadNames[i] ?? `第${i + 1}大街`, segment))
  road('云溪大道', [
    [0, 2240],
    [width, 2350],
  ])
  road('建设路', [
    [0, 800],
    [width, 640],
  ])
  const sides = border(width, height)
  const ring = ['环城南路', '环城东路', '环城北路', '环城西路']
  sides.forEach((segment, i) => road(ring[i] ?? '环城路', segment))

  const inside: { face: number; community: number }[] = []
  for (const face of layout.mesh.faces.keys()) {
    const centre = layout.centre(face)
    if (!sides.every((side) => leftSide(side, centre))) continue
    const column = across.filter((segment) => !leftSide(segment, centre)).length
    // North bank first, each bank from west to east: the order of the community list.
    inside.push({ face, community: leftSide(river, centre) ? column : columns + column })
  }
  const weights = inside.map(({ face }) => {
    const [x, y] = layout.centre(face)
    const away = Math.hypot((x - width / 2) / width, (y - height / 2) / height)
    return layout.area(face) * (1.5 - away)
  })
  const shares = apportion(weights, grids)
  let grid = 0
  inside.forEach(({ face, community }, i) => {
    for (const part of layout.divide(face, shares[i] ?? 1, 'collector')) {
      layout.places.set(part, { street: 0, community, grid: grid++ })
    }
  })
  const banks = cutBanks(layout, river, riverLine)
  return {
    layout,
    centre: [width / 2, height / 2],
    river: riverLine,
    banks,
    named,
    communities: columns * 2,
    grids: grid,
  }
}

/** A district of many streets; everything inside the border is divided by area. */
export function surveyDistrict(streets: number, communities: number, grids: number, chance: Dice): Survey {
  const [width, height] = [14_000, 11_200]
  const layout = new Layout(sheet(width, height), chance.fork('layout'))
  const river: Segment = [
    [0, 5200],
    [width, 6100],
  ]
  const riverLine = layout.cutThrough(...river, 'river')
  const sides = border(width, height)
  for (const [p, q] of sides) layout.cutThrough(p, q, 'arterial')
  const inside = layout.mesh.ids().filter((face) => {
    const centre = layout.centre(face)
    return sides.every((side) => leftSide(side, centre))
  })
  const divideAll = (
    faces: number[],
    count: number,
    kind: 'arterial' | 'collector',
    least = 1,
  ): number[][] => {
    const weights = faces.map((face) => {
      const [x, y] = layout.centre(face)
      return layout.area(face) * (1.4 - Math.hypot((x - width / 2) / width, (y - height / 2) / height))
    })
    const shares = apportion(weights, count, least)
    return faces.map((face, i) => layout.divide(face, shares[i] ?? 1, kind))
  }
  const streetFaces = divideAll(inside, streets, 'arterial').flat()
  const communityFaces = divideAll(streetFaces, communities, 'arterial', 3)
  const streetOf = communityFaces.flatMap((faces, street) => faces.map(() => street))
  let grid = 0
  divideAll(communityFaces.flat(), grids, 'collector', 3).forEach((faces, community) => {
    const place: Omit<Place, 'grid'> = { street: streetOf[community] ?? 0, community }
    for (const face of faces) layout.places.set(face, { ...place, grid: grid++ })
  })
  const banks = cutBanks(layout, river, riverLine)
  return {
    layout,
    centre: [width / 2, height / 2],
    river: riverLine,
    banks,
    named: new Map(),
    communities,
    grids: grid,
  }
}

/** Roads along the water: the strip between road and mid-stream stays with its grid. */
function cutBanks(layout: Layout, [p, q]: Segment, riverLine: number): [number, number] {
  const length = Math.hypot(q[0] - p[0], q[1] - p[1])
  const [nx, ny] = [-(q[1] - p[1]) / length, (q[0] - p[0]) / length]
  const faces = layout.mesh.ids().filter((face) => layout.touches(face, riverLine))
  const along = (side: 1 | -1): number => {
    const line = layout.line('riverside')
    const shift = ([x, y]: Point): Point => [x + nx * BANK * side, y + ny * BANK * side]
    for (const face of faces) if (layout.mesh.faces.has(face)) layout.cut(face, shift(p), shift(q), line)
    return line
  }
  return [along(1), along(-1)]
}
