/** What the map is drawn from: the base map and the borders of now. Positions are `[lon, lat]`, CGCS2000. */
import { z } from 'zod'
import { problems } from '@lifang/platform/problem.ts'
import { AreaLevel, Position, Shape } from '../schema.ts'

export const BASE_KINDS = ['road', 'water', 'block', 'building', 'poi'] as const
export const BaseKind = z.enum(BASE_KINDS)
export type BaseKind = z.infer<typeof BaseKind>

const Line = z.array(Position).min(2)
/** Closed and not flat, as GeoJSON wants a ring. */
const Closed = z
  .array(Position)
  .min(4)
  .refine((ring) => {
    const [first, last] = [ring[0], ring.at(-1)]
    return first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1]
  })
const Area = z.array(Closed).min(1)

export const BaseGeometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Point'), coordinates: Position }),
  z.object({ type: z.literal('LineString'), coordinates: Line }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(Line).min(1) }),
  z.object({ type: z.literal('Polygon'), coordinates: Area }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(Area).min(1) }),
])
export type BaseGeometry = z.infer<typeof BaseGeometry>

/** Which forms a kind may have: a road is a line, a point of interest a point, the rest are areas. */
export const FORMS = {
  road: ['LineString', 'MultiLineString'],
  water: ['Polygon', 'MultiPolygon'],
  block: ['Polygon', 'MultiPolygon'],
  building: ['Polygon', 'MultiPolygon'],
  poi: ['Point'],
} as const satisfies Record<BaseKind, readonly BaseGeometry['type'][]>

export interface BaseFeature {
  readonly kind: BaseKind
  readonly class: string
  readonly name: string | null
  readonly geometry: BaseGeometry
}

/** GeoJSON as it goes over the wire; the properties are short because there are thousands. */
export const BaseMap = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      properties: z.object({ kind: BaseKind, class: z.string(), name: z.string().optional() }),
      geometry: BaseGeometry,
    }),
  ),
})
export type BaseMap = z.infer<typeof BaseMap>

export const MapArea = z.object({
  code: z.string(),
  name: z.string(),
  /** Code of the area above; null at the top. */
  parent: z.string().nullable(),
  level: AreaLevel,
  households: z.int().nullable(),
  /** A point well inside the border: where its name is written. */
  centre: Position,
  border: Shape,
})
export type MapArea = z.infer<typeof MapArea>

export const mapProblem = problems({
  'map.not-geojson': 422,
  'map.feature-kind': 422,
  'map.feature-geometry': 422,
  'map.feature-form': 422,
  'map.feature-name': 422,
  'map.nothing-to-load': 422,
})
