import { keepPreviousData } from '@tanstack/react-query'
import { gridRoutes } from '@lifang/domains/grid/schema/routes.ts'
import { identityRoutes, type ACCOUNT_STATES } from '@lifang/domains/identity/schema.ts'
import { call } from '../../kit/call.ts'
import { queryClient } from '../app/queries.ts'

interface Signal {
  readonly signal: AbortSignal
}
export type AccountState = (typeof ACCOUNT_STATES)[number]

export const accountsQuery = (q: string, state: AccountState | undefined) => ({
  queryKey: ['accounts', q, state ?? ''],
  queryFn: ({ pageParam, signal }: Signal & { pageParam: string | null }) =>
    call(identityRoutes.accounts, {
      query: {
        ...(q === '' ? {} : { q }),
        ...(state === undefined ? {} : { state }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      },
      signal,
    }),
  initialPageParam: null as string | null,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
  placeholderData: keepPreviousData,
})
export const accountQuery = (id: string) => ({
  queryKey: ['accounts', 'one', id],
  queryFn: ({ signal }: Signal) => call(identityRoutes.account, { params: { id }, signal }),
})
/** Posts of one account, those that ended too. */
export const postsQuery = (account: string) => ({
  queryKey: ['holdings', account],
  queryFn: async ({ signal }: Signal) =>
    (await call(gridRoutes.holdings, { query: { account, ended: 'yes' as const }, signal })).items,
})
/** Posts held now or later by the accounts of a page. */
export const postsOfQuery = (accounts: readonly string[]) => ({
  queryKey: ['holdings', 'of', ...accounts],
  queryFn: async ({ signal }: Signal) =>
    (await call(gridRoutes.holdings, { query: { accounts: accounts.join(',') }, signal })).items,
  enabled: accounts.length > 0,
})
export const policyQuery = {
  queryKey: ['sign-in-policy'],
  queryFn: ({ signal }: Signal) => call(identityRoutes.policy, { signal }),
} as const
export const accessQuery = {
  queryKey: ['access-rules'],
  queryFn: async ({ signal }: Signal) => (await call(identityRoutes.accessRules, { signal })).items,
  staleTime: Number.POSITIVE_INFINITY,
} as const

/** After any act on accounts or posts. */
export async function staffChanged(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['accounts'] }),
    queryClient.invalidateQueries({ queryKey: ['holdings'] }),
  ])
}
