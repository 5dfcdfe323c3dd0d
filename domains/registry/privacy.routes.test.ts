import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { PURPOSES } from './rules/purposes.ts'
import type { LookView } from './schema/exports.ts'
import type { CopyView, DueView, PurposeView, RequestView } from './schema/privacy.ts'
import { PRIVACY_FORMS } from './schema/privacy-lists.ts'
import { registryOffice, type Office } from './testing/office.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
})
afterAll(() => server.end())

const DAY = 86_400_000
const aCopy = (over: object = {}) => ({
  id: newId(),
  asker: 'self',
  checked: '查验居民身份证原件',
  reason: '本人到窗口要求查阅',
  ...over,
})
const aRequest = (over: object = {}) => ({
  id: newId(),
  kind: 'correction',
  asker: 'self',
  checked: '查验居民身份证原件',
  what: '服务处所写错了，应为市一中',
  ...over,
})
const of = (person: string, what: string) => `/api/registry/people/${person}/${what}`
const decide = (id: string) => `/api/registry/requests/${id}/decide`
const decision = (over: object = {}) => ({ id: newId(), version: 1, grant: true, why: '', ...over })
const edit = (person: string, version: number, changes: object) =>
  office.ok('POST', `/api/registry/people/${person}`, 'grid-worker', { ...office.proof(), version, changes })
const leave = async (person: string, version: number, on = '2026-11-20') =>
  office.ok('POST', of(person, 'move-out'), 'grid-worker', {
    ...office.proof(),
    version,
    kinds: ['residing'],
    on,
  })
const someone = async (over: object = {}) => office.register(await office.home(), { name: '王小明', ...over })

describe('a person’s own copy', () => {
  it('has everything whole, is kept nowhere, and is told as a look', async () => {
    const idNumber = office.idNumber('19710203', 41)
    const facts = { idKind: 'resident-id', idNumber, phone: '19900008841', workplace: '本溪路小学' }
    const { id } = await someone({ name: '欧阳有据', ...facts })
    const body = aCopy()
    const first = await office.send('POST', of(id, 'copy'), 'community-manager', body)
    expect(first.statusCode, first.body).toBe(200)
    expect(first.headers['cache-control']).toBe('private, no-store')
    const copy = first.json<CopyView>()
    expect(copy.person).toMatchObject({
      name: '欧阳有据',
      idNumber,
      phone: '19900008841',
      sealed: { workplace: '本溪路小学' },
      birthDate: '1971-02-03',
    })
    expect(copy.facts['idNumber']).toMatchObject({ confidence: 'probable' })
    expect(copy.stays[0]?.home.address).toMatch(/301/)
    expect(copy.looks.map((l) => l.what)).toContain('copy')
    // The same again adds no line; other words under the id are refused.
    await office.ok('POST', of(id, 'copy'), 'community-manager', body)
    expect(
      await office.refusal('POST', of(id, 'copy'), 'community-manager', { ...body, asker: 'agent' }),
    ).toBe('409 platform.command-reused id')
    const { items } = await office.ok<{ items: LookView[] }>('GET', of(id, 'looks'), 'grid-worker')
    expect(items.filter((i) => i.what === 'copy')).toMatchObject([
      { reason: body.reason, post: 'community-manager' },
    ])
    const kept = await server.admin.rows(sql`select * from registry_copy`)
    expect(JSON.stringify(kept)).not.toContain(idNumber)
    const { n } = await server.admin.one<{ n: number }>(
      sql`select count(*)::integer as n from audit_entry where act = 'registry.copy' and subject_id = ${id}`,
    )
    expect(n).toBe(1)
  })

  it.each([
    [{ checked: '看' }, '400 platform.invalid-input checked'],
    [{ reason: '<b>要求查阅</b>' }, '422 registry.bad-text reason'],
    [{ asker: 'friend' }, '400 platform.invalid-input asker'],
  ])('is refused with %j', async (over, said) => {
    const { id } = await someone()
    expect(await office.refusal('POST', of(id, 'copy'), 'grid-worker', aCopy(over))).toBe(said)
  })

  it('is nobody’s who only looks, and of others’ ground there is none', async () => {
    const { id } = await someone()
    expect(await office.refusal('POST', of(id, 'copy'), 'leader', aCopy())).toBe('403 platform.not-allowed')
    await server.admin.run(
      sql`update person set area_path = ${`${server.deps.county}/999/001/001/`} where id = ${id}`,
    )
    for (const what of ['copy', 'requests'])
      expect(
        await office.refusal('POST', of(id, what), 'duty-chief', what === 'copy' ? aCopy() : aRequest()),
      ).toBe('404 registry.not-found id')
  })
})

