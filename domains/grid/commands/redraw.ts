import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { must } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { mayRedraw } from '../access.ts'
import { redrawRow, redrawView } from '../reads/redraws.ts'
import { problem } from '../schema.ts'
import { RedrawBody } from '../schema/bodies.ts'
import type { RedrawView } from '../schema/views.ts'
import type { RedrawRow } from '../tables.ts'
import { lockTree, tellChange, type GridDeps } from './deps.ts'
import { planTargets, type Plan, type Planned } from './plan.ts'
import { newAreas, targetsOf } from './targets.ts'

/** What was asked; undefined of a roll back, which asks by naming the redraw. */
export function requestOf(row: RedrawRow): RedrawBody | undefined {
  return row.kind === 'restore' ? undefined : RedrawBody.parse(row.request)
}

/** Computes a request of this actor's own ground. @throws grid.not-your-ground and the problems of `targetsOf` and `planTargets` */
export async function planOf(
  deps: GridDeps,
  tx: Tx,
  actor: Actor,
  body: RedrawBody,
  newIds: readonly string[],
): Promise<Planned> {
  const { parent, targets } = await targetsOf(deps, tx, body, newIds)
  must(mayRedraw(actor, parent.path))
  return planTargets(deps, tx, parent, targets)
}

const idsFor = (body: RedrawBody): string[] => Array.from({ length: newAreas(body) }, () => newId())

/** What a drawing would do, while it is drawn: nothing is kept. @throws as `planOf` */
export async function tryRedraw(deps: GridDeps, actor: Actor, body: RedrawBody): Promise<Plan> {
  const { plan } = await planOf(deps, deps.db, actor, body, idsFor(body))
  return plan
}

/**
 * Drafts a redraw: the plan is computed and kept, nothing changes.
 * @throws the problems of `planOf`, platform.command-reused
 */
export async function draftRedraw(
  deps: GridDeps,
  actor: Actor,
  body: RedrawBody,
): Promise<{ view: RedrawView; made: boolean }> {
  return deps.db.transaction(async (tx) => {
    await lockTree(tx, deps.county)
    const known = await tx.maybe<RedrawRow>(sql`select * from redraw where id = ${body.id}`)
    if (known !== undefined) {
      if (known.county !== deps.county || !isDeepStrictEqual(requestOf(known), body)) {
        throw platformProblem('platform.command-reused', { field: 'id' })
      }
      return { view: redrawView(deps, known), made: false }
    }
    const { plan, olds, parent } = await planOf(deps, tx, actor, body, idsFor(body))
    const row =
      await tx.one<RedrawRow>(sql`insert into redraw (id, county, kind, status, request, plan, drafted_by, drafted_at, document, parent_id)
      values (${body.id}, ${deps.county}, ${body.kind}, 'draft', ${JSON.stringify(body)}::jsonb, ${JSON.stringify(plan)}::jsonb,
        ${actor.accountId}, ${new Date(deps.clock.now())}, ${body.document ?? null}, ${parent.id}) returning *`)
    await tellChange(tx, actor, {
      act: 'draft-redraw',
      subjectKind: 'redraw',
      subjectId: body.id,
      details: { kind: body.kind, grids: olds.map((o) => o.code) },
    })
    return { view: redrawView(deps, row), made: true }
  })
}

/** Path of the community a redraw lies in; what it would make need not exist yet. */
export async function groundOf(tx: Tx, row: RedrawRow): Promise<string> {
  const parent = await tx.maybe<{ path: string }>(sql`select path from area where id = ${row.parent_id}`)
  if (parent === undefined) throw problem('grid.not-found', { field: 'id' })
  return parent.path
}

/** Takes back a draft, or one that waits for its instant. @throws grid.not-found, grid.not-your-ground, grid.redraw-not-draft */
export async function withdrawRedraw(deps: GridDeps, actor: Actor, id: string): Promise<RedrawView> {
  return deps.db.transaction(async (tx) => {
    const row = await redrawRow(tx, deps.county, id, 'locked')
    must(mayRedraw(actor, await groundOf(tx, row)))
    if (row.status === 'withdrawn') return redrawView(deps, row)
    if (row.status === 'published') throw problem('grid.redraw-not-draft', { status: row.status })
    const changed = await tx.one<RedrawRow>(
      sql`update redraw set status = 'withdrawn' where id = ${id} returning *`,
    )
    await tellChange(tx, actor, { act: 'withdraw-redraw', subjectKind: 'redraw', subjectId: id })
    return redrawView(deps, changed)
  })
}
