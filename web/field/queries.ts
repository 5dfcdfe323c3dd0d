import { QueryCache, QueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import { calendarRoutes } from '@lifang/domains/calendar/schema/routes.ts'
import { gridRoutes } from '@lifang/domains/grid/schema/routes.ts'
import { identityRoutes, type Me } from '@lifang/domains/identity/schema.ts'
import { checkRoutes } from '@lifang/domains/incidents/schema/checks.ts'
import { dispatchRoutes } from '@lifang/domains/incidents/schema/dispatch.ts'
import { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import type { ListQuery } from '@lifang/domains/incidents/schema/views.ts'
import { ClassKey } from '@lifang/domains/incidents/schema/words.ts'
import { call, isRefusal } from '../kit/call.ts'
import type { KnownClass } from './outbox/before.ts'
import { put, take } from './outbox/store.ts'
import { tellReached } from './shell.ts'

const CLASSES = 'classes'

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => tellReached(!(isRefusal(error) && error.status === 0)),
    // The list of classes may have come out of the drawer.
    onSuccess: (_, query) => query.queryKey[0] === CLASSES || tellReached(true),
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // Without a signal a question fails at once and the page says so, instead of waiting without a word.
      networkMode: 'always',
      refetchOnReconnect: true,
      retry: (count, error) => count < 1 && navigator.onLine && isRefusal(error) && error.unsure,
    },
  },
})

const EVERY_MINUTE = 60_000
const RARELY = 600_000
type Asked = { readonly signal: AbortSignal }

/** Null: nobody is signed in. */
export const meQuery = {
  queryKey: ['me'],
  queryFn: async ({ signal }: Asked): Promise<Me | null> => {
    try {
      return await call(identityRoutes.me, { signal })
    } catch (error) {
      if (isRefusal(error) && error.status === 401) return null
      throw error
    }
  },
  staleTime: EVERY_MINUTE,
} as const

/** All that changes when something is done to an incident stands under one key. */
const work = 'work'
export const checksQuery = {
  queryKey: [work, 'checks'],
  queryFn: ({ signal }: Asked) => call(checkRoutes.checks, { signal }),
  refetchInterval: EVERY_MINUTE,
} as const
const PAGE = 30
/** @param most at once; a server gives no more than 100 */
export const casesQuery = (filter: Omit<Partial<ListQuery>, 'limit' | 'cursor'>, most = PAGE) => ({
  queryKey: [work, 'cases', filter, most],
  queryFn: ({ pageParam, signal }: Asked & { pageParam: string | null }) =>
    call(incidentRoutes.list, {
      query: { ...filter, limit: most, ...(pageParam === null ? {} : { cursor: pageParam }) },
      signal,
    }),
  initialPageParam: null as string | null,
  getNextPageParam: (page: { nextCursor: string | null }): string | null => page.nextCursor,
  refetchInterval: EVERY_MINUTE,
})
export const caseQuery = (number: string) => ({
  queryKey: [work, 'case', number],
  queryFn: ({ signal }: Asked) => call(incidentRoutes.show, { params: { number }, signal }),
})
export const pointsQuery = (area: string) => ({
  queryKey: [work, 'points', area],
  queryFn: ({ signal }: Asked) => call(dispatchRoutes.points, { query: { area }, signal }),
  refetchInterval: EVERY_MINUTE,
})
export const workChanged = (): Promise<void> => queryClient.invalidateQueries({ queryKey: [work] })

export const calendarQuery = {
  queryKey: ['calendar'],
  queryFn: ({ signal }: Asked) => call(calendarRoutes.current, { signal }),
  staleTime: RARELY,
} as const
export const areasQuery = {
  queryKey: ['areas'],
  queryFn: async ({ signal }: Asked) => (await call(gridRoutes.areas, { query: {}, signal })).items,
  staleTime: RARELY,
} as const
export const areaQuery = (code: string) => ({
  queryKey: ['area', code],
  queryFn: ({ signal }: Asked) => call(gridRoutes.area, { params: { code }, signal }),
  staleTime: RARELY,
})
export const bordersQuery = (under: string) => ({
  queryKey: ['borders', under],
  queryFn: async ({ signal }: Asked) => (await call(gridRoutes.mapAreas, { query: { under }, signal })).items,
  staleTime: RARELY,
})
export const baseMapQuery = {
  queryKey: ['base-map'],
  queryFn: ({ signal }: Asked) => call(gridRoutes.baseMap, { signal }),
  staleTime: 6 * RARELY,
} as const
export const departmentsQuery = {
  queryKey: ['departments'],
  queryFn: async ({ signal }: Asked) => (await call(gridRoutes.departments, { signal })).items,
  staleTime: RARELY,
} as const

const Classes = z.array(
  z.object({ key: ClassKey, name: z.string(), selfHandling: z.boolean(), signs: z.string() }),
)
/** The list of classes, which is nobody's secret: the last one read here serves where there is no signal. */
export const classesQuery = {
  queryKey: [CLASSES],
  queryFn: async ({ signal }: Asked): Promise<readonly KnownClass[]> => {
    try {
      const { entries } = await call(incidentRoutes.responsibilityList, { query: {}, signal })
      const classes = entries.map(({ key, name, selfHandling, conditions }) => ({
        key,
        name,
        selfHandling,
        signs: conditions.map((c) => c.text).join(' '),
      }))
      await put('kept', CLASSES, classes)
      return classes
    } catch (error) {
      const kept = Classes.safeParse(await take('kept', CLASSES))
      if (kept.success) return kept.data
      throw error
    }
  },
  staleTime: RARELY,
} as const
