import { describe, expect, it } from 'vitest'
import type { Position } from '@lifang/domains/grid/schema.ts'
import { measured } from './outline-size.ts'
import { MOST_OUTLINE_CORNERS, pastedOutline, readOutline } from './outline.ts'

const at = { lon: 113.1, lat: 29.4 }
const p = (east: number, north: number): Position => [at.lon + east / 1e4, at.lat + north / 1e4]
const square = [p(-5, -5), p(5, -5), p(5, 5), p(-5, 5), p(-5, -5)]
const many = (n: number): Position[] => {
  const ring = Array.from({ length: n }, (_, i) => {
    const turn = (i / n) * 2 * Math.PI
    return p(9 * Math.cos(turn), 9 * Math.sin(turn))
  })
  return [...ring, ring[0] ?? p(0, 0)]
}
const said = (ring: readonly Position[], ...holes: Position[][]): string => {
  const read = readOutline({ coordinates: [ring, ...holes] }, at)
  return read.ok ? 'sound' : read.fault.code.replace('registry-rules.outline-', '')
}

describe('an outline', () => {
  it.each([
    ['a square round the place', square, 'sound'],
    ['one whose gate is the place', square.map(([x, y]): Position => [x + 8 / 1e4, y]), 'sound'],
    ['as many corners as may be', many(MOST_OUTLINE_CORNERS), 'sound'],
    ['one corner too many', many(MOST_OUTLINE_CORNERS + 1), 'many'],
    ['not closed', square.slice(0, 4), 'open'],
    ['two corners', [p(0, 0), p(5, 0), p(0, 0)], 'short'],
    ['three corners in one decimetre', [p(0, 0), p(0, 0), p(0, 0), p(0, 0)], 'short'],
    ['on one line', [p(0, 0), p(5, 5), p(9, 9), p(0, 0)], 'crossing'],
    ['crossing itself', [p(-5, -5), p(5, 5), p(5, -5), p(-5, 5), p(-5, -5)], 'crossing'],
    ['a place without width', [p(0, 0), p(0.01, 0), p(0.01, 0.01), p(0, 0)], 'flat'],
    ['in another place', square.map(([x, y]): Position => [x + 0.01, y]), 'far'],
    ['out of the country', square.map(([x, y]): Position => [x - 100, y]), 'outside-china'],
  ])('%s: %3$s', (_name, ring, verdict) => {
    expect(said(ring)).toBe(verdict)
  })
  it('has no holes', () => {
    expect(said(square, [p(-1, -1), p(1, -1), p(1, 1), p(-1, -1)])).toBe('holes')
  })
  it('runs counter-clockwise however it was drawn, in digits of a decimetre', () => {
    const read = readOutline({ coordinates: [square.toReversed()] }, at)
    expect(read).toEqual(readOutline({ coordinates: [square] }, at))
    // A thousandth of a degree each way: 97.06 m by 110.85 m at this latitude.
    expect(read.ok && measured(read.value)).toEqual({ corners: 4, squareMetres: 10_759 })
  })
})

describe('what is pasted', () => {
  const geometry = { type: 'Polygon', coordinates: [square] }
  it.each([
    ['a polygon', geometry],
    ['a feature', { type: 'Feature', properties: { name: '市场' }, geometry }],
    ['a collection of one', { type: 'FeatureCollection', features: [{ type: 'Feature', geometry }] }],
    ['with heights', { ...geometry, coordinates: [square.map((q) => [...q, 31])] }],
  ])('is %s', (_name, given) => {
    expect(pastedOutline(JSON.stringify(given), at).ok).toBe(true)
  })
  it.each([
    ['', 'not-json'],
    ['<b>轮廓</b>', 'not-json'],
    ['null', 'not-polygon'],
    ['[]', 'not-polygon'],
    ['{"type":"Point","coordinates":[113.1,29.4]}', 'not-polygon'],
    ['{"type":"Polygon","coordinates":[]}', 'not-polygon'],
    ['{"type":"Polygon","coordinates":[[["113.1","29.4"]]]}', 'not-polygon'],
    ['{"type":"Polygon","coordinates":"😀"}', 'not-polygon'],
    ['{"type":"FeatureCollection","features":[{},{}]}', 'not-polygon'],
  ])('%s is %s', (typed, fault) => {
    expect(pastedOutline(typed, at)).toMatchObject({
      ok: false,
      fault: { code: `registry-rules.outline-${fault}` },
    })
  })
})
