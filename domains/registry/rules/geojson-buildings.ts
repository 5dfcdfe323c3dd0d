/**
 * Buildings of a GeoJSON file (OpenStreetMap extracts and the like): what each feature says, and what is odd about it. Nothing is
 * dropped without a line.
 */
import { toStored } from '@lifang/domains/grid/rules/coordinates.ts'
import { parts, shapeOf } from '@lifang/domains/grid/rules/geometry.ts'
import { pointInside } from '@lifang/domains/grid/rules/inside.ts'
import { checkShape } from '@lifang/domains/grid/rules/topology.ts'
import type { Position, Ring, Shape } from '@lifang/domains/grid/schema.ts'
import {
  MOST_FEATURES,
  MOST_RING_CORNERS,
  type GeojsonFault,
  type GeojsonNote,
} from '../schema/building-import-lists.ts'
import { OutlineView } from '../schema/building-map.ts'

export interface FoundBuilding {
  /** 1 for the first feature of the file. */
  readonly feature: number
  readonly sourceId: string
  readonly name: string | null
  readonly door: string
  readonly outline: Shape
  readonly lon: number
  readonly lat: number
  /** Guessed from the height at three metres each; always doubtful. */
  readonly storeys: number
  readonly notes: readonly GeojsonNote[]
}
export interface FeatureFault {
  readonly feature: number
  readonly fault: GeojsonFault
}
export interface BuildingsRead {
  readonly found: readonly FoundBuilding[]
  readonly faults: readonly FeatureFault[]
  /** Features that are no buildings: roads, and the points where names are written. */
  readonly others: number
}

const METRES_A_STOREY = 3
const record = (v: unknown): Readonly<Record<string, unknown>> =>
  typeof v === 'object' && v !== null ? Object.fromEntries(Object.entries(v)) : {}
const text = (v: unknown): string => (typeof v === 'string' || typeof v === 'number' ? String(v).trim() : '')

export function readBuildings(file: string): BuildingsRead {
  let features: unknown
  try {
    features = record(JSON.parse(file))['features']
  } catch {
    features = null
  }
  if (!Array.isArray(features))
    return { found: [], faults: [{ feature: 0, fault: 'not-geojson' }], others: 0 }
  if (features.length > MOST_FEATURES)
    return { found: [], faults: [{ feature: 0, fault: 'too-many' }], others: 0 }
  const found: FoundBuilding[] = []
  const faults: FeatureFault[] = []
  const seen = new Set<string>()
  let others = 0
  for (const [i, value] of features.entries()) {
    const feature = i + 1
    const of = record(value)
    const properties = record(of['properties'])
    const type = record(of['geometry'])['type']
    if (!isBuilding(properties) || type === 'Point' || type === 'LineString' || type === 'MultiLineString') {
      others++
      continue
    }
    const read = readOne(feature, of, properties)
    if ('fault' in read) faults.push({ feature, fault: read.fault })
    else if (seen.has(read.sourceId)) faults.push({ feature, fault: 'twice' })
    else {
      seen.add(read.sourceId)
      found.push(read)
    }
  }
  return { found, faults, others }
}

const isBuilding = (p: Readonly<Record<string, unknown>>): boolean =>
  p['kind'] === 'building' ||
  p['layer'] === 'buildings' ||
  (p['building'] !== undefined && p['building'] !== 'no')

function readOne(
  feature: number,
  of: Readonly<Record<string, unknown>>,
  p: Readonly<Record<string, unknown>>,
): FoundBuilding | { readonly fault: GeojsonFault } {
  const id = text(p['id']) || text(p['@id']) || text(p['osm_id']) || text(of['id'])
  if (id === '' || id.length > 60) return { fault: 'no-id' }
  const geometry = OutlineView.safeParse(of['geometry'])
  if (of['geometry'] == null) return { fault: 'no-area' }
  if (!geometry.success) return { fault: 'odd-geometry' }
  const notes: GeojsonNote[] = []
  const closed = (ring: Ring): Ring => {
    const [first, last] = [ring[0], ring.at(-1)]
    if (first === undefined || last === undefined || (first[0] === last[0] && first[1] === last[1]))
      return ring
    if (!notes.includes('closed')) notes.push('closed')
    return [...ring, first]
  }
  const placed = (at: Position): Position | null => {
    const stored = toStored({ lon: at[0], lat: at[1], crs: 'WGS84' })
    return stored.ok ? [stored.value.lon, stored.value.lat] : null
  }
  const polygons: Ring[][] = []
  for (const rings of parts(geometry.data)) {
    const kept: Ring[] = []
    for (const ring of rings) {
      if (ring.length > MOST_RING_CORNERS) return { fault: 'too-fine' }
      const points = closed(ring).map(placed)
      if (points.includes(null)) return { fault: 'outside-china' }
      kept.push(points.filter((q) => q !== null))
    }
    if (kept.length > 1 && !notes.includes('holes')) notes.push('holes')
    polygons.push(kept)
  }
  const outline = shapeOf(polygons)
  const checks = checkShape(id, outline).map((c) => c.check)
  if (checks.includes('self-intersection')) return { fault: 'self-crossing' }
  if (checks.includes('ring-flat') || checks.includes('ring-too-short')) return { fault: 'flat' }
  const at = pointInside(outline)
  if (at === null) return { fault: 'flat' }
  const name = text(p['name'])
    .replaceAll(/[\p{Cc}\p{Cf}<>]/gu, '')
    .slice(0, 60)
  if (name === '') notes.push('unnamed')
  const levels = Number(p['levels'] ?? p['building:levels'])
  const height = Number(p['height'])
  const guess = levels > 0 ? levels : height > 0 ? height / METRES_A_STOREY : 1
  notes.push('storeys-guessed')
  return {
    feature,
    sourceId: `osm:${id}`,
    name: name === '' ? null : name,
    door: text(p['addr_housenumber'] ?? p['addr:housenumber'])
      .replaceAll(/[\p{Cc}\p{Cf}<>]/gu, '')
      .slice(0, 20),
    outline,
    lon: at[0],
    lat: at[1],
    storeys: Math.min(200, Math.max(1, Math.round(guess))),
    notes,
  }
}
