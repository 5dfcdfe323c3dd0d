import { keepPreviousData } from '@tanstack/react-query'
import { unitRoutes } from '@lifang/domains/registry/schema/units.ts'
import { call } from '../../kit/call.ts'
import type { FacilitiesSearch, UnitsSearch } from '../app/tabs.ts'

interface Signal {
  readonly signal: AbortSignal
}
type Paged = Signal & { readonly pageParam: string | null }
/** Of the registry: whatever changes there is asked for anew here too. */
const key = 'registry'
const defined = <T extends object>(query: T): T =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== '')) as T
const pages = {
  initialPageParam: null as string | null,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
  placeholderData: keepPreviousData,
}
const cursorOf = (cursor: string | null) => (cursor === null ? {} : { cursor })

export const enterprisesQuery = ({ q, area, kind, state, small, hazards }: UnitsSearch) => ({
  queryKey: [key, 'enterprises', q, area, kind, state, small, hazards],
  queryFn: ({ pageParam, signal }: Paged) =>
    call(unitRoutes.enterprises, {
      query: defined({ q, area, kind, state, small, hazards, ...cursorOf(pageParam) }),
      signal,
    }),
  ...pages,
})
export const placesQuery = ({ q, area, sort, open }: UnitsSearch) => ({
  queryKey: [key, 'places', q, area, sort, open],
  queryFn: ({ pageParam, signal }: Paged) =>
    call(unitRoutes.places, {
      query: defined({ q, area, kind: sort, state: open, ...cursorOf(pageParam) }),
      signal,
    }),
  ...pages,
})
const facilityFilter = ({ q, area, state, class: cls }: FacilitiesSearch) =>
  defined({ q, area, state, class: cls })
export const facilitiesQuery = (search: FacilitiesSearch) => ({
  queryKey: [key, 'facilities', facilityFilter(search)],
  queryFn: ({ pageParam, signal }: Paged) =>
    call(unitRoutes.facilities, { query: { ...facilityFilter(search), ...cursorOf(pageParam) }, signal }),
  ...pages,
})
export const facilityPointsQuery = (search: FacilitiesSearch) => ({
  queryKey: [key, 'facility-points', facilityFilter(search)],
  queryFn: ({ signal }: Signal) => call(unitRoutes.facilityPoints, { query: facilityFilter(search), signal }),
  placeholderData: keepPreviousData,
})
export const facilityClassesQuery = {
  queryKey: ['facility-classes'],
  queryFn: async ({ signal }: Signal) => (await call(unitRoutes.facilityClasses, { signal })).items,
  staleTime: 3_600_000,
} as const

/** Opening one is written down; coming back to the tab is not opening it again. */
const once = { staleTime: 60_000, refetchOnWindowFocus: false } as const
export const enterpriseQuery = (id: string) => ({
  queryKey: [key, 'enterprise', id],
  queryFn: ({ signal }: Signal) => call(unitRoutes.enterprise, { params: { id }, signal }),
  ...once,
})
export const facilityQuery = (id: string) => ({
  queryKey: [key, 'facility', id],
  queryFn: ({ signal }: Signal) => call(unitRoutes.facility, { params: { id }, signal }),
  ...once,
})
export const placeQuery = (id: string) => ({
  queryKey: [key, 'place', id],
  queryFn: ({ signal }: Signal) => call(unitRoutes.place, { params: { id }, signal }),
  ...once,
})
export const thingsQuery = (q: string) => ({
  queryKey: [key, 'things', q],
  queryFn: ({ signal }: Signal) => call(unitRoutes.findThingsByNumber, { body: { q }, signal }),
  enabled: q !== '',
  gcTime: 60_000,
  retry: false,
})
