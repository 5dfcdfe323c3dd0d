import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import type { RouteBody } from '@lifang/platform/route.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { duplicateRoutes, Checked, PairView } from './schema/duplicates.ts'
import { registryOffice, type Office } from './testing/office.ts'
import type { Done, Found, PersonView } from './schema/views.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
})
afterAll(() => server.end())

type Listed = RouteBody<typeof duplicateRoutes.duplicates>
type Merges = RouteBody<typeof duplicateRoutes.merges>
type Run = RouteBody<typeof duplicateRoutes.findDuplicates>
const WORKER = 'grid-worker'
const check = (body: object, post = WORKER) =>
  office.ok<Checked>('POST', '/api/registry/duplicates/check', post, body)
const list = (query = '', post = WORKER) => office.ok<Listed>('GET', `/api/registry/duplicates${query}`, post)
const person = (id: string, post = WORKER) => office.ok<PersonView>('GET', `/api/registry/people/${id}`, post)
const apart = (a: string, b: string) => ({ id: newId(), people: [a, b], reason: '两人都见过' })
const mergeBody = (other: string, over = {}) => ({
  id: newId(),
  version: 1,
  other,
  otherVersion: 1,
  reason: '入户核对，同一人',
  ...over,
})
const merge = (survivor: string, body: object, post = WORKER) =>
  office.ok<Done>('POST', `/api/registry/people/${survivor}/merge`, post, body)
const undo = (id: string, post = WORKER) =>
  office.ok<Done>('POST', `/api/registry/merges/${id}/undo`, post, { id: newId(), reason: '核错了人' })

/** A search of the whole county, carried out now. */
async function searched(): Promise<Run> {
  await office.ok('POST', '/api/registry/duplicates/run', 'community-manager', { id: newId() })
  await server.jobs.find((j) => j.name === 'duplicates')?.work()
  return (await office.ok<{ run: Run }>('GET', '/api/registry/duplicates/run', WORKER)).run
}
let phones = 0
const aPhone = (): string => `139${String(10_000_000 + ++phones).padStart(8, '0')}`
/** Two rows of one person in two homes of my grid. */
async function twice(over: object = {}, other: object = {}) {
  const given = { name: '司马清源', sex: 'male', birthDate: '1975-06-18', phone: aPhone(), ...over }
  const [home, elsewhere] = [await office.home(), await office.home()]
  const one = await office.register(home, given)
  const two = await office.register(elsewhere, { ...given, ...other })
  return { one: one.id, two: two.id, homes: [home, elsewhere], households: [one.household, two.household] }
}

