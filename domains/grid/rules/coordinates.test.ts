import { describe, expect, it } from 'vitest'
import type { Crs } from '../schema.ts'
import { fromStored, isPlaceholder, toStored } from './coordinates.ts'

/** name, WGS-84, GCJ-02, BD-09; computed with two independent libraries that agree to a millimetre. */
const vectors: [string, number, number, number, number, number, number][] = [
  ['岳阳楼区', 113.1289, 29.3719, 113.1348655, 29.3693534, 113.1413239, 29.3754339],
  ['大武口区', 106.3677, 39.0192, 106.3723875, 39.0200463, 106.3790117, 39.0257582],
  ['吴中区', 120.6316, 31.264, 120.6357866, 31.2618209, 120.6423128, 31.2677124],
  ['武昌区', 114.3162, 30.5538, 114.3216573, 30.5513954, 114.3281852, 30.5572474],
  ['蚌山区', 117.3733, 32.9165, 117.3791274, 32.9147807, 117.3855929, 32.9209758],
  ['北京天安门', 116.3974, 39.9087, 116.4036436, 39.9101035, 116.4100164, 39.9164431],
  ['乌鲁木齐', 87.6168, 43.8256, 87.6196499, 43.8268054, 87.6260998, 43.8329498],
  ['三沙', 112.3386, 16.831, 112.343512, 16.8293687, 112.3500149, 16.835484],
  ['漠河', 122.5386, 52.9721, 122.5456286, 52.9736128, 122.5520985, 52.9796988],
]

/** Distance in metres, good enough for a few hundred metres. */
function metres(aLon: number, aLat: number, bLon: number, bLat: number): number {
  const x = (aLon - bLon) * 111_320 * Math.cos((aLat * Math.PI) / 180)
  return Math.hypot(x, (aLat - bLat) * 110_900)
}

function stored(lon: number, lat: number, crs: Crs) {
  const result = toStored({ lon, lat, crs })
  if (!result.ok) throw result.problem
  return result.value
}

const refusal = (lon: number, lat: number, crs: Crs = 'WGS84') => {
  const result = toStored({ lon, lat, crs })
  return result.ok ? 'accepted' : result.problem.code
}

describe('toStored', () => {
  it.each(vectors)('%s comes back to WGS-84 within half a metre', (_, lon, lat, gLon, gLat, bLon, bLat) => {
    for (const place of [
      stored(gLon, gLat, 'GCJ02'),
      stored(bLon, bLat, 'BD09'),
      stored(lon, lat, 'WGS84'),
      stored(lon, lat, 'CGCS2000'),
    ]) {
      expect(metres(place.lon, place.lat, lon, lat)).toBeLessThan(0.5)
    }
    // The shift is real: read as WGS-84, a web map's point would lie hundreds of metres off.
    expect(metres(gLon, gLat, lon, lat)).toBeGreaterThan(100)
  })

  it('goes back to the web map', () => {
    const map = fromStored({ lon: 113.1289, lat: 29.3719 }, 'GCJ02')
    expect(metres(map.lon, map.lat, 113.1348655, 29.3693534)).toBeLessThan(0.5)
  })

  it.each([
    [Number.NaN, 29.3, 'grid.coordinate-not-a-number'],
    [Number.POSITIVE_INFINITY, 29.3, 'grid.coordinate-not-a-number'],
    [0, 0, 'grid.coordinate-placeholder'],
    [113, 29, 'grid.coordinate-placeholder'],
    [39, -77, 'grid.coordinate-placeholder'],
    [29.5, 29.5, 'grid.coordinate-placeholder'],
    [116.397428, 39.90923, 'grid.coordinate-placeholder'],
    [29.3719, 113.1289, 'grid.coordinate-swapped'],
    [139.6917, 35.6895, 'grid.coordinate-out-of-range'],
    [-74.006, 40.7128, 'grid.coordinate-out-of-range'],
    [113.1, 91.2, 'grid.coordinate-out-of-range'],
    [1e308, 29.3, 'grid.coordinate-out-of-range'],
  ])('refuses %d, %d: %s', (lon, lat, code) => expect(refusal(lon, lat)).toBe(code))

  it('accepts foreign points only where foreign histories are read, and still no placeholder', () => {
    expect(toStored({ lon: -71.0589, lat: 42.3601, crs: 'WGS84' }, 'world').ok).toBe(true)
    expect(toStored({ lon: -77, lat: 39, crs: 'WGS84' }, 'world').ok).toBe(false)
    expect(toStored({ lon: -190.5, lat: 39.2, crs: 'WGS84' }, 'world').ok).toBe(false)
  })
})

describe('isPlaceholder', () => {
  it('lets a true place pass that happens to have one whole number', () => {
    expect(isPlaceholder(113, 29.37)).toBe(false)
  })
})
