import { expect, it } from 'vitest'
import type { DepartmentView } from '@lifang/domains/grid/schema/views.ts'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { inRange } from './units.ts'

const unit = (
  id: string,
  parent: string | null,
  kind: DepartmentView['kind'] = 'department',
): DepartmentView => ({
  id,
  key: id,
  name: id,
  kind,
  parent,
  area: { id: 'a', code: '1', name: '街道' },
  phone: null,
  fallback: false,
})
const all = [
  unit('centre', null, 'sub-centre'),
  unit('works', 'centre'),
  unit('lights', 'works'),
  unit('night-shift', 'lights'),
  unit('parks', 'centre'),
]
const task = (department: string, status: 'taken' | 'done'): IncidentDetail['tasks'][number] => ({
  id: department,
  kind: 'lead',
  status,
  department: { id: department, name: department },
  assignee: null,
  openedAt: '2026-01-05T01:00:00Z',
  takenAt: null,
  finishedAt: null,
})
const incident = {
  department: { id: 'works', name: 'works' },
  tasks: [task('works', 'taken'), task('parks', 'done')],
}
const ids = (range: Parameters<typeof inRange>[2]): string[] => inRange(all, incident, range).map((d) => d.id)

it('delegates only down the tree of the lead unit, however deep', () => {
  expect(ids('below-lead')).toEqual(['lights', 'night-shift'])
  expect(inRange(all, { ...incident, department: null }, 'below-lead')).toEqual([])
})
it('does not offer a unit that is at work on it already; one that has finished may help again', () => {
  expect(ids('not-involved')).toEqual(['lights', 'night-shift', 'parks', 'centre'])
})
it('names command centres last', () => {
  expect(ids('any').at(-1)).toBe('centre')
})
