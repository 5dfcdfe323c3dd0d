import { distance } from '@lifang/domains/grid/rules/geometry.ts'
import { GridIndex } from '@lifang/domains/grid/rules/locate.ts'
import type { Dice } from '../random.ts'
import type { Building, PointOfInterest, Road, TownArea } from './plan.ts'

/** Offices and stations that every street and community has, put into buildings that are there already. */
export function placeServices(
  areas: readonly TownArea[],
  buildings: readonly Building[],
  roads: readonly Road[],
  chance: Dice,
): PointOfInterest[] {
  const pois: PointOfInterest[] = []
  const used = new Set<string>()
  const place = (kind: PointOfInterest['kind'], name: string, area: TownArea, publicFirst: boolean): void => {
    const near = buildings
      .filter((building) => building.grid.startsWith(area.code) && !used.has(building.id))
      .map((building) => {
        // Not in somebody's home, and not in a school or hospital either.
        const unfit = building.use === 'office' || building.use === 'commercial' ? 0 : 500
        return { building, cost: distance(building.at, area.centre) + (publicFirst ? unfit : 0) }
      })
      .toSorted((a, b) => a.cost - b.cost)
    const found = near[publicFirst ? 0 : chance.int(0, Math.max(0, near.length - 1))]?.building
    if (!found) return
    used.add(found.id)
    pois.push({ kind, name, grid: found.grid, at: found.at })
  }
  for (const area of areas) {
    const short = area.name.replace(/(街道|社区|镇|乡)$/, '')
    if (area.level === 'street') {
      place('government', `${area.name}办事处`, area, true)
      place('police', `${short}派出所`, area, true)
      place('fire-station', `${short}消防救援站`, area, true)
      place('library', `${short}文化站`, area, true)
    }
    if (area.level === 'community') {
      place('community-centre', `${area.name}党群服务中心`, area, true)
      place('clinic', `${short}卫生服务站`, area, true)
      place('kindergarten', `${short}幼儿园`, area, false)
      place('market', `${short}菜市场`, area, false)
    }
  }
  return [...pois, ...busStops(areas, roads)]
}

/** Stops along the main roads, about every 450 m, named after the road and counted. */
function busStops(areas: readonly TownArea[], roads: readonly Road[]): PointOfInterest[] {
  const index = new GridIndex(
    areas.filter((area) => area.level === 'grid').map((area) => ({ id: area.code, shape: area.shape })),
  )
  const stops: PointOfInterest[] = []
  for (const road of roads.filter((r) => r.class === 'arterial')) {
    let since = 300
    let count = 0
    road.path.forEach((at, i) => {
      const before = road.path[i - 1]
      if (before) since += distance(before, at)
      if (since < 450) return
      // Roads run on beyond the border; stops do not.
      const grid = index.locate(...at)
      if (grid === null) return
      since = 0
      count++
      stops.push({ kind: 'bus-stop', name: `${road.name}${count}站`, grid, at })
    })
  }
  return stops
}
