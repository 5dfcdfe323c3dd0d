import type { Tx } from '@lifang/platform/db.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { areaRows, borderOf, drawnChildren, findingView, safely } from '../reads/places.ts'
import { area as squareMetres } from '../rules/geometry.ts'
import { merge, planRedraw, split } from '../rules/redraw.ts'
import { checkTopology, type DrawnGrid, type Finding } from '../rules/topology.ts'
import { problem, type Shape } from '../schema.ts'
import type { RedrawBody } from '../schema/bodies.ts'
import type { RedrawPart, RedrawView } from '../schema/views.ts'
import type { AreaRow } from '../tables.ts'
import type { GridDeps } from './deps.ts'

/** What a redraw would do, as shown and as kept with the draft. */
export type Plan = Pick<RedrawView, 'before' | 'after' | 'moves' | 'findings'>
export interface Planned {
  readonly plan: Plan
  readonly olds: readonly AreaRow[]
  /** The one whose kind, type and name a merged grid takes: the largest. */
  readonly first: AreaRow
  readonly parent: AreaRow
  /** New faults of the drawing that keep it from taking effect. */
  readonly blocking: readonly Finding[]
}

/** Households of a part by its share of the ground: homes are not placed before the registry places them. */
const share = (households: number | null, part: number, whole: number): number | null =>
  households === null ? null : Math.round((households * part) / whole)

/** @throws grid.not-found, grid.redraw-outdated, grid.redraw-has-micro, grid.merge-across-parents */
async function oldGrids(
  tx: Tx,
  county: number,
  codes: readonly string[],
): Promise<{ olds: AreaRow[]; parent: AreaRow }> {
  const olds = await areaRows(tx, county, codes)
  for (const old of olds) {
    if (old.grid_kind === null) throw problem('grid.not-found', { field: 'grid' })
    if (old.valid_to !== null) throw problem('grid.redraw-outdated', { code: old.code })
  }
  const [first] = olds
  if (first === undefined || olds.length < new Set(codes).size)
    throw problem('grid.not-found', { field: 'grid' })
  if (codes.length > 1 && olds.length < 2)
    throw problem('grid.merge-too-few', { field: 'grids', grids: olds.length })
  if (olds.some((o) => o.parent_id !== first.parent_id))
    throw problem('grid.merge-across-parents', { field: 'grids' })
  const ids = olds.map((o) => o.id)
  const micro = await tx.maybe<{ code: string }>(
    sql`select p.code from area m join area p on p.id = m.parent_id where m.parent_id = any(${ids}::uuid[]) and m.valid_to is null limit 1`,
  )
  if (micro !== undefined) throw problem('grid.redraw-has-micro', { code: micro.code })
  const parent = await tx.maybe<AreaRow>(sql`select * from area where id = ${first.parent_id}`)
  if (parent === undefined) throw problem('grid.not-found', { field: 'grid' })
  return { olds, parent }
}

/**
 * Computes a redraw from what was asked and what stands now.
 * @param newIds of the areas it would make: two for a split (larger first), one for a merge
 * @throws the problems of rules/redraw.ts too
 */
