import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { StaffImportView } from './schema/staff.ts'

const HEADS = ['用户名', '姓名', '手机号', '岗位', '区域', '部门', '任职起', '任职止']
const clock = setClock(Date.parse('2026-11-26T02:00:00Z'))
let server: TestServer
let system = ''
let security = ''
/** Code of a grid without a grid worker. */
let vacant = ''
let taken = ''
beforeAll(async () => {
  server = await testServer({ clock })
  system = await server.signInAdmin('system-admin')
  security = await server.signInAdmin('security-admin')
  const grids = server.deps.directory.areas().filter((a) => a.levelKey === 'grid')
  const held = (path: string) =>
    server.deps.directory.holdersAt('grid-worker', path, clock.now()).some((h) => h.areaPath === path)
  taken = grids.find((g) => held(g.path))?.code ?? ''
  // The demo leaves none vacant: its last worker goes.
  const last = grids.findLast((g) => held(g.path))
  vacant = last?.code ?? ''
  await server.admin.run(sql`update holding set valid_to = ${new Date(clock.now() - 86_400_000)}
    where area_id = ${last?.id} and post = 'grid-worker'`)
  await server.reload()
})
afterAll(() => server.end())

type Cells = readonly (readonly (string | number | Date)[])[]
const workbook = async (rows: Cells): Promise<Buffer> =>
  Buffer.from(await writeXlsx({ sheets: [{ name: '人员', rows: [HEADS, ...rows.map((r) => [...r])] }] }))
async function send(
  kind: 'accounts' | 'posts',
  bytes: Buffer,
  more: { id?: string; apply?: boolean; mark?: boolean; as?: string } = {},
) {
  const query = `?id=${more.id ?? newId()}&apply=${more.apply === true ? 'yes' : 'no'}`
  return server.app.inject({
    method: 'POST',
    url: `/api/staff/${kind}${more.mark === true ? '/marked' : query}`,
    headers: {
      cookie: more.as ?? (kind === 'accounts' ? system : security),
      'content-type': 'multipart/form-data; boundary=b',
    },
    payload: Buffer.concat([
      Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'),
      bytes,
      Buffer.from('\r\n--b--\r\n'),
    ]),
  })
}
const view = async (...of: Parameters<typeof send>): Promise<StaffImportView> => {
  const r = await send(...of)
  if (r.statusCode !== 200) throw new Error(r.body)
  return r.json<StaffImportView>()
}
const counts = async () =>
  server.admin.one<{ accounts: number; posts: number }>(
    sql`select (select count(*) from account)::integer as accounts, (select count(*) from holding)::integer as posts`,
  )
const said = (v: StaffImportView) => v.faults.map((f) => `${String(f.row)} ${f.column} ${f.code}`)

const GOOD = (): Cells => [
  [
    'zhao.min',
    '赵敏',
    13800001234,
    '受理员',
    String(server.deps.county),
    '',
    new Date(Date.UTC(2026, 10, 26)),
    '',
  ],
  ['zhao.min', '赵敏', 13800001234, '派遣员', String(server.deps.county), '', '2026/12/1', '2027年3月31日'],
  ['qian.yu', '钱瑜', '', '网格员', vacant, '', 46357, ''],
  ['sun.li', '孙莉', '', '', '', '', '', ''],
]

