import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { only } from './entry.ts'
import { inWords } from './phrases.ts'
import { seesImports } from './rooms.ts'
import { staff } from './staff.tsx'

const inImports = <Part,>(part: Promise<Part>): Promise<Part> =>
  inWords(['registry', 'registry-rules', 'transfer'], part)
export const imports = createRoute({
  getParentRoute: () => staff,
  path: '/imports',
  component: lazyRouteComponent(() => inImports(import('../imports/imports.tsx')), 'ImportsPage'),
  beforeLoad: () => only(seesImports),
})
export const oneImport = createRoute({
  getParentRoute: () => staff,
  path: '/imports/$id',
  component: lazyRouteComponent(() => inImports(import('../imports/import.tsx')), 'ImportPage'),
  beforeLoad: () => only(seesImports),
})
