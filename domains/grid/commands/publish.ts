import type { Actor } from '@lifang/platform/access.ts'
import { systemActor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { must, Problem } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { mayRedraw } from '../access.ts'
import { planKept, redrawRow, redrawView } from '../reads/redraws.ts'
import { FURTHEST_AHEAD_MS } from '../rules/rollback.ts'
import { problem } from '../schema.ts'
import type { PublishBody } from '../schema/bodies.ts'
import type { RedrawView } from '../schema/views.ts'
import type { RedrawRow } from '../tables.ts'
import { lockTree, tellChange, type GridDeps } from './deps.ts'
import { lockPosts } from './holdings.ts'
import { putInForce, type Effect, type Order } from './in-force.ts'
import { planTargets, type Planned } from './plan.ts'
import { groundOf, requestOf } from './redraw.ts'
import { targetsOf } from './targets.ts'

/** Trees and posts change together: nobody gives a post in a grid that is about to end. */
export async function lockGround(tx: Tx, county: number): Promise<void> {
  await lockTree(tx, county)
  await lockPosts(tx, county)
}

/** Ids of areas that a scheduled redraw of another will change. */
export async function scheduledAreas(tx: Tx, county: number, but: string): Promise<ReadonlySet<string>> {
  const rows = await tx.rows<RedrawRow>(
    sql`select * from redraw where county = ${county} and status = 'scheduled' and id <> ${but}`,
  )
  return new Set(rows.flatMap((r) => planKept(r).before.map((p) => p.id)))
}

/** A draft computed again from what stands now: counts are of today, and grids that ended since are noticed. */
async function planAgain(deps: GridDeps, tx: Tx, row: RedrawRow): Promise<Planned> {
  const body = requestOf(row)
  if (body === undefined) throw problem('grid.redraw-not-draft', { status: row.status })
  const kept = planKept(row)
  const stays = new Set(kept.before.map((p) => p.id))
  const newIds = kept.after.flatMap((p) => (stays.has(p.id) ? [] : [p.id]))
  const { parent, targets } = await targetsOf(deps, tx, body, newIds)
  const planned = await planTargets(deps, tx, parent, targets)
  if (planned.blocking.length > 0) throw problem('grid.draft-unclean', { count: planned.blocking.length })
  const waiting = await scheduledAreas(tx, deps.county, row.id)
  const held = planned.plan.before.find((p) => waiting.has(p.id))
  if (held !== undefined) throw problem('grid.redraw-scheduled', { name: held.name })
  return planned
}

const orderOf = (row: RedrawRow, by: Actor): Order => ({ by, redrawId: row.id, document: row.document })

/** Keeps what came of a redraw, with its audit line. */
export async function keepEffect(
  deps: GridDeps,
  tx: Tx,
  actor: Actor,
  row: RedrawRow,
  effect: Effect,
): Promise<RedrawRow> {
  const { plan, at, laidDown } = effect
  const changed =
    await tx.one<RedrawRow>(sql`update redraw set status = 'published', plan = ${JSON.stringify(plan)}::jsonb,
      published_by = coalesce(published_by, ${actor.accountId}), published_at = coalesce(published_at, ${new Date(deps.clock.now())}),
      effective_at = ${at}, laid_down = ${JSON.stringify(laidDown)}::jsonb, failure = null
    where id = ${row.id} returning *`)
  await tellChange(tx, actor, {
    act: row.undoes === null ? 'publish-redraw' : 'roll-back-redraw',
    subjectKind: 'redraw',
    subjectId: row.id,
    details: {
      kind: row.kind,
      from: plan.before.map((p) => p.code),
      to: plan.after.map((p) => p.code),
      ...(row.undoes === null ? {} : { undoes: row.undoes }),
      ...(row.document === null ? {} : { document: row.document }),
    },
  })
  return changed
}

/**
 * Puts a draft into force, now or at an instant to come. The old grids end and stay known, new ones begin with new codes, lineage
 * says which came from which. The primary grid worker of the largest old grid goes on in the larger new one; other posts go on in
 * every new grid. Open incidents keep the grid and border of their day. Until its instant a scheduled redraw changes nothing, and
 * then it is computed again (`runScheduled`).
 * @throws grid.redraw-not-draft, grid.redraw-outdated, grid.redraw-scheduled, grid.draft-unclean, grid.redraw-loses-points,
 *   grid.publish-in-the-past, grid.publish-too-far, grid.not-your-ground, grid.not-found
 */
export async function publishRedraw(
  deps: GridDeps,
  actor: Actor,
  id: string,
  body: PublishBody,
): Promise<RedrawView> {
  const now = deps.clock.now()
  const at = body.at === undefined ? null : Date.parse(body.at)
  if (at !== null && at <= now) throw problem('grid.publish-in-the-past', { field: 'at' })
  if (at !== null && at > now + FURTHEST_AHEAD_MS) throw problem('grid.publish-too-far', { field: 'at' })
  const done = await deps.db.transaction(async (tx) => {
    await lockGround(tx, deps.county)
    const row = await redrawRow(tx, deps.county, id, 'locked')
    must(mayRedraw(actor, await groundOf(tx, row)))
    if (row.status !== 'draft') throw problem('grid.redraw-not-draft', { status: row.status })
    const planned = await planAgain(deps, tx, row)
    if (at === null) {
      const effect = await putInForce(deps, tx, planned, orderOf(row, actor))
      return { row: await keepEffect(deps, tx, actor, row, effect), accounts: effect.accounts }
    }
    const changed =
      await tx.one<RedrawRow>(sql`update redraw set status = 'scheduled', plan = ${JSON.stringify(planned.plan)}::jsonb,
        published_by = ${actor.accountId}, published_at = ${new Date(now)}, effective_at = ${new Date(at)}, failure = null
      where id = ${id} returning *`)
    await tellChange(tx, actor, {
      act: 'schedule-redraw',
      subjectKind: 'redraw',
      subjectId: id,
      details: { at: new Date(at).toISOString() },
    })
    return { row: changed, accounts: new Set<string>() }
  })
  await settle(deps, done.accounts)
  return redrawView(deps, done.row)
}

export async function settle(deps: GridDeps, accounts: ReadonlySet<string>): Promise<void> {
  await deps.directory.reload()
  for (const account of accounts) deps.forget(account)
}

/**
 * Puts into force what is due. One that cannot take effect any more (its ground was redrawn, a gap opened) becomes a draft again
 * and says why.
 * @returns how many took effect
 */
export async function runScheduled(deps: GridDeps): Promise<number> {
  const due = await deps.db.rows<{ id: string }>(
    sql`select id from redraw where county = ${deps.county} and status = 'scheduled'
        and effective_at <= ${new Date(deps.clock.now())} order by effective_at, id`,
  )
  let done = 0
  for (const { id } of due) {
    try {
      const accounts = await deps.db.transaction(async (tx) => {
        await lockGround(tx, deps.county)
        const row = await redrawRow(tx, deps.county, id, 'locked')
        // Another process was quicker, or somebody withdrew it.
        if (row.status !== 'scheduled') return null
        const planned = await planAgain(deps, tx, row)
        const by = systemActor(deps.county, 'grid-redraws')
        const effect = await putInForce(deps, tx, planned, orderOf(row, by))
        await keepEffect(deps, tx, by, row, effect)
        return effect.accounts
      })
      if (accounts === null) continue
      done++
      await settle(deps, accounts)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      await giveBack(deps, id, error)
    }
  }
  return done
}

async function giveBack(deps: GridDeps, id: string, why: Problem): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const given =
      await tx.run(sql`update redraw set status = 'draft', failure = ${why.code}, published_by = null, published_at = null,
      effective_at = null where id = ${id} and status = 'scheduled'`)
    // Somebody withdrew it meanwhile.
    if (given === 0) return
    await tellChange(tx, systemActor(deps.county, 'grid-redraws'), {
      act: 'give-back-redraw',
      subjectKind: 'redraw',
      subjectId: id,
      details: { why: why.code },
    })
  })
}
