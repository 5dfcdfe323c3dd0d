import { labelRoutes } from '@lifang/domains/registry/schema/labels.ts'
import { call } from '../../kit/call.ts'
import { queryClient } from '../app/queries.ts'

interface Signal {
  readonly signal: AbortSignal
}
const key = 'labels'
// Seeing a label of a special group is written down: coming back to the window is not looking again.
const seldom = { staleTime: 60_000, refetchOnWindowFocus: false } as const

export const kindsQuery = {
  queryKey: [key, 'kinds'],
  queryFn: ({ signal }: Signal) => call(labelRoutes.kinds, { signal }),
}
export const accessesQuery = {
  queryKey: [key, 'access'],
  queryFn: ({ signal }: Signal) => call(labelRoutes.accesses, { signal }),
}
export const ofPersonQuery = (id: string) => ({
  queryKey: [key, 'person', id],
  queryFn: ({ signal }: Signal) => call(labelRoutes.ofPerson, { params: { id }, signal }),
  ...seldom,
})
export const labelsQuery = (state: 'proposed' | 'in-force') => ({
  queryKey: [key, 'list', state],
  queryFn: ({ signal }: Signal) => call(labelRoutes.waiting, { query: { state }, signal }),
  ...seldom,
})
export const labelsChanged = (): Promise<void> => queryClient.invalidateQueries({ queryKey: [key] })
