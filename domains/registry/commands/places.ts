import type { Actor } from '@lifang/platform/access.ts'
import { must } from '@lifang/platform/problem.ts'
import { mayKeepThing } from '../access.ts'
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
import type { PlaceBody, PlaceChanges, PlaceEdit } from '../schema/unit-bodies.ts'
import type { Done } from '../schema/views.ts'
import type { PlaceRow } from '../tables/units.ts'
import { placed } from './buildings.ts'

type Answer = { readonly made: boolean; readonly answer: Done }

/** @throws registry.thing-name-empty, bad-text, phone-malformed, outside-area, not-your-area */
export const createPlace = (deps: RegistryDeps, actor: Actor, body: PlaceBody): Promise<Answer> =>
  once(deps, actor, { act: 'create-place', kind: 'place', id: body.id }, body, async (doing) => {
    const { id, source: _source, verifiedOn: _on, ...given } = body
    return settle(doing, id, null, given)
  })

export const editPlace = (deps: RegistryDeps, actor: Actor, id: string, body: PlaceEdit): Promise<Answer> =>
  once(deps, actor, { act: 'edit-place', kind: 'place', id }, body, async (doing) => {
    const row = await lockThing(doing, 'place', id)
    must(mayKeepThing(actor, row.area_path))
    checkVersion(row, body.version)
    return settle(doing, id, row, body.changes)
  })

async function settle(doing: Doing, id: string, before: PlaceRow | null, given: PlaceChanges): Promise<Done> {
  const { deps, actor } = doing
  const telling = new Telling()
  const name = given.name === undefined ? (before?.name ?? '') : checkName(given.name)
  if (given.name !== undefined) telling.tell('name', before?.name ?? null, name)
  const kind = given.kind ?? before?.kind ?? 'other'
  if (given.kind !== undefined) telling.tell('placeKind', before?.kind ?? null, kind)
  const state = given.state ?? before?.state ?? 'open'
  if (given.state !== undefined) telling.tell('state', before?.state ?? null, state)
  const text = (field: 'responsible' | 'address', old: string): string => {
    const now = given[field]
    if (now === undefined) return old
    checkText(now, field)
    telling.tell(field, old, now)
    return now
  }
  const moved = given.place === undefined ? null : placed(deps, actor, given.place)
  if (before === null && moved === null) throw registryProblem('registry.place-needed', { field: 'place' })
  const lon = moved?.lon ?? before?.lon ?? 0
  const lat = moved?.lat ?? before?.lat ?? 0
  if (moved !== null)
    telling.tell('place', before === null ? null : `${before.lon},${before.lat}`, `${lon},${lat}`)
  const columns = {
    ...nameColumns(name),
    kind,
    state,
    responsible: text('responsible', before?.responsible ?? ''),
    address: text('address', before?.address ?? ''),
    ...settleContact(deps, { kind: 'place', id, telling }, before ?? NO_CONTACT, given),
    area_id: moved?.here.grid.id ?? before?.area_id ?? '',
    area_path: moved?.here.grid.path ?? before?.area_path ?? '',
    border_id: moved === null ? (before?.border_id ?? null) : moved.here.borderId,
    lon,
    lat,
  }
  if (telling.said.length === 0) throw registryProblem('registry.nothing-to-change', { field: 'changes' })
  const version = await keepThing(doing, 'place', id, columns, telling, before)
  return { id, version, warnings: [] }
}
