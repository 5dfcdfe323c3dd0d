import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { DefinitionView, RecordItem, RecordView, ValuesView } from './schema/custom.ts'
import type { Done, Found } from './schema/views.ts'
import { registryOffice, type Office } from './testing/office.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
let system: string
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
  system = await server.signInAdmin('system-admin')
})
afterAll(() => server.end())

const DEFINITIONS = '/api/registry/custom/definitions'
const RECORDS = '/api/registry/custom/records'
const field = (key: string, label: string, over: object = {}) => ({ key, label, type: 'text', ...over })

async function asAdmin<T>(url: string, payload?: object): Promise<{ status: number; body: T }> {
  const method = payload === undefined ? ('GET' as const) : ('POST' as const)
  const r = await server.app.inject({
    method,
    url,
    headers: { cookie: system },
    ...(payload === undefined ? {} : { payload }),
  })
  return { status: r.statusCode, body: r.json<T>() }
}
/** The next version of a kind, published; the id of it. */
async function define(kind: string, content: object): Promise<string> {
  const id = newId()
  const drafted = await asAdmin<{ code?: string }>(DEFINITIONS, { id, kind, content })
  expect([drafted.status, drafted.body.code]).toEqual([201, undefined])
  const { status } = await asAdmin(`${DEFINITIONS}/${id}/publish`, { id: newId(), version: 1 })
  expect(status).toBe(200)
  return id
}
const refused = async (kind: string, content: object): Promise<string> => {
  const { status, body } = await asAdmin<{ code: string; details: { field: string } }>(DEFINITIONS, {
    id: newId(),
    kind,
    content,
  })
  return `${String(status)} ${body.code} ${body.details.field}`
}
const values = (id: string, base = 'person') => `/api/registry/custom/values/${base}/${id}`

