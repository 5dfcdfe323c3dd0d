import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { responsibilityQuery } from '../app/queries.ts'

export interface UnitName {
  readonly id: string
  readonly name: string
}

/** Units the responsibility list names. */
export function useUnits(): readonly UnitName[] {
  const { data } = useQuery(responsibilityQuery)
  return useMemo(() => {
    const byId = new Map<string, UnitName>()
    for (const { department } of data?.entries ?? [])
      if (department !== null) byId.set(department.id, department)
    return [...byId.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'zh-CN'))
  }, [data])
}
