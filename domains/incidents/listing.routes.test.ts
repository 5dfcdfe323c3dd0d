import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { compose } from '../../server/compose.ts'
import { newKeys } from '../../server/keys.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import type {
  Comparison,
  Edited,
  EntryView,
  ImportView,
  ListEntry,
  ListTree,
  WhatIfView,
} from './schema/responsibility.ts'
import type { ClassKey } from './schema/words.ts'
import { incidentDesk, type Desk, type PostName } from './testing/desk.ts'

const clock = setClock(NOW)
/** The list is kept by posts of the whole county; the demo's come after those of the street. */
const CHIEF = 'duty-chief#2'
const LEADER = 'leader#1'
let server: TestServer
let desk: Desk
let key: ClassKey
let other: ClassKey
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
  key = desk.classOf().catalogue as ClassKey
  other = desk.matter((m) => m.key.code !== key.code && m.conditions.length > 1).key
})
afterAll(() => server.end())

const get = async <T>(url: string, post = CHIEF): Promise<T> => {
  const r = await desk.send('GET', url, post as PostName)
  if (r.statusCode !== 200) throw new Error(r.body)
  return r.json<T>()
}
const post = async (act: string, body: object, as = CHIEF) =>
  desk.send('POST', `/api/list/draft${act}`, as as PostName, { id: newId(), ...body })
const refusal = (r: { statusCode: number; json: <T>() => T }): string =>
  r.statusCode === 200 ? 'done' : `${r.statusCode} ${r.json<{ code: string }>().code}`
const query = (k: ClassKey): string => new URLSearchParams({ ...k }).toString()
const entryOf = (k: ClassKey, version = 'draft') =>
  get<EntryView>(`/api/list/entry?version=${version}&${query(k)}`)
const bodyOf = ({ key: _k, name: _n, evidence: _e, ...body }: ListEntry) => body
const revision = async (): Promise<number> => (await get<ListTree>('/api/list')).draft?.revision ?? -1
const limited = (entry: ListEntry, amount: number) => ({
  ...bodyOf(entry),
  conditions: entry.conditions.map((c, i) =>
    i === 0 ? { ...c, limit: { amount, unit: 'working-hour' as const }, extension: null } : c,
  ),
})
async function openDraft(): Promise<void> {
  expect(refusal(await post('', { note: '缩短时限' }))).toBe('done')
}
async function edit(k: ClassKey, amount: number, as = CHIEF) {
  const { entry } = await entryOf(k)
  return post('/entry', { revision: await revision(), key: k, entry: limited(entry, amount) }, as)
}
async function upload(rows: readonly (readonly (string | number)[])[], apply: boolean, seen: number) {
  const bytes = Buffer.from(await writeXlsx({ sheets: [{ name: 'x', rows: rows.map((r) => [...r]) }] }))
  return send(bytes, apply, seen)
}
async function send(bytes: Buffer, apply: boolean, seen: number, id = newId()) {
  const payload = Buffer.concat([
    Buffer.from(
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\nContent-Type: application/octet-stream\r\n\r\n',
    ),
    bytes,
    Buffer.from('\r\n--b--\r\n'),
  ])
  const url = `/api/list/draft/import?id=${id}&revision=${seen}&apply=${apply ? 'yes' : 'no'}`
  return desk.send('POST', url, CHIEF, payload, {
    'content-type': 'multipart/form-data; boundary=b',
  })
}
async function sheet(version: string): Promise<(string | number)[][]> {
  const r = await desk.send('GET', `/api/list/excel?version=${version}`, 'handler')
  expect(r.statusCode).toBe(200)
  const book = await readXlsx(r.rawPayload)
  return (book.sheets[0]?.rows ?? []).map((row) =>
    row.map((c) => (typeof c === 'number' ? c : String(c ?? ''))),
  )
}

