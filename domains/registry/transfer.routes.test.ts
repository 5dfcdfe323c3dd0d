import { writeXlsx, readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { REASON_HEAD } from './rules/transfer/heads.ts'
import { registryOffice, type Office } from './testing/office.ts'
import { importDesk, type ImportDesk } from './testing/sheets.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
const TODAY = '2026-11-24'
let server: TestServer
let office: Office
let desk: ImportDesk
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
  desk = importDesk(server, TODAY)
})
afterAll(() => server.end())

const HEAD = '姓名,证件号码,联系电话,小区,幢号,单元,室号,登记类别,与户主关系,起始日期,关爱对象'
let estates = 0
/** A building of an estate that no other test has. */
async function estate(over: object = {}): Promise<string> {
  const name = `导入${'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉'[estates++] ?? ''}园`
  await office.building({ road: '', door: '', estate: name, block: '1', ...over })
  return name
}
const csv = (...lines: string[]): string => `${[HEAD, ...lines].join('\r\n')}\r\n`
const countOf = async (): Promise<Record<string, number>> =>
  server.admin.one(
    sql`select (select count(*) from person) as people, (select count(*) from home) as homes, (select count(*) from household) as households,
        (select count(*) from residence) as residences`,
  )
const errorsOf = async (id: string, pass: 'check' | 'run'): Promise<{ rows: unknown[][]; bytes: Buffer }> => {
  const r = await server.app.inject({
    method: 'GET',
    url: `/api/registry/imports/${id}/errors?pass=${pass}`,
    headers: { cookie: await server.signIn('grid-worker') },
  })
  expect(r.statusCode).toBe(200)
  const book = await readXlsx(r.rawPayload)
  return { rows: book.sheets[0]?.rows ?? [], bytes: r.rawPayload }
}

