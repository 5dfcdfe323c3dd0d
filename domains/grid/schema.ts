/**
 * The words of the grid domain: the governance tree, grids and their borders, posts and who holds them.
 * Shapes are GeoJSON with positions `[lon, lat]` in degrees, CGCS2000 (equal to WGS-84 at our precision).
 * Instants are epoch milliseconds (UTC).
 */
import { z } from 'zod'
import { problems } from '@lifang/platform/problem.ts'

/** Levels a tree may have, from the top; a deployment uses 3 to 6 of them (seed texts name 3, 4 and 5 level trees). */
export const AREA_LEVELS = ['province', 'city', 'county', 'street', 'community', 'grid', 'micro'] as const
export const AreaLevel = z.enum(AREA_LEVELS)
export type AreaLevel = z.infer<typeof AreaLevel>

/** 散居型 小区型 单位型 农村型. */
export const GRID_TYPES = ['scattered', 'estate', 'institutional', 'rural'] as const
export const GridType = z.enum(GRID_TYPES)
export type GridType = z.infer<typeof GridType>

/** 综合网格, 专属网格 (market, park, campus; double leadership) and 微网格 (50–80 households inside a grid). */
export const GRID_KINDS = ['general', 'dedicated', 'micro'] as const
export const GridKind = z.enum(GRID_KINDS)
export type GridKind = z.infer<typeof GridKind>

/** Coordinate systems accepted at the edge. Public Chinese web maps give GCJ02 (AMap, Tencent) or BD09 (Baidu). */
export const CRS = ['CGCS2000', 'WGS84', 'GCJ02', 'BD09'] as const
export const Crs = z.enum(CRS)
export type Crs = z.infer<typeof Crs>

/** A point as people and devices send it. Numbers are checked by `toStored`, so that a refusal can say what is wrong. */
export const GivenPlace = z.object({ lon: z.number(), lat: z.number(), crs: Crs })
export type GivenPlace = z.infer<typeof GivenPlace>

/**
 * What one may be, apart from the three administrators (identity). The first five carry 一长三员, the next six 1+4+X,
 * then the desks, the units and those who look over them, and who keeps the grids of a street or district.
 */
export const POSTS = [
  'grid-worker',
  'grid-lead',
  'grid-adviser',
  'grid-assistant',
  'grid-participant',
  'steward',
  'police-officer',
  'fire-officer',
  'monitor',
  'volunteer-aide',
  'inspector',
  'community-manager',
  'intake-officer',
  'dispatcher',
  'duty-chief',
  'handler',
  'handler-lead',
  'checker',
  'supervisor',
  'leader',
  'grid-manager',
] as const
export const Post = z.enum(POSTS)
export type Post = z.infer<typeof Post>

/** Where a post is held: in a place of the tree, in a department, or in either. */
export const POST_SEAT = {
  'grid-worker': 'area',
  'grid-lead': 'area',
  'grid-adviser': 'area',
  'grid-assistant': 'area',
  'grid-participant': 'area',
  steward: 'area',
  'police-officer': 'area',
  'fire-officer': 'area',
  monitor: 'area',
  'volunteer-aide': 'area',
  inspector: 'area',
  'community-manager': 'area',
  'intake-officer': 'area',
  dispatcher: 'area',
  'duty-chief': 'area',
  handler: 'department',
  'handler-lead': 'department',
  checker: 'area',
  supervisor: 'area',
  leader: 'area',
  'grid-manager': 'area',
} as const satisfies Record<Post, 'area' | 'department'>

/** One seat of a team: how many hold this post in one grid. `max: null` = any number (the X of 1+4+X). */
export interface TeamSeat {
  post: Post
  min: number
  max: number | null
}

/**
 * Team templates, side by side: 1+4+X (1 网格员, 4 协管员 = 督导员 警员 消防员 监督员, X 公益员; 石嘴山) and 一长三员 (网格长
 * 指导员 协管员 参与员; 苏州吴中), to which the one primary grid worker is added (1格1员; 岳阳楼区).
 */
export const TEAM_TEMPLATES = {
  '1+4+X': [
    { post: 'grid-worker', min: 1, max: 1 },
    { post: 'steward', min: 1, max: 1 },
    { post: 'police-officer', min: 1, max: 1 },
    { post: 'fire-officer', min: 1, max: 1 },
    { post: 'monitor', min: 1, max: 1 },
    { post: 'volunteer-aide', min: 0, max: null },
  ],
  'one-lead-three-members': [
    { post: 'grid-worker', min: 1, max: 1 },
    { post: 'grid-lead', min: 1, max: 1 },
    { post: 'grid-adviser', min: 1, max: 1 },
    { post: 'grid-assistant', min: 1, max: null },
    { post: 'grid-participant', min: 0, max: null },
  ],
} as const satisfies Record<string, readonly TeamSeat[]>
export const TEAM_TEMPLATE_NAMES = ['1+4+X', 'one-lead-three-members'] as const
export const TeamTemplateName = z.enum(TEAM_TEMPLATE_NAMES)
export type TeamTemplateName = z.infer<typeof TeamTemplateName>

