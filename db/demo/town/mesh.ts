/**
 * A flat mesh of convex faces in plan metres. Faces are only ever cut by straight lines, and every corner a cut makes is put
 * into the ring of every face that touches it: neighbours share their corners, so whatever is joined from faces tiles exactly.
 */
export type Point = [x: number, y: number]

export interface Face {
  id: number
  /** Corner numbers, anticlockwise. Corners may lie on a straight side. */
  ring: number[]
}

interface Edge {
  /** Number of the line that made this edge; the outside border has line 0. */
  line: number
  faces: Set<number>
}

/** A cut nearer than this to a corner (metres) goes through the corner: no slivers, no two corners a step apart. */
const SNAP = 4

const keyOf = (a: number, b: number): number => (a < b ? a * 4_194_304 + b : b * 4_194_304 + a)

export class Mesh {
  readonly corners: Point[] = []
  readonly faces = new Map<number, Face>()
  readonly #edges = new Map<number, Edge>()
  #nextFace = 1

  /** Starts with one face. @param outline anticlockwise, convex */
  constructor(outline: readonly Point[]) {
    for (const point of outline) this.corners.push(point)
    this.#add(
      outline.map((_, i) => i),
      0,
    )
  }

  at(corner: number): Point {
    const point = this.corners[corner]
    if (!point) throw new Error(`no corner ${corner}`)
    return point
  }

  face(id: number): Face {
    const face = this.faces.get(id)
    if (!face) throw new Error(`no face ${id}`)
    return face
  }

  /** Faces as they are now: safe to walk while cutting. */
  ids(): number[] {
    return [...this.faces.keys()]
  }

  points(id: number): Point[] {
    return this.face(id).ring.map((corner) => this.at(corner))
  }

  /** Line number of the edge between two neighbouring corners. */
  lineOf(a: number, b: number): number {
    return this.#edge(a, b).line
  }

  /** All edges as [corner, corner, line]. */
  edges(): [number, number, number][] {
    return [...this.#edges].map(([key, edge]) => [Math.floor(key / 4_194_304), key % 4_194_304, edge.line])
  }

  /**
   * Cuts a face along the endless line through `p` and `q`.
   * @returns the faces left and right of p → q, or null when the line misses the face or only grazes it
   */
  cut(id: number, p: Point, q: Point, line: number): [left: number, right: number] | null {
    // A copy: new corners are put into the face's own ring while we walk.
    const ring = [...this.face(id).ring]
    const side = ring.map((corner) => {
      const [x, y] = this.at(corner)
      return (q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0])
    })
    const crossings: number[] = []
    ring.forEach((a, i) => {
      const j = (i + 1) % ring.length
      const b = ring[j]
      const [da, db] = [side[i] ?? 0, side[j] ?? 0]
      if (b === undefined || da > 0 === db > 0) return
      crossings.push(this.#cornerOn(a, b, da / (da - db)))
    })
    const [one, two] = crossings
    if (one === undefined || two === undefined || one === two || crossings.length !== 2) return null
    const after = this.face(id).ring
    const i = after.indexOf(one)
    const j = after.indexOf(two)
    const gap = Math.abs(i - j)
    if (gap === 1 || gap === after.length - 1) return null
    const path = (from: number, to: number): number[] =>
      from <= to ? after.slice(from, to + 1) : [...after.slice(from), ...after.slice(0, to + 1)]
    this.#remove(id)
    const first = this.#add(path(i, j), line)
    const second = this.#add(path(j, i), line)
    const isLeft = this.#centreSide(first, p, q) > 0
    return isLeft ? [first, second] : [second, first]
  }

  /** The corner at a fraction of an edge: an old one when it is near, else a new one known to both faces. */
  #cornerOn(a: number, b: number, t: number): number {
    const [ax, ay] = this.at(a)
    const [bx, by] = this.at(b)
    const length = Math.hypot(bx - ax, by - ay)
    if (t * length < SNAP) return a
    if ((1 - t) * length < SNAP) return b
    const corner = this.corners.length
    this.corners.push([ax + t * (bx - ax), ay + t * (by - ay)])
    const edge = this.#edge(a, b)
    this.#edges.delete(keyOf(a, b))
    this.#edges.set(keyOf(a, corner), { line: edge.line, faces: new Set(edge.faces) })
    this.#edges.set(keyOf(corner, b), { line: edge.line, faces: new Set(edge.faces) })
    for (const id of edge.faces) {
      const ring = this.face(id).ring
      const i = ring.indexOf(a)
      const forwards = ring[(i + 1) % ring.length] === b
      ring.splice(forwards ? i + 1 : i, 0, corner)
    }
    return corner
  }

  #centreSide(id: number, p: Point, q: Point): number {
    const points = this.points(id)
    const x = points.reduce((sum, point) => sum + point[0], 0) / points.length
    const y = points.reduce((sum, point) => sum + point[1], 0) / points.length
    return (q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0])
  }

  #edge(a: number, b: number): Edge {
    const edge = this.#edges.get(keyOf(a, b))
    if (!edge) throw new Error(`no edge ${a}-${b}`)
    return edge
  }

  #add(ring: number[], line: number): number {
    const id = this.#nextFace++
    this.faces.set(id, { id, ring })
    ring.forEach((a, i) => {
      const b = ring[(i + 1) % ring.length]
      if (b === undefined) return
      const known = this.#edges.get(keyOf(a, b))
      if (known) known.faces.add(id)
      else this.#edges.set(keyOf(a, b), { line, faces: new Set([id]) })
    })
    return id
  }

  #remove(id: number): void {
    const { ring } = this.face(id)
    ring.forEach((a, i) => {
      const b = ring[(i + 1) % ring.length]
      if (b !== undefined) this.#edge(a, b).faces.delete(id)
    })
    this.faces.delete(id)
  }

  /** Border of several faces joined, as one ring of corners. @throws Error when they do not form one piece without holes */
  outline(ids: readonly number[]): number[] {
    const inside = new Set(ids)
    const next = new Map<number, number>()
    const seen = new Set<number>()
    for (const id of ids) {
      const { ring } = this.face(id)
      ring.forEach((a, i) => {
        const b = ring[(i + 1) % ring.length]
        if (b === undefined) return
        const shared = [...this.#edge(a, b).faces].some((other) => other !== id && inside.has(other))
        if (!shared) next.set(a, b)
      })
    }
    const [start] = next.keys()
    const path: number[] = []
    for (let corner = start; corner !== undefined && !seen.has(corner); corner = next.get(corner)) {
      seen.add(corner)
      path.push(corner)
    }
    if (path.length !== next.size) throw new Error('faces do not form one piece')
    return path
  }
}
