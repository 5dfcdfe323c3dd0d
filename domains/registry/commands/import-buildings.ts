import { createHash } from 'node:crypto'
import type { Actor } from '@lifang/platform/access.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { plainAddress } from '../rules/address.ts'
import {
  readBuildings,
  type BuildingsRead,
  type FeatureFault,
  type FoundBuilding,
} from '../rules/geojson-buildings.ts'
import { buildingLine } from '../rules/line.ts'
import { bigramsOf } from '../rules/names.ts'
import { factsAfter, keepChanges, type FieldChange } from '../repo/changes.ts'
import { once, type Doing } from '../repo/command.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { keepsPlace } from '../access.ts'
import type { BuildingImport } from '../schema/building-import.ts'
import { MOST_LINES, type GeojsonNote } from '../schema/building-import-lists.ts'
import { registryProblem } from '../schema/problems.ts'
import type { BuildingRow } from '../tables.ts'

export type ImportLine = FeatureFault | { readonly feature: number; readonly note: GeojsonNote }
type Counts = Omit<BuildingImport, 'dry' | 'lines' | 'more'>
type Here = { readonly id: string; readonly path: string; readonly border: string }

/** What is to be done with a file, and what is odd about it. */
interface Plan {
  readonly counts: Counts
  readonly lines: readonly ImportLine[]
  readonly make: readonly { readonly found: FoundBuilding; readonly here: Here }[]
  readonly redraw: readonly { readonly found: FoundBuilding; readonly id: string }[]
}

/**
 * What was imported before is found by its source id and only its outline follows the file: names and addresses may have been
 * mended by people since.
 * @param keeps whose ground is meant: what stands elsewhere is refused, feature by feature
 */
async function plan(
  tx: Tx,
  { county, directory }: RegistryDeps,
  { found, faults, others }: BuildingsRead,
  keeps: (path: string) => boolean,
): Promise<Plan> {
  const rows = await tx.rows<Pick<BuildingRow, 'id' | 'source_id' | 'area_path' | 'outline'>>(
    sql`select id, source_id, area_path, outline from building where county = ${county}
        and source_id = any(${found.map((f) => f.sourceId)}::text[])`,
  )
  const known = new Map(rows.map((r) => [r.source_id, r]))
  const lines: ImportLine[] = [...faults]
  const make: { found: FoundBuilding; here: Here }[] = []
  const redraw: { found: FoundBuilding; id: string }[] = []
  let unchanged = 0
  for (const f of found) {
    const { feature } = f
    const before = known.get(f.sourceId)
    const here = directory.locate(f.lon, f.lat)
    if (before !== undefined) {
      if (!keeps(before.area_path)) lines.push({ feature, fault: 'other-ground' })
      else if (JSON.stringify(before.outline) === JSON.stringify(f.outline)) unchanged++
      else redraw.push({ found: f, id: before.id })
    } else if (here === null) lines.push({ feature, fault: 'outside-grids' })
    else if (!keeps(here.grid.path)) lines.push({ feature, fault: 'other-ground' })
    else {
      lines.push(...f.notes.map((note) => ({ feature, note })))
      make.push({ found: f, here: { id: here.grid.id, path: here.grid.path, border: here.borderId } })
    }
  }
  const refused = lines.filter((l) => 'fault' in l).length
  const counts = { made: make.length, redrawn: redraw.length, unchanged, refused, others }
  return { counts, lines, make, redraw }
}

async function write(doing: Doing, { make, redraw }: Plan): Promise<void> {
  const { deps, tx, at } = doing
  for (const { found, id } of redraw) {
    await tx.run(sql`update building set outline = ${JSON.stringify(found.outline)}::jsonb, version = version + 1, updated_at = ${at}
      where county = ${deps.county} and id = ${id}`)
    await keepChanges(doing, 'building', id, [
      { field: 'outline', old: null, new: found.sourceId, sensitive: false, confidence: 'probable' },
    ])
  }
  for (const { found, here } of make) await keepFound(doing, found, here)
}

