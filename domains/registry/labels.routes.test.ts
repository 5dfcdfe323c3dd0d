import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashPassword } from '@lifang/domains/identity/public.ts'
import { POSTS, POST_SEAT } from '@lifang/domains/grid/schema.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { LabelKindView, LabelView } from './schema/labels.ts'
import { LABEL_KINDS, REVEALED, SPECIAL_KINDS, type LabelKind } from './schema/lists.ts'
import { registryOffice, type Office } from './testing/office.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
let security: string
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
  security = await server.signInAdmin('security-admin')
})
afterAll(() => server.end())

interface Answer {
  readonly status: number
  readonly body: { code?: string; details?: { field?: string }; items?: unknown[]; id?: string }
}
async function asAdmin(method: 'GET' | 'POST', url: string, payload?: object): Promise<Answer> {
  const headers = { cookie: security }
  const r = await server.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
  return { status: r.statusCode, body: r.json<Answer['body']>() }
}
const turn = (kind: LabelKind, enabled: boolean) =>
  asAdmin('POST', `/api/registry/labels/kinds/${kind}`, {
    id: newId(),
    enabled,
    basis: '市委政法委〔2026〕12号文件，街道党工委会议纪要',
  })
const usernameOf = (post: string, nth = 0): string =>
  server.accounts.filter((a) => a.post === post)[nth]?.username ?? ''
const grant = (kind: LabelKind, account: string, until = '2027-06-30') =>
  asAdmin('POST', '/api/registry/labels/access', {
    id: newId(),
    kind,
    account,
    until,
    reason: '社区矫正工作专职人员',
  })

async function someone(name = '王小明'): Promise<string> {
  return (await office.register(await office.home(), { name })).id
}
const aLabel = (kind: LabelKind, over: object = {}) => ({
  id: newId(),
  kind,
  basis: '本人申请，民政部门审批表',
  from: '2026-11-24',
  until: '2027-11-23',
  ...over,
})
const labels = async (person: string, post: string): Promise<LabelView[]> =>
  (await office.ok<{ items: LabelView[] }>('GET', `/api/registry/people/${person}/labels`, post)).items

describe('a label', () => {
  it('is proposed, approved by somebody else, and ended with a reason', async () => {
    const person = await someone()
    const body = aLabel('minimum-income')
    const path = `/api/registry/people/${person}/labels`
    await office.ok('POST', path, 'community-manager', body)
    await office.ok('POST', path, 'community-manager', body)
    expect(await office.refusal('POST', path, 'grid-worker', aLabel('minimum-income'))).toBe(
      '409 registry.label-there kind',
    )
    const [proposed] = await labels(person, 'community-manager')
    expect(proposed).toMatchObject({
      state: 'proposed',
      name: '王**',
      basis: body.basis,
      may: { decide: false, end: true },
    })
    const own = { id: newId(), version: 1, approve: true, why: '' }
    const decide = `/api/registry/labels/${body.id}/decide`
    expect(await office.refusal('POST', decide, 'community-manager', own)).toBe('403 registry.label-own id')
    const waiting = await office.ok<{ items: LabelView[] }>('GET', '/api/registry/labels', 'duty-chief')
    expect(waiting.items.map((i) => i.id)).toContain(body.id)
    expect(await office.refusal('POST', decide, 'duty-chief', { ...own, id: newId(), approve: false })).toBe(
      '422 registry.why-needed why',
    )
    // Two decide at once: one does.
    const both = await Promise.all(
      [true, false].map((approve) =>
        office.refusal('POST', decide, 'duty-chief', { ...own, id: newId(), approve, why: '证明材料不全' }),
      ),
    )
    expect(both.filter((b) => b === 'done')).toHaveLength(1)
    const [decided] = await labels(person, 'grid-worker')
    expect(['in-force', 'refused']).toContain(decided?.state)
    const second = aLabel('disability')
    await office.ok('POST', path, 'grid-worker', second)
    await office.ok('POST', `/api/registry/labels/${second.id}/decide`, 'duty-chief', {
      ...own,
      id: newId(),
    })
    await office.ok('POST', `/api/registry/labels/${second.id}/end`, 'grid-worker', {
      id: newId(),
      version: 2,
      why: '已迁往外市',
    })
    const all = await labels(person, 'duty-chief')
    expect(all.find((l) => l.id === second.id)).toMatchObject({ state: 'ended', why: '已迁往外市' })
    expect(
      await office.refusal('POST', `/api/registry/labels/${second.id}/end`, 'grid-worker', {
        id: newId(),
        version: 3,
        why: '再结束一次',
      }),
    ).toBe('409 registry.label-state id')
  })

  it('lapses on the day after its last, and another may follow', async () => {
    const person = await someone()
    const body = aLabel('veteran', { until: '2026-11-25' })
    const path = `/api/registry/people/${person}/labels`
    await office.ok('POST', path, 'grid-worker', body)
    const decide = { id: newId(), version: 1, approve: true }
    await office.ok('POST', `/api/registry/labels/${body.id}/decide`, 'duty-chief', decide)
    expect((await labels(person, 'grid-worker'))[0]?.state).toBe('in-force')
    clock.advance(3 * 86_400_000)
    expect((await labels(person, 'grid-worker'))[0]?.state).toBe('lapsed')
    await office.ok('POST', path, 'grid-worker', aLabel('veteran', { from: '2026-11-27' }))
    clock.advance(-3 * 86_400_000)
  })

  it.each([
    [{ kind: 'nobody' }, '400 platform.invalid-input kind'],
    [{ until: '2026-11-01' }, '422 registry.label-days until'],
    [{ until: '2039-11-01' }, '422 registry.label-days until'],
    [{ until: '2026-02-31' }, '422 registry.day-malformed until'],
    [{ basis: '无' }, '400 platform.invalid-input basis'],
    [{ basis: '<script>alert(1)</script>' }, '422 registry.bad-text basis'],
    [{ kind: 'drug-use' }, '403 registry.label-off kind'],
  ])('is refused with %j', async (over, said) => {
    const person = await someone()
    const body = { ...aLabel('disability'), ...over }
    expect(await office.refusal('POST', `/api/registry/people/${person}/labels`, 'grid-worker', body)).toBe(
      said,
    )
  })
})

