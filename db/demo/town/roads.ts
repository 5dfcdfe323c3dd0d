import type { Dice } from '../random.ts'
import { COLLECTORS, LANES, NameBook, PLACES, chineseNumber } from './names.ts'
import type { Point } from './mesh.ts'
import type { Road, Water } from './plan.ts'
import { distanceToSegment } from './plane.ts'
import type { Survey } from './survey.ts'
import { BANK, RIVER_HALF } from './survey.ts'
import type { Warp } from './warp.ts'
import { steps } from './warp.ts'

/** Names of lines by number. The river and the edge of the sheet have none. */
export function nameLines(survey: Survey, chance: Dice): Map<number, string> {
  const names = new Map(survey.named)
  names.set(survey.banks[0], '滨河北路')
  names.set(survey.banks[1], '滨河南路')
  const used = new Set(names.values())
  const free = (list: readonly string[]) => chance.shuffle(list.filter((name) => !used.has(name)))
  const books = {
    arterial: new NameBook(free(PLACES.map((place) => `${place}大道`)), (n) => `${chineseNumber(n)}号公路`),
    collector: new NameBook(
      free([...COLLECTORS, ...PLACES.map((p) => `${p}街`)]),
      (n) => `规划${chineseNumber(n)}路`,
    ),
    lane: new NameBook(free([...LANES, ...PLACES.map((p) => `${p}巷`)]), (n) => `新${chineseNumber(n)}巷`),
  }
  survey.layout.lines.forEach((kind, line) => {
    if (line === 0 || names.has(line) || kind === 'river' || kind === 'riverside') return
    names.set(line, books[kind].take())
  })
  return names
}

/** Mid-stream as drawn on the plan, from west to east. */
function streamOf({ layout, river }: Survey): Point[] {
  return cornersOf(layout, river).toSorted((a, b) => a[0] - b[0])
}

function cornersOf(layout: Survey['layout'], line: number): Point[] {
  const corners = new Set(
    layout.mesh
      .edges()
      .filter(([, , made]) => made === line)
      .flatMap(([a, b]) => [a, b]),
  )
  return [...corners].map((corner) => layout.mesh.at(corner))
}

/** Every line as a road, curved. Side roads stop at the riverside; main roads cross the water. */
export function drawRoads(survey: Survey, names: ReadonlyMap<number, string>, shape: Warp): Road[] {
  const { layout } = survey
  const stream = streamOf(survey)
  const [west, east] = [stream[0], stream.at(-1)]
  const byLine = new Map<number, [Point, Point][]>()
  for (const [a, b, line] of layout.mesh.edges()) {
    const ends: [Point, Point] = [layout.mesh.at(a), layout.mesh.at(b)]
    const inWater = west && east && ends.every((end) => distanceToSegment(end, west, east) < BANK + 1)
    if (inWater && layout.lines[line] !== 'arterial' && layout.lines[line] !== 'riverside') continue
    byLine.set(line, [...(byLine.get(line) ?? []), ends])
  }
  return [...byLine]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([line, edges]) => {
      const kind = layout.lines[line]
      const name = names.get(line)
      if (!kind || kind === 'river' || name === undefined) return []
      return chains(edges).map((run) => {
        const chain = kind === 'arterial' && west && east ? bridged(run, west, east) : run
        const path = chain.flatMap((a, i) => {
          const b = chain[i + 1]
          return b ? steps(a, b) : [a]
        })
        return { name, class: kind, path: path.map((point) => shape.place(shape.bend(point))) }
      })
    })
}

/** A main road that ends in mid-stream goes on to the road on the other bank. */
function bridged(run: readonly Point[], west: Point, east: Point): Point[] {
  const beyond = (end: Point | undefined, before: Point | undefined): Point[] => {
    if (!end || !before || distanceToSegment(end, west, east) > 1) return []
    const length = Math.hypot(end[0] - before[0], end[1] - before[1])
    const reach = (BANK * 1.05) / length
    return [[end[0] + (end[0] - before[0]) * reach, end[1] + (end[1] - before[1]) * reach]]
  }
  return [...beyond(run[0], run[1]), ...run, ...beyond(run.at(-1), run.at(-2))]
}

/** Joins the edges of one straight line into runs without gaps. */
function chains(edges: readonly [Point, Point][]): Point[][] {
  const [first] = edges
  if (!first) return []
  const [p, q] = first
  const along = ([x, y]: Point): number => x * (q[0] - p[0]) + y * (q[1] - p[1])
  const sorted = edges
    .map(([a, b]): [Point, Point] => (along(a) <= along(b) ? [a, b] : [b, a]))
    .toSorted((a, b) => along(a[0]) - along(b[0]))
  const runs: Point[][] = []
  for (const [a, b] of sorted) {
    const run = runs.at(-1)
    const end = run?.at(-1)
    if (run && end && Math.hypot(end[0] - a[0], end[1] - a[1]) < 0.01) run.push(b)
    else runs.push([a, b])
  }
  return runs
}

/** The river as a band around mid-stream, a little wider and narrower on its way. */
export function drawRiver(survey: Survey, name: string, shape: Warp): Water {
  const stream = streamOf(survey)
  const dense = stream.flatMap((a, i) => {
    const b = stream[i + 1]
    return b ? steps(a, b) : [a]
  })
  const bank = (side: 1 | -1): Point[] =>
    dense.map(([x, y], i) => {
      const a: Point = dense[Math.max(0, i - 1)] ?? [x, y]
      const b: Point = dense[Math.min(dense.length - 1, i + 1)] ?? [x, y]
      const length = Math.hypot(b[0] - a[0], b[1] - a[1])
      const half = (RIVER_HALF - 5 + 5 * Math.sin(x / 240 + side)) * side
      return shape.bend([x - ((b[1] - a[1]) / length) * half, y + ((b[0] - a[0]) / length) * half])
    })
  const ring = [...bank(-1), ...bank(1).toReversed()].map((point) => shape.place(point))
  const [first] = ring
  return { name, kind: 'river', shape: { type: 'Polygon', coordinates: [first ? [...ring, first] : []] } }
}
