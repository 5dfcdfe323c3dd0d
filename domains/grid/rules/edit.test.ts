import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Position, Shape } from '../schema.ts'
import {
  addCorner,
  changesOf,
  cutAway,
  drawPart,
  dropCorner,
  fillGap,
  halvingLine,
  mergeParts,
  moveCorner,
  neighbourOf,
  requestFor,
  splitPart,
  type DrawnPart,
} from './edit.ts'
import { area, parts } from './geometry.ts'
import { checkTopology } from './topology.ts'

const [X, Y, W] = [113.1, 29.3, 0.004]
const box = (x: number, y: number, w = W, h = W): Shape => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
      [x, y],
    ],
  ],
})
const part = (key: string, shape: Shape): DrawnPart => ({
  key,
  code: key,
  name: key,
  from: [],
  kind: 'general',
  type: 'rural',
  households: 400,
  shape,
})
/** Two above, one long one below, which has no corner where the two meet. */
const START = [
  part('a', box(X, Y + W)),
  part('b', box(X + W, Y + W)),
  part('c', box(X, Y, 2 * W, W)),
] as const
const PARENT = box(X, Y, 2 * W, 2 * W)
const checks = (drawing: readonly DrawnPart[]) =>
  checkTopology(
    PARENT,
    drawing.map((p) => ({ ...p, id: p.key })),
  )
const total = (drawing: readonly DrawnPart[]): number => drawing.reduce((s, p) => s + area(p.shape), 0)
const MEET: Position = [X + W, Y + W]

describe('corners', () => {
  it('that lie on one another move together, also where a neighbour has only a side', () => {
    fc.assert(
      fc.property(
        // Thousandths of a side: less than a hand can move, and more than a number can lose.
        fc.integer({ min: -900, max: 900 }).map((n) => n / 1000),
        fc.integer({ min: -900, max: 900 }).map((n) => n / 1000),
        (dx, dy) => {
          const moved = moveCorner(START, MEET, [MEET[0] + dx * W, MEET[1] + dy * W])
          expect(checks(moved)).toEqual([])
          expect(total(moved)).toBeCloseTo(total(START), 2)
        },
      ),
    )
  })

  it('moved in one grid alone open a gap or an overlap, which is named', () => {
    const gap = moveCorner(START, MEET, [MEET[0] - W / 10, MEET[1] + W / 10], 'a')
    expect(checks(gap).map((f) => f.check)).toEqual(['gap'])
    const over = moveCorner(START, MEET, [MEET[0] + W / 10, MEET[1] - W / 10], 'a')
    expect(checks(over).map((f) => f.check)).toContain('overlap')
  })

  it('are added to every grid that has the side, and taken away again', () => {
    const at: Position = [X + W / 2, Y + W]
    const more = addCorner(START, at)
    expect(more.map((p) => (parts(p.shape)[0]?.[0] ?? []).length)).toEqual([6, 5, 6])
    expect(total(dropCorner(more, at))).toBeCloseTo(total(START), 2)
    expect(more[1]).toBe(START[1])
  })

  it('of a triangle stay', () => {
    const triangle = part('t', {
      type: 'Polygon',
      coordinates: [
        [
          [X, Y],
          [X + W, Y],
          [X, Y + W],
          [X, Y],
        ],
      ],
    })
    expect(dropCorner([triangle], [X, Y])[0]).toBe(triangle)
  })
})

