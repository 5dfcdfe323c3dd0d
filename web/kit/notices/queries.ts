import { noticeRoutes } from '@lifang/domains/notices/schema.ts'
import { call } from '../call.ts'

export const noticesKey = ['notices'] as const

export const countQuery = {
  queryKey: [...noticesKey, 'count'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(noticeRoutes.count, { signal }),
  // The stream tells; this is for when it cannot.
  refetchInterval: 60_000,
} as const

export const listQuery = (unread: boolean) => ({
  queryKey: [...noticesKey, 'list', unread],
  queryFn: ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) =>
    call(noticeRoutes.list, {
      query: {
        limit: 30,
        ...(unread ? { unread: 'true' as const } : {}),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      },
      signal,
    }),
  initialPageParam: null as string | null,
  getNextPageParam: (page: { nextCursor: string | null }): string | null => page.nextCursor,
})

export const preferenceQuery = {
  queryKey: ['notice-preference'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(noticeRoutes.preference, { signal }),
} as const
