import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { fieldProvider } from '@lifang/platform/crypto.ts'
import { newId } from '@lifang/platform/id.ts'
import { Sql, sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { fictionalUscc } from '../../db/demo/registry/enterprises.ts'
import type { Done, Found } from './schema/views.ts'
import type { EnterpriseItem, ThingsFound } from './schema/unit-items.ts'
import type { ComponentClass, EnterpriseView, FacilityView, PlaceView } from './schema/unit-views.ts'
import { indexPhones } from './commands/index-phones.ts'
import { registryOffice, type Office } from './testing/office.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
/** A code opens once: one session for the file. */
let admin: Promise<string> | null = null
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
})
afterAll(() => server.end())

const here = () => ({ ...office.mine, crs: 'CGCS2000' })
const CLASS = { standard: 'GB/T 47678.5-2026', code: '01037' }
const enterprise = (over: object = {}) => ({
  ...office.proof(),
  name: '云溪百佳便利店',
  kind: 'individual-business',
  place: here(),
  ...over,
})
const facility = (over: object = {}) => ({ ...office.proof(), class: CLASS, place: here(), ...over })
const place = (over: object = {}) => ({
  ...office.proof(),
  name: '望湖农贸市场',
  kind: 'market',
  place: here(),
  ...over,
})
const URLS = { enterprises: enterprise, facilities: facility, places: place }
type Kind = keyof typeof URLS
const add = async (kind: Kind, body: object, post = 'grid-worker'): Promise<string> =>
  (await office.ok<Done>('POST', `/api/registry/${kind}`, post, body)).id
const show = <T>(kind: Kind, id: string, post = 'grid-worker') =>
  office.ok<T>('GET', `/api/registry/${kind}/${id}`, post)

