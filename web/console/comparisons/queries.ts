import { comparisonRoutes, type ComparisonView } from '@lifang/domains/registry/schema/comparison.ts'
import type { Verdict } from '@lifang/domains/registry/rules/comparison.ts'
import { COMPARED_FIELDS, type ComparedField } from '@lifang/domains/registry/schema/comparison-lists.ts'
import { call } from '../../kit/call.ts'
import { queryClient } from '../app/queries.ts'
import type { ComparisonTasksSearch } from '../app/tabs.ts'

interface Signal {
  readonly signal: AbortSignal
}
const key = 'comparisons'
/** Of the registry's rules, which the first load does not carry. */
export const VERDICT_WORDS = [
  'differs',
  'theirs-only',
  'ours-only',
  'to-check',
] as const satisfies readonly Verdict[]
export const TASK_FIELDS = ['record', ...COMPARED_FIELDS] as const
export type TaskField = 'record' | ComparedField

export const comparisonsQuery = {
  queryKey: [key],
  queryFn: ({ signal }: Signal) => call(comparisonRoutes.comparisons, { signal }),
}
export const comparisonQuery = (id: string) => ({
  queryKey: [key, id],
  queryFn: ({ signal }: Signal) => call(comparisonRoutes.comparison, { params: { id }, signal }),
  // While it runs the page follows it.
  refetchInterval: (query: { state: { data?: ComparisonView | undefined } }) =>
    query.state.data?.state === 'running' ? 1_000 : false,
})
export const tasksQuery = (search: ComparisonTasksSearch) => ({
  queryKey: [key, 'tasks', search],
  queryFn: ({ signal, pageParam }: Signal & { pageParam: string | undefined }) =>
    call(comparisonRoutes.tasks, {
      query: {
        state: search.tab ?? 'open',
        ...(search.comparison === undefined ? {} : { comparison: search.comparison }),
        ...(search.area === undefined ? {} : { area: search.area }),
        ...wordIn('verdict', VERDICT_WORDS, search.verdict),
        ...wordIn('field', TASK_FIELDS, search.field),
        ...wordIn('record', VERDICT_WORDS, search.record),
        ...(search.place === undefined ? {} : { place: search.place }),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      },
      signal,
    }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: { nextCursor: string | null }) => last.nextCursor ?? undefined,
})
const wordIn = <K extends string, W extends string>(
  name: K,
  words: readonly W[],
  said: string | undefined,
) => {
  const word = words.find((w) => w === said)
  return (word === undefined ? {} : { [name]: word }) as Partial<Record<K, W>>
}
export const taskQuery = (id: string) => ({
  queryKey: [key, 'task', id],
  queryFn: ({ signal }: Signal) => call(comparisonRoutes.task, { params: { id }, signal }),
})
export const comparisonsChanged = (): Promise<void> => queryClient.invalidateQueries({ queryKey: [key] })
