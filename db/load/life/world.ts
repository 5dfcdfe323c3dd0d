import type { Calendars } from '@lifang/domains/calendar/public.ts'
import type { Here } from '@lifang/domains/grid/public.ts'
import type { IncidentDeps } from '@lifang/domains/incidents/public.ts'
import type { Condition, Policy } from '@lifang/domains/incidents/rules/model.ts'
import type { ClassKey, Source } from '@lifang/domains/incidents/schema/words.ts'
import type { Case } from '../../demo/life/case.ts'
import { localCases } from '../../demo/life/cases-local.ts'
import { facilityCases } from '../../demo/life/cases-facilities.ts'
import { streetCases } from '../../demo/life/cases-street.ts'
import type { Dice } from '../../demo/random.ts'
import { localCatalogue } from '../../demo/responsibility/local.ts'
import type { Building } from '../../demo/town/plan.ts'
import type { Cast } from './cast.ts'

/** A class of the list that happens in the town, joined with what the list in force says of it. */
export interface Happening {
  readonly what: Case
  readonly key: ClassKey
  readonly name: string
  readonly departmentId: string
  readonly selfHandling: boolean
  readonly conditions: readonly Condition[]
}

/** One thing that happens: what, where, found how. */
export interface Occasion {
  readonly happening: Happening
  readonly condition: Condition
  readonly building: Building
  readonly here: Here
  readonly source: Source
  readonly text: string
}

export interface World {
  readonly county: number
  readonly calendars: Calendars
  readonly policy: Policy
  readonly cast: Cast
  /** Ids of all handling units, and of the one that takes what nobody owns. */
  readonly units: readonly string[]
  readonly fallback: string
  /** Throws the dice for one occasion. @param fits which classes are asked for */
  happen(chance: Dice, fits?: (h: Happening) => boolean): Occasion
}

const URBAN = 'GB/T 47678.5-2026'

/** @throws Error when the list in force lacks a class of the demo: it was loaded from something else */
export function worldOf(deps: IncidentDeps, cast: Cast, buildings: readonly Building[]): World {
  const happenings = [...facilityCases, ...streetCases, ...localCases].map((what): Happening => {
    const standard = what.code.startsWith('L') ? localCatalogue.standard : URBAN
    const key: ClassKey = { standard, kind: 'matter', code: what.code }
    const entry = deps.list.entry(key)
    if (entry === undefined || entry.departmentId === null)
      throw new Error(`class ${standard} ${what.code} is not listed`)
    const { name, departmentId, selfHandling, conditions } = entry
    return { what, key, name, departmentId, selfHandling, conditions }
  })
  const places = new Map<string, Building[]>()
  for (const b of buildings) places.set(b.use, [...(places.get(b.use) ?? []), b])
  const units = deps.directory.departments().filter((d) => d.kind === 'department')
  const fallback = units.find((d) => d.fallback)
  if (fallback === undefined) throw new Error('no fallback unit')
  return {
    county: deps.county,
    calendars: deps.calendars,
    policy: deps.policy,
    cast,
    units: units.map((d) => d.id),
    fallback: fallback.id,
    happen: (chance, fits = () => true) => {
      const fit = happenings.filter(fits)
      for (;;) {
        const happening = chance.weighted(fit.map((h) => [h, h.what.weight] as const))
        const use = chance.weighted(
          happening.what.where.map((u) => [u, Math.sqrt(places.get(u)?.length ?? 0)] as const),
        )
        const there = places.get(use) ?? []
        if (there.length === 0) continue
        const building = chance.pick(there)
        const here = deps.directory.locate(...building.at)
        if (here === null) continue
        return {
          happening,
          // The first condition is the plain one; further ones are later states of the same thing.
          condition: chance.weighted(happening.conditions.map((c, i) => [c, i === 0 ? 3 : 1] as const)),
          building,
          here,
          source: chance.weighted(happening.what.sources),
          text: chance.pick(happening.what.says).replaceAll('{p}', building.address),
        }
      }
    },
  }
}
