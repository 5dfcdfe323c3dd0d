import { keepPreviousData } from '@tanstack/react-query'
import type { CustomBase } from '@lifang/domains/registry/schema/custom-lists.ts'
import { customRoutes } from '@lifang/domains/registry/schema/custom.ts'
import { filterRoutes } from '@lifang/domains/registry/schema/filters.ts'
import { call } from '../../kit/call.ts'
import { queryClient } from '../app/queries.ts'
import type { RecordsSearch } from '../app/tabs.ts'

interface Signal {
  readonly signal: AbortSignal
}
export const definitionsQuery = {
  queryKey: ['custom', 'definitions'],
  queryFn: async ({ signal }: Signal) => (await call(customRoutes.definitions, { signal })).items,
} as const
export const formsQuery = {
  queryKey: ['custom', 'forms'],
  queryFn: async ({ signal }: Signal) => (await call(customRoutes.forms, { signal })).items,
  staleTime: 60_000,
} as const
/** Of the registry: whatever changes there is asked for anew here too. */
export const valuesQuery = (base: CustomBase, id: string) => ({
  queryKey: ['registry', 'own', base, id],
  queryFn: ({ signal }: Signal) => call(customRoutes.values, { params: { base, id }, signal }),
})
export const recordsQuery = ({ kind, q, area, chosen }: RecordsSearch) => ({
  queryKey: ['registry', 'records', kind, q, area, chosen],
  queryFn: ({ pageParam, signal }: Signal & { pageParam: string | null }) =>
    call(customRoutes.records, {
      query: Object.fromEntries(
        Object.entries({ kind, q, area, chosen, cursor: pageParam ?? undefined }).filter(
          ([, v]) => v !== undefined && v !== '',
        ),
      ) as { kind: string },
      signal,
    }),
  initialPageParam: null as string | null,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
  placeholderData: keepPreviousData,
  enabled: kind !== undefined,
})
export const recordsOfQuery = (kind: string, subject: string) => ({
  queryKey: ['registry', 'records-of', kind, subject],
  queryFn: async ({ signal }: Signal) =>
    (await call(customRoutes.records, { query: { kind, subject }, signal })).items,
})
export const recordQuery = (id: string) => ({
  queryKey: ['registry', 'record', id],
  queryFn: ({ signal }: Signal) => call(customRoutes.record, { params: { id }, signal }),
  staleTime: 60_000,
  refetchOnWindowFocus: false,
})
export const filtersQuery = {
  queryKey: ['saved-filters'],
  queryFn: async ({ signal }: Signal) => (await call(filterRoutes.filters, { signal })).items,
  staleTime: 60_000,
} as const
export const customChanged = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['custom'] })
export const filtersChanged = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: filtersQuery.queryKey })
