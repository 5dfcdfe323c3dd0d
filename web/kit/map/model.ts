/** What a map is given: plain data, so that a page need not know how it is drawn. Positions are degrees, CGCS2000. */
import type { Map } from 'maplibre-gl'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import type { BaseMap, MapArea } from '@lifang/domains/grid/schema/map.ts'

export interface MapIncident {
  readonly number: string
  readonly lon: number
  readonly lat: number
  /** Of the running stage. */
  readonly lamp: Lamp
  /** What the lamp says where it is no deadline; left out, the lamp's own word. */
  readonly says?: string
  readonly title: string
  /** Epoch ms; null without a deadline. */
  readonly due: number | null
}
/** Somebody at a place that is really known; a position is never guessed. */
export interface MapPerson {
  readonly id: string
  readonly lon: number
  readonly lat: number
  readonly name: string
  /** Filled when free, outlined when busy. */
  readonly free: boolean
}
export interface MapHighlight {
  readonly lon: number
  readonly lat: number
  readonly lamp: Lamp | null
  readonly title: string
  readonly note: string | null
  /** Dashed circle around it, metres. */
  readonly radius: number | null
}
/** A count over an area: a red square, because what is counted so is overdue. */
export interface MapMark {
  readonly code: string
  readonly lon: number
  readonly lat: number
  readonly n: number
  /** What it says in words. */
  readonly label: string
}
/** A round on foot: where it begins and its stops in their order; a stop is a button that opens its case. */
export interface MapWalk {
  readonly start: readonly [number, number] | null
  readonly stops: readonly {
    readonly number: string
    readonly place: readonly [number, number]
    /** What it says in words. */
    readonly label: string
  }[]
  /** Number of the stop that is looked at. */
  readonly at: string | null
}
export interface Choropleth {
  /** Step of each grid by code, 0 the least; grids that are missing stay plain. */
  readonly steps: ReadonlyMap<string, number>
}
export type MapTheme = 'light' | 'dark'

export interface MapProps {
  /** What this map shows, for those who do not see it. */
  readonly label: string
  readonly theme?: MapTheme
  readonly base: BaseMap | undefined
  readonly areas: readonly MapArea[]
  readonly incidents?: readonly MapIncident[]
  readonly people?: readonly MapPerson[]
  readonly highlight?: MapHighlight | null
  /** Code of a grid to stress: where the case lies. */
  readonly grid?: string | null
  readonly choropleth?: Choropleth | null
  readonly walk?: MapWalk | null
  /** A place being chosen. */
  readonly picked?: { readonly lon: number; readonly lat: number } | null
  readonly onPick?: (place: { lon: number; lat: number }) => void
  readonly onOpen?: (number: string) => void
  /** A grid was pressed; `marks` open the same. */
  readonly onArea?: (code: string) => void
  /** Counts written over areas, each a button. */
  readonly marks?: readonly MapMark[]
  /** True inside a page that scrolls: the wheel belongs to the page. */
  readonly still?: boolean
  /** The drawn map itself, for a page that draws over it; null when it goes. */
  readonly onMap?: (map: Map | null) => void
  /** Room kept free at the edges for what floats over the map, px. */
  readonly padding?: {
    readonly top: number
    readonly right: number
    readonly bottom: number
    readonly left: number
  }
}

/** West, south, east, north of everything drawn; null of nothing. */
export function boxOfAreas(areas: readonly MapArea[]): [number, number, number, number] | null {
  let box: [number, number, number, number] | null = null
  for (const { border } of areas) {
    const rings = border.type === 'Polygon' ? border.coordinates : border.coordinates.flat()
    for (const [lon, lat] of rings.flat()) {
      box =
        box === null
          ? [lon, lat, lon, lat]
          : [Math.min(box[0], lon), Math.min(box[1], lat), Math.max(box[2], lon), Math.max(box[3], lat)]
    }
  }
  return box
}

/** 桂园 04 → 桂04, 北门专属 01 → 北专01: short enough for a grid on a map of the street. */
export function shortName(name: string): string {
  const match = /^(\D+?)(专属)?\s*(\d+)$/.exec(name.trim())
  return match === null
    ? name
    : `${(match[1] ?? '').slice(0, 1)}${match[2] === undefined ? '' : '专'}${match[3] ?? ''}`
}

/** A circle of so many metres as a polygon. */
export function circle(lon: number, lat: number, metres: number): [number, number][] {
  const dLat = metres / 111_320
  const dLon = dLat / Math.cos((lat * Math.PI) / 180)
  return Array.from({ length: 65 }, (_, i): [number, number] => {
    const angle = (i / 64) * 2 * Math.PI
    return [lon + dLon * Math.cos(angle), lat + dLat * Math.sin(angle)]
  })
}