describe('a correction', () => {
  it('is asked for, made on the person’s page, and only then done', async () => {
    const { id } = await someone({ workplace: '市一小' })
    const body = aRequest()
    await office.ok('POST', of(id, 'requests'), 'grid-worker', body)
    await office.ok('POST', of(id, 'requests'), 'grid-worker', body)
    expect(await office.refusal('POST', of(id, 'requests'), 'community-manager', aRequest())).toBe(
      '409 privacy.request-open kind',
    )
    const { items } = await office.ok<{ items: RequestView[] }>(
      'GET',
      '/api/registry/requests',
      'community-manager',
    )
    expect(items.find((r) => r.id === body.id)).toMatchObject({
      person: { name: '王**' },
      what: body.what,
      state: 'open',
      lamp: 'green',
      dueOn: '2026-12-09',
      may: { decide: true },
    })
    clock.advance(60_000)
    expect(await office.refusal('POST', decide(body.id), 'community-manager', decision())).toBe(
      '409 privacy.not-corrected id',
    )
    await edit(id, 1, { workplace: '市一中' })
    expect(await office.refusal('POST', decide(body.id), 'duty-chief', decision())).toContain('403')
    const both = await Promise.all(
      [1, 2].map(() => office.refusal('POST', decide(body.id), 'community-manager', decision())),
    )
    expect(both.toSorted()).toEqual(['409 privacy.request-decided id', 'done'])
    const letter = await office.ok<RequestView>('GET', `/api/registry/requests/${body.id}`, 'grid-worker')
    expect(letter).toMatchObject({ state: 'done', person: { name: '王小明' } })
  })

  it('is refused with a reason only, and late ones show red', async () => {
    const { id } = await someone()
    const body = aRequest()
    await office.ok('POST', of(id, 'requests'), 'grid-worker', body)
    expect(
      await office.refusal('POST', decide(body.id), 'grid-worker', decision({ grant: false, why: '不' })),
    ).toBe('422 privacy.reason-needed why')
    clock.advance(16 * DAY)
    const lamp = async () =>
      (await office.ok<RequestView>('GET', `/api/registry/requests/${body.id}`, 'grid-worker')).lamp
    expect(await lamp()).toBe('red')
    await office.ok(
      'POST',
      decide(body.id),
      'grid-worker',
      decision({ grant: false, why: '与户口簿一致，无误' }),
    )
    expect(await lamp()).toBe('grey')
    clock.advance(-16 * DAY)
  })
})

describe('an erasure', () => {
  const asked = async (person: string, over: object = {}, post = 'grid-worker'): Promise<string> => {
    const body = aRequest({ kind: 'erasure', what: '已搬走，要求删除全部信息', ...over })
    await office.ok('POST', of(person, 'requests'), post, body)
    return body.id
  }

  it('waits for the end of the time, unless it was collected wrongly, and is decided by another', async () => {
    const { id } = await someone()
    const request = await asked(id, {}, 'duty-chief')
    expect(await office.refusal('POST', decide(request), 'duty-chief', decision())).toBe(
      '403 privacy.own-request id',
    )
    expect(await office.refusal('POST', decide(request), 'grid-worker', decision())).toBe(
      '403 registry.not-your-area id',
    )
    const other = await someone()
    const theirs = await asked(other.id)
    const view = () => office.ok<RequestView>('GET', `/api/registry/requests/${theirs}`, 'duty-chief')
    expect(await view()).toMatchObject({ against: 'privacy.stays-open' })
    expect(await office.refusal('POST', decide(theirs), 'duty-chief', decision())).toBe(
      '409 privacy.stays-open id',
    )
    await leave(other.id, 1)
    expect(await view()).toMatchObject({ against: 'privacy.kept-until', until: '2031-11-19' })
    expect(await office.refusal('POST', decide(theirs), 'duty-chief', decision())).toBe(
      '409 privacy.kept-until id',
    )
    await office.ok('POST', decide(theirs), 'duty-chief', decision({ grant: false, why: '保存期没有到' }))
    const again = await asked(other.id, { wrongly: true })
    const both = await Promise.all(
      [1, 2].map(() => office.refusal('POST', decide(again), 'duty-chief', decision())),
    )
    expect(both.toSorted()).toEqual(['409 privacy.request-decided id', 'done'])
    expect(
      await office.ok<RequestView>('GET', `/api/registry/requests/${again}`, 'duty-chief'),
    ).toMatchObject({
      state: 'done',
      person: null,
      what: null,
    })
  })

  it('is replayed without harm', async () => {
    const { id } = await someone()
    await leave(id, 1)
    const request = await asked(id, { wrongly: true })
    const body = decision()
    const first = await office.ok('POST', decide(request), 'duty-chief', body)
    expect(await office.ok('POST', decide(request), 'duty-chief', body)).toEqual(first)
    expect(await office.refusal('GET', `/api/registry/people/${id}`, 'duty-chief')).toBe(
      '404 registry.not-found id',
    )
    expect(await office.refusal('POST', of(id, 'copy'), 'duty-chief', aCopy())).toBe(
      '404 registry.not-found id',
    )
  })
})

