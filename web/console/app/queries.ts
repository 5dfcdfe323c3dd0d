import { keepPreviousData, QueryClient } from '@tanstack/react-query'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import { analysisRoutes } from '@lifang/domains/analysis/schema.ts'
import { weekRoutes, type WeekQuery } from '@lifang/domains/analysis/schema/week.ts'
import { calendarRoutes } from '@lifang/domains/calendar/schema/routes.ts'
import { gridRoutes } from '@lifang/domains/grid/schema/routes.ts'
import { identityRoutes, type Me } from '@lifang/domains/identity/schema.ts'
import { dispatchRoutes, type PointsQuery, type QueueTab } from '@lifang/domains/incidents/schema/dispatch.ts'
import { checkRoutes } from '@lifang/domains/incidents/schema/checks.ts'
import { communityRoutes, type CommunityQuery } from '@lifang/domains/incidents/schema/community.ts'
import { deskRoutes } from '@lifang/domains/incidents/schema/desks.ts'
import { intakeRoutes, type AroundQuery, type IntakeTab } from '@lifang/domains/incidents/schema/intake.ts'
import { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import type { ListQuery } from '@lifang/domains/incidents/schema/views.ts'
import { call, isRefusal } from '../../kit/call.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    // A press without a network is answered at once; left to itself it would wait in silence and act later, unseen.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 5_000,
      // A refusal stays a refusal; only a server that could not be reached is asked again.
      retry: (count, error) => count < 2 && isRefusal(error) && error.unsure,
    },
  },
})

/** How often an open page asks again on its own: lamps change colour without anybody doing anything. */
const EVERY_MINUTE = 60_000

export const meQuery = {
  queryKey: ['me'],
  queryFn: ({ signal }: { signal: AbortSignal }): Promise<Me> => call(identityRoutes.me, { signal }),
  staleTime: 60_000,
} as const

export type ListFilter = Omit<Partial<ListQuery>, 'limit' | 'cursor'>
export const listKey = ['incidents'] as const
export const PAGE = 30

export const listQuery = (filter: ListFilter, enabled = true) => ({
  queryKey: [...listKey, filter],
  queryFn: ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) =>
    call(incidentRoutes.list, {
      query: { ...filter, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) },
      signal,
    }),
  initialPageParam: null as string | null,
  getNextPageParam: (page: { nextCursor: string | null }): string | null => page.nextCursor,
  refetchInterval: EVERY_MINUTE,
  enabled,
})

export const incidentQuery = (number: string) => ({
  queryKey: ['incident', number],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(incidentRoutes.show, { params: { number }, signal }),
  refetchInterval: EVERY_MINUTE,
})
export const clockQuery = (number: string) => ({
  queryKey: ['clock', number],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call(incidentRoutes.clock, { params: { number }, query: {}, signal }),
  refetchInterval: EVERY_MINUTE,
})

/** The list changes a few times a year; a page asks once. */
export const responsibilityQuery = {
  queryKey: ['responsibility-list'],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call(incidentRoutes.responsibilityList, { query: {}, signal }),
  staleTime: 3_600_000,
} as const
export type ListEntry = Awaited<ReturnType<(typeof responsibilityQuery)['queryFn']>>['entries'][number]

export const calendarQuery = {
  queryKey: ['calendar'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(calendarRoutes.current, { signal }),
  staleTime: 3_600_000,
} as const

/** Areas and units change when somebody redraws or renames; minutes are soon enough. */
const TREE_STALE = 600_000
export const areasQuery = {
  queryKey: ['areas'],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await call(gridRoutes.areas, { query: {}, signal })).items,
  staleTime: TREE_STALE,
} as const
export const departmentsQuery = {
  queryKey: ['departments'],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await call(gridRoutes.departments, { signal })).items,
  staleTime: TREE_STALE,
} as const