describe('an enterprise', () => {
  it('stands where its building stands, with its facts, its contact masked', async () => {
    const building = await office.building({ road: '商铺路', door: '8' })
    const [home = ''] = await office.homes(building, ['101'])
    const id = await add('enterprises', {
      ...enterprise({ building, home, place: null, source: 'certificate' }),
      uscc: fictionalUscc('92', 77_001),
      contact: '欧阳明月',
      phone: '199 0000 4321',
      smallPlace: 'shop',
      hazards: ['wiring', 'fire', 'fire'],
    })
    const view = await show<EnterpriseView>('enterprises', id)
    expect(view).toMatchObject({
      address: '商铺路8号1单元101室',
      contact: '欧阳**',
      phone: '199****4321',
      hazards: ['fire', 'wiring'],
      smallPlace: 'shop',
      state: 'operating',
      building: { id: building },
      home: { id: home },
      doubtful: false,
    })
    expect(view.facts['uscc']).toMatchObject({ source: 'certificate', confidence: 'certain' })
    await office.ok('POST', `/api/registry/buildings/${building}`, 'grid-worker', {
      ...office.proof(),
      version: 1,
      changes: { road: '新铺路' },
    })
    expect((await show<EnterpriseView>('enterprises', id)).address).toBe('新铺路8号1单元101室')
  })

  it('with a code that does not check is kept with a reason, and doubted; a code taken names who has it', async () => {
    const good = fictionalUscc('91', 77_002)
    const bad = good.slice(0, 17) + (good.endsWith('1') ? '2' : '1')
    const body = enterprise({ name: '存疑代码商行', uscc: bad })
    const refused = await office.send('POST', '/api/registry/enterprises', 'grid-worker', body)
    expect(refused.json()).toMatchObject({
      code: 'registry.uscc-reason-needed',
      details: { field: 'usccReason', why: ['registry-rules.uscc-checksum'], expected: good.slice(17) },
    })
    const done = await office.ok<Done>('POST', '/api/registry/enterprises', 'grid-worker', {
      ...body,
      usccReason: '与营业执照逐位核对无误',
    })
    expect(done.warnings).toEqual(['registry-rules.uscc-checksum'])
    const view = await show<EnterpriseView>('enterprises', done.id)
    expect(view.doubtful).toBe(true)
    expect(view.changes.find((c) => c.field === 'uscc')).toMatchObject({
      confidence: 'doubtful',
      note: '与营业执照逐位核对无误',
    })
    const second = enterprise({ name: '第二家', uscc: bad, usccReason: '与营业执照逐位核对无误' })
    const taken = await office.send('POST', '/api/registry/enterprises', 'grid-worker', second)
    expect(taken.json()).toMatchObject({
      code: 'registry.uscc-taken',
      details: { field: 'uscc', enterprise: done.id, name: '存疑代码商行' },
    })
    await moveAway('enterprise', done.id)
    const unseen = await office.send('POST', '/api/registry/enterprises', 'grid-worker', second)
    expect(unseen.json<{ details: object }>().details).toEqual({ field: 'uscc' })
  })

  it('changes field by field with its history, and what was said again is known anew', async () => {
    const id = await add('enterprises', enterprise({ name: '变更商行', phone: '199 0000 1111' }))
    clock.set(clock.now() + 86_400_000)
    const edit = (version: number, changes: object) =>
      office.ok<Done>('POST', `/api/registry/enterprises/${id}`, 'grid-worker', {
        ...office.proof(),
        version,
        changes,
      })
    await edit(1, { state: 'closed', phone: '199 0000 2222', name: '变更商行' })
    const view = await show<EnterpriseView>('enterprises', id)
    expect(view).toMatchObject({ state: 'closed', phone: '199****2222', version: 2 })
    expect(view.changes.filter((c) => c.from !== null)).toEqual([
      expect.objectContaining({ field: 'phone', from: '199****1111', to: '199****2222' }),
      expect.objectContaining({ field: 'state', from: 'operating', to: 'closed' }),
    ])
    expect(view.facts['name']?.on).toBe('2026-11-25')
    clock.set(clock.now() - 86_400_000)
  })

  it.each<[string, object, string]>([
    ['no name', { name: ' ' }, '422 registry.thing-name-empty name'],
    ['a name of marks', { name: '——' }, '422 registry.bad-text name'],
    ['a pasted name', { name: '<b>商行</b>' }, '422 registry.bad-text name'],
    ['a short code', { uscc: '9111' }, '422 registry.uscc-malformed uscc'],
    ['a masked code', { uscc: '9111**********' }, '422 registry.uscc-malformed uscc'],
    ['a phone of five digits', { phone: '12345' }, '422 registry.phone-malformed phone'],
    ['no place', { place: null }, '422 registry.place-needed place'],
    ['a building nobody knows', { building: newId() }, '422 registry.unknown-building building'],
    [
      'a place in the sea',
      { place: { lon: 124.5, lat: 21.3, crs: 'CGCS2000' } },
      '422 registry.outside-area place',
    ],
    ['a day to come', { verifiedOn: '2030-01-01' }, '422 registry.day-in-future verifiedOn'],
    ['a word of no list', { kind: 'bank' }, '400 platform.invalid-input kind'],
  ])('is refused with %s', async (_name, over, refusal) => {
    expect(await office.refusal('POST', '/api/registry/enterprises', 'grid-worker', enterprise(over))).toBe(
      refusal,
    )
  })

  it('is listed by page, filter and fragment, with the true total', async () => {
    for (const i of [1, 2, 3])
      await add('enterprises', enterprise({ name: `分页商行${i}号`, smallPlace: i === 1 ? 'shop' : null }))
    const list = (q: string) =>
      office.ok<{ items: EnterpriseItem[]; total: number; nextCursor: string | null }>(
        'GET',
        `/api/registry/enterprises?${q}`,
        'grid-worker',
      )
    const q = `q=${encodeURIComponent('分页商行')}`
    const first = await list(`${q}&limit=2`)
    expect([first.items.map((e) => e.name), first.total]).toEqual([['分页商行1号', '分页商行2号'], 3])
    const rest = await list(`${q}&limit=2&cursor=${first.nextCursor ?? ''}`)
    expect([rest.items.map((e) => e.name), rest.nextCursor]).toEqual([['分页商行3号'], null])
    expect((await list(`${q}&small=yes`)).items.map((e) => e.name)).toEqual(['分页商行1号'])
    expect((await list(`${q}&state=closed`)).total).toBe(0)
    const bad = await office.refusal('GET', '/api/registry/enterprises?cursor=x', 'grid-worker')
    expect(bad).toBe('400 registry.bad-cursor cursor')
  })

  it('shows its contact for a reason only, to who keeps it and the duty chief, and keeps what was seen', async () => {
    const id = await add(
      'enterprises',
      enterprise({ name: '联系商行', contact: '张三丰', phone: '199 0000 7788' }),
    )
    const url = `/api/registry/enterprises/${id}/reveal`
    const body = { id: newId(), field: 'phone', reason: '通知消防检查时间' }
    for (let i = 0; i < 2; i++)
      expect(await office.ok('POST', url, 'grid-worker', body)).toEqual({
        field: 'phone',
        value: '19900007788',
      })
    expect(await office.refusal('POST', url, 'grid-worker', { ...body, field: 'contact' })).toBe(
      '409 platform.command-reused id',
    )
    expect((await show<EnterpriseView>('enterprises', id)).looked).toMatchObject([
      { field: 'phone', reason: '通知消防检查时间', post: 'grid-worker' },
    ])
    const lines = await server.admin.rows<{ details: object }>(
      sql`select details from audit_entry where act = 'registry.reveal' and subject_id = ${id}`,
    )
    expect(lines).toEqual([{ details: { field: 'phone', seen: '199****7788', post: 'grid-worker' } }])
    for (const post of ['intake-officer', 'dispatcher', 'leader'])
      expect(await office.refusal('POST', url, post, { ...body, id: newId() }), post).toBe(
        '403 platform.not-allowed',
      )
  })
})

