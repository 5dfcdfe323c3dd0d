import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { EXPORT_APPROVERS, REVEAL_POSTS } from '@lifang/domains/registry/schema/lists.ts'
import { only } from './entry.ts'
import { inWords } from './phrases.ts'
import { holdsOneOf, seesLabels } from './shell.tsx'
import { staff } from './staff.tsx'

export const labels = createRoute({
  getParentRoute: () => staff,
  path: '/labels',
  component: lazyRouteComponent(
    () => inWords(['registry', 'registry-rules', 'labels'], import('../labels/page.tsx')),
    'LabelsPage',
  ),
  beforeLoad: () => only(seesLabels),
})
export const exports = createRoute({
  getParentRoute: () => staff,
  path: '/exports',
  component: lazyRouteComponent(
    () => inWords(['registry', 'registry-rules', 'exports'], import('../exports/page.tsx')),
    'ExportsPage',
  ),
  beforeLoad: () => only((me) => holdsOneOf(me, [...REVEAL_POSTS, ...EXPORT_APPROVERS])),
})
export const looks = createRoute({
  getParentRoute: () => staff,
  path: '/people/$id/looks',
  component: lazyRouteComponent(
    () => inWords(['registry', 'registry-rules', 'exports'], import('../exports/looks.tsx')),
    'LooksPage',
  ),
  beforeLoad: () => only((me) => holdsOneOf(me, REVEAL_POSTS)),
})
export const labelKinds = createRoute({
  getParentRoute: () => staff,
  path: '/label-kinds',
  component: lazyRouteComponent(() => inWords(['labels'], import('../labels/kinds.tsx')), 'LabelKindsPage'),
  beforeLoad: () => only((me) => me.admin === 'security-admin'),
})
