import { keepPreviousData } from '@tanstack/react-query'
import { redraws } from '@lifang/domains/grid/access.ts'
import type { Drawing } from '@lifang/domains/grid/rules/edit.ts'
import { changesOf, requestFor } from '@lifang/domains/grid/rules/edit.ts'
import { deskRoutes } from '@lifang/domains/grid/schema/desk.ts'
import { publicGridRoutes } from '@lifang/domains/grid/schema/public.ts'
import { gridRoutes } from '@lifang/domains/grid/schema/routes.ts'
import type { AreaItem } from '@lifang/domains/grid/schema/views.ts'
import type { Me } from '@lifang/domains/identity/schema.ts'
import { newId } from '@lifang/platform/id.ts'
import { call } from '../../kit/call.ts'
import { areasQuery, queryClient } from '../app/queries.ts'

interface Signal {
  readonly signal: AbortSignal
}
export const gridsRoot = ['grids'] as const
export const deskQuery = {
  queryKey: [...gridsRoot, 'desk'],
  queryFn: async ({ signal }: Signal) => (await call(deskRoutes.gridDesk, { signal })).items,
  refetchInterval: 60_000,
} as const
export const areaQuery = (code: string) => ({
  queryKey: [...gridsRoot, 'area', code],
  queryFn: ({ signal }: Signal) => call(gridRoutes.area, { params: { code }, signal }),
})
export const redrawsQuery = (parent: string) => ({
  queryKey: [...gridsRoot, 'redraws', parent],
  queryFn: async ({ signal }: Signal) =>
    (await call(deskRoutes.redraws, { query: { parent }, signal })).items,
})
export const redrawQuery = (id: string) => ({
  queryKey: [...gridsRoot, 'redraw', id],
  queryFn: ({ signal }: Signal) => call(deskRoutes.redraw, { params: { id }, signal }),
})
export const cardQuery = (grid: string) => ({
  queryKey: [...gridsRoot, 'card', grid],
  queryFn: ({ signal }: Signal) => call(publicGridRoutes.workerCard, { query: { grid }, signal }),
})
/** What a drawing would do. @param key of the step drawn last: another step is another question */
export const trialQuery = (
  key: string,
  community: string,
  start: Drawing,
  drawing: Drawing,
  sound: boolean,
) => ({
  queryKey: [...gridsRoot, 'trial', key],
  queryFn: ({ signal }: Signal) =>
    call(deskRoutes.tryRedraw, {
      body: { id: newId(), ...requestFor(start, drawing, community) },
      signal,
    }),
  enabled: sound && changesOf(start, drawing).length > 0,
  placeholderData: keepPreviousData,
  staleTime: 60_000,
  retry: false,
})

/** After a redraw was kept, put into force or taken back. */
export async function gridsChanged(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: gridsRoot }),
    queryClient.invalidateQueries({ queryKey: areasQuery.queryKey }),
    queryClient.invalidateQueries({ queryKey: ['map', 'areas'] }),
  ])
}

/** May this person redraw the grids of a place? */
export const mayRedraw = (me: Me, area: Pick<AreaItem, 'path'>): boolean =>
  me.admin === 'system-admin' || redraws(me.holdings, area.path)
