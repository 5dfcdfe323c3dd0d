import { expect, test } from 'vitest'
import type { Shape } from '@lifang/domains/grid/schema.ts'
import { middleOf, outlineOf, projectionOf, touchedAt } from './projection.ts'

const block = (west: number, south: number, east: number, north: number): Shape => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
})
const WIDE = block(113.1, 29.35, 113.13, 29.36)
const TALL = block(113.1, 29.35, 113.105, 29.38)

test.each([
  ['fills the width', [WIDE], { width: 358, margin: 2 }, 356],
  ['fills the width however tall', [TALL], { width: 358, margin: 2 }, 356],
  ['both together fill the width', [WIDE, TALL], { width: 358, margin: 2 }, 356],
  ['keeps its margin', [WIDE], { width: 390, margin: 22, square: true }, 368],
])('%s', (_, shapes, sheet, right) => {
  const p = projectionOf(shapes, sheet)
  const corners = shapes.flatMap((s) => (s.type === 'Polygon' ? s.coordinates.flat() : [])).map(p.to)
  expect(Math.min(...corners.map(([x]) => x))).toBeCloseTo(sheet.margin)
  expect(Math.max(...corners.map(([x]) => x))).toBeCloseTo(right)
  const ys = corners.map(([, y]) => y)
  expect(Math.min(...ys)).toBeGreaterThan(sheet.margin - 0.5)
  expect(Math.min(...ys) + Math.max(...ys)).toBeCloseTo(p.height)
})

test('a tall shape on a square sheet is as tall as the sheet is wide', () => {
  expect(projectionOf([TALL], { width: 390, margin: 22, square: true }).height).toBeCloseTo(390)
})

test('a place is found again where it was drawn and where it is touched', () => {
  const p = projectionOf([WIDE], { width: 358, margin: 2 })
  const [x, y] = p.to([113.11, 29.354])
  expect(p.back(x, y)).toEqual([113.11, 29.354])
  // Drawn half as large, and not at the corner of the screen.
  const currentTarget = { getBoundingClientRect: () => ({ left: 16, top: 40, width: 179 }) }
  expect(touchedAt({ currentTarget, clientX: 16 + x / 2, clientY: 40 + y / 2 }, p)).toEqual([113.11, 29.354])
})

test('the middle of a shape and its outline', () => {
  const p = projectionOf([WIDE], { width: 358, margin: 2 })
  const [x, y] = middleOf(WIDE, p)
  expect([x, y * 2]).toEqual([expect.closeTo(179), expect.closeTo(p.height)])
  expect(outlineOf(WIDE, p)).toMatch(/^M2\.0 [\d.]+L356\.0 [\d.]+L.*Z$/)
})