describe('what is past its time', () => {
  it('is listed for the duty chief, who erases the chosen, all or none', async () => {
    const [a, b, c] = [await someone({ name: '过期甲' }), await someone({ name: '过期乙' }), await someone()]
    for (const one of [a, b]) await leave(one.id, 1, '2021-06-01')
    await leave(c.id, 1)
    const due = () =>
      office.ok<{ items: DueView[]; days: number }>('GET', '/api/registry/retention', 'duty-chief')
    const ids = (await due()).items.map((i) => i.id)
    expect([a, b, c].map((one) => ids.includes(one.id))).toEqual([true, true, false])
    expect((await due()).items.find((i) => i.id === a.id)).toMatchObject({
      name: '过**',
      leftOn: '2021-06-01',
      until: '2026-05-31',
      against: null,
    })
    const clear = (people: string[]) => ({ id: newId(), people, reason: '保存期已满，例行清理' })
    const url = '/api/registry/retention'
    expect(await office.refusal('POST', url, 'grid-worker', clear([a.id]))).toBe('403 platform.not-allowed')
    expect(await office.refusal('POST', url, 'duty-chief', clear([a.id, c.id]))).toBe(
      '409 privacy.kept-until people',
    )
    expect((await due()).items.map((i) => i.id)).toContain(a.id)
    const both = await Promise.all(
      [1, 2].map(() => office.refusal('POST', url, 'duty-chief', clear([a.id, b.id]))),
    )
    expect(both.filter((x) => x === 'done')).toHaveLength(1)
    expect((await due()).items.map((i) => i.id)).not.toContain(a.id)
    const { n } = await server.admin.one<{ n: number }>(
      sql`select count(*)::integer as n from audit_entry where act = 'registry.erase' and subject_id = any(${[a.id, b.id]}::text[])`,
    )
    expect(n).toBe(2)
  })
})

describe('texts of purpose', () => {
  const url = '/api/registry/purposes'
  it('are for everybody, one for each form', async () => {
    const r = await office.send('GET', url, null)
    const { items } = r.json<{ items: PurposeView[] }>()
    expect(items.map((i) => i.form)).toEqual([...PRIVACY_FORMS])
    for (const i of items) expect(i).toMatchObject({ ...PURPOSES[i.form], version: 0 })
  })

  it('are said anew by who may, each version kept with its reason, and the days hold at once', async () => {
    const cookie = await server.signInAdmin('security-admin')
    const { purpose, ground, ask } = PURPOSES.requests
    const body = { id: newId(), version: 0, purpose, ground, ask, days: 10, reason: '街道办公会议定为十日' }
    const say = (payload: object) =>
      server.app.inject({ method: 'POST', url: `${url}/requests`, headers: { cookie }, payload })
    expect((await say(body)).statusCode).toBe(200)
    expect((await say(body)).statusCode).toBe(200)
    expect((await say({ ...body, id: newId() })).json()).toMatchObject({
      code: 'registry.changed-meanwhile',
      details: { field: 'version' },
    })
    expect(
      (await say({ ...body, id: newId(), version: 1, purpose: '<i>目的目的</i>' })).json(),
    ).toMatchObject({
      code: 'registry.bad-text',
      details: { field: 'purpose' },
    })
    expect(await office.refusal('POST', `${url}/requests`, 'duty-chief', body)).toBe(
      '403 platform.not-allowed',
    )
    const { items } = await office.ok<{ items: { version: number; reason: string | null }[] }>(
      'GET',
      `${url}/requests`,
      'grid-worker',
    )
    expect(items.map((i) => [i.version, i.reason])).toEqual([
      [1, body.reason],
      [0, null],
    ])
    const { id } = await someone()
    await office.ok('POST', of(id, 'requests'), 'grid-worker', aRequest())
    const mine = await office.ok<{ items: RequestView[] }>('GET', of(id, 'requests'), 'grid-worker')
    expect(mine.items[0]?.dueOn).toBe('2026-12-04')
  })
})
