import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { openDb, type Db } from '@lifang/platform/db.ts'
import { createApp } from '@lifang/platform/http/app.ts'
import { newId } from '@lifang/platform/id.ts'
import { loadPhrases } from '@lifang/platform/phrases.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testDatabase, type TestDatabase } from '@lifang/platform/testing/database.ts'
import { createSessions, type Sessions } from '@lifang/domains/identity/public.ts'
import { demoCounty, loadDemo } from '../../db/load/demo.ts'
import { loadReference } from '../../db/load/reference.ts'
import { dice } from '../../db/demo/random.ts'
import type { AccountBrief, GridDeps } from './commands/deps.ts'
import { createDirectory } from './reads/directory.ts'
import { gridRoutesOn } from './routes.ts'
import { boxOf } from './rules/geometry.ts'
import { GridIndex } from './rules/locate.ts'
import type { Position, Shape } from './schema.ts'
import type { AreaDetail, AreaItem, HoldingView, RedrawView } from './schema/views.ts'

const NOW = Date.parse('2026-11-20T10:00:00+08:00')
const HOUR = 3_600_000
const clock = setClock(NOW)
const iso = (ms: number): string => new Date(ms).toISOString()

let database: TestDatabase
let admin: Db
let db: Db
let app: FastifyInstance
let deps: GridDeps
let sessions: Sessions
const cookies = new Map<string, string>()
/** Open incidents, as the domain above would tell them. */
let points: { id: string; lon: number; lat: number }[] = []

beforeAll(async () => {
  database = await testDatabase()
  admin = openDb({ url: database.url, role: null, max: 2 })
  db = openDb({ url: database.url, role: 'lifang_app' })
  await loadReference(admin, demoCounty)
  await loadDemo(admin, { kind: 'street', county: demoCounty, now: NOW })
  // The second factor of administrators is identity's matter and tested there.
  await admin.run(sql`update account set totp_confirmed = true where admin is not null`)
  const directory = createDirectory(db, () => clock.now())
  await directory.reload()
  sessions = createSessions(db, clock, (id, at) => directory.holdingsOf(id, at))
  deps = {
    db,
    clock,
    county: demoCounty,
    directory,
    accounts: (tx, ids) =>
      tx.rows<AccountBrief>(
        sql`select id, name, county, admin, disabled_at is not null as disabled from account where id = any(${[...ids]}::uuid[])`,
      ),
    forget: (id) => sessions.forget(id),
    openPoints: () => Promise.resolve(points),
    openCounts: () => Promise.resolve([]),
    registered: () => Promise.resolve([]),
    carry: () => Promise.resolve(),
  }
  app = await createApp({
    phrases: loadPhrases('zh-CN'),
    identify: (request) => sessions.identify(request),
    log: false,
    checkAnswers: true,
    trustProxy: false,
  })
  gridRoutesOn(app, deps)
  // What the caller's session says they hold, as every rule of access sees it.
  app.get('/posts', (request) => request.actor?.holdings.map((h) => h.post) ?? [])
})
afterAll(async () => {
  await app.close()
  await Promise.all([admin.end(), db.end()])
  await database.drop()
})

/** Signs in by username, an administrator by post; passwords and second factors are identity's matter. */
async function cookieOf(who: string): Promise<string> {
  const known = cookies.get(who)
  if (known !== undefined) return known
  const row = await admin.one<Parameters<Sessions['open']>[1]>(
    sql`select * from account where username = ${who} or admin = ${who}`,
  )
  const secret = await sessions.open(admin, row, { address: 'test', agent: null }, true, 43_200_000)
  cookies.set(who, `lifang_session=${secret}`)
  return `lifang_session=${secret}`
}
interface Answer<T> {
  status: number
  body: T & { code: string; details: Record<string, unknown>; title: string }
}
async function call<T>(
  who: string | null,
  method: 'GET' | 'POST',
  url: string,
  payload?: object,
): Promise<Answer<T>> {
  const headers = who === null ? {} : { cookie: await cookieOf(who) }
  const answer = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}
