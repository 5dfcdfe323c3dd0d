import { dice } from './random.ts'
import { duplicatesOf } from './registry/duplicates.ts'
import { Papers } from './registry/foreigners.ts'
import { enterprisesOf } from './registry/enterprises.ts'
import { facilitiesOf } from './registry/facilities.ts'
import { buildingOf, homesOf } from './registry/homes.ts'
import { layLots } from './registry/lots.ts'
import type { RegistrySize } from './registry/lots.ts'
import { placesOf } from './registry/places.ts'
import { householdSizes, IdNumbers, Phones } from './registry/people.ts'
import type { DemoBuilding, DemoRegistry } from './registry/plan.ts'
import type { Town } from './town/plan.ts'

export interface RegistryOptions {
  size: RegistrySize
  /** YYYY-MM-DD: ages and visits are counted from here. */
  today: string
  seed?: number
  /** Of the demo's ten thousand mobile numbers, those the staff has. */
  staffPhones?: number
}

/**
 * The register of a drawn place: buildings, homes, households, people, establishments and facilities, all of them fictional. The same
 * options give the same register, person by person. `plan` must have its buildings drawn.
 * @throws Error when the size does not fit the plan
 */
export function demoRegistry(
  plan: Town,
  { size, today, seed = plan.seed, staffPhones = 0 }: RegistryOptions,
): DemoRegistry {
  const grids = layLots(plan, size, seed)
  function* buildings(): Generator<DemoBuilding> {
    const ids = new IdNumbers()
    const papers = new Papers()
    const phones = new Phones(10_000 - staffPhones)
    const chance = dice(seed).fork('registry')
    for (const { grid, people, lots } of grids) {
      // Dice of each grid are its own, so that a change in one does not disturb the next.
      const settling = { chance: chance.fork(grid), ids, phones, papers, today }
      const households = lots.reduce((sum, lot) => sum + lot.households, 0)
      const sizes = householdSizes(settling.chance, households, people)
      const earlier: string[] = []
      let from = 0
      for (const lot of lots) {
        const here = sizes.slice(from, from + lot.households)
        from += lot.households
        yield { ...buildingOf(lot, grid), homes: homesOf(lot, here, earlier, settling) }
      }
    }
  }
  return {
    buildings,
    duplicates: () => duplicatesOf(buildings(), seed),
    enterprises: () => enterprisesOf(plan, grids, size.enterprises, seed, today),
    facilities: () => facilitiesOf(plan, size.facilities, seed),
    places: () => placesOf(plan, grids, seed),
  }
}