describe('cutting and joining', () => {
  it('a cut anywhere across leaves no gap and no overlap, and the halves join again', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 50, max: 1950 }).map((n) => n / 1000),
        fc.integer({ min: 50, max: 1950 }).map((n) => n / 1000),
        (from, to) => {
          const line: Position[] = [
            [X + from * W, Y - W / 5],
            [X + to * W, Y + 1.2 * W],
          ]
          const cut = splitPart(START, 'c', line, ['x', 'y'])
          if (!cut.ok) throw cut.problem
          expect(checks(cut.value).filter((f) => f.blocks)).toEqual([])
          expect(total(cut.value)).toBeCloseTo(total(START), 2)
          expect(cut.value.filter((p) => p.code === null).map((p) => p.from)).toEqual([['c'], ['c']])
          const joined = mergeParts(cut.value, ['x', 'y'], 'z')
          if (!joined.ok) throw joined.problem
          expect(total(joined.value)).toBeCloseTo(total(START), 2)
          expect(joined.value.find((p) => p.key === 'z')?.from).toEqual(['c'])
        },
      ),
    )
  })

  it.each(['north-south', 'east-west'] as const)('a line %s halves a grid', (across) => {
    const cut = splitPart(START, 'a', halvingLine(START[0].shape, across), ['x', 'y'])
    if (!cut.ok) throw cut.problem
    const [x, y] = ['x', 'y'].map((key) => area(cut.value.find((p) => p.key === key)?.shape ?? PARENT))
    expect(Math.abs((x ?? 0) - (y ?? 0))).toBeLessThan(1)
  })

  it('grids that do not touch are not joined', () => {
    const apart = mergeParts([part('l', box(X, Y)), part('r', box(X + 3 * W, Y))], ['l', 'r'], 'z')
    expect(apart.ok ? '' : apart.problem.code).toBe('grid.merge-apart')
  })
})

describe('mending', () => {
  it('a gap goes to the neighbour with the longest border, an overlap is cut from one', () => {
    const open = moveCorner(START, MEET, [MEET[0] - W / 10, MEET[1] + W / 10], 'a')
    const gap = checks(open)[0]?.shape
    if (gap === undefined) throw new Error('no gap')
    const near = neighbourOf(open, gap)
    expect(near).not.toBeNull()
    expect(checks(fillGap(open, near?.key ?? '', gap))).toEqual([])
    const over = moveCorner(START, MEET, [MEET[0] + W / 10, MEET[1] + W / 20], 'a')
    const piece = checks(over).find((f) => f.check === 'overlap')?.shape
    if (piece === undefined) throw new Error('no overlap')
    expect(checks(cutAway(over, 'a', piece)).filter((f) => f.check === 'overlap')).toEqual([])
  })
})

it('only what is other than it was is asked for', () => {
  expect(changesOf(START, START)).toEqual([])
  const moved = moveCorner(START, [X, Y + 2 * W], [X + W / 9, Y + 1.9 * W])
  expect(changesOf(START, moved).map((c) => (c.is === 'kept' ? c.code : c.name))).toEqual(['a'])
})

describe('a grid drawn on the board', () => {
  const middle = box(X + W / 2, Y + W / 2)
  it('takes its ground from whoever has it, and is asked for as another kind of redraw', () => {
    const drawn = drawPart(START, middle, PARENT, { key: 'new', name: '新画网格 1' })
    if (!drawn.ok) throw drawn.problem
    expect(checks(drawn.value)).toEqual([])
    expect(Math.abs(total(drawn.value) - area(PARENT))).toBeLessThan(1)
    const request = requestFor(START, drawn.value, 'community')
    expect([request.kind, request.parts.map((p) => p.is).toSorted()]).toEqual([
      'draw',
      ['drawn', 'kept', 'kept', 'kept'],
    ])
    expect(requestFor(START, START, 'community')).toEqual({ kind: 'reshape', parts: [] })
  })
  it('can be cut and joined like any other: with a grid that was there it is one that comes from it', () => {
    const drawn = drawPart(START, middle, PARENT, { key: 'new', name: '新画网格 1' })
    if (!drawn.ok) throw drawn.problem
    const joined = mergeParts(drawn.value, ['new', 'a'], 'both')
    if (!joined.ok) throw joined.problem
    const request = requestFor(START, joined.value, 'community')
    expect(request.kind).toBe('reshape')
    expect(request.parts.find((p) => p.is === 'new')).toMatchObject({ from: ['a'] })
  })
  it('is refused where it may not be, and the drawing stays', () => {
    const refused = drawPart(START, box(X, Y + W), PARENT, { key: 'new', name: '新' })
    expect(refused.ok ? null : refused.problem.code).toBe('grid.draw-swallows')
  })
})
