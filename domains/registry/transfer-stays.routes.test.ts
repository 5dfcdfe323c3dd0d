/** Imports of people with two residences, cells that are formulas, and two presses at once. */
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { registryOffice, type Office } from './testing/office.ts'
import { importDesk, type ImportDesk } from './testing/sheets.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
let desk: ImportDesk
let place = ''
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
  desk = importDesk(server, '2026-11-24')
  place = '双址园'
  await office.building({ road: '', door: '', estate: place, block: '1' })
})
afterAll(() => server.end())

const HEAD = '姓名,证件号码,小区,幢号,单元,室号,登记类别,与户主关系'
const csv = (...lines: string[]): string => `${[HEAD, ...lines].join('\r\n')}\r\n`
const said = async (id: string, pass: 'check' | 'run' = 'run') =>
  (await desk.lines(id, pass)).map((l) => [l.line, l.verdict, ...l.reasons.map((r) => [r.field, r.code])])
/** Everybody of a number, with kind and room of where they live. */
const livesAs = (name: string) =>
  server.admin.rows<{ id: string; stays: string; sound: boolean }>(
    sql`select p.id, string_agg(r.kind || ' ' || h.room, ', ' order by r.kind) as stays,
        bool_and(h.area_path = case r.kind when 'residing' then p.area_path else p.registered_path end) as sound
      from person p join residence r on r.person_id = p.id and r.to_on is null join home h on h.id = r.home_id
      where p.name = ${name} group by p.id`,
  )
let numbers = 0
const aNumber = (): string => office.idNumber('19620202', 101 + 2 * numbers++)

describe('one number on two lines', () => {
  it('as 户籍 and as 居住 is one person with two residences; the same kind twice, or two names, is wrong', async () => {
    const [a, b, c, d] = [aNumber(), aNumber(), aNumber(), aNumber()]
    const file = csv(
      `双址甲,${a},${place},1,1,101,户籍,户主`,
      `双址甲,${a},${place},1,1,102,居住,户主`,
      `双址乙,${b},${place},1,1,103,居住,户主`,
      `双址乙,${b},${place},1,1,104,户籍,户主`,
      `同类丙,${c},${place},1,1,105,居住,户主`,
      `同类丙,${c},${place},1,1,106,居住,户主`,
      `同类丙,${c},${place},1,1,107,户籍且居住,户主`,
      `异名丁,${d},${place},1,1,108,户籍,户主`,
      `异名戊,${d},${place},1,1,109,居住,户主`,
      `双址甲,${a},${place},1,1,110,居住,户主`,
    )
    const view = await desk.planned(await desk.uploaded(file))
    await desk.act(view.id, 'check')
    await server.runImports()
    const tried = await said(view.id, 'check')
    expect(tried).toEqual([
      [3, 'known', [null, 'transfer.joined']],
      [5, 'known', [null, 'transfer.joined']],
      [7, 'wrong', ['idNumber', 'transfer.why.twice']],
      [8, 'wrong', ['idNumber', 'transfer.why.twice']],
      [10, 'wrong', ['name', 'transfer.why.twice-name']],
      [11, 'wrong', ['idNumber', 'transfer.why.twice']],
    ])
    await desk.act(view.id, 'run')
    await server.runImports()
    const done = await desk.show(view.id)
    expect(done.counts).toMatchObject({ lines: 10, added: 4, known: 2, wrong: 4, homes: 6, households: 6 })
    expect(done.counts).toEqual(done.checked)
    expect(await said(view.id)).toEqual(tried)
    expect(await livesAs('双址甲')).toMatchObject([{ stays: 'registered 101, residing 102', sound: true }])
    expect(await livesAs('双址乙')).toMatchObject([{ stays: 'registered 104, residing 103', sound: true }])
    expect(await livesAs('异名丁')).toMatchObject([{ stays: 'registered 108' }])
    // Taken back, both residences go with the person.
    await desk.act(view.id, 'undo', { reason: '表格用错了' })
    await server.runImports()
    expect(await desk.show(view.id)).toMatchObject({
      state: 'undone',
      undone: { people: 4, homes: 6, households: 6, kept: 0 },
    })
    expect(await livesAs('双址甲')).toEqual([])
  })

  it('a chunk apart is the same, after a stop and whichever comes first', async () => {
    const [a, b] = [aNumber(), aNumber()]
    const between = Array.from(
      { length: 1500 },
      (_, i) => `间隔${String.fromCodePoint(0x4e00 + i)},,${place},1,1,${200 + (i % 50)},居住,`,
    )
    const file = csv(
      `远址甲,${a},${place},1,1,301,户籍,户主`,
      `远址乙,${b},${place},1,1,302,居住,户主`,
      ...between,
      `远址甲,${a},${place},1,1,303,居住,户主`,
      `远址乙,${b},${place},1,1,304,户籍,户主`,
    )
    const { counts, id } = await desk.imported(file)
    expect(counts).toMatchObject({ added: 1502, known: 2, wrong: 0 })
    expect(await livesAs('远址甲')).toMatchObject([{ stays: 'registered 301, residing 303', sound: true }])
    expect(await livesAs('远址乙')).toMatchObject([{ stays: 'registered 304, residing 302', sound: true }])
    await desk.act(id, 'undo', { reason: '表格用错了' })
    await server.runImports()
    expect(await desk.show(id)).toMatchObject({ undone: { people: 1502, kept: 0 } })
  })
})