describe('an import', () => {
  it('with errors: the dry run says what the import then does, the errors are mended and sent again', async () => {
    const place = await estate()
    const [a, b, c] = [1, 3, 5].map((n) => office.idNumber('19700101', n))
    const wrongCheck = `${office.idNumber('19600101', 7).slice(0, 17)}${office.idNumber('19600101', 7).endsWith('0') ? '1' : '0'}`
    const file = csv(
      `张伟,${a},13812341234,${place},1,1,301,户籍且居住,户主,2016-05-01,是`,
      `李娜,${b},,${place},1,1,301,居住,妻,2016-05-01,`,
      `,${c},,${place},1,1,302,居住,户主,,`,
      `王存疑,${wrongCheck},,${place},1,1,302,居住,户主,,`,
      `赵没楼,,,没有的小区,9,1,101,居住,户主,,`,
      `钱科学,1.10105E+17,,${place},1,1,303,居住,户主,,`,
      '',
      `孙重复,${a},,${place},1,1,303,居住,户主,,`,
      `周电话,,12,${place},1,1,303,居住,户主,2026-13-01,`,
      `吴小宝,,,${place},1,1,301,居住,长子,,`,
    )
    const before = await countOf()
    const view = await desk.uploaded(file)
    expect(view).toMatchObject({ state: 'uploaded', lines: 10, headLine: 1, fileName: 'people.csv' })
    await desk.planned(view)
    await desk.act(view.id, 'check')
    await server.runImports()
    const checked = await desk.show(view.id)
    expect(checked).toMatchObject({ state: 'checked', counts: null })
    expect(await countOf()).toEqual(before)
    const tried = await desk.lines(view.id, 'check')
    expect(tried.map((l) => [l.line, l.verdict, l.reasons.map((r) => [r.field, r.code])])).toEqual([
      [4, 'wrong', [['name', 'transfer.why.name']]],
      [5, 'doubtful', [[null, 'registry-rules.id-number-checksum']]],
      [6, 'wrong', [['estate', 'transfer.why.building']]],
      [7, 'wrong', [['idNumber', 'transfer.why.digits-lost']]],
      [9, 'wrong', [['idNumber', 'transfer.why.twice']]],
      [10, 'wrong', [['from', 'transfer.why.day']]],
    ])
    await desk.act(view.id, 'run')
    await server.runImports()
    const done = await desk.show(view.id)
    expect(done.state).toBe('done')
    expect(done.counts).toEqual(checked.checked)
    expect(await desk.lines(view.id, 'run')).toEqual(tried)
    expect(done.counts).toMatchObject({ lines: 9, added: 4, wrong: 5, doubtful: 1, homes: 2, households: 3 })
    const after = await countOf()
    expect([
      (after['people'] ?? 0) - (before['people'] ?? 0),
      (after['homes'] ?? 0) - (before['homes'] ?? 0),
      (after['households'] ?? 0) - (before['households'] ?? 0),
      (after['residences'] ?? 0) - (before['residences'] ?? 0),
    ]).toEqual([4, 2, 3, 5])
    // They are people like any others.
    const found = await office.ok<{ people: { id: string; name: string }[] }>(
      'POST',
      '/api/registry/search',
      'grid-worker',
      { q: a },
    )
    expect(found.people.map((p) => p.name)).toEqual(['张*'])
    const person = await office.ok<Record<string, unknown>>(
      'GET',
      `/api/registry/people/${found.people[0]?.id ?? ''}`,
      'grid-worker',
    )
    expect(JSON.stringify(person)).toContain(place)
    const initials = await office.ok<{ people: { name: string }[] }>(
      'GET',
      '/api/registry/search?q=wxb',
      'grid-worker',
    )
    expect(initials.people.map((p) => p.name)).toContain('吴**')

    const { rows, bytes } = await errorsOf(view.id, 'run')
    expect(rows[0]).toEqual([...HEAD.split(','), REASON_HEAD])
    expect(rows.length).toBe(6)
    expect(rows.map((r) => r.at(-1)).slice(1)).toEqual([
      '姓名：没有填姓名',
      expect.stringMatching(/^小区：没有这栋楼/),
      expect.stringMatching(/^证件号码：这个单元格是数值/),
      '证件号码：证件号码与第 2 行相同',
      expect.stringMatching(/^起始日期：日期看不懂/),
    ])
    // Sent back as it is, the same lines are wrong for the same reasons.
    const again = await desk.imported(bytes, {}, 'mended.xlsx')
    expect(again.counts).toMatchObject({ lines: 5, added: 0, wrong: 5 })
    const mended = rows.map((r) => r.map((v) => (typeof v === 'string' ? v : '')))
    const [, noName = [], noHouse = [], digits = [], twice = [], day = []] = mended
    noName[0] = '郑补名'
    noHouse[3] = place
    noHouse[4] = '1'
    digits[1] = office.idNumber('19900909', 11)
    twice[1] = office.idNumber('19900909', 13)
    day[2] = '13900001111'
    day[9] = '2020/1/1'
    const sheet = Buffer.from(await writeXlsx({ sheets: [{ name: '人员', rows: mended }] }))
    expect((await desk.imported(sheet, {}, 'mended.xlsx')).counts).toMatchObject({
      lines: 5,
      added: 5,
      wrong: 0,
    })
  })

  it('knows who is registered, by number and name, and moves them only when asked', async () => {
    const place = await estate()
    const [a, b, c] = [21, 23, 25].map((n) => office.idNumber('19850505', n))
    const at = await office.home()
    const { id } = await office.register(at, { name: '陈已知', idKind: 'resident-id', idNumber: a })
    await office.register(await office.home(), { name: '林别名', idKind: 'resident-id', idNumber: b })
    const file = csv(
      `陈已知,${a},,${place},1,1,101,居住,户主,2026-01-01,`,
      `林改名,${b},,${place},1,1,101,居住,,,`,
      `黄新来,${c},,${place},1,1,101,居住,配偶,,`,
    )
    const skipped = await desk.imported(file)
    expect(skipped.counts).toMatchObject({ added: 1, known: 1, wrong: 1, moved: 0 })
    expect((await desk.lines(skipped.id, 'run')).map((l) => l.reasons[0]?.code)).toEqual([
      'transfer.known',
      'transfer.why.other-name',
    ])
    const moved = await desk.imported(file.replace('黄新来', '黄新来 '), { known: 'residence' })
    expect(moved.counts).toMatchObject({ added: 0, known: 1, moved: 1, wrong: 1 })
    const { n } = await server.admin.one<{ n: number }>(
      sql`select count(*) as n from residence r join home h on h.id = r.home_id where r.person_id = ${id} and r.to_on is null
          and h.address like ${`${place}%`}`,
    )
    expect(n).toBe(1)
    // Once more there is nothing left to do.
    expect((await desk.imported(file, { known: 'residence' })).counts).toMatchObject({
      known: 2,
      moved: 0,
      added: 0,
    })
  })

  it('keeps to the ground of who imports', async () => {
    const theirs = await estate({ place: { ...office.other, crs: 'CGCS2000' } }).catch(() => '')
    expect(theirs).toBe('')
    const place = await estate()
    await server.admin.run(
      sql`update building set area_path = ${`${server.deps.county}/999/001/001/`} where estate = ${place}`,
    )
    const done = await desk.imported(csv(`越界人,,,${place},1,1,101,居住,户主,,`))
    expect(done.counts).toMatchObject({ added: 0, wrong: 1 })
    expect((await desk.lines(done.id, 'run'))[0]?.reasons[0]?.code).toBe('transfer.why.not-your-area')
    const cookie = await server.signIn('community-manager')
    for (const [method, path] of [
      ['GET', `${done.id}/errors?pass=run`],
      ['POST', `${done.id}/undo`],
    ] as const) {
      const r = await server.app.inject({
        method,
        url: `/api/registry/imports/${path}`,
        headers: { cookie },
        ...(method === 'POST' ? { payload: { id: newId(), reason: '试试能否撤销' } } : {}),
      })
      expect([path, r.statusCode]).toEqual([path, 404])
    }
  })

  it('is sent once under its id: the same file again is the same import, another is refused', async () => {
    const place = await estate()
    const file = csv(`重发人,,,${place},1,1,101,居住,户主,,`)
    const id = newId()
    expect((await desk.send(file, { id })).statusCode).toBe(201)
    expect((await desk.send(file, { id })).statusCode).toBe(200)
    const other = await desk.send(`${file}又一行,,,${place},1,1,102,,,,\r\n`, { id })
    expect([other.statusCode, other.json<{ code: string }>().code]).toEqual([409, 'platform.command-reused'])
    await desk.planned(await desk.show(id))
    const command = { id: newId() }
    await desk.act(id, 'run', command)
    await server.runImports()
    // The same word again after it was carried out: no second run.
    await desk.act(id, 'run', command)
    await server.runImports()
    expect(await desk.show(id)).toMatchObject({ state: 'done', counts: { added: 1 } })
    await expect(desk.act(id, 'run')).rejects.toThrow('transfer.wrong-state')
  })
})

