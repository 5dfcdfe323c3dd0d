import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { must } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { z } from 'zod'
import { mayRedraw } from '../access.ts'
import { planKept, redrawRow, redrawView } from '../reads/redraws.ts'
import { mayRollBack } from '../rules/rollback.ts'
import { problem } from '../schema.ts'
import type { RollBackBody } from '../schema/bodies.ts'
import type { RedrawView } from '../schema/views.ts'
import type { AreaRow, RedrawRow } from '../tables.ts'
import type { GridDeps } from './deps.ts'
import { putInForce } from './in-force.ts'
import { planTargets } from './plan.ts'
import type { Target } from './plan-checks.ts'
import { keepEffect, lockGround, scheduledAreas, settle } from './publish.ts'
import { groundOf } from './redraw.ts'
import { refuseMicro } from './targets.ts'

/**
 * Takes a redraw back within seven days: the old borders begin anew. A grid that kept its code gets its old border as a new version;
 * one that had ended comes back as a new grid of the old name under a new code, because a code is never given twice, and follows
 * those that had come of it. Cases reported in between keep the grid of their day and are seen by who has their ground now.
 * @throws grid.redraw-not-published, grid.rollback-done, grid.rollback-too-late, grid.rollback-built-upon, grid.redraw-has-micro,
 *   grid.not-your-ground, grid.not-found, platform.command-reused
 */
export async function rollBack(
  deps: GridDeps,
  actor: Actor,
  id: string,
  body: RollBackBody,
): Promise<{ view: RedrawView; made: boolean }> {
  const { county, clock } = deps
  const done = await deps.db.transaction(async (tx) => {
    await lockGround(tx, county)
    const known = await tx.maybe<RedrawRow>(sql`select * from redraw where id = ${body.id}`)
    if (known !== undefined) {
      if (known.county !== county || known.undoes !== id || known.document !== body.reason)
        throw platformProblem('platform.command-reused', { field: 'id' })
      return { row: known, made: false, accounts: new Set<string>() }
    }
    const row = await redrawRow(tx, county, id, 'locked')
    must(mayRedraw(actor, await groundOf(tx, row)))
    must(
      mayRollBack(
        {
          status: row.status,
          effectiveAt: row.effective_at?.getTime() ?? null,
          undone: (await tx.maybe(sql`select 1 from redraw where undoes = ${id}`)) !== undefined,
          builtUpon: await builtUpon(tx, county, row),
        },
        clock.now(),
      ),
    )
    const { parent, targets, ending, oldOf } = await restored(tx, row)
    await refuseMicro(tx, [...targets.flatMap((t) => t.from), ...ending])
    const planned = await planTargets(deps, tx, parent, targets, ending)
    const draft =
      await tx.one<RedrawRow>(sql`insert into redraw (id, county, kind, status, request, plan, drafted_by, drafted_at, document, undoes, parent_id)
      values (${body.id}, ${county}, 'restore', 'draft', ${JSON.stringify({ id: body.id, undoes: id })}::jsonb,
        ${JSON.stringify(planned.plan)}::jsonb, ${actor.accountId}, ${new Date(clock.now())}, ${body.reason}, ${id}, ${row.parent_id}) returning *`)
    const effect = await putInForce(deps, tx, planned, {
      by: actor,
      redrawId: body.id,
      document: body.reason,
    })
    const back = await giveBackPosts(deps, tx, row, oldOf, effect.at)
    const changed = await keepEffect(deps, tx, actor, draft, effect)
    return { row: changed, made: true, accounts: new Set([...effect.accounts, ...back]) }
  })
  await settle(deps, done.accounts)
  return { view: redrawView(deps, done.row), made: done.made }
}

