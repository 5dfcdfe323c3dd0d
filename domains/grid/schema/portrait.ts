/** A grid worker's portrait: given by the worker or the system administrator, approved by somebody else, taken back at any time. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { PORTRAIT_STATES } from '../rules/portrait.ts'
import { AreaCode } from './views.ts'

const instant = z.iso.datetime({ offset: true })
/** Id of the account whose portrait it is. */
const ofAccount = z.object({ id: z.uuid() })

export const PortraitView = z.object({
  state: z.enum(PORTRAIT_STATES),
  /** The account has the post of a grid worker, now or later: only then may a portrait be given. */
  worker: z.boolean(),
  /** Id of the portrait that counts now; approving and taking back name it. */
  portrait: z.uuid().nullable(),
  givenAt: instant.nullable(),
  /** Given by the person, and not for them. */
  own: z.boolean(),
  approvedAt: instant.nullable(),
  approvedBy: z.string().nullable(),
  /** The deployment shows approved photos to residents. */
  published: z.boolean(),
})
export type PortraitView = z.infer<typeof PortraitView>

/** `file`: uploaded before through POST /api/files by the same account. */
export const PortraitBody = z.strictObject({ id: z.uuid(), file: z.uuid() })
export type PortraitBody = z.output<typeof PortraitBody>
/** `portrait`: the one that was looked at. */
export const PortraitAct = z.strictObject({ id: z.uuid(), portrait: z.uuid() })
export type PortraitAct = z.output<typeof PortraitAct>

export const portraitRoutes = {
  portrait: route({
    method: 'GET',
    path: '/api/portraits/{id}',
    summary: 'State of a portrait, to the person and to the system administrator.',
    access: 'signed-in',
    params: ofAccount,
    responses: { 200: PortraitView },
  }),
  portraitImage: route({
    method: 'GET',
    path: '/api/portraits/{id}/image',
    summary: 'The photo, approved or not, to the person and to the system administrator.',
    access: 'signed-in',
    params: ofAccount,
    query: z.strictObject({ portrait: z.uuid() }),
    transport: 'bytes',
    responses: { 200: z.unknown() },
  }),
  givePortrait: route({
    method: 'POST',
    path: '/api/portraits/{id}',
    summary: 'Give the portrait of a grid worker, or another in its place, which must be approved again.',
    access: 'signed-in',
    params: ofAccount,
    body: PortraitBody,
    responses: { 200: PortraitView, 201: PortraitView },
  }),
  approvePortrait: route({
    method: 'POST',
    path: '/api/portraits/{id}/approve',
    summary: 'Approve a portrait for publication; nobody approves their own.',
    access: { posts: ['system-admin'] },
    params: ofAccount,
    body: PortraitAct,
    responses: { 200: PortraitView },
  }),
  takeBackPortrait: route({
    method: 'POST',
    path: '/api/portraits/{id}/take-back',
    summary: 'Take a portrait back: it is gone from card and poster at once, and its bytes are deleted.',
    access: 'signed-in',
    params: ofAccount,
    body: PortraitAct,
    responses: { 200: PortraitView },
  }),
} as const

export const publicPortraitRoutes = {
  workerPhoto: route({
    method: 'GET',
    path: '/api/public/grid-worker/photo',
    summary: 'Photo of the public card, while the deployment publishes photos and this one is approved.',
    access: 'public',
    perMinute: 120,
    query: z.strictObject({ grid: AreaCode, portrait: z.uuid() }),
    transport: 'bytes',
    responses: { 200: z.unknown() },
  }),
} as const
