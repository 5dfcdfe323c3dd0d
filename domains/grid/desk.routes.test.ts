import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { boxOf, parts } from './rules/geometry.ts'
import type { Position, Shape } from './schema.ts'
import type { DeskGrid } from './schema/desk.ts'
import type { AreaDetail, RedrawItem, RedrawPlan, RedrawView } from './schema/views.ts'

const NOW = Date.parse('2026-11-20T10:00:00+08:00')
const DAY = 86_400_000
const clock = setClock(NOW)
let server: TestServer
/** Cookie of the system administrator. */
let system = ''

beforeAll(async () => {
  server = await testServer({ clock })
  system = await server.signInAdmin('system-admin')
})
afterAll(() => server.end())

type Body<T> = T & { code: string; title: string; details: Record<string, unknown> }
async function call<T>(post: string, method: 'GET' | 'POST', url: string, payload?: object) {
  const headers = {
    cookie: post === 'system-admin' ? system : await server.signIn(post),
  }
  const r = await server.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
  return { status: r.statusCode, body: r.json<Body<T>>() }
}
const send = <T = RedrawView>(url: string, payload: object, post = 'grid-manager') =>
  call<T>(post, 'POST', url, payload)
const detail = async (code: string) =>
  (await call<AreaDetail>('grid-manager', 'GET', `/api/areas/${code}`)).body
const shapeOf = async (code: string): Promise<Shape> => {
  const shape = (await detail(code)).border?.polygon
  if (shape === undefined) throw new Error(`${code} has no border`)
  return shape
}
function across(shape: Shape): Position[] {
  const { west, east, south, north } = boxOf(shape)
  const x = (west + east) / 2
  return [
    [x, south - 0.001],
    [x, north + 0.001],
  ]
}
const splitOf = async (grid: string) => ({
  id: newId(),
  kind: 'split',
  grid,
  line: across(await shapeOf(grid)),
})
const codes = (view: RedrawView): string[] => view.after.map((p) => p.code ?? '')
const COMMUNITY = '990602001001'

/** Two grids of the community with a run of border in common, and the border between them moved by one corner. */
async function pushed(): Promise<{
  a: string
  b: string
  parts: { is: 'kept'; code: string; polygon: Shape }[]
}> {
  const all = await call<{ items: { code: string }[] }>(
    'grid-manager',
    'GET',
    `/api/areas?under=${COMMUNITY}`,
  )
  const grids = all.body.items.map((i) => i.code).filter((c) => c.length === 15)
  const rings = new Map<string, Position[]>()
  for (const code of grids) rings.set(code, (parts(await shapeOf(code))[0]?.[0] ?? []).slice(0, -1))
  const owners = (p: Position): string[] =>
    grids.filter((g) => rings.get(g)?.some((q) => q[0] === p[0] && q[1] === p[1]))
  for (const a of grids) {
    for (const at of rings.get(a) ?? []) {
      const two = owners(at)
      const [b] = two.filter((g) => g !== a)
      if (two.length !== 2 || b === undefined) continue
      const to: Position = [at[0] + 0.00002, at[1] + 0.00001]
      const drawn = two.map((code) => {
        const ring = (rings.get(code) ?? []).map((q): Position => (q[0] === at[0] && q[1] === at[1] ? to : q))
        const [first] = ring
        if (first === undefined) throw new Error('no ring')
        const polygon: Shape = { type: 'Polygon', coordinates: [[...ring, first]] }
        return { is: 'kept' as const, code, polygon }
      })
      const body = { id: newId(), kind: 'reshape', parts: drawn }
      const tried = await send<RedrawPlan>('/api/redraws/trial', body)
      if (tried.status === 200 && tried.body.findings.every((f) => !f.blocks)) return { a, b, parts: drawn }
    }
  }
  throw new Error('no shared corner')
}

