import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import type { Area, Directory } from '@lifang/domains/grid/public.ts'
import { sql } from '@lifang/platform/sql.ts'
import { workingMs } from '@lifang/domains/calendar/rules.ts'
import { CHECKERS, incidentScope, VERIFIERS } from '../access.ts'
import { scopeCondition } from '../reads/scope.ts'
import type { IncidentDeps } from './deps.ts'
import type { Whole } from '../repo/load.ts'
import { classKeyOf } from '../repo/load.ts'
import { isHandler } from '../rules/closing.ts'
import type { Candidate, Facts, Incident, Ladder, Matter, Step, Unit } from '../rules/model.ts'
import type { ActCommand, EvidenceInput } from '../schema/bodies.ts'
import type { ClassKey, EvidenceKind } from '../schema/words.ts'
import type { ActRow, IncidentRow } from '../tables.ts'

export const photosOf = (command: ActCommand): readonly EvidenceInput[] =>
  'photos' in command.body ? (command.body.photos ?? []) : []

/** Looks up everything the rule of this act reads, and nothing else. */
export async function gather(
  deps: IncidentDeps,
  tx: Tx,
  whole: Whole<ActRow>,
  command: ActCommand,
  actor: Actor,
  now: number,
): Promise<Facts> {
  const { incident } = whole
  const lead = incident.tasks.find((t) => t.kind === 'lead')
  return {
    actor,
    now,
    policy: deps.policy,
    matter: await matterFor(deps, whole, command),
    units: unitsIn(deps, command),
    candidate: candidateFor(deps, incident, command, now),
    newEvidence: photosOf(command).map((p): EvidenceKind => p.kind),
    sinceDispatchMs:
      incident.dispatchedAt === null
        ? 0
        : workingMs(
            incident.dispatchedAt,
            now,
            deps.calendars.forDepartment(lead?.departmentId ?? null, now),
          ),
    ladder: ladderOf(deps, whole.incident, command),
    other: command.act === 'merge' ? await otherIncident(tx, actor, command.body.into) : null,
  }
}

async function matterFor(
  deps: IncidentDeps,
  whole: Whole<ActRow>,
  command: ActCommand,
): Promise<Matter | null> {
  if (command.act === 'file' || command.act === 'self-close')
    return deps.list.entry(command.body.catalogue) ?? null
  if (command.act !== 'ask-extension' && command.act !== 'feedback') return null
  const key = whole.incident.classKey
  const version = whole.row.class_version
  return key === null || version === null ? null : ((await deps.list.entryOf(version, key)) ?? null)
}

function unitsIn(deps: IncidentDeps, command: ActCommand): ReadonlyMap<string, Unit> {
  const ids: string[] = []
  if ('department' in command.body) ids.push(command.body.department)
  if (command.act === 'dispatch') ids.push(...(command.body.assisting ?? []))
  return new Map(
    ids.flatMap((id) => {
      const d = deps.directory.department(id)
      return d === undefined ? [] : [[id, { id, name: d.name, path: d.path, fallback: d.fallback }] as const]
    }),
  )
}

const unitPathsOf = (deps: IncidentDeps, accountId: string, areaPath: string, now: number): string[] =>
  ['handler', 'handler-lead'].flatMap((post) =>
    deps.directory
      .holdersAt(post, areaPath, now)
      .flatMap((h) => (h.accountId === accountId ? (h.departmentPath ?? []) : [])),
  )

/** The person named, if fit for the place; else the nearest fit one who did not report or handle it. */
function candidateFor(
  deps: IncidentDeps,
  incident: Incident,
  command: ActCommand,
  now: number,
): Candidate | null {
  if (command.act !== 'send-verify' && command.act !== 'send-check') return null
  const posts: readonly string[] = command.act === 'send-verify' ? VERIFIERS : CHECKERS
  const fit = posts.flatMap((post) => deps.directory.holdersAt(post, incident.areaPath, now))
  const candidate = (accountId: string): Candidate => ({
    accountId,
    unitPaths: unitPathsOf(deps, accountId, incident.areaPath, now),
  })
  const { assignee } = command.body
  if (assignee !== undefined) return fit.some((h) => h.accountId === assignee) ? candidate(assignee) : null
  for (const holder of fit) {
    const c = candidate(holder.accountId)
    if (command.act === 'send-check' && isHandler(incident, c)) continue
    return c
  }
  return null
}

const stepOf = (deps: IncidentDeps, area: Area): Step => ({
  id: area.id,
  name: area.name,
  path: area.path,
  isDesk: deps.policy.deskLevels.includes(area.levelKey),
  borderId: deps.directory.borderOf(area.id) ?? null,
})

const up = (directory: Directory, from: Area | undefined): Area[] =>
  from === undefined
    ? []
    : [from, ...up(directory, from.parentId === null ? undefined : directory.area(from.parentId))]

/** The area whose desk has an incident: the one it was handed to, else the first desk of its place; undefined outside the tree. */
export function deskOf(
  { directory, policy }: Pick<IncidentDeps, 'directory' | 'policy'>,
  { areaPath, deskPath }: { readonly areaPath: string; readonly deskPath: string | null },
): Area | undefined {
  const chain = up(directory, directory.areaByPath(areaPath))
  return (
    (deskPath === null ? undefined : directory.areaByPath(deskPath)) ??
    chain.find((a) => a.levelKey === policy.firstDesk) ??
    chain.at(-1)
  )
}

/** Where an incident stands on the ladder of desks. */
function ladderOf(deps: IncidentDeps, incident: Incident, command: ActCommand): Ladder {
  const { directory, policy } = deps
  const desk = deskOf(deps, incident)
  if (desk === undefined) throw new Error(`no area holds ${incident.areaPath}`)
  const above = up(directory, desk)
    .slice(1)
    .find((a) => policy.deskLevels.includes(a.levelKey))
  const grid = directory.areaByPath(incident.areaPath)
  const named = 'area' in command.body ? directory.areaByCode(command.body.area) : undefined
  const target = named === undefined || named.validTo !== null ? undefined : named
  return {
    grid: grid === undefined ? null : stepOf(deps, grid),
    desk: stepOf(deps, desk),
    above: above === undefined ? null : stepOf(deps, above),
    target: target === undefined ? null : stepOf(deps, target),
  }
}

/** The incident to merge into, held in place; null when the actor does not see it: a neighbour's record is not there. */
async function otherIncident(tx: Tx, actor: Actor, number: string): Promise<Facts['other']> {
  const row = await tx.maybe<IncidentRow>(
    sql`select i.* from incident i where i.number = ${number.replaceAll(/[\s-]/g, '')}
        and ${scopeCondition(incidentScope(actor))} for share of i`,
  )
  if (row === undefined) return null
  const classKey: ClassKey | null = classKeyOf(row)
  return { id: row.id, number: row.number, status: row.status, classKey }
}
