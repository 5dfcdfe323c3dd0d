import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import type { Actor } from '@lifang/platform/access.ts'
import type { Db, Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { dateOrNull } from '@lifang/platform/instant.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { distance } from '@lifang/domains/grid/rules/geometry.ts'
import { toCase, type ForeignCase, type Mapping } from '../rules/foreign.ts'

export interface CaseImport {
  readonly rows: number
  readonly imported: number
  readonly rejected: number
  /** Closed rows with a target and a verdict of their own system: does ours agree? */
  readonly onTimeAgree: number
  readonly onTimeDisagree: number
  readonly duplicates: number
  readonly duplicatesLinked: number
}

/** A row that was not taken, by its line in the file (the header is line 1). */
export interface Rejection {
  readonly line: number
  readonly id: string
  readonly field: string
  readonly reason: string
  readonly value: string
}

const BATCH = 2000
const NEAR_METRES = 100
const WITHIN_MS = 60 * 86_400_000

/**
 * Imports a case history, streaming; all of it in one transaction, so that a broken run leaves nothing half-done, and a
 * second run of the same source replaces the first.
 * @param db null: a dry run, which stores nothing and says the same
 * @param onReject called for each rejected line, in order
 */
export async function importCases(
  db: Db | null,
  file: string,
  mapping: Mapping,
  county: number,
  actor: Actor | null,
  onReject: (rejection: Rejection) => void,
): Promise<CaseImport> {
  const work = async (tx: Tx | null): Promise<CaseImport> => {
    const importId = newId()
    if (tx !== null) await begin(tx, county, importId, mapping)
    const seen = new Set<string>()
    const originals = new Map<string, ForeignCase[]>()
    const count = {
      rows: 0,
      imported: 0,
      rejected: 0,
      onTimeAgree: 0,
      onTimeDisagree: 0,
      duplicates: 0,
      duplicatesLinked: 0,
    }
    let batch: { c: ForeignCase; of: string | null }[] = []
    const flush = async (): Promise<void> => {
      if (tx !== null && batch.length > 0) await store(tx, county, importId, batch)
      batch = []
    }
    for await (const { record, info } of rowsOf(file, mapping.delimiter)) {
      count.rows++
      const made = toCase(record, mapping)
      const refused = made.ok
        ? seen.has(made.value.foreignId)
          ? { field: 'id', reason: 'twice', value: made.value.foreignId }
          : null
        : made.problem.details
      if (refused !== null || !made.ok) {
        count.rejected++
        const d: Record<string, unknown> = refused ?? {}
        onReject({
          line: info.lines,
          id: record[mapping.columns.id] ?? '',
          field: typeof d['field'] === 'string' ? d['field'] : '',
          reason: typeof d['reason'] === 'string' ? d['reason'] : '',
          value: typeof d['value'] === 'string' ? d['value'] : '',
        })
        continue
      }
      const c = made.value
      seen.add(c.foreignId)
      const isDuplicate = c.status === 'duplicate' || c.status === 'duplicate-open'
      const of = isDuplicate ? originalOf(c, originals) : null
      if (isDuplicate) {
        count.duplicates++
        if (of !== null) count.duplicatesLinked++
      } else remember(c, originals)
      if (c.onTime !== null && c.label !== null) {
        if (c.onTime === c.label) count.onTimeAgree++
        else count.onTimeDisagree++
      }
      count.imported++
      batch.push({ c, of })
      if (batch.length >= BATCH) await flush()
    }
    await flush()
    if (tx !== null) {
      await tx.run(
        sql`update case_import set finished_at = now(), result = ${JSON.stringify(count)} where county = ${county} and id = ${importId}`,
      )
      await audit(tx, {
        county,
        actor,
        act: 'incidents.import-cases',
        subjectKind: 'case-import',
        subjectId: importId,
        ground: mapping.name,
        details: count,
      })
    }
    return count
  }
  return db === null ? work(null) : db.transaction((tx) => work(tx))
}

type Row = { readonly record: Record<string, string>; readonly info: { readonly lines: number } }

async function* rowsOf(file: string, delimiter: string): AsyncGenerator<Row> {
  const source = createReadStream(file)
  const parser = parse({
    columns: true,
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
  })
  const raw = file.endsWith('.gz') ? source.pipe(createGunzip()) : source
  source.on('error', (error) => parser.destroy(error))
  raw.on('error', (error) => parser.destroy(error))
  raw.pipe(parser)
  for await (const row of parser) yield row as Row
}

async function begin(tx: Tx, county: number, importId: string, mapping: Mapping): Promise<void> {
  await tx.run(sql`delete from imported_case where county = ${county} and import_id in (
    select id from case_import where county = ${county} and source_name = ${mapping.name})`)
  await tx.run(sql`delete from case_import where county = ${county} and source_name = ${mapping.name}`)
  await tx.run(sql`insert into case_import (county, id, source_name, mapping, started_at)
    values (${county}, ${importId}, ${mapping.name}, ${JSON.stringify(mapping)}, now())`)
}

const store = (
  tx: Tx,
  county: number,
  importId: string,
  batch: readonly { c: ForeignCase; of: string | null }[],
) =>
  tx.run(sql`insert into imported_case (county, import_id, foreign_id, opened_at, target_at, closed_at, status, category, department, lon,
      lat, source, label_on_time, on_time, duplicate_of)
    select ${county}::integer, ${importId}::uuid, * from unnest(
      ${batch.map((b) => b.c.foreignId)}::text[], ${batch.map((b) => new Date(b.c.openedAt))}::timestamptz[],
      ${batch.map((b) => dateOrNull(b.c.targetAt))}::timestamptz[], ${batch.map((b) => dateOrNull(b.c.closedAt))}::timestamptz[],
      ${batch.map((b) => b.c.status)}::text[], ${batch.map((b) => b.c.category)}::text[], ${batch.map((b) => b.c.department)}::text[],
      ${batch.map((b) => b.c.lon)}::float8[], ${batch.map((b) => b.c.lat)}::float8[], ${batch.map((b) => b.c.source)}::text[],
      ${batch.map((b) => b.c.label)}::boolean[], ${batch.map((b) => b.c.onTime)}::boolean[], ${batch.map((b) => b.of)}::text[])`)

/** Cases by class and a cell of about a kilometre, so that a duplicate looks only at its neighbours. */
const cell = (category: string | null, lon: number, lat: number): string =>
  `${category ?? ''}|${Math.round(lon * 100)}|${Math.round(lat * 100)}`

function remember(c: ForeignCase, originals: Map<string, ForeignCase[]>): void {
  if (c.lon === null || c.lat === null) return
  const key = cell(c.category, c.lon, c.lat)
  const list = originals.get(key)
  if (list === undefined) originals.set(key, [c])
  else list.push(c)
}

/** The nearest earlier case of the same class within reach in place and time. */
function originalOf(c: ForeignCase, originals: ReadonlyMap<string, readonly ForeignCase[]>): string | null {
  if (c.lon === null || c.lat === null) return null
  let best: { id: string; metres: number } | null = null
  for (const dx of [-0.01, 0, 0.01]) {
    for (const dy of [-0.01, 0, 0.01]) {
      for (const o of originals.get(cell(c.category, c.lon + dx, c.lat + dy)) ?? []) {
        if (
          o.lon === null ||
          o.lat === null ||
          o.openedAt > c.openedAt ||
          c.openedAt - o.openedAt > WITHIN_MS
        )
          continue
        const metres = distance([c.lon, c.lat], [o.lon, o.lat])
        if (metres <= NEAR_METRES && (best === null || metres < best.metres))
          best = { id: o.foreignId, metres }
      }
    }
  }
  return best?.id ?? null
}