/** Two imports at once would both find a building new. */
const oneAtATime = (tx: Tx, county: number): Promise<number> =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`buildings/${String(county)}`}, 28))`)

/**
 * Buildings of a GeoJSON file from the command line, for the whole county, all in one transaction with the audit line.
 * @param onLine what is odd, feature by feature
 */
export async function importBuildings(
  deps: RegistryDeps & { readonly db: Db },
  actor: Actor,
  file: string,
  onLine: (line: ImportLine) => void,
  dry = false,
): Promise<Counts> {
  const { county, db, clock } = deps
  const read = readBuildings(file)
  const now = clock.now()
  const today = dateOf(officeDay(now))
  return db.transaction(async (tx) => {
    await oneAtATime(tx, county)
    const planned = await plan(tx, deps, read, () => true)
    for (const line of planned.lines) onLine(line)
    if (dry) return planned.counts
    const commandId = newId()
    const at = new Date(now)
    await write({ deps, tx, actor, commandId, at, today, source: 'comparison', verifiedOn: today }, planned)
    await audit(tx, {
      county,
      actor,
      act: 'registry.import-buildings',
      subjectKind: 'building',
      subjectId: commandId,
      ground: null,
      details: { ...planned.counts },
    })
    return planned.counts
  })
}

const toAnswer = ({ counts, lines }: Plan, dry: boolean): BuildingImport => {
  const said = lines
    .map((l) => ({
      feature: l.feature,
      says: 'fault' in l ? l.fault : l.note,
      refused: 'fault' in l,
    }))
    .toSorted((a, b) => Number(b.refused) - Number(a.refused) || a.feature - b.feature)
  return { ...counts, dry, lines: said.slice(0, MOST_LINES), more: Math.max(0, said.length - MOST_LINES) }
}

/** What would come of a file on the actor's own ground; nothing is written. */
export async function tryBuildings(deps: RegistryDeps, actor: Actor, file: string): Promise<BuildingImport> {
  return toAnswer(await plan(deps.db, deps, readBuildings(file), (path) => keepsPlace(actor, path)), true)
}

/**
 * Takes a file in on the actor's own ground, once.
 * @throws registry.geojson for what is no file of features, platform.command-reused
 */
export async function takeBuildings(
  deps: RegistryDeps,
  actor: Actor,
  id: string,
  file: string,
): Promise<{ readonly made: boolean; readonly answer: BuildingImport }> {
  const read = readBuildings(file)
  const [whole] = read.faults
  if (whole?.feature === 0)
    throw registryProblem('registry.geojson', { field: 'file', why: `custom.geojson.${whole.fault}` })
  const body = { id, source: 'comparison', file: createHash('sha256').update(file).digest('hex') } as const
  const details = { features: read.found.length + read.faults.length }
  return once(
    deps,
    actor,
    { act: 'import-buildings', kind: 'building', id, details },
    body,
    async (doing) => {
      await oneAtATime(doing.tx, deps.county)
      const planned = await plan(doing.tx, deps, read, (path) => keepsPlace(actor, path))
      await write(doing, planned)
      return toAnswer(planned, false)
    },
  )
}

/** A building nobody had: the name is its estate and another name of it, what was guessed is doubtful. */
async function keepFound(doing: Doing, f: FoundBuilding, area: Here): Promise<void> {
  const { deps, tx } = doing
  const id = newId()
  const chain = { road: '', estate: f.name ?? `未命名楼栋${f.sourceId.slice(4)}`, door: f.door, block: '' }
  const address = buildingLine(chain)
  const doubt = (field: string, now: string): FieldChange => ({
    field,
    old: null,
    new: now,
    sensitive: false,
    confidence: 'doubtful',
  })
  const changes: FieldChange[] = [
    { ...doubt('address', address), ...(f.name === null ? {} : { confidence: 'probable' as const }) },
    doubt('storeys', String(f.storeys)),
    {
      field: 'place',
      old: null,
      new: `${String(f.lon)},${String(f.lat)}`,
      sensitive: false,
      confidence: 'probable',
    },
    { field: 'outline', old: null, new: f.sourceId, sensitive: false, confidence: 'probable' },
  ]
  await tx.run(sql`insert into building (county, id, area_id, area_path, border_id, road, estate, door, block, address, bigrams,
      lon, lat, outline, source_id, storeys, use, facts, updated_at)
    values (${deps.county}, ${id}, ${area.id}, ${area.path}, ${area.border}, ${chain.road}, ${chain.estate}, ${chain.door}, ${chain.block},
      ${address}, ${[...bigramsOf(address)]}::text[], ${f.lon}, ${f.lat}, ${JSON.stringify(f.outline)}::jsonb, ${f.sourceId},
      ${f.storeys}, 'other', ${JSON.stringify(factsAfter({}, doing, changes))}::jsonb, ${doing.at})`)
  // One name leads to one place: a second building of the same name keeps it in its line only.
  if (f.name !== null)
    await tx.run(sql`insert into address_alias (county, id, building_id, text, key, bigrams)
      values (${deps.county}, ${newId()}, ${id}, ${f.name}, ${plainAddress(f.name)}, ${[...bigramsOf(f.name)]}::text[])
      on conflict on constraint address_alias_key do nothing`)
  await keepChanges(doing, 'building', id, changes)
}