describe('reading', () => {
  it('everyone of staff browses, finds by code, name and condition, and sees the flags', async () => {
    const whole = await get<ListTree>('/api/list', 'handler')
    expect(whole).toMatchObject({ shown: 'demo-1', draft: null, elder: 0 })
    expect(whole.rows).toHaveLength(whole.total)
    expect(whole.versions).toMatchObject([{ id: 'demo-1', ordinal: 1, state: 'in-force' }])
    const row = whole.rows.find((r) => r.key.code === key.code)
    const entry = await get<EntryView>(`/api/list/entry?${query(key)}`, 'handler')
    expect(row).toMatchObject({ name: entry.entry.name, conditions: entry.entry.conditions.length })
    expect(entry.unit).not.toBeNull()
    const found = await get<ListTree>(
      `/api/list?q=${encodeURIComponent(entry.entry.conditions[0]?.text ?? '')}`,
      'handler',
    )
    expect(found.rows.map((r) => r.key.code)).toContain(key.code)
    expect(found.flags).toEqual(whole.flags)
  })
  it.each([
    ['/api/list?version=none', '404 list.unknown-version'],
    ['/api/list?version=draft', '409 list.no-draft'],
    ['/api/list/entry?standard=x&kind=matter&code=y', '404 list.not-in-list'],
    ['/api/list/what-if', '409 list.no-draft'],
  ])('%s → %s', async (url, told) => {
    expect(refusal(await desk.send('GET', url, CHIEF))).toBe(told)
  })
})

describe('a draft', () => {
  it('is opened once, by one of two who press at once, and the same command has the same answer', async () => {
    const body = { id: newId(), note: '缩短时限' }
    const [a, b] = await Promise.all([
      desk.send('POST', '/api/list/draft', CHIEF, body),
      post('', { note: '另一份' }),
    ])
    expect([refusal(a), refusal(b)].toSorted()).toEqual(['409 list.draft-open', 'done'])
    if (a.statusCode !== 200) return
    const again = await desk.send('POST', '/api/list/draft', CHIEF, body)
    expect(again.json()).toEqual(a.json())
    const reused = await desk.send('POST', '/api/list/draft', CHIEF, { ...body, note: '别的' })
    expect(refusal(reused)).toBe('409 platform.command-reused')
  })

  it('refuses the second of two who changed the same class, and says who was first', async () => {
    const { entry } = await entryOf(key)
    const seen = await revision()
    const both = await Promise.all(
      [2, 3].map((amount) => post('/entry', { revision: seen, key, entry: limited(entry, amount) })),
    )
    expect(both.map(refusal).toSorted()).toEqual(['409 list.draft-moved', 'done'])
    const refused = both.find((r) => r.statusCode !== 200)
    const name = (await get<{ name: string }>('/api/me')).name
    expect(refused?.json<{ title: string }>().title).toContain(name)
    // Another class does not stand in its way.
    const elsewhere = await entryOf(other)
    expect(
      refusal(await post('/entry', { revision: seen, key: other, entry: limited(elsewhere.entry, 5) })),
    ).toBe('done')
    expect((await entryOf(other)).change).toBe('changed')
  })

  it.each<[string, (e: ListEntry) => object, string]>([
    ['no condition', (e) => ({ ...bodyOf(e), conditions: [] }), '422 list.no-condition'],
    ['an unknown unit', (e) => ({ ...bodyOf(e), departmentId: newId() }), '422 list.unknown-unit'],
    [
      'a number twice',
      (e) => ({ ...bodyOf(e), conditions: [...e.conditions.slice(0, 1), ...e.conditions.slice(0, 1)] }),
      '422 list.seq-twice',
    ],
    [
      'half a working day',
      (e) => ({
        ...bodyOf(e),
        conditions: e.conditions.map((c) => ({ ...c, limit: { amount: 1.5, unit: 'working-day' } })),
      }),
      '400 platform.invalid-input',
    ],
  ])('refuses %s', async (_name, spoil, told) => {
    const { entry } = await entryOf(key)
    expect(refusal(await post('/entry', { revision: await revision(), key, entry: spoil(entry) }))).toBe(told)
  })

  it('takes a class out and back, adds one of the catalogue, and no other', async () => {
    expect(refusal(await post('/retire', { revision: await revision(), key: other }))).toBe('done')
    expect((await entryOf(other)).change).toBe('removed')
    expect(refusal(await post('/revert', { revision: await revision(), key: other }))).toBe('done')
    expect((await entryOf(other)).change).toBeNull()
    const { items } = await get<{ items: { key: ClassKey; name: string }[] }>('/api/list/classes')
    const [missing] = items
    const { entry } = await entryOf(key)
    if (missing !== undefined) {
      const body = { ...bodyOf(entry), departmentId: null }
      expect(
        refusal(await post('/entry', { revision: await revision(), key: missing.key, entry: body })),
      ).toBe('done')
      const added = await entryOf(missing.key)
      expect(added).toMatchObject({ change: 'added', flags: expect.arrayContaining(['no-unit']) })
    }
    const none = { standard: 'none', kind: 'matter', code: '1' }
    expect(
      refusal(await post('/entry', { revision: await revision(), key: none, entry: bodyOf(entry) })),
    ).toBe('422 list.unknown-class')
  })

  it('is compared field by field, and says who changed it', async () => {
    const compared = await get<Comparison>('/api/list/compare?to=draft', 'handler')
    const mine = compared.items.find((i) => i.key.code === key.code)
    expect(mine?.change).toBe('changed')
    expect(mine?.by).not.toBeNull()
    expect(mine?.fields.map((f) => f.field)).toContain('limit')
    expect(compared.counts.changed).toBe(1)
  })
})

