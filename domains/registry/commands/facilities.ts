import type { Actor } from '@lifang/platform/access.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { mayKeepThing, seesThing } from '../access.ts'
import { readFacilityCode } from '../rules/facility-code.ts'
import { checkVersion, once, type Doing } from '../repo/command.ts'
import { checkText } from '../repo/person.ts'
import {
  checkName,
  keepThing,
  lockThing,
  nameColumns,
  Telling,
  type Component,
  type UnitDeps,
} from '../repo/things.ts'
import { registryProblem } from '../schema/problems.ts'
import type { FacilityBody, FacilityChanges, FacilityEdit } from '../schema/unit-bodies.ts'
import type { Done } from '../schema/views.ts'
import type { FacilityRow } from '../tables/units.ts'
import { placed } from './buildings.ts'

type Answer = { readonly made: boolean; readonly answer: Done }
type Columns = Omit<FacilityRow, 'county' | 'id' | 'facts' | 'version' | 'updated_at'>

/** @throws registry.unknown-class, unknown-department, identity-code-…, bad-text, outside-area, not-your-area */
export const createFacility = async (deps: UnitDeps, actor: Actor, body: FacilityBody): Promise<Answer> => {
  const classes = await deps.components()
  const about = { act: 'create-facility', kind: 'facility', id: body.id } as const
  return once(deps, actor, about, body, async (doing) => {
    const { id, source: _source, verifiedOn: _on, ...given } = body
    return settle(doing, classes, id, null, given)
  })
}

/** A report of damage does not change the state; a person who has seen it does, here. */
export const editFacility = async (
  deps: UnitDeps,
  actor: Actor,
  id: string,
  body: FacilityEdit,
): Promise<Answer> => {
  const classes = await deps.components()
  return once(deps, actor, { act: 'edit-facility', kind: 'facility', id }, body, async (doing) => {
    const row = await lockThing(doing, 'facility', id)
    must(mayKeepThing(actor, row.area_path))
    checkVersion(row, body.version)
    return settle(doing, classes, id, row, body.changes)
  })
}

async function settle(
  doing: Doing,
  classes: readonly Component[],
  id: string,
  before: FacilityRow | null,
  given: FacilityChanges,
): Promise<Done> {
  const telling = new Telling()
  const { deps, actor } = doing
  const cls = settleClass(classes, before, given, telling)
  const name = nameOf(before, given, cls.class_name)
  if (name !== before?.name || given.name !== undefined) telling.tell('name', before?.name ?? null, name)
  const text = (field: 'owner' | 'address', old: string): string => {
    const now = given[field]
    if (now === undefined) return old
    checkText(now, field)
    telling.tell(field, old, now)
    return now
  }
  const code = await settleCode(doing, id, before, given, cls.class_code, telling)
  const state = given.state ?? before?.state ?? 'unknown'
  if (given.state !== undefined) telling.tell('state', before?.state ?? null, state)
  const moved = given.place === undefined ? null : placed(deps, actor, given.place)
  if (before === null && moved === null) throw registryProblem('registry.place-needed', { field: 'place' })
  const lon = moved?.lon ?? before?.lon ?? 0
  const lat = moved?.lat ?? before?.lat ?? 0
  if (moved !== null)
    telling.tell('place', before === null ? null : `${before.lon},${before.lat}`, `${lon},${lat}`)
  const columns: Columns = {
    ...nameColumns(name),
    ...cls,
    identity_code: code.value,
    owner: text('owner', before?.owner ?? ''),
    ...settleKeeper(doing, before, given, telling),
    state,
    address: text('address', before?.address ?? ''),
    area_id: moved?.here.grid.id ?? before?.area_id ?? '',
    area_path: moved?.here.grid.path ?? before?.area_path ?? '',
    border_id: moved === null ? (before?.border_id ?? null) : moved.here.borderId,
    lon,
    lat,
  }
  if (telling.said.length === 0) throw registryProblem('registry.nothing-to-change', { field: 'changes' })
  const version = await keepThing(doing, 'facility', id, columns, telling, before)
  return { id, version, warnings: [...code.warnings] }
}

