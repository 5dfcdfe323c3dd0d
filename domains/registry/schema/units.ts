/** Enterprises and institutions, facilities and places: the route table. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { KEEPER_POSTS } from './lists.ts'
import { REVEAL_POSTS } from './lists.ts'
import {
  ContactReveal,
  EnterpriseBody,
  EnterpriseEdit,
  FacilityBody,
  FacilityEdit,
  PlaceBody,
  PlaceEdit,
} from './unit-bodies.ts'
import {
  CONTACT_FIELDS,
  ENTERPRISE_KINDS,
  ENTERPRISE_STATES,
  FACILITY_STATES,
  PLACE_KINDS,
  PLACE_STATES,
  THING_POSTS,
} from './unit-lists.ts'
import { EnterpriseItem, FacilityItem, PlaceItem, ThingsFound } from './unit-items.ts'
import { ComponentClass, EnterpriseView, FacilityView, PlaceView } from './unit-views.ts'
import { Done } from './views.ts'

const byId = z.object({ id: z.uuid() })
const sees = { posts: THING_POSTS } as const
const keeps = { posts: KEEPER_POSTS } as const
const reveals = { posts: REVEAL_POSTS } as const
const q = z.string().trim().max(60)
const filter = {
  area: z.string().min(1).max(32).optional(),
  q: q.optional(),
}
const page = {
  ...filter,
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
}
const pageOf = <T extends z.ZodType>(of: T) =>
  z.object({ items: z.array(of), total: z.int(), nextCursor: z.string().nullable() })
const made = { 200: Done, 201: Done } as const
const shown = z.object({ field: z.enum(CONTACT_FIELDS), value: z.string() })
const facilityFilter = {
  state: z.enum(FACILITY_STATES).optional(),
  /** Code of a class, or the first two digits of many. */
  class: z.string().trim().max(20).optional(),
}

export const unitRoutes = {
  findThings: route({
    method: 'GET',
    path: '/api/registry/things',
    summary:
      'Enterprises, facilities and places of my ground by fragment of a name, initials, whole code or last four of a phone. Whole phones go by POST.',
    access: sees,
    query: z.strictObject({ q }),
    responses: { 200: ThingsFound },
  }),
  findThingsByNumber: route({
    method: 'POST',
    path: '/api/registry/things',
    summary: 'The same, and a whole phone of a contact, found by blind index.',
    access: sees,
    body: z.strictObject({ q }),
    responses: { 200: ThingsFound },
  }),
  enterprises: route({
    method: 'GET',
    path: '/api/registry/enterprises',
    summary: 'Enterprises and institutions of my ground, by name.',
    access: sees,
    query: z.strictObject({
      ...page,
      kind: z.enum(ENTERPRISE_KINDS).optional(),
      state: z.enum(ENTERPRISE_STATES).optional(),
      small: z.enum(['yes']).optional(),
      hazards: z.enum(['yes']).optional(),
    }),
    responses: { 200: pageOf(EnterpriseItem) },
  }),
  createEnterprise: route({
    method: 'POST',
    path: '/api/registry/enterprises',
    summary:
      'Register an enterprise at a building, a home or a point; the grid follows from where it stands.',
    access: keeps,
    body: EnterpriseBody,
    responses: made,
  }),
  enterprise: route({
    method: 'GET',
    path: '/api/registry/enterprises/{id}',
    summary:
      'An enterprise: facts with their sources, contact masked, history. Opening it leaves an audit line.',
    access: sees,
    params: byId,
    responses: { 200: EnterpriseView },
  }),
  editEnterprise: route({
    method: 'POST',
    path: '/api/registry/enterprises/{id}',
    summary: 'Change facts of an enterprise, its state or its place.',
    access: keeps,
    params: byId,
    body: EnterpriseEdit,
    responses: { 200: Done },
  }),
  revealEnterprise: route({
    method: 'POST',
    path: '/api/registry/enterprises/{id}/reveal',
    summary: 'Show the contact of an enterprise for a reason; what was seen is kept and audited.',
    access: reveals,
    params: byId,
    body: ContactReveal,
    responses: { 200: shown },
  }),
  facilityClasses: route({
    method: 'GET',
    path: '/api/registry/facility-classes',
    summary: 'Component classes of the catalogues with how well each is attested.',
    access: sees,
    responses: { 200: z.object({ items: z.array(ComponentClass) }) },
  }),
  facilities: route({
    method: 'GET',
    path: '/api/registry/facilities',
    summary: 'Facilities of my ground, by class and name.',
    access: sees,
    query: z.strictObject({ ...page, ...facilityFilter }),
    responses: { 200: pageOf(FacilityItem) },
  }),
  facilityPoints: route({
    method: 'GET',
    path: '/api/registry/facility-points',
    summary:
      'Facilities of my ground as points of a map, those not in order first, at most 5,000 with the true total.',
    access: sees,
    query: z.strictObject({ ...filter, ...facilityFilter }),
    responses: {
      200: z.object({
        items: z.array(
          z.object({
            id: z.uuid(),
            name: z.string(),
            state: z.enum(FACILITY_STATES),
            lon: z.number(),
            lat: z.number(),
          }),
        ),
        total: z.int(),
      }),
    },
  }),
  createFacility: route({
    method: 'POST',
    path: '/api/registry/facilities',
    summary: 'Register a facility of a component class at a point.',
    access: keeps,
    body: FacilityBody,
    responses: made,
  }),
  facility: route({
    method: 'GET',
    path: '/api/registry/facilities/{id}',
    summary: 'A facility: class, codes, owner, maintenance unit, state, history.',
    access: sees,
    params: byId,
    responses: { 200: FacilityView },
  }),
  editFacility: route({
    method: 'POST',
    path: '/api/registry/facilities/{id}',
    summary: 'Change facts of a facility, its state or its place.',
    access: keeps,
    params: byId,
    body: FacilityEdit,
    responses: { 200: Done },
  }),
  places: route({
    method: 'GET',
    path: '/api/registry/places',
    summary: 'Schools, markets, sites, parks of my ground, by name.',
    access: sees,
    query: z.strictObject({
      ...page,
      kind: z.enum(PLACE_KINDS).optional(),
      state: z.enum(PLACE_STATES).optional(),
    }),
    responses: { 200: pageOf(PlaceItem) },
  }),
  createPlace: route({
    method: 'POST',
    path: '/api/registry/places',
    summary: 'Register a place at a point.',
    access: keeps,
    body: PlaceBody,
    responses: made,
  }),
  place: route({
    method: 'GET',
    path: '/api/registry/places/{id}',
    summary: 'A place: kind, responsible unit, contact masked, history. Opening it leaves an audit line.',
    access: sees,
    params: byId,
    responses: { 200: PlaceView },
  }),
  editPlace: route({
    method: 'POST',
    path: '/api/registry/places/{id}',
    summary: 'Change facts of a place, its state or where it is.',
    access: keeps,
    params: byId,
    body: PlaceEdit,
    responses: { 200: Done },
  }),
  revealPlace: route({
    method: 'POST',
    path: '/api/registry/places/{id}/reveal',
    summary: 'Show the contact of a place for a reason; what was seen is kept and audited.',
    access: reveals,
    params: byId,
    body: ContactReveal,
    responses: { 200: shown },
  }),
} as const