describe('taking an import back', () => {
  it('removes what it made, leaves what was changed or is in use, and tells which', async () => {
    const place = await estate()
    const before = await countOf()
    const done = await desk.imported(
      csv(
        `撤一,${office.idNumber('19910101', 31)},13811112222,${place},1,1,101,户籍且居住,户主,,`,
        `撤二,,,${place},1,1,101,居住,妻,,`,
        `改三,,,${place},1,1,102,居住,户主,,是`,
        `撤四,,,${place},1,1,102,居住,妻,,`,
        `看五,,13811113333,${place},1,1,103,居住,户主,,`,
      ),
    )
    expect(done.counts).toMatchObject({ added: 5, homes: 3, households: 4 })
    const byName = async (name: string) =>
      server.admin.one<{ id: string; version: number }>(
        sql`select id, version from person where name = ${name}`,
      )
    const changed = await byName('改三')
    await office.ok('POST', `/api/registry/people/${changed.id}`, 'grid-worker', {
      ...office.proof(),
      version: changed.version,
      changes: { remark: '电话回访过' },
    })
    await office.ok('POST', `/api/registry/people/${(await byName('看五')).id}/reveal`, 'grid-worker', {
      id: newId(),
      field: 'phone',
      reason: '电话回访核实',
    })
    await expect(desk.act(done.id, 'undo', { reason: '错' })).rejects.toThrow('reason')
    await desk.act(done.id, 'undo', { reason: '表格用错了' })
    await server.runImports()
    const undone = await desk.show(done.id)
    expect(undone).toMatchObject({
      state: 'undone',
      undoReason: '表格用错了',
      undone: { people: 3, homes: 1, households: 2, kept: 4 },
    })
    expect((await desk.lines(done.id, 'undo')).map((l) => [l.line, l.reasons.map((r) => r.code)])).toEqual([
      [4, ['transfer.kept.changed', 'transfer.kept.home-used']],
      [6, ['transfer.kept.revealed', 'transfer.kept.home-used']],
    ])
    const after = await countOf()
    expect((after['people'] ?? 0) - (before['people'] ?? 0)).toBe(2)
    expect((after['homes'] ?? 0) - (before['homes'] ?? 0)).toBe(2)
    expect((after['residences'] ?? 0) - (before['residences'] ?? 0)).toBe(2)
    // The history of who is gone stays, with its end.
    const { fields } = await server.admin.one<{ fields: string[] }>(
      sql`select array_agg(distinct field) as fields from registry_change where command_id = ${done.id} and subject_kind = 'person'
          and not exists (select from person p where p.id = subject_id)`,
    )
    expect(fields.toSorted()).toEqual(['import-undone', 'imported'])
    await expect(desk.act(done.id, 'run')).rejects.toThrow('transfer.wrong-state')
    // What was taken back can be sent again.
    const again = await desk.imported(
      csv(`撤一,${office.idNumber('19910101', 31)},,${place},1,1,101,居住,户主,,`),
    )
    expect(again.counts).toMatchObject({ added: 1, homes: 1 })
  })
})