const get = <T>(who: string | null, url: string) => call<T>(who, 'GET', url)
const post = <T>(who: string | null, url: string, payload?: object) => call<T>(who, 'POST', url, payload)

const detail = async (code: string) => (await get<AreaDetail>('intake1', `/api/areas/${code}`)).body
const accountId = async (username: string): Promise<string> =>
  (await admin.one<{ id: string }>(sql`select id from account where username = ${username}`)).id
const audited = async (act: string, subject: string): Promise<number> =>
  (
    await admin.one<{ n: number }>(
      sql`select count(*) as n from audit_entry where act = ${act} and subject_id = ${subject}`,
    )
  ).n

describe('where and what', () => {
  test('anybody may ask which grid holds a point, in any usual coordinate system', async () => {
    const there = await get<{
      grid: { code: string }
      community: { code: string }
      street: { name: string }
    }>(null, '/api/grids/locate?lon=113.131727&lat=29.377843')
    expect(there.status).toBe(200)
    expect(there.body.grid.code).toBe('990602001002004')
    expect(there.body.community.code).toBe('990602001002')
    expect(there.body.street.name).toBe('云溪街道')
    // The same place as AMap shows it lies some 500 m away in numbers.
    const shifted = await get<{ grid: { code: string } }>(
      null,
      '/api/grids/locate?lon=113.137246&lat=29.374558&crs=GCJ02',
    )
    expect(shifted.status).toBe(200)
    expect(shifted.body.grid.code.startsWith('990602001002')).toBe(true)
  })

  test('outside every grid, swapped or meaningless points are told apart', async () => {
    expect((await get(null, '/api/grids/locate?lon=112.5&lat=28.3')).body.code).toBe(
      'grid.outside-every-grid',
    )
    expect((await get(null, '/api/grids/locate?lon=29.37&lat=113.13')).body.code).toBe(
      'grid.coordinate-swapped',
    )
    const nothing = await get(null, '/api/grids/locate?lon=abc&lat=1')
    expect([nothing.status, nothing.body.code]).toEqual([400, 'platform.invalid-input'])
  })

  test('the tree needs a sign-in, comes whole or by branch, and an area shows border, people and vacancies', async () => {
    expect((await get(null, '/api/areas')).status).toBe(401)
    const all = await get<{ items: AreaItem[] }>('grid1', '/api/areas')
    expect(all.body.items.filter((a) => a.levelKey === 'grid')).toHaveLength(40)
    const branch = await get<{ items: AreaItem[] }>('grid1', '/api/areas?under=990602001003')
    expect(branch.body.items[0]?.code).toBe('990602001003')
    expect(branch.body.items.every((a) => a.code.startsWith('990602001003'))).toBe(true)
    const grid = await detail('990602001003001')
    expect(grid.border?.polygon.type).toBe('Polygon')
    expect(grid.roster.filter((h) => h.post === 'grid-worker')).toHaveLength(1)
    expect(grid.teams.map((t) => t.template).toSorted()).toEqual(['1+4+X', 'one-lead-three-members'])
    expect(grid.teams[0]?.template).toBe('1+4+X')
    expect((await get('grid1', '/api/areas/990602001999')).status).toBe(404)
  })

  test('the checks find the two grids that are out of norm, and no gap or overlap', async () => {
    const street = await get<{ items: unknown[] }>('intake1', '/api/areas/checks?parent=990602001')
    expect(street.body.items).toEqual([])
    const all = await get<{ items: AreaItem[] }>('intake1', '/api/areas')
    const found = []
    for (const c of all.body.items.filter((a) => a.levelKey === 'community')) {
      const checks = await get<{ items: { check: string; blocks: boolean }[] }>(
        'intake1',
        `/api/areas/checks?parent=${c.code}`,
      )
      found.push(...checks.body.items)
    }
    expect(found.map((f) => f.check).toSorted()).toContain('too-many-households')
    expect(found.filter((f) => f.blocks)).toEqual([])
  })
})

