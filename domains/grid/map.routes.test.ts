import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@lifang/platform/access.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { importBaseMap } from './public.ts'
import { GridIndex } from './rules/locate.ts'
import { BaseMap, MapArea } from './schema/map.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.end())
const get = (url: string, headers: Record<string, string> = {}) =>
  server.app.inject({ method: 'GET', url, headers })

describe('the base map', () => {
  it('is open to a stranger, packed, and answered 304 to whoever has it', async () => {
    const plain = await get('/api/map/base')
    expect(plain.statusCode).toBe(200)
    const { features } = BaseMap.parse(plain.json())
    expect([...new Set(features.map((f) => f.properties.kind))].toSorted()).toEqual([
      'block',
      'building',
      'poi',
      'road',
      'water',
    ])
    expect(features.some((f) => f.properties.kind === 'road' && f.properties.name === '学府路')).toBe(true)
    const packed = await get('/api/map/base', { 'accept-encoding': 'gzip, br' })
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(packed.rawPayload.length).toBeLessThan(400_000)
    expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body)
    const again = await get('/api/map/base', { 'if-none-match': String(plain.headers['etag']) })
    expect([again.statusCode, again.body]).toEqual([304, ''])
  })

  it('names no address: those belong to the register of buildings', async () => {
    const { features } = BaseMap.parse((await get('/api/map/base')).json())
    expect(
      features.filter((f) => f.properties.kind === 'building' && f.properties.name !== undefined),
    ).toEqual([])
  })
})

describe('borders on the map', () => {
  it('are those in force, each with a point inside it, and one branch where asked', async () => {
    const answer = await get('/api/map/areas')
    const items = answer.json<{ items: unknown[] }>().items.map((i) => MapArea.parse(i))
    const count = (level: string) => items.filter((i) => i.level === level).length
    expect([count('street'), count('community'), count('grid'), items.length]).toEqual([1, 8, 40, 49])
    const grids = items.filter((i) => i.level === 'grid')
    const index = new GridIndex(grids.map((g) => ({ id: g.code, shape: g.border })))
    expect(grids.filter((g) => index.locate(...g.centre) !== g.code)).toEqual([])
    const [community] = items.filter((i) => i.level === 'community')
    const branch = (await get(`/api/map/areas?under=${community?.code ?? ''}`)).json<{ items: MapArea[] }>()
      .items
    expect(branch.every((i) => i.code === community?.code || i.parent === community?.code)).toBe(true)
    expect(branch.length).toBeGreaterThan(1)
    const again = await get('/api/map/areas', { 'if-none-match': String(answer.headers['etag']) })
    expect(again.statusCode).toBe(304)
  })

  it('of a code that is none are not found', async () => {
    expect((await get('/api/map/areas?under=999')).json()).toMatchObject({ code: 'grid.not-found' })
  })
})

describe('a deployment’s own base map', () => {
  const actor = () => systemActor(server.deps.county, '底图导入')
  const take = (text: string) => {
    const rejected: string[] = []
    return importBaseMap(server.db, actor(), text, new Date(server.deps.clock.now()), (r) =>
      rejected.push(`${r.feature} ${r.problem.code}`),
    ).then((loaded) => ({ loaded, rejected }))
  }
  it('replaces the old one whole, tells the features it refused, and is written in the audit', async () => {
    const before = await get('/api/map/base')
    const { loaded, rejected } = await take(
      [
        '{"type":"Feature","properties":{"kind":"road","name":"新路"},"geometry":{"type":"LineString","coordinates":[[113.1,29.3],[113.2,29.4]]}}',
        '{"type":"Feature","properties":{"kind":"hill"},"geometry":null}',
        'not json',
      ].join('\n'),
    )
    expect(loaded).toEqual({ features: 3, loaded: 1, rejected: 2, rows: 1 })
    expect(rejected).toEqual(['2 map.feature-kind', '3 map.feature-kind'])
    const after = await get('/api/map/base', { 'if-none-match': String(before.headers['etag']) })
    expect(after.json<BaseMap>().features.map((f) => f.properties.name)).toEqual(['新路'])
    const line = await server.admin.one<{ details: unknown }>(
      sql`select details from audit_entry where act = 'grid.map-import'`,
    )
    expect(line.details).toEqual({ features: 1, rejected: 2 })
  })

  it('without one fit feature changes nothing', async () => {
    const before = (await get('/api/map/base')).body
    await expect(take('{"features":[{}]}')).rejects.toMatchObject({ code: 'map.nothing-to-load' })
    expect((await get('/api/map/base')).body).toBe(before)
  })
})
