import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { problem } from '../schema.ts'
import { RedrawBody } from '../schema/bodies.ts'
import { RedrawView } from '../schema/views.ts'
import type { RedrawRow } from '../tables.ts'
import { lockTree, tellChange, type GridDeps } from './deps.ts'
import { planOf, type Plan } from './plan.ts'

const PlanShape = RedrawView.pick({ before: true, after: true, moves: true, findings: true })

export const requestOf = (row: RedrawRow): RedrawBody => RedrawBody.parse(row.request)
export const planKept = (row: RedrawRow): Plan => PlanShape.parse(row.plan)

export const redrawView = (row: RedrawRow): RedrawView => ({
  id: row.id,
  kind: row.kind,
  status: row.status,
  ...planKept(row),
  draftedAt: row.drafted_at.toISOString(),
  publishedAt: isoOrNull(row.published_at),
  effectiveAt: isoOrNull(row.effective_at),
  document: row.document,
})

/** @throws grid.not-found */
export async function redrawRow(
  tx: Tx,
  county: number,
  id: string,
  lock: 'locked' | 'read',
): Promise<RedrawRow> {
  const row = await tx.maybe<RedrawRow>(
    lock === 'locked'
      ? sql`select * from redraw where county = ${county} and id = ${id} for update`
      : sql`select * from redraw where county = ${county} and id = ${id}`,
  )
  if (row === undefined) throw problem('grid.not-found', { field: 'id' })
  return row
}

/**
 * Drafts a split or merge: the plan is computed and kept, nothing changes.
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
      return { view: redrawView(known), made: false }
    }
    const { plan, olds } = await planOf(
      deps,
      tx,
      body,
      body.kind === 'split' ? [newId(), newId()] : [newId()],
    )
    const row =
      await tx.one<RedrawRow>(sql`insert into redraw (id, county, kind, status, request, plan, drafted_by, drafted_at, document)
      values (${body.id}, ${deps.county}, ${body.kind}, 'draft', ${JSON.stringify(body)}::jsonb, ${JSON.stringify(plan)}::jsonb,
        ${actor.accountId}, ${new Date(deps.clock.now())}, ${body.document ?? null}) returning *`)
    await tellChange(tx, actor, {
      act: 'draft-redraw',
      subjectKind: 'redraw',
      subjectId: body.id,
      details: { kind: body.kind, grids: olds.map((o) => o.code) },
    })
    return { view: redrawView(row), made: true }
  })
}

/** @throws grid.not-found, grid.redraw-not-draft */
export async function withdrawRedraw(deps: GridDeps, actor: Actor, id: string): Promise<RedrawView> {
  return deps.db.transaction(async (tx) => {
    const row = await redrawRow(tx, deps.county, id, 'locked')
    if (row.status === 'withdrawn') return redrawView(row)
    if (row.status !== 'draft') throw problem('grid.redraw-not-draft', { status: row.status })
    const changed = await tx.one<RedrawRow>(
      sql`update redraw set status = 'withdrawn' where id = ${id} returning *`,
    )
    await tellChange(tx, actor, { act: 'withdraw-redraw', subjectKind: 'redraw', subjectId: id })
    return redrawView(changed)
  })
}
