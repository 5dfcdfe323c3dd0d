/** The governance tree as one desk sees it: the branches this person holds a post over. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { AreaItem } from '@lifang/domains/grid/schema/views.ts'
import type { Me } from '@lifang/domains/identity/schema.ts'
import { areasQuery, departmentsQuery } from './queries.ts'
import { useMe } from './session.tsx'

/** Areas within my posts, parents before children. Empty until the tree has arrived. */
export function useMyAreas(): readonly AreaItem[] {
  const me = useMe()
  const { data } = useQuery({ ...areasQuery, enabled: me.admin === null })
  return useMemo(() => {
    const mine = me.holdings.map((h) => h.areaPath)
    return (data ?? []).filter((a) => mine.some((path) => path !== '' && a.path.startsWith(path)))
  }, [data, me])
}

export interface Branch {
  readonly value: string
  readonly title: string
  readonly children: Branch[]
}

/** Areas as nested branches; one whose parent is not among them is a root. */
export function branchesOf(areas: readonly AreaItem[]): Branch[] {
  const known = new Set(areas.map((a) => a.code))
  const below = new Map<string | null, AreaItem[]>()
  for (const area of areas) {
    const parent = area.parent !== null && known.has(area.parent) ? area.parent : null
    const list = below.get(parent)
    if (list === undefined) below.set(parent, [area])
    else list.push(area)
  }
  const grow = (parent: string | null): Branch[] =>
    (below.get(parent) ?? []).map((a) => ({ value: a.code, title: a.name, children: grow(a.code) }))
  return grow(null)
}

/** Where this person works: the unit of the first post that has one, else its area. Null until it is known, not asked before `enabled`. */
export function useSeat(me: Me, enabled = true): string | null {
  const first = enabled ? me.holdings[0] : undefined
  const areas = useQuery({ ...areasQuery, enabled: first !== undefined && first.departmentId === null })
  const units = useQuery({ ...departmentsQuery, enabled: first !== undefined && first.departmentId !== null })
  if (first === undefined) return null
  return first.departmentId === null
    ? (areas.data?.find((a) => a.path === first.areaPath)?.name ?? null)
    : (units.data?.find((d) => d.id === first.departmentId)?.name ?? null)
}
