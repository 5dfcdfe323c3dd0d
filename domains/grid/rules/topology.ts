import Flatbush from 'flatbush'
import { difference, intersection, union } from 'polyclip-ts'
import type { GridKind, GridNorms, GridType, HouseholdNorm, Position, Ring, Shape } from '../schema.ts'
import { DEFAULT_NORMS } from '../schema.ts'
import { area, boxOf, crossing, parts, shapeOf, signedArea } from './geometry.ts'

/** A grid as drawn, for checking. */
export interface DrawnGrid {
  id: string
  shape: Shape
  kind: GridKind
  type: GridType
  /** null = not counted yet: no size check. */
  households: number | null
}

/** What a check found. `blocks` findings keep a draft from taking effect; the others are shown and may be accepted. */
export interface Finding {
  check:
    | 'ring-open'
    | 'ring-too-short'
    | 'ring-flat'
    | 'self-intersection'
    | 'overlap'
    | 'gap'
    | 'outside-parent'
    | 'too-few-households'
    | 'too-many-households'
  blocks: boolean
  /** Grids concerned; empty for a gap. */
  grids: string[]
  /** Square metres of the overlap, gap or part outside. */
  squareMetres?: number
  /** The piece itself, to be hatched on the map. */
  shape?: Shape
  /** Where, for a self-intersection. */
  at?: Position
  /** For households. */
  households?: number
  norm?: HouseholdNorm
}

export interface TopologyOptions {
  /** Pieces smaller than this are noise of drawing and arithmetic. */
  toleranceSquareMetres: number
  norms: GridNorms
}
export const DEFAULT_TOPOLOGY: TopologyOptions = { toleranceSquareMetres: 1, norms: DEFAULT_NORMS }

/** Is one shape sound in itself? Findings name `id`. */
export function checkShape(id: string, shape: Shape): Finding[] {
  const findings: Finding[] = []
  for (const ring of parts(shape).flat()) {
    const [first, last] = [ring[0], ring.at(-1)]
    if (!first || !last || ring.length < 4) {
      findings.push({ check: 'ring-too-short', blocks: true, grids: [id] })
      continue
    }
    if (first[0] !== last[0] || first[1] !== last[1]) {
      findings.push({ check: 'ring-open', blocks: true, grids: [id] })
      continue
    }
    const at = selfCrossing(ring)
    if (at) findings.push({ check: 'self-intersection', blocks: true, grids: [id], at })
    else if (Math.abs(signedArea(ring)) < 1) findings.push({ check: 'ring-flat', blocks: true, grids: [id] })
  }
  return findings
}

/** First place where a closed ring crosses or touches itself, null when it is simple. */
function selfCrossing(ring: Ring): Position | null {
  const segments = ring.length - 1
  for (let i = 0; i < segments; i++) {
    const [a, b] = [ring[i], ring[i + 1]]
    if (!a || !b) continue
    if (a[0] === b[0] && a[1] === b[1]) return a
    for (let j = i + 1; j < segments; j++) {
      const [c, d] = [ring[j], ring[j + 1]]
      if (!c || !d) continue
      const joined = j === i + 1 || (i === 0 && j === segments - 1)
      if (joined) {
        // Neighbours share one corner; running back over each other is a spike.
        const turn = j === i + 1 ? ([a, b, d] as const) : ([c, a, b] as const)
        if (isSpike(...turn)) return turn[1]
        continue
      }
      if (Math.max(a[0], b[0]) < Math.min(c[0], d[0]) || Math.max(c[0], d[0]) < Math.min(a[0], b[0])) continue
      if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])) continue
      const hit = crossing(a, b, c, d)
      if (hit) return hit.at
    }
  }
  return null
}

/** Does the path before → corner → after turn straight back? */
function isSpike(before: Position, corner: Position, after: Position): boolean {
  const ux = before[0] - corner[0]
  const uy = before[1] - corner[1]
  const vx = after[0] - corner[0]
  const vy = after[1] - corner[1]
  return ux * vy - uy * vx === 0 && ux * vx + uy * vy > 0
}

