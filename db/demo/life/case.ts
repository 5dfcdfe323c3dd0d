import type { Source } from '@lifang/domains/incidents/schema/words.ts'
import type { LandUse } from '../town/plan.ts'
import type { Scene } from './pictures.ts'

/** What happens in a town: one class of the responsibility list, where it is met, and what people write about it. */
export interface Case {
  /** Code in the responsibility list; codes that begin with L are of the local catalogue. */
  readonly code: string
  /** How often, against the others. */
  readonly weight: number
  readonly where: readonly LandUse[]
  /** Scene of the photos; null where none is taken (homes, patients, children, disputes). */
  readonly scene: Scene | null
  /** `{p}` is the address. */
  readonly says: readonly string[]
  /** The handling unit's word when it is done. */
  readonly done: readonly string[]
  readonly sources: readonly (readonly [Source, number])[]
}

const STREET: readonly LandUse[] = [
  'commercial',
  'old-town',
  'office',
  'market',
  'towers',
  'school',
  'hospital',
]
const HOMES: readonly LandUse[] = ['estate', 'towers', 'old-town']

/** Short names of places for the typed lists. */
export const PLACES = {
  street: STREET,
  homes: HOMES,
  shops: ['commercial', 'market', 'old-town'],
  market: ['market'],
  village: ['village'],
  old: ['old-town'],
  school: ['school', 'campus', 'estate'],
  any: [...STREET, 'estate', 'village'],
} as const satisfies Record<string, readonly LandUse[]>

/** Where such things come from, by kind of matter. */
export const CHANNELS = {
  /** Seen in the street: the professionals find most of it. */
  patrol: [
    ['grid-patrol', 44],
    ['inspector-patrol', 16],
    ['resident', 22],
    ['hotline', 9],
    ['media', 2],
    ['superior-order', 2],
    ['department-transfer', 2],
    ['leader-instruction', 1],
    ['delegate', 1],
    ['forum', 1],
  ],
  /** Things that break: a few report themselves. */
  facility: [
    ['grid-patrol', 30],
    ['inspector-patrol', 16],
    ['resident', 28],
    ['hotline', 13],
    ['sensor', 5],
    ['department-transfer', 3],
    ['police-transfer', 2],
    ['proposal', 1],
    ['delegate', 1],
  ],
  /** People complain: noise, smells, shops. */
  complaint: [
    ['resident', 38],
    ['hotline', 32],
    ['grid-patrol', 14],
    ['police-transfer', 7],
    ['media', 4],
    ['conduct-line', 2],
    ['superior-order', 2],
  ],
  /** Matters between people, and care. */
  people: [
    ['grid-patrol', 42],
    ['resident', 26],
    ['hotline', 18],
    ['police-transfer', 7],
    ['forum', 4],
    ['department-transfer', 3],
  ],
  petition: [
    ['petition', 60],
    ['superior-order', 20],
    ['conduct-line', 12],
    ['hotline', 8],
  ],
} as const satisfies Record<string, readonly (readonly [Source, number])[]>

export type Row = readonly [
  code: string,
  weight: number,
  where: keyof typeof PLACES,
  channel: keyof typeof CHANNELS,
  scene: Scene | null,
  says: readonly string[],
  done: readonly string[],
]

export const caseOf = ([code, weight, where, channel, scene, says, done]: Row): Case => ({
  code,
  weight,
  where: PLACES[where],
  scene,
  says,
  done,
  sources: CHANNELS[channel],
})
