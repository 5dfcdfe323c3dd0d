import type { Tx } from '@lifang/platform/db.ts'
import { must } from '@lifang/platform/problem.ts'
import { sql } from '@lifang/platform/sql.ts'
import { areaRow, borderOf, bordersOf, safely } from '../reads/places.ts'
import { drawFromScratch, gapUnder, mostUnder, type Beside } from '../rules/draw.ts'
import { DEFAULT_TOPOLOGY } from '../rules/topology.ts'
import { problem, type Shape } from '../schema.ts'
import type { DrawPartBody, RedrawBody } from '../schema/bodies.ts'
import type { AreaRow } from '../tables.ts'
import type { GridDeps } from './deps.ts'
import type { Target } from './plan-checks.ts'

type DrawBody = Extract<RedrawBody, { kind: 'draw' }>

/** The community a grid is drawn in. @throws grid.not-found (what is no community), grid.redraw-outdated */
export async function communityOf(deps: GridDeps, tx: Tx, code: string): Promise<AreaRow> {
  const { parent: _parent, ...row } = await areaRow(tx, deps.county, code)
  if (row.level_key !== 'community') throw problem('grid.not-found', { field: 'community' })
  if (row.valid_to !== null) throw problem('grid.redraw-outdated', { field: 'community', code })
  return row
}

interface Sibling {
  readonly area: AreaRow
  readonly shape: Shape
}

async function siblingsOf(deps: GridDeps, tx: Tx, parent: AreaRow): Promise<Sibling[]> {
  const areas = await tx.rows<AreaRow>(
    sql`select * from area where parent_id = ${parent.id} and grid_kind is not null and valid_to is null order by code`,
  )
  const borders = await bordersOf(
    tx,
    areas.map((a) => a.id),
    new Date(deps.clock.now()),
  )
  return areas.flatMap((area) => {
    const border = borders.find((b) => b.area_id === area.id)
    return border === undefined ? [] : [{ area, shape: border.polygon }]
  })
}

/** A drawn grid is a general one: a dedicated one has double leadership, which nobody gives by drawing. */
const kindOf = (
  part: Extract<DrawPartBody, { is: 'drawn' }>,
  like: AreaRow | undefined,
  parent: AreaRow,
): Target['like'] => ({
  level: like?.level ?? parent.level + 1,
  level_key: like?.level_key ?? 'grid',
  grid_kind: 'general',
  grid_type: part.type ?? like?.grid_type ?? 'scattered',
})

/**
 * Adds the grids drawn from scratch to what the rest of a drawing leaves, and takes their ground from whoever has it: from grids that
 * the drawing speaks of and from those it leaves alone.
 * @param rest targets of the other parts @returns also the grids left alone that lose ground
 * @throws grid.draw-no-border, grid.border-invalid and the problems of rules/draw.ts, at the part's polygon
 */
export async function withDrawn(
  deps: GridDeps,
  tx: Tx,
  body: DrawBody,
  parent: AreaRow,
  rest: readonly Target[],
  newIds: readonly string[],
): Promise<{ targets: Target[]; givers: AreaRow[] }> {
  const border = await borderOf(tx, parent.id, new Date(deps.clock.now()))
  if (border === undefined) throw problem('grid.draw-no-border', { field: 'community' })
  const spoken = new Set(
    rest.flatMap((t) => [...(t.kept === null ? [] : [t.kept.id]), ...t.from.map((a) => a.id)]),
  )
  const siblings = await siblingsOf(deps, tx, parent)
  const alone = new Map(siblings.filter((s) => !spoken.has(s.area.id)).map((s) => [s.area.id, s]))
  const targets = new Map(rest.map((t) => [t.id, t]))
  let made = rest.filter((t) => t.kept === null).length
  body.parts.forEach((part, i) => {
    if (part.is !== 'drawn') return
    const beside: Beside[] = [
      ...[...targets.values()].map((t) => ({ key: t.id, name: t.name, shape: t.shape })),
      ...[...alone.values()].map(({ area, shape }) => ({ key: area.id, name: area.name, shape })),
    ]
    const field = `parts.${i}.polygon`
    const drawn = safely(() => must(drawFromScratch(part.polygon, border.polygon, beside, field)))
    for (const { key, left } of drawn.taken) {
      const target = targets.get(key)
      const giver = alone.get(key)
      if (target !== undefined) targets.set(key, { ...target, shape: left })
      if (giver !== undefined) {
        const { area } = giver
        targets.set(key, { id: key, kept: area, name: area.name, shape: left, from: [], like: area })
        alone.delete(key)
      }
    }
    // By what stands and not by the drawing, which may have made room already.
    const giver = safely(() => mostUnder(drawn.shape, siblings)) ?? siblings[0]
    const id = newIds[made++] ?? ''
    const gap = safely(() =>
      gapUnder(
        drawn.shape,
        border.polygon,
        siblings.map((s) => s.shape),
      ),
    )
    const unknown = gap > DEFAULT_TOPOLOGY.toleranceSquareMetres
    const households = part.households ?? (unknown ? null : undefined)
    targets.set(id, {
      id,
      kept: null,
      name: part.name,
      shape: drawn.shape,
      from: [],
      like: kindOf(part, giver?.area, parent),
      ...(households === undefined ? {} : { households }),
    })
  })
  return {
    targets: [...targets.values()],
    givers: siblings.flatMap(({ area }) => (targets.has(area.id) && !spoken.has(area.id) ? [area] : [])),
  }
}