export async function planOf(
  deps: GridDeps,
  tx: Tx,
  body: RedrawBody,
  newIds: readonly string[],
): Promise<Planned> {
  const now = new Date(deps.clock.now())
  const { olds, parent } = await oldGrids(tx, deps.county, body.kind === 'split' ? [body.grid] : body.grids)
  const drawn: { area: AreaRow; shape: Shape; m2: number }[] = []
  for (const area of olds) {
    const border = await borderOf(tx, area.id, now)
    if (border === undefined) throw problem('grid.border-invalid', { field: 'grid', code: area.code })
    drawn.push({ area, shape: border.polygon, m2: border.area_m2 })
  }
  drawn.sort((a, b) => b.m2 - a.m2)
  const [largest] = drawn
  if (largest === undefined) throw problem('grid.not-found', { field: 'grid' })
  const shapes = partsOf(
    body,
    drawn.map((d) => d.shape),
  )
  const whole = drawn.reduce((m2, d) => m2 + d.m2, 0)
  const names = namesOf(body, largest.area)
  const parts = shapes.map((shape, i) => {
    const m2 = squareMetres(shape)
    const households =
      body.kind === 'split'
        ? share(largest.area.households, m2, whole)
        : drawn.reduce<number | null>(
            (n, d) => (n === null || d.area.households === null ? null : n + d.area.households),
            0,
          )
    return { id: newIds[i] ?? '', name: names[i] ?? largest.area.name, shape, m2, households }
  })
  // Rounding must not make or lose a household.
  const [one, two] = parts
  if (one !== undefined && two !== undefined && one.households !== null) {
    two.households = (largest.area.households ?? 0) - one.households
  }
  const points = await deps.openPoints(
    tx,
    olds.map((o) => o.id),
  )
  const counted = must(
    planRedraw(
      drawn.map((d) => ({ id: d.area.id, shape: d.shape })),
      parts.map((p) => ({ id: p.id, shape: p.shape })),
      points.map((p) => ({ ...p, kind: 'incident' })),
    ),
  )
  const workers = await workersOf(deps, tx, olds, now)
  const incidents = (tally: typeof counted.before, id: string): number => tally[id]?.['incident'] ?? 0
  const before = drawn.map(({ area, shape, m2 }): RedrawPart => ({
    id: area.id,
    code: area.code,
    name: area.name,
    polygon: shape,
    areaM2: m2,
    households: area.households,
    openIncidents: incidents(counted.before, area.id),
    workers: workers.get(area.id) ?? [],
  }))
  const after = parts.map((p, i): RedrawPart => ({
    id: p.id,
    code: null,
    name: p.name,
    polygon: p.shape,
    areaM2: p.m2,
    households: p.households,
    openIncidents: incidents(counted.after, p.id),
    // The grid worker of the largest old grid goes on in the larger new one.
    workers: i === 0 ? (workers.get(largest.area.id) ?? []) : [],
  }))
  const { all, blocking } = await findingsOf(tx, parent, drawn, parts, largest.area, now)
  const moves = before.flatMap((from) =>
    after.map((to) => ({
      from: from.id,
      to: to.id,
      households: body.kind === 'split' ? to.households : from.households,
      openIncidents: counted.moves.filter((m) => m.from === from.id && m.to === to.id).length,
    })),
  )
  return {
    plan: { before, after, moves, findings: all.map(findingView) },
    olds,
    first: largest.area,
    parent,
    blocking,
  }
}

function partsOf(body: RedrawBody, shapes: readonly Shape[]): readonly Shape[] {
  const [shape] = shapes
  if (body.kind === 'merge') return [safely(() => must(merge(shapes)))]
  if (shape === undefined) throw problem('grid.not-found', { field: 'grid' })
  return safely(() => must(split(shape, body.line)))
}

function namesOf(body: RedrawBody, largest: AreaRow): readonly string[] {
  if (body.kind === 'merge') return [body.name ?? largest.name]
  return body.names ?? [`${largest.name} 甲`, `${largest.name} 乙`]
}

async function workersOf(
  deps: GridDeps,
  tx: Tx,
  olds: readonly AreaRow[],
  now: Date,
): Promise<Map<string, { id: string; name: string }[]>> {
  const rows = await tx.rows<{ area_id: string; account_id: string }>(
    sql`select area_id, account_id from holding where post = 'grid-worker' and stands_in_for is null
        and area_id = any(${olds.map((o) => o.id)}::uuid[]) and valid_from <= ${now} and (valid_to is null or valid_to > ${now})`,
  )
  const names = new Map(
    (
      await deps.accounts(
        tx,
        rows.map((r) => r.account_id),
      )
    ).map((a) => [a.id, a.name]),
  )
  return new Map(rows.map((r) => [r.area_id, [{ id: r.account_id, name: names.get(r.account_id) ?? '' }]]))
}

/** What the checks say of the community after the redraw, and which of it the redraw itself brings. */
async function findingsOf(
  tx: Tx,
  parent: AreaRow,
  drawn: readonly { area: AreaRow; shape: Shape }[],
  parts: readonly { id: string; name: string; shape: Shape; households: number | null }[],
  like: AreaRow,
  now: Date,
): Promise<{ all: Finding[]; blocking: Finding[] }> {
  const border = await borderOf(tx, parent.id, now)
  const children = await drawnChildren(tx, parent.id, now)
  const old = new Set(drawn.map((d) => d.area.code))
  const fresh = parts.map((p): DrawnGrid => ({
    id: p.name,
    shape: p.shape,
    kind: like.grid_kind ?? 'general',
    type: like.grid_type ?? 'rural',
    households: p.households,
  }))
  const shape = border?.polygon ?? null
  const { was, all } = safely(() => ({
    was: checkTopology(shape, children),
    all: checkTopology(shape, [...children.filter((c) => !old.has(c.id)), ...fresh]),
  }))
  const gaps = (list: readonly Finding[]): number =>
    list.reduce((m2, f) => m2 + (f.check === 'gap' ? (f.squareMetres ?? 0) : 0), 0)
  const names = new Set(parts.map((p) => p.name))
  const worse = gaps(all) > gaps(was) + 1
  return {
    all,
    blocking: all.filter(
      (f) => f.blocks && (f.grids.some((g) => names.has(g)) || (f.check === 'gap' && worse)),
    ),
  }
}