describe('a facility', () => {
  it('has a class of a catalogue with its evidence mark, a maintenance unit of the tree or by name, and a state somebody saw', async () => {
    const { items } = await office.ok<{ items: ComponentClass[] }>(
      'GET',
      '/api/registry/facility-classes',
      'grid-worker',
    )
    expect(items.find((c) => c.standard === CLASS.standard && c.code === CLASS.code)).toMatchObject({
      name: '路灯',
      evidence: 'second-hand',
    })
    const unit = server.deps.directory.departments().find((d) => d.kind === 'department')
    const id = await add(
      'facilities',
      facility({ keeper: unit?.id, identityCode: '99060201037900001', state: 'unknown' }),
    )
    const view = await show<FacilityView>('facilities', id)
    expect(view).toMatchObject({
      name: '路灯',
      keeper: unit?.name,
      evidence: 'second-hand',
      state: 'unknown',
      identityCode: '99060201037900001',
    })
    const edit = { ...office.proof(), version: 1, changes: { keeperName: '云溪照明公司', state: 'damaged' } }
    await office.ok('POST', `/api/registry/facilities/${id}`, 'grid-worker', edit)
    expect(await show<FacilityView>('facilities', id)).toMatchObject({
      keeper: '云溪照明公司',
      keeperId: null,
      state: 'damaged',
    })
    const points = await office.ok<{ items: { id: string }[]; total: number }>(
      'GET',
      '/api/registry/facility-points?state=damaged',
      'grid-worker',
    )
    expect(points.items.map((p) => p.id)).toContain(id)
    expect(points.total).toBe(points.items.length)
  })

  it.each<[string, object, string]>([
    [
      'a class of no catalogue',
      { class: { standard: CLASS.standard, code: '99999' } },
      '422 registry.unknown-class class',
    ],
    [
      'a matter class',
      { class: { standard: CLASS.standard, code: '06010' } },
      '422 registry.unknown-class class',
    ],
    ['a department nobody knows', { keeper: newId() }, '422 registry.unknown-department keeper'],
    [
      'a code of another county',
      { identityCode: '11010101037000001' },
      '422 registry.identity-code-reason-needed codeReason',
    ],
    [
      'a code of words',
      { identityCode: '路灯一号杆号' },
      '422 registry.identity-code-malformed identityCode',
    ],
    [
      'a code that is taken',
      { identityCode: '99060201037900001' },
      '409 registry.identity-code-taken identityCode',
    ],
    ['a code with a reason', { identityCode: '11010101037000001', codeReason: '普查时的旧编码' }, 'done'],
  ])('is judged with %s', async (_name, over, refusal) => {
    expect(await office.refusal('POST', '/api/registry/facilities', 'grid-worker', facility(over))).toBe(
      refusal,
    )
  })
})

