import { keepPreviousData } from '@tanstack/react-query'
import { registryRoutes } from '@lifang/domains/registry/schema.ts'
import { call } from '../../kit/call.ts'
import { queryClient } from '../app/queries.ts'
import type { HomesSearch, PeopleSearch } from '../app/tabs.ts'

interface Signal {
  readonly signal: AbortSignal
}
const key = 'registry'
const defined = <T extends object>(query: T): T =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== '')) as T

const pages = {
  initialPageParam: null as string | null,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
  placeholderData: keepPreviousData,
}
const cursorOf = (cursor: string | null) => (cursor === null ? {} : { cursor })

export const peopleQuery = ({ area, status, split, care, foreign }: PeopleSearch) => ({
  queryKey: [key, 'people', area, status, split, care, foreign],
  queryFn: ({ pageParam, signal }: Signal & { pageParam: string | null }) =>
    call(registryRoutes.people, {
      query: defined({ area, status, split, care, foreign, ...cursorOf(pageParam) }),
      signal,
    }),
  ...pages,
})
export const searchQuery = (q: string) => ({
  queryKey: [key, 'search', q],
  queryFn: ({ signal }: Signal) => call(registryRoutes.searchAll, { body: { q }, signal }),
  enabled: q !== '',
  // What was looked for may be a number: it is not kept longer than the page.
  gcTime: 60_000,
  retry: false,
})
export const personQuery = (id: string) => ({
  queryKey: [key, 'person', id],
  queryFn: ({ signal }: Signal) => call(registryRoutes.person, { params: { id }, signal }),
  // Opening a person is written down; coming back to the tab is not opening it again.
  staleTime: 60_000,
  refetchOnWindowFocus: false,
})
export const historyQuery = (id: string) => ({
  queryKey: [key, 'history', id],
  queryFn: ({ signal }: Signal) => call(registryRoutes.history, { params: { id }, signal }),
})
export const buildingsQuery = ({ q, area }: HomesSearch) => ({
  queryKey: [key, 'buildings', q, area],
  queryFn: ({ pageParam, signal }: Signal & { pageParam: string | null }) =>
    call(registryRoutes.buildings, { query: defined({ q, area, ...cursorOf(pageParam) }), signal }),
  ...pages,
})
export const roundQuery = ({ area, state, kind }: HomesSearch) => ({
  queryKey: [key, 'round', area, state, kind],
  queryFn: ({ pageParam, signal }: Signal & { pageParam: string | null }) =>
    call(registryRoutes.homes, { query: defined({ area, state, kind, ...cursorOf(pageParam) }), signal }),
  ...pages,
})
export const buildingQuery = (id: string) => ({
  queryKey: [key, 'building', id],
  queryFn: ({ signal }: Signal) => call(registryRoutes.building, { params: { id }, signal }),
})
export const homeQuery = (id: string) => ({
  queryKey: [key, 'home', id],
  queryFn: ({ signal }: Signal) => call(registryRoutes.home, { params: { id }, signal }),
  staleTime: 60_000,
  refetchOnWindowFocus: false,
})

/** After anything was changed: people, homes and lists hang together. */
export const registryChanged = (): Promise<void> => queryClient.invalidateQueries({ queryKey: [key] })