describe('a cell that is a formula', () => {
  it('counts as what it came to; one that came to an error is named at its cell', async () => {
    const number = aNumber()
    const cells = new Map([
      ['1,0', { formula: '"公式"&"甲"', formulaResult: '公式甲' }],
      ['1,1', { formula: 'A9', formulaResult: number }],
      ['1,4', { formula: '400+1', formulaResult: 401 }],
      ['2,0', { formula: 'VLOOKUP(1,X:Y,2)', formulaResult: '#N/A' }],
      ['2,4', { formula: 'B1/0', formulaResult: '#DIV/0!' }],
    ])
    const rows = [
      ['姓名', '证件号码', '小区', '幢号', '室号', '登记类别'],
      [null, null, place, '1', null, '居住'],
      [null, '', place, '1', null, '居住'],
    ]
    const book = await writeXlsx({ sheets: [{ name: '人员', rows, cells }] })
    const done = await desk.imported(Buffer.from(book), {}, '公式.xlsx')
    expect(done.counts).toMatchObject({ added: 1, wrong: 1 })
    expect(await livesAs('公式甲')).toMatchObject([{ stays: 'residing 401' }])
    const [wrong] = await said(done.id)
    expect(wrong).toEqual(
      expect.arrayContaining([
        ['name', 'transfer.why.formula'],
        ['room', 'transfer.why.formula'],
      ]),
    )
  })
})

describe('two presses at once', () => {
  it('start an import once: one is told that it runs already, and everybody is there once', async () => {
    const file = csv(
      `同按甲,${aNumber()},${place},1,1,501,居住,户主`,
      `同按乙,${aNumber()},${place},1,1,501,居住,配偶`,
    )
    const { id } = await desk.planned(await desk.uploaded(file))
    const press = () =>
      office.refusal('POST', `/api/registry/imports/${id}/run`, 'grid-worker', { id: newId() })
    const both = await Promise.all([press(), press()])
    expect(both.toSorted()).toEqual(['409 transfer.wrong-state', 'done'])
    await Promise.all([server.runImports(), server.runImports()])
    expect(await desk.show(id)).toMatchObject({ state: 'done', counts: { added: 2, wrong: 0 } })
    expect(await livesAs('同按甲')).toHaveLength(1)
  })

  it('of two people who send the same list: each person is there once, and the second list says that they are known', async () => {
    const file = csv(
      `同送甲,${aNumber()},${place},1,1,502,居住,户主`,
      `同送乙,${aNumber()},${place},1,1,502,居住,配偶`,
    )
    const other = importDesk(server, '2026-11-24', 'community-manager')
    const ids = await Promise.all(
      [desk, other].map(async (one) => {
        const { id } = await one.planned(await one.uploaded(file))
        return id
      }),
    )
    await Promise.all([desk.act(ids[0] ?? '', 'run'), other.act(ids[1] ?? '', 'run')])
    await Promise.all([server.runImports(), server.runImports()])
    const counts = [await desk.show(ids[0] ?? ''), await other.show(ids[1] ?? '')].map((v) => v.counts)
    expect(counts.map((c) => [c?.['added'], c?.['known']]).toSorted()).toEqual([
      [0, 2],
      [2, 0],
    ])
    expect(await livesAs('同送甲')).toHaveLength(1)
  })
})

