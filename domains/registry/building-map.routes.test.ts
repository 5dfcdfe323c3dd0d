import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@lifang/platform/access.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { importBuildings, type ImportLine } from './commands/import-buildings.ts'
import { readBuildings } from './rules/geojson-buildings.ts'
import type { BuildingMap } from './schema/building-map.ts'
import { registryOffice, type Office } from './testing/office.ts'

const SAMPLES = join(
  process.env['LIFANG_DATA_SAMPLES'] ?? 'no-samples',
  'boundaries/osm_wuhan_luomo_road_buildings_roads.geojson',
)
const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
})
afterAll(() => server.end())

const square = (lon: number, lat: number, size = 0.0001): [number, number][] => [
  [lon - size, lat - size],
  [lon + size, lat - size],
  [lon + size, lat + size],
  [lon - size, lat + size],
  [lon - size, lat - size],
]
const feature = (id: number | null, geometry: unknown, more: object = {}) => ({
  type: 'Feature',
  properties: { layer: 'buildings', ...(id === null ? {} : { id }), ...more },
  geometry,
})
const polygon = (...rings: [number, number][][]) => ({ type: 'Polygon', coordinates: rings })

/** One of each oddity, around a point. */
function odd({ lon, lat }: { lon: number; lat: number }): string {
  const ring = square(lon, lat)
  const [a, b, c, d] = ring
  return JSON.stringify({
    type: 'FeatureCollection',
    features: [
      feature(1, polygon(ring), { name: '云溪大厦', height: 17 }),
      feature(2, polygon(ring.slice(0, 4))),
      feature(3, { type: 'Polygon', coordinates: [[a, c, b, d, a]] }),
      feature(4, { type: 'Polygon', coordinates: [[a, b, a]] }),
      feature(5, { type: 'MultiPolygon', coordinates: [[ring], [square(lon + 0.0003, lat)]] }),
      feature(6, polygon(ring, square(lon, lat, 0.00004))),
      feature(1, polygon(ring)),
      feature(7, polygon(square(87, 43))),
      feature(8, null),
      feature(null, polygon(ring)),
      feature(9, { type: 'Polygon', coordinates: 'x' }),
      feature(10, { type: 'Point', coordinates: [lon, lat] }),
      {
        type: 'Feature',
        properties: { layer: 'roads' },
        geometry: { type: 'LineString', coordinates: [a, b] },
      },
    ],
  })
}

describe('a file of buildings', () => {
  const run = async (file: string) => {
    const lines: ImportLine[] = []
    const result = await importBuildings(
      server.registry,
      systemActor(server.registry.county, '楼栋导入'),
      file,
      (line) => void lines.push(line),
    )
    return { result, told: lines.map((l) => `${String(l.feature)} ${'fault' in l ? l.fault : l.note}`) }
  }
  it('is taken with what is odd told feature by feature, and again changes nothing', async () => {
    const file = odd(office.mine)
    const first = await run(file)
    expect(first.result).toEqual({ made: 4, redrawn: 0, unchanged: 0, refused: 7, others: 2 })
    expect(first.told.filter((l) => !/storeys|unnamed/.test(l)).toSorted()).toEqual(
      [
        '3 self-crossing',
        '4 flat',
        '7 twice',
        '8 outside-grids',
        '9 no-area',
        '10 no-id',
        '11 odd-geometry',
        '2 closed',
        '6 holes',
      ].toSorted(),
    )
    expect((await run(file)).result).toMatchObject({ made: 0, unchanged: 4 })
    const moved = JSON.parse(file) as { features: { geometry: unknown }[] }
    const [one] = moved.features
    if (one !== undefined) one.geometry = polygon(square(office.mine.lon, office.mine.lat, 0.0002))
    expect((await run(JSON.stringify(moved))).result).toMatchObject({ made: 0, redrawn: 1, unchanged: 3 })
    expect((await run('no json')).told).toEqual(['0 not-geojson'])
  })
  if (existsSync(SAMPLES))
    it('of a real place has every building accounted for', () => {
      const { found, faults, others } = readBuildings(readFileSync(SAMPLES, 'utf8'))
      expect(found.length + faults.length).toBe(265)
      expect(found.length + faults.length + others).toBe(729)
      expect(found.length).toBeGreaterThan(200)
    })
})

describe('the map of buildings', () => {
  const ask = (box: string, post = 'grid-worker') =>
    office.ok<BuildingMap>('GET', `/api/registry/building-points?box=${box}`, post)
  const around = (half: number): string => {
    const { lon, lat } = office.mine
    return [lon - half, lat - half, lon + half, lat + half].join(',')
  }
  it('tells each with its homes, people and what is due, and names whose outlines they are', async () => {
    const home = await office.home({ road: '地图路' })
    await office.register(home, { name: '周图' })
    const map = await ask(around(0.01))
    const found = map.buildings.find((b) => b.address.startsWith('地图路'))
    expect(found).toMatchObject({
      homes: 1,
      residents: 1,
      unknown: 1,
      stale: 0,
      freshness: 'unknown',
      outline: null,
    })
    const drawn = map.buildings.find((b) => b.address.startsWith('云溪大厦'))
    expect([drawn?.outline?.type, drawn?.freshness, map.openStreetMap]).toEqual(['Polygon', null, true])
    const outline = await office.ok<{ openStreetMap: boolean }>(
      'GET',
      `/api/registry/buildings/${drawn?.id ?? ''}/outline`,
      'grid-worker',
    )
    expect(outline.openStreetMap).toBe(true)
    expect((await ask('0,0,1,1')).total).toBe(0)
  })
  it('shows nothing of other ground', async () => {
    const { lon, lat } = office.other
    const map = await ask([lon - 0.0005, lat - 0.0005, lon + 0.0005, lat + 0.0005].join(','))
    expect(map.total).toBe(0)
  })
  it.each(['', '1,2,3', '3,3,1,1', 'a,b,c,d', '1,1,2,999'])('refuses the box %s', async (box) => {
    expect(await office.refusal('GET', `/api/registry/building-points?box=${box}`, 'grid-worker')).toBe(
      '422 custom.box box',
    )
  })
})
