import { keepPreviousData } from '@tanstack/react-query'
import { duplicateRoutes, type CheckBody, type RunView } from '@lifang/domains/registry/schema/duplicates.ts'
import { call } from '../../kit/call.ts'
import type { DuplicatesSearch } from '../app/tabs.ts'

interface Signal {
  readonly signal: AbortSignal
}
interface Page extends Signal {
  readonly pageParam: string | null
}
/** Under the registry's key: whatever is changed of people is asked for anew here too. */
const key = 'registry'
const pages = {
  initialPageParam: null as string | null,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
  placeholderData: keepPreviousData,
}
const cursorOf = (cursor: string | null) => (cursor === null ? {} : { cursor })

export const pairsQuery = ({ tab = 'open', area, reason }: DuplicatesSearch) => ({
  queryKey: [key, 'pairs', tab, area, reason],
  queryFn: ({ pageParam, signal }: Page) =>
    call(duplicateRoutes.duplicates, {
      query: {
        // Merges have a list of their own; the counts beside the tabs are those of pairs.
        state: tab === 'merged' ? 'open' : tab,
        ...(area === undefined ? {} : { area }),
        ...(reason === undefined ? {} : { reason }),
        ...cursorOf(pageParam),
      },
      signal,
    }),
  ...pages,
})
export const mergesQuery = () => ({
  queryKey: [key, 'merges'],
  queryFn: ({ pageParam, signal }: Page) =>
    call(duplicateRoutes.merges, { query: cursorOf(pageParam), signal }),
  ...pages,
})
export const pairQuery = (id: string) => ({
  queryKey: [key, 'pair', id],
  queryFn: ({ signal }: Signal) => call(duplicateRoutes.duplicate, { params: { id }, signal }),
  // Opening both is written down; coming back to the tab is not opening them again.
  staleTime: 60_000,
  refetchOnWindowFocus: false,
  retry: false,
})
const going = (run: RunView | null | undefined): boolean =>
  run?.state === 'waiting' || run?.state === 'running'
export const runQuery = () => ({
  queryKey: [key, 'duplicate-run'],
  queryFn: ({ signal }: Signal) => call(duplicateRoutes.duplicateRun, { signal }),
  refetchInterval: (query: { state: { data?: { run: RunView | null } | undefined } }) =>
    going(query.state.data?.run) ? 2_000 : false,
})
export const checkQuery = (typed: CheckBody) => ({
  queryKey: ['duplicate-check', typed],
  queryFn: ({ signal }: Signal) => call(duplicateRoutes.checkDuplicates, { body: typed, signal }),
  // What was typed may be a number: it is not kept longer than the page.
  gcTime: 30_000,
  retry: false,
  placeholderData: keepPreviousData,
})