describe('somebody else’s import', () => {
  let id = ''
  beforeAll(async () => {
    const view = await desk.uploaded(
      csv(`被看甲,${office.idNumber('19620303', 777)},${place},1,1,601,居住,户主`),
    )
    await desk.planned(view)
    ;({ id } = view)
  })
  const far = () =>
    `grid-worker#${String(server.accounts.filter((a) => a.post === 'grid-worker').length - 1)}`
  it.each<[string, () => string, number, number, number]>([
    ['who sent it', () => 'grid-worker', 200, 200, 200],
    ['the community’s manager', () => 'community-manager', 200, 200, 404],
    ['the duty chief', () => 'duty-chief', 200, 200, 403],
    ['a worker of other ground', far, 404, 404, 404],
    ['the manager of another community', () => 'community-manager#1', 404, 404, 404],
    ['a leader', () => 'leader', 403, 403, 403],
    ['a dispatcher', () => 'dispatcher', 403, 403, 403],
  ])('is looked at, not taken away: %s', async (_, post, seen, lines, errors) => {
    const status = async (path: string) =>
      (await office.send('GET', `/api/registry/imports/${id}${path}`, post())).statusCode
    expect([await status(''), await status('/lines?pass=check'), await status('/errors?pass=check')]).toEqual(
      [seen, lines, errors],
    )
    const list = await office.send('GET', '/api/registry/imports', post())
    const there =
      list.statusCode === 200 && list.json<{ items: { id: string }[] }>().items.some((i) => i.id === id)
    expect(there).toBe(seen === 200)
  })
  it.each(['plan', 'check', 'run', 'cancel', 'undo'])('is nobody else’s to act on: %s', async (act) => {
    const body = {
      plan: { columns: { name: 0, address: 2 }, known: 'skip', source: 'visit', verifiedOn: '2026-11-24' },
      undo: { reason: '试试能否撤销' },
    }[act]
    expect(
      await office.refusal('POST', `/api/registry/imports/${id}/${act}`, 'community-manager', {
        id: newId(),
        ...body,
      }),
    ).toBe('404 transfer.not-found id')
  })
  it('shows its lines masked, and looking is written down', async () => {
    const before = await looks()
    const view = await office.ok<{ mine: boolean; by: string; sample: unknown[][]; mappings: unknown[] }>(
      'GET',
      `/api/registry/imports/${id}`,
      'community-manager',
    )
    expect(view).toMatchObject({ mine: false, mappings: [] })
    expect(view.sample[0]?.slice(0, 3)).toEqual([
      '被**',
      expect.stringMatching(/^\d{0,6}\*+/) as string,
      '****',
    ])
    const whole = await office.ok<{ sample: unknown[][] }>(
      'GET',
      `/api/registry/imports/${id}`,
      'grid-worker',
    )
    expect(JSON.stringify(view)).not.toContain(String(whole.sample[0]?.[1]))
    expect(JSON.stringify(view)).not.toContain('被看甲')
    expect((await looks()) - before).toBe(1)
  })
  const looks = async (): Promise<number> =>
    (
      await server.admin.one<{ n: number }>(
        sql`select count(*)::integer as n from audit_entry where act = 'registry.import-view' and subject_id = ${id}`,
      )
    ).n
})
