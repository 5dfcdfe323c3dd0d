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
import { createHash } from 'node:crypto'
import { distance } from '@lifang/domains/grid/rules/geometry.ts'
import type { Position } from '@lifang/domains/grid/schema.ts'
import { measured, type Outline } from '../rules/outline-size.ts'
import { readOutline } from '../rules/outline.ts'
import { outlineOf } from '../reads/building-map.ts'
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
  const outline = settleOutline(deps, before, given, { lon, lat }, telling)
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
    outline,
  }
  if (telling.said.length === 0) throw registryProblem('registry.nothing-to-change', { field: 'changes' })
  const version = await keepThing(doing, 'place', id, columns, telling, before)
  return { id, version, warnings: [] }
}

/** Sides are looked at this often, metres: a bay of the border narrower than this is not noticed. */
const LOOK_EVERY = 20

/** Sound in itself, where the place is, and inside the county along all its sides. @throws registry.outline-malformed, outline-outside */
function settleOutline(
  deps: RegistryDeps,
  before: PlaceRow | null,
  given: PlaceChanges,
  at: { readonly lon: number; readonly lat: number },
  telling: Telling,
): object | null {
  const old = before?.outline ?? null
  if (given.outline === undefined && (old === null || given.place === undefined)) return old
  const now = given.outline === undefined ? outlineOf(old) : given.outline
  if (now === null) {
    telling.tell('outline', lineOf(old), null)
    return null
  }
  // What was imported in several parts stays as it is, wherever the point goes.
  if (now.type !== 'Polygon') return old
  const read = readOutline(now, at)
  if (!read.ok)
    throw registryProblem('registry.outline-malformed', {
      field: 'outline',
      why: read.fault.code,
      ...read.fault.details,
    })
  const beyond = alongOf(read.value).find(([lon, lat]) => deps.directory.locate(lon, lat) === null)
  if (beyond !== undefined)
    throw registryProblem('registry.outline-outside', { field: 'outline', lon: beyond[0], lat: beyond[1] })
  if (given.outline === undefined) return old
  telling.tell('outline', lineOf(old), lineOf(read.value))
  return read.value
}

function alongOf({ coordinates: [ring = []] }: Outline): Position[] {
  return ring.slice(1).flatMap((to, i) => {
    const from = ring[i] ?? to
    const steps = Math.min(500, Math.max(1, Math.ceil(distance(from, to) / LOOK_EVERY)))
    return Array.from({ length: steps }, (_, n): Position => {
      const part = (n + 1) / steps
      return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part]
    })
  })
}

/** For the history: corners, square metres, and a mark by which one outline is told from another of the same size. */
function lineOf(kept: unknown): string | null {
  const outline = outlineOf(kept)
  if (outline === null) return null
  const mark = createHash('sha256').update(JSON.stringify(outline.coordinates)).digest('hex').slice(0, 8)
  if (outline.type !== 'Polygon') return `0,0,${mark}`
  const { corners, squareMetres } = measured({ type: 'Polygon', coordinates: outline.coordinates })
  return `${String(corners)},${String(squareMetres)},${mark}`
}