describe('special groups', () => {
  it('are off as delivered, and open by name, on ground, until a day', async () => {
    const person = await someone('周秘密')
    const kinds = await office.ok<{ items: LabelKindView[] }>(
      'GET',
      '/api/registry/labels/kinds',
      'duty-chief',
    )
    expect(kinds.items.filter((k) => k.enabled).map((k) => k.kind)).toEqual(
      LABEL_KINDS.filter((k) => !SPECIAL_KINDS.some((s) => s === k)),
    )
    const kind = 'community-correction'
    const [worker, chief] = [usernameOf('grid-worker'), usernameOf('duty-chief')]
    // Named, but the kind is off.
    expect((await grant(kind, worker)).status).toBe(201)
    const path = `/api/registry/people/${person}/labels`
    expect(await office.refusal('POST', path, 'grid-worker', aLabel(kind))).toBe(
      '403 registry.label-off kind',
    )
    expect((await turn(kind, true)).status).toBe(200)
    const body = aLabel(kind)
    await office.ok('POST', path, 'grid-worker', body)
    // Nobody else on that ground sees that it is there.
    for (const post of ['community-manager', 'duty-chief'])
      expect(JSON.stringify(await office.ok('GET', path, post))).not.toContain(kind)
    const decide = `/api/registry/labels/${body.id}/decide`
    const yes = { id: newId(), version: 1, approve: true }
    expect(await office.refusal('POST', decide, 'duty-chief', yes)).toBe('404 registry.not-found id')
    await grant(kind, chief)
    await office.ok('POST', decide, 'duty-chief', yes)
    expect((await labels(person, 'duty-chief'))[0]).toMatchObject({ kind, state: 'in-force', special: true })
    // Named is not enough: somebody of another community has nothing to do there.
    await grant(kind, usernameOf('grid-worker', 1))
    expect(await office.refusal('GET', path, 'grid-worker#1')).toBe('404 registry.not-found id')
    // Each look is written down, and the log does not say what was seen.
    const seen = await server.admin.rows<{ details: unknown }>(
      sql`select details from audit_entry where act = 'registry.see-labels' and subject_id = ${person}`,
    )
    expect(seen.length).toBeGreaterThan(0)
    // No list, page or search of people tells it, and no column holds the word.
    for (const url of [
      '/api/registry/people',
      `/api/registry/people/${person}`,
      `/api/registry/people/${person}/history`,
    ])
      expect((await office.send('GET', url, 'grid-worker')).body).not.toContain('correction')
    const rows = await server.admin.rows<{ row: string }>(sql`select l::text as row from person_label l
      union all select c::text from registry_command c where c.act like '%-label' union all select a::text from audit_entry a where a.act like 'registry.%label'`)
    expect(rows.length).toBeGreaterThan(3)
    for (const { row } of rows) expect(row).not.toMatch(/correction|审批表/)
    // Taken back, it ends at once; turned off, it ends for all.
    const { items } = (await asAdmin('GET', '/api/registry/labels/access')).body as {
      items: { id: string; account: string; holds: boolean }[]
    }
    const name = server.accounts.find((a) => a.username === worker)?.name
    const mine = items.find((i) => i.account === name && i.holds)
    await asAdmin('POST', `/api/registry/labels/access/${mine?.id ?? ''}/withdraw`, { id: newId() })
    expect(await labels(person, 'grid-worker')).toEqual([])
    await turn(kind, false)
    expect(await labels(person, 'duty-chief')).toEqual([])
  })

  it('are named by the security administrator alone, for real people and real days', async () => {
    expect((await grant('aids-risk', 'nobody-at-all')).body).toMatchObject({
      code: 'registry.label-no-account',
    })
    expect((await grant('disability', usernameOf('grid-worker'))).body).toMatchObject({
      code: 'registry.label-not-special',
    })
    expect((await grant('aids-risk', usernameOf('grid-worker'), '2029-01-01')).body).toMatchObject({
      code: 'registry.label-days',
    })
    const body = {
      id: newId(),
      kind: 'aids-risk',
      account: usernameOf('grid-worker'),
      until: '2027-01-01',
      reason: '自己给自己',
    }
    expect(await office.refusal('POST', '/api/registry/labels/access', 'duty-chief', body)).toBe(
      '403 platform.not-allowed',
    )
  })
})