describe('the system administrator builds', () => {
  test('a department once, with the same answer for the same command and a refusal for another', async () => {
    const body = {
      id: newId(),
      key: 'flood-station',
      name: '防汛站',
      area: '990602001',
      phone: '0000-6209999',
    }
    expect((await post('intake1', '/api/departments', body)).status).toBe(403)
    const made = await post<{ id: string; fallback: boolean }>('system-admin', '/api/departments', body)
    expect([made.status, made.body.fallback]).toEqual([201, false])
    expect((await post('system-admin', '/api/departments', body)).status).toBe(200)
    expect((await post('system-admin', '/api/departments', { ...body, name: '别的' })).body.code).toBe(
      'platform.command-reused',
    )
    const twin = await post('system-admin', '/api/departments', { ...body, id: newId() })
    expect([twin.status, twin.body.code]).toEqual([409, 'grid.department-key-taken'])
    const section = await post('system-admin', '/api/departments', {
      ...body,
      id: newId(),
      key: 'flood-crew',
      parent: body.id,
    })
    expect(section.status).toBe(201)
    expect(deps.directory.departments().find((d) => d.key === 'flood-crew')?.path).toBe(
      '990602/flood-station/flood-crew/',
    )
    expect(await audited('grid.create-department', body.id)).toBe(1)
  })

  test('areas get the next code of the template, and no code is given twice', async () => {
    const community = await post<AreaDetail>('system-admin', '/api/areas', {
      id: newId(),
      parent: '990602001',
      name: '新城社区',
    })
    expect([community.status, community.body.code, community.body.levelKey]).toEqual([
      201,
      '990602001009',
      'community',
    ])
    const body = {
      id: newId(),
      parent: '990602001009',
      name: '新城 01',
      kind: 'general',
      type: 'estate',
      households: 320,
    }
    expect((await post('system-admin', '/api/areas', { ...body, kind: undefined })).body.code).toBe(
      'grid.kind-needed',
    )
    const grid = await post<AreaDetail>('system-admin', '/api/areas', body)
    expect([grid.status, grid.body.code, grid.body.path]).toEqual([
      201,
      '990602001009001',
      '990602/001/009/001/',
    ])
    expect((await post('system-admin', '/api/areas', body)).status).toBe(200)
    const taken = await post('system-admin', '/api/areas', { ...body, id: newId(), code: '990602001009001' })
    expect([taken.status, taken.body.code]).toEqual([409, 'grid.code-taken'])
    const wrong = await post('system-admin', '/api/areas', { ...body, id: newId(), code: '990602001008099' })
    expect(wrong.body.code).toBe('grid.code-outside-parent')
    const dedicated = await post<AreaDetail>('system-admin', '/api/areas', {
      ...body,
      id: newId(),
      name: '新城市场',
      kind: 'dedicated',
      type: 'institutional',
    })
    expect(dedicated.body.code).toBe('990602001009901')
    const micro = await post<AreaDetail>('system-admin', '/api/areas', {
      ...body,
      id: newId(),
      parent: '990602001009001',
      name: '微网格 1',
      kind: undefined,
    })
    expect([micro.body.code, micro.body.kind, micro.body.levelKey]).toEqual([
      '99060200100900101',
      'micro',
      'micro',
    ])
  })

  test('two at once get two codes', async () => {
    const make = () =>
      post<AreaDetail>('system-admin', '/api/areas', {
        id: newId(),
        parent: '990602001009',
        name: '同时',
        kind: 'general',
        type: 'rural',
      })
    const [a, b] = await Promise.all([make(), make()])
    expect([a.status, b.status]).toEqual([201, 201])
    expect(new Set([a.body.code, b.body.code]).size).toBe(2)
  })

  test('a border that is broken or covers a neighbour is refused', async () => {
    const body = { id: newId(), parent: '990602001003', name: '重叠', kind: 'general', type: 'estate' }
    const covered = (await detail('990602001003001')).border?.polygon
    const over = await post('system-admin', '/api/areas', { ...body, polygon: covered })
    expect([over.status, over.body.code]).toEqual([409, 'grid.draft-unclean'])
    const bow = {
      type: 'Polygon',
      coordinates: [
        [
          [113.1, 29.3],
          [113.2, 29.4],
          [113.2, 29.3],
          [113.1, 29.4],
          [113.1, 29.3],
        ],
      ],
    }
    expect((await post('system-admin', '/api/areas', { ...body, polygon: bow })).body.code).toBe(
      'grid.border-invalid',
    )
  })
})