describe('a workbook of staff', () => {
  it('is handed out with the words to fill in, and comes back with faults in words beside the rows', async () => {
    const r = await server.app.inject({ url: '/api/staff/template', headers: { cookie: security } })
    const book = await readXlsx(r.rawPayload)
    expect(book.sheets.map((s) => s.name)).toEqual(['人员', '填写说明', '岗位', '区域', '部门'])
    expect(book.sheets[0]?.rows[0]).toEqual(HEADS)
    const bytes = await workbook([
      ['zhao min', '赵敏', 'x', '受理员', '', '', '', ''],
      ['qian.yu', '钱瑜', '', '网格员', vacant, '', '2026-12-01', ''],
    ])
    const marked = await readXlsx((await send('accounts', bytes, { mark: true })).rawPayload)
    expect(marked.sheets[0]?.rows.map((row) => row[8])).toEqual([
      '错误说明',
      '用户名：用户名应为 2 至 60 个字母、数字、汉字或 . _ - @，不含空格；手机号：手机号只能含数字、加号、空格和短横，5 至 20 位；区域：这个岗位任职于区域，请填区域',
      '',
    ])
  })

  it('with any fault changes nothing, and every fault is named by row and column', async () => {
    const before = await counts()
    const bytes = await workbook([
      ['', '无名', '', '', '', '', '', ''],
      ['a b', '<b>粗体</b>', '', '没有的岗位', 'x', '', '', ''],
      ['li.lei', '李雷\u202e', '1', '处置员', '', '没有的部门', '2026-02-30', ''],
      ['han.mei', '韩梅', '', '网格员', vacant, '', '2026-12-02', '2026-12-01'],
      ['intake1', '别人', '', '', '', '', '', ''],
      ['wang.wu', '王五', '', '', vacant, '', '', ''],
      ['😀😀', '表情', '', '', '', '', '', ''],
    ])
    const seen = await view('accounts', bytes)
    expect(said(seen)).toEqual([
      '2 用户名 admin.sheet.empty',
      '3 用户名 admin.sheet.bad-username',
      '3 姓名 admin.sheet.bad-name',
      '3 岗位 admin.sheet.unknown-post',
      '4 姓名 admin.sheet.bad-name',
      '4 手机号 admin.sheet.bad-phone',
      '4 部门 admin.sheet.unknown-department',
      '4 任职起 admin.sheet.bad-date',
      '5 任职止 admin.sheet.period-empty',
      '6 用户名 admin.sheet.username-taken',
      '7 岗位 admin.sheet.post-missing',
      '8 用户名 admin.sheet.bad-username',
    ])
    const r = await send('accounts', bytes, { apply: true })
    expect([r.statusCode, r.json<{ code: string }>().code]).toEqual([422, 'admin.sheet-wrong'])
    expect(await counts()).toEqual(before)
  })

  it('makes the accounts by one administrator and gives the posts by the other; a repeated command says the same', async () => {
    const bytes = await workbook(GOOD())
    expect(said(await view('posts', bytes))).toEqual(
      [2, 3, 4].map((n) => `${String(n)} 用户名 admin.sheet.no-account`),
    )
    const before = await counts()
    const id = newId()
    const made = await view('accounts', bytes, { id, apply: true })
    expect([made.rows, made.added, made.same, made.done]).toEqual([4, 3, 0, true])
    expect(made.passwords.map((p) => p.username)).toEqual(['zhao.min', 'qian.yu', 'sun.li'])
    expect(await view('accounts', bytes, { id, apply: true })).toEqual(made)
    const stored = await server.admin.rows<{ text: string }>(
      sql`select row_to_json(s)::text as text from staff_import s union all select row_to_json(a)::text from audit_entry a`,
    )
    for (const p of made.passwords) expect(stored.some((s) => s.text.includes(p.password))).toBe(false)
    const first = await server.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { username: 'zhao.min', password: made.passwords[0]?.password },
    })
    expect(first.json<{ steps: string[] }>().steps).toEqual(['change-password'])

    const given = await view('posts', bytes, { apply: true })
    expect([given.added, given.same, given.passwords]).toEqual([3, 0, []])
    expect(await counts()).toEqual({ accounts: before.accounts + 3, posts: before.posts + 3 })
    const dates = await server.admin.rows<{ post: string; from: string; to: string | null }>(
      sql`select h.post, h.valid_from::text as from, h.valid_to::text as to from holding h join account a on a.id = h.account_id
          where a.username in ('zhao.min', 'qian.yu') order by h.post`,
    )
    expect(
      dates.map((d) => [
        d.post,
        new Date(d.from).toISOString(),
        d.to === null ? null : new Date(d.to).toISOString(),
      ]),
    ).toEqual([
      ['dispatcher', '2026-11-30T16:00:00.000Z', '2027-03-31T16:00:00.000Z'],
      ['grid-worker', '2026-11-30T16:00:00.000Z', null],
      ['intake-officer', '2026-11-25T16:00:00.000Z', null],
    ])
    const again = await view('posts', bytes)
    expect([again.added, again.same, again.faults]).toEqual([0, 3, []])
    const reused = await send('accounts', await workbook([['other', '别人', '', '', '', '', '', '']]), {
      id,
      apply: true,
    })
    expect(reused.json<{ code: string }>().code).toBe('platform.command-reused')
  })

  it('gives a grid one worker, also within the sheet, and no post to an administrator', async () => {
    const admin = server.accounts.find((a) => a.post === 'audit-admin')
    const bytes = await workbook([
      ['sun.li', '孙莉', '', '网格员', taken, '', '', ''],
      [admin?.username ?? '', admin?.name ?? '', '', '受理员', String(server.deps.county), '', '', ''],
      ['sun.li', '孙莉', '', '受理员', String(server.deps.county), '', '2026-12-01', '2026-12-31'],
      ['sun.li', '孙莉', '', '受理员', String(server.deps.county), '', '2026-12-31', ''],
    ])
    expect(said(await view('posts', bytes))).toEqual([
      '2 岗位 admin.sheet.worker-there',
      '3 用户名 admin.sheet.account-unusable',
      '5 岗位 admin.sheet.row-twice',
    ])
  })

  it('imported twice at once adds everybody once', async () => {
    const bytes = await workbook([['once.only', '只此一人', '', '', '', '', '', '']])
    const both = await Promise.all([1, 2].map(() => view('accounts', bytes, { apply: true })))
    expect(both.map((v) => v.added).toSorted()).toEqual([0, 1])
    expect(both.flatMap((v) => v.passwords)).toHaveLength(1)
  })

  it('is not taken for another file, nor by the wrong administrator', async () => {
    const code = async (bytes: Buffer, as = system) =>
      (await send('accounts', bytes, { as })).json<{ code: string }>().code
    expect(await code(Buffer.from('%PDF-1.4'))).toBe('admin.not-a-sheet')
    expect(await code(await workbook([]))).toBe('admin.sheet-empty')
    expect(await code(await workbook([]), security)).toBe('platform.not-allowed')
  })
})