describe('the desk of grids', () => {
  test('shows to each post the grids of its own ground, with the worker and the vacancies', async () => {
    const items = async (post: string) =>
      (await call<{ items: DeskGrid[] }>(post, 'GET', '/api/grids/desk')).body.items
    const street = await items('grid-manager')
    expect(street.length).toBe(40)
    expect(street.every((g) => g.worker !== null)).toBe(true)
    expect(street.some((g) => g.vacancies['1+4+X'].length > 0)).toBe(true)
    expect((await items('system-admin')).length).toBe(40)
    const community = await items('community-manager')
    expect(community.length).toBeGreaterThan(2)
    expect(new Set(community.map((g) => g.code.slice(0, 12))).size).toBe(1)
    expect(await items('grid-worker')).toHaveLength(1)
    expect((await call('handler', 'GET', '/api/grids/desk')).status).toBe(403)
  })

  test('lets nobody redraw but the keeper of that ground and the system administrator', async () => {
    const body = await splitOf(`${COMMUNITY}001`)
    for (const post of ['community-manager', 'leader', 'grid-worker', 'duty-chief'])
      expect((await send('/api/redraws/trial', body, post)).status, post).toBe(403)
    expect((await send('/api/redraws/trial', body, 'system-admin')).status).toBe(200)
    // A keeper whose post is moved to another place has lost this ground.
    const keeper = server.accounts.find((a) => a.post === 'grid-manager')
    const { id, area } = await server.admin.one<{ id: string; area: string }>(
      sql`select h.id, h.area_id as area from holding h join account a on a.id = h.account_id where a.username = ${keeper?.username ?? ''}`,
    )
    await server.admin.run(
      sql`update holding set area_id = (select id from area where code = '990602001002') where id = ${id}`,
    )
    await server.reload()
    clock.advance(5_000)
    const refused = await send('/api/redraws', body)
    expect([refused.status, refused.body.code]).toEqual([403, 'grid.not-your-ground'])
    await server.admin.run(sql`update holding set area_id = ${area} where id = ${id}`)
    await server.reload()
    clock.advance(5_000)
  })
})

describe('borders moved between neighbours', () => {
  test('keep their codes, begin a new version, and go back as another', async () => {
    const { a, b, parts: drawn } = await pushed()
    const [was, other] = [await detail(a), await detail(b)]
    const id = newId()
    const draft = await send('/api/redraws', { id, kind: 'reshape', parts: drawn })
    expect(draft.status).toBe(201)
    const sum = (list: RedrawPlan['before']) => list.reduce((n, p) => n + (p.households ?? 0), 0)
    expect(sum(draft.body.after)).toBe(sum(draft.body.before))
    expect(codes(draft.body).toSorted()).toEqual([a, b].toSorted())
    expect((await send(`/api/redraws/${id}/publish`, {})).status).toBe(200)
    clock.advance(60_000)
    const now = await detail(a)
    expect([now.border?.version, now.validTo, now.id]).toEqual([(was.border?.version ?? 0) + 1, null, was.id])
    expect(now.border?.areaM2).not.toBeCloseTo(was.border?.areaM2 ?? 0, 1)
    const back = { id: newId(), reason: '边界画错了' }
    const undone = await send(`/api/redraws/${id}/roll-back`, back)
    expect([undone.status, undone.body.kind, undone.body.undoes]).toEqual([201, 'restore', id])
    expect((await send(`/api/redraws/${id}/roll-back`, back)).status).toBe(200)
    clock.advance(60_000)
    const after = await detail(a)
    expect(after.border?.polygon).toEqual(was.border?.polygon)
    expect([after.border?.version, after.households]).toEqual([
      (was.border?.version ?? 0) + 2,
      was.households,
    ])
    expect((await detail(b)).border?.polygon).toEqual(other.border?.polygon)
  })

  test('a gap, an overlap and a way out of the community are named and keep it from taking effect', async () => {
    const code = `${COMMUNITY}002`
    const shape = await shapeOf(code)
    const { west, east, south, north } = boxOf(shape)
    const ring: Position[] = [
      [west - 0.01, south - 0.01],
      [east + 0.01, south - 0.01],
      [east + 0.01, north + 0.01],
      [west - 0.01, north + 0.01],
      [west - 0.01, south - 0.01],
    ]
    const parts1 = [{ is: 'kept', code, polygon: { type: 'Polygon', coordinates: [ring] } }]
    const tried = await send<RedrawPlan>('/api/redraws/trial', {
      id: newId(),
      kind: 'reshape',
      parts: parts1,
    })
    expect(new Set(tried.body.findings.filter((f) => f.blocks).map((f) => f.check))).toEqual(
      new Set(['overlap', 'outside-parent']),
    )
    const id = newId()
    await send('/api/redraws', { id, kind: 'reshape', parts: parts1 })
    const refused = await send(`/api/redraws/${id}/publish`, {})
    expect([refused.status, refused.body.code]).toEqual([409, 'grid.draft-unclean'])
    const twice = { id: newId(), kind: 'reshape', parts: [...parts1, ...parts1] }
    expect((await send('/api/redraws', twice)).body.code).toBe('grid.redraw-same-grid-twice')
  })
})

