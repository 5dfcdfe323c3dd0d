import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { ComparisonView } from './schema/comparison.ts'
import { comparisonDesk, type ComparisonDesk } from './testing/comparison.ts'
import { registryOffice, type Office } from './testing/office.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
let desk: ComparisonDesk
const AT = '/api/registry/comparisons'
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
  const me = await office.ok<{ holdings: { areaPath: string }[] }>('GET', '/api/me', 'community-manager')
  const path = me.holdings[0]?.areaPath ?? ''
  desk = comparisonDesk(server, office, server.deps.directory.areaByPath(path)?.code ?? '')
})
afterAll(() => server.end())

/** So many people whom nobody knows, each with a number of their own. */
const strangers = (n: number): string[] =>
  Array.from({ length: n }, (_, i) => {
    const day = new Date(Date.UTC(1930, 0, 1 + (i % 3000))).toISOString().slice(0, 10).replaceAll('-', '')
    return `路人甲,${office.idNumber(day, 1 + 2 * Math.floor(i / 3000))}`
  })
const run = (id: string, columns: object) =>
  office.ok<ComparisonView>('POST', `${AT}/${id}/run`, 'community-manager', { id: newId(), columns })

describe('a run', () => {
  it('that breaks off after a chunk goes on from there: each line once, no chunk in half', async () => {
    const { id } = await desk.created({ fields: ['name'], ageFrom: 118, ageTo: 120 })
    const sent = await desk.send(id, ['姓名,身份证号', ...strangers(2_500)].join('\n'))
    expect(sent.statusCode).toBe(200)
    await server.admin.run(
      sql`alter table comparison_record add constraint comparison_test check (line is null or line <> 1700)`,
    )
    await run(id, sent.json<ComparisonView>().guess)
    const running = server.runComparisons()
    const counts = () =>
      server.admin.one<{ cursor: number; records: number; tasks: number }>(
        sql`select cursor, (select count(*)::integer from comparison_record where comparison_id = ${id}) as records,
            (select count(*)::integer from comparison_task where comparison_id = ${id}) as tasks from comparison where id = ${id}`,
      )
    await vi.waitFor(async () => expect((await counts()).cursor).toBe(1), { timeout: 20_000, interval: 50 })
    expect(await counts()).toEqual({ cursor: 1, records: 1_000, tasks: 1_000 })
    await server.admin.run(sql`alter table comparison_record drop constraint comparison_test`)
    await running
    expect(await counts()).toEqual({ cursor: 3, records: 2_500, tasks: 2_500 })
    const { lines } = await server.admin.one<{ lines: number }>(
      sql`select count(distinct line)::integer as lines from comparison_record where comparison_id = ${id}`,
    )
    expect(lines).toBe(2_500)
    expect(await desk.show(id)).toMatchObject({ state: 'done', unread: 0, records: 2_500 })
  }, 60_000)

  it('of lines sent by a system is judged as a file is; batches come in order and once', async () => {
    const { id } = await desk.created({ via: 'api', fields: ['name'], ageFrom: 118, ageTo: 120 })
    const line = (text: string) => {
      const [name, idNumber] = text.split(',')
      return { name, idNumber }
    }
    const lines = strangers(40).map(line)
    const send = (body: object) => office.refusal('POST', `${AT}/${id}/lines`, 'community-manager', body)
    const first = { id: newId(), n: 0, lines: lines.slice(0, 30) }
    expect(await send(first)).toBe('done')
    expect(await send(first)).toBe('done')
    expect(await send({ ...first, lines })).toBe('409 platform.command-reused id')
    expect(await send({ id: newId(), n: 2, lines })).toBe('409 comparison.batch-order n')
    expect(await send({ id: newId(), n: 1, lines: [...lines.slice(29), { name: '无号' }] })).toBe('done')
    expect((await desk.send(id, '姓名,身份证号\n张三,1\n')).json()).toMatchObject({
      code: 'comparison.wrong-way',
    })
    await run(id, {})
    await server.runComparisons()
    const view = await desk.show(id)
    expect(view).toMatchObject({ state: 'done', lines: 42, unread: 2, records: 40 })
    expect(view.unreadLines.map((l) => [l.line, l.code])).toEqual([
      [31, 'comparison.why.twice'],
      [42, 'comparison.why.key'],
    ])
  })

  it('is stopped and goes on; a stop of what is done is refused', async () => {
    const { id } = await desk.created({ fields: ['name'], ageFrom: 118, ageTo: 120 })
    const sent = await desk.send(id, ['姓名,身份证号', ...strangers(30)].join('\n'))
    await run(id, sent.json<ComparisonView>().guess)
    await office.ok('POST', `${AT}/${id}/cancel`, 'community-manager', { id: newId() })
    await server.runComparisons()
    expect(await desk.show(id)).toMatchObject({ state: 'cancelled', records: 0 })
    await run(id, {})
    await server.runComparisons()
    expect(await desk.show(id)).toMatchObject({ state: 'done', records: 30 })
    expect(await office.refusal('POST', `${AT}/${id}/cancel`, 'community-manager', { id: newId() })).toBe(
      '409 comparison.wrong-state',
    )
  })
})

describe('what is refused', () => {
  it.each([
    [{ basis: '无' }, '400 platform.invalid-input basis'],
    [{ purpose: '<b>试一试</b>' }, '422 registry.bad-text purpose'],
    [{ register: 'other' }, '422 comparison.register-name registerName'],
    [{ ageFrom: 30, ageTo: 20 }, '422 comparison.ages ageTo'],
    [{ area: '999999' }, '422 registry.unknown-area area'],
    [{ area: '990602' }, '403 comparison.no-ground area'],
    [{ fields: [] }, '400 platform.invalid-input fields'],
  ])('a comparison with %j: %s', async (over, said) => {
    expect(await office.refusal('POST', AT, 'community-manager', desk.body(over))).toBe(said)
  })
  it('columns that do not tell people apart, or a field that no column has', async () => {
    const { id } = await desk.created()
    expect(await office.refusal('POST', `${AT}/${id}/run`, 'community-manager', { id: newId() })).toBe(
      '409 comparison.no-lines file',
    )
    await desk.send(id, '姓名,身份证号,备注\n张三,1,2\n')
    const start = (columns: object) =>
      office.refusal('POST', `${AT}/${id}/run`, 'community-manager', { id: newId(), columns })
    expect(await start({})).toBe('422 comparison.lacking.name columns')
    expect(await start({ name: 0 })).toBe('422 comparison.lacking.key columns')
    expect(await start({ name: 0, idNumber: 1 })).toBe('422 comparison.lacking.field columns')
    expect(await start({ name: 0, idNumber: 1, sex: 2, phone: 2, address: 9 })).toBe(
      '422 comparison.no-column columns',
    )
    expect(await start({ name: 0, idNumber: 1, sex: 2, phone: 2, address: 1 })).toBe(
      '422 comparison.column-twice columns',
    )
  })
  it.each([
    ['nothing', '', '422 transfer.empty'],
    ['heads alone', '姓名,身份证号\n', '422 transfer.empty'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]), '422 transfer.old-excel'],
  ])('a file that is %s', async (_, bytes, said) => {
    const { id } = await desk.created()
    const r = await desk.send(id, bytes)
    expect(`${String(r.statusCode)} ${r.json<{ code: string }>().code}`).toBe(said)
  })
})
