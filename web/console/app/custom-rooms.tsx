import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { only } from './entry.ts'
import { inWords } from './phrases.ts'
import { recordsSearch } from './searches.ts'
import { seesRegistry } from './rooms.ts'
import { staff } from './staff.tsx'

const inCustom = <Part,>(part: Promise<Part>): Promise<Part> =>
  inWords(['registry', 'registry-rules', 'units', 'custom'], part)
export const records = createRoute({
  getParentRoute: () => staff,
  path: '/records',
  component: lazyRouteComponent(() => inCustom(import('../custom/records.tsx')), 'RecordsPage'),
  beforeLoad: () => only(seesRegistry),
  validateSearch: recordsSearch,
})
export const record = createRoute({
  getParentRoute: () => staff,
  path: '/records/$id',
  component: lazyRouteComponent(() => inCustom(import('../custom/record.tsx')), 'RecordPage'),
  beforeLoad: () => only(seesRegistry),
})
export const definitions = createRoute({
  getParentRoute: () => staff,
  path: '/own-fields',
  component: lazyRouteComponent(() => inCustom(import('../custom/definitions.tsx')), 'DefinitionsPage'),
  beforeLoad: () => only((me) => me.admin === 'system-admin'),
})