/** The base map changes a few times a year, borders with a redraw. */
export const baseMapQuery = {
  queryKey: ['map', 'base'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(gridRoutes.baseMap, { signal }),
  staleTime: 3_600_000,
  gcTime: Number.POSITIVE_INFINITY,
} as const
export const mapAreasQuery = (under: string | null) => ({
  queryKey: ['map', 'areas', under],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await call(gridRoutes.mapAreas, { query: under === null ? {} : { under }, signal })).items,
  staleTime: TREE_STALE,
})
export const pointsQuery = (filter: PointsQuery = {}) => ({
  queryKey: [...listKey, 'points', filter],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(dispatchRoutes.points, { query: filter, signal }),
  refetchInterval: EVERY_MINUTE,
})
export const queueQuery = (tab: QueueTab, lamp?: Lamp, limit?: number) => ({
  queryKey: [...listKey, 'queue', tab, lamp, limit],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call(dispatchRoutes.queue, {
      query: { tab, ...(lamp === undefined ? {} : { lamp }), ...(limit === undefined ? {} : { limit }) },
      signal,
    }),
  refetchInterval: EVERY_MINUTE,
})
export const intakeQuery = (tab: IntakeTab, lamp?: Lamp, limit?: number) => ({
  queryKey: [...listKey, 'intake', tab, lamp, limit],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call(intakeRoutes.intake, {
      query: { tab, ...(lamp === undefined ? {} : { lamp }), ...(limit === undefined ? {} : { limit }) },
      signal,
    }),
  refetchInterval: EVERY_MINUTE,
})
/** Open cases around a place; read again with the lists, for one may have been told a moment ago. */
export const aroundQuery = (place: AroundQuery) => ({
  queryKey: [...listKey, 'around', place],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await call(intakeRoutes.around, { query: place, signal })).items,
})
/** Lamps change without anybody acting; what somebody does is told at once. */
export const wallQuery = {
  queryKey: ['wall'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(analysisRoutes.wall, { signal }),
  refetchInterval: 30_000,
  refetchIntervalInBackground: false,
} as const
export const handlingQuery = {
  queryKey: [...listKey, 'handling'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(deskRoutes.handling, { signal }),
  refetchInterval: EVERY_MINUTE,
} as const
export const checksQuery = {
  queryKey: [...listKey, 'checks'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(checkRoutes.checks, { signal }),
  refetchInterval: EVERY_MINUTE,
} as const
export const exceptionsQuery = {
  queryKey: [...listKey, 'exceptions'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(deskRoutes.exceptions, { signal }),
  refetchInterval: EVERY_MINUTE,
} as const
export const communityQuery = (search: Partial<CommunityQuery>) => ({
  queryKey: [...listKey, 'community', search],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call(communityRoutes.community, { query: search, signal }),
  refetchInterval: EVERY_MINUTE,
  // Another tab is another list of the same desk: the old one stays until the new one is there.
  placeholderData: keepPreviousData,
})
/** Printed as it stood: it does not change by itself while somebody reads it. */
export const weekQuery = (search: WeekQuery) => ({
  queryKey: ['week', search],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(weekRoutes.communityWeek, { query: search, signal }),
  staleTime: EVERY_MINUTE,
  placeholderData: keepPreviousData,
})
export const unitLoadsQuery = {
  queryKey: [...listKey, 'units'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(dispatchRoutes.units, { signal }),
}
export const suggestionQuery = (number: string, unit?: string) => ({
  queryKey: ['incident', number, 'suggestion', unit],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call(dispatchRoutes.suggestion, {
      params: { number },
      query: unit === undefined ? {} : { unit },
      signal,
    }),
})
export const relatedQuery = (number: string) => ({
  queryKey: ['incident', number, 'related'],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call(dispatchRoutes.related, { params: { number }, signal }),
})
export const readersQuery = (number: string) => ({
  queryKey: ['incident', number, 'readers'],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await call(dispatchRoutes.readers, { params: { number }, signal })).items,
})

/** After anything was done to an incident: its own page and every list. */
export async function incidentChanged(number: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['incident', number] }),
    queryClient.invalidateQueries({ queryKey: ['clock', number] }),
    queryClient.invalidateQueries({ queryKey: listKey }),
  ])
}
