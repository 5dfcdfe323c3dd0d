import type { Actor } from '@lifang/platform/access.ts'
import type { Db } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { plainAddress } from '../rules/address.ts'
import {
  readBuildings,
  type FeatureFault,
  type FoundBuilding,
  type GeojsonNote,
} from '../rules/geojson-buildings.ts'
import { buildingLine } from '../rules/line.ts'
import { bigramsOf } from '../rules/names.ts'
import { factsAfter, keepChanges, type FieldChange } from '../repo/changes.ts'
import type { Doing } from '../repo/command.ts'
import type { RegistryDeps } from '../repo/deps.ts'

export interface BuildingsImported {
  readonly made: number
  /** Known by their source, drawn anew. */
  readonly redrawn: number
  readonly unchanged: number
  readonly refused: number
  /** Features that are no buildings. */
  readonly others: number
}
export type ImportLine = FeatureFault | { readonly feature: number; readonly note: GeojsonNote }

/**
 * Buildings of a GeoJSON file, all in one transaction with the audit line. What was imported before is found by its source id and
 * only its outline follows the file: names and addresses may have been mended by people since.
 * @param onLine what is odd, feature by feature
 */
export async function importBuildings(
  deps: RegistryDeps & { readonly db: Db },
  actor: Actor,
  file: string,
  onLine: (line: ImportLine) => void,
): Promise<BuildingsImported> {
  const { county, db, clock, directory } = deps
  const { found, faults, others } = readBuildings(file)
  let refused = faults.length
  for (const fault of faults) onLine(fault)
  const now = clock.now()
  const today = dateOf(officeDay(now))
  return db.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`buildings/${String(county)}`}, 28))`)
    const doing: Doing = {
      deps,
      tx,
      actor,
      commandId: newId(),
      at: new Date(now),
      today,
      source: 'comparison',
      verifiedOn: today,
    }
    const known = new Map(
      (
        await tx.rows<{ id: string; source_id: string; outline: string }>(
          sql`select id, source_id, outline::text as outline from building where county = ${county}
            and source_id = any(${found.map((f) => f.sourceId)}::text[])`,
        )
      ).map((r) => [r.source_id, r]),
    )
    let [made, redrawn, unchanged] = [0, 0, 0]
    for (const f of found) {
      const before = known.get(f.sourceId)
      const here = directory.locate(f.lon, f.lat)
      if (before !== undefined) {
        if (JSON.stringify(JSON.parse(before.outline)) === JSON.stringify(f.outline)) unchanged++
        else {
          redrawn++
          await tx.run(sql`update building set outline = ${JSON.stringify(f.outline)}::jsonb, version = version + 1, updated_at = ${doing.at}
            where county = ${county} and id = ${before.id}`)
          await keepChanges(doing, 'building', before.id, [
            { field: 'outline', old: null, new: f.sourceId, sensitive: false, confidence: 'probable' },
          ])
        }
        continue
      }
      if (here === null) {
        refused++
        onLine({ feature: f.feature, fault: 'outside-grids' })
        continue
      }
      for (const note of f.notes) onLine({ feature: f.feature, note })
      await keepFound(doing, f, { id: here.grid.id, path: here.grid.path, border: here.borderId })
      made++
    }
    const result = { made, redrawn, unchanged, refused, others }
    await audit(tx, {
      county,
      actor,
      act: 'registry.import-buildings',
      subjectKind: 'building',
      subjectId: doing.commandId,
      ground: null,
      details: { ...result },
    })
    return result
  })
}

/** A building nobody had: the name is its estate and another name of it, what was guessed is doubtful. */
async function keepFound(
  doing: Doing,
  f: FoundBuilding,
  area: { readonly id: string; readonly path: string; readonly border: string },
): Promise<void> {
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
