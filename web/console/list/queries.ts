import { keepPreviousData } from '@tanstack/react-query'
import type { Me } from '@lifang/domains/identity/schema.ts'
import {
  LIST_EDITORS,
  LIST_PUBLISHERS,
  LIST_WEIGHERS,
  type ListTree,
  type WhatIfQuery,
} from '@lifang/domains/incidents/schema/responsibility.ts'
import { listRoutes } from '@lifang/domains/incidents/schema/responsibility-routes.ts'
import type { ClassKey } from '@lifang/domains/incidents/schema/words.ts'
import { call } from '../../kit/call.ts'
import { t } from '../../kit/words.ts'
import { queryClient, responsibilityQuery } from '../app/queries.ts'
import { holdsOneOf } from '../app/rooms.ts'

interface Signal {
  readonly signal: AbortSignal
}
const some = (version: string | undefined) => (version === undefined ? {} : { version })

export const listRoot = ['list'] as const
export const treeQuery = (version: string | undefined, q: string) => ({
  queryKey: [...listRoot, 'tree', version, q],
  queryFn: ({ signal }: Signal) =>
    call(listRoutes.tree, { query: { ...some(version), ...(q === '' ? {} : { q }) }, signal }),
  placeholderData: keepPreviousData,
})
export const entryQuery = (version: string | undefined, key: ClassKey) => ({
  queryKey: [...listRoot, 'entry', version, key],
  queryFn: ({ signal }: Signal) => call(listRoutes.entry, { query: { ...some(version), ...key }, signal }),
})
/** @param revision of the draft: a new one is another comparison */
export const compareQuery = (from: string, to: string, revision: number) => ({
  queryKey: [...listRoot, 'compare', from, to, revision],
  queryFn: ({ signal }: Signal) => call(listRoutes.compare, { query: { from, to }, signal }),
  enabled: to !== '',
})
export const classesQuery = (q: string) => ({
  queryKey: [...listRoot, 'classes', q],
  queryFn: async ({ signal }: Signal) =>
    (await call(listRoutes.classes, { query: q === '' ? {} : { q }, signal })).items,
  placeholderData: keepPreviousData,
})
export const elderQuery = {
  queryKey: [...listRoot, 'cases'],
  queryFn: ({ signal }: Signal) => call(listRoutes.cases, { query: {}, signal }),
} as const
export const whatIfQuery = (query: Partial<WhatIfQuery>, revision: number) => ({
  // Computed anew for every revision of the draft.
  queryKey: [...listRoot, 'what-if', query, revision],
  queryFn: ({ signal }: Signal) => call(listRoutes.whatIf, { query, signal }),
  placeholderData: keepPreviousData,
  staleTime: 60_000,
})

/** After any act on the list. */
export async function listChanged(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: listRoot }),
    queryClient.invalidateQueries({ queryKey: responsibilityQuery.queryKey }),
  ])
}

/** The list binds the whole county, so posts of the whole county keep it (`mayKeepList`). */
const keeps = (me: Me, posts: readonly string[]): boolean =>
  me.holdings.some((h) => posts.includes(h.post) && h.areaPath === `${String(me.county)}/`)
export const edits = (me: Me): boolean => keeps(me, LIST_EDITORS)
export const publishes = (me: Me): boolean => keeps(me, LIST_PUBLISHERS)
export const weighs = (me: Me): boolean => holdsOneOf(me, LIST_WEIGHERS)

/** The name of a version as the office says it. */
export function versionWords(tree: Pick<ListTree, 'versions'>, id: string): string {
  if (id === 'draft') return t('list.draft')
  const found = tree.versions.find((v) => v.id === id)
  return found === undefined ? id : t('list.ordinal', { n: found.ordinal })
}
