import type { Actor } from '@lifang/platform/access.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { keepsPlace, mayKeepThing, seesPlace, seesThing } from '../access.ts'
import { readUscc } from '../rules/uscc.ts'
import { checkVersion, once, type Doing } from '../repo/command.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { checkText } from '../repo/person.ts'
import {
  checkName,
  keepThing,
  lockThing,
  nameColumns,
  NO_CONTACT,
  settleContact,
  Telling,
} from '../repo/things.ts'
import { registryProblem } from '../schema/problems.ts'
import type { EnterpriseBody, EnterpriseChanges, EnterpriseEdit } from '../schema/unit-bodies.ts'
import type { Done } from '../schema/views.ts'
import type { BuildingRow, HomeRow } from '../tables.ts'
import type { EnterpriseRow } from '../tables/units.ts'
import { placed } from './buildings.ts'

type Answer = { readonly made: boolean; readonly answer: Done }
type Columns = Omit<EnterpriseRow, 'county' | 'id' | 'facts' | 'version' | 'updated_at'>
type Where = Pick<
  Columns,
  'area_id' | 'area_path' | 'border_id' | 'lon' | 'lat' | 'building_id' | 'home_id' | 'address'
>

/** @throws registry.thing-name-empty, bad-text, uscc-…, place-needed, unknown-building, outside-area, not-your-area */
export const createEnterprise = (deps: RegistryDeps, actor: Actor, body: EnterpriseBody): Promise<Answer> =>
  once(deps, actor, { act: 'create-enterprise', kind: 'enterprise', id: body.id }, body, async (doing) => {
    const { id, source: _source, verifiedOn: _on, ...given } = body
    return settle(doing, id, null, given)
  })

export const editEnterprise = (
  deps: RegistryDeps,
  actor: Actor,
  id: string,
  body: EnterpriseEdit,
): Promise<Answer> =>
  once(deps, actor, { act: 'edit-enterprise', kind: 'enterprise', id }, body, async (doing) => {
    const row = await lockThing(doing, 'enterprise', id)
    must(mayKeepThing(actor, row.area_path))
    checkVersion(row, body.version)
    return settle(doing, id, row, body.changes)
  })

async function settle(
  doing: Doing,
  id: string,
  before: EnterpriseRow | null,
  given: EnterpriseChanges,
): Promise<Done> {
  const { deps } = doing
  const telling = new Telling()
  const name = given.name === undefined ? (before?.name ?? '') : checkName(given.name)
  const text = (field: 'industry' | 'legalPerson', old: string): string => {
    const now = given[field]
    if (now === undefined) return old
    checkText(now, field)
    telling.tell(field, old, now)
    return now
  }
  const word = <F extends 'kind' | 'state' | 'smallPlace', V extends string | null>(
    field: F,
    old: V | undefined,
    now: V | undefined,
    first: V,
  ): V => {
    if (now !== undefined) telling.tell(field, old ?? null, now)
    return now ?? old ?? first
  }
  if (given.name !== undefined) telling.tell('name', before?.name ?? null, name)
  const code = await settleCode(doing, id, before, given, telling)
  const smallPlace = given.smallPlace === undefined ? (before?.small_place ?? null) : given.smallPlace
  if (given.smallPlace !== undefined) telling.tell('smallPlace', before?.small_place ?? null, smallPlace)
  const hazards =
    given.hazards === undefined ? (before?.hazards ?? []) : [...new Set(given.hazards)].toSorted()
  if (given.hazards !== undefined)
    telling.tell('hazards', before?.hazards.join(',') ?? null, hazards.join(','))
  const columns: Columns = {
    ...nameColumns(name),
    kind: word('kind', before?.kind, given.kind, 'other'),
    uscc: code.uscc,
    industry: text('industry', before?.industry ?? ''),
    legal_person: text('legalPerson', before?.legal_person ?? ''),
    state: word('state', before?.state, given.state, 'operating'),
    small_place: smallPlace,
    hazards,
    ...(await settleWhere(doing, before, given, telling)),
    ...settleContact(deps, { kind: 'enterprise', id, telling }, before ?? NO_CONTACT, given),
  }
  if (telling.said.length === 0) throw registryProblem('registry.nothing-to-change', { field: 'changes' })
  const version = await keepThing(doing, 'enterprise', id, columns, telling, before)
  return { id, version, warnings: [...code.warnings] }
}