describe('while somebody is written down', () => {
  it('people like them are shown with the reasons, and nobody for a name alone', async () => {
    const home = await office.home()
    const phone = aPhone()
    const { id } = await office.register(home, {
      name: '诸葛明',
      birthDate: '1980-02-03',
      phone,
      sex: 'male',
    })
    const reasons = async (body: object) =>
      (await check(body)).likely
        .filter((l) => l.person.id === id)
        .map((l) => [l.verdict, ...l.reasons].join(' '))
    expect(await reasons({ name: '诸葛明' })).toEqual([])
    expect(await reasons({ name: '诸葛明', birthDate: '1980-02-03' })).toEqual([
      'possible name-equal same-birth-date',
    ])
    expect(await reasons({ name: '诸葛名', phone, home })).toEqual([
      'possible name-homophone same-phone same-home',
    ])
    expect(await reasons({ name: '诸葛明', birthDate: '1980-03-02' })).toEqual([
      'possible name-equal birth-date-slip',
    ])
    expect(await reasons({ name: '诸葛亮', birthDate: '1980-02-03', phone })).toEqual([])
    const [shown] = (await check({ name: '诸葛明', phone })).likely
    expect(shown?.person.name).toBe('诸葛*')
    expect(JSON.stringify(shown)).not.toContain(phone)
  })

  it('a number of others’ ground is told with its community and nothing else', async () => {
    const idNumber = office.idNumber('19790909', 41)
    const post = 'community-manager#1'
    const far = await office.building({ place: { ...office.other, crs: 'CGCS2000' } }, post)
    const [home = ''] = await office.homes(far, ['101'], post)
    await office.ok('POST', '/api/registry/people', post, {
      ...office.proof(),
      person: { name: '远方客', idKind: 'resident-id', idNumber },
      home,
      stays: [{ kind: 'residing', household: newId(), relation: '02' }],
      from: '2020-01-01',
    })
    const told = await check({ name: '远方客', idKind: 'resident-id', idNumber })
    expect(told.likely).toEqual([])
    expect(told.elsewhere?.place).toMatch(/社区/)
    expect(JSON.stringify(told)).not.toContain('远方')
    expect((await check({ name: '远方客', birthDate: '1979-09-09' })).elsewhere).toBeNull()
  })

  it('who was said to be somebody else is remembered with the registration and not asked again', async () => {
    const home = await office.home()
    const given = { name: '钟离春', birthDate: '1966-01-05', sex: 'female' }
    const first = await office.register(home, given)
    const second = await office.register(home, { ...given, notSame: [first.id] })
    await searched()
    expect((await list('?limit=100')).items.some((p) => p.a.name.startsWith('钟离'))).toBe(false)
    const [pair] = (await list('?state=not-same&limit=100')).items.filter((p) =>
      [p.a.id, p.b.id].includes(second.id),
    )
    expect(pair).toMatchObject({ state: 'not-same', reasons: ['name-equal', 'same-birth-date', 'same-home'] })
    expect((await check({ person: first.id })).likely).toEqual([])
  })

  it('a number with a digit wrong is found though only sealed numbers are kept', async () => {
    const home = await office.home()
    const a = office.idNumber('19880808', 12)
    const { id } = await office.register(home, { name: '百里奚', idKind: 'resident-id', idNumber: a })
    const slip = `${a.slice(0, 16)}${a[16] === '9' ? '8' : '9'}${a[17] ?? ''}`
    const { likely } = await check({ name: '百里奚', idKind: 'resident-id', idNumber: slip })
    expect(likely.map((l) => [l.person.id, l.reasons.join(' ')])).toEqual([
      [id, 'id-number-slip name-equal same-birth-date'],
    ])
  })
})

describe('the search across the county', () => {
  it('finds pairs by telephone, birth and home, says how far it is, and again keeps what was decided', async () => {
    const found = await twice({ name: '闻人达', birthDate: '1971-02-11' }, { name: '闻人答' })
    const slip = await twice(
      { name: '东方朔', birthDate: '1971-03-11', phone: null },
      { birthDate: '1971-11-03' },
    )
    const run = await searched()
    expect(run).toMatchObject({ state: 'done', skipped: 0 })
    expect(run.done).toBe(run.total)
    const items = (await list('?limit=100')).items
    const of = (id: string) => items.find((p) => p.a.id === id || p.b.id === id)
    expect(of(found.one)?.reasons).toEqual(['name-homophone', 'same-birth-date', 'same-phone'])
    expect(of(slip.one)?.reasons).toEqual(['name-equal', 'birth-date-slip'])
    await office.ok('POST', '/api/registry/duplicates/not-same', WORKER, apart(found.one, found.two))
    const rows = () =>
      server.admin.rows(
        sql`select a_id, b_id, score, reasons, state, note from duplicate_pair order by a_id, b_id`,
      )
    const before = await rows()
    await searched()
    expect(await rows()).toEqual(before)
    // What was mended is no pair any more.
    await office.ok('POST', `/api/registry/people/${slip.two}`, WORKER, {
      ...office.proof(),
      version: 1,
      changes: { birthDate: '1985-05-05' },
    })
    await searched()
    expect((await list('?limit=100')).items.some((p) => p.a.id === slip.one || p.b.id === slip.one)).toBe(
      false,
    )
  })

  it('is one at a time, and a second asker is told of the first', async () => {
    const id = newId()
    const ask = (post: string, own: string) =>
      office.ok<Run>('POST', '/api/registry/duplicates/run', post, { id: own })
    const both = await Promise.all([ask('community-manager', id), ask('duty-chief', newId())])
    expect(both[0].id).toBe(both[1].id)
    await server.jobs.find((j) => j.name === 'duplicates')?.work()
    expect(await office.refusal('POST', '/api/registry/duplicates/run', WORKER, { id: newId() })).toBe(
      '403 platform.not-allowed',
    )
  })
})

