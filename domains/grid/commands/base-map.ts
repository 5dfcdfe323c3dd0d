import type { Actor } from '@lifang/platform/access.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import type { Problem } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { readFeature, together } from '../rules/base-map.ts'
import { mapProblem, type BaseFeature } from '../schema/map.ts'

/** Rows sent in one statement. */
const BATCH = 1000

/** A feature that was not taken: which of the file (the first is 1), and why. */
export interface FeatureRejection {
  readonly feature: number
  readonly problem: Problem
}
export interface LoadedMap {
  readonly features: number
  readonly loaded: number
  readonly rejected: number
  readonly rows: number
}

/** Features of a file: a FeatureCollection, or one feature a line (GeoJSON text sequences). @throws map.not-geojson */
export function featuresOf(text: string): unknown[] {
  const parse = (piece: string): unknown => {
    try {
      return JSON.parse(piece)
    } catch {
      return undefined
    }
  }
  const whole = parse(text)
  if (typeof whole === 'object' && whole !== null && 'features' in whole && Array.isArray(whole.features))
    return whole.features
  const lines = text.split(/[\n\u001e]+/).filter((line) => line.trim() !== '')
  // A line that is no JSON is a feature that is refused, so that its place in the file is told.
  const read = lines.map(parse)
  if (read.every((one) => one === undefined)) throw mapProblem('map.not-geojson')
  return read
}

/** Replaces what lies under the map, all or nothing. Many rows, few statements. */
export async function storeBaseMap(
  tx: Tx,
  county: number,
  features: readonly BaseFeature[],
  at: Date,
): Promise<number> {
  const rows = together(features).map((f) => ({ id: newId(), ...f }))
  await tx.run(sql`delete from base_feature where county = ${county}`)
  for (let i = 0; i < rows.length; i += BATCH)
    await tx.run(
      sql`insert into base_feature (id, county, kind, class, name, geometry, loaded_at)
          select id, ${county}::integer, kind, class, name, geometry, ${at}::timestamptz
          from jsonb_to_recordset(${JSON.stringify(rows.slice(i, i + BATCH))}::jsonb)
            as f(id uuid, kind text, class text, name text, geometry jsonb)`,
    )
  return rows.length
}

/**
 * Loads a deployment's own base map from the text of a GeoJSON file. What is unfit is told and left out.
 * @throws map.not-geojson, map.nothing-to-load; the old map stays then
 */
export async function importBaseMap(
  db: Db,
  actor: Actor,
  text: string,
  at: Date,
  onReject: (rejection: FeatureRejection) => void,
): Promise<LoadedMap> {
  const given = featuresOf(text)
  const fit: BaseFeature[] = []
  given.forEach((value, i) => {
    const read = readFeature(value)
    if (read.ok) fit.push(read.value)
    else onReject({ feature: i + 1, problem: read.problem })
  })
  if (fit.length === 0) throw mapProblem('map.nothing-to-load')
  const rows = await db.transaction(async (tx) => {
    const stored = await storeBaseMap(tx, actor.county, fit, at)
    await audit(tx, {
      county: actor.county,
      actor,
      act: 'grid.map-import',
      subjectKind: 'map',
      subjectId: String(actor.county),
      ground: null,
      details: { features: fit.length, rejected: given.length - fit.length },
    })
    return stored
  })
  return { features: given.length, loaded: fit.length, rejected: given.length - fit.length, rows }
}