describe('the one box', () => {
  it('finds each by two characters, initials and whole code; the desks find them without people and homes', async () => {
    const uscc = fictionalUscc('91', 77_010)
    const e = await add('enterprises', enterprise({ name: '云溪锦绣坊', uscc }))
    const f = await add('facilities', facility({ name: '锦绣路口路灯', identityCode: '99060201037900009' }))
    const p = await add('places', place({ name: '锦绣小学', kind: 'school' }))
    const found = (q: string) => office.ok<Found>('POST', '/api/registry/search', 'grid-worker', { q })
    const all = await found('锦绣')
    expect([all.enterprises, all.facilities, all.places].map((list) => list.map((x) => x.id))).toEqual([
      [e],
      [f],
      [p],
    ])
    expect((await found('绣锦')).enterprises).toEqual([])
    expect((await found('yxjx')).enterprises.map((x) => x.id)).toContain(e)
    expect((await found(uscc.toLowerCase())).enterprises.map((x) => x.id)).toEqual([e])
    expect((await found('99060201037900009')).facilities.map((x) => x.id)).toEqual([f])
    const desk = await office.ok<ThingsFound>(
      'GET',
      `/api/registry/things?q=${encodeURIComponent('锦绣路口')}`,
      'intake-officer',
    )
    expect([desk.facilities.map((x) => x.id), desk.enterprises]).toEqual([[f], []])
  })
})

const BODIES: readonly (readonly [Kind, 'enterprise' | 'facility' | 'place'])[] = [
  ['enterprises', 'enterprise'],
  ['facilities', 'facility'],
  ['places', 'place'],
]
describe.each(BODIES)('%s', (kind, table) => {
  it('are made once: the same command has the same answer, other content under it is refused', async () => {
    const body = URLS[kind]()
    const url = `/api/registry/${kind}`
    const both = await Promise.all([1, 2].map(() => office.send('POST', url, 'grid-worker', body)))
    expect(both.map((r) => r.statusCode).toSorted()).toEqual([200, 201])
    expect(new Set(both.map((r) => r.body)).size).toBe(1)
    expect(await office.refusal('POST', url, 'grid-worker', { ...body, verifiedOn: '2026-11-20' })).toBe(
      '409 platform.command-reused id',
    )
  })

  it('changed by two at once are changed by one; the other is told', async () => {
    const id = await add(kind, URLS[kind]())
    const edit = (address: string) => ({ ...office.proof(), version: 1, changes: { address } })
    const both = await Promise.all(
      ['甲处', '乙处'].map((a) =>
        office.refusal('POST', `/api/registry/${kind}/${id}`, 'grid-worker', edit(a)),
      ),
    )
    expect(both.toSorted()).toEqual(['409 registry.changed-meanwhile version', 'done'])
    const nothing = { ...office.proof(), version: 2, changes: {} }
    expect(await office.refusal('POST', `/api/registry/${kind}/${id}`, 'grid-worker', nothing)).toBe(
      '422 registry.nothing-to-change changes',
    )
  })

  it('of other people’s ground are as if they did not exist, and cannot be put there', async () => {
    const id = await add(kind, URLS[kind]())
    await moveAway(table, id)
    for (const post of ['grid-worker', 'community-manager', 'duty-chief', 'intake-officer']) {
      expect(await office.refusal('GET', `/api/registry/${kind}/${id}`, post), post).toBe(
        '404 registry.not-found id',
      )
      const list = await office.send('GET', `/api/registry/${kind}?limit=100`, post)
      expect(list.body.includes(id), post).toBe(false)
    }
    const edit = { ...office.proof(), version: 1, changes: { address: '甲处' } }
    expect(await office.refusal('POST', `/api/registry/${kind}/${id}`, 'grid-worker', edit)).toBe(
      '404 registry.not-found id',
    )
    const there = { ...URLS[kind](), place: { ...office.other, crs: 'CGCS2000' } }
    expect(await office.refusal('POST', `/api/registry/${kind}`, 'grid-worker', there)).toBe(
      '403 registry.not-your-area place',
    )
    expect(await office.refusal('GET', `/api/registry/${kind}?area=990602999`, 'grid-worker')).toBe(
      '422 registry.unknown-area area',
    )
  })

  it('are seen and not changed by who only looks, and by no administrator', async () => {
    const id = await add(kind, URLS[kind]())
    const view = await show<PlaceView>(kind, id, 'leader')
    expect(view.may).toEqual({ edit: false, reveal: false })
    const edit = { ...office.proof(), version: 1, changes: { address: '甲处' } }
    expect(await office.refusal('POST', `/api/registry/${kind}/${id}`, 'leader', edit)).toBe(
      '403 platform.not-allowed',
    )
    const cookie = await (admin ??= server.signInAdmin('system-admin'))
    const r = await server.app.inject({
      method: 'GET',
      url: `/api/registry/${kind}/${id}`,
      headers: { cookie },
    })
    expect(r.statusCode).toBe(403)
  })
})

