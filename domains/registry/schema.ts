/** The registry: people, homes and buildings, known once and kept true. The route table. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { KEEPER_POSTS } from './schema/lists.ts'
import { REVEAL_POSTS } from './schema/lists.ts'
import {
  BirthBody,
  BuildingBody,
  BuildingEdit,
  DeathBody,
  HomeEdit,
  HomesBody,
  MoveInBody,
  MoveOutBody,
  PersonEdit,
  RegisterBody,
  RevealBody,
  SheetBody,
} from './schema/bodies.ts'
import {
  FOREIGN_FILTERS,
  FRESHNESS,
  HOME_KINDS,
  PERSON_STATES,
  REGISTRY_POSTS,
  REVEALED,
} from './schema/lists.ts'
import {
  BuildingItem,
  BuildingView,
  Change,
  Coverage,
  Done,
  Found,
  HomeItem,
  HomeView,
  Looked,
  PersonItem,
  PersonView,
} from './schema/views.ts'

const byId = z.object({ id: z.uuid() })
const sees = { posts: REGISTRY_POSTS } as const
const keeps = { posts: KEEPER_POSTS } as const
const areaCode = z.string().min(1).max(32)
const page = {
  area: areaCode.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
}
const q = z.string().trim().max(60)
const made = { 200: Done, 201: Done } as const

export const registryRoutes = {
  search: route({
    method: 'GET',
    path: '/api/registry/search',
    summary:
      'One box: fragment of a name (two characters too), pinyin initials, last four of a phone, fragment of an address. Whole numbers go by POST, so that no address holds them.',
    access: sees,
    query: z.strictObject({ q }),
    responses: { 200: Found },
  }),
  searchAll: route({
    method: 'POST',
    path: '/api/registry/search',
    summary: 'The same, and a whole ID number or phone, found by blind index.',
    access: sees,
    body: z.strictObject({ q }),
    responses: { 200: Found },
  }),
  buildings: route({
    method: 'GET',
    path: '/api/registry/buildings',
    summary: 'Buildings of my ground with what waits in them, by address.',
    access: sees,
    query: z.strictObject({ ...page, q: q.optional() }),
    responses: { 200: z.object({ items: z.array(BuildingItem), nextCursor: z.string().nullable() }) },
  }),
  createBuilding: route({
    method: 'POST',
    path: '/api/registry/buildings',
    summary: 'Add a building; the grid follows from where it stands.',
    access: keeps,
    body: BuildingBody,
    responses: made,
  }),
  building: route({
    method: 'GET',
    path: '/api/registry/buildings/{id}',
    summary: 'A building as a façade: homes by entrance and floor with freshness and kind.',
    access: sees,
    params: byId,
    responses: { 200: BuildingView },
  }),
  editBuilding: route({
    method: 'POST',
    path: '/api/registry/buildings/{id}',
    summary: 'Change a building; homes and people in it follow its place and its address.',
    access: keeps,
    params: byId,
    body: BuildingEdit,
    responses: { 200: Done },
  }),
  createHomes: route({
    method: 'POST',
    path: '/api/registry/buildings/{id}/homes',
    summary: 'Add homes to a building, all or none.',
    access: keeps,
    params: byId,
    body: HomesBody,
    responses: made,
  }),
  homes: route({
    method: 'GET',
    path: '/api/registry/homes',
    summary: '格不漏户: homes of my ground in walking order, with the counts of what is unvisited and stale.',
    access: sees,
    query: z.strictObject({
      ...page,
      state: z.enum(FRESHNESS).optional(),
      kind: z.enum(HOME_KINDS).optional(),
    }),
    responses: {
      200: z.object({ items: z.array(HomeItem), coverage: Coverage, nextCursor: z.string().nullable() }),
    },
  }),
  home: route({
    method: 'GET',
    path: '/api/registry/homes/{id}',
    summary: 'A home: who lives there, what is due, what happened.',
    access: sees,
    params: byId,
    responses: { 200: HomeView },
  }),
  editHome: route({
    method: 'POST',
    path: '/api/registry/homes/{id}',
    summary: 'Change facts of a home.',
    access: keeps,
    params: byId,
    body: HomeEdit,
    responses: { 200: Done },
  }),
  sheet: route({
    method: 'POST',
    path: '/api/registry/homes/{id}/sheet',
    summary: 'The household sheet: the home and everybody in it in one sitting, kept as a whole.',
    access: keeps,
    params: byId,
    body: SheetBody,
    responses: { 200: Done },
  }),
  people: route({
    method: 'GET',
    path: '/api/registry/people',
    summary: 'People of my ground, masked, by id.',
    access: sees,
    query: z.strictObject({
      ...page,
      status: z.enum(PERSON_STATES).optional(),
      split: z.enum(['yes']).optional(),
      care: z.enum(['yes']).optional(),
      foreign: z.enum(FOREIGN_FILTERS).optional(),
    }),
    responses: { 200: z.object({ items: z.array(PersonItem), nextCursor: z.string().nullable() }) },
  }),
  register: route({
    method: 'POST',
    path: '/api/registry/people',
    summary: 'Register a person with a home; the household is joined, or founded when it does not stand yet.',
    access: keeps,
    body: RegisterBody,
    responses: made,
  }),
  person: route({
    method: 'GET',
    path: '/api/registry/people/{id}',
    summary:
      'A person: facts with their sources, residences, household. Numbers masked. Opening it leaves an audit line.',
    access: sees,
    params: byId,
    responses: { 200: PersonView },
  }),
  history: route({
    method: 'GET',
    path: '/api/registry/people/{id}/history',
    summary: 'Every change of every field, and who was shown what for which reason.',
    access: sees,
    params: byId,
    responses: { 200: z.object({ changes: z.array(Change), looked: z.array(Looked) }) },
  }),
  editPerson: route({
    method: 'POST',
    path: '/api/registry/people/{id}',
    summary: 'Change facts of a person.',
    access: keeps,
    params: byId,
    body: PersonEdit,
    responses: { 200: Done },
  }),
  moveIn: route({
    method: 'POST',
    path: '/api/registry/people/{id}/move-in',
    summary: 'A known person moves to a home; what they leave ends on that day.',
    access: keeps,
    params: byId,
    body: MoveInBody,
    responses: { 200: Done },
  }),
  moveOut: route({
    method: 'POST',
    path: '/api/registry/people/{id}/move-out',
    summary: 'A person leaves; the household gets its next head or ends.',
    access: keeps,
    params: byId,
    body: MoveOutBody,
    responses: { 200: Done },
  }),
  death: route({
    method: 'POST',
    path: '/api/registry/people/{id}/death',
    summary: 'A person died: all residences end, the household gets its next head or ends.',
    access: keeps,
    params: byId,
    body: DeathBody,
    responses: { 200: Done },
  }),
  birth: route({
    method: 'POST',
    path: '/api/registry/households/{id}/birth',
    summary: 'A child was born into a household.',
    access: keeps,
    params: byId,
    body: BirthBody,
    responses: made,
  }),
  reveal: route({
    method: 'POST',
    path: '/api/registry/people/{id}/reveal',
    summary: 'Show one sensitive field for a reason; what was seen is kept and audited.',
    access: { posts: REVEAL_POSTS },
    params: byId,
    body: RevealBody,
    responses: { 200: z.object({ field: z.enum(REVEALED), value: z.string() }) },
  }),
} as const