describe('a pair', () => {
  it('is seen by who has both on their ground, and by nobody else', async () => {
    const { one, two } = await twice({ name: '公孙胜' })
    const far = await office.building({ place: { ...office.other, crs: 'CGCS2000' } }, 'community-manager#1')
    const [home = ''] = await office.homes(far, ['101'], 'community-manager#1')
    const stays = [{ kind: 'residing', household: newId(), relation: '02' }]
    // The second moves to the other community.
    const idNumber = office.idNumber('19750618', 77)
    await office.ok('POST', `/api/registry/people/${two}`, WORKER, {
      ...office.proof(),
      version: 1,
      changes: { idKind: 'resident-id', idNumber },
    })
    const moved = { ...office.proof(), version: 2, home, stays, from: '2026-11-01', idNumber }
    await office.ok('POST', `/api/registry/people/${two}/move-in`, 'community-manager#1', moved)
    await searched()
    const pairOf = async (post: string) =>
      (await list('?limit=100', post)).items.find((p) => [p.a.id, p.b.id].includes(one))
    expect(await pairOf(WORKER)).toBeUndefined()
    expect(await pairOf('community-manager#1')).toBeUndefined()
    const pair = await pairOf('duty-chief')
    expect(pair).toBeDefined()
    const view = await office.ok<PairView>('GET', `/api/registry/duplicates/${pair?.id ?? ''}`, 'duty-chief')
    expect(view.may.judge).toBe(true)
    expect(await office.refusal('GET', `/api/registry/duplicates/${pair?.id ?? ''}`, WORKER)).toBe(
      '404 duplicates.no-pair id',
    )
    const body = mergeBody(two, { otherVersion: 3 })
    expect(await office.refusal('POST', `/api/registry/people/${one}/merge`, WORKER, body)).toBe(
      '404 registry.not-found id',
    )
    expect(await office.refusal('POST', '/api/registry/duplicates/not-same', WORKER, apart(one, two))).toBe(
      '404 registry.not-found id',
    )
    expect(await office.refusal('POST', `/api/registry/people/${one}/merge`, 'leader', body)).toBe(
      '403 platform.not-allowed',
    )
    await merge(one, { ...body, id: newId() }, 'duty-chief')
    expect((await person(one, 'duty-chief')).stays).toHaveLength(3)
  })

  it('is shown side by side: what is equal, what differs, sealed fields compared and not shown', async () => {
    const { one, two, homes } = await twice(
      { name: '上官云', workplace: '棉纺厂', remark: '同上' },
      { workplace: '纺织厂' },
    )
    await searched()
    const [pair] = (await list('?limit=100')).items.filter((p) => [p.a.id, p.b.id].includes(one))
    const view = await office.ok<PairView>('GET', `/api/registry/duplicates/${pair?.id ?? ''}`, WORKER)
    const likened = Object.fromEntries(view.fields.map((f) => [f.field, f.likened]))
    expect(likened).toMatchObject({
      name: 'equal',
      phone: 'equal',
      workplace: 'differ',
      remark: 'equal',
      idNumber: 'none',
      occupation: 'none',
    })
    expect(JSON.stringify(view)).not.toMatch(/纺|同上/)
    expect(view.stays).toEqual([{ kind: 'residing', proposed: one < two ? one : two }])
    expect(view.people.map((p) => p.stays[0]?.home.id).toSorted()).toEqual(homes.toSorted())
    const lines = await server.admin.one<{ n: number }>(
      sql`select count(*)::integer as n from audit_entry where act = 'registry.view' and subject_id = any(${[one, two]})`,
    )
    expect(lines.n).toBe(2)
  })
})

