import { privacyRoutes } from '@lifang/domains/registry/schema/privacy.ts'
import type { PrivacyForm } from '@lifang/domains/registry/schema/privacy-lists.ts'
import { call } from '../../kit/call.ts'
import { queryClient } from '../app/queries.ts'

interface Signal {
  readonly signal: AbortSignal
}
const key = 'privacy'
export const purposesQuery = {
  queryKey: [key, 'purposes'],
  queryFn: ({ signal }: Signal) => call(privacyRoutes.purposes, { signal }),
}
export const versionsQuery = (form: PrivacyForm) => ({
  queryKey: [key, 'purposes', form],
  queryFn: ({ signal }: Signal) => call(privacyRoutes.purposeVersions, { params: { form }, signal }),
})
export const requestsQuery = (state: 'open' | 'decided') => ({
  queryKey: [key, 'requests', state],
  queryFn: ({ signal }: Signal) => call(privacyRoutes.requests, { query: { state }, signal }),
})
export const requestsOfQuery = (id: string) => ({
  queryKey: [key, 'of', id],
  queryFn: ({ signal }: Signal) => call(privacyRoutes.requestsOf, { params: { id }, signal }),
})
export const requestQuery = (id: string) => ({
  queryKey: [key, 'request', id],
  queryFn: ({ signal }: Signal) => call(privacyRoutes.oneRequest, { params: { id }, signal }),
})
export const dueQuery = {
  queryKey: [key, 'due'],
  queryFn: ({ signal }: Signal) => call(privacyRoutes.due, { signal }),
}
export const privacyChanged = (): Promise<void> => queryClient.invalidateQueries({ queryKey: [key] })
/** Somebody may be gone: what is kept of people is asked for anew. */
export const peopleChanged = async (): Promise<void> => {
  await queryClient.invalidateQueries({ queryKey: ['registry'] })
  await privacyChanged()
}
