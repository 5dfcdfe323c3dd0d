import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { EXPORT_APPROVERS, LABEL_APPROVERS, REVEAL_POSTS } from '@lifang/domains/registry/schema/lists.ts'
import { only } from './entry.ts'
import { inWords } from './phrases.ts'
import { coverageSearch, homesSearch, peopleSearch, personSearch } from './searches.ts'
import { holdsOneOf, seesLabels, seesRegistry } from './rooms.ts'
import { staff } from './staff.tsx'

const inRegistry = <Part,>(part: Promise<Part>): Promise<Part> =>
  inWords(['registry', 'registry-rules', 'units', 'duplicates', 'custom'], part)
export const people = createRoute({
  getParentRoute: () => staff,
  path: '/people',
  component: lazyRouteComponent(() => inRegistry(import('../registry/people.tsx')), 'PeoplePage'),
  beforeLoad: () => only(seesRegistry),
  validateSearch: peopleSearch,
})
export const person = createRoute({
  getParentRoute: () => staff,
  path: '/people/$id',
  component: lazyRouteComponent(
    () => inWords(['labels', 'privacy'], inRegistry(import('../registry/person.tsx'))),
    'PersonPage',
  ),
  beforeLoad: () => only(seesRegistry),
  validateSearch: personSearch,
})
export const homes = createRoute({
  getParentRoute: () => staff,
  path: '/homes',
  component: lazyRouteComponent(() => inRegistry(import('../registry/homes.tsx')), 'HomesPage'),
  beforeLoad: () => only(seesRegistry),
  validateSearch: homesSearch,
})
export const home = createRoute({
  getParentRoute: () => staff,
  path: '/homes/$id',
  component: lazyRouteComponent(() => inRegistry(import('../registry/home.tsx')), 'HomePage'),
  beforeLoad: () => only(seesRegistry),
})
export const building = createRoute({
  getParentRoute: () => staff,
  path: '/homes/buildings/$id',
  component: lazyRouteComponent(() => inRegistry(import('../registry/building.tsx')), 'BuildingPage'),
  beforeLoad: () => only(seesRegistry),
})
export const coverage = createRoute({
  getParentRoute: () => staff,
  path: '/coverage',
  component: lazyRouteComponent(
    () => inWords(['coverage'], inRegistry(import('../coverage/page.tsx'))),
    'CoveragePage',
  ),
  beforeLoad: () => only(seesRegistry),
  validateSearch: coverageSearch,
})
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
export const publicList = createRoute({
  getParentRoute: () => staff,
  path: '/labels/public-list',
  component: lazyRouteComponent(
    () => inWords(['registry', 'registry-rules', 'labels'], import('../labels/public-list.tsx')),
    'PublicListPage',
  ),
  beforeLoad: () => only((me) => holdsOneOf(me, LABEL_APPROVERS)),
})
export const labelKinds = createRoute({
  getParentRoute: () => staff,
  path: '/label-kinds',
  component: lazyRouteComponent(() => inWords(['labels'], import('../labels/kinds.tsx')), 'LabelKindsPage'),
  beforeLoad: () => only((me) => me.admin === 'security-admin'),
})
