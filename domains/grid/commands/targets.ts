import type { Tx } from '@lifang/platform/db.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { areaRows, safely } from '../reads/places.ts'
import { merge, split } from '../rules/redraw.ts'
import { checkShape } from '../rules/topology.ts'
import { problem, type Shape } from '../schema.ts'
import type { RedrawBody, RedrawPartBody } from '../schema/bodies.ts'
import type { AreaRow } from '../tables.ts'
import type { GridDeps } from './deps.ts'
import { communityOf, withDrawn } from './draw.ts'
import { drawnAreas, type Target } from './plan-checks.ts'

type Drawing = Extract<RedrawBody, { kind: 'reshape' | 'draw' }>

/** All but the grids drawn from scratch. */
const otherParts = (body: Drawing): readonly RedrawPartBody[] =>
  body.parts.flatMap((p) => (p.is === 'drawn' ? [] : [p]))

/** Codes a request speaks of: those that end and those that change. */
function codesOf(body: RedrawBody): readonly string[] {
  switch (body.kind) {
    case 'split':
      return [body.grid]
    case 'merge':
      return body.grids
    case 'reshape':
    case 'draw':
      return otherParts(body).flatMap((p) => (p.is === 'kept' ? [p.code] : p.from))
  }
}

/** How many areas a request would make; their ids are minted with the draft. */
export function newAreas(body: RedrawBody): number {
  switch (body.kind) {
    case 'split':
      return 2
    case 'merge':
      return 1
    case 'reshape':
    case 'draw':
      return body.parts.filter((p) => p.is !== 'kept').length
  }
}

/** @throws grid.not-found, grid.redraw-outdated, grid.merge-too-few, grid.merge-across-parents */
async function askedFor(
  deps: GridDeps,
  tx: Tx,
  body: RedrawBody,
): Promise<{ areas: ReadonlyMap<string, AreaRow>; parent: AreaRow }> {
  const codes = codesOf(body)
  const drawnIn = body.kind === 'draw' ? await communityOf(deps, tx, body.community) : undefined
  const rows = codes.length === 0 ? [] : await areaRows(tx, deps.county, codes)
  for (const row of rows) {
    if (row.grid_kind === null) throw problem('grid.not-found', { field: 'grid' })
    if (row.valid_to !== null) throw problem('grid.redraw-outdated', { code: row.code })
  }
  if (drawnIn !== undefined) {
    if (rows.some((o) => o.parent_id !== drawnIn.id))
      throw problem('grid.merge-across-parents', { field: 'parts' })
    return { areas: new Map(rows.map((r) => [r.code, r])), parent: drawnIn }
  }
  const [first] = rows
  if (first === undefined) throw problem('grid.not-found', { field: 'grid' })
  if (body.kind === 'merge' && rows.length < 2)
    throw problem('grid.merge-too-few', { field: 'grids', grids: rows.length })
  if (rows.some((o) => o.parent_id !== first.parent_id))
    throw problem('grid.merge-across-parents', { field: 'grids' })
  const parent = await tx.maybe<AreaRow>(sql`select * from area where id = ${first.parent_id}`)
  if (parent === undefined) throw problem('grid.not-found', { field: 'grid' })
  return { areas: new Map(rows.map((r) => [r.code, r])), parent }
}

/** Micro grids lie inside a grid that must not end under them. @throws grid.redraw-has-micro */
export async function refuseMicro(tx: Tx, olds: readonly AreaRow[]): Promise<void> {
  const ids = olds.map((o) => o.id)
  const micro = await tx.maybe<{ code: string }>(
    sql`select p.code from area m join area p on p.id = m.parent_id where m.parent_id = any(${ids}::uuid[]) and m.valid_to is null limit 1`,
  )
  if (micro !== undefined) throw problem('grid.redraw-has-micro', { code: micro.code })
}

/**
 * The grids a request would leave, from what stands now.
 * @param newIds of the areas it would make, as many as `newAreas` says; of a split the larger first
 * @throws grid.not-found, grid.redraw-outdated, grid.redraw-same-grid-twice, grid.merge-across-parents, grid.redraw-has-micro, grid.border-invalid and the
 *   problems of rules/redraw.ts
 */
export async function targetsOf(
  deps: GridDeps,
  tx: Tx,
  body: RedrawBody,
  newIds: readonly string[],
): Promise<{ parent: AreaRow; targets: readonly Target[] }> {
  const { areas, parent } = await askedFor(deps, tx, body)
  const drawing = body.kind === 'reshape' || body.kind === 'draw' ? body : null
  const staying =
    drawing === null ? [] : otherParts(drawing).flatMap((p) => (p.is === 'kept' ? [p.code] : []))
  await refuseMicro(
    tx,
    [...areas.values()].filter((a) => !staying.includes(a.code)),
  )
  if (body.kind === 'reshape') return { parent, targets: drawnTargets(otherParts(body), areas, newIds) }
  if (body.kind === 'draw') {
    const rest = drawnTargets(otherParts(body), areas, newIds)
    const { targets, givers } = await withDrawn(deps, tx, body, parent, rest, newIds)
    await refuseMicro(tx, givers)
    return { parent, targets }
  }
  const drawn = await drawnAreas(tx, [...areas.values()], new Date(deps.clock.now()))
  const [largest] = drawn
  if (largest === undefined) throw problem('grid.not-found', { field: 'grid' })
  const shapes = safely((): readonly Shape[] =>
    body.kind === 'merge' ? [must(merge(drawn.map((d) => d.shape)))] : must(split(largest.shape, body.line)),
  )
  const names =
    body.kind === 'merge'
      ? [body.name ?? largest.area.name]
      : (body.names ?? [`${largest.area.name} 甲`, `${largest.area.name} 乙`])
  return {
    parent,
    targets: shapes.map((shape, i): Target => ({
      id: newIds[i] ?? '',
      kept: null,
      name: names[i] ?? largest.area.name,
      shape,
      from: drawn.map((d) => d.area),
      like: largest.area,
    })),
  }
}

function drawnTargets(
  parts: readonly RedrawPartBody[],
  areas: ReadonlyMap<string, AreaRow>,
  newIds: readonly string[],
): Target[] {
  const area = (code: string): AreaRow => {
    const found = areas.get(code)
    if (found === undefined) throw problem('grid.not-found', { field: 'parts' })
    return found
  }
  const kept = parts.flatMap((p) => (p.is === 'kept' ? [p.code] : []))
  const ending = new Set(parts.flatMap((p) => (p.is === 'new' ? p.from : [])))
  const twice =
    kept.find((code, i) => ending.has(code) || kept.indexOf(code) !== i) ??
    parts.find((p) => p.is === 'new' && new Set(p.from).size < p.from.length)
  if (twice !== undefined) throw problem('grid.redraw-same-grid-twice', { field: 'parts' })
  let made = 0
  return parts.map((p): Target => {
    const [broken] = safely(() => checkShape('', p.polygon))
    if (broken !== undefined) throw problem('grid.border-invalid', { field: 'parts', check: broken.check })
    if (p.is === 'kept') {
      const row = area(p.code)
      return { id: row.id, kept: row, name: row.name, shape: p.polygon, from: [], like: row }
    }
    const from = p.from.map(area)
    const [like] = from.toSorted((a, b) => (b.households ?? 0) - (a.households ?? 0))
    if (like === undefined) throw problem('grid.not-found', { field: 'parts' })
    return { id: newIds[made++] ?? '', kept: null, name: p.name, shape: p.polygon, from, like }
  })
}