export const Position = z.tuple([z.number(), z.number()])
export type Position = [lon: number, lat: number]
export type Ring = Position[]
export const PolygonShape = z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(Position)) })
export const MultiPolygonShape = z.object({
  type: z.literal('MultiPolygon'),
  coordinates: z.array(z.array(z.array(Position))),
})
/** A border: GeoJSON Polygon or MultiPolygon (an exclave, an island). */
export const Shape = z.discriminatedUnion('type', [PolygonShape, MultiPolygonShape])
export type Shape = { type: 'Polygon'; coordinates: Ring[] } | { type: 'MultiPolygon'; coordinates: Ring[][] }

/** Households a grid should have; outside is a warning, never a refusal (regions differ: 300, 500, or larger if simple). */
export interface HouseholdNorm {
  min: number
  max: number
}
export interface GridNorms {
  general: Record<GridType, HouseholdNorm | null>
  micro: HouseholdNorm
}
/**
 * 300–500 households for a general grid and 50–80 for a micro grid, from a municipal grid regulation; rural and
 * institutional grids follow villages and walls, so only towns are measured by default.
 */
export const DEFAULT_NORMS: GridNorms = {
  general: {
    scattered: { min: 300, max: 500 },
    estate: { min: 300, max: 500 },
    institutional: null,
    rural: null,
  },
  micro: { min: 50, max: 80 },
}

/**
 * A person in a post. `from` is the first instant, `to` the first instant no longer held (null = open). `seat` is the key
 * of an area or of a department. One person may hold several posts.
 */
export interface Holding {
  id: string
  person: string
  post: Post
  seat: string
  from: number
  to: number | null
}

/** AB岗: `person` does the work of one holding from `from` until `to`; at `to` the work is back without any act. */
export interface StandIn {
  id: string
  holding: string
  person: string
  from: number
  to: number
}

export const problem = problems({
  'grid.not-found': 404,
  'grid.coordinate-not-a-number': 422,
  'grid.coordinate-out-of-range': 422,
  'grid.coordinate-swapped': 422,
  'grid.coordinate-placeholder': 422,
  'grid.outside-every-grid': 404,
  'grid.template-invalid': 422,
  'grid.template-value-missing': 422,
  'grid.code-malformed': 422,
  'grid.code-outside-parent': 422,
  'grid.code-taken': 409,
  'grid.code-retired': 409,
  'grid.codes-exhausted': 409,
  'grid.border-invalid': 422,
  'grid.split-line-too-short': 422,
  'grid.split-line-misses': 422,
  'grid.split-line-crosses-again': 422,
  'grid.split-several-parts': 422,
  'grid.merge-too-few': 422,
  'grid.merge-apart': 422,
  'grid.merge-across-parents': 422,
  'grid.redraw-loses-points': 409,
  'grid.draw-outside': 422,
  'grid.draw-swallows': 422,
  'grid.draw-cuts-apart': 422,
  'grid.draw-no-border': 409,
  'grid.draft-unclean': 409,
  'grid.period-empty': 422,
  'grid.worker-already-there': 409,
  'grid.seat-full': 409,
  'grid.post-wrong-seat': 422,
  'grid.stand-in-outside-holding': 422,
  'grid.stand-in-overlaps': 409,
  'grid.stand-in-self': 422,
  'grid.stand-in-absent': 409,
  'grid.holding-ended': 409,
  'grid.kind-needed': 422,
  'grid.no-level-below': 422,
  'grid.department-key-taken': 409,
  'grid.redraw-not-draft': 409,
  'grid.redraw-outdated': 409,
  'grid.redraw-has-micro': 409,
  'grid.redraw-same-grid-twice': 422,
  'grid.redraw-scheduled': 409,
  'grid.redraw-not-published': 409,
  'grid.not-your-ground': 403,
  'grid.publish-in-the-past': 422,
  'grid.publish-too-far': 422,
  'grid.rollback-too-late': 409,
  'grid.rollback-done': 409,
  'grid.rollback-built-upon': 409,
  'grid.unknown-county': 404,
  'grid.card-field-unknown': 422,
  'grid.publication-moved': 409,
  'grid.not-your-portrait': 403,
  'grid.portrait-own': 403,
  'grid.portrait-no-worker': 409,
  'grid.portrait-file': 422,
  'grid.portrait-moved': 409,
  'grid.portrait-approved': 409,
  'grid.no-portrait': 404,
})