describe('a public list', () => {
  const LIST = '/api/registry/labels/public-list'
  it('of a benefit masks names and ends addresses at the building; of a special group there is none', async () => {
    const at = await office.home()
    const person = (await office.register(at, { name: '诸葛明亮' })).id
    const body = aLabel('extreme-hardship')
    await office.ok('POST', `/api/registry/people/${person}/labels`, 'grid-worker', body)
    const area = server.deps.directory.locate(office.mine.lon, office.mine.lat)?.community?.code ?? ''
    const ask = (kind: string, post = 'community-manager', where = area) =>
      office.refusal('GET', `${LIST}?kind=${kind}&area=${where}`, post)
    const list = () =>
      office.ok<{ items: { name: string; address: string }[] }>(
        'GET',
        `${LIST}?kind=extreme-hardship&area=${area}`,
        'community-manager',
      )
    // Not before it is approved.
    expect((await list()).items).toEqual([])
    await office.ok('POST', `/api/registry/labels/${body.id}/decide`, 'duty-chief', {
      id: newId(),
      version: 1,
      approve: true,
    })
    const { items } = await list()
    expect(items).toEqual([{ name: '诸葛**', address: expect.stringMatching(/^试验路\d+号$/) as string }])
    await turn('drug-use', true)
    await grant('drug-use', usernameOf('community-manager'))
    expect(await ask('drug-use')).toBe('403 registry.label-off kind')
    expect(await ask('extreme-hardship', 'grid-worker')).toBe('403 platform.not-allowed')
    const there = server.deps.directory.locate(office.other.lon, office.other.lat)?.grid.code ?? ''
    expect(await ask('extreme-hardship', 'community-manager', there)).toBe('422 registry.unknown-area area')
  })
})

/** What a post sees of each sensitive field of a person on its own ground. `-`: nothing, not even that it is there. */
type Seen = 'masked' | 'reveals' | '-'
const KEEPS = { fields: 'reveals', labels: true } as const
const WATCHES = { fields: 'masked', labels: false } as const
const SEES: Readonly<Record<string, { readonly fields: Seen; readonly labels: boolean }>> = {
  'grid-worker': KEEPS,
  'grid-lead': KEEPS,
  'community-manager': KEEPS,
  'duty-chief': KEEPS,
  supervisor: WATCHES,
  leader: WATCHES,
}
const ADMINS = ['system-admin', 'security-admin', 'audit-admin'] as const

