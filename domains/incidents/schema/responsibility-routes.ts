/** The routes of the responsibility list; what they carry is in `responsibility.ts`. */
import { z } from 'zod'
import { route } from '@lifang/platform/route.ts'
import { Limit } from '@lifang/domains/calendar/schema.ts'
import { STAFF_POSTS } from '../access.ts'
import {
  Comparison,
  Edited,
  EntryBody,
  EntryView,
  ImportView,
  line,
  LIST_EDITORS,
  LIST_PUBLISHERS,
  LIST_WEIGHERS,
  ListTree,
  WhatIfQuery,
  WhatIfView,
  which,
} from './responsibility.ts'
import { instant } from './views.ts'
import { ClassKey, Status } from './words.ts'

const staff = { posts: STAFF_POSTS } as const
const editors = { posts: LIST_EDITORS } as const
const seen = { id: z.uuid(), revision: z.int().min(0) }

export const listRoutes = {
  tree: route({
    method: 'GET',
    path: '/api/list',
    summary: 'The list by catalogue: versions, the open draft, classes with counts and flags, found by text.',
    access: staff,
    query: z.strictObject({ version: which, q: z.string().max(60).optional() }),
    responses: { 200: ListTree },
  }),
  entry: route({
    method: 'GET',
    path: '/api/list/entry',
    summary: 'One class whole: unit, legal basis, conditions; in the draft also what it was.',
    access: staff,
    query: ClassKey.extend({ version: which }),
    responses: { 200: EntryView },
  }),
  compare: route({
    method: 'GET',
    path: '/api/list/compare',
    summary: 'Two versions side by side: classes added, removed and changed, field by field.',
    access: staff,
    query: z.strictObject({ from: which, to: which }),
    responses: { 200: Comparison },
  }),
  classes: route({
    method: 'GET',
    path: '/api/list/classes',
    summary: 'Classes of the catalogues that the draft does not have.',
    access: editors,
    query: z.strictObject({ q: z.string().max(60).optional() }),
    responses: {
      200: z.object({ items: z.array(z.object({ key: ClassKey, name: z.string(), major: z.string() })) }),
    },
  }),
  cases: route({
    method: 'GET',
    path: '/api/list/cases',
    summary: 'Open cases I may see that were filed under another version than the one in force, by version.',
    access: staff,
    query: z.strictObject({}),
    responses: {
      200: z.object({
        versions: z.array(z.object({ version: z.string(), n: z.int() })),
        items: z.array(
          z.object({
            number: z.string(),
            name: z.string(),
            status: Status,
            version: z.string(),
            limit: Limit,
          }),
        ),
      }),
    },
  }),
  open: route({
    method: 'POST',
    path: '/api/list/draft',
    summary: 'Open a draft over the version last published; one at a time.',
    access: editors,
    body: z.strictObject({ id: z.uuid(), note: line(200) }),
    responses: { 200: Edited },
  }),
  put: route({
    method: 'POST',
    path: '/api/list/draft/entry',
    summary: 'Change a class in the draft, or add one of the catalogue.',
    access: editors,
    body: z.strictObject({ ...seen, key: ClassKey, entry: EntryBody }),
    responses: { 200: Edited },
  }),
  retire: route({
    method: 'POST',
    path: '/api/list/draft/retire',
    summary: 'Take a class out of the draft.',
    access: editors,
    body: z.strictObject({ ...seen, key: ClassKey }),
    responses: { 200: Edited },
  }),
  revert: route({
    method: 'POST',
    path: '/api/list/draft/revert',
    summary: 'Take back what the draft changes in a class.',
    access: editors,
    body: z.strictObject({ ...seen, key: ClassKey }),
    responses: { 200: Edited },
  }),
  discard: route({
    method: 'POST',
    path: '/api/list/draft/discard',
    summary: 'Give the draft up.',
    access: editors,
    body: z.strictObject(seen),
    responses: { 200: Edited },
  }),
  publish: route({
    method: 'POST',
    path: '/api/list/draft/publish',
    summary: 'Publish the draft from now or a future instant on. Not by whoever edited it last.',
    access: { posts: LIST_PUBLISHERS },
    body: z.strictObject({ ...seen, from: instant.nullable() }),
    responses: { 200: z.object({ version: z.string(), from: instant }) },
  }),
  withdraw: route({
    method: 'POST',
    path: '/api/list/withdraw',
    summary:
      'Take back a published version before its day; the draft it came from is open again. At the latest a minute before.',
    access: { posts: LIST_PUBLISHERS },
    body: z.strictObject({ id: z.uuid(), version: z.string().min(1).max(80), reason: line(200) }),
    responses: { 200: z.object({ version: z.string(), draft: z.uuid().nullable() }) },
  }),
  whatIf: route({
    method: 'GET',
    path: '/api/list/what-if',
    summary:
      'Cases closed in a past period, recomputed by their own calendars under the limits of the draft.',
    access: { posts: LIST_WEIGHERS },
    query: WhatIfQuery,
    responses: { 200: WhatIfView },
  }),
  excel: route({
    method: 'GET',
    path: '/api/list/excel',
    summary: 'A version or the draft as an Excel sheet, one row a filing condition.',
    access: staff,
    query: z.strictObject({ version: which }),
    transport: 'bytes',
    responses: { 200: z.unknown() },
  }),
  import: route({
    method: 'POST',
    path: '/api/list/draft/import',
    summary:
      'Read an Excel sheet (multipart field `file`) into the draft: first what it would do and its errors by row and column, then with `apply` all of it or nothing.',
    access: editors,
    query: z.strictObject({
      id: z.uuid(),
      revision: z.coerce.number().int().min(0),
      apply: z.enum(['yes', 'no']).default('no'),
    }),
    transport: 'upload',
    responses: { 200: ImportView },
  }),
} as const