describe('a merge', () => {
  it('leaves one person with the chosen facts, homes and history; the other leads there and is in no list', async () => {
    const idNumber = office.idNumber('19750618', 31)
    const { one, two, homes, households } = await twice(
      { name: '南宫适', workplace: '甲厂', care: true },
      { name: '南宫式', idKind: 'resident-id', idNumber, workplace: '乙厂', care: false },
    )
    await office.ok('POST', `/api/registry/people/${two}/reveal`, WORKER, {
      id: newId(),
      field: 'workplace',
      reason: '核对工作单位',
    })
    const body = mergeBody(two, { keep: { name: 'mine', workplace: 'other' }, stays: { residing: 'other' } })
    const done = await merge(one, body)
    expect(done.version).toBe(2)
    expect(await merge(one, body)).toEqual(done)
    expect(
      await office.refusal('POST', `/api/registry/people/${one}/merge`, WORKER, { ...body, reason: '别的' }),
    ).toBe('409 platform.command-reused id')
    const view = await person(one)
    expect(view).toMatchObject({ name: '南宫适', idKind: 'resident-id', care: true, mergedFrom: null })
    expect(view.stays.map((s) => [s.home.id, s.to, s.endedBy])).toEqual([
      [homes[1], null, null],
      [homes[0], '2026-11-24', 'correction'],
    ])
    expect(await person(two)).toMatchObject({ id: one, mergedFrom: two })
    const kept = await server.admin.one<{ text: string }>(
      sql`select string_agg(before::text || after::text, '') as text from person_merge_row where merge_id = ${body.id}`,
    )
    expect(kept.text).toContain('南宫')
    expect(kept.text).not.toMatch(new RegExp(`${idNumber}|厂|139\\d{8}`))
    const seen = await office.ok<{ value: string }>('POST', `/api/registry/people/${one}/reveal`, WORKER, {
      id: newId(),
      field: 'workplace',
      reason: '核对工作单位',
    })
    expect(seen.value).toBe('乙厂')
    const found = await office.ok<Found>('POST', '/api/registry/search', WORKER, { q: idNumber })
    expect(found.people.map((p) => p.id)).toEqual([one])
    expect((await office.ok<Found>('POST', '/api/registry/search', WORKER, { q: '南宫式' })).people).toEqual(
      [],
    )
    const history = await office.ok<{ changes: { field: string }[]; looked: unknown[] }>(
      'GET',
      `/api/registry/people/${one}/history`,
      WORKER,
    )
    expect(history.looked).toHaveLength(2)
    expect(history.changes.filter((c) => c.field === 'name')).toHaveLength(2)
    expect(history.changes.some((c) => c.field === 'merged')).toBe(true)
    const state = await server.admin.rows(
      sql`select id, head_id, ended_on is not null as ended from household where id = any(${households}::uuid[]) order by ended_on nulls last`,
    )
    expect(state).toEqual([
      { id: households[0], head_id: null, ended: true },
      { id: households[1], head_id: one, ended: false },
    ])
    const care = await server.admin.rows<{ id: string; care: boolean }>(
      sql`select id, care from home where id = any(${homes}::uuid[]) order by care`,
    )
    expect(care).toEqual([
      { id: homes[0], care: false },
      { id: homes[1], care: true },
    ])
  })

  it.each<[string, (ids: { one: string; two: string }) => [string, object], string]>([
    ['with oneself', ({ one }) => [one, mergeBody(one)], '422 duplicates.same-person-twice other'],
    ['with nobody', ({ one }) => [one, mergeBody(newId())], '404 registry.not-found id'],
    [
      'of a row that was changed',
      ({ one, two }) => [one, mergeBody(two, { otherVersion: 2 })],
      '409 registry.changed-meanwhile otherVersion',
    ],
    [
      'without a reason',
      ({ one, two }) => [one, mergeBody(two, { reason: ' ' })],
      '400 platform.invalid-input reason',
    ],
    [
      'with a page for a reason',
      ({ one, two }) => [one, mergeBody(two, { reason: '<b>同一人</b>' })],
      '422 registry.bad-text reason',
    ],
  ])('is refused %s', async (_, body, expected) => {
    const [survivor, sent] = body(await twice({ name: '夏侯惇' }))
    expect(await office.refusal('POST', `/api/registry/people/${survivor}/merge`, WORKER, sent)).toBe(
      expected,
    )
  })

  it('happens once when two people merge the same pair crosswise', async () => {
    const { one, two } = await twice({ name: '令狐冲' })
    const answers = await Promise.all([
      office.refusal('POST', `/api/registry/people/${one}/merge`, WORKER, mergeBody(two)),
      office.refusal('POST', `/api/registry/people/${two}/merge`, 'community-manager', mergeBody(one)),
    ])
    const refused = answers.filter((a) => a !== 'done')
    expect(refused).toHaveLength(1)
    expect(refused[0]).toMatch(
      /^(409 (duplicates.person-merged|registry.changed-meanwhile)|404 registry.not-found)/,
    )
    const { n } = await server.admin.one<{ n: number }>(
      sql`select count(*)::integer as n from person where id = any(${[one, two]}::uuid[]) and status = 'merged'`,
    )
    expect(n).toBe(1)
  })

  it('can be followed by another: what was merged first is found behind the last, and undone in turn', async () => {
    const { one, two } = await twice({ name: '宇文泰' })
    const three = (await office.register(await office.home(), { name: '宇文泰', birthDate: '1975-06-18' })).id
    const first = mergeBody(two)
    await merge(one, first)
    const second = mergeBody(one, { otherVersion: 2 })
    await merge(three, second)
    expect((await person(two)).id).toBe(three)
    expect((await person(three)).stays).toHaveLength(3)
    expect(
      await office.refusal('POST', `/api/registry/merges/${first.id}/undo`, WORKER, {
        id: newId(),
        reason: '核错',
      }),
    ).toBe('409 duplicates.merged-on id')
    await undo(second.id)
    expect((await person(two)).id).toBe(one)
    await undo(first.id)
    expect((await person(two)).id).toBe(two)
    const { items } = await office.ok<Merges>('GET', '/api/registry/merges', WORKER)
    expect(
      items
        .filter((m) => [first.id, second.id].includes(m.id))
        .every((m) => m.undone !== null && !m.may.undo),
    ).toBe(true)
  })
})