describe('a stop', () => {
  it('ends at a chunk; what is in stays, and going on adds the rest once', async () => {
    const place = await estate()
    const lines = Array.from(
      { length: 2500 },
      (_, i) =>
        `停止${'一二三四五六七八九十'[i % 10] ?? ''}${String.fromCodePoint(0x4e00 + i)},,,${place},1,1,${100 + (i % 50)},居住,,,`,
    )
    const { id } = await desk.planned(await desk.uploaded(csv(...lines)))
    await desk.act(id, 'run')
    await desk.act(id, 'cancel')
    await server.runImports()
    expect(await desk.show(id)).toMatchObject({ state: 'cancelled', progress: { done: 0 } })
    await desk.act(id, 'run')
    await server.runImports()
    expect((await desk.show(id)).counts).toMatchObject({ lines: 2500, added: 2500, homes: 50, wrong: 0 })
  })
})

describe('files', () => {
  it.each<[string, Buffer | string, number, string]>([
    ['empty', '', 422, 'transfer.empty'],
    ['heads alone', `${HEAD}\r\n`, 422, 'transfer.empty'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), 422, 'transfer.not-a-sheet'],
    ['old Excel', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 422, 'transfer.old-excel'],
    ['a cut archive', Buffer.from('504b030414000600', 'hex'), 422, 'transfer.not-a-sheet'],
    ['heads twice', '姓名,姓 名\r\n张三,李四\r\n', 422, 'transfer.head-twice'],
    [
      'too wide',
      `姓名,性别,${Array.from({ length: 120 }, (_, i) => `列${i}`).join(',')}\r\n张三\r\n`,
      422,
      'transfer.too-wide',
    ],
    ['a huge cell', `姓名,性别\r\n"${'大'.repeat(300_000)}",男\r\n`, 422, 'transfer.broken'],
    [
      'broken in the middle',
      Buffer.concat([
        Buffer.from(csv(...Array.from({ length: 9000 }, () => '张三,,,,,,,,,,'))),
        Buffer.from([0xff, 0xff, 0x41]),
      ]),
      422,
      'transfer.encoding',
    ],
  ])('%s: refused with a sentence, and nothing is left', async (_name, bytes, status, code) => {
    const r = await desk.send(bytes)
    expect([r.statusCode, r.json<{ code: string }>().code]).toEqual([status, code])
    expect(r.json<{ title: string }>().title).toMatch(/\p{Script=Han}{4}/u)
  })

  it('a bomb that says what it is and one line too many are refused', async () => {
    const book = Buffer.from(
      await writeXlsx({
        sheets: [
          {
            name: 'x',
            rows: [
              ['姓名', '地址'],
              ['张三', '某地'],
            ],
          },
        ],
      }),
    )
    const bomb = Buffer.from(book)
    // The directory says one part unpacks to two gigabytes.
    const at = bomb.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    bomb.writeUInt32LE(2_000_000_000, at + 24)
    expect((await desk.send(bomb)).json<{ code: string }>().code).toBe('transfer.bomb')
  })

  it('in GB 18030, with marks, tabs, a title above and formulas come in alike', async () => {
    const gb = Buffer.from('d0d5c3fb2ccfeacfb8b5d8d6b70d0ad5c5c8fd2cceb4d6aad7a1b4a60d0a', 'hex')
    expect(await desk.uploaded(gb)).toMatchObject({
      heads: ['姓名', '详细地址'],
      sample: [['张三', '未知住处']],
    })
    expect(await desk.uploaded('\ufeff姓名\t详细地址\n张三\t未知住处\n')).toMatchObject({
      sample: [['张三', '未知住处']],
    })
    const titled = await writeXlsx({
      sheets: [
        {
          name: '说明',
          hidden: true,
          rows: [
            ['姓名', '地址'],
            ['藏着的', 'x'],
          ],
        },
        {
          name: '花名册',
          rows: [
            ['某某社区花名册'],
            [],
            ['姓名', '出生日期', '详细地址'],
            ['张三', new Date('1980-03-15'), 'A'],
            [],
            ['李四', 29295, 'B'],
          ],
        },
      ],
    })
    expect(await desk.uploaded(Buffer.from(titled), '花名册.xlsx')).toMatchObject({
      format: 'xlsx',
      headLine: 3,
      lines: 3,
      heads: ['姓名', '出生日期', '详细地址'],
      sample: [['张三', '1980-03-15', 'A'], [], ['李四', 29295, 'B']],
    })
  })

  it('a mapping is kept under its name and offered for the next file of the same heads', async () => {
    const file = '甲,乙,丙\r\n张三,某地1栋101,13800001111\r\n'
    const view = await desk.uploaded(file)
    expect(view.guess).toEqual({})
    await expect(desk.planned(view)).rejects.toThrow('transfer.lacking.name')
    await expect(desk.planned(view, { columns: { name: 0, address: 0 } })).rejects.toThrow(
      'transfer.column-twice',
    )
    await expect(desk.planned(view, { columns: { name: 0, address: 7 } })).rejects.toThrow(
      'transfer.no-column',
    )
    await desk.planned(view, { columns: { name: 0, address: 1, phone: 2 }, saveAs: '街道表' })
    const next = await desk.uploaded('丙,乙,甲\r\n1,2,3\r\n')
    expect(next.mappings).toMatchObject([{ name: '街道表', columns: { name: 2, address: 1, phone: 0 } }])
  })
})
