import type { GridKind, GridType, Position, Shape } from '@lifang/domains/grid/schema.ts'

/** What a drawn town consists of. Positions are degrees, rounded to six places; all of it is fictional. */
export interface TownArea {
  /** County 6 digits, street 9, community 12, grid 15. */
  code: string
  name: string
  level: 'county' | 'street' | 'community' | 'grid'
  /** Code of the area above; null for the county. */
  parent: string | null
  /** Null above grids. */
  kind: GridKind | null
  type: GridType | null
  households: number
  squareMetres: number
  /** For labels: inside the shape. */
  centre: Position
  shape: Shape
}

export interface Road {
  name: string
  class: 'arterial' | 'riverside' | 'collector' | 'lane'
  path: Position[]
}

export type LandUse =
  | 'estate'
  | 'towers'
  | 'old-town'
  | 'commercial'
  | 'market'
  | 'office'
  | 'school'
  | 'campus'
  | 'hospital'
  | 'industry'
  | 'village'
  | 'field'
  | 'wood'
  | 'park'
  | 'bank'
  | 'outside'

/** A block between roads. */
export interface Block {
  use: LandUse
  /** Estate, park, school …; null where people would give only an address. */
  name: string | null
  /** Code of the grid; null outside the place. */
  grid: string | null
  shape: Shape
}

export interface Building {
  id: string
  /** As people write it: 学府路 74 号, 望湖花园 6 栋. Unique in the town. */
  address: string
  use: LandUse
  floors: number
  /** Homes that are lived in; 0 for other buildings. They add up to the grid's households. */
  households: number
  grid: string
  /** Where the address point stands. */
  at: Position
  shape: Shape
}

export interface Water {
  name: string
  kind: 'river' | 'lake' | 'pond'
  shape: Shape
}

export interface PointOfInterest {
  kind:
    | 'government'
    | 'community-centre'
    | 'police'
    | 'fire-station'
    | 'hospital'
    | 'clinic'
    | 'school'
    | 'kindergarten'
    | 'college'
    | 'market'
    | 'park'
    | 'bus-stop'
    | 'library'
  name: string
  grid: string
  at: Position
}

export interface Town {
  seed: number
  origin: Position
  /** County first, then streets, communities, grids, each in the order of codes. */
  areas: TownArea[]
  roads: Road[]
  water: Water[]
  blocks: Block[]
  buildings: Building[]
  pois: PointOfInterest[]
}