it('two who register one code at once: one has it', async () => {
  const uscc = fictionalUscc('91', 77_020)
  const both = await Promise.all(
    ['甲', '乙'].map((n) =>
      office.refusal(
        'POST',
        '/api/registry/enterprises',
        'grid-worker',
        enterprise({ name: `${n}商行`, uscc }),
      ),
    ),
  )
  expect(both.toSorted()).toEqual(['409 registry.uscc-taken uscc', 'done'])
})

describe('a phone finds whose it is', () => {
  const found = async (q: string, post = 'grid-worker') => {
    const { enterprises, places } = await office.ok<ThingsFound>('POST', '/api/registry/things', post, { q })
    return {
      enterprises: enterprises.map((e) => [e.id, e.phone]),
      places: places.map((p) => [p.id, p.phone]),
    }
  }
  it.each([
    ['a mobile', '199 0000 6381', ['19900006381', '199-0000-6381', '+86 19900006381', '6381'], '199****6381'],
    [
      'a landline',
      '0000-81234572转801',
      ['0000-81234572-801', '0000-81234572', '81234572', '4572'],
      '0000-*****72',
    ],
  ])('%s: whole in every spelling, and by its last four', async (_name, phone, asked, masked) => {
    const shop = await add('enterprises', enterprise({ name: '来电商行', phone }))
    const market = await add('places', place({ name: '来电市场', phone }))
    for (const q of asked)
      expect([q, await found(q)]).toEqual([q, { enterprises: [[shop, masked]], places: [[market, masked]] }])
    const tail = phone.replace(/转.*/, '').slice(-4)
    for (const [kind, id] of [
      ['enterprises', shop],
      ['places', market],
    ] as const) {
      const list = await office.ok<{ items: { id: string }[] }>(
        'GET',
        `/api/registry/${kind}?q=${tail}`,
        'grid-worker',
      )
      expect(list.items.map((i) => i.id)).toEqual([id])
    }
    // Everybody's box finds it too, and what was taken off is found no more.
    const all = await office.ok<Found>('POST', '/api/registry/search', 'grid-worker', {
      q: asked[0],
    })
    expect([all.enterprises.map((e) => e.id), all.places.map((p) => p.id)]).toEqual([[shop], [market]])
    for (const [kind, id] of [
      ['enterprises', shop],
      ['places', market],
    ] as const)
      await office.ok('POST', `/api/registry/${kind}/${id}`, 'grid-worker', {
        ...office.proof(),
        version: 1,
        changes: { phone: null },
      })
    for (const q of asked) expect([q, await found(q)]).toEqual([q, { enterprises: [], places: [] }])
  })

  it('on one’s own ground only, and no whole number stands in an address line', async () => {
    const id = await add('enterprises', enterprise({ name: '远处商行', phone: '19900006382' }))
    await moveAway('enterprise', id)
    expect(await found('19900006382')).toEqual({ enterprises: [], places: [] })
    expect(await found('6382')).toEqual({ enterprises: [], places: [] })
    for (const path of ['things', 'enterprises', 'places', 'facilities'])
      expect(await office.refusal('GET', `/api/registry/${path}?q=19900006382`, 'grid-worker')).toBe(
        '422 registry.number-by-post q',
      )
  })

  it('kept by an earlier release is made findable at a start, once', async () => {
    const id = await add('places', place({ name: '旧版市场', phone: '19900006383' }))
    await server.admin.run(sql`update place set phone_keys = '{}', phone_tail = null where id = ${id}`)
    expect((await found('6383')).places).toEqual([])
    const { admin: db, deps } = server
    const fields = fieldProvider(server.keys.fields)
    expect(await indexPhones(db, deps.county, fields)).toBe(1)
    expect(await indexPhones(db, deps.county, fields)).toBe(0)
    expect((await found('19900006383')).places).toEqual([[id, '199****6383']])
    expect((await found('6383')).places).toEqual([[id, '199****6383']])
  })
})

async function moveAway(table: 'enterprise' | 'facility' | 'place', id: string): Promise<void> {
  const away = `${String(server.deps.county)}/999/001/001/`
  await server.admin.run(new Sql([`update ${table} set area_path = `, ' where id = ', ''], [away, id]))
}
