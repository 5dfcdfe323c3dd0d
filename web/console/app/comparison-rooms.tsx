import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { only } from './entry.ts'
import { inWords } from './phrases.ts'
import { seesRegistry } from './rooms.ts'
import { comparisonTasksSearch } from './searches.ts'
import { staff } from './staff.tsx'

const inComparison = <Part,>(part: Promise<Part>): Promise<Part> =>
  inWords(['registry', 'registry-rules', 'comparison', 'transfer'], part)
export const comparisons = createRoute({
  getParentRoute: () => staff,
  path: '/comparisons',
  component: lazyRouteComponent(() => inComparison(import('../comparisons/page.tsx')), 'ComparisonsPage'),
  beforeLoad: () => only(seesRegistry),
})
export const comparisonTasks = createRoute({
  getParentRoute: () => staff,
  path: '/comparisons/tasks',
  component: lazyRouteComponent(
    () => inComparison(import('../comparisons/tasks.tsx')),
    'ComparisonTasksPage',
  ),
  beforeLoad: () => only(seesRegistry),
  validateSearch: comparisonTasksSearch,
})
export const comparisonTask = createRoute({
  getParentRoute: () => staff,
  path: '/comparisons/tasks/$id',
  component: lazyRouteComponent(() => inComparison(import('../comparisons/task.tsx')), 'ComparisonTaskPage'),
  beforeLoad: () => only(seesRegistry),
})
export const comparison = createRoute({
  getParentRoute: () => staff,
  path: '/comparisons/$id',
  component: lazyRouteComponent(
    () => inComparison(import('../comparisons/comparison.tsx')),
    'ComparisonPage',
  ),
  beforeLoad: () => only(seesRegistry),
})