describe('definitions', () => {
  it('are refused at the field that is wrong', async () => {
    expect(await refused('home', { fields: [field('a', '甲'), field('a', '乙')] })).toBe(
      '422 custom.key-twice fields.1.key',
    )
    expect(await refused('home', { fields: [field('a', '甲', { type: 'choice' })] })).toBe(
      '422 custom.options-needed fields.0.options',
    )
    expect(await refused('home', { fields: [field('a', '甲', { type: 'number', min: 2, max: 1 })] })).toBe(
      '422 custom.range fields.0.min',
    )
    expect(await refused('home', { fields: [field('a', '甲', { pattern: '.*' })] })).toBe(
      '422 custom.pattern fields.0.pattern',
    )
  })
  it('are drafted once at a time, published once, and never changed afterwards', async () => {
    const content = { fields: [field('a', '门牌颜色')] }
    const ids = [newId(), newId()]
    const both = await Promise.all(
      ids.map((id) => asAdmin<{ code?: string }>(DEFINITIONS, { id, kind: 'place', content })),
    )
    expect(both.map((b) => b.status).toSorted((a, b) => a - b)).toEqual([201, 409])
    const id = ids[both.findIndex((b) => b.status === 201)] ?? ''
    const again = await asAdmin(DEFINITIONS, { id, kind: 'place', content })
    expect(again.status).toBe(200)
    const other = await asAdmin<{ code: string }>(DEFINITIONS, { id, kind: 'facility', content })
    expect([other.status, other.body.code]).toEqual([409, 'platform.command-reused'])
    const publish = () =>
      asAdmin<{ code?: string }>(`${DEFINITIONS}/${id}/publish`, { id: newId(), version: 1 })
    const twice = await Promise.all([publish(), publish()])
    expect(twice.map((t) => t.status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const late = await asAdmin<{ code: string }>(`${DEFINITIONS}/${id}`, { id: newId(), version: 2, content })
    expect([late.status, late.body.code]).toEqual([409, 'custom.wrong-state'])
  })
  it.each(['grid-worker', 'community-manager', 'leader', 'dispatcher'])(
    'are no business of %s',
    async (post) => {
      expect((await office.send('GET', DEFINITIONS, post)).statusCode).toBe(403)
    },
  )
})

describe('own fields of a person', () => {
  let person: string
  beforeAll(async () => {
    await define('person', {
      fields: [
        field('diet', '饮食习惯', { type: 'choice', options: ['素食', '清真', '无'] }),
        field('illness', '慢性病', { sensitive: true }),
        field('kin', '联系亲属', { type: 'phone', sensitive: true }),
      ],
    })
    person = (await office.register(await office.home(), { name: '王小明' })).id
  })
  const save = (given: object, version: number, post = 'grid-worker') =>
    office.send('POST', values(person), post, { ...office.proof(), version, values: given })
  const shown = () => office.ok<ValuesView>('GET', values(person), 'grid-worker')

  it('are written with their source, sealed where sensitive, and told in the history', async () => {
    expect((await save({ diet: '素食', illness: '丙型肝炎', kin: '13800138000' }, 0)).statusCode).toBe(200)
    const view = await shown()
    expect(view.values.map((v) => [v.key, v.text, v.value, v.fits])).toEqual([
      ['diet', '素食', '素食', true],
      ['illness', '****', null, true],
      ['kin', '138****8000', null, true],
    ])
    expect(view.values[0]?.fact).toMatchObject({ source: 'visit', on: '2026-11-24' })
    const { changes } = await office.ok<{ changes: { field: string; to: string }[] }>(
      'GET',
      `/api/registry/people/${person}/history`,
      'grid-worker',
    )
    expect(
      changes
        .filter((c) => ['饮食习惯', '慢性病'].includes(c.field))
        .map((c) => c.to)
        .toSorted(),
    ).toEqual(['****', '素食'])
  })
  it('stand nowhere in plain where they are sensitive', async () => {
    for (const table of ['custom_value', 'registry_change', 'registry_command', 'audit_entry']) {
      const { n } = await server.db.one<{ n: number }>(
        sql`select count(*)::integer as n from ${
          {
            custom_value: sql`custom_value t`,
            registry_change: sql`registry_change t`,
            registry_command: sql`registry_command t`,
            audit_entry: sql`audit_entry t`,
          }[table as 'custom_value']
        } where t::text like '%丙型肝炎%' or t::text like '%13800138000%'`,
      )
      expect([table, n]).toEqual([table, 0])
    }
  })
  it('are shown for a reason, once a command, and kept who looked', async () => {
    const body = { id: newId(), key: 'illness', reason: '上门送药核对' }
    const url = `${values(person)}/reveal`
    expect(await office.ok('POST', url, 'grid-worker', body)).toEqual({ key: 'illness', value: '丙型肝炎' })
    expect(await office.ok('POST', url, 'grid-worker', body)).toEqual({ key: 'illness', value: '丙型肝炎' })
    expect(await office.refusal('POST', url, 'grid-worker', { ...body, reason: '别的理由' })).toContain(
      'command-reused',
    )
    expect(await office.refusal('POST', url, 'grid-worker', { ...body, id: newId(), key: 'diet' })).toBe(
      '404 registry.nothing-to-reveal key',
    )
    expect(await office.refusal('POST', url, 'supervisor', { ...body, id: newId() })).toContain('403')
    const looks = await office.ok<{ items: { what: string; field: string | null }[] }>(
      'GET',
      `/api/registry/people/${person}/looks`,
      'grid-worker',
    )
    expect(looks.items.filter((i) => i.field === '慢性病')).toHaveLength(1)
  })
  it('are refused at the field, and by whoever was slower', async () => {
    const { version } = await shown()
    const answers = await Promise.all([save({ diet: '清真' }, version), save({ diet: '无' }, version)])
    expect(answers.map((a) => a.statusCode).toSorted((a, b) => a - b)).toEqual([200, 409])
    const said = (given: object) =>
      office.refusal('POST', values(person), 'grid-worker', {
        ...office.proof(),
        version: version + 1,
        values: given,
      })
    expect(await said({ diet: '荤' })).toBe('422 custom.not-an-option values.diet')
    expect(await said({ kin: 'x' })).toBe('422 custom.not-a-phone values.kin')
    expect(await said({ nothing: 'x' })).toBe('422 custom.unknown-field values.nothing')
    expect(await said({})).toBe('422 registry.nothing-to-change values')
  })
  it('are unknown to other ground and kept by nobody who only looks', async () => {
    expect(await office.refusal('GET', values(person), 'dispatcher')).toBe('404 registry.not-found id')
    expect(await office.refusal('GET', values(newId()), 'grid-worker')).toBe('404 registry.not-found id')
    expect((await save({ diet: '无' }, 2, 'leader')).statusCode).toBe(403)
  })
  it('stay as they were written when a new version asks otherwise', async () => {
    await define('person', {
      fields: [
        field('diet', '膳食', { type: 'choice', options: ['低盐', '普通'] }),
        field('kin', '联系亲属', { type: 'phone', sensitive: true }),
      ],
    })
    const view = await shown()
    const diet = view.values.find((v) => v.key === 'diet')
    expect(diet).toMatchObject({ label: '膳食', fits: false, under: 1 })
    expect(['清真', '无']).toContain(diet?.text)
    expect(view.values.find((v) => v.key === 'illness')).toMatchObject({
      label: '慢性病',
      text: '****',
      fits: false,
    })
    const { body } = await asAdmin<{ items: DefinitionView[] }>(DEFINITIONS)
    expect(body.items.filter((d) => d.kind === 'person').map((d) => [d.number, d.state])).toEqual([
      [2, 'published'],
      [1, 'retired'],
    ])
  })
})

describe('records of an own kind', () => {
  const kind = 'shed'
  const content = {
    name: '充电棚',
    title: 'name',
    attach: 'point',
    fields: [
      field('name', '名称', { required: true }),
      field('ports', '接口数', { type: 'number', min: 1, max: 100, unit: '个' }),
      field('state', '状况', { type: 'choice', options: ['完好', '损坏'] }),
      field('keeper', '看管人', { type: 'reference', to: 'person' }),
      field('phone', '看管电话', { type: 'phone', sensitive: true }),
    ],
  }
  const make = (given: object, over: object = {}) => ({
    ...office.proof(),
    kind,
    place: { ...office.mine, crs: 'CGCS2000' },
    values: given,
    ...over,
  })
  it('are written at a point, found by their title, listed and filtered', async () => {
    expect(await office.refusal('POST', RECORDS, 'grid-worker', make({ name: '东门' }))).toBe(
      '409 custom.not-defined kind',
    )
    await define(kind, content)
    expect(await office.refusal('POST', RECORDS, 'grid-worker', make({ ports: 4 }))).toBe(
      '422 custom.required values.name',
    )
    expect(
      await office.refusal('POST', RECORDS, 'grid-worker', make({ name: '东门棚' }, { place: null })),
    ).toBe('422 registry.place-needed place')
    expect(
      await office.refusal('POST', RECORDS, 'grid-worker', make({ name: '东门棚', keeper: newId() })),
    ).toBe('422 custom.not-found-there values.keeper')
    const person = (await office.register(await office.home(), { name: '赵大海' })).id
    const body = make({ name: '东门车棚', ports: 12, state: '损坏', keeper: person, phone: '13900139000' })
    const { id } = await office.ok<Done>('POST', RECORDS, 'grid-worker', body)
    expect((await office.send('POST', RECORDS, 'grid-worker', body)).statusCode).toBe(200)
    await office.ok('POST', RECORDS, 'grid-worker', make({ name: '西门车棚', state: '完好' }))
    const found = await office.ok<Found>('POST', '/api/registry/search', 'grid-worker', { q: '东门车' })
    expect(found.records.map((r) => [r.title, r.kindName])).toEqual([['东门车棚', '充电棚']])
    const list = await office.ok<{ items: RecordItem[]; total: number }>(
      'GET',
      `${RECORDS}?kind=${kind}&field=state&value=${encodeURIComponent('损坏')}`,
      'grid-worker',
    )
    expect(list.items.map((i) => [i.title, i.cells])).toEqual([
      ['东门车棚', { ports: '12个', state: '损坏' }],
    ])
    const view = await office.ok<RecordView>('GET', `${RECORDS}/${id}`, 'grid-worker')
    expect(view.values.map((v) => v.text)).toEqual(['东门车棚', '12个', '损坏', '赵**', '139****9000'])
    expect(
      await office.ok('POST', `${RECORDS}/${id}/reveal`, 'grid-worker', {
        id: newId(),
        key: 'phone',
        reason: '通知检修',
      }),
    ).toEqual({ key: 'phone', value: '13900139000' })
    // Sensitive values are no filter.
    const told = await office.ok<{ total: number }>(
      'GET',
      `${RECORDS}?kind=${kind}&field=phone&value=13900139000`,
      'grid-worker',
    )
    expect(told.total).toBe(2)
    const edit = { ...office.proof(), version: 1, values: { state: '完好' } }
    await office.ok('POST', `${RECORDS}/${id}`, 'grid-worker', edit)
    expect(
      await office.refusal('POST', `${RECORDS}/${id}`, 'grid-worker', { ...edit, id: newId() }),
    ).toContain('409 registry.changed-meanwhile')
    expect(await office.refusal('GET', `${RECORDS}/${id}`, 'dispatcher')).toContain('403')
  })
  it('of a home are where the home is', async () => {
    await define('alarm', {
      name: '烟感',
      title: 'name',
      attach: 'home',
      fields: [field('name', '编号', { required: true })],
    })
    const home = await office.home()
    const body = { ...office.proof(), kind: 'alarm', subject: home, values: { name: 'YG-01' } }
    const { id } = await office.ok<Done>('POST', RECORDS, 'grid-worker', body)
    const view = await office.ok<RecordView>('GET', `${RECORDS}/${id}`, 'grid-worker')
    expect(view.subject).toMatchObject({ kind: 'home', id: home })
    expect(
      await office.refusal('POST', RECORDS, 'grid-worker', { ...body, id: newId(), subject: newId() }),
    ).toBe('422 custom.not-found-there subject')
  })
})

describe('saved filters', () => {
  const url = '/api/registry/filters'
  it('are one’s own: kept, renamed, deleted', async () => {
    const body = { id: newId(), room: 'homes', name: '过期出租', search: { state: 'stale', kind: 'rental' } }
    await office.ok('POST', url, 'grid-worker', body)
    expect(await office.refusal('POST', url, 'grid-worker', { ...body, id: newId() })).toBe(
      '409 custom.filter-name-taken name',
    )
    const { items } = await office.ok<{ items: object[] }>('GET', url, 'grid-worker')
    expect(items).toEqual([{ ...body, version: 1 }])
    expect((await office.ok<{ items: object[] }>('GET', url, 'leader')).items).toEqual([])
    const rename = { id: newId(), version: 1, name: '要去的' }
    expect(await office.refusal('POST', `${url}/${body.id}`, 'leader', rename)).toBe(
      '404 registry.not-found id',
    )
    await office.ok('POST', `${url}/${body.id}`, 'grid-worker', rename)
    await office.ok('POST', `${url}/${body.id}/delete`, 'grid-worker', { id: newId() })
    expect((await office.ok<{ items: object[] }>('GET', url, 'grid-worker')).items).toEqual([])
  })
})

describe('records of a grid', () => {
  const kind = 'noticeboard'
  const make = (given: object, over: object = {}) => ({ ...office.proof(), kind, values: given, ...over })
  let grid = ''
  beforeAll(async () => {
    await define(kind, {
      name: '宣传栏',
      title: 'name',
      attach: 'grid',
      fields: [
        field('name', '名称', { required: true }),
        field('state', '状况', { type: 'choice', options: ['完好', '损坏'] }),
        field('side', '朝向', { type: 'choice', options: ['东', '西'] }),
        field('use', '用途', { type: 'choices', options: ['党建', '防火', '防诈'] }),
        field('lit', '有灯', { type: 'yes-no' }),
        field('keeper', '看管人', { type: 'reference', to: 'person' }),
      ],
    })
    grid = server.deps.directory.locate(office.mine.lon, office.mine.lat)?.grid.code ?? ''
  })
  it('are given a grid by its code, and no point is shown', async () => {
    const { directory } = server.deps
    const community = directory.area(directory.areaByCode(grid)?.parentId ?? '')?.code
    const far = directory.locate(office.other.lon, office.other.lat)?.grid.code
    const refusal = (over: object) =>
      office.refusal('POST', RECORDS, 'grid-worker', make({ name: '甲栏' }, over))
    expect(await refusal({})).toBe('422 custom.grid-needed grid')
    expect(await refusal({ grid: community })).toBe('422 custom.not-a-grid grid')
    expect(await refusal({ grid: far })).toBe('403 registry.not-your-area grid')
    const { id } = await office.ok<Done>(
      'POST',
      RECORDS,
      'grid-worker',
      make({ name: '甲栏', lit: true }, { grid }),
    )
    const view = await office.ok<RecordView>('GET', `${RECORDS}/${id}`, 'grid-worker')
    expect(view).toMatchObject({ place: null, subject: null, grid: directory.areaByCode(grid)?.name })
    // What has words of its own is told by its key: the page says it.
    expect(view.values.map((v) => [v.key, v.text])).toEqual([
      ['name', '甲栏'],
      ['lit', 'true'],
    ])
    // The point that is kept for redraws lies in the grid.
    const at = await server.admin.one<{ lon: number; lat: number }>(
      sql`select lon, lat from custom_record where id = ${id}`,
    )
    expect(directory.locate(at.lon, at.lat)?.grid.code).toBe(grid)
  })
  it('are filtered by several choices at once', async () => {
    const rows = [
      ['子栏', '完好', '东', ['党建']],
      ['丑栏', '完好', '西', ['党建', '防火']],
      ['寅栏', '损坏', '东', ['防火']],
      ['卯栏', '损坏', '西', ['防诈', '党建']],
    ] as const
    for (const [name, state, side, use] of rows)
      await office.ok('POST', RECORDS, 'grid-worker', make({ name, state, side, use: [...use] }, { grid }))
    const named = async (chosen: object | string): Promise<string> => {
      const text = typeof chosen === 'string' ? chosen : JSON.stringify(chosen)
      const { items, total } = await office.ok<{ items: RecordItem[]; total: number }>(
        'GET',
        `${RECORDS}?kind=${kind}&chosen=${encodeURIComponent(text)}`,
        'grid-worker',
      )
      expect(total).toBe(items.length)
      return items
        .map((i) => i.title[0])
        .toSorted()
        .join('')
    }
    for (const state of ['完好', '损坏'])
      for (const side of ['东', '西'])
        for (const use of ['党建', '防火', '防诈']) {
          const wanted = rows.filter((r) => r[1] === state && r[2] === side && r[3].some((u) => u === use))
          expect(await named({ state, side, use })).toBe(
            wanted
              .map((r) => r[0][0])
              .toSorted()
              .join(''),
          )
        }
    expect(await named({ side: '东' })).toBe('子寅')
    for (const bad of ['不是', '[1]', '{"state":1}', '{"state":""}'])
      expect(
        await office.refusal(
          'GET',
          `${RECORDS}?kind=${kind}&chosen=${encodeURIComponent(bad)}`,
          'grid-worker',
        ),
      ).toBe('400 platform.invalid-input chosen')
  })
  it('say of a reference that the reader may not see it, and nothing of it', async () => {
    const home = await office.home()
    const { id: keeper } = await office.register(home, { name: '看管人' })
    const { id } = await office.ok<Done>(
      'POST',
      RECORDS,
      'grid-worker',
      make({ name: '辰栏', keeper }, { grid }),
    )
    await server.admin.run(
      sql`update person set area_path = ${server.deps.directory.locate(office.other.lon, office.other.lat)?.grid.path} where id = ${keeper}`,
    )
    const view = await office.ok<RecordView>('GET', `${RECORDS}/${id}`, 'grid-worker')
    expect(view.values.find((v) => v.key === 'keeper')).toMatchObject({ text: '', unseen: true, to: null })
  })
})