describe('an instant to come', () => {
  test('changes nothing before, takes effect then, and holds its ground meanwhile', async () => {
    const grid = '990602001002001'
    const body = await splitOf(grid)
    await send('/api/redraws', body)
    const at = new Date(clock.now() + 2 * DAY).toISOString()
    const past = await send(`/api/redraws/${body.id}/publish`, { at: new Date(clock.now()).toISOString() })
    expect(past.body.code).toBe('grid.publish-in-the-past')
    const set = await send(`/api/redraws/${body.id}/publish`, { at })
    expect([set.status, set.body.status, set.body.effectiveAt]).toEqual([200, 'scheduled', at])
    expect((await detail(grid)).validTo).toBeNull()
    const rival = await splitOf(grid)
    await send('/api/redraws', rival)
    expect((await send(`/api/redraws/${rival.id}/publish`, {})).body.code).toBe('grid.redraw-scheduled')

    const job = server.jobs.find((j) => j.name === 'grid-redraws')
    if (job === undefined) throw new Error('no job')
    await job.work()
    expect((await detail(grid)).validTo).toBeNull()
    clock.advance(2 * DAY)
    await Promise.all([job.work(), job.work(), job.work()])
    clock.advance(1000)
    const old = await detail(grid)
    expect(old.successors).toHaveLength(2)
    const list = await call<{ items: RedrawItem[] }>('leader', 'GET', '/api/redraws?parent=990602001002')
    expect(list.body.items.find((r) => r.id === body.id)?.status).toBe('published')
  })

  test('one whose ground changed in between is a draft again and says why', async () => {
    const body = await splitOf('990602001002002')
    await send('/api/redraws', body)
    await send(`/api/redraws/${body.id}/publish`, { at: new Date(clock.now() + DAY).toISOString() })
    await server.admin.run(
      sql`update area set valid_to = ${new Date(clock.now() + 1000)} where code = '990602001002002'`,
    )
    clock.advance(DAY)
    await server.jobs.find((j) => j.name === 'grid-redraws')?.work()
    const shown = await call<RedrawView>('grid-manager', 'GET', `/api/redraws/${body.id}`)
    expect([shown.body.status, shown.body.failure]).toEqual(['draft', 'grid.redraw-outdated'])
    await server.admin.run(sql`update area set valid_to = null where code = '990602001002002'`)
    await server.reload()
  })
})