/** The code: refused when it cannot be one, kept with a reason when its check does not fit (domain 2.9), told whose it is when taken. */
async function settleCode(
  doing: Doing,
  id: string,
  before: EnterpriseRow | null,
  given: EnterpriseChanges,
  telling: Telling,
): Promise<{ readonly uscc: string | null; readonly warnings: readonly string[] }> {
  const old = before?.uscc ?? null
  if (given.uscc === undefined) return { uscc: old, warnings: [] }
  if (given.uscc === null || given.uscc === '') {
    telling.tell('uscc', old, null)
    return { uscc: null, warnings: [] }
  }
  const read = readUscc(given.uscc)
  if (!read.ok)
    throw registryProblem('registry.uscc-malformed', {
      field: 'uscc',
      why: read.fault.code,
      ...read.fault.details,
    })
  const warnings = read.warnings.map((w) => w.code)
  const [first] = read.warnings
  if (first !== undefined && read.value !== old && given.usccReason === undefined)
    throw registryProblem('registry.uscc-reason-needed', {
      field: 'usccReason',
      why: warnings,
      ...first.details,
    })
  if (given.usccReason !== undefined) checkText(given.usccReason, 'usccReason')
  if (read.value !== old) await checkTaken(doing, id, read.value)
  telling.tell(
    'uscc',
    old,
    read.value,
    first === undefined ? {} : { confidence: 'doubtful', note: given.usccReason ?? null },
  )
  return { uscc: read.value, warnings }
}

async function checkTaken({ deps, tx, actor }: Doing, id: string, uscc: string): Promise<void> {
  const taken = await tx.maybe<Pick<EnterpriseRow, 'id' | 'name' | 'area_path'>>(
    sql`select id, name, area_path from enterprise where county = ${deps.county} and uscc = ${uscc} and id <> ${id}`,
  )
  if (taken === undefined) return
  const mine = seesThing(actor, taken.area_path)
  throw registryProblem('registry.uscc-taken', {
    field: 'uscc',
    ...(mine ? { enterprise: taken.id, name: taken.name } : {}),
  })
}

/** A building or home of ours, or a point: the grid follows. */
async function settleWhere(
  doing: Doing,
  before: EnterpriseRow | null,
  given: EnterpriseChanges,
  telling: Telling,
): Promise<Where> {
  const { deps, actor } = doing
  const building = given.building === undefined ? (before?.building_id ?? null) : given.building
  const home = given.home === undefined ? (before?.home_id ?? null) : given.home
  const moved =
    before === null || given.building !== undefined || given.home !== undefined || given.place != null
  const address = given.address === undefined ? (before?.address ?? '') : checkText(given.address, 'address')
  let now: Where
  if (before !== null && !moved) now = { ...whereOf(before), address }
  else if (building !== null) now = await atBuilding(doing, building, home, given.address ?? '')
  else {
    const place =
      given.place ?? (before === null ? null : { lon: before.lon, lat: before.lat, crs: 'CGCS2000' as const })
    if (place === null) throw registryProblem('registry.place-needed', { field: 'place' })
    const { lon, lat, here } = placed(deps, actor, place)
    now = {
      area_id: here.grid.id,
      area_path: here.grid.path,
      border_id: here.borderId,
      lon,
      lat,
      building_id: null,
      home_id: null,
      address,
    }
  }
  if (moved)
    telling.tell('place', before === null ? null : `${before.lon},${before.lat}`, `${now.lon},${now.lat}`)
  if (given.address !== undefined || now.address !== before?.address)
    telling.tell('address', before?.address ?? null, now.address)
  return now
}

const whereOf = (row: EnterpriseRow): Where => ({
  area_id: row.area_id,
  area_path: row.area_path,
  border_id: row.border_id,
  lon: row.lon,
  lat: row.lat,
  building_id: row.building_id,
  home_id: row.home_id,
  address: row.address,
})

async function atBuilding(
  { deps, tx, actor }: Doing,
  building: string,
  home: string | null,
  given: string,
): Promise<Where> {
  const at = await tx.maybe<BuildingRow>(
    sql`select * from building where county = ${deps.county} and id = ${building} for share`,
  )
  if (at === undefined || !seesPlace(actor, at.area_path))
    throw registryProblem('registry.unknown-building', { field: 'building' })
  if (!keepsPlace(actor, at.area_path)) throw registryProblem('registry.not-your-area', { field: 'building' })
  const within =
    home === null
      ? undefined
      : await tx.maybe<HomeRow>(
          sql`select * from home where county = ${deps.county} and id = ${home} and building_id = ${building}`,
        )
  if (home !== null && within === undefined)
    throw registryProblem('registry.unknown-building', { field: 'home' })
  return {
    area_id: at.area_id,
    area_path: at.area_path,
    border_id: at.border_id,
    lon: at.lon,
    lat: at.lat,
    building_id: at.id,
    home_id: within?.id ?? null,
    address: given === '' ? (within?.address ?? at.address) : given,
  }
}
