import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { systemActor } from '@lifang/platform/access.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { publishCases } from './commands/publication.ts'
import { NOW } from './examples.ts'
import type { PublicCase, PublicClass, PublicCounts } from './schema/public.ts'
import { incidentDesk, type Desk } from './testing/desk.ts'

const clock = setClock(NOW)
let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
})
afterAll(() => server.end())

/** What is shown is kept for a minute: the next read comes after it. */
const later = (): void => clock.advance(61_000)
const get = (path: string) => desk.send('GET', path, null)
const cases = async (query = ''): Promise<PublicCase[]> => {
  const r = await get(`/api/public/incidents${query}`)
  expect(r.statusCode, r.body).toBe(200)
  return r.json<{ items: PublicCase[] }>().items
}
const show = (shown: boolean, domains: readonly string[] = ['urban-management']) =>
  publishCases(server.deps, systemActor(server.deps.county, 'test'), { shown, domains })

const filed = async (
  over: Record<string, unknown>,
  fits = desk.matter((m) => m.domain === 'urban-management'),
) => {
  const { number } = await desk.report(over)
  await desk.act(number, 'intake-officer', 'accept')
  await desk.act(number, 'intake-officer', 'file', {
    catalogue: fits.key,
    condition: fits.conditions[0]?.seq ?? 1,
  })
  return number
}

describe('cases shown to everybody', () => {
  it('tell class, place and day when enough are alike, and nothing that points at anybody', async () => {
    const secret = {
      description: '机密描述文字',
      address: '学府路 74 号门前',
      reporter: { name: '王秀英', phone: '19900001234' },
    }
    const numbers: string[] = []
    for (let i = 0; i < 6; i++) numbers.push(await filed({ ...secret, place: desk.placeIn(0) }))
    later()
    const items = await cases()
    expect(items).toHaveLength(6)
    expect(items[0]).toMatchObject({
      domain: 'urban-management',
      level: 'grid',
      status: 'open',
      closedOn: null,
    })
    expect(items[0]?.reportedOn).toMatch(/^\d\d-\d\d$/)
    expect(Object.keys(items[0] ?? {}).toSorted()).toEqual([
      'category',
      'closedOn',
      'domain',
      'level',
      'place',
      'reportedOn',
      'status',
    ])
    const counts = await get('/api/public/incidents/counts')
    expect(counts.json<PublicCounts>().grids).toMatchObject([{ open: 6, closed: 0 }])
    const text = (await get('/api/public/incidents')).body + counts.body
    for (const word of [
      '机密描述',
      '学府路',
      '74',
      '王秀英',
      '王**',
      '1990000',
      '1234',
      'T0',
      '"lon"',
      '"id"',
      ...numbers,
    ])
      expect(text, word).not.toContain(word)
    for (const a of server.accounts) expect(text).not.toContain(a.name)
    expect(await cases('?status=closed')).toEqual([])
    expect(await cases('?area=nowhere')).toEqual([])
  })

  it('tell a lonely case by the street and its domain only, and its count not at all', async () => {
    const rare = desk.matter(
      (m) =>
        m.domain === 'urban-management' &&
        m.name !== desk.matter((x) => x.domain === 'urban-management').name,
    )
    await filed({ place: desk.placeIn(1) }, rare)
    later()
    const lonely = (await cases()).filter((c) => c.level !== 'grid')
    expect(lonely).toMatchObject([{ category: null, level: 'street' }])
    const { grids } = (await get('/api/public/incidents/counts')).json<PublicCounts>()
    expect(grids.map((g) => g.open).toSorted()).toEqual([6, null])
  })

  it('leave out what is confidential, not filed, merged, voided, a complaint, or of another domain', async () => {
    const before = (await cases()).length
    await filed({ place: desk.placeIn(0), reporter: { phone: '19900001234', confidential: true } })
    await filed({ place: desk.placeIn(0), source: 'petition' })
    await filed(
      { place: desk.placeIn(0) },
      desk.matter((m) => m.domain === 'dispute' && !m.confidential),
    )
    await filed(
      { place: desk.placeIn(0) },
      desk.matter((m) => m.confidential),
    )
    await desk.report({ place: desk.placeIn(0) })
    const merged = await filed({ place: desk.placeIn(0) })
    await desk.act(merged, 'intake-officer', 'merge', { into: await filed({ place: desk.placeIn(0) }) })
    later()
    // Only the one that was merged into.
    expect(await cases()).toHaveLength(before + 1)
  })

  it('are shown by pages', async () => {
    for (let i = 0; i < 20; i++) await filed({ place: desk.placeIn(0) })
    later()
    const first = (await get('/api/public/incidents')).json<{ items: PublicCase[]; next: number | null }>()
    expect(first.items).toHaveLength(20)
    expect(first.next).toBe(2)
    expect((await cases('?page=2')).length).toBeGreaterThan(0)
    expect((await get('/api/public/incidents?page=0')).statusCode).toBe(400)
  })

  it('are not there where the deployment shows none, which is so until it decides', async () => {
    await show(false)
    later()
    for (const path of ['/api/public/incidents', '/api/public/incidents/counts'])
      expect((await get(path)).json()).toMatchObject({ status: 404, code: 'incidents.not-published' })
    await server.admin.run(sql`delete from incident_publication`)
    later()
    expect((await get('/api/public/incidents')).statusCode).toBe(404)
    await expect(show(true, ['nonsense'])).rejects.toMatchObject({ code: 'incidents.unknown-domain' })
    await show(true)
    later()
    expect((await get('/api/public/incidents')).statusCode).toBe(200)
    const lines = await server.admin.rows(
      sql`select 1 from audit_entry where act = 'incidents.publish-cases'`,
    )
    expect(lines).toHaveLength(2)
  })
})

describe('classes to suggest', () => {
  it('are the list in force without what is confidential, and say nothing of units', async () => {
    const r = await get('/api/public/classes')
    const { items } = r.json<{ items: PublicClass[] }>()
    const open = server.deps.list.entries().filter((e) => !e.confidential)
    expect(items.map((i) => i.name)).toEqual(open.map((e) => e.name))
    for (const e of server.deps.list.entries().filter((x) => x.confidential))
      expect(r.body).not.toContain(e.name)
    expect(r.body).not.toContain('department')
  })
})