describe('an undo', () => {
  const undoing = (id: string) =>
    office.refusal('POST', `/api/registry/merges/${id}/undo`, WORKER, { id: newId(), reason: '核错了人' })
  it.each<[string, (ids: { one: string; two: string; households: string[] }) => Promise<unknown>, string]>([
    [
      'when the person was changed since',
      ({ one }) =>
        office.ok('POST', `/api/registry/people/${one}`, WORKER, {
          ...office.proof(),
          version: 2,
          changes: { occupation: '木工' },
        }),
      '409 duplicates.person-changed-since id',
    ],
    [
      'when somebody joined the household since',
      async ({ households }) => {
        const { home_id } = await server.admin.one<{ home_id: string }>(
          sql`select home_id from household where id = any(${households}::uuid[]) and ended_on is null`,
        )
        const { id } = await server.admin.one<{ id: string }>(
          sql`select id from household where id = any(${households}::uuid[]) and ended_on is null`,
        )
        const stays = [{ kind: 'residing', household: id, relation: '20' }]
        await office.register(home_id, { name: '新来者' }, { stays })
      },
      '409 duplicates.household-changed-since id',
    ],
  ])('is refused %s', async (_, change, expected) => {
    const pair = await twice({ name: '皇甫嵩' })
    const body = mergeBody(pair.two, { stays: { residing: 'other' } })
    await merge(pair.one, body)
    await change(pair)
    expect(await undoing(body.id)).toBe(expected)
  })

  it('is refused when the number was given to somebody else since, twice, and for ground of others', async () => {
    const [mine, theirs] = [office.idNumber('19750618', 51), office.idNumber('19750618', 52)]
    const { one, two } = await twice(
      { name: '尉迟恭', idKind: 'resident-id', idNumber: mine },
      { idNumber: theirs },
    )
    const body = mergeBody(two)
    await merge(one, body)
    await office.register(await office.home(), { name: '别人', idKind: 'resident-id', idNumber: theirs })
    expect(await undoing(body.id)).toBe('409 duplicates.number-given-since id')
    const other = await twice({ name: '尉迟敬' })
    const again = mergeBody(other.two)
    await merge(other.one, again)
    expect(
      await office.refusal('POST', `/api/registry/merges/${again.id}/undo`, 'community-manager#1', {
        id: newId(),
        reason: '核错',
      }),
    ).toBe('404 duplicates.no-merge id')
    const both = await Promise.all([undoing(again.id), undoing(again.id)])
    expect(both.toSorted()).toEqual(['409 duplicates.undone-already id', 'done'])
  })
})