describe('a sheet', () => {
  it('goes out and comes back as it is', async () => {
    const rows = await sheet('draft')
    const r = await upload(rows, false, await revision())
    expect(r.json<ImportView>()).toMatchObject({ added: 0, changed: 0, errors: [], revision: null })
    expect(r.json<ImportView>().classes).toBe((await get<ListTree>('/api/list?version=draft')).total)
  })
  it('with a wrong cell says row and column, and does nothing', async () => {
    const rows = await sheet('draft')
    const at = rows[0]?.indexOf('处置时限') ?? -1
    const wrong = rows.map((r, i) => (i === 4 ? r.map((c, j) => (j === at ? '3天' : c)) : r))
    const seen = await revision()
    const dry = (await upload(wrong, false, seen)).json<ImportView>()
    expect(dry.errors).toEqual([
      { row: 5, column: '处置时限', code: 'calendar.limit-unit-unknown', value: '3天' },
    ])
    const applied = await upload(wrong, true, seen)
    expect(refusal(applied)).toBe('422 list.sheet-wrong')
    expect(applied.json<{ title: string }>().title).toContain('第 5 行')
    expect(await revision()).toBe(seen)
  })
  it('with a new limit changes the draft once, whoever repeats it', async () => {
    const rows = await sheet('draft')
    const at = rows[0]?.indexOf('结案条件') ?? -1
    const changed = rows.map((r, i) => (i === 1 ? r.map((c, j) => (j === at ? '清理干净' : c)) : r))
    const seen = await revision()
    const bytes = Buffer.from(await writeXlsx({ sheets: [{ name: 'x', rows: changed }] }))
    const id = newId()
    const first = await send(bytes, true, seen, id)
    expect(first.json<ImportView>()).toMatchObject({ changed: 1, added: 0, revision: seen + 1 })
    expect((await send(bytes, true, seen, id)).json()).toEqual(first.json())
    expect(refusal(await send(bytes, true, seen))).toBe('409 list.draft-moved')
  })
  it.each([
    ['a text', Buffer.from('标准,类型\n')],
    ['nothing', Buffer.alloc(0)],
    ['a broken archive', Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(400, 7)])],
  ])('that is %s is refused', async (_name, bytes) => {
    expect(refusal(await send(bytes, false, 0))).toBe('422 list.not-a-sheet')
  })
})

