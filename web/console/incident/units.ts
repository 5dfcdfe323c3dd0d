import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import type { DepartmentView } from '@lifang/domains/grid/schema/views.ts'
import { departmentsQuery, responsibilityQuery } from '../app/queries.ts'
import { sameClass } from '@lifang/domains/incidents/rules/alike.ts'

export interface Suggestion {
  readonly id: string
  readonly name: string
  readonly code: string
  readonly className: string
}

/** The unit the responsibility list names for the incident's class; the dispatcher may choose another. */
export function useSuggestion(incident: IncidentDetail, wanted: boolean): Suggestion | null {
  const { data } = useQuery({ ...responsibilityQuery, enabled: wanted })
  const { category } = incident
  if (!wanted || category === null) return null
  const entry = data?.entries.find((e) => sameClass(e.key, category))
  if (entry?.department == null) return null
  return { ...entry.department, code: entry.key.code, className: entry.name }
}

/** Which units an act may name: any, those still free to assist, or those below the lead unit (transition 12). */
export type UnitRange = 'any' | 'not-involved' | 'below-lead'

/** Units in force, parents before their sections; undefined until they have arrived. */
export function useUnits(incident: IncidentDetail, range: UnitRange): readonly DepartmentView[] | undefined {
  const { data } = useQuery(departmentsQuery)
  return useMemo(
    () => (data === undefined ? undefined : inRange(data, incident, range)),
    [data, incident, range],
  )
}

export function inRange(
  all: readonly DepartmentView[],
  incident: Pick<IncidentDetail, 'department' | 'tasks'>,
  range: UnitRange,
): readonly DepartmentView[] {
  switch (range) {
    case 'any':
      return centresLast(all)
    case 'not-involved': {
      const busy = new Set(
        incident.tasks
          .filter((x) => x.status === 'waiting' || x.status === 'taken')
          .map((x) => x.department?.id),
      )
      return centresLast(all.filter((d) => !busy.has(d.id)))
    }
    case 'below-lead': {
      const lead = incident.department?.id
      const parents = new Map(all.map((d) => [d.id, d.parent]))
      return lead === undefined ? [] : all.filter((d) => d.id !== lead && isBelow(parents, d.id, lead))
    }
  }
}

/** A command centre hands out work and seldom does it. */
const isCentre = (d: DepartmentView): boolean => d.kind === 'command-centre' || d.kind === 'sub-centre'
const centresLast = (all: readonly DepartmentView[]): DepartmentView[] =>
  all.toSorted((a, b) => Number(isCentre(a)) - Number(isCentre(b)))

function isBelow(parents: ReadonlyMap<string, string | null>, unit: string, lead: string): boolean {
  for (let id = parents.get(unit) ?? null; id !== null; id = parents.get(id) ?? null)
    if (id === lead) return true
  return false
}
