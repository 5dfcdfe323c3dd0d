import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readXlsx } from 'hucre/xlsx'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { ExportView, LookView } from './schema/exports.ts'
import { registryOffice, type Office } from './testing/office.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
let grid = ''
let elsewhere = ''
let person = ''
let idNumber = ''
const PHONE = '19900007719'
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
  grid = server.deps.directory.locate(office.mine.lon, office.mine.lat)?.grid.code ?? ''
  elsewhere = server.deps.directory.locate(office.other.lon, office.other.lat)?.grid.code ?? ''
  idNumber = office.idNumber('19700101', 7)
  const facts = { name: '欧阳明月', idKind: 'resident-id', idNumber, phone: PHONE }
  person = (await office.register(await office.home(), facts)).id
  await office.register(await office.home(), { name: '张三', birthDate: '1990-05-06' })
})
afterAll(() => server.end())

const EXPORTS = '/api/registry/exports'
const asked = (over: object = {}) => ({
  id: newId(),
  area: grid,
  depth: 'masked',
  reason: '年底入户核对名册',
  ...over,
})
const listed = async (id: string, post: string): Promise<ExportView | undefined> =>
  (await office.ok<{ items: ExportView[] }>('GET', EXPORTS, post)).items.find((e) => e.id === id)
async function rowsOf(id: string, post: string): Promise<string[][]> {
  const r = await office.send('GET', `${EXPORTS}/${id}/file`, post)
  expect(r.statusCode, r.body.slice(0, 200)).toBe(200)
  const book = await readXlsx(r.rawPayload)
  return (book.sheets[0]?.rows ?? []).map((row) => row.map((cell) => String(cell ?? '')))
}

