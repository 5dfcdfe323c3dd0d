/** Commands of the grid domain. Ids are minted by the caller: the same command again gets the same answer. */
import { z } from 'zod'
import { AREA_LEVELS, GridKind, GridType, Post } from '../schema.ts'
import { AreaCode, DepartmentKind } from './views.ts'

const instant = z.iso.datetime({ offset: true })
const name = z.string().trim().min(1).max(60)
const document = z.string().trim().min(1).max(200)

/** More corners than any border needs; checks take time by the square of it. */
const MOST_CORNERS = 4000
const GivenPosition = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
const GivenRing = z.array(GivenPosition).max(MOST_CORNERS)
const GivenShape = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('Polygon'), coordinates: z.array(GivenRing).min(1).max(50) }),
    z.strictObject({
      type: z.literal('MultiPolygon'),
      coordinates: z.array(z.array(GivenRing).min(1).max(50)).min(1).max(50),
    }),
  ])
  .refine((shape) => shape.coordinates.flat(shape.type === 'Polygon' ? 1 : 2).length <= MOST_CORNERS)

export const DepartmentBody = z.strictObject({
  id: z.uuid(),
  key: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  name,
  kind: DepartmentKind.default('department'),
  parent: z.uuid().optional(),
  /** Code of the area it serves. */
  area: AreaCode,
  phone: z
    .string()
    .regex(/^[0-9+ -]{5,20}$/)
    .optional(),
  fallback: z.boolean().default(false),
})
export type DepartmentBody = z.output<typeof DepartmentBody>

export const AreaBody = z.strictObject({
  id: z.uuid(),
  /** Code of the area above. */
  parent: AreaCode,
  name,
  /** Left out: the next level below the parent's. */
  levelKey: z.enum(AREA_LEVELS).optional(),
  /** Left out: the next free code by the template. A code is never given twice. */
  code: AreaCode.optional(),
  kind: GridKind.optional(),
  type: GridType.optional(),
  households: z.int().min(0).max(1_000_000).optional(),
  polygon: GivenShape.optional(),
  document: document.optional(),
})
export type AreaBody = z.output<typeof AreaBody>

export const HoldingBody = z.strictObject({
  id: z.uuid(),
  account: z.uuid(),
  post: Post,
  /** Where: an area's code or a department's id, as the post wants it. */
  area: AreaCode.optional(),
  department: z.uuid().optional(),
  from: instant,
  to: instant.optional(),
})
export type HoldingBody = z.output<typeof HoldingBody>

export const EndBody = z.strictObject({ at: instant.optional(), reason: z.string().trim().min(2).max(200) })
export type EndBody = z.output<typeof EndBody>

export const StandInBody = z.strictObject({ id: z.uuid(), account: z.uuid(), from: instant, to: instant })
export type StandInBody = z.output<typeof StandInBody>

/** A grid as drawn: one that keeps its code in a new border, or a new one with the grids it comes from, which end. */
const RedrawPartBody = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('kept'), code: AreaCode, polygon: GivenShape }),
  z.strictObject({
    is: z.literal('new'),
    name,
    from: z.array(AreaCode).min(1).max(12),
    polygon: GivenShape,
  }),
])
export type RedrawPartBody = z.output<typeof RedrawPartBody>

/** A grid drawn from scratch: it takes the ground it covers from the grids that have it, and they keep their codes. */
const DrawnPartBody = z.strictObject({
  is: z.literal('drawn'),
  name,
  polygon: GivenShape,
  /** Left out: of the grid that gives most ground, else of a grid beside it. */
  type: GridType.optional(),
  /** As counted; left out: shared out, or unknown where no grid was. */
  households: z.int().min(0).max(1_000_000).optional(),
})

export const RedrawBody = z.discriminatedUnion('kind', [
  z.strictObject({
    id: z.uuid(),
    kind: z.literal('split'),
    grid: AreaCode,
    /** Drawn across the grid, both ends on or beyond its border. */
    line: z.array(GivenPosition).min(2).max(500),
    /** Names of the larger and the smaller part. */
    names: z.tuple([name, name]).optional(),
    document: document.optional(),
  }),
  z.strictObject({
    id: z.uuid(),
    kind: z.literal('merge'),
    grids: z.array(AreaCode).min(2).max(12),
    name: name.optional(),
    document: document.optional(),
  }),
  z.strictObject({
    id: z.uuid(),
    kind: z.literal('reshape'),
    /** Every grid that would be other than it is; the rest of the community stays. */
    parts: z.array(RedrawPartBody).min(1).max(60),
    document: document.optional(),
  }),
  z.strictObject({
    id: z.uuid(),
    kind: z.literal('draw'),
    /** The community it is drawn in, which need not have a grid yet. */
    community: AreaCode,
    /** What is drawn, with whatever else would be other than it is. */
    parts: z
      .array(z.discriminatedUnion('is', [...RedrawPartBody.options, DrawnPartBody]))
      .min(1)
      .max(60),
    document: document.optional(),
  }),
])
export type RedrawBody = z.output<typeof RedrawBody>
/** A part of a drawing that may hold grids drawn from scratch. */
export type DrawPartBody = Extract<RedrawBody, { kind: 'draw' }>['parts'][number]

/** Without an instant: now. */
export const PublishBody = z.strictObject({ at: instant.optional() })
export type PublishBody = z.output<typeof PublishBody>

export const RollBackBody = z.strictObject({ id: z.uuid(), reason: z.string().trim().min(2).max(200) })
export type RollBackBody = z.output<typeof RollBackBody>
