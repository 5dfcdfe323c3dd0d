import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@lifang/platform/access.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { publishCard } from './commands/publication.ts'
import type { PublicPlace, WorkerCard } from './schema/public.ts'

const NOW = Date.parse('2026-11-20T10:18:00+08:00')
const clock = setClock(NOW)
let server: TestServer
/** A grid of the demo whose worker has an account that can sign in. */
let worker: {
  code: string
  areaId: string
  accountId: string
  name: string
  phone: string | null
  holding: string
}
beforeAll(async () => {
  server = await testServer({ clock })
  worker = await server.admin.one(
    sql`select a.code, a.id as "areaId", h.account_id as "accountId", c.name, c.phone, h.id as holding from holding h
        join area a on a.id = h.area_id join account c on c.id = h.account_id
        where h.post = 'grid-worker' and a.grid_kind is not null order by a.code limit 1`,
  )
})
afterAll(() => server.end())

let strangers = 0
const get = (url: string) =>
  server.app.inject({ method: 'GET', url, remoteAddress: `10.6.0.${++strangers % 250}` })
const card = async (): Promise<WorkerCard> => {
  const r = await get(`/api/public/grid-worker?grid=${worker.code}`)
  expect(r.statusCode, r.body).toBe(200)
  return r.json<WorkerCard>()
}
const publish = (fields: readonly string[], duties: readonly string[] | null = null) =>
  publishCard(
    { db: server.deps.db, clock, county: server.deps.county },
    systemActor(server.deps.county, 'test'),
    {
      fields,
      duties,
    },
  )

describe('places for everybody', () => {
  it('are streets, communities and grids with a point inside each grid', async () => {
    const { items } = (await get('/api/public/places')).json<{ items: PublicPlace[] }>()
    const grids = items.filter((p) => p.level === 'grid')
    expect(grids).toHaveLength(40)
    for (const g of grids) {
      const [lon, lat] = g.point ?? [0, 0]
      expect(server.deps.directory.locate(lon, lat)?.grid.code).toBe(g.code)
      expect(items.find((p) => p.code === g.parent)?.level).toBe('community')
    }
  })
  it('have borders by community or street, and none that is not there', async () => {
    const { items } = (await get('/api/public/places')).json<{ items: PublicPlace[] }>()
    const community = items.find((p) => p.level === 'community')
    const street = items.find((p) => p.level === 'street')
    const count = async (code: string | undefined) =>
      (await get(`/api/public/borders?under=${code}`)).json<{ items: unknown[] }>().items.length
    expect(await count(street?.code)).toBe(40)
    expect(await count(community?.code)).toBe(items.filter((p) => p.parent === community?.code).length)
    expect((await get('/api/public/borders?under=404')).json()).toMatchObject({ code: 'grid.not-found' })
  })
})

describe('my grid worker', () => {
  it('is a surname, the office’s phone and the duties, and nothing else leaks', async () => {
    const seen = await card()
    expect(seen.worker).toEqual({ name: worker.name.slice(0, 1), whole: false, standIn: false, photo: null })
    expect(seen.office?.phone).toMatch(/^0000-/)
    expect(seen.duties).toEqual([])
    const text = JSON.stringify(seen)
    for (const secret of [worker.name, worker.accountId, worker.phone ?? 'none', 'username', 'grid1'])
      expect(text, secret).not.toContain(secret)
    expect(Object.keys(seen).toSorted()).toEqual(['community', 'duties', 'grid', 'office', 'worker'])
  })

  it('shows what was approved and no more, field by field', async () => {
    await publish(['full-name'])
    expect(await card()).toMatchObject({
      worker: { name: worker.name, whole: true },
      office: null,
      duties: null,
    })
    await publish([])
    expect(await card()).toMatchObject({ worker: { name: null }, office: null, duties: null })
    expect(JSON.stringify(await card())).not.toContain(worker.name.slice(0, 1) + '"')
    await publish(['surname', 'duties'], ['每天巡查一次'])
    expect((await card()).duties).toEqual(['每天巡查一次'])
    await expect(publish(['home-phone'])).rejects.toMatchObject({ code: 'grid.card-field-unknown' })
    await publish(['surname', 'office-phone', 'duties'])
    const lines = await server.admin.rows(sql`select 1 from audit_entry where act = 'grid.publish-card'`)
    expect(lines).toHaveLength(4)
  })

  it('is the stand-in while the holder is away, and the holder again afterwards', async () => {
    const substitute = await server.admin.one<{ id: string; name: string }>(
      sql`select c.id, c.name from account c join holding h on h.account_id = c.id
          where h.post = 'grid-worker' and left(c.name, 1) <> ${worker.name.slice(0, 1)} order by c.id limit 1`,
    )
    await server.admin
      .run(sql`insert into holding (id, county, account_id, post, area_id, valid_from, valid_to, stands_in_for)
      values (${newId()}, ${server.deps.county}, ${substitute.id}, 'grid-worker', ${worker.areaId}, ${new Date(NOW)},
        ${new Date(NOW + 86_400_000)}, ${worker.accountId})`)
    await server.reload()
    expect((await card()).worker).toEqual({
      name: substitute.name.slice(0, 1),
      whole: false,
      standIn: true,
      photo: null,
    })
    clock.advance(86_400_000)
    expect((await card()).worker).toMatchObject({ name: worker.name.slice(0, 1), standIn: false })
    clock.set(NOW)
  })

  it('is vacant when nobody holds the post, and not found for what is no grid', async () => {
    await server.admin.run(sql`delete from holding where area_id = ${worker.areaId} and post = 'grid-worker'`)
    await server.reload()
    expect((await card()).worker).toBeNull()
    for (const code of ['404', String(server.deps.county)])
      expect((await get(`/api/public/grid-worker?grid=${code}`)).statusCode).toBe(404)
    expect((await get('/api/public/grid-worker')).statusCode).toBe(400)
  })

  it('is limited by the minute', async () => {
    const codes: number[] = []
    for (let n = 0; n < 61; n++) {
      const url = `/api/public/grid-worker?grid=${worker.code}`
      codes.push((await server.app.inject({ method: 'GET', url, remoteAddress: '10.1.1.3' })).statusCode)
    }
    expect(codes.filter((s) => s === 429)).toHaveLength(1)
  })
})
