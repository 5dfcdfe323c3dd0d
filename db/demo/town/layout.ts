import type { GridKind, GridType } from '@lifang/domains/grid/schema.ts'
import type { Dice } from '../random.ts'
import type { Point } from './mesh.ts'
import { Mesh } from './mesh.ts'
import { areaOf, boundingRectangle, centreOf, leftOf } from './plane.ts'

/** What a line on the plan is: it decides width, name and whether buildings stand back from it. */
export type LineClass = 'river' | 'riverside' | 'arterial' | 'collector' | 'lane'

export interface GridPlan {
  type: GridType
  kind: GridKind
  households: number
}

/** Which street, community and grid a face belongs to; null outside the place. Numbers count within the whole plan. */
export interface Place {
  street: number
  community: number
  grid: number
}

/** A plan under way: the mesh, what its lines are, whose its faces are. */
export class Layout {
  readonly mesh: Mesh
  /** Class by line number; line 0 is the edge of the sheet. */
  readonly lines: LineClass[] = ['lane']
  /** Faces of the place; faces missing here lie outside. */
  readonly places = new Map<number, Place>()
  readonly #dice: Dice

  constructor(outline: readonly Point[], chance: Dice) {
    this.mesh = new Mesh(outline)
    this.#dice = chance
  }

  line(kind: LineClass): number {
    return this.lines.push(kind) - 1
  }

  /** Cuts one face; both pieces belong where it belonged. */
  cut(face: number, p: Point, q: Point, line: number): [number, number] | null {
    const place = this.places.get(face)
    const pieces = this.mesh.cut(face, p, q, line)
    if (!pieces) return null
    this.places.delete(face)
    if (place) for (const piece of pieces) this.places.set(piece, { ...place })
    return pieces
  }

  /** A line right across the sheet. */
  cutThrough(p: Point, q: Point, kind: LineClass): number {
    const line = this.line(kind)
    for (const face of this.mesh.ids()) this.cut(face, p, q, line)
    return line
  }

  /** Cuts a face into two so that the first piece has this share of its area, across its longer side, a little askew. */
  bisect(face: number, share: number, kind: LineClass): [number, number] {
    const points = this.mesh.points(face)
    const { axis, length, centre } = boundingRectangle(points)
    const wanted = areaOf(points) * share
    for (let attempt = 0; attempt < 12; attempt++) {
      const turn = this.#dice.between(-0.13, 0.13)
      const [ax, ay]: Point = [
        axis[0] * Math.cos(turn) - axis[1] * Math.sin(turn),
        axis[0] * Math.sin(turn) + axis[1] * Math.cos(turn),
      ]
      let [low, high] = [-length, length]
      const at = (offset: number): [Point, Point] => {
        const p: Point = [centre[0] + ax * offset, centre[1] + ay * offset]
        return [p, [p[0] - ay, p[1] + ax]]
      }
      for (let i = 0; i < 24; i++) {
        const middle = (low + high) / 2
        if (areaOf(leftOf(points, ...at(middle))) < wanted) low = middle
        else high = middle
      }
      const pieces = this.cut(face, ...at((low + high) / 2), this.line(kind))
      if (pieces) return pieces
    }
    throw new Error(`face ${face} cannot be divided`)
  }

  /** Cuts a face into `count` faces of about equal area. */
  divide(face: number, count: number, kind: LineClass): number[] {
    if (count < 2) return [face]
    const first = count === 3 && this.#dice.chance(0.5) ? 2 : Math.floor(count / 2)
    const share = (first / count) * this.#dice.between(0.9, 1.1)
    const [one, two] = this.bisect(face, share, kind)
    return [...this.divide(one, first, kind), ...this.divide(two, count - first, kind)]
  }

  area(face: number): number {
    return areaOf(this.mesh.points(face))
  }

  centre(face: number): Point {
    return centreOf(this.mesh.points(face))
  }

  /** Does a face have a side on this line? */
  touches(face: number, line: number): boolean {
    const { ring } = this.mesh.face(face)
    return ring.some((a, i) => this.mesh.lineOf(a, ring[(i + 1) % ring.length] ?? a) === line)
  }
}

/** Shares out a whole number by weight, everybody at least `least` (largest remainder). */
export function apportion(weights: readonly number[], total: number, least = 1): number[] {
  const spare = total - least * weights.length
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((weight) => (weight / sum) * spare)
  const shares = exact.map((share) => least + Math.floor(share))
  let left = total - shares.reduce((a, b) => a + b, 0)
  const order = exact
    .map((share, i) => ({ i, rest: share - Math.floor(share) }))
    .toSorted((a, b) => b.rest - a.rest || a.i - b.i)
  for (const { i } of order) {
    if (left-- <= 0) break
    shares[i] = (shares[i] ?? 0) + 1
  }
  return shares
}
