import { calendarRoutes } from '@lifang/domains/calendar/schema/routes.ts'
import { call } from '../../kit/call.ts'
import { calendarQuery, queryClient } from '../app/queries.ts'

interface Signal {
  readonly signal: AbortSignal
}
export const usesQuery = {
  queryKey: ['calendar-uses'],
  queryFn: async ({ signal }: Signal) => (await call(calendarRoutes.uses, { signal })).items,
} as const
export type CalendarUse = Awaited<ReturnType<(typeof usesQuery)['queryFn']>>[number]

/** A version never changes. */
export const versionQuery = (id: string) => ({
  queryKey: ['calendar-version', id],
  queryFn: ({ signal }: Signal) => call(calendarRoutes.version, { params: { id }, signal }),
  staleTime: Number.POSITIVE_INFINITY,
  enabled: id !== '',
})

export async function calendarChanged(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: usesQuery.queryKey }),
    queryClient.invalidateQueries({ queryKey: calendarQuery.queryKey }),
  ])
}

/** What counts for a department (null: the default) at an instant: its own entry, else the default. */
export function inForce(
  uses: readonly CalendarUse[],
  of: string | null,
  at: number,
): CalendarUse | undefined {
  const begun = (department: string | null): CalendarUse | undefined =>
    uses.find((u) => u.department === department && Date.parse(u.from) <= at)
  return (of === null ? undefined : begun(of)) ?? begun(null)
}
