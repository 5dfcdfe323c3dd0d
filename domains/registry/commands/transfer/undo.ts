import type { Actor } from '@lifang/platform/access.ts'
import { sqlState, type Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import type { Reason } from '../../rules/transfer/cells.ts'
import { idsBetween, idSpace, madeBy, type Made } from '../../rules/transfer/ids.ts'
import { BulkRows } from '../../repo/bulk.ts'
import { lockImport, sayLines } from '../../repo/imports.ts'
import { CHUNK, type LineVerdict } from '../../schema/transfer-lists.ts'
import type { ImportRow, UndoneCounts } from '../../tables/transfer.ts'
import { lineOf, type TransferDeps } from './deps.ts'

interface Kept {
  readonly line: number
  readonly verdict: LineVerdict
  readonly reasons: readonly Reason[]
}
interface Step {
  readonly tx: Tx
  readonly deps: TransferDeps
  readonly row: ImportRow
  readonly actor: Actor
  /** Lines of this step, both included. */
  readonly from: number
  readonly to: number
}
type Gone = { -readonly [K in keyof UndoneCounts]: UndoneCounts[K] }

/**
 * Takes back what an import made, chunk by chunk: first the people, then, once everybody is gone who goes, households, homes and
 * buildings. What somebody changed since or something refers to stays and is named. The history stays whole.
 */
export async function undoImport(deps: TransferDeps, row: ImportRow, actor: Actor): Promise<void> {
  const chunks = Math.ceil(row.lines / CHUNK)
  for (let cursor = row.cursor; cursor < 2 * chunks; cursor++) {
    if (deps.closing()) return
    await deps.db.transaction(async (tx) => {
      const now = await lockImport(tx, deps.county, row.id)
      if (now === undefined || now.state !== 'undoing' || now.cursor !== cursor)
        throw new Error('an import is undone by somebody else')
      const chunk = cursor % chunks
      const step: Step = {
        tx,
        deps,
        row,
        actor,
        from: lineOf(row, chunk * CHUNK),
        to: lineOf(row, chunk * CHUNK + CHUNK - 1),
      }
      const gone: Gone = { people: 0, homes: 0, households: 0, buildings: 0, kept: 0, ...now.undone }
      const kept = cursor < chunks ? await takePeople(step, gone) : await takePlaces(step, gone)
      const said = new Map<number, Kept>()
      // People and places of one line are said together.
      for (const one of kept)
        said.set(one.line, { ...one, reasons: [...(said.get(one.line)?.reasons ?? []), ...one.reasons] })
      await sayOfLines(step, [...said.values()])
      gone.kept += kept.length
      await tx.run(sql`update people_import set cursor = ${cursor + 1}, undone = ${JSON.stringify(gone)}::jsonb
        where county = ${deps.county} and id = ${row.id}`)
    })
  }
  await deps.db.transaction(async (tx) => {
    const now = await lockImport(tx, deps.county, row.id)
    if (now?.state !== 'undoing') return
    await tx.run(sql`update people_import set state = 'undone', ended_at = ${new Date(deps.clock.now())}
      where county = ${deps.county} and id = ${row.id}`)
    await audit(tx, {
      county: deps.county,
      actor,
      act: 'registry.import-undone',
      subjectKind: 'people-import',
      subjectId: row.id,
      ground: actor.holdings[0]?.post ?? null,
      details: { ...now.undone, reason: row.undo_reason },
    })
  })
}

/** A line that kept both a person and a home is one line of the list. */
async function sayOfLines({ tx, row }: Step, kept: readonly Kept[]): Promise<void> {
  const there = await tx.rows<{ line: number; reasons: readonly Reason[] }>(
    sql`delete from people_import_line where county = ${row.county} and import_id = ${row.id} and pass = 'undo'
        and line = any(${kept.map((k) => k.line)}::integer[]) returning line, reasons`,
  )
  const before = new Map(there.map((t) => [t.line, t.reasons]))
  await sayLines(
    tx,
    row,
    'undo',
    kept.map((k) => ({ ...k, reasons: [...(before.get(k.line) ?? []), ...k.reasons] })),
  )
}

const spaceOf = (row: ImportRow) => idSpace(row.id, row.created_at.getTime())
const range = ({ row, from, to }: Step, made: Made): readonly [string, string] =>
  idsBetween(spaceOf(row), made, from, to)
const keptAt = ({ row }: Step, id: string, code: string): Kept => ({
  line: madeBy(spaceOf(row), id)?.line ?? 0,
  verdict: 'kept',
  reasons: [{ field: null, code }],
})

async function takePeople(step: Step, gone: Gone): Promise<Kept[]> {
  const { tx, row } = step
  const { county } = row
  const [first, last] = range(step, 'person')
  const people = (
    await tx.rows<{ id: string; version: number; revealed: boolean }>(
      sql`select p.id, p.version, exists (select from registry_reveal v where v.county = p.county and v.person_id = p.id) as revealed
        from person p where p.county = ${county} and p.id between ${first}::uuid and ${last}::uuid for update`,
    )
  ).filter((p) => madeBy(spaceOf(row), p.id) !== null)
  const kept: Kept[] = []
  const going: string[] = []
  for (const p of people) {
    if (p.version > 1) kept.push(keptAt(step, p.id, 'transfer.kept.changed'))
    else if (p.revealed) kept.push(keptAt(step, p.id, 'transfer.kept.revealed'))
    else going.push(p.id)
  }
  const held = await takeAll(step, going, async (ids) => {
    await tx.run(sql`delete from residence where county = ${county} and person_id = any(${ids}::uuid[])`)
    await tx.run(
      sql`update household set head_id = null, version = version + 1 where county = ${county} and head_id = any(${ids}::uuid[])`,
    )
    await tx.run(sql`delete from person where county = ${county} and id = any(${ids}::uuid[])`)
  })
  kept.push(...held.map((id) => keptAt(step, id, 'transfer.kept.referred')))
  const taken = going.filter((id) => !held.includes(id))
  gone.people += taken.length
  await tell(step, 'person', taken)
  // Who was known before and moved is not taken back: what they left has gone its way since.
  const moved = await tx.rows<{ line: number }>(
    sql`select line from people_import_line where county = ${county} and import_id = ${row.id} and pass = 'run'
        and line between ${step.from} and ${step.to} and reasons @> '[{"code": "transfer.moved"}]'`,
  )
  kept.push(
    ...moved.map(({ line }): Kept => ({
      line,
      verdict: 'kept',
      reasons: [{ field: null, code: 'transfer.kept.moved' }],
    })),
  )
  return kept
}

async function takePlaces(step: Step, gone: Gone): Promise<Kept[]> {
  const { tx, row } = step
  const { county } = row
  for (const made of ['registered-household', 'residing-household'] as const) {
    const [first, last] = range(step, made)
    const empty = await tx.rows<{ id: string }>(
      sql`select h.id from household h where h.county = ${county} and h.id between ${first}::uuid and ${last}::uuid
          and not exists (select from residence r where r.county = h.county and r.household_id = h.id) for update`,
    )
    const ids = empty.map((h) => h.id)
    const held = await takeAll(step, ids, async (some) => {
      await tx.run(sql`delete from household where county = ${county} and id = any(${some}::uuid[])`)
    })
    gone.households += ids.length - held.length
  }
  const kept: Kept[] = []
  const [first, last] = range(step, 'home')
  const homes = await tx.rows<{ id: string; version: number; used: boolean }>(
    sql`select h.id, h.version, exists (select from residence r where r.county = h.county and r.home_id = h.id)
          or exists (select from household o where o.county = h.county and o.home_id = h.id) as used
        from home h where h.county = ${county} and h.id between ${first}::uuid and ${last}::uuid for update`,
  )
  for (const h of homes)
    if (h.used) kept.push(keptAt(step, h.id, 'transfer.kept.home-used'))
    else if (h.version > 1) kept.push(keptAt(step, h.id, 'transfer.kept.home-changed'))
  const going = homes.filter((h) => !h.used && h.version === 1).map((h) => h.id)
  const held = await takeAll(step, going, async (ids) => {
    await tx.run(sql`delete from home where county = ${county} and id = any(${ids}::uuid[])`)
  })
  kept.push(...held.map((id) => keptAt(step, id, 'transfer.kept.home-referred')))
  const taken = going.filter((id) => !held.includes(id))
  gone.homes += taken.length
  await tell(step, 'home', taken)
  kept.push(...(await takeBuildings(step, gone)))
  return kept
}

/** A building made by one line stands as long as a home of any line does: those are asked for last, with the last lines. */
async function takeBuildings(step: Step, gone: Gone): Promise<Kept[]> {
  const { tx, row } = step
  if (step.to < lineOf(row, row.lines - 1)) return []
  const [first] = range({ ...step, from: 0 }, 'building')
  const [, last] = range(step, 'building')
  const buildings = await tx.rows<{ id: string; version: number; used: boolean }>(
    sql`select b.id, b.version, exists (select from home h where h.county = b.county and h.building_id = b.id)
          or exists (select from address_alias a where a.county = b.county and a.building_id = b.id) as used
        from building b where b.county = ${row.county} and b.id between ${first}::uuid and ${last}::uuid for update`,
  )
  const going = buildings.filter((b) => !b.used && b.version === 1).map((b) => b.id)
  const held = await takeAll(step, going, async (ids) => {
    await tx.run(sql`delete from building where county = ${row.county} and id = any(${ids}::uuid[])`)
  })
  const taken = going.filter((id) => !held.includes(id))
  gone.buildings += taken.length
  await tell(step, 'building', taken)
  return buildings
    .filter((b) => !taken.includes(b.id))
    .map((b) => keptAt(step, b.id, 'transfer.kept.building-used'))
}

/** Takes them together; where something of another domain refers to one of them, one by one. @returns what had to stay */
async function takeAll(
  { tx }: Step,
  ids: readonly string[],
  take: (ids: readonly string[]) => Promise<void>,
): Promise<string[]> {
  if (ids.length === 0) return []
  const tried = async (some: readonly string[]): Promise<boolean> => {
    await tx.run(sql`savepoint taking`)
    try {
      await take(some)
      await tx.run(sql`release savepoint taking`)
      return true
    } catch (error) {
      if (sqlState(error) !== '23503') throw error
      await tx.run(sql`rollback to savepoint taking`)
      return false
    }
  }
  if (await tried(ids)) return []
  const held: string[] = []
  for (const id of ids) if (!(await tried([id]))) held.push(id)
  return held
}

async function tell(
  { tx, deps, row, actor }: Step,
  kind: 'person' | 'home' | 'building',
  ids: readonly string[],
): Promise<void> {
  const at = new Date(deps.clock.now())
  const rows = new BulkRows(deps.county, at)
  for (const id of ids)
    rows.add('registry_change', {
      subject_kind: kind,
      subject_id: id,
      field: 'import-undone',
      old_value: row.file_name,
      new_value: null,
      source: row.plan?.source ?? 'comparison',
      verified_on: row.plan?.verifiedOn ?? at.toISOString().slice(0, 10),
      confidence: 'certain',
      note: row.undo_reason,
      by_id: actor.accountId,
      by_name: actor.name,
      command_id: row.id,
      at,
    })
  await rows.take()(tx)
}