describe('each sensitive field for each post', () => {
  const cookies = new Map<string, string>()
  let person = ''
  const VALUES: Readonly<Record<(typeof REVEALED)[number], string>> = {
    idNumber: '',
    phone: '19900008812',
    workplace: '向阳机械厂二车间',
    occupation: '钳工班长',
    emergencyContact: '其姐 19900008813',
    remark: '冬季需要上门',
  }
  const values = () => ({ ...VALUES, idNumber: office.idNumber('19660606', 66) })
  beforeAll(async () => {
    person = (
      await office.register(await office.home(), { name: '矩阵人', idKind: 'resident-id', ...values() })
    ).id
    for (const kind of ['disability', 'drug-use'] as const) {
      await turn(kind, true)
      await grant(kind, usernameOf('grid-worker'))
      const body = aLabel(kind, { until: '2027-11-20' })
      await office.ok('POST', `/api/registry/people/${person}/labels`, 'grid-worker', body)
      if (kind === 'disability')
        await office.ok('POST', `/api/registry/labels/${body.id}/decide`, 'duty-chief', {
          id: newId(),
          version: 1,
          approve: true,
        })
    }
    // Every post once on the person's own ground, the worker who was named apart.
    const here = server.deps.directory.locate(office.mine.lon, office.mine.lat)
    const hash = await hashPassword('Lifang-2026-x')
    // A grid has one worker; another stands in.
    const worker = await server.admin.one<{ id: string }>(
      sql`select id from account where username = ${usernameOf('grid-worker')}`,
    )
    const unit = server.deps.directory.departments()[0]
    for (const post of POSTS) {
      const account = newId()
      await server.admin
        .run(sql`insert into account (id, county, username, name, kind, password_hash, must_change_password)
        values (${account}, ${server.deps.county}, ${`seen-${post}`}, ${post}, 'person', ${hash}, false)`)
      await server.admin
        .run(sql`insert into holding (id, county, account_id, post, area_id, department_id, valid_from, valid_to, stands_in_for)
        values (${newId()}, ${server.deps.county}, ${account}, ${post}, ${here?.grid.id ?? null},
          ${POST_SEAT[post] === 'department' ? (unit?.id ?? null) : null}, ${new Date(0)},
          ${post === 'grid-worker' ? new Date(clock.now() + 86_400_000) : null}, ${post === 'grid-worker' ? worker.id : null})`)
    }
    await server.reload()
    for (const post of POSTS) {
      const r = await server.app.inject({
        method: 'POST',
        url: '/api/session',
        payload: { username: `seen-${post}`, password: 'Lifang-2026-x' },
      })
      const cookie = r.cookies.find((c) => c.name === 'lifang_session')
      if (cookie === undefined) throw new Error(r.body)
      cookies.set(post, `lifang_session=${cookie.value}`)
    }
    cookies.set('security-admin', security)
    for (const admin of ['system-admin', 'audit-admin'] as const)
      cookies.set(admin, await server.signInAdmin(admin))
  })
  const ask = async (who: string, method: 'GET' | 'POST', url: string, payload?: object) =>
    server.app.inject({
      method,
      url,
      headers: { cookie: cookies.get(who) ?? '' },
      ...(payload === undefined ? {} : { payload }),
    })

  it.each([...POSTS, ...ADMINS])('%s', async (who) => {
    const { fields, labels: seesLabels } = SEES[who] ?? { fields: '-', labels: false }
    const page = await ask(who, 'GET', `/api/registry/people/${person}`)
    const list = await ask(who, 'GET', '/api/registry/people?limit=100')
    const history = await ask(who, 'GET', `/api/registry/people/${person}/history`)
    const found = await ask(who, 'POST', '/api/registry/search', { q: '矩阵' })
    const all = [page, list, history, found]
    expect(all.map((r) => r.statusCode)).toEqual(fields === '-' ? [403, 403, 403, 403] : [200, 200, 200, 200])
    // No page, list or search shows one whole, to anybody.
    for (const value of Object.values(values())) for (const r of all) expect(r.body).not.toContain(value)
    if (fields !== '-') expect(page.body).toMatch(/199\*{4}8812/)
    for (const field of REVEALED) {
      const body = { id: newId(), field, reason: '核对信息后上门服务' }
      const r = await ask(who, 'POST', `/api/registry/people/${person}/reveal`, body)
      expect([field, r.statusCode]).toEqual([field, fields === 'reveals' ? 200 : 403])
      if (fields === 'reveals') expect(r.json<{ value: string }>().value).toBe(values()[field])
    }
    const seen = await ask(who, 'GET', `/api/registry/people/${person}/labels`)
    expect(seen.statusCode).toBe(seesLabels ? 200 : 403)
    if (seesLabels)
      expect(seen.json<{ items: LabelView[] }>().items.map((i) => i.kind)).toEqual(['disability'])
    // The special one is not even told to be there, in any answer.
    for (const r of [...all, seen]) expect(r.body).not.toContain('drug')
  })

  it('the worker who was named sees both', async () => {
    expect((await labels(person, 'grid-worker')).map((l) => l.kind).toSorted()).toEqual([
      'disability',
      'drug-use',
    ])
  })
})
