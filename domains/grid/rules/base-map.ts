/** The base map as rules: what a file of features may hold, and how thousands of them are sent in few. */
import { no, yes, type Decided } from '@lifang/platform/problem.ts'
import { BaseGeometry, BaseKind, FORMS, mapProblem, type BaseFeature, type BaseMap } from '../schema/map.ts'
import type { Position } from '../schema.ts'
import { toStored } from './coordinates.ts'

const LONGEST_NAME = 60
const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null
const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

/**
 * One feature of a GeoJSON file: `properties.kind` road, water, block, building or poi, `class` (left out: the kind), `name`
 * (optional). Problems `map.feature-kind`, `map.feature-geometry`, `map.feature-form`, `map.feature-name`, and those of a
 * coordinate outside China.
 */
export function readFeature(value: unknown): Decided<BaseFeature> {
  const feature = record(value)
  const properties = record(feature['properties'])
  const kind = BaseKind.safeParse(properties['kind'])
  if (!kind.success)
    return no(mapProblem('map.feature-kind', { kind: (text(properties['kind']) ?? '').slice(0, 40) }))
  const geometry = BaseGeometry.safeParse(feature['geometry'])
  if (!geometry.success) return no(mapProblem('map.feature-geometry'))
  const forms: readonly string[] = FORMS[kind.data]
  if (!forms.includes(geometry.data.type))
    return no(mapProblem('map.feature-form', { kind: kind.data, form: geometry.data.type }))
  const name = text(properties['name'])
  if (name !== null && name.length > LONGEST_NAME)
    return no(mapProblem('map.feature-name', { max: LONGEST_NAME }))
  for (const [lon, lat] of positionsOf(geometry.data)) {
    const stored = toStored({ lon, lat, crs: 'CGCS2000' })
    if (!stored.ok) return no(stored.problem)
  }
  return yes({
    kind: kind.data,
    class: (text(properties['class']) ?? kind.data).slice(0, 40),
    name,
    geometry: geometry.data,
  })
}

export function positionsOf(geometry: BaseGeometry): readonly Position[] {
  switch (geometry.type) {
    case 'Point':
      return [geometry.coordinates]
    case 'LineString':
      return geometry.coordinates
    case 'MultiLineString':
      return geometry.coordinates.flat()
    case 'Polygon':
      return geometry.coordinates.flat()
    case 'MultiPolygon':
      return geometry.coordinates.flat(2)
  }
}

/** Six places are a decimetre: more is noise that every reader would carry. */
const round = ([lon, lat]: Position): Position => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]

/** Polygons to one row at most: large enough to be few, small enough that a row stays a row. */
const TOGETHER = 400

/** Areas of one kind and class without a name become few features of many polygons: the names of the properties weigh more than they. */
export function together(features: readonly BaseFeature[]): BaseFeature[] {
  const kept: BaseFeature[] = []
  const groups = new Map<string, { kind: BaseKind; class: string; polygons: Position[][][] }>()
  for (const feature of features) {
    const { geometry } = feature
    if (feature.name !== null || (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon')) {
      kept.push(feature)
      continue
    }
    const key = `${feature.kind}/${feature.class}`
    const group = groups.get(key) ?? { kind: feature.kind, class: feature.class, polygons: [] }
    groups.set(key, group)
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    for (const rings of polygons) group.polygons.push(rings.map((ring) => ring.map(round)))
  }
  for (const { kind, class: sort, polygons } of groups.values())
    for (let i = 0; i < polygons.length; i += TOGETHER)
      kept.push({
        kind,
        class: sort,
        name: null,
        geometry: { type: 'MultiPolygon', coordinates: polygons.slice(i, i + TOGETHER) },
      })
  return kept
}

export const toBaseMap = (features: readonly BaseFeature[]): BaseMap => ({
  type: 'FeatureCollection',
  features: features.map(({ kind, class: sort, name, geometry }) => ({
    type: 'Feature',
    properties: name === null ? { kind, class: sort } : { kind, class: sort, name },
    geometry,
  })),
})