/**
 * Checks the grids of one parent together (GB/T 34300 "无缝覆盖": no gap, no overlap, inside the community, size within norms).
 * Shapes that are not sound in themselves are reported and left out of the comparisons, which would mean nothing.
 * @param parent border of the community, or null to compare the grids only with each other
 */
export function checkTopology(
  parent: Shape | null,
  grids: readonly DrawnGrid[],
  options: TopologyOptions = DEFAULT_TOPOLOGY,
): Finding[] {
  const findings = grids.flatMap((grid) => checkShape(grid.id, grid.shape))
  const broken = new Set(findings.flatMap((finding) => finding.grids))
  const sound = grids.filter((grid) => !broken.has(grid.id))
  // Micro grids lie inside general grids: they are compared with their own kind only.
  const layer = sound.filter((grid) => grid.kind !== 'micro')
  const micro = sound.filter((grid) => grid.kind === 'micro')
  findings.push(
    ...overlaps(layer, options.toleranceSquareMetres),
    ...overlaps(micro, options.toleranceSquareMetres),
  )
  if (parent) findings.push(...cover(parent, layer, broken.size === 0, options.toleranceSquareMetres))
  for (const grid of grids) findings.push(...householdFindings(grid, options.norms))
  return findings
}

function overlaps(grids: readonly DrawnGrid[], tolerance: number): Finding[] {
  if (grids.length < 2) return []
  const boxes = new Flatbush(grids.length)
  for (const grid of grids) {
    const box = boxOf(grid.shape)
    boxes.add(box.west, box.south, box.east, box.north)
  }
  boxes.finish()
  const findings: Finding[] = []
  grids.forEach((grid, index) => {
    const box = boxOf(grid.shape)
    const near = boxes.search(box.west, box.south, box.east, box.north, (other) => other > index)
    for (const other of near.toSorted((a, b) => a - b)) {
      const neighbour = grids[other]
      if (!neighbour) continue
      const grids2 = [grid.id, neighbour.id]
      for (const piece of intersection(parts(grid.shape), parts(neighbour.shape))) {
        findings.push(...pieceFinding('overlap', grids2, piece, tolerance))
      }
    }
  })
  return findings
}

function cover(parent: Shape, grids: readonly DrawnGrid[], complete: boolean, tolerance: number): Finding[] {
  const findings: Finding[] = []
  for (const grid of grids) {
    for (const piece of difference(parts(grid.shape), parts(parent))) {
      findings.push(...pieceFinding('outside-parent', [grid.id], piece, tolerance))
    }
  }
  const [first, ...others] = grids.map((grid) => parts(grid.shape))
  // With a broken grid left out, its whole area would be reported as a gap.
  if (!complete || !first) return findings
  for (const piece of difference(parts(parent), union(first, ...others))) {
    findings.push(...pieceFinding('gap', [], piece, tolerance))
  }
  return findings
}

function pieceFinding(
  check: 'overlap' | 'gap' | 'outside-parent',
  grids: string[],
  piece: Ring[],
  tolerance: number,
): Finding[] {
  const shape = shapeOf([piece])
  const squareMetres = area(shape)
  if (squareMetres <= tolerance) return []
  return [{ check, blocks: true, grids, squareMetres: Math.round(squareMetres), shape }]
}

function householdFindings(grid: DrawnGrid, norms: GridNorms): Finding[] {
  if (grid.households === null || grid.kind === 'dedicated') return []
  const norm = grid.kind === 'micro' ? norms.micro : norms.general[grid.type]
  if (!norm) return []
  const finding = { blocks: false, grids: [grid.id], households: grid.households, norm }
  if (grid.households < norm.min) return [{ check: 'too-few-households', ...finding }]
  if (grid.households > norm.max) return [{ check: 'too-many-households', ...finding }]
  return []
}
