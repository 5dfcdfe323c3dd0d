import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { BuildingView, Done, Found, HomeView, PersonView } from './schema/views.ts'
import { registryOffice, type Office } from './testing/office.ts'

const NOW = Date.parse('2026-11-24T02:00:00Z')
const clock = setClock(NOW)
let server: TestServer
let office: Office
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
})
afterAll(() => server.end())

const person = (id: string, post = 'grid-worker') =>
  office.ok<PersonView>('GET', `/api/registry/people/${id}`, post)
const home = (id: string, post = 'grid-worker') =>
  office.ok<HomeView>('GET', `/api/registry/homes/${id}`, post)

describe('a building', () => {
  it('gets its grid from where it stands, its line from its chain, and other names', async () => {
    const id = await office.building({
      road: '学府路',
      door: '74',
      estate: '望湖花园',
      block: '6',
      aliases: ['老糖厂宿舍'],
    })
    const view = await office.ok<BuildingView>('GET', `/api/registry/buildings/${id}`, 'grid-worker')
    expect(view.address).toBe('学府路74号望湖花园6幢')
    expect(view.aliases).toEqual(['老糖厂宿舍'])
    expect(view.grid.code).not.toBe('')
    expect(view.facts['address']).toMatchObject({ source: 'visit', on: '2026-11-24', confidence: 'probable' })
    const list = await office.ok<{ items: { id: string }[] }>(
      'GET',
      `/api/registry/buildings?q=${encodeURIComponent('糖厂')}`,
      'grid-worker',
    )
    expect(list.items.map((b) => b.id)).toEqual([id])
  })

  it('takes its homes and the people in them along when it is put elsewhere', async () => {
    const building = await office.building({ road: '搬迁路' }, 'grid-worker')
    const [first = ''] = await office.homes(building, ['101', '102'])
    const { id } = await office.register(first)
    const community = await pathOf('community-manager')
    const grids = server.deps.directory
      .areas()
      .filter((a) => a.levelKey === 'grid' && a.path.startsWith(community))
    const point = await pointOf(grids.map((g) => g.path))
    await office.ok('POST', `/api/registry/buildings/${building}`, 'community-manager', {
      ...office.proof(),
      version: 1,
      changes: { place: { ...point, crs: 'CGCS2000' }, road: '新搬路' },
    })
    const after = await home(first, 'community-manager')
    expect(after.address).toMatch(/^新搬路\d+号1单元101室$/)
    expect((await person(id, 'community-manager')).stays[0]?.home.address).toBe(after.address)
  })

  it.each([
    ['nothing of a chain', { road: '', door: '' }, '422 registry.address-empty road'],
    ['a pasted page', { road: '<b>学府路</b>' }, '422 registry.bad-text road'],
    ['a picture instead of a road', { road: '<img>' }, '422 registry.bad-text road'],
    ['no storeys', { storeys: 0 }, '400 platform.invalid-input storeys'],
    [
      'a place in the sea',
      { place: { lon: 124.5, lat: 21.3, crs: 'CGCS2000' } },
      '422 registry.outside-area place',
    ],
    ['a day to come', { verifiedOn: '2026-11-25' }, '422 registry.day-in-future verifiedOn'],
    ['a day that is none', { verifiedOn: '2026-02-30' }, '422 registry.day-malformed verifiedOn'],
  ])('is refused with %s', async (_name, over, refusal) => {
    const body = {
      ...office.proof(),
      place: { ...office.mine, crs: 'CGCS2000' },
      road: '拒绝路',
      door: '1',
      storeys: 6,
      use: 'residential',
      ...over,
    }
    expect(await office.refusal('POST', '/api/registry/buildings', 'grid-worker', body)).toBe(refusal)
  })

  it('has each room once, and says which line of many is the second', async () => {
    const building = await office.building()
    await office.homes(building, ['201'])
    const homes = ['202', '201'].map((room) => ({ id: newId(), entrance: '1', floor: 2, room }))
    const url = `/api/registry/buildings/${building}/homes`
    const r = await office.send('POST', url, 'grid-worker', { ...office.proof(), homes })
    expect(r.json()).toMatchObject({
      code: 'registry.room-taken',
      details: { field: 'room', entry: 1, room: '201' },
    })
    const view = await office.ok<BuildingView>('GET', `/api/registry/buildings/${building}`, 'grid-worker')
    expect(view.homes.map((h) => h.room)).toEqual(['201'])
  })
})

