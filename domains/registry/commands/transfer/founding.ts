import { keepsPlace } from '../../access.ts'
import { buildingLine, homeLine } from '../../rules/line.ts'
import { bigramsOf } from '../../rules/names.ts'
import type { LineHome } from '../../rules/transfer/line.ts'
import { factsAfter, worthOf } from '../../repo/changes.ts'
import type { Doing } from '../../repo/command.ts'
import { checkText } from '../../repo/person.ts'
import { registryProblem } from '../../schema/problems.ts'
import type { KnownBuilding } from './ground.ts'
import type { Outcome } from './outcome.ts'

/** What a line founds: under which id, and how the line is told in the history. */
export interface Founding {
  readonly doing: Doing
  readonly out: Outcome
  readonly id: string
  /** File and line. */
  readonly told: string
}

/** The history of what an import made begins with one line: the values stand in the row, and each with its source. */
export function tellImported(
  { doing, out, id, told }: Founding,
  kind: 'person' | 'home' | 'building',
  note: string | null,
): void {
  out.rows.add('registry_change', {
    subject_kind: kind,
    subject_id: id,
    field: 'imported',
    old_value: null,
    new_value: told,
    source: doing.source,
    verified_on: doing.verifiedOn,
    confidence: worthOf(doing, note === null ? undefined : { confidence: 'doubtful' }),
    note,
    by_id: doing.actor.accountId,
    by_name: doing.actor.name,
    command_id: doing.commandId,
    at: doing.at,
  })
}

/** A building that nobody knows, where the sheet says where it stands. @throws registry.* */
export function foundBuilding(
  founding: Founding,
  { chain, at, floor }: LineHome,
): { readonly id: string; readonly area_id: string; readonly area_path: string; readonly address: string } {
  const { doing, out, id } = founding
  const address = buildingLine(chain)
  if (address === '' || at === null) throw registryProblem('registry.address-empty', { field: 'road' })
  for (const [field, text] of Object.entries(chain)) checkText(text, field)
  const here = doing.deps.directory.locate(at.lon, at.lat)
  if (here === null) throw registryProblem('registry.outside-area', { field: 'lon' })
  if (!keepsPlace(doing.actor, here.grid.path))
    throw registryProblem('registry.not-your-area', { field: 'lon' })
  const facts = factsAfter({}, doing, [{ field: 'address', old: null, new: address, sensitive: false }])
  out.counts.buildings++
  out.rows.add('building', {
    id,
    area_id: here.grid.id,
    area_path: here.grid.path,
    border_id: here.borderId,
    ...chain,
    address,
    bigrams: [...bigramsOf(address)],
    lon: at.lon,
    lat: at.lat,
    outline: null,
    source_id: null,
    storeys: Math.max(1, floor),
    use: 'residential',
    facts,
  })
  tellImported(founding, 'building', null)
  return { id, area_id: here.grid.id, area_path: here.grid.path, address }
}

export function foundHome(
  founding: Founding,
  building: KnownBuilding,
  { entrance, room, floor }: LineHome,
): void {
  const { doing, out, id } = founding
  const address = homeLine(building.address, entrance, room)
  out.counts.homes++
  out.rows.add('home', {
    id,
    building_id: building.id,
    area_id: building.areaId,
    area_path: building.path,
    entrance,
    floor,
    room,
    kind: 'unknown',
    hazards: [],
    address,
    bigrams: [...bigramsOf(address)],
    visited_on: doing.source === 'visit' ? doing.verifiedOn : null,
    care: false,
    facts: factsAfter({}, doing, [{ field: 'room', old: null, new: null, sensitive: false }]),
  })
  tellImported(founding, 'home', null)
}
