/** What is shown. Numbers and phones are masked everywhere but in the answer of a reveal. */
import { z } from 'zod'
import { Day } from './bodies.ts'
import {
  BUILDING_USES,
  CONFIDENCES,
  FRESHNESS,
  HAZARDS,
  HOME_KINDS,
  ID_KINDS,
  PERSON_STATES,
  RESIDENCE_KINDS,
  REVEALED,
  SEALED_FIELDS,
  SEXES,
  SOURCES,
  STAY_PURPOSES,
  SUBJECTS,
} from './lists.ts'
import { ThingsFound } from './unit-items.ts'

const instant = z.iso.datetime()
export const Fact = z.object({
  source: z.enum(SOURCES),
  on: Day,
  /** Name of who verified it. */
  by: z.string(),
  confidence: z.enum(CONFIDENCES),
})
export type Fact = z.infer<typeof Fact>
const facts = z.record(z.string(), Fact)
const area = z.object({ code: z.string(), name: z.string(), community: z.string().nullable() })

/** What a command answers: what it was about, and what is worth a second look. */
export const Done = z.object({
  id: z.uuid(),
  version: z.int(),
  /** Phrase keys. */
  warnings: z.array(z.string()),
})
export type Done = z.infer<typeof Done>

/** When a foreign resident's paper or stay ends, and the lamp of it. */
export const EndLamp = z.object({
  what: z.enum(['paper', 'stay']),
  lamp: z.enum(['green', 'yellow', 'red']),
  until: Day,
  /** Calendar days to it; below 0 when it is over. */
  days: z.int(),
})
export type EndLamp = z.infer<typeof EndLamp>

export const PersonItem = z.object({
  id: z.uuid(),
  /** 张*. */
  name: z.string(),
  sex: z.enum(SEXES),
  age: z.int().nullable(),
  idNumber: z.string().nullable(),
  phone: z.string().nullable(),
  status: z.enum(PERSON_STATES),
  care: z.boolean(),
  /** The building they live in, or their 户籍 is in; null: neither. */
  address: z.string().nullable(),
  grid: z.string().nullable(),
  /** Lives elsewhere than the 户籍 is. */
  split: z.boolean(),
  /** Null: no foreign resident. */
  foreign: z
    .object({
      /** R** M**; null: none in Latin letters, or it is the name already. */
      name: z.string().nullable(),
      nationality: z.string(),
      /** What ends first of somebody who is here. */
      end: EndLamp.nullable(),
    })
    .nullable(),
})
export type PersonItem = z.infer<typeof PersonItem>

export const StayView = z.object({
  id: z.uuid(),
  kind: z.enum(RESIDENCE_KINDS),
  household: z.uuid(),
  relation: z.string().nullable(),
  from: Day,
  to: Day.nullable(),
  endedBy: z.string().nullable(),
  home: z.object({ id: z.uuid(), address: z.string(), grid: z.string() }),
})
export type StayView = z.infer<typeof StayView>
export const Member = z.object({
  id: z.uuid(),
  name: z.string(),
  sex: z.enum(SEXES),
  age: z.int().nullable(),
  relation: z.string().nullable(),
  head: z.boolean(),
  since: Day,
  version: z.int(),
  care: z.boolean(),
  idNumber: z.string().nullable(),
  phone: z.string().nullable(),
  /** 户籍 elsewhere than here, or lives elsewhere: 人户分离. */
  split: z.boolean(),
  /** As in a list; null: no foreign resident. */
  foreign: PersonItem.shape.foreign,
})
export type Member = z.infer<typeof Member>
export const HouseholdView = z.object({
  id: z.uuid(),
  kind: z.enum(RESIDENCE_KINDS),
  foundedOn: Day,
  members: z.array(Member),
})
export type HouseholdView = z.infer<typeof HouseholdView>

