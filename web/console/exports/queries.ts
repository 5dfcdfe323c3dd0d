import { exportRoutes } from '@lifang/domains/registry/schema/exports.ts'
import { call } from '../../kit/call.ts'
import { queryClient } from '../app/queries.ts'

interface Signal {
  readonly signal: AbortSignal
}
export const exportsQuery = {
  queryKey: ['exports'],
  queryFn: ({ signal }: Signal) => call(exportRoutes.exports, { signal }),
}
export const looksQuery = (id: string) => ({
  queryKey: ['exports', 'looks', id],
  queryFn: ({ signal }: Signal) => call(exportRoutes.looks, { params: { id }, signal }),
})
export const exportsChanged = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['exports'] })
