/** Commands in, views out and the route table of incidents; the words are in `schema/words.ts`. */
import { z } from 'zod'
import { route, type RouteTable } from '@lifang/platform/route.ts'
import { ClockDay, ClockSpan, ClockView, Limit } from '@lifang/domains/calendar/schema.ts'
import { STAFF_POSTS, WHO } from './access.ts'
import { actBodies, ReportBody } from './schema/bodies.ts'
import {
  ActDone,
  Board,
  BoardQuery,
  IncidentDetail,
  IncidentItem,
  instant,
  ListQuery,
  PromiseCard,
  Reported,
} from './schema/views.ts'
import { ACTS } from './schema/lists.ts'
import { ClassKey, EvidenceKind, Stage, type Act } from './schema/words.ts'

const IncidentNumber = z.string().min(1).max(40)
const byNumber = z.object({ number: IncidentNumber })
const proof = { number: IncidentNumber, tail: z.string().regex(/^\d{4}$/) }

export const incidentRoutes = {
  report: route({
    method: 'POST',
    path: '/api/incidents',
    summary:
      'Report an incident. 201 the first time, 200 with the same answer when the same command is repeated.',
    access: 'public',
    perMinute: 30,
    body: ReportBody,
    responses: { 200: Reported, 201: Reported },
  }),
  list: route({
    method: 'GET',
    path: '/api/incidents',
    summary: 'Incidents I may see, newest first.',
    access: { posts: STAFF_POSTS },
    query: ListQuery,
    responses: { 200: z.object({ items: z.array(IncidentItem), nextCursor: z.string().nullable() }) },
  }),
  show: route({
    method: 'GET',
    path: '/api/incidents/{number}',
    summary: 'One incident whole: place, history, tasks, stages with their lamps, and the acts I may do now.',
    access: { posts: STAFF_POSTS },
    params: byNumber,
    responses: { 200: IncidentDetail },
  }),
  clock: route({
    method: 'GET',
    path: '/api/incidents/{number}/clock',
    summary: 'Why is it due then? Every clock of the incident, span by span.',
    access: { posts: STAFF_POSTS },
    params: byNumber,
    query: z.strictObject({ stage: Stage.optional() }),
    responses: {
      200: z.object({
        number: z.string(),
        clocks: z.array(
          z.object({
            stage: Stage,
            run: z.int(),
            limit: Limit,
            calendar: z.string(),
            rule: z.string(),
            view: ClockView,
            spans: z.array(ClockSpan),
            days: z.array(ClockDay),
            /** The instant stored when it was last computed; equal to `view.due` unless a recompute is owed. */
            storedDueAt: instant.nullable(),
          }),
        ),
      }),
    },
  }),
  revealReporter: route({
    method: 'POST',
    path: '/api/incidents/{number}/reporter',
    summary: 'Name and phone of the reporter in full: a reason is required and logged.',
    access: { posts: STAFF_POSTS },
    params: byNumber,
    body: z.strictObject({ id: z.uuid(), reason: z.string().trim().min(2).max(200) }),
    responses: { 200: z.object({ name: z.string().nullable(), phone: z.string().nullable() }) },
  }),
  board: route({
    method: 'GET',
    path: '/api/boards/incidents',
    summary: 'Counts by place, class and status, from counters; answered 304 while nothing changed (ETag).',
    access: { posts: STAFF_POSTS },
    query: BoardQuery,
    transport: 'bytes',
    responses: { 200: Board },
  }),
  lookUp: route({
    method: 'POST',
    path: '/api/public/incidents/look-up',
    summary: 'A resident without an account: number and the last four digits of the phone given.',
    access: 'public',
    perMinute: 20,
    body: z.strictObject(proof),
    responses: { 200: PromiseCard },
  }),
  residentAct: route({
    method: 'POST',
    path: '/api/public/incidents/acts',
    summary: 'A resident rates, urges, says "not solved" or withdraws, with number and last four digits.',
    access: 'public',
    perMinute: 20,
    body: z.discriminatedUnion('act', [
      z.strictObject({ act: z.literal('rate'), ...proof, ...actBodies.rate.shape }),
      z.strictObject({ act: z.literal('urge'), ...proof, ...actBodies.urge.shape }),
      z.strictObject({ act: z.literal('ask-reopen'), ...proof, ...actBodies['ask-reopen'].shape }),
      z.strictObject({ act: z.literal('withdraw'), ...proof, ...actBodies.withdraw.shape }),
    ]),
    responses: { 200: PromiseCard },
  }),
  uploadFile: route({
    method: 'POST',
    path: '/api/files',
    summary:
      'Upload one photo (multipart field `file`, JPEG PNG WebP, at most 10 MB). Kept without EXIF, at most 300 kB.',
    access: 'public',
    perMinute: 60,
    transport: 'upload',
    responses: {
      201: z.object({
        id: z.uuid(),
        /** Secret to claim it with, for uploaders without an account. */
        claim: z.string().nullable(),
        width: z.int(),
        height: z.int(),
        bytes: z.int(),
      }),
    },
  }),
  readFile: route({
    method: 'GET',
    path: '/api/files/{id}',
    summary: 'A photo, to whoever may see the incident it belongs to.',
    access: { posts: STAFF_POSTS },
    params: z.object({ id: z.uuid() }),
    transport: 'bytes',
    responses: { 200: z.unknown() },
  }),
  responsibilityList: route({
    method: 'GET',
    path: '/api/responsibility-list',
    summary:
      'The responsibility list in force: classes, units, filing conditions with limits and closing conditions.',
    access: 'signed-in',
    query: z.strictObject({ q: z.string().max(60).optional() }),
    responses: {
      200: z.object({
        version: z.string(),
        entries: z.array(
          z.object({
            key: ClassKey,
            name: z.string(),
            domain: z.string(),
            department: z.object({ id: z.uuid(), name: z.string() }).nullable(),
            legalBasis: z.string().nullable(),
            selfHandling: z.boolean(),
            confidential: z.boolean(),
            evidence: z.string(),
            conditions: z.array(
              z.object({
                seq: z.int(),
                text: z.string(),
                limit: Limit,
                closing: z.string(),
                closingEvidence: z.array(EvidenceKind),
              }),
            ),
          }),
        ),
      }),
    },
  }),
  live: route({
    method: 'GET',
    path: '/api/live/incidents',
    summary: 'Server-sent events: the number and topic of every change to an incident I may see.',
    access: { posts: STAFF_POSTS },
    transport: 'stream',
    responses: { 200: z.unknown() },
  }),
} as const

/** Posts that may call an act's route at all; whether they may do it to this incident is `access.ts`. */
const postsOf = (act: Act): readonly string[] => {
  const posts = WHO[act].flatMap((c): readonly string[] => {
    switch (c.as) {
      case 'area':
        return c.posts
      case 'lead-unit':
      case 'assisting-unit':
      case 'handling-unit':
        return ['handler', 'handler-lead']
      case 'assignee':
      case 'reporter':
        return STAFF_POSTS
      case 'resident':
      case 'system':
        return []
    }
  })
  return [...new Set(posts)]
}

const actRoute = <A extends Act>(act: A) => ({
  method: 'POST' as const,
  path: `/api/incidents/{number}/acts/${act}` as const,
  summary: `Act: ${act}`,
  access: { posts: postsOf(act) },
  params: byNumber,
  body: actBodies[act],
  responses: { 200: ActDone },
})

/** One route an act, so that each has its own body, access rule and page in the documentation. */
export const actRoutes: RouteTable = Object.fromEntries(ACTS.map((act) => [act, actRoute(act)]))
