/** Buildings on the map. Positions are degrees, CGCS2000. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { FRESHNESS, REGISTRY_POSTS } from './lists.ts'

/** Most buildings a map is given one by one; where there are more in the box, it is given counts. */
export const MOST_BUILDINGS = 500
/** Squares across the box where there are more. */
export const CELLS = 10

const Position = z.tuple([z.number(), z.number()])
export const OutlineView = z.union([
  z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(Position)) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(Position))) }),
])
export type OutlineView = z.infer<typeof OutlineView>

export const BuildingPoint = z.object({
  id: z.uuid(),
  address: z.string(),
  lon: z.number(),
  lat: z.number(),
  homes: z.int(),
  residents: z.int(),
  /** Never verified, and older than the cycle allows. */
  unknown: z.int(),
  stale: z.int(),
  /** The worst of its homes; null: it has none. */
  freshness: z.enum(FRESHNESS).nullable(),
  outline: OutlineView.nullable(),
})
export type BuildingPoint = z.infer<typeof BuildingPoint>
/** Many buildings of one square: how many, and the middle of where they stand. */
export const BuildingCell = z.object({ lon: z.number(), lat: z.number(), buildings: z.int() })
export type BuildingCell = z.infer<typeof BuildingCell>
export const BuildingMap = z.object({
  total: z.int(),
  /** Either one by one, or counted. */
  buildings: z.array(BuildingPoint),
  cells: z.array(BuildingCell),
  /** Some of the outlines shown come from OpenStreetMap, whose contributors are named beside them. */
  openStreetMap: z.boolean(),
})
export type BuildingMap = z.infer<typeof BuildingMap>

export const buildingMapRoutes = {
  buildingPoints: route({
    method: 'GET',
    path: '/api/registry/building-points',
    summary:
      'Buildings of my ground inside a box: one by one with homes, people and what is due, or counted by square where they are many.',
    access: { posts: REGISTRY_POSTS },
    query: z.strictObject({
      /** west,south,east,north. */
      box: z.string().max(120),
      area: z.string().min(1).max(32).optional(),
    }),
    responses: { 200: BuildingMap },
  }),
  buildingOutline: route({
    method: 'GET',
    path: '/api/registry/buildings/{id}/outline',
    summary: 'The outline of a building, where one was drawn.',
    access: { posts: REGISTRY_POSTS },
    params: z.object({ id: z.uuid() }),
    responses: { 200: z.object({ outline: OutlineView.nullable(), openStreetMap: z.boolean() }) },
  }),
} as const