describe('publishing', () => {
  it('is not for whoever edited last, nor for the past', async () => {
    const seen = await revision()
    const account = server.accounts.find((a) => a.username === 'district-leader')
    const { id } = await server.admin.one<{ id: string }>(
      sql`select id from account where username = ${account?.username ?? ''}`,
    )
    const editor = await server.admin.one<{ edited_by: string }>(
      sql`select edited_by from list_draft where status = 'open'`,
    )
    await server.admin.run(sql`update list_draft set edited_by = ${id} where status = 'open'`)
    expect(refusal(await post('/publish', { revision: seen, from: null }, LEADER))).toBe(
      '409 list.second-person-needed',
    )
    await server.admin.run(sql`update list_draft set edited_by = ${editor.edited_by} where status = 'open'`)
    const past = new Date(clock.now() - 1000).toISOString()
    expect(refusal(await post('/publish', { revision: seen, from: past }, LEADER))).toBe('422 list.date-past')
    expect(refusal(await post('/publish', { revision: seen - 1, from: null }, LEADER))).toBe(
      '409 list.draft-moved',
    )
    expect(refusal(await post('/publish', { revision: seen, from: null }))).toBe('403 platform.not-allowed')
  })

  it('of two leaders who press at once counts once; a past case is weighed under both limits before', async () => {
    const old = await desk.reach('closed')
    expect(old).not.toBe('')
    clock.advance(1000)
    const weighed = await get<WhatIfView>(`/api/list/what-if?period=days-90&${query(key)}`)
    expect(weighed).toMatchObject({ read: 1, sampled: false, tally: { n: 1, now: 1, next: 1 }, late: 0 })
    await openCase()
    const seen = await revision()
    const from = new Date(clock.now() + 3_600_000).toISOString()
    const both = await Promise.all([1, 2].map(() => post('/publish', { revision: seen, from }, LEADER)))
    expect(both.map(refusal).toSorted()).toEqual(['409 list.no-draft', 'done'])
  })

  let filed = ''
  const openCase = async (): Promise<void> => {
    filed = await desk.reach('dispatched')
  }

  it('from a future instant switches by itself then, in every process; an open case keeps its version', async () => {
    const second = await compose({
      adminUrl: server.adminUrl,
      dataDir: server.dataDir,
      keys: newKeys(),
      clock,
      county: server.deps.county,
      log: false,
      checkAnswers: true,
      secureCookies: false,
      trustProxy: false,
      contact: 'mailto:office@example.org',
      outboundAllow: [],
      webDir: null,
    })
    try {
      const { deps } = server
      const was = deps.list.entry(key)?.conditions[0]?.limit
      expect(deps.list.version()).toBe('demo-1')
      expect((await get<ListTree>('/api/list')).versions.map((v) => v.state)).toEqual([
        'scheduled',
        'in-force',
      ])
      clock.advance(3_600_000)
      for (const list of [deps.list, second.deps.list]) {
        expect(list.version()).toBe(`${deps.county}-2`)
        expect(list.entry(key)?.conditions[0]?.limit).toEqual({
          amount: expect.any(Number),
          unit: 'working-hour',
        })
        expect(list.entry(key)?.conditions[0]?.limit).not.toEqual(was)
      }
      const old = await desk.show(filed)
      expect(old.listVersion).toBe('demo-1')
      const tree = await get<ListTree>('/api/list')
      expect(tree).toMatchObject({ shown: `${deps.county}-2`, draft: null, elder: 1 })
      const { items } = await get<{ items: { number: string; version: string }[] }>('/api/list/cases')
      expect(items).toMatchObject([{ number: filed, version: 'demo-1' }])
      const fresh = await desk.reach('dispatched')
      expect((await desk.show(fresh)).listVersion).toBe(`${deps.county}-2`)
      expect((await get<ListTree>('/api/list')).elder).toBe(1)
      // A case of another street is counted and named for nobody of ours.
      await server.admin.run(
        sql`update incident set area_path = ${`${deps.county}/999/001/001/`}, reported_by = null where number = ${filed}`,
      )
      expect((await get<ListTree>('/api/list', 'duty-chief')).elder).toBe(0)
      expect(await get('/api/list/cases', 'duty-chief')).toEqual({ versions: [], items: [] })
    } finally {
      await second.close()
    }
  })

  it('a published list cannot be changed by the application, and a draft may be given up', async () => {
    await expect(
      server.db.run(sql`update list_condition set limit_amount = 1 where version_id = 'demo-1'`),
    ).rejects.toThrow()
    await openDraft()
    const edited = (await edit(key, 9)).json<Edited>()
    expect(refusal(await post('/publish', { revision: 0, from: null }, LEADER))).toBe('409 list.draft-moved')
    expect(refusal(await post('/discard', { revision: edited.revision }))).toBe('done')
    expect(await revision()).toBe(-1)
    expect((await entryOf(key, `${server.deps.county}-2`)).entry.conditions[0]?.limit.amount).not.toBe(9)
  })
})
