import type { Tx } from '@lifang/platform/db.ts'
import { borderOf, bordersOf, drawnChildren, safely } from '../reads/places.ts'
import { area as areaOf } from '../rules/geometry.ts'
import { checkTopology, type DrawnGrid, type Finding } from '../rules/topology.ts'
import { problem, type Shape } from '../schema.ts'
import type { AreaRow } from '../tables.ts'

/** A grid as it would be: one that keeps its code in a new border, or a new one. */
export interface Target {
  readonly id: string
  readonly kept: AreaRow | null
  readonly name: string
  readonly shape: Shape
  /** Grids that end and go on in it; of one that is kept, those that give its ground back. */
  readonly from: readonly AreaRow[]
  /** Whose kind, type and level a new one takes: of several grids the largest. */
  readonly like: Pick<AreaRow, 'level' | 'level_key' | 'grid_kind' | 'grid_type'>
  /** As they were before a redraw that is rolled back; undefined: shared out. */
  readonly households?: number | null
}

/** An area with its border of now. */
export interface Drawn {
  readonly area: AreaRow
  readonly shape: Shape
  readonly m2: number
}

/** The areas as they are drawn, the largest first. @throws grid.border-invalid */
export async function drawnAreas(tx: Tx, areas: readonly AreaRow[], now: Date): Promise<Drawn[]> {
  const ids = areas.map((a) => a.id)
  const borders = new Map((await bordersOf(tx, ids, now)).map((b) => [b.area_id, b]))
  return areas
    .map((area): Drawn => {
      const border = borders.get(area.id)
      if (border === undefined) throw problem('grid.border-invalid', { field: 'grid', code: area.code })
      return { area, shape: border.polygon, m2: border.area_m2 }
    })
    .toSorted((a, b) => b.m2 - a.m2)
}

type Sized = Target & { readonly households: number | null }

/** Findings name grids by code, a new one by its name until it has a code. */
export const nameInFindings = (t: Pick<Target, 'kept' | 'name'>): string => t.kept?.code ?? t.name

/**
 * What the checks say of the community after the redraw, and which of it the redraw itself brings: a community that was not
 * clean before may still be redrawn elsewhere.
 * @param touched codes of the grids that end or change
 */
export async function findingsOf(
  tx: Tx,
  parent: AreaRow,
  touched: ReadonlySet<string>,
  targets: readonly Sized[],
  now: Date,
): Promise<{ all: Finding[]; blocking: Finding[] }> {
  const border = await borderOf(tx, parent.id, now)
  const children = await drawnChildren(tx, parent.id, now)
  const fresh = targets.map((t): DrawnGrid => ({
    id: nameInFindings(t),
    shape: t.shape,
    kind: t.like.grid_kind ?? 'general',
    type: t.like.grid_type ?? 'rural',
    households: t.households,
  }))
  const shape = border?.polygon ?? null
  const { was, all } = safely(() => ({
    was: checkTopology(shape, children),
    all: checkTopology(shape, [...children.filter((c) => !touched.has(c.id)), ...fresh]),
  }))
  const gaps = (list: readonly Finding[]): number =>
    list.reduce((m2, f) => m2 + (f.check === 'gap' ? (f.squareMetres ?? 0) : 0), 0)
  // A community without any grid is one gap, which the checks, having nothing to compare, do not name.
  const before = children.length === 0 && shape !== null ? areaOf(shape) : gaps(was)
  const names = new Set(targets.map(nameInFindings))
  const worse = gaps(all) > before + 1
  return {
    all,
    blocking: all.filter(
      (f) => f.blocks && (f.grids.some((g) => names.has(g)) || (f.check === 'gap' && worse)),
    ),
  }
}
