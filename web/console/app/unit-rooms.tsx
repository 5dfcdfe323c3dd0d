import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { only } from './entry.ts'
import { inWords } from './phrases.ts'
import { facilitiesSearch, unitsSearch } from './searches.ts'
import { seesThings } from './rooms.ts'
import { staff } from './staff.tsx'

const inUnits = <Part,>(part: Promise<Part>): Promise<Part> =>
  inWords(['registry', 'registry-rules', 'units', 'custom'], part)
export const units = createRoute({
  getParentRoute: () => staff,
  path: '/units',
  component: lazyRouteComponent(() => inUnits(import('../units/units.tsx')), 'UnitsPage'),
  beforeLoad: () => only(seesThings),
  validateSearch: unitsSearch,
})
export const unit = createRoute({
  getParentRoute: () => staff,
  path: '/units/$id',
  component: lazyRouteComponent(() => inUnits(import('../units/unit.tsx')), 'UnitPage'),
  beforeLoad: () => only(seesThings),
})
export const place = createRoute({
  getParentRoute: () => staff,
  path: '/units/places/$id',
  component: lazyRouteComponent(() => inUnits(import('../units/place.tsx')), 'PlacePage'),
  beforeLoad: () => only(seesThings),
})
export const facilities = createRoute({
  getParentRoute: () => staff,
  path: '/facilities',
  component: lazyRouteComponent(() => inUnits(import('../units/facilities.tsx')), 'FacilitiesPage'),
  beforeLoad: () => only(seesThings),
  validateSearch: facilitiesSearch,
})
export const facility = createRoute({
  getParentRoute: () => staff,
  path: '/facilities/$id',
  component: lazyRouteComponent(() => inUnits(import('../units/facility.tsx')), 'FacilityPage'),
  beforeLoad: () => only(seesThings),
})