describe('a person', () => {
  it('is registered with a home and a household, numbers masked, sex and birth taken from the number', async () => {
    const at = await office.home()
    const number = office.idNumber('19800315', 3)
    const { id, household } = await office.register(at, {
      name: '单小华',
      idKind: 'resident-id',
      idNumber: number,
      phone: '199 0000 4321',
      workplace: '云溪中学',
    })
    const view = await person(id)
    expect(view).toMatchObject({
      name: '单小华',
      sex: 'male',
      birthDate: '1980-03-15',
      age: 46,
      idNumber: `990***********${number.slice(-4)}`,
      phone: '199****4321',
      sealed: ['workplace'],
      status: 'here',
    })
    expect(view.facts['idNumber']).toMatchObject({ source: 'visit', confidence: 'probable' })
    expect(view.households).toMatchObject([{ id: household, members: [{ id, head: true, relation: '02' }] }])
  })

  it('with a number that does not check is kept with a reason, and doubted', async () => {
    const at = await office.home()
    const good = office.idNumber('19800315', 5)
    const bad = good.slice(0, 17) + (good.endsWith('1') ? '2' : '1')
    const body = {
      ...office.proof(),
      person: office.person({ idKind: 'resident-id', idNumber: bad }),
      home: at,
      stays: [{ kind: 'residing', household: newId(), relation: '02' }],
      from: '2024-01-01',
    }
    const refused = await office.send('POST', '/api/registry/people', 'grid-worker', body)
    expect(refused.json()).toMatchObject({
      code: 'registry.id-reason-needed',
      details: { field: 'idReason', why: ['registry-rules.id-number-checksum'] },
    })
    const kept = { ...body, person: { ...body.person, idReason: '与证件逐位核对无误' } }
    const done = await office.ok<Done>('POST', '/api/registry/people', 'grid-worker', kept)
    expect(done.warnings).toContain('registry-rules.id-number-checksum')
    expect((await person(done.id)).facts['idNumber']?.confidence).toBe('doubtful')
  })

  it.each([
    ['no name', { name: '  ' }, '422 registry.name-empty name'],
    ['a name of pictures', { name: '张😀' }, '422 registry.bad-text name'],
    ['a name from a page', { name: '<script>' }, '422 registry.bad-text name'],
    [
      'a short number',
      { idKind: 'resident-id', idNumber: '12345' },
      '422 registry.id-number-malformed idNumber',
    ],
    [
      'a masked number',
      { idKind: 'resident-id', idNumber: '990***********0021' },
      '422 registry.id-number-malformed idNumber',
    ],
    ['a kind without its number', { idKind: 'passport' }, 'done'],
    ['a phone of five digits', { phone: '12345' }, '422 registry.phone-malformed phone'],
    ['a birth to come', { birthDate: '2027-01-01' }, '422 registry.day-in-future birthDate'],
    ['a birth after they came', { birthDate: '2022-01-01' }, '422 registry.day-before-birth from'],
  ])('is judged with %s', async (_name, over, refusal) => {
    const at = await office.home()
    const body = {
      ...office.proof(),
      person: office.person(over),
      home: at,
      stays: [{ kind: 'residing', household: newId(), relation: '02' }],
      from: '2020-01-01',
    }
    expect(await office.refusal('POST', '/api/registry/people', 'grid-worker', body)).toBe(refusal)
  })

  it('changes fact by fact, each with its source, and the history keeps what stood there', async () => {
    const { id } = await office.register(await office.home(), { name: '旧名字', phone: '19900001111' })
    await office.ok('POST', `/api/registry/people/${id}`, 'grid-worker', {
      ...office.proof({ source: 'certificate' }),
      version: 1,
      changes: { name: '新名字', phone: '19900002222', remark: '行动不便' },
    })
    const view = await person(id)
    expect(view).toMatchObject({ name: '新名字', phone: '199****2222', version: 2, sealed: ['remark'] })
    expect(view.facts['name']).toMatchObject({ source: 'certificate', confidence: 'certain' })
    const { changes } = await office.ok<{
      changes: { field: string; from: string | null; to: string | null }[]
    }>('GET', `/api/registry/people/${id}/history`, 'grid-worker')
    expect(changes).toContainEqual(expect.objectContaining({ field: 'name', from: '旧名字', to: '新名字' }))
    expect(changes).toContainEqual(
      expect.objectContaining({ field: 'phone', from: '199****1111', to: '199****2222' }),
    )
    expect(changes).toContainEqual(expect.objectContaining({ field: 'remark', from: null, to: '****' }))
    const nothing = { ...office.proof(), version: 2, changes: { name: '新名字' } }
    expect(await office.refusal('POST', `/api/registry/people/${id}`, 'grid-worker', nothing)).toBe(
      '422 registry.nothing-to-change changes',
    )
  })

  it('is found by two characters, initials, tail, whole number and address, and a number is not asked for in an address line', async () => {
    const number = office.idNumber('19911212', 7)
    const building = await office.building({ road: '寻找路', door: '9' })
    const [at = ''] = await office.homes(building, ['501'])
    const { id } = await office.register(at, {
      name: '端木清溪',
      idKind: 'resident-id',
      idNumber: number,
      phone: '19900008765',
    })
    const found = async (q: string) => office.ok<Found>('POST', '/api/registry/search', 'grid-worker', { q })
    for (const q of ['清溪', '木清溪', 'dm', 'dmqx', '8765', number, number.toLowerCase(), '199 0000 8765'])
      expect(
        (await found(q)).people.map((p) => p.id),
        q,
      ).toEqual([id])
    expect((await found('清溪')).people[0]).toMatchObject({
      name: '端木**',
      phone: '199****8765',
      idNumber: expect.stringMatching(/^990\*+/) as string,
    })
    expect((await found('溪清')).people).toEqual([])
    expect((await found('寻找路9')).buildings.map((b) => b.id)).toEqual([building])
    expect((await found('9号1单元501')).homes.map((h) => h.id)).toEqual([at])
    const get = (q: string) =>
      office.refusal('GET', `/api/registry/search?q=${encodeURIComponent(q)}`, 'grid-worker')
    expect(await get('清溪')).toBe('done')
    expect(await get(number)).toBe('422 registry.number-by-post q')
    expect(await get('清')).toBe('422 registry.search-too-short q')
  })
})