function nameOf(before: FacilityRow | null, given: FacilityChanges, className: string): string {
  if (given.name === undefined) return before?.name ?? className
  return given.name.trim() === '' ? className : checkName(given.name)
}

function settleClass(
  classes: readonly Component[],
  before: FacilityRow | null,
  given: FacilityChanges,
  telling: Telling,
): Pick<Columns, 'class_standard' | 'class_code' | 'class_name'> {
  if (given.class === undefined && before !== null) {
    const { class_standard, class_code, class_name } = before
    return { class_standard, class_code, class_name }
  }
  const found = classes.find((c) => c.standard === given.class?.standard && c.code === given.class.code)
  if (found === undefined) throw registryProblem('registry.unknown-class', { field: 'class' })
  const line = (standard: string, code: string, name: string) => `${standard} ${code} ${name}`
  telling.tell(
    'class',
    before === null ? null : line(before.class_standard, before.class_code, before.class_name),
    line(found.standard, found.code, found.name),
  )
  return { class_standard: found.standard, class_code: found.code, class_name: found.name }
}

/** A department of the tree, or the name of somebody else; giving one takes the other away. */
function settleKeeper(
  { deps }: Doing,
  before: FacilityRow | null,
  given: FacilityChanges,
  telling: Telling,
): Pick<Columns, 'keeper_id' | 'keeper'> {
  const old = { keeper_id: before?.keeper_id ?? null, keeper: before?.keeper ?? null }
  if (given.keeper === undefined && given.keeperName === undefined) return old
  const named = (id: string | null, name: string | null): string | null =>
    id === null ? name : (deps.directory.department(id)?.name ?? name)
  const id = given.keeper ?? null
  const typed =
    given.keeperName == null || given.keeperName === '' ? null : checkText(given.keeperName, 'keeperName')
  if (id !== null && deps.directory.department(id) === undefined)
    throw registryProblem('registry.unknown-department', { field: 'keeper' })
  const now = id === null ? { keeper_id: null, keeper: typed } : { keeper_id: id, keeper: null }
  telling.tell('keeper', named(old.keeper_id, old.keeper), named(now.keeper_id, now.keeper))
  return now
}

async function settleCode(
  doing: Doing,
  id: string,
  before: FacilityRow | null,
  given: FacilityChanges,
  classCode: string,
  telling: Telling,
): Promise<{ readonly value: string | null; readonly warnings: readonly string[] }> {
  const { deps, tx, actor } = doing
  const old = before?.identity_code ?? null
  if (given.identityCode === undefined) return { value: old, warnings: [] }
  if (given.identityCode === null || given.identityCode === '') {
    telling.tell('identityCode', old, null)
    return { value: null, warnings: [] }
  }
  const read = readFacilityCode(given.identityCode, String(deps.county), classCode)
  if (!read.ok)
    throw registryProblem('registry.identity-code-malformed', {
      field: 'identityCode',
      why: read.fault.code,
      ...read.fault.details,
    })
  const warnings = read.warnings.map((w) => w.code)
  const [first] = read.warnings
  if (first !== undefined && read.value !== old && given.codeReason === undefined)
    throw registryProblem('registry.identity-code-reason-needed', {
      field: 'codeReason',
      why: warnings,
      ...first.details,
    })
  if (given.codeReason !== undefined) checkText(given.codeReason, 'codeReason')
  if (read.value !== old) {
    const taken = await tx.maybe<Pick<FacilityRow, 'id' | 'name' | 'area_path'>>(
      sql`select id, name, area_path from facility where county = ${deps.county} and identity_code = ${read.value} and id <> ${id}`,
    )
    if (taken !== undefined)
      throw registryProblem('registry.identity-code-taken', {
        field: 'identityCode',
        ...(seesThing(actor, taken.area_path) ? { facility: taken.id, name: taken.name } : {}),
      })
  }
  telling.tell(
    'identityCode',
    old,
    read.value,
    first === undefined ? {} : { confidence: 'doubtful', note: given.codeReason ?? null },
  )
  return { value: read.value, warnings }
}
