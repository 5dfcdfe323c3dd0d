import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { systemActor } from '@lifang/platform/access.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { importBuildings, type ImportLine } from './commands/import-buildings.ts'
import { readBuildings } from './rules/geojson-buildings.ts'
import type { BuildingImport } from './schema/building-import.ts'
import { MOST_FEATURES, MOST_RING_CORNERS } from './schema/building-import-lists.ts'
import { MOST_BUILDINGS, type BuildingMap } from './schema/building-map.ts'
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

describe('a file of buildings sent to the console', () => {
  let sent = 0
  const send = async (file: string, post: string, query: { id?: string; dry?: 'yes' } = {}) => {
    sent++
    const type = 'multipart/form-data; boundary=lifangtest'
    const head =
      '--lifangtest\r\nContent-Disposition: form-data; name="file"; filename="b.geojson"\r\nContent-Type: application/geo+json\r\n\r\n'
    const asked = new URLSearchParams({ id: newId(), ...query })
    return server.app.inject({
      method: 'POST',
      url: `/api/registry/building-imports?${asked.toString()}`,
      remoteAddress: `10.13.0.${String(sent)}`,
      headers: { cookie: await server.signIn(post), 'content-type': type },
      payload: `${head}${file}\r\n--lifangtest--\r\n`,
    })
  }
  const file = (first: number): string => {
    const { lon, lat } = office.mine
    const there = office.other
    return JSON.stringify({
      type: 'FeatureCollection',
      features: [
        feature(first, polygon(square(lon, lat, 0.00008)), { name: '试传大厦' }),
        feature(first + 1, polygon(square(there.lon, there.lat)), { name: '别处大厦' }),
        feature(first + 2, polygon(square(87, 43))),
      ],
    })
  }
  const buildings = async (first: number): Promise<number> => {
    const sources = [0, 1, 2].map((n) => `osm:${String(first + n)}`)
    const { n } = await server.admin.one<{ n: number }>(
      sql`select count(*)::integer as n from building where source_id = any(${sources}::text[])`,
    )
    return n
  }

  it('is tried first, then taken in on one’s own ground, and once', async () => {
    const tried = await send(file(7000), 'grid-worker', { dry: 'yes' })
    expect(tried.json()).toMatchObject({ dry: true, made: 1, refused: 2, others: 0, more: 0 })
    expect(tried.json<BuildingImport>().lines.slice(0, 2)).toEqual([
      { feature: 2, says: 'other-ground', refused: true },
      { feature: 3, says: 'outside-grids', refused: true },
    ])
    expect(await buildings(7000)).toBe(0)
    const id = newId()
    const taken = await send(file(7000), 'grid-worker', { id })
    expect([taken.statusCode, taken.json<BuildingImport>().made]).toEqual([201, 1])
    const again = await send(file(7000), 'grid-worker', { id })
    expect([again.statusCode, again.json()]).toEqual([200, taken.json()])
    const other = await send(file(7010), 'grid-worker', { id })
    expect(other.json()).toMatchObject({ code: 'platform.command-reused' })
    expect([await buildings(7000), await buildings(7010)]).toEqual([1, 0])
    const lines = await server.admin.rows<{ details: object }>(
      sql`select details from audit_entry where act = 'registry.import-buildings' and subject_id = ${id}`,
    )
    expect(lines).toMatchObject([{ details: { features: 3 } }])
  })

  it('does not redraw what stands on other people’s ground', async () => {
    const { lon, lat } = office.other
    const theirs = (size: number): string =>
      JSON.stringify({
        type: 'FeatureCollection',
        features: [feature(7100, polygon(square(lon, lat, size)))],
      })
    await importBuildings(
      server.registry,
      systemActor(server.registry.county, '楼栋导入'),
      theirs(0.0001),
      () => undefined,
    )
    const r = await send(theirs(0.0002), 'grid-worker')
    expect(r.json()).toMatchObject({ redrawn: 0, refused: 1, lines: [{ feature: 1, says: 'other-ground' }] })
  })

  it.each([
    ['no JSON', 'no json', 'not-geojson'],
    ['no collection', '{"type":"Feature"}', 'not-geojson'],
    [
      'more features than one file has',
      JSON.stringify({ features: Array(MOST_FEATURES + 1).fill(null) }),
      'too-many',
    ],
  ])('that is %s is refused whole', async (_name, text, why) => {
    const r = await send(text, 'grid-worker')
    expect([r.statusCode, r.json()]).toMatchObject([
      422,
      { code: 'registry.geojson', details: { field: 'file', why: `custom.geojson.${why}` } },
    ])
    expect((await send(text, 'grid-worker', { dry: 'yes' })).json()).toMatchObject({
      made: 0,
      lines: [{ feature: 0, says: why }],
    })
  })

  it('with a ring too fine to be checked is refused at that feature', async () => {
    const { lon, lat } = office.mine
    const ring = Array.from({ length: MOST_RING_CORNERS + 1 }, (_, i): [number, number] => [
      lon + i * 1e-6,
      lat,
    ])
    const text = JSON.stringify({ features: [feature(7200, polygon(ring))] })
    expect((await send(text, 'grid-worker', { dry: 'yes' })).json()).toMatchObject({
      lines: [{ feature: 1, says: 'too-fine', refused: true }],
    })
  })

  it('is for who keeps the register', async () => {
    for (const [post, status] of [
      ['community-manager', 200],
      ['leader', 403],
      ['dispatcher', 403],
    ] as const)
      expect([post, (await send(file(7300), post, { dry: 'yes' })).statusCode]).toEqual([post, status])
    const r = await server.app.inject({
      method: 'POST',
      url: `/api/registry/building-imports?id=${newId()}`,
      headers: { cookie: await server.signIn('grid-worker') },
      payload: { file: 'x' },
    })
    expect(r.json()).toMatchObject({ code: 'platform.wrong-content-type' })
  })

  it('sent twice at once under two ids makes each building once', async () => {
    const both = await Promise.all([send(file(7400), 'grid-worker'), send(file(7400), 'grid-worker')])
    expect(both.map((r) => r.json<BuildingImport>().made).toSorted()).toEqual([0, 1])
    expect(await buildings(7400)).toBe(1)
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

  it('is never a large answer: five hundred finely drawn buildings at once are less than half a megabyte', async () => {
    const { lon, lat } = office.other
    const round = (x: number, y: number): [number, number][] =>
      Array.from({ length: 201 }, (_, i) => {
        const turn = ((i % 200) / 200) * 2 * Math.PI
        return [x + 0.00002 * Math.cos(turn), y + 0.00002 * Math.sin(turn)]
      })
    const features = Array.from({ length: MOST_BUILDINGS }, (_, i) =>
      feature(80_000 + i, polygon(round(lon + (i % 25) * 1e-6, lat + Math.floor(i / 25) * 1e-6)), {
        name: `圆形建筑之第${String(i)}号`,
      }),
    )
    const { made } = await importBuildings(
      server.registry,
      systemActor(server.registry.county, '楼栋导入'),
      JSON.stringify({ type: 'FeatureCollection', features }),
      () => undefined,
    )
    expect(made).toBe(MOST_BUILDINGS)
    // Whatever an earlier test put there makes the five hundred and first, which are counted.
    await server.admin.run(
      sql`update building set lat = lat + 0.01 where source_id like 'osm:7%' and abs(lon - ${lon}) < 1e-4 and abs(lat - ${lat}) < 1e-4`,
    )
    const box = [lon - 0.0005, lat - 0.0005, lon + 0.0005, lat + 0.0005].join(',')
    const r = await office.send('GET', `/api/registry/building-points?box=${box}`, 'duty-chief')
    const { buildings } = r.json<BuildingMap>()
    expect(buildings).toHaveLength(MOST_BUILDINGS)
    expect(buildings.every((b) => b.outline !== null)).toBe(true)
    expect(r.rawPayload.length).toBeLessThan(500_000)
    const counted = await office.send(
      'GET',
      `/api/registry/building-points?box=${[lon - 1, lat - 1, lon + 1, lat + 1].join(',')}`,
      'duty-chief',
    )
    expect(counted.json<BuildingMap>().buildings).toEqual([])
    expect(counted.rawPayload.length).toBeLessThan(20_000)
  })
})
