import { keepPreviousData } from '@tanstack/react-query'
import { coverageRoutes } from '@lifang/domains/registry/schema/coverage.ts'
import { call } from '../../kit/call.ts'
import { kept } from '../app/searches.ts'
import type { CoverageSearch } from '../app/tabs.ts'

interface Signal {
  readonly signal: AbortSignal
}
export const boardQuery = ({ area, cycle }: CoverageSearch) => ({
  queryKey: ['registry', 'coverage', area, cycle],
  queryFn: ({ signal }: Signal) => call(coverageRoutes.coverage, { query: kept({ area, cycle }), signal }),
  placeholderData: keepPreviousData,
})
export const cyclesQuery = {
  queryKey: ['registry', 'coverage', 'cycles'],
  queryFn: ({ signal }: Signal) => call(coverageRoutes.cycles, { signal }),
}
export const gapsQuery = ({ area, cycle, gap }: CoverageSearch) => ({
  queryKey: ['registry', 'coverage', 'homes', area, cycle, gap],
  queryFn: ({ pageParam, signal }: Signal & { pageParam: string | null }) =>
    call(coverageRoutes.gaps, {
      query: kept({ area, cycle, gap, cursor: pageParam ?? undefined }),
      signal,
    }),
  initialPageParam: null as string | null,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
  placeholderData: keepPreviousData,
})