describe('rolling back', () => {
  const publish = async (body: { id: string }): Promise<RedrawView> => {
    expect((await send('/api/redraws', body)).status).toBe(201)
    const done = await send(`/api/redraws/${body.id}/publish`, {})
    expect(done.status).toBe(200)
    clock.advance(60_000)
    return done.body
  }
  const rollBack = (id: string) =>
    send(`/api/redraws/${id}/roll-back`, { id: newId(), reason: '居民意见较大' })
  const worker = async (code: string) =>
    (await detail(code)).roster.filter((h) => h.post === 'grid-worker').map((h) => h.account.id)

  test('a split comes back whole under a new code, with its worker, and its cases stay in sight', async () => {
    const grid = '990602001003001'
    const was = await detail(grid)
    const split = await publish(await splitOf(grid))
    const back = await rollBack(split.id)
    expect(back.status).toBe(201)
    clock.advance(60_000)
    const [code] = codes(back.body)
    const now = await detail(code ?? '')
    expect([grid, ...codes(split)]).not.toContain(code)
    expect([now.name, now.households, now.border?.polygon]).toEqual([
      was.name,
      was.households,
      was.border?.polygon,
    ])
    expect(now.from.map((a) => a.code).toSorted()).toEqual(codes(split).toSorted())
    expect(await worker(code ?? '')).toEqual(
      was.roster.filter((h) => h.post === 'grid-worker').map((h) => h.account.id),
    )
    const path = server.deps.directory.areaByCode(code ?? '')?.path ?? 'none'
    const holder = server.deps.directory
      .holdersAt('grid-worker', path, clock.now())
      .find((h) => h.areaPath === path)
    const seen = [grid, ...codes(split)].map((c) => server.deps.directory.areaByCode(c)?.path)
    expect(holder?.formerPaths?.toSorted()).toEqual(seen.toSorted())
    expect((await rollBack(split.id)).body.code).toBe('grid.rollback-done')
    const checks = await call<{ items: { blocks: boolean }[] }>(
      'leader',
      'GET',
      '/api/areas/checks?parent=990602001003',
    )
    expect(checks.body.items.filter((f) => f.blocks)).toEqual([])
  })

  test('a merge comes back in its parts, and who lost the post has it again', async () => {
    const split = await publish(await splitOf('990602001004001'))
    const [one = '', two = ''] = codes(split)
    const person = (
      await server.admin.one<{ id: string }>(
        sql`select id from account a where admin is null and not exists (select from holding h where h.account_id = a.id and h.post = 'grid-worker') limit 1`,
      )
    ).id
    await server.admin.run(sql`insert into holding (id, county, account_id, post, area_id, valid_from)
      values (${newId()}, ${server.deps.county}, ${person}, 'grid-worker', (select id from area where code = ${two}), ${new Date(clock.now())})`)
    clock.advance(60_000)
    const merged = await publish({ id: newId(), kind: 'merge', grids: [one, two] } as { id: string })
    expect(await worker(codes(merged)[0] ?? '')).not.toContain(person)
    const back = await rollBack(merged.id)
    expect(back.status).toBe(201)
    clock.advance(60_000)
    expect(back.body.after).toHaveLength(2)
    const workers = (await Promise.all(codes(back.body).map(worker))).flat()
    expect(workers).toContain(person)
    expect(workers).toHaveLength(2)
  })

  test('is refused after seven days, and when something later builds on it', async () => {
    const late = await publish(await splitOf('990602001005001'))
    const first = await publish(await splitOf('990602001005002'))
    await publish(await splitOf(codes(first)[0] ?? ''))
    const built = await rollBack(first.id)
    expect([built.status, built.body.code]).toEqual([409, 'grid.rollback-built-upon'])
    clock.advance(7 * DAY)
    const over = await rollBack(late.id)
    expect([over.status, over.body.code]).toEqual([409, 'grid.rollback-too-late'])
    expect(over.body.title).toContain('7 天')
    const draft = await splitOf('990602001005003')
    await send('/api/redraws', draft)
    expect((await rollBack(draft.id)).body.code).toBe('grid.redraw-not-published')
  })

  test('twenty press at once: one comes of it', async () => {
    const split = await publish(await splitOf('990602001006001'))
    const answers = await Promise.all(Array.from({ length: 20 }, () => rollBack(split.id)))
    expect(answers.filter((r) => r.status === 201)).toHaveLength(1)
    expect(answers.filter((r) => r.body.code === 'grid.rollback-done')).toHaveLength(19)
  })

  test('two publish over one draft, and two drafts over one grid: one takes effect', async () => {
    const grid = '990602001007001'
    const [one, two] = [await splitOf(grid), await splitOf(grid)]
    await send('/api/redraws', one)
    await send('/api/redraws', two)
    const publishes = [one, one, two, two].map((d) => send(`/api/redraws/${d.id}/publish`, {}))
    const answers = await Promise.all(publishes)
    expect(answers.filter((r) => r.status === 200)).toHaveLength(1)
    for (const r of answers.filter((x) => x.status !== 200))
      expect(['grid.redraw-not-draft', 'grid.redraw-outdated']).toContain(r.body.code)
  })
})
