import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { only } from './entry.ts'
import { inWords } from './phrases.ts'
import { duplicatesSearch } from './searches.ts'
import { settlesDuplicates } from './rooms.ts'
import { staff } from './staff.tsx'

const inDuplicates = <Part,>(part: Promise<Part>): Promise<Part> =>
  inWords(['registry', 'registry-rules', 'duplicates'], part)
export const duplicates = createRoute({
  getParentRoute: () => staff,
  path: '/duplicates',
  component: lazyRouteComponent(() => inDuplicates(import('../duplicates/page.tsx')), 'DuplicatesPage'),
  beforeLoad: () => only(settlesDuplicates),
  validateSearch: duplicatesSearch,
})
export const duplicate = createRoute({
  getParentRoute: () => staff,
  path: '/duplicates/$id',
  component: lazyRouteComponent(() => inDuplicates(import('../duplicates/review.tsx')), 'ReviewPage'),
  beforeLoad: () => only(settlesDuplicates),
})
