import type { Actor } from '@lifang/platform/access.ts'
import { dueAt } from '@lifang/domains/calendar/rules.ts'
import type { IncidentDeps } from '../commands/deps.ts'
import { incidentProblem } from '../schema/problems.ts'
import { suggest, type UnitFacts } from '../rules/suggesting.ts'
import type { Suggestion } from '../schema/dispatch.ts'
import type { ClassKey } from '../schema/words.ts'
import { readVisible } from './show.ts'
import { crewsOf, handsOut, loadsOf, NO_LOAD } from './units.ts'

/** Classes of one major: the first two digits, three for local codes ('L01'). */
const majorOf = ({ code }: ClassKey): string => code.slice(0, code.startsWith('L') ? 3 : 2)

/** The unit the list names, or the one asked about, with the grounds for and against it. @throws incidents.not-found, incidents.unknown-department */
export async function suggestionFor(
  deps: IncidentDeps,
  actor: Actor,
  number: string,
  asked: string | undefined,
): Promise<Suggestion> {
  const { row, incident } = await readVisible(deps, actor, number)
  const now = deps.clock.now()
  const { classKey } = incident
  if (asked !== undefined && deps.directory.department(asked) === undefined)
    throw incidentProblem('incidents.unknown-department', { field: 'unit' })
  const entry =
    classKey === null
      ? undefined
      : row.class_version === null
        ? deps.list.entry(classKey)
        : await deps.list.entryOf(row.class_version, classKey)
  const all = deps.directory.departments()
  const units = all.filter((u) => !handsOut(u) || u.id === asked || u.id === entry?.departmentId)
  const [loads, crews] = await Promise.all([loadsOf(deps), crewsOf(deps, units)])
  const returned = new Set(
    incident.requests.filter((r) => r.kind === 'return' && r.status === 'granted').map((r) => r.departmentId),
  )
  const condition = entry?.conditions.find((c) => c.seq === row.condition_seq)
  const answer = suggest({
    grid: deps.directory.area(row.area_id)?.name ?? '',
    entry:
      entry === undefined
        ? null
        : { version: entry.version, code: entry.key.code, name: entry.name, unitId: entry.departmentId },
    condition: condition === undefined ? null : { seq: condition.seq, text: condition.text },
    siblings:
      classKey === null
        ? []
        : deps.list
            .entries()
            .filter(
              ({ key }) =>
                key.kind === classKey.kind &&
                key.code !== classKey.code &&
                majorOf(key) === majorOf(classKey),
            )
            .map((e) => ({ code: e.key.code, name: e.name, unitId: e.departmentId })),
    units: units.map((u): UnitFacts => {
      const area = deps.directory.area(u.areaId)
      return {
        id: u.id,
        name: u.name,
        kind: u.kind,
        serves: area?.name ?? '',
        covers: area !== undefined && incident.areaPath.startsWith(area.path),
        ...(loads.get(u.id) ?? NO_LOAD),
        ...(crews.get(u.id) ?? { held: 0, away: [] }),
        returned: returned.has(u.id),
      }
    }),
    asked: asked ?? null,
  })
  const { limit } = incident
  const due =
    limit === null || answer.unit === null
      ? null
      : new Date(dueAt(now, limit, deps.calendars.forDepartment(answer.unit.id, now)).due).toISOString()
  return { ...answer, limit, due }
}
