/** Integration with systems outside: webhooks, their log, their replay. */
import { z } from 'zod'
import { problems } from '@lifang/platform/problem.ts'
import { route } from '@lifang/platform/route.ts'
import { Topic } from './schema/topics.ts'

export const integrationProblem = problems({
  'integration.not-found': 404,
  'integration.address-refused': 422,
  'integration.too-many-endpoints': 409,
})

const instant = z.iso.datetime()
const byId = z.object({ id: z.uuid() })
const ADMIN = { posts: ['system-admin'] } as const

export const ENDPOINT_STATUSES = ['active', 'paused', 'disabled'] as const
export const DELIVERY_STATUSES = ['waiting', 'delivered', 'parked'] as const

export const EndpointView = z.object({
  id: z.uuid(),
  name: z.string(),
  url: z.string(),
  topics: z.array(z.string()),
  /** `disabled`: by us, after a day of failures; nothing is lost, it waits. */
  status: z.enum(ENDPOINT_STATUSES),
  failingSince: instant.nullable(),
  waiting: z.int(),
  parked: z.int(),
  lastDeliveredAt: instant.nullable(),
  createdAt: instant,
})
export type EndpointView = z.infer<typeof EndpointView>

export const DeliveryView = z.object({
  id: z.uuid(),
  event: z.uuid(),
  topic: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  attempts: z.int(),
  nextAt: instant.nullable(),
  replayOf: z.uuid().nullable(),
  createdAt: instant,
  finishedAt: instant.nullable(),
  body: z.string(),
  /** The latest tries, newest first. */
  tries: z.array(
    z.object({
      at: instant,
      millis: z.int(),
      code: z.int().nullable(),
      error: z.string().nullable(),
      answer: z.string(),
    }),
  ),
})
export type DeliveryView = z.infer<typeof DeliveryView>

export const integrationRoutes = {
  endpoints: route({
    method: 'GET',
    path: '/api/webhooks',
    summary: 'Endpoints outside that are told of what happens.',
    access: ADMIN,
    responses: { 200: z.object({ items: z.array(EndpointView) }) },
  }),
  createEndpoint: route({
    method: 'POST',
    path: '/api/webhooks',
    summary: 'Connect an endpoint. The secret its deliveries are signed with is in this answer only.',
    access: ADMIN,
    body: z.strictObject({
      id: z.uuid(),
      name: z.string().trim().min(1).max(60),
      url: z.string().trim().min(8).max(500),
      topics: z.array(Topic).min(1).max(80),
    }),
    responses: {
      200: z.object({ endpoint: EndpointView, secret: z.string() }),
      201: z.object({ endpoint: EndpointView, secret: z.string() }),
    },
  }),
  setStatus: route({
    method: 'PUT',
    path: '/api/webhooks/{id}/status',
    summary: 'Pause an endpoint, or go on with it: what happened meanwhile has waited.',
    access: ADMIN,
    params: byId,
    body: z.strictObject({ status: z.enum(['active', 'paused']) }),
    responses: { 200: EndpointView },
  }),
  removeEndpoint: route({
    method: 'DELETE',
    path: '/api/webhooks/{id}',
    summary: 'Disconnect an endpoint; its log goes with it.',
    access: ADMIN,
    params: byId,
    responses: { 204: z.undefined() },
  }),
  testEndpoint: route({
    method: 'POST',
    path: '/api/webhooks/{id}/test',
    summary: 'Send a test now, once, and say what came back.',
    access: ADMIN,
    params: byId,
    body: z.strictObject({ id: z.uuid() }),
    responses: { 200: DeliveryView },
  }),
  deliveries: route({
    method: 'GET',
    path: '/api/webhooks/{id}/deliveries',
    summary: 'Log of an endpoint, newest first, with every try.',
    access: ADMIN,
    params: byId,
    query: z.strictObject({
      status: z.enum(DELIVERY_STATUSES).optional(),
      before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
    }),
    responses: { 200: z.object({ items: z.array(DeliveryView), next: z.number().nullable() }) },
  }),
  replay: route({
    method: 'POST',
    path: '/api/webhooks/{id}/replay',
    summary: 'Deliver again: one delivery, or every event since an instant, in the order they happened.',
    access: ADMIN,
    params: byId,
    body: z.union([
      z.strictObject({ id: z.uuid(), delivery: z.uuid() }),
      z.strictObject({ id: z.uuid(), since: z.iso.datetime({ offset: true }) }),
    ]),
    responses: { 200: z.object({ queued: z.int() }) },
  }),
} as const
