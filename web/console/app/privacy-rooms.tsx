import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { REVEAL_POSTS } from '@lifang/domains/registry/schema/lists.ts'
import { ERASURE_POSTS } from '@lifang/domains/registry/schema/privacy-lists.ts'
import { only } from './entry.ts'
import { inWords } from './phrases.ts'
import { holdsOneOf } from './rooms.ts'
import { staff } from './staff.tsx'

const words = <Part,>(part: Promise<Part>): Promise<Part> =>
  inWords(['registry', 'registry-rules', 'labels', 'exports', 'privacy'], part)

/** What each form collects and why: for everybody who works here. */
const purposes = createRoute({
  getParentRoute: () => staff,
  path: '/privacy',
  component: lazyRouteComponent(() => words(import('../privacy/purposes.tsx')), 'PurposesPage'),
})
const requests = createRoute({
  getParentRoute: () => staff,
  path: '/requests',
  component: lazyRouteComponent(() => words(import('../privacy/requests.tsx')), 'RequestsPage'),
  beforeLoad: () => only((me) => holdsOneOf(me, REVEAL_POSTS)),
})
const letter = createRoute({
  getParentRoute: () => staff,
  path: '/requests/$id',
  component: lazyRouteComponent(() => words(import('../privacy/letter.tsx')), 'LetterPage'),
  beforeLoad: () => only((me) => holdsOneOf(me, REVEAL_POSTS)),
})
const retention = createRoute({
  getParentRoute: () => staff,
  path: '/retention',
  component: lazyRouteComponent(() => words(import('../privacy/retention.tsx')), 'RetentionPage'),
  beforeLoad: () => only((me) => holdsOneOf(me, ERASURE_POSTS)),
})
const copy = createRoute({
  getParentRoute: () => staff,
  path: '/people/$id/copy',
  component: lazyRouteComponent(() => words(import('../privacy/copy.tsx')), 'CopyPage'),
  beforeLoad: () => only((me) => holdsOneOf(me, REVEAL_POSTS)),
})
export const privacyRooms = [purposes, requests, letter, retention, copy] as const