describe('an export', () => {
  it('is masked at once, says who took it in its first and last line and its number in every other', async () => {
    const body = asked()
    await office.ok('POST', EXPORTS, 'grid-worker', body)
    await office.ok('POST', EXPORTS, 'grid-worker', body)
    expect(await listed(body.id, 'grid-worker')).toMatchObject({ state: 'ready', people: 2, taken: [] })
    const rows = await rowsOf(body.id, 'grid-worker')
    const number = body.id.slice(-8).toUpperCase()
    const name = server.accounts.find((a) => a.post === 'grid-worker')?.name ?? '?'
    expect(rows).toHaveLength(5)
    for (const stamp of [rows[0]?.[0], rows.at(-1)?.[0]]) {
      expect(stamp).toContain(name)
      expect(stamp).toContain('2026-11-24 10:00')
      expect(stamp).toContain(number)
      expect(stamp).toContain('年底入户核对名册')
    }
    const text = JSON.stringify(rows)
    for (const whole of [idNumber, PHONE, '欧阳明月', '张三', '301室', '1990-05'])
      expect(text).not.toContain(whole)
    expect(text).toContain('欧阳**')
    for (const line of rows.slice(2, -1)) expect(line.at(-1)).toBe(number)
    expect((await listed(body.id, 'grid-worker'))?.taken).toEqual([
      { at: '2026-11-24T02:00:00.000Z', by: name, people: 2 },
    ])
    // A masked list says of nobody who they are: nobody was looked at.
    expect(await server.admin.rows(sql`select 1 from registry_export_person`)).toEqual([])
  })

  it('is whole when somebody else approved it, for three days, and tells the person concerned', async () => {
    const body = asked({ depth: 'full', reason: '民政部门低保复核' })
    await office.ok('POST', EXPORTS, 'community-manager', body)
    const file = `${EXPORTS}/${body.id}/file`
    expect(await office.refusal('GET', file, 'community-manager')).toBe('409 registry.export-state id')
    const decision = { id: newId(), version: 1, approve: true, why: '' }
    const decide = `${EXPORTS}/${body.id}/decide`
    expect(await office.refusal('POST', decide, 'community-manager', decision)).toBe(
      '403 platform.not-allowed',
    )
    expect((await listed(body.id, 'duty-chief'))?.may).toEqual({ decide: true, take: false })
    expect(
      await office.refusal('POST', decide, 'duty-chief', { ...decision, id: newId(), approve: false }),
    ).toBe('422 registry.why-needed why')
    const both = await Promise.all(
      ['duty-chief', 'leader'].map((post) =>
        office.refusal('POST', decide, post, { ...decision, id: newId() }),
      ),
    )
    expect(both.toSorted()).toEqual(['409 registry.changed-meanwhile version', 'done'])
    // Who approved it does not take it.
    expect(await office.refusal('GET', file, 'duty-chief')).toBe('409 registry.export-state id')
    const text = JSON.stringify(await rowsOf(body.id, 'community-manager'))
    for (const whole of [idNumber, PHONE, '欧阳明月', '1990-05-06', '301']) expect(text).toContain(whole)
    const { name, items } = await office.ok<{ name: string; items: LookView[] }>(
      'GET',
      `/api/registry/people/${person}/looks`,
      'grid-worker',
    )
    expect(name).toBe('欧阳明月')
    expect(items.find((i) => i.what === 'export')).toMatchObject({ reason: '民政部门低保复核' })
    clock.advance(72 * 3_600_000 + 1)
    expect(await office.refusal('GET', file, 'community-manager')).toBe('409 registry.export-state id')
    expect((await listed(body.id, 'community-manager'))?.state).toBe('expired')
    clock.advance(-72 * 3_600_000 - 1)
  })

  it('of one’s own is decided by somebody else, and a refusal keeps its reason', async () => {
    const body = asked({ depth: 'full' })
    await office.ok('POST', EXPORTS, 'duty-chief', body)
    const decide = `${EXPORTS}/${body.id}/decide`
    const no = { id: newId(), version: 1, approve: false, why: '范围过大，请缩小' }
    expect(await office.refusal('POST', decide, 'duty-chief', no)).toBe('403 registry.export-own id')
    await office.ok('POST', decide, 'leader', no)
    expect(await listed(body.id, 'duty-chief')).toMatchObject({ state: 'refused', why: no.why })
  })

  it.each([
    [{ area: '999999' }, '422 registry.unknown-area area'],
    [{ reason: '看' }, '400 platform.invalid-input reason'],
    [{ reason: '<b>核对名册</b>' }, '422 registry.bad-text reason'],
    [{ depth: 'whole' }, '400 platform.invalid-input depth'],
    [{ filters: { status: 'dead' } }, '422 registry.export-empty area'],
    [{ filters: { label: 'drug-use' } }, '400 platform.invalid-input filters'],
  ])('is refused with %j', async (over, said) => {
    expect(await office.refusal('POST', EXPORTS, 'grid-worker', { ...asked(), ...over })).toContain(said)
  })

  it('of other people’s ground is refused, and so is another’s export', async () => {
    expect(await office.refusal('POST', EXPORTS, 'grid-worker', asked({ area: elsewhere }))).toBe(
      '422 registry.unknown-area area',
    )
    const body = asked()
    await office.ok('POST', EXPORTS, 'grid-worker', body)
    expect(await office.refusal('GET', `${EXPORTS}/${body.id}/file`, 'community-manager')).toBe(
      '409 registry.export-state id',
    )
    expect(await office.refusal('GET', `${EXPORTS}/${newId()}/file`, 'grid-worker')).toBe(
      '404 registry.not-found id',
    )
  })
})

it('who looked is told with the page, the field and the reason', async () => {
  await office.ok('GET', `/api/registry/people/${person}`, 'duty-chief')
  await office.ok('POST', `/api/registry/people/${person}/reveal`, 'grid-worker', {
    id: newId(),
    field: 'phone',
    reason: '电话通知体检时间',
  })
  const { items } = await office.ok<{ items: LookView[] }>(
    'GET',
    `/api/registry/people/${person}/looks`,
    'community-manager',
  )
  const chief = server.accounts.find((a) => a.post === 'duty-chief')?.name
  expect(items.filter((i) => i.what === 'page').map((i) => i.by)).toContain(chief)
  expect(items.find((i) => i.what === 'field')).toMatchObject({
    field: 'phone',
    reason: '电话通知体检时间',
    post: 'grid-worker',
  })
  expect(JSON.stringify(items)).not.toContain(PHONE)
  expect(await office.refusal('GET', `/api/registry/people/${person}/looks`, 'leader')).toBe(
    '403 platform.not-allowed',
  )
})