describe('the security administrator gives posts', () => {
  test('a post from a date on; never to an administrator, never in the wrong seat, one grid worker per grid', async () => {
    const person = await accountId('p0200')
    const body = {
      id: newId(),
      account: person,
      post: 'steward',
      area: '990602001003001',
      from: iso(NOW - 1000),
    }
    expect((await post('system-admin', '/api/holdings', body)).status).toBe(403)
    const given = await post<HoldingView>('security-admin', '/api/holdings', body)
    expect([given.status, given.body.area.code]).toEqual([201, '990602001003001'])
    expect((await post('security-admin', '/api/holdings', body)).status).toBe(200)
    expect((await post('security-admin', '/api/holdings', { ...body, post: 'monitor' })).body.code).toBe(
      'platform.command-reused',
    )
    const again = { ...body, id: newId() }
    const nobody = await post('security-admin', '/api/holdings', {
      ...again,
      account: await accountId('sysadmin'),
    })
    expect([nobody.status, nobody.body.code]).toEqual([422, 'identity.admin-holds-no-post'])
    expect((await post('security-admin', '/api/holdings', { ...again, post: 'handler' })).body.code).toBe(
      'grid.post-wrong-seat',
    )
    expect((await post('security-admin', '/api/holdings', { ...again, area: undefined })).body.code).toBe(
      'grid.post-wrong-seat',
    )
    const second = await post('security-admin', '/api/holdings', { ...again, post: 'grid-worker' })
    expect([second.status, second.body.code]).toEqual([409, 'grid.worker-already-there'])
    expect((await post('security-admin', '/api/holdings', { ...again, account: newId() })).status).toBe(404)
    expect(await audited('grid.give-post', body.id)).toBe(1)
    const listed = await get<{ items: HoldingView[] }>('security-admin', `/api/holdings?account=${person}`)
    expect(listed.body.items.map((h) => h.id)).toContain(body.id)
  })

  test('what somebody holds shows at once in their own session, and ends when it is ended', async () => {
    const worker = await accountId('grid4')
    const posts = async (): Promise<string[]> => (await get<string[]>('grid4', '/posts')).body
    const before = await posts()
    const id = newId()
    await post('security-admin', '/api/holdings', {
      id,
      account: worker,
      post: 'inspector',
      area: '990602001',
      from: iso(NOW - 1000),
    })
    expect(await posts()).toEqual([...before, 'inspector'])
    expect((await post('security-admin', `/api/holdings/${id}/end`, { reason: '工作调整' })).status).toBe(200)
    expect(await posts()).toEqual(before)
    const twice = await post('security-admin', `/api/holdings/${id}/end`, { reason: '工作调整' })
    expect([twice.status, twice.body.code]).toEqual([409, 'grid.holding-ended'])
  })

  test('AB岗: the stand-in has the post between the dates, and it returns by itself', async () => {
    const [away, standIn] = [await accountId('grid1'), await accountId('grid2')]
    const held = await get<{ items: HoldingView[] }>('security-admin', `/api/holdings?account=${away}`)
    const holding = held.body.items.find((h) => h.post === 'grid-worker')
    const code = holding?.area.code ?? ''
    const body = { id: newId(), account: standIn, from: iso(NOW + HOUR), to: iso(NOW + 3 * HOUR) }
    const url = `/api/holdings/${holding?.id}/stand-in`
    expect((await post('security-admin', url, { ...body, account: away })).body.code).toBe(
      'grid.stand-in-self',
    )
    const made = await post<HoldingView>('security-admin', url, body)
    expect([made.status, made.body.standsInFor?.id]).toEqual([201, away])
    expect((await post('security-admin', url, body)).status).toBe(200)
    const over = await post('security-admin', url, {
      ...body,
      id: newId(),
      account: await accountId('grid3'),
    })
    expect([over.status, over.body.code]).toEqual([409, 'grid.stand-in-overlaps'])
    const path = deps.directory.areaByCode(code)?.path ?? 'none'
    const on = (at: number) => deps.directory.holdersAt('grid-worker', path, at)[0]?.accountId
    expect([on(NOW), on(NOW + 1.5 * HOUR), on(NOW + 4 * HOUR)]).toEqual([away, standIn, away])
    clock.set(NOW + 1.5 * HOUR)
    const seats = (await detail(code)).teams[0]?.seats.find((s) => s.post === 'grid-worker')
    clock.set(NOW)
    expect(seats?.people.map((p) => p.id)).toEqual([standIn])
  })
})

