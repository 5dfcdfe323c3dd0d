/** The route table of the grid domain. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { Crs } from '../schema.ts'
import { BaseMap, MapArea } from './map.ts'
import { AreaBody, DepartmentBody, EndBody, HoldingBody, StandInBody } from './bodies.ts'
import { AreaCode, AreaDetail, AreaItem, AreaRef, DepartmentView, FindingView, HoldingView } from './views.ts'

const byId = z.object({ id: z.uuid() })
const degrees = z.coerce.number()
const system = { posts: ['system-admin'] } as const
const security = { posts: ['security-admin'] } as const

export const gridRoutes = {
  locate: route({
    method: 'GET',
    path: '/api/grids/locate',
    summary: 'The grid at a point, and the community and street it belongs to.',
    access: 'public',
    perMinute: 600,
    query: z.strictObject({ lon: degrees, lat: degrees, crs: Crs.default('CGCS2000') }),
    responses: {
      200: z.object({ grid: AreaRef, community: AreaRef.nullable(), street: AreaRef.nullable() }),
    },
  }),
  baseMap: route({
    method: 'GET',
    path: '/api/map/base',
    summary:
      'The base map as GeoJSON: roads, water, blocks, buildings, points of interest. 304 while it is the same (ETag).',
    access: 'public',
    perMinute: 120,
    transport: 'bytes',
    responses: { 200: BaseMap },
  }),
  mapAreas: route({
    method: 'GET',
    path: '/api/map/areas',
    summary:
      'Borders in force now of streets, communities and grids, as they are published; `under` keeps one branch.',
    access: 'public',
    perMinute: 120,
    query: z.strictObject({ under: AreaCode.optional() }),
    transport: 'bytes',
    responses: { 200: z.object({ items: z.array(MapArea) }) },
  }),
  areas: route({
    method: 'GET',
    path: '/api/areas',
    summary: 'The governance tree as it stands, parents before children; `under` keeps one branch.',
    access: 'signed-in',
    query: z.strictObject({ under: AreaCode.optional() }),
    responses: { 200: z.object({ items: z.array(AreaItem) }) },
  }),
  checks: route({
    method: 'GET',
    path: '/api/areas/checks',
    summary: 'Gaps, overlaps, parts outside and household norms among the children of an area.',
    access: 'signed-in',
    query: z.strictObject({ parent: AreaCode }),
    responses: { 200: z.object({ items: z.array(FindingView) }) },
  }),
  area: route({
    method: 'GET',
    path: '/api/areas/{code}',
    summary: 'One area with its border, who holds a post there, vacancies by template and its lineage.',
    access: 'signed-in',
    params: z.object({ code: AreaCode }),
    responses: { 200: AreaDetail },
  }),
  createArea: route({
    method: 'POST',
    path: '/api/areas',
    summary: 'Add an area below another. Its code follows the template and is never reused.',
    access: system,
    body: AreaBody,
    responses: { 200: AreaDetail, 201: AreaDetail },
  }),
  departments: route({
    method: 'GET',
    path: '/api/departments',
    summary: 'Departments, command centres and stations of this deployment.',
    access: 'signed-in',
    responses: { 200: z.object({ items: z.array(DepartmentView) }) },
  }),
  createDepartment: route({
    method: 'POST',
    path: '/api/departments',
    summary: 'Add a department or command centre.',
    access: system,
    body: DepartmentBody,
    responses: { 200: DepartmentView, 201: DepartmentView },
  }),
  holdings: route({
    method: 'GET',
    path: '/api/holdings',
    summary: 'Posts held now or later, with `ended` also before: of accounts, in an area or in a department.',
    access: { posts: ['security-admin', 'system-admin'] },
    query: z.strictObject({
      account: z.uuid().optional(),
      /** Up to a page of accounts, their ids with commas between. */
      accounts: z
        .string()
        .max(50 * 37)
        .transform((text) => text.split(','))
        .pipe(z.array(z.uuid()).max(50))
        .optional(),
      ended: z.enum(['yes', 'no']).default('no'),
      area: AreaCode.optional(),
      department: z.uuid().optional(),
    }),
    responses: { 200: z.object({ items: z.array(HoldingView) }) },
  }),
  giveHolding: route({
    method: 'POST',
    path: '/api/holdings',
    summary: 'Give somebody a post from a date on. Administrators hold none.',
    access: security,
    body: HoldingBody,
    responses: { 200: HoldingView, 201: HoldingView },
  }),
  endHolding: route({
    method: 'POST',
    path: '/api/holdings/{id}/end',
    summary: 'End a post, now or at an instant; who stands in for it ends with it.',
    access: security,
    params: byId,
    body: EndBody,
    responses: { 200: HoldingView },
  }),
  standIn: route({
    method: 'POST',
    path: '/api/holdings/{id}/stand-in',
    summary: 'AB岗: somebody else does the work of this post between two instants; it returns by itself.',
    access: security,
    params: byId,
    body: StandInBody,
    responses: { 200: HoldingView, 201: HoldingView },
  }),
} as const