export const PersonView = z.object({
  id: z.uuid(),
  version: z.int(),
  name: z.string(),
  sex: z.enum(SEXES),
  birthDate: Day.nullable(),
  age: z.int().nullable(),
  nationality: z.string(),
  idKind: z.enum(ID_KINDS),
  idNumber: z.string().nullable(),
  phone: z.string().nullable(),
  /** Which of the sealed fields hold something. */
  sealed: z.array(z.enum(SEALED_FIELDS)),
  /** Null: no foreign resident. */
  foreign: z
    .object({
      surname: z.string().nullable(),
      given: z.string().nullable(),
      idUntil: Day.nullable(),
      purpose: z.enum(STAY_PURPOSES).nullable(),
      arrivedOn: Day.nullable(),
      leavesOn: Day.nullable(),
      /** Of somebody who is here. */
      ends: z.array(EndLamp),
    })
    .nullable(),
  care: z.boolean(),
  status: z.enum(PERSON_STATES),
  diedOn: Day.nullable(),
  facts,
  stays: z.array(StayView),
  /** The households this person stands in now, with everybody in them. */
  households: z.array(HouseholdView.extend({ home: z.uuid(), address: z.string() })),
  /** The row that was asked for, where it was merged into this one. */
  mergedFrom: z.uuid().nullable(),
  may: z.object({ edit: z.boolean(), reveal: z.boolean() }),
})
export type PersonView = z.infer<typeof PersonView>

export const Change = z.object({
  at: instant,
  field: z.string(),
  /** Null: nothing stood there; masked where the field is sensitive. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  source: z.string(),
  verifiedOn: Day,
  confidence: z.string(),
  note: z.string().nullable(),
  by: z.string(),
})
export type Change = z.infer<typeof Change>
export const Looked = z.object({
  at: instant,
  field: z.enum(REVEALED),
  reason: z.string(),
  by: z.string(),
  post: z.string(),
})
export type Looked = z.infer<typeof Looked>

export const BuildingItem = z.object({
  id: z.uuid(),
  address: z.string(),
  aliases: z.array(z.string()),
  grid: area,
  use: z.enum(BUILDING_USES),
  storeys: z.int(),
  homes: z.int(),
  /** Never verified. */
  unknown: z.int(),
  stale: z.int(),
  rental: z.int(),
  vacant: z.int(),
  residents: z.int(),
})
export type BuildingItem = z.infer<typeof BuildingItem>

export const FacadeHome = z.object({
  id: z.uuid(),
  entrance: z.string(),
  floor: z.int(),
  room: z.string(),
  kind: z.enum(HOME_KINDS),
  hazards: z.array(z.enum(HAZARDS)),
  residents: z.int(),
  care: z.boolean(),
  visitedOn: Day.nullable(),
  freshness: z.enum(FRESHNESS),
  /** First day it is stale; null: never visited. */
  dueOn: Day.nullable(),
})
export type FacadeHome = z.infer<typeof FacadeHome>
export const BuildingView = z.object({
  id: z.uuid(),
  version: z.int(),
  address: z.string(),
  road: z.string(),
  estate: z.string(),
  door: z.string(),
  block: z.string(),
  aliases: z.array(z.string()),
  grid: area,
  place: z.object({ lon: z.number(), lat: z.number() }),
  storeys: z.int(),
  use: z.enum(BUILDING_USES),
  facts,
  homes: z.array(FacadeHome),
  may: z.object({ edit: z.boolean() }),
})
export type BuildingView = z.infer<typeof BuildingView>

export const HomeItem = FacadeHome.extend({ address: z.string(), grid: z.string(), building: z.uuid() })
export type HomeItem = z.infer<typeof HomeItem>
export const HomeView = HomeItem.extend({
  version: z.int(),
  facts,
  buildingAddress: z.string(),
  area,
  households: z.array(HouseholdView),
  /** What happened here, the newest first. */
  changes: z.array(Change.extend({ who: z.string().nullable(), subject: z.enum(SUBJECTS) })),
  may: z.object({ edit: z.boolean() }),
})
export type HomeView = z.infer<typeof HomeView>

export const Found = ThingsFound.extend({
  people: z.array(PersonItem),
  homes: z.array(z.object({ id: z.uuid(), address: z.string(), grid: z.string(), kind: z.enum(HOME_KINDS) })),
  buildings: z.array(z.object({ id: z.uuid(), address: z.string(), grid: z.string() })),
  /** Of own kinds, by title. */
  records: z.array(z.object({ id: z.uuid(), title: z.string(), kindName: z.string(), grid: z.string() })),
  /** There are more of this kind than are shown. */
  more: ThingsFound.shape.more.extend({
    people: z.boolean(),
    homes: z.boolean(),
    buildings: z.boolean(),
    records: z.boolean(),
  }),
})
export type Found = z.infer<typeof Found>

export const Coverage = z.object({
  homes: z.int(),
  unknown: z.int(),
  stale: z.int(),
  due: z.int(),
  fresh: z.int(),
})
export type Coverage = z.infer<typeof Coverage>