describe('a reveal', () => {
  it('shows one field for a reason, keeps what was seen, and leaves an audit line with the mask', async () => {
    const number = office.idNumber('19700101', 9)
    const { id } = await office.register(await office.home(), {
      name: '被看的人',
      idKind: 'resident-id',
      idNumber: number,
    })
    const body = { id: newId(), field: 'idNumber', reason: '办理养老认证核对' }
    const url = `/api/registry/people/${id}/reveal`
    expect(await office.ok('POST', url, 'grid-worker', body)).toEqual({ field: 'idNumber', value: number })
    expect(await office.ok('POST', url, 'grid-worker', body)).toEqual({ field: 'idNumber', value: number })
    const { looked } = await office.ok<{ looked: object[] }>(
      'GET',
      `/api/registry/people/${id}/history`,
      'grid-worker',
    )
    expect(looked).toMatchObject([{ field: 'idNumber', reason: '办理养老认证核对', post: 'grid-worker' }])
    const lines = await server.admin.rows<{ ground: string; details: object }>(
      sql`select ground, details from audit_entry where act = 'registry.reveal' and subject_id = ${id}`,
    )
    expect(lines).toEqual([
      {
        ground: '办理养老认证核对',
        details: { field: 'idNumber', seen: `990***********${number.slice(-4)}`, post: 'grid-worker' },
      },
    ])
  })
  it.each([
    ['without a reason', { reason: '' }, '400 platform.invalid-input reason'],
    ['with a pasted reason', { reason: '<b>核对证件</b>' }, '422 registry.bad-text reason'],
    ['of nothing', { field: 'phone' }, '404 registry.nothing-to-reveal field'],
  ])('is refused %s', async (_name, over, refusal) => {
    const { id } = await office.register(await office.home())
    const body = { id: newId(), field: 'idNumber', reason: '办理养老认证核对', ...over }
    expect(await office.refusal('POST', `/api/registry/people/${id}/reveal`, 'grid-worker', body)).toBe(
      refusal,
    )
  })
})

async function pathOf(post: string): Promise<string> {
  const me = await office.ok<{ holdings: { areaPath: string }[] }>('GET', '/api/me', post)
  return me.holdings[0]?.areaPath ?? ''
}
/** The middle of a grid among these that the first grid worker does not look after. */
async function pointOf(paths: readonly string[]): Promise<{ lon: number; lat: number }> {
  const mine = await pathOf('grid-worker')
  const { items } = await office.ok<{ items: { level: string; centre: [number, number] }[] }>(
    'GET',
    '/api/map/areas',
    'grid-worker',
  )
  for (const { centre } of items.filter((i) => i.level === 'grid')) {
    const path = server.deps.directory.locate(...centre)?.grid.path
    if (path !== undefined && path !== mine && paths.includes(path)) return { lon: centre[0], lat: centre[1] }
  }
  throw new Error('no such grid')
}
