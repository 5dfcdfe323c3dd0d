/** Notices: what a person is told, the preferences of how, and the devices it is pushed to. */
import { z } from 'zod'
import { problems } from '@lifang/platform/problem.ts'
import { route } from '@lifang/platform/route.ts'
import { Channel, Language, NoticeEvent, TimeOfDay } from './schema/words.ts'

export const noticeProblem = problems({
  'notices.not-found': 404,
  'notices.bad-endpoint': 422,
  'notices.bad-keys': 422,
  'notices.too-many-devices': 409,
  'notices.unknown-placeholder': 422,
  'notices.half-a-text': 422,
})

const instant = z.iso.datetime()

export const NoticeView = z.object({
  id: z.uuid(),
  event: NoticeEvent,
  title: z.string(),
  body: z.string(),
  /** Number of the incident; null: about none. */
  number: z.string().nullable(),
  urgent: z.boolean(),
  at: instant,
  readAt: instant.nullable(),
})
export type NoticeView = z.infer<typeof NoticeView>

export const Unread = z.object({ unread: z.int() })

export const PreferenceBody = z.strictObject({
  push: z.boolean(),
  quiet: z.strictObject({ from: TimeOfDay, to: TimeOfDay }).nullable(),
  digestAt: TimeOfDay.nullable(),
  language: Language,
})
export const PreferenceView = PreferenceBody.extend({
  /** Browsers of mine that are subscribed. */
  devices: z.int(),
})
export type PreferenceView = z.infer<typeof PreferenceView>

const Endpoint = z.string().min(10).max(1000)
const base64url = (max: number) =>
  z
    .string()
    .regex(/^[\w-]+=*$/)
    .max(max)

export const TemplateView = z.object({
  event: NoticeEvent,
  channel: Channel,
  language: Language,
  title: z.string(),
  body: z.string(),
  /** True where the deployment's own text stands over that of the release. */
  overridden: z.boolean(),
  version: z.int(),
})
export type TemplateView = z.infer<typeof TemplateView>

export const noticeRoutes = {
  list: route({
    method: 'GET',
    path: '/api/me/notices',
    summary: 'What I was told, newest first.',
    access: 'signed-in',
    query: z.strictObject({
      unread: z.enum(['true', 'false']).optional(),
      cursor: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    responses: {
      200: z.object({ items: z.array(NoticeView), unread: z.int(), nextCursor: z.string().nullable() }),
    },
  }),
  count: route({
    method: 'GET',
    path: '/api/me/notices/count',
    summary: 'How many I have not read.',
    access: 'signed-in',
    responses: { 200: Unread },
  }),
  readOne: route({
    method: 'PUT',
    path: '/api/me/notices/{id}/read',
    summary: 'Mark one as read; again changes nothing.',
    access: 'signed-in',
    params: z.object({ id: z.uuid() }),
    responses: { 200: Unread },
  }),
  readMany: route({
    method: 'PUT',
    path: '/api/me/notices/read',
    summary: 'Mark as read all up to an instant, or all about one incident; again changes nothing.',
    access: 'signed-in',
    body: z.union([
      z.strictObject({ upTo: z.iso.datetime({ offset: true }) }),
      z.strictObject({ number: z.string().min(1).max(40) }),
    ]),
    responses: { 200: Unread },
  }),
  preference: route({
    method: 'GET',
    path: '/api/me/notice-preference',
    summary: 'How I want to be told.',
    access: 'signed-in',
    responses: { 200: PreferenceView },
  }),
  setPreference: route({
    method: 'PUT',
    path: '/api/me/notice-preference',
    summary: 'Channels, quiet hours, digest, language.',
    access: 'signed-in',
    body: PreferenceBody,
    responses: { 200: PreferenceView },
  }),
  pushKey: route({
    method: 'GET',
    path: '/api/push/key',
    summary: 'Public key (VAPID, RFC 8292) a browser subscribes with.',
    access: 'signed-in',
    responses: { 200: z.object({ publicKey: z.string() }) },
  }),
  subscribe: route({
    method: 'POST',
    path: '/api/me/push-subscriptions',
    summary: 'Push to this browser. A browser belongs to whoever subscribed it last.',
    access: 'signed-in',
    body: z.strictObject({
      id: z.uuid(),
      endpoint: Endpoint,
      keys: z.strictObject({ p256dh: base64url(100), auth: base64url(40) }),
    }),
    responses: { 200: PreferenceView },
  }),
  unsubscribe: route({
    method: 'POST',
    path: '/api/me/push-subscriptions/remove',
    summary: 'No longer push to this browser; again changes nothing.',
    access: 'signed-in',
    body: z.strictObject({ endpoint: Endpoint }),
    responses: { 200: PreferenceView },
  }),
  templates: route({
    method: 'GET',
    path: '/api/notice-templates',
    summary: 'Texts of notices in force, by event, channel and language.',
    access: { posts: ['system-admin'] },
    responses: { 200: z.object({ items: z.array(TemplateView) }) },
  }),
  setTemplate: route({
    method: 'PUT',
    path: '/api/notice-templates',
    summary: "Put the deployment's own text over that of the release; null takes it back.",
    access: { posts: ['system-admin'] },
    body: z.strictObject({
      event: NoticeEvent,
      channel: Channel,
      language: Language,
      title: z.string().trim().min(1).max(100).nullable(),
      body: z.string().trim().max(300).nullable(),
    }),
    responses: { 200: TemplateView },
  }),
  live: route({
    method: 'GET',
    path: '/api/live/notices',
    summary: 'Server-sent events: my count of unread notices, each time it changes.',
    access: 'signed-in',
    transport: 'stream',
    responses: { 200: z.unknown() },
  }),
} as const
