import type { Position } from '@lifang/domains/grid/schema.ts'
import type { StayPurpose } from '@lifang/domains/registry/schema/lists.ts'
import type { PlaceKind } from '@lifang/domains/registry/schema/unit-lists.ts'
import type { LandUse } from '../town/plan.ts'

/** What the generator makes. Keys are unique within one register and the same for the same options; all of it is fictional. */

export interface DemoBuilding {
  key: string
  /** Parts of the address; null where there is none. `block` is the number of 幢. */
  road: string | null
  door: string | null
  estate: string | null
  block: string | null
  /** As people write it: 望湖花园6栋. */
  address: string
  use: LandUse
  floors: number
  /** Code of the grid it stands in. */
  grid: string
  /** Sequence in its community, five digits, in walking order. */
  sequence: string
  at: Position
  /** Id of the drawn building on the base map; null for annexes, which are not drawn. */
  drawn: string | null
  homes: DemoHome[]
}

export type HomeUse = 'owner-occupied' | 'rental' | 'vacant' | 'other-use' | 'unknown'

export interface DemoHome {
  key: string
  /** 单元; null in buildings with one entrance. */
  unit: string | null
  floor: number
  room: string
  kind: HomeUse
  hazards: readonly string[]
  /** YYYY-MM-DD; null: nobody was reached yet. */
  visitedOn: string | null
  household: DemoHousehold | null
}

export interface DemoHousehold {
  key: string
  /** The first is the head. */
  members: DemoPerson[]
}

export interface DemoPerson {
  key: string
  name: string
  sex: 'male' | 'female'
  /** YYYY-MM-DD */
  born: string
  /** Valid by GB 11643 with an area of no division (9906xx); null for a child that is not registered yet. */
  idNumber: string | null
  /** 199 0000 xxxx while there are any, then landlines of the area 0000; null: none. */
  phone: string | null
  /** Relation to the head, GB/T 4761, two digits. */
  kinship: string
  /** 户籍: in this home, in another home of the register, or outside the county. */
  registered: 'here' | 'other-home' | 'outside'
  /** Key of the home of the 户籍; null outside. */
  registeredHome: string | null
  care: 'elder-alone' | 'disabled' | 'low-income' | 'left-behind-child' | null
  source: 'visit' | 'self' | 'comparison' | 'certificate'
  /** YYYY-MM-DD */
  verifiedOn: string
  /** The number above is then that of this paper; null: not from elsewhere. */
  foreign: DemoForeign | null
}

/** What the paper of somebody from elsewhere says. */
export interface DemoForeign {
  kind: 'passport' | 'foreign-permanent' | 'hk-macao-taiwan'
  nationality: string
  surname: string | null
  given: string | null
  /** YYYY-MM-DD */
  until: string
  purpose: StayPurpose
  arrivedOn: string
  leavesOn: string | null
}

/** A person of the register written down once more. */
export interface DemoDuplicate {
  key: string
  /** Key of the person it is. */
  of: string
  /** Key of the home it was written down in: not the person's own. */
  home: string
  name: string
  sex: 'male' | 'female'
  born: string
  phone: string
}

export interface DemoEnterprise {
  key: string
  name: string
  /** Valid by GB 32100. */
  code: string
  kind: 'company' | 'individual-business' | 'institution' | 'social-organisation'
  trade: string
  legalPerson: string
  phone: string
  building: string
  grid: string
  foundedOn: string
}

export interface DemoFacility {
  key: string
  standard: 'GB/T 47678.5-2026'
  code: string
  name: string
  grid: string
  /** The road it stands beside. */
  road: string
  at: Position
  /** departmentKey of who looks after it; null: nobody knows (无主). */
  department: string | null
  state: 'in-order' | 'damaged' | 'missing' | 'unknown'
}

export interface DemoPlace {
  key: string
  name: string
  kind: PlaceKind
  state: 'open' | 'closed'
  responsible: string
  contact: string
  phone: string
  grid: string
  at: Position
}

export interface DemoRegistry {
  /** Building after building with its homes and the people in them; nothing is kept. Can be run again. */
  buildings(): Generator<DemoBuilding>
  duplicates(): Generator<DemoDuplicate>
  enterprises(): Generator<DemoEnterprise>
  facilities(): Generator<DemoFacility>
  places(): Generator<DemoPlace>
}
