/** What the grid domain shows over HTTP. Instants are ISO 8601; positions CGCS2000. */
import { z } from 'zod'
import { AreaLevel, GridKind, GridType, Position, Post, Shape, TeamTemplateName } from '../schema.ts'

const instant = z.iso.datetime({ offset: true })
export const AreaCode = z.string().regex(/^[0-9A-Za-z-]{1,32}$/)

/** An area by its code: what lists and links need. */
export const AreaRef = z.object({ id: z.uuid(), code: z.string(), name: z.string() })
export const AreaItem = AreaRef.extend({
  parent: z.string().nullable(),
  level: z.int(),
  levelKey: AreaLevel,
  path: z.string(),
  /** Grids only. */
  kind: GridKind.nullable(),
  type: GridType.nullable(),
  households: z.int().nullable(),
})
export type AreaItem = z.infer<typeof AreaItem>

export const Border = z.object({
  id: z.uuid(),
  version: z.int(),
  polygon: Shape,
  areaM2: z.number(),
  validFrom: instant,
  document: z.string().nullable(),
})

export const HoldingView = z.object({
  id: z.uuid(),
  account: z.object({ id: z.uuid(), name: z.string() }),
  post: Post,
  area: AreaRef,
  department: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  from: instant,
  to: instant.nullable(),
  /** AB岗: whose work this is until `to`. */
  standsInFor: z.object({ id: z.uuid(), name: z.string() }).nullable(),
})
export type HoldingView = z.infer<typeof HoldingView>

export const TeamView = z.object({
  template: TeamTemplateName,
  vacancies: z.int(),
  seats: z.array(
    z.object({
      post: Post,
      min: z.int(),
      max: z.int().nullable(),
      people: z.array(z.object({ id: z.uuid(), name: z.string() })),
      vacancies: z.int(),
    }),
  ),
})

export const AreaDetail = AreaItem.extend({
  validFrom: instant,
  validTo: instant.nullable(),
  divisionCode: z.string().nullable(),
  border: Border.nullable(),
  /** Who holds a post in this very area now. */
  roster: z.array(HoldingView),
  /** Grids only: the roster beside every template, the one with fewest vacancies first. */
  teams: z.array(TeamView),
  /** What this area came from and what became of it. */
  from: z.array(AreaRef),
  successors: z.array(AreaRef),
})
export type AreaDetail = z.infer<typeof AreaDetail>

export const FindingView = z.object({
  check: z.enum([
    'ring-open',
    'ring-too-short',
    'ring-flat',
    'self-intersection',
    'overlap',
    'gap',
    'outside-parent',
    'too-few-households',
    'too-many-households',
  ]),
  /** Keeps a draft from taking effect; the others are shown and may be accepted. */
  blocks: z.boolean(),
  /** Codes of the areas concerned; empty for a gap. */
  areas: z.array(z.string()),
  squareMetres: z.number().optional(),
  shape: Shape.optional(),
  at: Position.optional(),
  households: z.int().optional(),
  norm: z.object({ min: z.int(), max: z.int() }).optional(),
})
export type FindingView = z.infer<typeof FindingView>

export const DepartmentKind = z.enum([
  'department',
  'command-centre',
  'sub-centre',
  'community-station',
  'contractor',
])
export const DepartmentView = z.object({
  id: z.uuid(),
  key: z.string(),
  name: z.string(),
  kind: DepartmentKind,
  parent: z.uuid().nullable(),
  area: AreaRef,
  phone: z.string().nullable(),
  /** 兜底单位. */
  fallback: z.boolean(),
})
export type DepartmentView = z.infer<typeof DepartmentView>

/** One side of a redraw: an area as it is or as it would be. */
export const RedrawPart = z.object({
  /** The area's id; new areas have theirs from the draft on. */
  id: z.uuid(),
  /** A new area's code is given when it takes effect; null in a draft. */
  code: z.string().nullable(),
  name: z.string(),
  polygon: Shape,
  areaM2: z.number(),
  /** New parts of a split: by share of area, because homes are not placed yet. */
  households: z.int().nullable(),
  openIncidents: z.int(),
  workers: z.array(z.object({ id: z.uuid(), name: z.string() })),
  /** What the registry has there; they move with the border. Null: of a redraw from before the registry. */
  registered: z.object({ buildings: z.int(), homes: z.int(), people: z.int() }).nullable().default(null),
})
export type RedrawPart = z.infer<typeof RedrawPart>

export const REDRAW_KINDS = ['split', 'merge', 'reshape', 'draw', 'restore'] as const
export const REDRAW_STATUSES = ['draft', 'scheduled', 'published', 'withdrawn'] as const

/** What a redraw would do or did. An area that keeps its code has the same id before and after. */
export const RedrawPlan = z.object({
  before: z.array(RedrawPart),
  after: z.array(RedrawPart),
  /** Counts by where they lie. Open incidents keep the grid of their day; households move with the border. */
  moves: z.array(
    z.object({ from: z.uuid(), to: z.uuid(), households: z.int().nullable(), openIncidents: z.int() }),
  ),
  findings: z.array(FindingView),
  /** How households were shared out: by the ground plan of dwellings on the base map, else by the ground itself. */
  method: z.enum(['buildings', 'ground']).default('ground'),
})
export type RedrawPlan = z.infer<typeof RedrawPlan>

export const RedrawView = RedrawPlan.extend({
  id: z.uuid(),
  kind: z.enum(REDRAW_KINDS),
  status: z.enum(REDRAW_STATUSES),
  /** The community (or grid, for micro grids) whose ground it is. */
  parent: AreaRef.nullable(),
  draftedAt: instant,
  publishedAt: instant.nullable(),
  effectiveAt: instant.nullable(),
  document: z.string().nullable(),
  /** The redraw that this one rolls back. */
  undoes: z.uuid().nullable(),
  /** Last instant at which it may be rolled back; null when it is not in force. */
  rollBackUntil: instant.nullable(),
  /** Code of the problem that kept it from taking effect at its instant. */
  failure: z.string().nullable(),
})
export type RedrawView = z.infer<typeof RedrawView>

/** One line of the history of a community's borders. */
export const RedrawItem = RedrawView.pick({
  id: true,
  kind: true,
  status: true,
  parent: true,
  draftedAt: true,
  publishedAt: true,
  effectiveAt: true,
  document: true,
  undoes: true,
  rollBackUntil: true,
  failure: true,
}).extend({
  before: z.array(z.string()),
  after: z.array(z.string()),
  /** True when a later redraw rolled this one back. */
  undone: z.boolean(),
})
export type RedrawItem = z.infer<typeof RedrawItem>
