import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { nextCode } from '../rules/codes.ts'
import { problem } from '../schema.ts'
import type { RedrawView } from '../schema/views.ts'
import type { AreaRow, HoldingRow, RedrawRow } from '../tables.ts'
import { codePlace, insertBorder, ledgerOf, pathBelow } from './areas.ts'
import { lockTree, tellChange, type GridDeps } from './deps.ts'
import { planOf, type Planned } from './plan.ts'
import { planKept, redrawRow, redrawView, requestOf } from './redraw.ts'

/**
 * Puts a draft into force now. The old grids end and stay known, new ones begin with new codes, lineage says which came from
 * which. The primary grid worker of the largest old grid goes on in the larger new one; other posts go on in every new grid.
 * Open incidents keep the grid and border of their day.
 * @throws grid.redraw-not-draft, grid.redraw-outdated, grid.draft-unclean, grid.redraw-loses-points, grid.not-found
 */
export async function publishRedraw(deps: GridDeps, actor: Actor, id: string): Promise<RedrawView> {
  const { db, county } = deps
  const { view, accounts } = await db.transaction(async (tx) => {
    await lockTree(tx, county)
    await tx.run(sql`select pg_advisory_xact_lock(hashtext('grid.posts'), ${county}::integer)`)
    const row = await redrawRow(tx, county, id, 'locked')
    if (row.status !== 'draft') throw problem('grid.redraw-not-draft', { status: row.status })
    const newIds = planKept(row).after.map((p) => p.id)
    // Computed again from what stands now: counts are of today, and grids that ended since are noticed.
    const planned = await planOf(deps, tx, requestOf(row), newIds)
    if (planned.blocking.length > 0) throw problem('grid.draft-unclean', { count: planned.blocking.length })
    const at = effectiveAt(deps, planned)
    const coded = await makeAreas(tx, county, planned, row.document, at)
    await endAreas(tx, planned, newIds, row.document, at)
    const accounts = await movePosts(tx, planned, newIds, at)
    const changed =
      await tx.one<RedrawRow>(sql`update redraw set status = 'published', plan = ${JSON.stringify(coded)}::jsonb,
        published_by = ${actor.accountId}, published_at = ${new Date(deps.clock.now())}, effective_at = ${at}
      where id = ${id} returning *`)
    await tellChange(tx, actor, {
      act: 'publish-redraw',
      subjectKind: 'redraw',
      subjectId: id,
      details: {
        kind: row.kind,
        from: planned.olds.map((o) => o.code),
        to: coded.after.map((p) => p.code),
        ...(row.document === null ? {} : { document: row.document }),
      },
    })
    return { view: redrawView(changed), accounts }
  })
  await deps.directory.reload()
  for (const account of accounts) deps.forget(account)
  return view
}

/** Now, but after every old grid began: a period needs a length. */
const effectiveAt = (deps: GridDeps, { olds }: Planned): Date =>
  new Date(Math.max(deps.clock.now(), ...olds.map((o) => o.valid_from.getTime() + 1)))

async function makeAreas(
  tx: Tx,
  county: number,
  { plan, first, parent }: Planned,
  document: string | null,
  at: Date,
): Promise<Planned['plan']> {
  const kind = first.grid_kind ?? 'general'
  const ledger = await ledgerOf(tx)
  const taken = new Set(ledger.taken)
  const after = []
  for (const part of plan.after) {
    const code = must(nextCode(codePlace(kind, parent), { taken, retired: ledger.retired }))
    taken.add(code)
    await tx.run(sql`insert into area (id, county, parent_id, level, level_key, code, name, path, grid_kind, grid_type, households, valid_from)
      values (${part.id}, ${county}, ${parent.id}, ${first.level}, ${first.level_key}, ${code}, ${part.name}, ${pathBelow(parent, code)},
        ${kind}, ${first.grid_type}, ${part.households}, ${at})`)
    await insertBorder(tx, part.id, part.polygon, at, document)
    after.push({ ...part, code })
  }
  return { ...plan, after }
}

async function endAreas(
  tx: Tx,
  { olds }: Planned,
  newIds: readonly string[],
  document: string | null,
  at: Date,
): Promise<void> {
  const ids = olds.map((o) => o.id)
  await tx.run(sql`update area set valid_to = ${at} where id = any(${ids}::uuid[])`)
  await tx.run(
    sql`update area_border set valid_to = ${at} where area_id = any(${ids}::uuid[]) and valid_to is null`,
  )
  await tx.run(sql`insert into area_successor (from_id, to_id, at, document)
    select f, t, ${at}, ${document} from unnest(${ids}::uuid[]) f cross join unnest(${[...newIds]}::uuid[]) t`)
}

/** @returns the accounts whose posts moved */
async function movePosts(
  tx: Tx,
  { olds, first }: Planned,
  newIds: readonly string[],
  at: Date,
): Promise<ReadonlySet<string>> {
  const [larger] = newIds
  if (larger === undefined) throw new Error('a redraw makes at least one grid')
  const rows = await tx.rows<HoldingRow>(
    sql`select * from holding where area_id = any(${olds.map((o) => o.id)}::uuid[]) and department_id is null
        and (valid_to is null or valid_to > ${at}) order by valid_from, id for update`,
  )
  const given = new Set<string>()
  for (const h of rows) {
    const goals = goalsOf(h, first, larger, newIds)
    const [only] = goals
    // What has not begun yet begins in the new grid; nothing of it was in the old one.
    const begun = h.valid_from < at
    if (begun) await tx.run(sql`update holding set valid_to = ${at} where id = ${h.id}`)
    else if (only === undefined) {
      await tx.run(
        sql`update holding set valid_to = ${new Date(h.valid_from.getTime() + 1)} where id = ${h.id}`,
      )
    }
    for (const goal of goals) {
      const key = `${goal} ${h.post} ${h.account_id} ${h.stands_in_for ?? ''} ${begun ? '' : h.id}`
      // Somebody who held the same post in two merged grids holds it once.
      if (given.has(key)) continue
      given.add(key)
      if (begun || goal !== only) {
        await tx.run(sql`insert into holding (id, county, account_id, post, area_id, valid_from, valid_to, stands_in_for)
          values (${newId()}, ${h.county}, ${h.account_id}, ${h.post}, ${goal}, ${begun ? at : h.valid_from}, ${h.valid_to}, ${h.stands_in_for})`)
      } else await tx.run(sql`update holding set area_id = ${goal} where id = ${h.id}`)
    }
  }
  return new Set(rows.map((h) => h.account_id))
}

/** A grid worker has one grid: only the worker of the largest old one (and who stands in) goes on, in the larger part. */
function goalsOf(
  h: HoldingRow,
  first: AreaRow,
  larger: string,
  newIds: readonly string[],
): readonly string[] {
  if (h.post !== 'grid-worker') return newIds
  return h.area_id === first.id ? [larger] : []
}