/** A north–south line across the middle of a shape. */
function across(shape: Shape): Position[] {
  const { west, east, south, north } = boxOf(shape)
  const x = (west + east) / 2
  return [
    [x, south - 0.001],
    [x, north + 0.001],
  ]
}

describe('redrawing grids', () => {
  const CODE = '990602001005002'
  test('a split is shown before it takes effect, moves what it says, and keeps the past', async () => {
    const before = await detail(CODE)
    const shape = before.border?.polygon
    if (shape === undefined) throw new Error('no border')
    const chance = dice(1)
    const box = boxOf(shape)
    const inside = new GridIndex([{ id: 'x', shape }])
    points = Array.from({ length: 60 }, (_, i) => ({
      id: `i${i}`,
      lon: chance.between(box.west, box.east),
      lat: chance.between(box.south, box.north),
    })).filter((p) => inside.locate(p.lon, p.lat) !== null)
    const body = {
      id: newId(),
      kind: 'split',
      grid: CODE,
      line: across(shape),
      document: '街道办〔2026〕12号',
    }
    expect((await post('security-admin', '/api/redraws', body)).status).toBe(403)
    const draft = await post<RedrawView>('system-admin', '/api/redraws', body)
    expect(draft.status).toBe(201)
    expect((await post('system-admin', '/api/redraws', body)).status).toBe(200)
    const [larger, smaller] = draft.body.after
    expect(draft.body.before[0]?.openIncidents).toBe(points.length)
    expect((larger?.openIncidents ?? 0) + (smaller?.openIncidents ?? 0)).toBe(points.length)
    expect((larger?.households ?? 0) + (smaller?.households ?? 0)).toBe(before.households)
    expect((larger?.areaM2 ?? 0) + (smaller?.areaM2 ?? 0)).toBeCloseTo(draft.body.before[0]?.areaM2 ?? 0, 0)
    expect((await detail(CODE)).validTo).toBeNull()

    const done = await post<RedrawView>('system-admin', `/api/redraws/${body.id}/publish`, {})
    expect([done.status, done.body.status]).toEqual([200, 'published'])
    clock.advance(1000)
    const codes = done.body.after.map((p) => p.code ?? '')
    expect(new Set([...codes, CODE]).size).toBe(3)
    const old = await detail(CODE)
    expect(old.validTo).not.toBeNull()
    expect(old.successors.map((a) => a.code).toSorted()).toEqual(codes.toSorted())
    // The past stays resolvable, the present is the new grids.
    expect(deps.directory.area(before.id)?.code).toBe(CODE)
    for (const p of points) expect(codes).toContain(deps.directory.locate(p.lon, p.lat)?.grid.code)
    const [one, two] = await Promise.all(codes.map(detail))
    const worker = (a: AreaDetail | undefined) =>
      a?.roster.filter((h) => h.post === 'grid-worker').map((h) => h.account.id)
    expect(worker(one)).toEqual(worker(before))
    expect(worker(two)).toEqual([])
    expect(one?.from.map((a) => a.code)).toEqual([CODE])
    const others = (a: AreaDetail | undefined) =>
      a?.roster
        .filter((h) => h.post !== 'grid-worker')
        .map((h) => `${h.post} ${h.account.id}`)
        .toSorted()
    expect(others(one)).toEqual(others(before))
    expect(others(two)).toEqual(others(before))
    const checks = await get<{ items: { blocks: boolean }[] }>(
      'intake1',
      `/api/areas/checks?parent=${CODE.slice(0, 12)}`,
    )
    expect(checks.body.items.filter((f) => f.blocks)).toEqual([])
    expect(await audited('grid.publish-redraw', body.id)).toBe(1)

    const again = await post('system-admin', `/api/redraws/${body.id}/publish`, {})
    expect([again.status, again.body.code]).toEqual([409, 'grid.redraw-not-draft'])
    const late = await post('system-admin', '/api/redraws', { ...body, id: newId() })
    expect([late.status, late.body.code]).toEqual([409, 'grid.redraw-outdated'])
    const reuse = await post('system-admin', '/api/areas', {
      id: newId(),
      parent: CODE.slice(0, 12),
      name: '旧码',
      code: CODE,
      kind: 'general',
      type: 'estate',
    })
    expect([reuse.status, reuse.body.code]).toEqual([409, 'grid.code-retired'])

    // And back together: the two halves make one grid again, under a third code.
    points = points.slice(0, 5)
    const merge = { id: newId(), kind: 'merge', grids: codes, name: '合并后' }
    const merged = await post<RedrawView>('system-admin', '/api/redraws', merge)
    expect([merged.status, merged.body.after[0]?.households]).toEqual([201, before.households])
    const whole = await post<RedrawView>('system-admin', `/api/redraws/${merge.id}/publish`, {})
    expect(whole.status).toBe(200)
    clock.advance(1000)
    const last = await detail(whole.body.after[0]?.code ?? '')
    expect(last.border?.areaM2).toBeCloseTo(before.border?.areaM2 ?? 0, 0)
    expect(worker(last)).toEqual(worker(before))
    expect(others(last)).toEqual(others(before))
  })

  test('two publishing at once: one draft, one effect', async () => {
    points = []
    const shape = (await detail('990602001006001')).border?.polygon
    if (shape === undefined) throw new Error('no border')
    const id = newId()
    await post('system-admin', '/api/redraws', {
      id,
      kind: 'split',
      grid: '990602001006001',
      line: across(shape),
    })
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post<RedrawView>('system-admin', `/api/redraws/${id}/publish`, {})),
    )
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1)
    expect(answers.filter((a) => a.status === 409)).toHaveLength(19)
    const { n } = await admin.one<{ n: number }>(
      sql`select count(*) as n from area_successor s join area a on a.id = s.from_id where a.code = '990602001006001'`,
    )
    expect(n).toBe(2)
  })

  test('what cannot be drawn is refused, and a draft can be withdrawn', async () => {
    const far = { id: newId(), kind: 'merge', grids: ['990602001001001', '990602001008001'] }
    expect((await post('system-admin', '/api/redraws', far)).body.code).toBe('grid.merge-across-parents')
    const miss = {
      id: newId(),
      kind: 'split',
      grid: '990602001001001',
      line: [
        [113, 29],
        [113.01, 29.01],
      ],
    }
    expect((await post('system-admin', '/api/redraws', miss)).body.code).toBe('grid.split-line-misses')
    expect((await post('system-admin', '/api/redraws', { ...miss, grid: '990602001' })).status).toBe(404)
    const holder = { id: newId(), kind: 'split', grid: '990602001009001', line: miss.line }
    expect((await post('system-admin', '/api/redraws', holder)).body.code).toBe('grid.redraw-has-micro')
    const shape = (await detail('990602001001002')).border?.polygon
    if (shape === undefined) throw new Error('no border')
    const draft = { id: newId(), kind: 'split', grid: '990602001001002', line: across(shape) }
    expect((await post('system-admin', '/api/redraws', draft)).status).toBe(201)
    const gone = await post<RedrawView>('system-admin', `/api/redraws/${draft.id}/withdraw`)
    expect([gone.status, gone.body.status]).toEqual([200, 'withdrawn'])
    expect((await post('system-admin', `/api/redraws/${draft.id}/publish`, {})).body.code).toBe(
      'grid.redraw-not-draft',
    )
    expect((await detail('990602001001002')).validTo).toBeNull()
  })
})