/** Grids of the redraw that are no longer as it left them, or that a scheduled one will change. */
async function builtUpon(
  tx: Tx,
  county: number,
  row: RedrawRow,
): Promise<readonly { code: string; name: string }[]> {
  const ids = planKept(row).after.map((p) => p.id)
  const rows = await tx.rows<{ id: string; code: string; name: string; same: boolean }>(
    sql`select a.id, a.code, a.name, (a.valid_to is null and b.valid_from = ${row.effective_at} and b.valid_to is null) as same
        from area a join lateral (select * from area_border where area_id = a.id order by version desc limit 1) b on true
        where a.id = any(${ids}::uuid[]) order by a.code`,
  )
  const waiting = await scheduledAreas(tx, county, row.id)
  return rows.filter((r) => !r.same || waiting.has(r.id))
}

/** The grids as they were before, drawn over what stands now. @returns also the old id by the id that comes back */
async function restored(
  tx: Tx,
  row: RedrawRow,
): Promise<{
  parent: AreaRow
  targets: Target[]
  /** Grids that had been drawn from scratch: their ground goes back, or is a gap again. */
  ending: AreaRow[]
  oldOf: ReadonlyMap<string, string>
}> {
  const { before, after } = planKept(row)
  const ids = [...before, ...after].map((p) => p.id)
  const areas = new Map(
    (await tx.rows<AreaRow>(sql`select * from area where id = any(${ids}::uuid[])`)).map((a) => [a.id, a]),
  )
  const lineage = await tx.rows<{ from_id: string; to_id: string }>(
    sql`select from_id, to_id from area_successor where from_id = any(${ids}::uuid[])`,
  )
  const ending =
    row.kind === 'draw'
      ? after.flatMap((p) => {
          const drawn = before.some((b) => b.id === p.id) || lineage.some((l) => l.to_id === p.id)
          return drawn ? [] : (areas.get(p.id) ?? [])
        })
      : []
  const oldOf = new Map<string, string>()
  const targets = before.flatMap((p): Target[] => {
    const like = areas.get(p.id)
    if (like === undefined) return []
    const same = { name: p.name, shape: p.polygon, households: p.households, like }
    if (after.some((a) => a.id === p.id)) return [{ ...same, id: p.id, kept: like, from: ending }]
    const from = lineage.filter((l) => l.from_id === p.id).flatMap((l) => areas.get(l.to_id) ?? [])
    const id = newId()
    oldOf.set(id, p.id)
    return [{ ...same, id, kept: null, from }]
  })
  const parent = await tx.maybe<AreaRow>(sql`select * from area where id = ${row.parent_id}`)
  if (parent === undefined) throw problem('grid.not-found', { field: 'id' })
  return { parent, targets, ending, oldOf }
}

const LaidDownList = z.array(
  z.object({ account: z.uuid(), post: z.string(), area: z.uuid(), to: z.iso.datetime().nullable() }),
)

/** Who lost a post by the redraw has it again, unless the seat is taken or they have found another grid since. */
async function giveBackPosts(
  deps: GridDeps,
  tx: Tx,
  row: RedrawRow,
  oldOf: ReadonlyMap<string, string>,
  at: Date,
): Promise<readonly string[]> {
  const all = LaidDownList.parse(row.laid_down ?? [])
  const known = await deps.accounts(
    tx,
    all.map((l) => l.account),
  )
  const working = new Set(known.filter((a) => !a.disabled).map((a) => a.id))
  const lost = all.filter((l) => working.has(l.account))
  const back: string[] = []
  for (const [area, old] of oldOf) {
    for (const one of lost.filter(
      (l) => l.area === old && (l.to === null || Date.parse(l.to) > at.getTime()),
    )) {
      const given =
        await tx.run(sql`insert into holding (id, county, account_id, post, area_id, valid_from, valid_to)
        select ${newId()}, ${deps.county}, ${one.account}, ${one.post}, ${area}, ${at}, ${one.to === null ? null : new Date(one.to)}
        where not exists (select from holding where area_id = ${area} and post = ${one.post} and stands_in_for is null
            and (valid_to is null or valid_to > ${at}))
          and not exists (select from holding where account_id = ${one.account} and post = ${one.post} and stands_in_for is null
            and (valid_to is null or valid_to > ${at}))`)
      if (given > 0) back.push(one.account)
    }
  }
  return back
}
